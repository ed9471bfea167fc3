package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Statement;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.search.AmountText;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.web.Once.Said;
import io.maksut.sync.Statements;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an administrator states on record about a payment: facts for the refund rule that no machine can find out. */
final class StatementRoutes {
    private static final int LONGEST = 1_000;

    private final Services services;

    StatementRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/payments/{key}/record", this::forms);
        routes.post("/payments/{key}/record/shop-refund-failed", this::shopRefundFailed);
        routes.post("/payments/{key}/record/refunded-elsewhere", this::refundedElsewhere);
        routes.post("/payments/{key}/record/failed-refund-paid", this::failedRefundPaid);
        routes.post("/payments/{key}/record/no-shop", this::noShop);
        routes.post("/payments/{key}/record/release", this::release);
        routes.post("/payments/{key}/record/withdraw", this::withdraw);
    }

    private void forms(Context context) {
        Visit visit = administrator(context);
        Payment payment = read(visit);
        List<Map<String, String>> standing = statements().of(payment.id()).stream()
                .map(it -> Map.of(
                        "id", it.id(),
                        "author", it.author(),
                        "at", visit.formats().dateTime(it.at()),
                        "text", it.text()))
                .toList();
        visit.show(
                "record",
                visit.text("record.title"),
                Map.of(
                        "payment", PaymentView.of(payment, visit.texts(), visit.formats()),
                        "account", payment.id().account(),
                        "currency", payment.amounts().currency().getCurrencyCode(),
                        "amount", payment.amounts().refundable().toDecimalString(),
                        "standing", standing));
    }

    private void shopRefundFailed(Context context) {
        ofAmount(
                context,
                "state_shop_refund_failed",
                (payment, amount, author, text) -> statements().shopRefundFailed(payment, amount, author, text));
    }

    private void refundedElsewhere(Context context) {
        ofAmount(
                context,
                "state_refunded_elsewhere",
                (payment, amount, author, text) -> statements().refundedElsewhere(payment, amount, author, text));
    }

    @FunctionalInterface
    private interface StatingAmount {
        Statement by(PaymentId payment, Money amount, String author, String text);
    }

    private void ofAmount(Context context, String action, StatingAmount stating) {
        Visit visit = administrator(context);
        Payment payment = read(visit);
        Optional<Money> amount = AmountText.parse(payment.amounts().currency(), visit.field("amount"))
                .filter(Money::isPositive);
        if (amount.isEmpty()) {
            visit.say(Notice.Kind.BAD, visit.text("amount.unclear"));
            visit.goTo(page(payment.id()));
            return;
        }
        state(visit, payment.id(), action, amount.get() + ": ", "desk.not_now", (author, text) -> {
            Statement stated = stating.by(payment.id(), amount.get(), author, text);
            return !stated.id().isEmpty();
        });
    }

    private void failedRefundPaid(Context context) {
        Visit visit = administrator(context);
        PaymentId id = visit.payment();
        String failed = visit.field("failed");
        state(visit, id, "state_failed_refund_paid", failed + ": ", "record.failed_paid.none", (author, text) -> {
            try {
                return !statements()
                        .failedRefundPaid(id, failed, author, text)
                        .id()
                        .isEmpty();
            } catch (IllegalArgumentException e) { // the page's words say it
                return false;
            }
        });
    }

    private void noShop(Context context) {
        Visit visit = administrator(context);
        PaymentId id = visit.payment();
        state(visit, id, "state_no_shop", (author, text) -> {
            statements().noShop(id.account(), author, text);
            return true;
        });
    }

    private void release(Context context) {
        Visit visit = administrator(context);
        PaymentId id = visit.payment();
        state(visit, id, "state_release", (author, text) -> {
            statements().release(id, author, text);
            return true;
        });
    }

    private void withdraw(Context context) {
        Visit visit = administrator(context);
        String statement = visit.field("statement");
        state(
                visit,
                visit.payment(),
                "state_withdraw",
                (author, text) -> statements().withdraw(statement, author, text));
    }

    @FunctionalInterface
    private interface Stating {
        boolean by(String author, String text);
    }

    private static void state(Visit visit, PaymentId id, String action, Stating stating) {
        state(visit, id, action, "", "desk.not_now", stating);
    }

    /**
     * @param what is stated, for the audit; the words follow it
     * @param refusal the text for what cannot be stated
     */
    private static void state(Visit visit, PaymentId id, String action, String what, String refusal, Stating stating) {
        String text = visit.field("text");
        if (text.isEmpty() || text.length() > LONGEST) {
            visit.say(Notice.Kind.BAD, visit.text("note.missing"));
            visit.goTo(page(id));
            return;
        }
        Once.act(visit, action, PaymentKey.of(id), what + text, page(id), () -> {
            boolean stated = stating.by(visit.user().name(), text);
            return new Said(
                    stated ? Notice.Kind.GOOD : Notice.Kind.BAD,
                    visit.text(stated ? "record.done" : refusal),
                    page(id));
        });
    }

    private static String page(PaymentId id) {
        return "/payments/" + PaymentKey.of(id) + "/record";
    }

    private Statements statements() {
        return services.merchant().sync().statements();
    }

    private Visit administrator(Context context) {
        Visit visit = new Visit(context, services);
        visit.require(Role.ADMINISTER);
        return visit;
    }

    private Payment read(Visit visit) {
        PaymentId id = visit.payment();
        try {
            return services.merchant().reader().read(id);
        } catch (MaksutException e) {
            // Statements are made when things are out of order, perhaps the gateway too.
            return services.merchant()
                    .account(id.account())
                    .flatMap(account -> account.index().find(id))
                    .orElseThrow(() -> new NotFoundResponse("no payment"))
                    .payment();
        }
    }
}
