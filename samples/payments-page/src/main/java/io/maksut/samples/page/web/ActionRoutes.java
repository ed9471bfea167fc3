package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.Refusal;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Portal;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.search.AmountText;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.web.Once.Said;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Capture and void. */
final class ActionRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ActionRoutes.class);

    private final Services services;

    ActionRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/payments/{key}/capture", this::captureForm);
        routes.post("/payments/{key}/capture", this::capture);
        routes.get("/payments/{key}/void", this::voidForm);
        routes.post("/payments/{key}/void", this::voidAuthorisation);
    }

    private void captureForm(Context context) {
        Visit visit = visit(context);
        Payment payment = read(visit);
        String whole = payment.lifecycle().limit(PaymentAction.CAPTURE).toDecimalString();
        showCapture(visit, payment, whole, "");
    }

    private static void showCapture(Visit visit, Payment payment, String amount, String problem) {
        Money capturable = payment.amounts().capturable();
        visit.show(
                "capture",
                visit.text("capture.title"),
                Map.of(
                        "payment", PaymentView.of(payment, visit.texts(), visit.formats()),
                        "refusal", refusal(payment, PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, visit),
                        "most", visit.formats().money(capturable),
                        "partial", payment.lifecycle().allows(PaymentAction.PARTIAL_CAPTURE),
                        "currency", capturable.currency().getCurrencyCode(),
                        "amount", amount,
                        "problem", problem));
    }

    private static String refusal(Payment payment, PaymentAction whole, PaymentAction part, Visit visit) {
        boolean possible =
                payment.lifecycle().allows(whole) || payment.lifecycle().allows(part);
        return possible
                ? ""
                : payment.lifecycle()
                        .refusal(whole)
                        .map(it -> it.explain(visit.formats().locale()))
                        .orElse("");
    }

    private void capture(Context context) {
        Visit visit = visit(context);
        Payment payment = read(visit);
        String typed = visit.field("amount");
        Optional<Money> amount = AmountText.parse(payment.amounts().currency(), typed);
        String problem = amount.isEmpty()
                ? visit.text("amount.unclear")
                : payment.lifecycle()
                        .checkCapture(amount.get())
                        .map((Refusal it) -> it.explain(visit.formats().locale()))
                        .orElse("");
        // What was sent before may have made it impossible: then the ticket has the answer.
        if (!problem.isEmpty() && services.audit().byTicket(Once.ticket(visit)).isEmpty()) {
            context.status(422);
            showCapture(visit, payment, typed, problem);
            return;
        }
        Money wanted = amount.orElse(payment.amounts().capturable());
        act(visit, payment.id(), "capture", wanted.toString(), (portal, options) -> {
            ActionReceipt receipt = portal.capture(payment.id(), wanted, options);
            return visit.text("capture.done", visit.formats().money(receipt.amount()));
        });
    }

    private void voidForm(Context context) {
        Visit visit = visit(context);
        Payment payment = read(visit);
        visit.show(
                "void",
                visit.text("void.title"),
                Map.of(
                        "payment", PaymentView.of(payment, visit.texts(), visit.formats()),
                        "refusal", refusal(payment, PaymentAction.VOID, PaymentAction.VOID, visit)));
    }

    private void voidAuthorisation(Context context) {
        Visit visit = visit(context);
        PaymentId id = visit.payment();
        act(visit, id, "void", "", (portal, options) -> {
            ActionReceipt receipt = portal.voidAuthorisation(id, options);
            return visit.text("void.done", visit.formats().money(receipt.amount()));
        });
    }

    private void act(
            Visit visit, PaymentId id, String action, String details, BiFunction<Portal, CallOptions, String> call) {
        String key = PaymentKey.of(id);
        String then = "/payments/" + key;
        Portal portal = services.merchant().account(id.account()).orElseThrow().portal();
        CallOptions options = CallOptions.DEFAULT
                .withTimeout(Duration.ofSeconds(30))
                .withIdempotencyKey("page-" + Once.ticket(visit));
        Once.act(visit, action, key, details, then, () -> {
            try {
                return new Said(Notice.Kind.GOOD, call.apply(portal, options), then);
            } catch (MaksutException e) {
                return Failures.said(e, visit, action + " of " + id, then);
            } finally {
                reread(id);
            }
        });
    }

    /** So that every open page shows what has become of it. */
    private void reread(PaymentId id) {
        try {
            services.merchant().reader().read(id);
        } catch (MaksutException e) {
            LOG.warn("{} could not be read after an action: {}", id, e.getMessage());
        }
    }

    private Visit visit(Context context) {
        Visit visit = new Visit(context, services);
        visit.require(Role.REFUND);
        return visit;
    }

    private Payment read(Visit visit) {
        try {
            return services.merchant().reader().read(visit.payment());
        } catch (NotFoundException e) {
            throw new NotFoundResponse("the gateway does not know this payment");
        }
    }
}
