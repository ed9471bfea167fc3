package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.OrderFinding;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.search.AmountText;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.web.Once.Said;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.LedgerRefund;
import io.maksut.sync.RefundDecision;
import io.maksut.sync.RefundPermit;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refunds past the shop, through the refund desk: ask, and be told why not, or confirm. What is asked moves nothing; what is
 * confirmed moves money once, since the permit is good once.
 */
final class RefundRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RefundRoutes.class);
    private static final int LONGEST_REASON = 500;

    private final Services services;

    RefundRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/payments/{key}/refund", this::form);
        routes.post("/payments/{key}/refund", this::ask);
        routes.get("/refunds/{permit}", this::confirmation);
        routes.post("/refunds/{permit}", this::execute);
    }

    private void form(Context context) {
        Visit visit = visit(context);
        Payment payment = read(visit, visit.payment());
        Money left = payment.amounts().refundable();
        String amount = visit.parameter("amount");
        show(visit, payment, amount.isEmpty() ? left.toDecimalString() : amount, visit.parameter("reason"), "");
    }

    private static void show(Visit visit, Payment payment, String amount, String reason, String problem) {
        Money left = payment.amounts().refundable();
        visit.show(
                "refund",
                visit.text("refund.title"),
                Map.of(
                        "payment",
                        PaymentView.of(payment, visit.texts(), visit.formats()),
                        "most",
                        visit.formats().money(left),
                        "currency",
                        left.currency().getCurrencyCode(),
                        "amount",
                        amount,
                        "reason",
                        reason,
                        "problem",
                        problem));
    }

    private void ask(Context context) {
        Visit visit = visit(context);
        Payment payment = read(visit, visit.payment());
        String typed = visit.field("amount");
        String reason = visit.field("reason");
        Optional<Money> amount =
                AmountText.parse(payment.amounts().currency(), typed).filter(Money::isPositive);
        boolean reasonFits = !reason.isEmpty() && reason.length() <= LONGEST_REASON;
        if (amount.isEmpty() || !reasonFits) {
            context.status(422);
            show(visit, payment, typed, reason, visit.text(amount.isEmpty() ? "amount.unclear" : "reason.missing"));
            return;
        }
        RefundDecision decision = services.merchant()
                .sync()
                .desk()
                .decide(payment.id(), amount.get(), visit.user().name(), reason);
        if (decision instanceof RefundDecision.Allowed allowed) {
            visit.goTo("/refunds/" + allowed.permit().id());
        } else {
            answer(visit, payment, decision, typed, reason);
        }
    }

    private static void answer(Visit visit, Payment payment, RefundDecision decision, String amount, String reason) {
        boolean undetermined = decision instanceof RefundDecision.Undetermined;
        boolean releasable = decision instanceof RefundDecision.Undetermined unclear
                ? unclear.ruling().releasable()
                : decision instanceof RefundDecision.Refused refused
                        && refused.ruling().releasable();
        visit.show(
                "refund_answer",
                visit.text("refund.title"),
                Map.ofEntries(
                        Map.entry("payment", PaymentView.of(payment, visit.texts(), visit.formats())),
                        Map.entry("undetermined", undetermined),
                        Map.entry(
                                "explanation", decision.explain(visit.formats().locale())),
                        Map.entry("asked", visit.formats().money(decision.amount())),
                        Map.entry("amount", amount),
                        Map.entry("reason", reason),
                        Map.entry("row", decision.ruling().row()),
                        Map.entry("releasable", releasable),
                        Map.entry(
                                "again",
                                again(decision).map(visit.formats()::dateTime).orElse("")),
                        Map.entry(
                                "order",
                                order(decision).map(OrderFinding.Found::number).orElse("")),
                        Map.entry(
                                "link",
                                order(decision)
                                        .map(OrderFinding.Found::link)
                                        .map(URI::toString)
                                        .orElse(""))));
    }

    private static Optional<Instant> again(RefundDecision decision) {
        return decision instanceof RefundDecision.Undetermined unclear
                ? Optional.ofNullable(unclear.ruling().askAgainAt())
                : Optional.empty();
    }

    private static Optional<OrderFinding.Found> order(RefundDecision decision) {
        return decision instanceof RefundDecision.Refused refused
                ? Optional.ofNullable(refused.ruling().order())
                : Optional.empty();
    }

    private void confirmation(Context context) {
        Visit visit = visit(context);
        RefundPermit permit = permit(context);
        Payment payment = read(visit, permit.payment());
        visit.show(
                "refund_confirm",
                visit.text("refund.confirm"),
                Map.of(
                        "payment", PaymentView.of(payment, visit.texts(), visit.formats()),
                        "permit", permit.id(),
                        "amount", visit.formats().money(permit.amount()),
                        "reason", permit.because(),
                        "askedBy", permit.askedBy(),
                        "until", visit.formats().time(permit.until()),
                        "over", services.clock().instant().isAfter(permit.until())));
    }

    private void execute(Context context) {
        Visit visit = visit(context);
        RefundPermit permit = permit(context);
        String key = PaymentKey.of(permit.payment());
        String details = permit.amount() + ": " + permit.because();
        Once.act(visit, "refund", key, details, "/payments/" + key, () -> {
            try {
                return said(visit, permit, services.merchant().sync().desk().execute(permit));
            } catch (MaksutException e) {
                LOG.warn("The refund of {} was not begun: {}", permit.payment(), e.getMessage());
                return Failures.said(e, visit, "/refunds/" + permit.id());
            }
        });
    }

    private static Said said(Visit visit, RefundPermit permit, DirectRefund result) {
        String payment = "/payments/" + PaymentKey.of(permit.payment());
        if (result instanceof DirectRefund.Made made) {
            return made(visit, made.refund(), payment);
        }
        if (result instanceof DirectRefund.NotAllowed notAllowed) {
            return new Said(
                    Notice.Kind.BAD,
                    notAllowed.decision().explain(visit.formats().locale()),
                    payment + "/refund");
        }
        return result instanceof DirectRefund.TooLate
                ? new Said(Notice.Kind.BAD, visit.text("refund.too_late"), payment + "/refund")
                : new Said(Notice.Kind.UNCLEAR, visit.text("refund.busy"), "/refunds/" + permit.id());
    }

    private static Said made(Visit visit, LedgerRefund refund, String then) {
        String amount = visit.formats().money(refund.amount());
        if (refund.state().unpaid()) {
            return new Said(
                    Notice.Kind.BAD,
                    visit.text(
                            "refund.declined",
                            amount,
                            refund.answer().or(refund::reason).orElse("")),
                    then);
        }
        if (!refund.state().paid()) {
            String key = refund.outcomeUnknown() ? "refund.unknown" : "refund.processing";
            return new Said(Notice.Kind.UNCLEAR, visit.text(key, amount), then);
        }
        String shop = refund.hold()
                .map(hold -> " " + hold.explain(visit.formats().locale()))
                .orElse(refund.shop().isPresent() && !refund.shopWaits() ? " " + visit.text("refund.recorded") : "");
        return new Said(Notice.Kind.GOOD, visit.text("refund.done", amount) + shop, then);
    }

    private RefundPermit permit(Context context) {
        return services.merchant()
                .sync()
                .desk()
                .permit(context.pathParam("permit"))
                .filter(it ->
                        services.merchant().account(it.payment().account()).isPresent())
                .orElseThrow(() -> new NotFoundResponse("no such permit"));
    }

    private Visit visit(Context context) {
        Visit visit = new Visit(context, services);
        visit.require(Role.REFUND);
        return visit;
    }

    private Payment read(Visit visit, PaymentId id) {
        try {
            return services.merchant().reader().read(id);
        } catch (NotFoundException e) {
            throw new NotFoundResponse(visit.text("error.404"));
        }
    }
}
