package io.maksut.sync;

import io.maksut.error.DatabaseException;
import io.maksut.observe.LogContext;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.OperationChannel;
import io.maksut.refund.Cause;
import io.maksut.refund.PaymentReading;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.Statement;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.FactCollection.Collected;
import io.maksut.sync.FactCollection.Located;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.text.Identifiers;
import io.maksut.text.StorableText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refunds directly at the gateway, past the shop, where the rule allows it (domain 3, rows 1 to 12). Thread-safe;
 * blocks while it asks gateway and shops.
 *
 * <pre>{@code
 * RefundDecision decision = desk.decide(id, Money.of("EUR", "5.00"), "mari", "the shop's refund failed");
 * if (decision instanceof RefundDecision.Allowed allowed) {
 *     DirectRefund refund = desk.execute(allowed.permit());
 * }
 * }</pre>
 *
 * <p>Every decision is stored with its evidence. A permit is used once, in any process, within minutes, and judged
 * again on fresh facts when it is executed.
 */
public final class RefundDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RefundDesk.class);
    private static final int LONGEST_REASON = 2_000;
    /** How often the facts may change during a decision before the caller is asked to try again. */
    private static final int ROUNDS = 3;

    private final Engine engine;
    private final FactCollection facts;
    private final Sending sending;
    private final OperationWork operations;

    RefundDesk(Engine engine, FactCollection facts, Sending sending, OperationWork operations) {
        this.engine = engine;
        this.facts = facts;
        this.sending = sending;
        this.operations = operations;
    }

    /**
     * Decides whether this amount may be refunded directly now. Moves nothing.
     *
     * @param author who asks: not blank, at most 255 characters, no control characters
     * @param reason why, for the record; not blank, at most 2,000 characters
     * @throws IllegalArgumentException if the payment's account is not connected, or author or reason breaks the rules
     * @throws DatabaseException if it could not be stored
     */
    public RefundDecision decide(PaymentId payment, Money amount, String author, String reason) {
        Identifiers.require("Author", author);
        requireReason(reason);
        engine.gatewayOf(payment);
        Collected collected = facts.find(payment, amount);
        return decided(collected, amount, author, reason);
    }

    /** The permit of this id, used or not; empty if there is none that this version can read. */
    public Optional<RefundPermit> permit(String id) {
        try {
            return engine.database().read(sql -> DecisionTable.permit(sql, id));
        } catch (UnreadableRowException e) {
            engine.records().setAside(e);
            return Optional.empty();
        }
    }

    /**
     * Answers a question of a permit with yes; who said so and when is on record. A second answer changes nothing. The
     * caller checks whether the author may answer.
     *
     * @param author not blank, at most 255 characters, no control characters
     * @throws IllegalArgumentException if the permit does not have this question, or the author breaks the rules
     * @throws DatabaseException if it could not be stored
     */
    public void answer(RefundPermit permit, RefundQuestion question, String author) {
        Identifiers.require("Author", author);
        engine.database().inTransaction(sql -> {
            boolean asked = QuestionTable.of(sql, permit.id()).stream()
                    .anyMatch(it -> it.id().equals(question.id()));
            if (!asked) {
                throw new IllegalArgumentException("is not asked with this permit");
            }
            Instant now = engine.now();
            if (QuestionTable.answer(sql, permit.id(), question, author, now)) {
                long claim = PaymentClaimTable.ensure(sql, permit.payment());
                String what = "yes: " + question.ask(Locale.ENGLISH, ZoneOffset.UTC) + " (" + question.id()
                        + ", permit " + permit.id() + ")";
                EventTable.add(sql, claim, 0, now, LedgerEvent.Kind.STATED, author, what);
            }
            return true;
        });
    }

    /**
     * States on record whether a stated failure is another one than one that is known: another may allow a refund of
     * its own, the same does not. {@link Statements#withdraw} takes it back. The caller checks whether the author may
     * answer.
     *
     * @param question one of {@link RefundDecision.Undetermined#questions}
     * @param another false if it is the same
     * @param words why, for the record; not blank, at most 2,000 characters
     * @throws IllegalArgumentException if the payment has no such statement, or author or words break the rules
     * @throws DatabaseException if it could not be stored
     */
    public Statement answer(
            PaymentId payment, RefundQuestion.AnotherFailure question, boolean another, String author, String words) {
        return new Statements(engine).answer(payment, question, another, author, words);
    }

    /**
     * Executes a permit. It refunds once, however often and in however many processes it is called; later calls return
     * that it was made before. The refund has the correlation id of the open {@link LogContext}, or a new one.
     *
     * @throws IllegalArgumentException if the ledger holds no such permit; nothing was sent
     * @throws io.maksut.error.MaksutException if gateway or account does not let the refund be prepared; nothing was
     *     sent, and the permit still holds
     * @throws DatabaseException if the database does not answer: nothing was sent, or a worker goes on with it
     */
    public DirectRefund execute(RefundPermit permit) {
        LogContext context = LogContext.of(OperationDraft.ofRequest());
        return LedgerOperation.ofPayment(context, permit.payment()).call(() -> executeInContext(permit));
    }

    private DirectRefund executeInContext(RefundPermit permit) {
        Optional<DirectRefund> before = madeOf(permit);
        if (before.isPresent()) {
            return before.get();
        }
        if (engine.watchesOnly()) {
            return new DirectRefund.WatchesOnly(permit);
        }
        Instant now = engine.now();
        if (now.isAfter(permit.until())) {
            return new DirectRefund.TooLate(permit, now);
        }
        Optional<PaymentClaim> claim;
        try {
            claim = PaymentClaim.at(engine, permit.payment());
        } catch (UnreadableRowException e) {
            Collected collected = facts.find(permit.payment(), permit.amount());
            return new DirectRefund.NotAllowed(decided(collected, permit.amount(), permit.askedBy(), permit.because()));
        }
        if (claim.isEmpty()) {
            return madeOf(permit).orElseGet(() -> new DirectRefund.Busy(permit));
        }
        try {
            return execute(claim.get(), permit);
        } catch (LeaseLostException e) {
            LOG.warn("{} was not executed, another has taken over {}", permit, claim.get());
            return madeOf(permit).orElseGet(() -> new DirectRefund.Busy(permit));
        } finally {
            claim.get().leave();
        }
    }

    private Optional<DirectRefund> madeOf(RefundPermit permit) {
        return engine.database()
                .read(sql -> OperationTable.directOf(sql, permit.id())
                        .map(made -> new DirectRefund.MadeBefore(
                                made, DecisionTable.usedAt(sql, permit).orElse(made.createdAt()), permit.askedBy())));
    }

    private DirectRefund execute(PaymentClaim claim, RefundPermit permit) {
        if (claim.refunds().stream().anyMatch(it -> it.kind == Kind.DIRECT && it.key.equals(permit.id()))) {
            return madeOf(permit).orElseThrow(); // made by another caller a moment ago
        }
        if (claim.stops()) {
            Optional<DirectRefund> stopped = stopped(permit, "");
            if (stopped.isPresent()) {
                return stopped.get();
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            Duration callTimeout = engine.settings().callTimeout();
            Collected collected = facts.find(claim, permit.amount());
            if (!collected.id().equals(claim.payment())) {
                return new DirectRefund.Busy(permit); // the payment has a claim of its own, which is not this one
            }
            RefundDecision decision = collected.decision();
            if (!(decision instanceof RefundDecision.Allowed allowed)) {
                // Another caller may have used the permit since, and that is why.
                return madeOf(permit)
                        .orElseGet(() -> new DirectRefund.NotAllowed(
                                decided(collected, permit.amount(), permit.askedBy(), permit.because())));
            }
            List<RefundQuestion> open = unanswered(permit, allowed);
            if (!open.isEmpty()) {
                return madeOf(permit).orElseGet(() -> new DirectRefund.Unanswered(permit, open));
            }
            OperationChannel channel = Plugins.ask(
                    "the plugin of " + permit.payment().account(),
                    () -> engine.gatewayOf(permit.payment()).refunds());
            OperationDraft draft = draft(claim, permit, allowed, collected);
            CallOptions options = CallOptions.DEFAULT
                    .withTimeout(callTimeout)
                    .withIdempotencyKey(draft.done().nextAttemptKey());
            claim.holdFor(callTimeout);
            Payment judged = collected.payment().orElseThrow();
            Attempt attempt = Plugins.ask(
                    "the plugin of " + permit.payment().account(),
                    () -> channel.prepare(judged, permit.amount(), options));
            if (!attempt.paymentId().equals(claim.payment()) || !decisionHolds(collected, attempt)) {
                continue;
            }
            Intent intent;
            try {
                intent =
                        claim.commit((sql, now) -> intend(sql, now, claim, permit, collected, allowed, draft, attempt));
            } catch (MoneyStoppedException e) {
                Optional<DirectRefund> stopped = concerned(draft, collected).stream()
                        .flatMap(shop -> stopped(permit, shop).stream())
                        .findFirst();
                if (stopped.isEmpty()) {
                    continue; // started again since
                }
                return stopped.get();
            }
            if (intent.changed()) {
                continue;
            }
            LedgerOperation intended = intent.refund();
            return intended == null
                    ? madeOf(permit).orElseGet(() -> tooLate(permit))
                    : submit(claim, intended, channel);
        }
        return new DirectRefund.Busy(permit);
    }

    private DirectRefund tooLate(RefundPermit permit) {
        boolean known = permit(permit.id())
                .filter(it -> it.payment().equals(permit.payment())
                        && it.amount().equals(permit.amount())
                        && it.askedBy().equals(permit.askedBy())
                        && it.because().equals(permit.because()))
                .isPresent();
        if (!known) {
            throw new IllegalArgumentException("is no permit of this ledger");
        }
        return new DirectRefund.TooLate(permit, engine.now());
    }

    /** The shops with an order of the payment: a stop of any of them holds the refund up. */
    private static Set<String> concerned(OperationDraft draft, Collected collected) {
        Set<String> shops = new LinkedHashSet<>(Set.of(draft.shop));
        collected.orders().forEach(it -> shops.add(it.shop().name()));
        return shops;
    }

    /** The stop that covers the permit's payment in this shop; empty if none does. */
    private Optional<DirectRefund> stopped(RefundPermit permit, String shop) {
        return engine.stops().covering(permit.payment(), shop).map(stop -> new DirectRefund.Stopped(permit, stop));
    }

    private DirectRefund submit(PaymentClaim claim, LedgerOperation intended, OperationChannel channel) {
        claim.add(intended);
        engine.tell(new SyncEvent.RefundChanged(intended, LedgerEvent.Kind.SUBMITTED));
        try {
            LedgerOperation refund = intended.logContext().call(() -> sending.submit(claim, intended, channel));
            // At once, while the person waits; if it fails, a worker goes on with it.
            RecordInShop.of(refund, claim.all()).ifPresent(record -> {
                LedgerOperation unused = operations.step(claim, record);
            });
            return new DirectRefund.Made(claim.all().stream()
                    .filter(it -> it.id == refund.id)
                    .findFirst()
                    .orElse(refund));
        } catch (LeaseLostException e) {
            LOG.warn("Another has taken over {} and goes on with what was begun: {}", claim, intended);
            return new DirectRefund.Made(engine.database()
                    .read(sql -> OperationTable.byId(sql, intended.id))
                    .orElseThrow());
        }
    }

    /** Whether the prepared payment has the amounts that were judged: nothing was refunded in between. */
    private static boolean decisionHolds(Collected collected, Attempt attempt) {
        return collected.facts().payment() instanceof PaymentReading.Read read
                && read.payment().amounts().refunded().equals(attempt.before().refunded())
                && read.payment().amounts().refundable().equals(attempt.before().refundable());
    }

    /** The open questions on the facts of now; there may be more than when the permit was given. */
    private List<RefundQuestion> unanswered(RefundPermit permit, RefundDecision.Allowed allowed) {
        if (allowed.questions().isEmpty()) {
            return List.of();
        }
        return engine.database().inTransaction(sql -> {
            QuestionTable.ask(sql, permit.id(), allowed.questions(), engine.now());
            return QuestionTable.open(sql, permit.id(), allowed.questions());
        });
    }

    /** Leaves the order out where it shows the refund already, as made by hand (row 7): then nothing is recorded. */
    private static OperationDraft draft(
            PaymentClaim claim, RefundPermit permit, RefundDecision.Allowed allowed, Collected collected) {
        Located order = collected.facts().handRecord().isPresent() && allowed.ground() == RefundDecision.Ground.RELEASE
                ? null
                : collected.orderOf(allowed).orElse(null);
        OperationDraft draft = new OperationDraft(
                claim.id(),
                claim.payment(),
                order == null ? "" : order.shop().name(),
                permit.id(),
                Kind.DIRECT,
                State.PENDING,
                permit.amount(),
                collected.facts().now(),
                OperationDraft.ofRequest());
        draft.orderId = order == null ? null : order.order().id();
        return draft;
    }

    /**
     * The result of storing an attempt.
     *
     * @param refund null if nothing was stored
     * @param changed whether the ledger says something else by now than when it was judged
     */
    private record Intent(@Nullable LedgerOperation refund, boolean changed) {}

    /**
     * Uses up permit and fact and stores the attempt, all or nothing (domain 4, invariant 5). The ledger is read again
     * first: since the decision the gateway was asked, and the shop may have asked for a refund.
     */
    private static Intent intend(
            Sql sql,
            Instant now,
            PaymentClaim claim,
            RefundPermit permit,
            Collected collected,
            RefundDecision.Allowed allowed,
            OperationDraft draft,
            Attempt attempt) {
        StatementTable.lockAccount(sql, permit.payment().account());
        LedgerBasis.Told told = LedgerBasis.Told.read(sql, claim.id(), claim.payment());
        boolean waitsElsewhere = collected
                .payment()
                .filter(it -> !OtherNames.inFlight(sql, it).isEmpty())
                .isPresent();
        if (waitsElsewhere || !collected.basis().equals(LedgerBasis.read(sql, claim.id(), told))) {
            return new Intent(null, true);
        }
        if (now.isAfter(permit.until()) || !DecisionTable.use(sql, claim.id(), permit, now)) {
            return new Intent(null, false);
        }
        OperationDraft fresh = new OperationDraft(draft.done());
        fresh.submitted(attempt, now);
        fresh.id = OperationTable.insert(sql, fresh.done()).orElseThrow();
        DecisionTable.madeOf(sql, permit, fresh.id);
        String fact = allowed.uses();
        if (fact != null && !DecisionTable.useFact(sql, claim.id(), fact, fresh.id)) {
            throw new IllegalStateException("the fact was used although the facts said otherwise");
        }
        EventTable.add(
                sql,
                claim.id(),
                fresh.id,
                now,
                LedgerEvent.Kind.DECIDED,
                permit.askedBy(),
                "permit " + permit.id() + ", row " + allowed.row() + ": " + DecisionTable.answer(allowed) + "\n"
                        + DecisionTable.evidence(allowed));
        String intended = "attempt " + attempt.toFields();
        EventTable.add(
                sql,
                new EventTable.Event(
                        claim.id(), fresh.id, now, LedgerEvent.Kind.SUBMITTED, null, intended, fresh.shop, null));
        for (String shop : concerned(fresh, collected)) {
            if (!shop.equals(fresh.shop) && StopTable.stands(sql, permit.payment(), shop)) {
                throw new MoneyStoppedException();
            }
        }
        return new Intent(fresh.done(), false);
    }

    private RefundDecision decided(Collected collected, Money amount, String author, String reason) {
        PaymentId payment = collected.id();
        RefundDecision decision = collected.decision();
        String id = UUID.randomUUID().toString();
        engine.database().inTransaction(sql -> {
            long claim = PaymentClaimTable.ensure(sql, payment);
            Instant now = collected.facts().now();
            if (decision instanceof RefundDecision.Undetermined doubt && doubt.cause() == Cause.MONEY_UNEXPLAINED) {
                PaymentClaimTable.compareAt(sql, claim, now); // so that there is a discrepancy to examine
            }
            DecisionTable.insert(sql, id, claim, amount, author, reason, now, decision);
            if (decision instanceof RefundDecision.Allowed allowed) {
                QuestionTable.ask(sql, id, allowed.questions(), now);
            }
            EventTable.add(
                    sql,
                    claim,
                    0,
                    now,
                    LedgerEvent.Kind.DECIDED,
                    author,
                    amount + ", row " + decision.row() + ": " + DecisionTable.answer(decision) + "\n"
                            + DecisionTable.evidence(decision));
            return true;
        });
        RefundDecision answer = decision instanceof RefundDecision.Allowed allowed
                ? allowed.with(
                        new RefundPermit(id, payment, amount, allowed.until(), author, reason, allowed.questions()))
                : decision;
        engine.tell(new SyncEvent.Decided(payment, amount, answer));
        return answer;
    }

    static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON || !StorableText.isStorable(reason)) {
            throw new IllegalArgumentException("A reason is not blank, has at most " + LONGEST_REASON
                    + " characters, and none that cannot be stored");
        }
    }

    @Override
    public String toString() {
        return "RefundDesk[]";
    }
}
