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
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.Statement;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.search.AmountText;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.web.IdempotentForm.Said;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundDesk;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
        routes.post("/payments/{key}/refund/failure", this::tellFailuresApart);
        routes.get("/refunds/{permit}", this::confirmation);
        routes.post("/refunds/{permit}", this::execute);
    }

    private void form(Context context) {
        RequestContext request = request(context);
        Payment payment = read(request, request.payment());
        Money left = payment.amounts().refundable();
        String amount = request.parameter("amount");
        show(request, payment, amount.isEmpty() ? left.toDecimalString() : amount, request.parameter("reason"), "");
    }

    private static void show(RequestContext request, Payment payment, String amount, String reason, String problem) {
        Money left = payment.amounts().refundable();
        request.show(
                "refund",
                request.text("refund.title"),
                Map.of(
                        "payment",
                        PaymentView.of(payment, request.texts(), request.formats()),
                        "most",
                        request.formats().money(left),
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
        RequestContext request = request(context);
        Payment payment = read(request, request.payment());
        String typed = request.field("amount");
        String reason = request.field("reason");
        Optional<Money> amount =
                AmountText.parse(payment.amounts().currency(), typed).filter(Money::isPositive);
        boolean reasonFits = !reason.isEmpty() && reason.length() <= LONGEST_REASON;
        if (amount.isEmpty() || !reasonFits) {
            context.status(422);
            show(request, payment, typed, reason, request.text(amount.isEmpty() ? "amount.unclear" : "reason.missing"));
            return;
        }
        RefundDecision decision = services.merchant()
                .sync()
                .desk()
                .decide(payment.id(), amount.get(), request.user().name(), reason);
        if (decision instanceof RefundDecision.Allowed allowed) {
            request.goTo("/refunds/" + allowed.permit().id());
        } else {
            answer(request, payment, amount.get(), decision, typed, reason);
        }
    }

    private static void answer(
            RequestContext request,
            Payment payment,
            Money asked,
            RefundDecision decision,
            String typed,
            String reason) {
        boolean undetermined = decision instanceof RefundDecision.Undetermined;
        boolean releasable = decision instanceof RefundDecision.Undetermined unclear
                ? unclear.releasable()
                : decision instanceof RefundDecision.Refused refused && refused.releasable();
        request.show(
                "refund_answer",
                request.text("refund.title"),
                Map.ofEntries(
                        Map.entry("payment", PaymentView.of(payment, request.texts(), request.formats())),
                        Map.entry("undetermined", undetermined),
                        Map.entry(
                                "explanation",
                                decision.explain(request.formats().locale())),
                        Map.entry("asked", request.formats().money(asked)),
                        Map.entry("amount", typed),
                        Map.entry("reason", reason),
                        Map.entry("row", decision.row()),
                        Map.entry("questions", questions(request, asked(decision))),
                        Map.entry("releasable", releasable),
                        Map.entry(
                                "again",
                                again(decision).map(request.formats()::dateTime).orElse("")),
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
                ? Optional.ofNullable(unclear.askAgainAt())
                : Optional.empty();
    }

    private static Optional<OrderFinding.Found> order(RefundDecision decision) {
        if (decision instanceof RefundDecision.Undetermined unclear) {
            return unclear.orders().stream().findFirst();
        }
        return decision instanceof RefundDecision.Refused refused
                ? Optional.ofNullable(refused.order())
                : Optional.empty();
    }

    private static List<RefundQuestion> asked(RefundDecision decision) {
        return decision instanceof RefundDecision.Undetermined unclear ? unclear.questions() : List.of();
    }

    private static List<Map<String, String>> questions(RequestContext request, List<RefundQuestion> questions) {
        return questions.stream()
                .map(question -> Map.of(
                        "id",
                        question.id(),
                        "text",
                        question.ask(
                                request.formats().locale(), request.formats().zone())))
                .toList();
    }

    /** Whether a stated failure is another one than what is known already: what the form says is held against the rule. */
    private void tellFailuresApart(Context context) {
        RequestContext request = request(context);
        PaymentId id = request.payment();
        String page = "/payments/" + PaymentKey.of(id) + "/refund";
        String note = request.field("note");
        String answer = request.field("answer");
        Optional<Money> amount = AmountText.parse(read(request, id).amounts().currency(), request.field("amount"))
                .filter(Money::isPositive);
        boolean known = answer.equals("another") || answer.equals("same");
        if (note.isEmpty() || note.length() > LONGEST_REASON || amount.isEmpty() || !known) {
            request.say(Notice.Kind.BAD, request.text("note.missing"));
            request.goTo(page);
            return;
        }
        RefundDesk desk = services.merchant().sync().desk();
        String author = request.user().name();
        Optional<RefundQuestion.AnotherFailure> question = asked(desk.decide(id, amount.get(), author, note)).stream()
                .filter(it -> it.id().equals(request.field("question")))
                .flatMap(it -> it instanceof RefundQuestion.AnotherFailure failure ? Stream.of(failure) : Stream.of())
                .findFirst();
        if (question.isEmpty()) {
            request.say(Notice.Kind.UNCLEAR, request.text("refund.question.settled"));
            request.goTo(page);
            return;
        }
        boolean another = answer.equals("another");
        IdempotentForm.act(request, "state_failure", PaymentKey.of(id), answer + ": " + note, page, () -> {
            Statement said = desk.answer(id, question.get(), another, author, note);
            LOG.info("It was told apart what failed of {}: {}", id, said.id());
            return new Said(Notice.Kind.GOOD, request.text("record.done"), page);
        });
    }

    private void confirmation(Context context) {
        RequestContext request = request(context);
        RefundPermit permit = permit(context);
        Payment payment = read(request, permit.payment());
        request.show(
                "refund_confirm",
                request.text("refund.confirm"),
                Map.of(
                        "payment", PaymentView.of(payment, request.texts(), request.formats()),
                        "questions", questions(request, permit.questions()),
                        "permit", permit.id(),
                        "amount", request.formats().money(permit.amount()),
                        "reason", permit.because(),
                        "askedBy", permit.askedBy(),
                        "until", request.formats().time(permit.until()),
                        "over", services.clock().instant().isAfter(permit.until())));
    }

    private void execute(Context context) {
        RequestContext request = request(context);
        RefundPermit permit = permit(context);
        String key = PaymentKey.of(permit.payment());
        String details = permit.amount() + ": " + permit.because();
        IdempotentForm.act(request, "refund", key, details, "/payments/" + key, () -> {
            try {
                RefundDesk desk = services.merchant().sync().desk();
                answer(request, desk, permit);
                return said(request, permit, desk.execute(permit));
            } catch (MaksutException e) {
                return Failures.said(e, request, "a refund of " + permit.payment(), "/refunds/" + permit.id());
            }
        });
    }

    /** Each question has a box of its own; one that is not ticked is not answered. */
    private static void answer(RequestContext request, RefundDesk desk, RefundPermit permit) {
        List<String> yes = request.fields("yes");
        for (RefundQuestion question : permit.questions()) {
            if (yes.contains(question.id())) {
                desk.answer(permit, question, request.user().name());
            }
        }
    }

    private static Said said(RequestContext request, RefundPermit permit, DirectRefund result) {
        String payment = "/payments/" + PaymentKey.of(permit.payment());
        if (result instanceof DirectRefund.Made made) {
            return made(request, made.refund(), payment);
        }
        if (result instanceof DirectRefund.MadeBefore before) {
            return madeBefore(request, before, payment);
        }
        if (result instanceof DirectRefund.NotAllowed notAllowed) {
            return new Said(
                    Notice.Kind.BAD,
                    request.text(
                            "refund.not_allowed",
                            notAllowed.decision().explain(request.formats().locale())),
                    payment + "/refund");
        }
        if (result instanceof DirectRefund.Unanswered) {
            return new Said(Notice.Kind.UNCLEAR, request.text("refund.question.open"), "/refunds/" + permit.id());
        }
        if (result instanceof DirectRefund.Stopped stopped) {
            return new Said(
                    Notice.Kind.BAD,
                    request.text(
                            "refund.stopped",
                            stopped.stop().explain(request.formats().locale())),
                    "/refunds/" + permit.id());
        }
        if (result instanceof DirectRefund.WatchesOnly) {
            return new Said(Notice.Kind.BAD, request.text("refund.watches_only"), "/refunds/" + permit.id());
        }
        return result instanceof DirectRefund.TooLate
                ? new Said(Notice.Kind.BAD, request.text("refund.too_late"), payment + "/refund")
                : new Said(Notice.Kind.UNCLEAR, request.text("refund.busy"), "/refunds/" + permit.id());
    }

    /** Never in the words of a refund that was made: who reads them twice counts them twice. */
    private static Said madeBefore(RequestContext request, DirectRefund.MadeBefore before, String then) {
        LedgerOperation refund = before.refund();
        String state = refund.state() == LedgerOperation.State.SUCCEEDED
                ? "paid"
                : refund.state() == LedgerOperation.State.DECLINED ? "unpaid" : "open";
        return new Said(
                Notice.Kind.UNCLEAR,
                request.text(
                        "refund.made_before." + state,
                        request.formats().money(refund.amount()),
                        request.formats().dateTime(before.at()),
                        before.by()),
                then);
    }

    private static Said made(RequestContext request, LedgerOperation refund, String then) {
        String amount = request.formats().money(refund.amount());
        if (refund.state() == LedgerOperation.State.DECLINED) {
            return new Said(
                    Notice.Kind.BAD,
                    request.text(
                            "refund.declined",
                            amount,
                            refund.answer().or(refund::reason).orElse("")),
                    then);
        }
        if (refund.state() != LedgerOperation.State.SUCCEEDED) {
            String key = refund.outcomeUnknown() ? "refund.unknown" : "refund.processing";
            return new Said(Notice.Kind.UNCLEAR, request.text(key, amount), then);
        }
        String shop = refund.explainReview(request.formats().locale())
                .map(reviewReason -> " " + reviewReason)
                .orElse(refund.shop().isPresent() && !refund.shopWaits() ? " " + request.text("refund.recorded") : "");
        return new Said(Notice.Kind.GOOD, request.text("refund.done", amount) + shop, then);
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

    private RequestContext request(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.require(Role.REFUND);
        return request;
    }

    private Payment read(RequestContext request, PaymentId id) {
        try {
            return services.merchant().reader().read(id);
        } catch (NotFoundException e) {
            throw new NotFoundResponse(request.text("error.404"));
        }
    }
}
