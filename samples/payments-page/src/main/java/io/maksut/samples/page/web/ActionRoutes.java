package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Portal;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.search.AmountText;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.web.IdempotentForm.Said;
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
        RequestContext request = request(context);
        Payment payment = read(request);
        String whole = payment.lifecycle().limit(PaymentAction.CAPTURE).toDecimalString();
        showCapture(request, payment, whole, "");
    }

    private static void showCapture(RequestContext request, Payment payment, String amount, String problem) {
        Money capturable = payment.amounts().capturable();
        request.show(
                "capture",
                request.text("capture.title"),
                Map.of(
                        "payment", PaymentView.of(payment, request.texts(), request.formats()),
                        "denial", denial(payment, PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, request),
                        "most", request.formats().money(capturable),
                        "partial", payment.lifecycle().allows(PaymentAction.PARTIAL_CAPTURE),
                        "currency", capturable.currency().getCurrencyCode(),
                        "amount", amount,
                        "problem", problem));
    }

    private static String denial(Payment payment, PaymentAction whole, PaymentAction part, RequestContext request) {
        boolean possible =
                payment.lifecycle().allows(whole) || payment.lifecycle().allows(part);
        return possible
                ? ""
                : payment.lifecycle()
                        .denial(whole)
                        .map(it -> it.explain(request.formats().locale()))
                        .orElse("");
    }

    private void capture(Context context) {
        RequestContext request = request(context);
        Payment payment = read(request);
        String typed = request.field("amount");
        Optional<Money> amount = AmountText.parse(payment.amounts().currency(), typed);
        String problem = amount.isEmpty()
                ? request.text("amount.unclear")
                : payment.lifecycle()
                        .checkCapture(amount.get())
                        .map((DenialReason it) -> it.explain(request.formats().locale()))
                        .orElse("");
        // What was sent before may have made it impossible: then the ticket has the answer.
        if (!problem.isEmpty()
                && services.audit().byTicket(IdempotentForm.ticket(request)).isEmpty()) {
            context.status(422);
            showCapture(request, payment, typed, problem);
            return;
        }
        Money wanted = amount.orElse(payment.amounts().capturable());
        act(request, payment.id(), "capture", wanted.toString(), (portal, options) -> {
            ActionReceipt receipt = portal.capture(payment.id(), wanted, options);
            return request.text("capture.done", request.formats().money(receipt.amount()));
        });
    }

    private void voidForm(Context context) {
        RequestContext request = request(context);
        Payment payment = read(request);
        request.show(
                "void",
                request.text("void.title"),
                Map.of(
                        "payment", PaymentView.of(payment, request.texts(), request.formats()),
                        "denial", denial(payment, PaymentAction.VOID, PaymentAction.VOID, request)));
    }

    private void voidAuthorisation(Context context) {
        RequestContext request = request(context);
        PaymentId id = request.payment();
        act(request, id, "void", "", (portal, options) -> {
            ActionReceipt receipt = portal.voidAuthorisation(id, options);
            return request.text("void.done", request.formats().money(receipt.amount()));
        });
    }

    private void act(
            RequestContext request,
            PaymentId id,
            String action,
            String details,
            BiFunction<Portal, CallOptions, String> call) {
        String key = PaymentKey.of(id);
        String then = "/payments/" + key;
        Portal portal = services.merchant().account(id.account()).orElseThrow().portal();
        CallOptions options = CallOptions.DEFAULT
                .withTimeout(Duration.ofSeconds(30))
                .withIdempotencyKey("page-" + IdempotentForm.ticket(request));
        IdempotentForm.act(request, action, key, details, then, () -> {
            try {
                return new Said(Notice.Kind.GOOD, call.apply(portal, options), then);
            } catch (MaksutException e) {
                return Failures.said(e, request, action + " of " + id, then);
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

    private RequestContext request(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.require(Role.REFUND);
        return request;
    }

    private Payment read(RequestContext request) {
        try {
            return services.merchant().reader().read(request.payment());
        } catch (NotFoundException e) {
            throw new NotFoundResponse("the gateway does not know this payment");
        }
    }
}
