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
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.Statement;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.search.AmountText;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.web.Once.Said;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundDecision;
import io.maksut.sync.RefundDesk;
import io.maksut.sync.RefundPermit;
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
                        Map.entry("questions", questions(visit, asked(decision))),
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
        if (decision instanceof RefundDecision.Undetermined unclear) {
            return unclear.ruling().orders().stream().findFirst();
        }
        return decision instanceof RefundDecision.Refused refused
                ? Optional.ofNullable(refused.ruling().order())
                : Optional.empty();
    }

    private static List<RefundQuestion> asked(RefundDecision decision) {
        return decision instanceof RefundDecision.Undetermined unclear
                ? unclear.ruling().questions()
                : List.of();
    }

    private static List<Map<String, String>> questions(Visit visit, List<RefundQuestion> questions) {
        return questions.stream()
                .map(question -> Map.of(
                        "id",
                        question.id(),
                        "text",
                        question.ask(visit.formats().locale(), visit.formats().zone())))
                .toList();
    }

    /** Whether a stated failure is another one than what is known already: what the form says is held against the rule. */
    private void tellFailuresApart(Context context) {
        Visit visit = visit(context);
        PaymentId id = visit.payment();
        String page = "/payments/" + PaymentKey.of(id) + "/refund";
        String note = visit.field("note");
        String answer = visit.field("answer");
        Optional<Money> amount = AmountText.parse(read(visit, id).amounts().currency(), visit.field("amount"))
                .filter(Money::isPositive);
        boolean known = answer.equals("another") || answer.equals("same");
        if (note.isEmpty() || note.length() > LONGEST_REASON || amount.isEmpty() || !known) {
            visit.say(Notice.Kind.BAD, visit.text("note.missing"));
            visit.goTo(page);
            return;
        }
        RefundDesk desk = services.merchant().sync().desk();
        String author = visit.user().name();
        Optional<RefundQuestion.AnotherFailure> question = asked(desk.decide(id, amount.get(), author, note)).stream()
                .filter(it -> it.id().equals(visit.field("question")))
                .flatMap(it -> it instanceof RefundQuestion.AnotherFailure failure ? Stream.of(failure) : Stream.of())
                .findFirst();
        if (question.isEmpty()) {
            visit.say(Notice.Kind.UNCLEAR, visit.text("refund.question.settled"));
            visit.goTo(page);
            return;
        }
        boolean another = answer.equals("another");
        Once.act(visit, "state_failure", PaymentKey.of(id), answer + ": " + note, page, () -> {
            Statement said = desk.answer(id, question.get(), another, author, note);
            LOG.info("It was told apart what failed of {}: {}", id, said.id());
            return new Said(Notice.Kind.GOOD, visit.text("record.done"), page);
        });
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
                        "questions", questions(visit, permit.questions()),
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
                RefundDesk desk = services.merchant().sync().desk();
                answer(visit, desk, permit);
                return said(visit, permit, desk.execute(permit));
            } catch (MaksutException e) {
                return Failures.said(e, visit, "a refund of " + permit.payment(), "/refunds/" + permit.id());
            }
        });
    }

    /** Each question has a box of its own; one that is not ticked is not answered. */
    private static void answer(Visit visit, RefundDesk desk, RefundPermit permit) {
        List<String> yes = visit.fields("yes");
        for (RefundQuestion question : permit.questions()) {
            if (yes.contains(question.id())) {
                desk.answer(permit, question, visit.user().name());
            }
        }
    }

    private static Said said(Visit visit, RefundPermit permit, DirectRefund result) {
        String payment = "/payments/" + PaymentKey.of(permit.payment());
        if (result instanceof DirectRefund.Made made) {
            return made(visit, made.refund(), payment);
        }
        if (result instanceof DirectRefund.MadeBefore before) {
            return madeBefore(visit, before, payment);
        }
        if (result instanceof DirectRefund.NotAllowed notAllowed) {
            return new Said(
                    Notice.Kind.BAD,
                    visit.text(
                            "refund.not_allowed",
                            notAllowed.decision().explain(visit.formats().locale())),
                    payment + "/refund");
        }
        if (result instanceof DirectRefund.Unanswered) {
            return new Said(Notice.Kind.UNCLEAR, visit.text("refund.question.open"), "/refunds/" + permit.id());
        }
        if (result instanceof DirectRefund.Stopped stopped) {
            return new Said(
                    Notice.Kind.BAD,
                    visit.text(
                            "refund.stopped",
                            stopped.stop().explain(visit.formats().locale())),
                    "/refunds/" + permit.id());
        }
        if (result instanceof DirectRefund.WatchesOnly) {
            return new Said(Notice.Kind.BAD, visit.text("refund.watches_only"), "/refunds/" + permit.id());
        }
        return result instanceof DirectRefund.TooLate
                ? new Said(Notice.Kind.BAD, visit.text("refund.too_late"), payment + "/refund")
                : new Said(Notice.Kind.UNCLEAR, visit.text("refund.busy"), "/refunds/" + permit.id());
    }

    /** Never in the words of a refund that was made: who reads them twice counts them twice. */
    private static Said madeBefore(Visit visit, DirectRefund.MadeBefore before, String then) {
        LedgerOperation refund = before.refund();
        String state = refund.state() == LedgerOperation.State.SUCCEEDED
                ? "paid"
                : refund.state() == LedgerOperation.State.DECLINED ? "unpaid" : "open";
        return new Said(
                Notice.Kind.UNCLEAR,
                visit.text(
                        "refund.made_before." + state,
                        visit.formats().money(refund.amount()),
                        visit.formats().dateTime(before.at()),
                        before.by()),
                then);
    }

    private static Said made(Visit visit, LedgerOperation refund, String then) {
        String amount = visit.formats().money(refund.amount());
        if (refund.state() == LedgerOperation.State.DECLINED) {
            return new Said(
                    Notice.Kind.BAD,
                    visit.text(
                            "refund.declined",
                            amount,
                            refund.answer().or(refund::reason).orElse("")),
                    then);
        }
        if (refund.state() != LedgerOperation.State.SUCCEEDED) {
            String key = refund.outcomeUnknown() ? "refund.unknown" : "refund.processing";
            return new Said(Notice.Kind.UNCLEAR, visit.text(key, amount), then);
        }
        String shop = refund.explainHold(visit.formats().locale())
                .map(hold -> " " + hold)
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
