package io.maksut.samples.woocommerce;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.LedgerOperation;
import io.maksut.woocommerce.ShopProfile;
import io.maksut.woocommerce.WebhookAudit;
import io.maksut.woocommerce.WooCommerceRemedies;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What happens between a WooCommerce shop and a gateway, from the first webhook to a refund that somebody deletes. */
final class TeashopStory {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");

    /** The gateway's code for it. */
    private static final int NO_PARTIAL_REFUND = 132;

    private final Teashop teashop;
    private final PrintStream out;
    private final Set<Long> known = new HashSet<>();

    private TeashopStory(Teashop teashop, PrintStream out) {
        this.teashop = teashop;
        this.out = out;
    }

    static void tell(PrintStream out) throws IOException {
        try (Teashop teashop = new Teashop()) {
            TeashopStory story = new TeashopStory(teashop, out);
            story.theShopIsConnected();
            long refund = story.staffPressRefund();
            story.theGatewayDeclines();
            story.theGatewaysAnswerIsLost();
            story.theShopsRefundFailed();
            story.theParcelIsSent();
            story.webhooksWereSwitchedOff();
            story.aRefundIsDeleted(refund);
        }
    }

    private void theShopIsConnected() {
        heading("The shop is connected");
        ShopProfile shop = teashop.bridge.check();
        out.println("WooCommerce " + shop.version() + ", orders in " + shop.storage() + ", " + shop.currency());
        webhooks(teashop.webhooks.restore(teashop.sync));
    }

    private long staffPressRefund() {
        heading("Staff press Refund, the shop's plugin hands it off, and the portal pays");
        PaymentId payment = teashop.payment("order-81", "settled", "29.80");
        long order = teashop.order(payment, "29.80");
        long refund = presses(order, "5.00");
        out.println("the ledger says: " + ledger(payment).state());
        out.println("the shop tells of it in " + teashop.deliver() + " deliveries, and nothing is paid again");
        books(payment);
        return refund;
    }

    private void theGatewayDeclines() {
        heading(
                "The gateway refunds no parts of this payment: the merchant reads why, and WooCommerce keeps no refund");
        PaymentId payment = teashop.payment("order-82", "settled", "29.80");
        long order = teashop.order(payment, "29.80");
        teashop.gateway.faults().next(FrisbiiFaults.refused(NO_PARTIAL_REFUND)).on("POST", "/v1/refund");
        presses(order, "5.00");
        out.println("refunds that WooCommerce shows: "
                + teashop.woocommerce.refunds(order).size());
        books(payment);
    }

    private void theGatewaysAnswerIsLost() {
        heading("The gateway's answer is lost: under way for the shop, and found out by us");
        PaymentId payment = teashop.payment("order-83", "settled", "29.80");
        long order = teashop.order(payment, "29.80");
        teashop.gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
        presses(order, "5.00");
        out.println("the ledger says: " + ledger(payment).state() + ", outcome unknown: "
                + ledger(payment).outcomeUnknown());
        teashop.passes(Duration.ofMinutes(20));
        out.println("twenty minutes later: " + ledger(payment).state());
        books(payment);
    }

    private void theShopsRefundFailed() {
        heading("The shop's refund failed, so it is made in the portal, and WooCommerce shows it");
        PaymentId payment = teashop.payment("order-84", "settled", "29.80");
        long order = teashop.order(payment, "29.80");
        explain(decide(payment));
        teashop.sync.statements().shopRefundFailed(payment, eur("7.00"), "Mari", "WooCommerce showed an error");
        teashop.passes(Duration.ofMinutes(11));
        RefundDecision decision = decide(payment);
        explain(decision);
        if (decision instanceof RefundDecision.Allowed allowed
                && teashop.sync.desk().execute(allowed.permit()) instanceof DirectRefund.Made made) {
            out.println(
                    "refunded " + made.refund().amount() + ": " + made.refund().state());
        }
        teashop.passes(Duration.ofMinutes(1));
        for (RecordedRequest sent : teashop.woocommerce.requests().all("POST", "/wp-json/wc/v3/orders/*/refunds")) {
            out.println("sent to WooCommerce, once: " + sent.body());
        }
        teashop.woocommerce
                .refunds(order)
                .forEach(it -> out.println("WooCommerce shows refund " + it.id() + " of " + it.amount()
                        + ", paid by its plugin: " + it.refundedPayment()));
        books(payment);
    }

    private void theParcelIsSent() {
        heading("The parcel is sent, the order is completed: what was authorised is captured");
        PaymentId payment = teashop.payment("order-85", "authorized", "12.50");
        long order = teashop.order(payment, "12.50");
        teashop.woocommerce.statusAsStaff(order, "completed");
        teashop.deliver();
        teashop.passes(Duration.ofMinutes(15));
        out.println("in the gateway's books: captured "
                + Money.ofMinor("EUR", teashop.gateway.books().captured(payment.reference())));
    }

    private void webhooksWereSwitchedOff() {
        heading("Nobody listens, and WooCommerce switches the webhooks off; somebody records a refund by hand");
        PaymentId payment = teashop.payment("order-86", "settled", "29.80");
        long order = teashop.order(payment, "29.80");
        teashop.listens(false);
        for (int i = 0; i < 7; i++) {
            teashop.woocommerce.statusAsStaff(order, i % 2 == 0 ? "on-hold" : "processing");
            teashop.deliver();
        }
        teashop.listens(true);
        teashop.woocommerce.refundAsStaff(order, "3.00", "", false);
        webhooks(teashop.webhooks.restore(teashop.sync));
        teashop.passes(Duration.ofHours(1));
        out.println("the gap was swept: " + ledger(payment).kind() + " "
                + ledger(payment).amount());
        discrepancies();
        books(payment);
    }

    private void aRefundIsDeleted(long refund) {
        heading("Somebody deletes the first refund in WooCommerce, which tells nobody; a day later");
        teashop.woocommerce.deleteRefund(refund);
        teashop.passes(Duration.ofHours(26));
        discrepancies();
        books(new PaymentId("flatpay", "order-81"));
    }

    /** The button that pays. Returns the id of the refund that WooCommerce shows then; 0 if it shows an error. */
    private long presses(long order, String amount) {
        try {
            long refund = teashop.woocommerce.refundAsStaff(order, amount, "", true);
            out.println("WooCommerce shows refund " + refund + " of " + amount);
            return refund;
        } catch (IllegalStateException e) {
            out.println("WooCommerce shows an error: " + e.getMessage());
            return 0;
        }
    }

    private LedgerOperation ledger(PaymentId payment) {
        return teashop.sync.ledger().refundsOf(payment).get(0);
    }

    private RefundDecision decide(PaymentId payment) {
        return teashop.sync.desk().decide(payment, eur("7.00"), "Mari", "the pot came broken");
    }

    private void explain(RefundDecision decision) {
        out.println(decision.getClass().getSimpleName() + " (row " + decision.row() + ")");
        out.println("  en  " + decision.explain(Locale.ENGLISH));
        out.println("  fi  " + decision.explain(FINNISH));
    }

    private void webhooks(WebhookAudit audit) {
        audit.hooks().forEach(hook -> out.println("webhook " + hook.topic() + ": " + hook.state()));
    }

    /** Those that were not told of yet. */
    private void discrepancies() {
        List<Discrepancy> open =
                teashop.sync.ledger().discrepancies(Discrepancy.State.OPEN).toList();
        for (Discrepancy discrepancy : open) {
            if (known.add(discrepancy.id())) {
                out.println("discrepancy " + discrepancy.kind());
                out.println("  en  " + WooCommerceRemedies.of(discrepancy, Locale.ENGLISH));
                out.println("  fi  " + WooCommerceRemedies.of(discrepancy, FINNISH));
            }
        }
    }

    private void books(PaymentId payment) {
        out.println("in the gateway's books: "
                + teashop.gateway.books().count(Movement.Kind.REFUND, payment.reference()) + " refunds, "
                + Money.ofMinor("EUR", teashop.gateway.books().refunded(payment.reference())));
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text);
    }

    private static Money eur(String amount) {
        return Money.of("EUR", amount);
    }
}
