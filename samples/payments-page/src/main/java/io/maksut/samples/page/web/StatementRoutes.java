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
import io.maksut.samples.page.web.IdempotentForm.Said;
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
        RequestContext request = administrator(context);
        Payment payment = read(request);
        List<Map<String, String>> standing = statements().of(payment.id()).stream()
                .map(it -> Map.of(
                        "id", it.id(),
                        "author", it.author(),
                        "at", request.formats().dateTime(it.at()),
                        "text", it.text()))
                .toList();
        request.show(
                "record",
                request.text("record.title"),
                Map.of(
                        "payment", PaymentView.of(payment, request.texts(), request.formats()),
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
        RequestContext request = administrator(context);
        Payment payment = read(request);
        Optional<Money> amount = AmountText.parse(payment.amounts().currency(), request.field("amount"))
                .filter(Money::isPositive);
        if (amount.isEmpty()) {
            request.say(Notice.Kind.BAD, request.text("amount.unclear"));
            request.goTo(page(payment.id()));
            return;
        }
        state(request, payment.id(), action, amount.get() + ": ", "desk.not_now", (author, text) -> {
            Statement stated = stating.by(payment.id(), amount.get(), author, text);
            return !stated.id().isEmpty();
        });
    }

    private void failedRefundPaid(Context context) {
        RequestContext request = administrator(context);
        PaymentId id = request.payment();
        String failed = request.field("failed");
        state(request, id, "state_failed_refund_paid", failed + ": ", "record.failed_paid.none", (author, text) -> {
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
        RequestContext request = administrator(context);
        PaymentId id = request.payment();
        state(request, id, "state_no_shop", (author, text) -> {
            statements().noShop(id.account(), author, text);
            return true;
        });
    }

    private void release(Context context) {
        RequestContext request = administrator(context);
        PaymentId id = request.payment();
        state(request, id, "state_release", (author, text) -> {
            statements().release(id, author, text);
            return true;
        });
    }

    private void withdraw(Context context) {
        RequestContext request = administrator(context);
        String statement = request.field("statement");
        state(
                request,
                request.payment(),
                "state_withdraw",
                (author, text) -> statements().withdraw(statement, author, text));
    }

    @FunctionalInterface
    private interface Stating {
        boolean by(String author, String text);
    }

    private static void state(RequestContext request, PaymentId id, String action, Stating stating) {
        state(request, id, action, "", "desk.not_now", stating);
    }

    /**
     * @param what is stated, for the audit; the words follow it
     * @param refusal the text for what cannot be stated
     */
    private static void state(
            RequestContext request, PaymentId id, String action, String what, String refusal, Stating stating) {
        String text = request.field("text");
        if (text.isEmpty() || text.length() > LONGEST) {
            request.say(Notice.Kind.BAD, request.text("note.missing"));
            request.goTo(page(id));
            return;
        }
        IdempotentForm.act(request, action, PaymentKey.of(id), what + text, page(id), () -> {
            boolean stated = stating.by(request.user().name(), text);
            return new Said(
                    stated ? Notice.Kind.GOOD : Notice.Kind.BAD,
                    request.text(stated ? "record.done" : refusal),
                    page(id));
        });
    }

    private static String page(PaymentId id) {
        return "/payments/" + PaymentKey.of(id) + "/record";
    }

    private Statements statements() {
        return services.merchant().sync().statements();
    }

    private RequestContext administrator(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.require(Role.ADMINISTER);
        return request;
    }

    private Payment read(RequestContext request) {
        PaymentId id = request.payment();
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
