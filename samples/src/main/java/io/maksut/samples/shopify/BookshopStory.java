package io.maksut.samples.shopify;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.RefundAction;
import io.maksut.shopify.ShopifyHealth;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.LedgerOperation;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What happens between a Shopify shop with a payments app and a gateway, from the first webhook to a refund past both. */
final class BookshopStory {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");

    private final Bookshop bookshop;
    private final PrintStream out;

    private BookshopStory(Bookshop bookshop, PrintStream out) {
        this.bookshop = bookshop;
        this.out = out;
    }

    static void tell(PrintStream out) throws IOException {
        try (Bookshop bookshop = new Bookshop()) {
            BookshopStory story = new BookshopStory(bookshop, out);
            story.theShopIsConnected();
            story.staffPressRefund();
            story.theGatewaysAnswerIsLost();
            story.moreThanIsLeft();
            story.theShopsRefundFailed();
            story.aPaymentLinkWithoutOrder();
            story.theParcelIsSent();
            story.nobodyListens();
            story.aRefundPastShopAndPortal();
        }
    }

    private void theShopIsConnected() {
        heading("The shop is connected");
        ShopifyHealth health = bookshop.bridge.check();
        out.println("API version " + health.servedVersion().orElse("?") + ", all is well: " + health.isGood());
        out.println("webhooks made: " + bookshop.subscriptions.audit(bookshop.sync));
    }

    private void staffPressRefund() {
        heading("Staff press Refund; Shopify asks three times at the same instant, and the portal pays once");
        PaymentId payment = bookshop.payment("rBook81", "settled", "29.80");
        String order = bookshop.order(payment, "29.80");
        PaymentsSession asked = presses(order, "5.00");
        out.println("answered: " + bookshop.shopify.sessions().deliverTogether(asked.id(), 3));
        bookshop.passes(Duration.ofMinutes(2));
        tellOf(asked, payment);
        out.println("the shop tells of it in " + bookshop.deliver().size() + " deliveries, and nothing is paid again");
        books(payment);
    }

    private void theGatewaysAnswerIsLost() {
        heading("The gateway's answer is lost: Shopify keeps waiting, and it is found out by us");
        PaymentId payment = bookshop.payment("rBook82", "settled", "29.80");
        String order = bookshop.order(payment, "29.80");
        bookshop.gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
        PaymentsSession asked = presses(order, "5.00");
        bookshop.passes(Duration.ofMinutes(1));
        out.println("outcome unknown: " + refund(payment).outcomeUnknown());
        tellOf(asked, payment);
        bookshop.passes(Duration.ofMinutes(20));
        out.println("twenty minutes later");
        tellOf(asked, payment);
        books(payment);
    }

    private void moreThanIsLeft() {
        heading("Money went back at the gateway and nobody has said for what: a person is asked before more is paid");
        PaymentId payment = bookshop.payment("rBook83", "settled", "29.80");
        String order = bookshop.order(payment, "29.80");
        bookshop.gateway.refundAsStaff("rBook83", 2_000);
        PaymentsSession asked = presses(order, "15.00");
        bookshop.passes(Duration.ofMinutes(2));
        tellOf(asked, payment);
        books(payment);
    }

    private void theShopsRefundFailed() {
        heading("The shop's refund failed, so it is made in the portal, and the order says so");
        PaymentId payment = bookshop.payment("rBook84", "settled", "29.80");
        String order = bookshop.order(payment, "29.80");
        bookshop.passes(Duration.ofMinutes(1));
        explain(decide(payment, "7.00"));
        bookshop.shopify
                .gateway(Bookshop.HANDLE)
                .provider(payout -> Outcome.failure("PROCESSING_ERROR", "The payment provider did not answer"));
        refund(order, "7.00").make();
        bookshop.paymentsAppIsAsked();
        bookshop.passes(Duration.ofMinutes(11));
        execute(decide(payment, "7.00"));
        bookshop.passes(Duration.ofMinutes(1));
        out.println("tags of the order: " + bookshop.shopify.order(order).tags());
        LedgerOperation direct = bookshop.sync.ledger().refundsOf(payment).stream()
                .filter(it -> it.kind() == LedgerOperation.Kind.DIRECT)
                .findFirst()
                .orElseThrow();
        out.println("for the merchant: " + direct.reason().orElse(""));
        books(payment);
    }

    private void aPaymentLinkWithoutOrder() {
        heading("A payment by payment link, and no order in the shop: proved by two searches, ten minutes apart");
        PaymentId payment = bookshop.payment("link-7", "settled", "15.00");
        bookshop.passes(Duration.ofHours(1));
        explain(decide(payment, "15.00"));
        bookshop.passes(Duration.ofMinutes(11));
        execute(decide(payment, "15.00"));
        books(payment);
    }

    private void theParcelIsSent() {
        heading("The order is captured in Shopify, and Shopify asks the payments app to take the money");
        PaymentId payment = bookshop.payment("rBook85", "authorized", "12.50");
        String order = bookshop.shopify
                .merchant()
                .order()
                .total("12.50")
                .authorization(Bookshop.HANDLE, payment.reference())
                .place();
        String authorisation = "gid://shopify/OrderTransaction/"
                + bookshop.shopify.order(order).transactions().get(0).id();
        bookshop.shopify.merchant().capture(authorisation, "12.50");
        bookshop.passes(Duration.ofMinutes(1));
        out.println("in the gateway's books: captured "
                + Money.ofMinor("EUR", bookshop.gateway.books().captured(payment.reference())));
    }

    private void nobodyListens() {
        heading("Nobody listens: after eight failures Shopify removes the subscription without a word");
        PaymentId payment = bookshop.payment("rBook86", "settled", "29.80");
        String order = bookshop.order(payment, "29.80");
        bookshop.deliver();
        bookshop.listens(false);
        for (int failure = 0; failure < 9; failure++) {
            bookshop.shopify.merchant().note(order, "gift wrapping " + failure);
            bookshop.deliver();
            bookshop.passes(Duration.ofMinutes(1));
        }
        bookshop.listens(true);
        out.println("webhooks made again: " + bookshop.subscriptions.audit(bookshop.sync));
    }

    private void aRefundPastShopAndPortal() {
        heading("Somebody refunds at the gateway, past shop and portal; a day later");
        PaymentId payment = bookshop.payment("rBook87", "settled", "29.80");
        bookshop.order(payment, "29.80");
        bookshop.passes(Duration.ofMinutes(15));
        bookshop.gateway.refundAsStaff("rBook87", 300);
        bookshop.passes(Duration.ofHours(26));
        for (Discrepancy discrepancy : bookshop.sync.ledger().discrepanciesOf(payment)) {
            out.println("discrepancy " + discrepancy.kind());
            out.println("  en  " + discrepancy.kind().remedy(Locale.ENGLISH));
            out.println("  fi  " + discrepancy.kind().remedy(FINNISH));
        }
        books(payment);
    }

    private RefundAction refund(String order, String amount) {
        return bookshop.shopify.merchant().refund(order).amount(amount);
    }

    /** The button that pays; returns what Shopify asks for then. */
    private PaymentsSession presses(String order, String amount) {
        String transaction = refund(order, amount).make().transactionIds().get(0);
        out.println("Shopify asks for a refund of " + amount);
        return bookshop.shopify.sessions().ofTransaction(transaction);
    }

    private void tellOf(PaymentsSession asked, PaymentId payment) {
        PaymentsSession now = bookshop.shopify.sessions().ofTransaction(asked.transactionId());
        out.println("the ledger says: " + refund(payment).state() + "; the session is " + now.state()
                + (now.merchantMessage() == null ? "" : ": " + now.merchantMessage()));
    }

    private LedgerOperation refund(PaymentId payment) {
        return bookshop.sync.ledger().refundsOf(payment).get(0);
    }

    private RefundDecision decide(PaymentId payment, String amount) {
        return bookshop.sync.desk().decide(payment, Money.of("EUR", amount), "Mari", "a page is missing");
    }

    private void explain(RefundDecision decision) {
        out.println(decision.getClass().getSimpleName() + " (row " + decision.row() + ")");
        out.println("  en  " + decision.explain(Locale.ENGLISH));
        out.println("  fi  " + decision.explain(FINNISH));
    }

    private void execute(RefundDecision decision) {
        explain(decision);
        if (decision instanceof RefundDecision.Allowed allowed
                && bookshop.sync.desk().execute(allowed.permit()) instanceof DirectRefund.Made made) {
            out.println(
                    "refunded " + made.refund().amount() + ": " + made.refund().state());
        }
    }

    private void books(PaymentId payment) {
        out.println("in the gateway's books: "
                + bookshop.gateway.books().count(Movement.Kind.REFUND, payment.reference()) + " refunds, "
                + Money.ofMinor("EUR", bookshop.gateway.books().refunded(payment.reference())));
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text);
    }
}
