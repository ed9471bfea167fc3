package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.Refund;
import io.maksut.payment.Refusal;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Attempt;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the money of one refund, or finds out whether it moved: the only place that submits a refund. Each step is stored
 * before the next begins, so that a worker that dies leaves behind exactly what its successor needs. Thread-safe.
 *
 * <p>The permit of a shop's own refund is its row in state {@link State#INTENDED}, written under the payment's lease after a
 * fresh read of the gateway; that of a direct one was written by {@link RefundDesk} in the same way.
 */
final class OperationWork {
    private static final Logger LOG = LoggerFactory.getLogger(OperationWork.class);
    /** A gateway that cannot find its own payment at once may be catching up. */
    private static final int LOOKS_FOR_UNKNOWN = 5;

    private static final int TOO_MANY_REQUESTS = 429;
    /** What an answer with one of these tells is that the call itself was not let in, or not in time. */
    private static final Set<Integer> ABOUT_THE_CALL = Set.of(401, 403, 408, TOO_MANY_REQUESTS);

    private final Engine engine;
    private final RecordQuestion question;
    private final OrderCheck orders;

    OperationWork(Engine engine, OrderCheck orders) {
        this.engine = engine;
        this.question = new RecordQuestion(engine);
        this.orders = orders;
    }

    /** One step of a refund that is in flight and due. */
    LedgerOperation step(Turn turn, LedgerOperation refund) {
        Optional<PaymentGateway> gateway = engine.gateway(refund.payment.account());
        if (gateway.isEmpty()) {
            return hold(turn, refund, Hold.ACCOUNT_UNKNOWN, failure(refund, "not_connected"), null);
        }
        OperationChannel channel;
        try {
            channel = Plugins.ask(
                    "the plugin of " + refund.payment.account(),
                    () -> gateway.get().refunds());
        } catch (MaksutException e) {
            return turn.storeQuietly(refund.edit().later(said(refund, e).words(), nextTry(refund)));
        }
        return switch (refund.state) {
            case RECEIVED ->
                question.holdWhereItArises(turn, refund).orElseGet(() -> begin(turn, refund, gateway.get(), channel));
            case INTENDED ->
                earlierArrivedSince(turn, refund, gateway.get())
                        .orElseGet(() -> refund.attemptState == AttemptState.UNSENT
                                ? sendAgain(turn, refund, channel)
                                : resolve(turn, refund, channel));
            case PROCESSING -> follow(turn, refund, gateway.get());
            default -> throw new IllegalStateException("nothing moves for " + refund);
        };
    }

    private LedgerOperation begin(Turn turn, LedgerOperation refund, PaymentGateway gateway, OperationChannel channel) {
        Attempt attempt;
        try {
            Optional<Instant> earlier = earlierMayArrive(turn, refund);
            if (earlier.isPresent()) {
                Said why = failure(refund, "earlier_may_arrive");
                return turn.store(
                        refund.edit().later(why.words(), earlier.get()), LedgerEvent.Kind.NOT_MOVED, why.detail());
            }
            OrderCheck.Result check = orders.check(turn, refund, gateway);
            if (!(check instanceof OrderCheck.Result.Clear)) {
                return notBegun(turn, refund, check);
            }
            attempt = Plugins.ask(
                    "the plugin of " + refund.payment.account(),
                    () -> channel.prepare(
                            refund.payment.reference(), refund.amount, options().withIdempotencyKey(key(refund))));
        } catch (ActionNotAllowedException e) {
            return notAllowed(turn, refund, e.refusal());
        } catch (NotFoundException e) {
            return refund.failures < LOOKS_FOR_UNKNOWN
                    ? later(turn, refund, said(refund, e))
                    : hold(turn, refund, Hold.PAYMENT_UNKNOWN, said(refund, e), null);
        } catch (NotSupportedByGatewayException e) {
            return decline(turn, refund, said(refund, e));
        } catch (RateLimitedException e) {
            return busy(turn, refund.edit(), said(refund, e));
        } catch (MaksutException e) {
            return later(turn, refund, said(refund, e));
        }
        Money paid = GatewaySums.paidByLedger(engine, turn, attempt.amount());
        if (attempt.refundedBefore().compareTo(paid) < 0) {
            return later(turn, refund, failure(refund, "earlier_not_shown"));
        }
        LateMoney late = LateMoney.of(refund, turn.refunds(), attempt.refundedBefore(), paid);
        if (refund.watchedUntil != null && late.most().isPositive()) {
            return arrivedLate(turn, refund, late);
        }
        if (earlierArrived(turn, refund, attempt.refundedBefore())) {
            return holdForEarlier(turn, refund, attempt.refundedBefore());
        }
        return submit(turn, intend(turn, refund, attempt), channel);
    }

    /** Other refunds that count as unpaid, and whose money may still turn up. */
    private static List<LedgerOperation> watchedBeside(Turn turn, LedgerOperation refund) {
        return turn.refunds().stream()
                .filter(it -> it.id != refund.id && LateArrivals.mayBePaid(it))
                .toList();
    }

    /** From when a read tells whether an earlier refund that counts as unpaid has arrived; empty if one tells it now. */
    private Optional<Instant> earlierMayArrive(Turn turn, LedgerOperation refund) {
        Duration delay = engine.settleDelay(refund.payment.account());
        return watchedBeside(turn, refund).stream()
                .flatMap(it -> Optional.ofNullable(it.endedAt).stream())
                .map(ended -> ended.plus(delay))
                .filter(settled -> settled.isAfter(engine.now()))
                .max(Comparator.naturalOrder());
    }

    /**
     * Whether the money of an earlier refund, which was taken for unpaid, has arrived, or may have: the shop may have asked once
     * more for what it was told had failed, but not before it was told. Nothing is decided by amount but that a person has to
     * look, and has not yet.
     */
    private boolean earlierArrived(Turn turn, LedgerOperation refund, Money atGateway) {
        Money paid = GatewaySums.paidByLedger(engine, turn, refund.amount);
        return refund.saidAnotherAt == null
                && (correctedBeside(turn, refund)
                        || watchedBeside(turn, refund).stream()
                                .filter(it -> it.endedAt != null && !refund.createdAt.isBefore(it.endedAt))
                                .anyMatch(it -> LateMoney.mayBeOf(it, turn.refunds(), atGateway, paid)));
    }

    /**
     * Whether the ledger was corrected for an earlier refund, and the shop, which had been told that it failed, did not know of
     * that when it asked for this one.
     */
    private static boolean correctedBeside(Turn turn, LedgerOperation refund) {
        return turn.refunds().stream()
                .filter(it -> it.id != refund.id && it.late == LedgerOperation.Late.ONCE && it.lateSeenAt != null)
                .anyMatch(it -> it.shopWaits() || refund.createdAt.isBefore(it.changedAt));
    }

    private LedgerOperation holdForEarlier(Turn turn, LedgerOperation refund, Money atGateway) {
        Money paid = GatewaySums.paidByLedger(engine, turn, refund.amount);
        for (LedgerOperation earlier : watchedBeside(turn, refund)) {
            if (earlier.lateSeenAt == null && LateMoney.mayBeOf(earlier, turn.refunds(), atGateway, paid)) {
                LedgerOperation unused = turn.storeQuietly(earlier.edit().lateSeen(engine.now()));
            }
        }
        turn.commit((sql, now) -> {
            TurnTable.compareAt(sql, turn.id(), now);
            return true;
        });
        return hold(turn, refund, Hold.EARLIER_ARRIVED, failure(refund, "earlier_arrived"), null);
    }

    /**
     * Looks for the money of earlier refunds before one that was begun is sent again, or found out about by sending it again:
     * its key does not tell their money from its own.
     */
    private Optional<LedgerOperation> earlierArrivedSince(Turn turn, LedgerOperation refund, PaymentGateway gateway) {
        boolean mayHave = !watchedBeside(turn, refund).isEmpty() || correctedBeside(turn, refund);
        if (refund.kind == Kind.DIRECT || refund.saidAnotherAt != null || !mayHave) {
            return Optional.empty();
        }
        Payment payment;
        try {
            payment = read(refund, gateway);
        } catch (MaksutException e) {
            Said why = said(refund, e);
            return Optional.of(refund.outcomeUnknown() ? unknown(turn, refund, why) : later(turn, refund, why));
        }
        Money atGateway = payment.amounts().refunded();
        return earlierArrived(turn, refund, atGateway)
                ? Optional.of(holdForEarlier(turn, refund, atGateway))
                : Optional.empty();
    }

    private Payment read(LedgerOperation refund, PaymentGateway gateway) {
        return Plugins.ask("the plugin of " + refund.payment.account(), () -> {
            GatewayCall call = gateway.begin(options());
            return call.await(call.details(refund.payment.reference()));
        });
    }

    /** What has to be certain of payment and order is not, or speaks against it. */
    private LedgerOperation notBegun(Turn turn, LedgerOperation refund, OrderCheck.Result check) {
        if (check instanceof OrderCheck.Result.Declined declined) {
            return decline(turn, refund, new Said(declined.answer(), declined.detail()));
        }
        OrderCheck.Result.NotYet notYet = (OrderCheck.Result.NotYet) check;
        String words = Texts.text(refund.language, "waits." + notYet.hold());
        if (refund.failures < SyncSettings.CHECK_PAUSES.size()) {
            Instant next = engine.now().plus(SyncSettings.CHECK_PAUSES.get(refund.failures));
            return turn.store(
                    refund.edit().later(words, next), LedgerEvent.Kind.NOT_MOVED, "not sent: " + notYet.why());
        }
        Instant next = engine.now().plus(engine.settings().heldPause());
        return refund.hold == notYet.hold()
                ? turn.storeQuietly(refund.edit().later(words, next))
                : hold(turn, refund, notYet.hold(), new Said(words, notYet.why()), next);
    }

    /** More is refunded than before an attempt that was taken for not moved: it is not made again. */
    private LedgerOperation arrivedLate(Turn turn, LedgerOperation refund, LateMoney late) {
        if (!late.most().equals(refund.amount) || !late.least().equals(refund.amount)) {
            return hold(turn, refund, Hold.OUTCOME_UNKNOWN, failure(refund, "more_refunded"), null);
        }
        return turn.store(
                refund.edit().paidLate(followUp(refund, State.DONE), engine.now()),
                LedgerEvent.Kind.PAID_LATE,
                "its money went out after the attempt had been taken for not moved");
    }

    /** What follows when the money of a refund turns out to have gone out. */
    FollowUp followUpOfPaid(LedgerOperation refund) {
        return followUp(refund, State.DONE);
    }

    private LedgerOperation intend(Turn turn, LedgerOperation refund, Attempt attempt) {
        return turn.store(
                refund.edit().intended(attempt, engine.now()),
                LedgerEvent.Kind.INTENDED,
                "attempt " + attempt.toFields());
    }

    /** Sends an attempt that was stored before, or was stored as sent and certainly moved nothing. */
    LedgerOperation submit(Turn turn, LedgerOperation refund, OperationChannel channel) {
        turn.holdFor(engine.settings().callTimeout());
        Outcome outcome = ask(refund, attempt -> channel.submit(attempt, options()));
        if (outcome != null
                && saysNoMoneyMoved(outcome)
                && outcome.call().attempts() > 0
                && outcome.call().httpStatus() > 0
                && !inOwnForm(outcome.call())) {
            LOG.error("The gateway's adapter takes {} for a refusal of {}: unknown", outcome.call(), refund);
            return unknown(turn, refund, failure(refund, "unavailable"));
        }
        // An earlier copy of the same attempt may still arrive.
        boolean afterUnknown = outcome instanceof Outcome.Declined declined && declined.afterUnknown();
        LedgerOperation sent = afterUnknown ? watched(refund) : refund;
        return take(
                turn,
                unknownCode(outcome).map(it -> sent.edit().answered(it).done()).orElse(sent),
                outcome);
    }

    /** The gateway's own code in an answer that nobody can make sense of. */
    private static Optional<String> unknownCode(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Unknown unknown
                        && unknown.call().httpStatus() / 100 == 4
                ? unknown.call().gatewayCode()
                : Optional.empty();
    }

    private LedgerOperation watched(LedgerOperation refund) {
        return refund.edit()
                .watched(engine.now().plus(engine.settings().lateWatch()))
                .done();
    }

    private LedgerOperation sendAgain(Turn turn, LedgerOperation refund, OperationChannel channel) {
        LedgerOperation open = turn.store(
                refund.edit().mayBeSent(engine.now()), LedgerEvent.Kind.SENT_AGAIN, "attempt " + refund.attempts);
        return submit(turn, open, channel);
    }

    private LedgerOperation resolve(Turn turn, LedgerOperation refund, OperationChannel channel) {
        turn.holdFor(engine.settings().callTimeout());
        Resolution resolution = ask(refund, attempt -> channel.resolve(attempt, options()));
        if (resolution instanceof Resolution.StillUnresolved unresolved) {
            return unknown(turn, refund, said(refund, unresolved.cause(), unresolved.call()));
        }
        Outcome outcome = resolution == null ? null : ((Resolution.Resolved) resolution).outcome();
        if (outcome != null && saysNoMoneyMoved(outcome) && !answered(outcome.call())) {
            LOG.error(
                    "The gateway's adapter takes what its resolving call met ({}) for the outcome of {}: still unknown",
                    outcome.call(),
                    refund);
            return unknown(turn, refund, failure(refund, "unavailable"));
        }
        // What was unknown and is taken for unpaid now is watched: a request that was lost may still arrive.
        return take(turn, outcome != null && saysNoMoneyMoved(outcome) ? watched(refund) : refund, outcome);
    }

    private static boolean saysNoMoneyMoved(Outcome outcome) {
        return outcome instanceof Outcome.NotMoved
                || outcome instanceof Outcome.Declined
                || outcome instanceof Outcome.ByHand;
    }

    /** Whether a call got an answer that can be about the attempt, and is not about the call itself. */
    private static boolean answered(CallReport call) {
        return call.attempts() > 0 && inOwnForm(call) && !ABOUT_THE_CALL.contains(call.httpStatus());
    }

    /** Whether it is the gateway that answered: a status without a code of the gateway's may be a proxy's. */
    private static boolean inOwnForm(CallReport call) {
        int hundreds = call.httpStatus() / 100;
        return hundreds == 2 || (hundreds == 4 && call.gatewayCode().isPresent());
    }

    /** An adapter that fails in a way of its own has told nothing of the money. */
    private static <T> @Nullable T ask(LedgerOperation refund, Function<Attempt, T> channel) {
        Attempt attempt = refund.attempt;
        if (attempt == null) {
            throw new IllegalStateException("no attempt is stored for " + refund);
        }
        try {
            return channel.apply(attempt);
        } catch (Throwable e) { // an Error, too: it may have been sent
            LOG.error("The gateway's adapter failed on {}", refund, e);
            return null;
        }
    }

    private LedgerOperation take(Turn turn, LedgerOperation refund, @Nullable Outcome outcome) {
        if (outcome == null) {
            return unknown(turn, refund, failure(refund, "adapter"));
        }
        if (outcome instanceof Outcome.Done done) {
            return done(turn, refund, done.refund(), done.call().toString());
        }
        if (outcome instanceof Outcome.Processing processing) {
            return processing(turn, refund, processing.refund());
        }
        if (outcome instanceof Outcome.Declined declined) {
            Said said = said(refund, declined.reason(), declined.call());
            return decline(turn, refund, new Said(gatewayDeclined(refund, said.words()), said.detail()));
        }
        if (outcome instanceof Outcome.NotMoved notMoved) {
            return notMoved(turn, refund, notMoved);
        }
        if (outcome instanceof Outcome.ByHand byHand) {
            return hold(turn, refund, Hold.BY_HAND, said(refund, byHand.reason(), byHand.call()), null);
        }
        Outcome.Unknown unknown = (Outcome.Unknown) outcome;
        return unknown(turn, refund, said(refund, unknown.reason(), unknown.call()));
    }

    private LedgerOperation done(Turn turn, LedgerOperation refund, Refund shown, String how) {
        OperationDraft draft = refund.edit();
        draft.gatewayRefund = shown.id();
        draft.ended(State.DONE, null, followUp(refund, State.DONE), engine.now());
        return turn.store(
                draft, LedgerEvent.Kind.DONE, "gateway refund " + shown.id() + " of " + shown.amount() + "; " + how);
    }

    private LedgerOperation processing(Turn turn, LedgerOperation refund, Refund shown) {
        Instant next = engine.now().plus(engine.settings().pauseAfter(refund.failures + 1));
        return turn.store(
                refund.edit().processing(shown.id(), next),
                LedgerEvent.Kind.PROCESSING,
                "gateway refund " + shown.id() + " of " + shown.amount());
    }

    private LedgerOperation decline(Turn turn, LedgerOperation refund, Said why) {
        return turn.store(
                refund.edit().ended(State.DECLINED, why.words(), followUp(refund, State.DECLINED), engine.now()),
                LedgerEvent.Kind.DECLINED,
                why.detail());
    }

    private LedgerOperation notMoved(Turn turn, LedgerOperation refund, Outcome.NotMoved outcome) {
        Said why = said(refund, outcome.reason(), outcome.call());
        if (refund.kind == Kind.DIRECT) {
            // A permit is good for minutes: what was not sent then is not sent later behind anybody's back.
            return decline(turn, refund, new Said(why.words(), "not sent: " + why.detail()));
        }
        if (refund.answeredCode != null && refund.answeredCode.equals(refund.notMovedCode)) {
            // Each time proved not moved: it would go on like this for ever.
            OperationDraft draft = refund.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), engine.now());
            Said twice = failure(refund, "unknown_twice");
            return turn.store(
                    draft.held(Hold.ANSWER_NOT_KNOWN, twice.words(), null),
                    LedgerEvent.Kind.HELD,
                    Hold.ANSWER_NOT_KNOWN + ": code " + refund.answeredCode + "; " + why.detail());
        }
        if (outcome.call().httpStatus() == TOO_MANY_REQUESTS) {
            OperationDraft draft = refund.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), engine.now());
            draft.failures = refund.failures;
            return busy(turn, draft, why);
        }
        if (refund.failures + 1 >= engine.settings().sendTries()) {
            // Certainly nothing was moved, so a new attempt may begin when a person says so.
            OperationDraft draft = refund.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), engine.now());
            return turn.store(draft.held(Hold.NOT_SENT, why.words(), null), LedgerEvent.Kind.HELD, why.detail());
        }
        return turn.store(
                refund.edit().notMoved(why.words(), outcome.mayBeSubmittedAgain(), nextTry(refund)),
                LedgerEvent.Kind.NOT_MOVED,
                why.detail());
    }

    /** A gateway that is asked too much by all of us together is no reason to give up on a refund, however often it says so. */
    private LedgerOperation busy(Turn turn, OperationDraft draft, Said why) {
        int failures = draft.failures;
        draft.later(why.words(), engine.now().plus(SyncSettings.pauseWhenBusy(draft.id)));
        draft.failures = failures;
        return turn.store(draft, LedgerEvent.Kind.NOT_MOVED, "too busy: " + why.detail());
    }

    private LedgerOperation unknown(Turn turn, LedgerOperation refund, Said why) {
        Instant sent = refund.attemptAt == null ? refund.createdAt : refund.attemptAt;
        boolean patienceOver = sent.plus(engine.settings().unknownPatience()).isBefore(engine.now());
        if (!patienceOver) {
            return turn.store(
                    refund.edit().unknown(why.words(), nextTry(refund)),
                    LedgerEvent.Kind.OUTCOME_UNKNOWN,
                    why.detail());
        }
        Instant nextLook = engine.now().plus(engine.settings().heldPause());
        if (refund.hold == Hold.OUTCOME_UNKNOWN) {
            return turn.storeQuietly(refund.edit().unknown(why.words(), nextLook));
        }
        return hold(turn, refund, Hold.OUTCOME_UNKNOWN, why, nextLook);
    }

    /** Reads what became of a refund that the gateway had taken on. */
    private LedgerOperation follow(Turn turn, LedgerOperation refund, PaymentGateway gateway) {
        Payment payment;
        try {
            payment = read(refund, gateway);
        } catch (MaksutException e) {
            return turn.storeQuietly(refund.edit().later(said(refund, e).words(), nextTry(refund)));
        }
        Optional<Refund> shown = payment.refunds().stream()
                .filter(it -> it.id().equals(refund.gatewayRefund))
                .findFirst();
        if (shown.isEmpty()) {
            return unlisted(turn, refund);
        }
        return switch (shown.get().state()) {
            case REFUNDED -> done(turn, refund, shown.get(), "after processing");
            case FAILED ->
                decline(
                        turn,
                        refund,
                        new Said(
                                gatewayDeclined(refund, "").strip(),
                                "failed in the end: " + shown.get().rawState()));
            case PROCESSING, UNKNOWN ->
                turn.storeQuietly(refund.edit().processing(shown.get().id(), nextTry(refund)));
        };
    }

    private LedgerOperation unlisted(Turn turn, LedgerOperation refund) {
        Said why = failure(refund, "not_listed");
        Instant nextLook = engine.now().plus(engine.settings().heldPause());
        return refund.failures < LOOKS_FOR_UNKNOWN
                ? turn.store(
                        refund.edit().later(why.words(), nextTry(refund)),
                        LedgerEvent.Kind.OUTCOME_UNKNOWN,
                        why.detail())
                : hold(turn, refund, Hold.OUTCOME_UNKNOWN, why, nextLook);
    }

    private LedgerOperation notAllowed(Turn turn, LedgerOperation refund, Refusal refusal) {
        Said why = new Said(refusal.explain(refund.language), refusal.explain(Locale.ENGLISH));
        return switch (refusal.reason()) {
            case REFUND_BY_HAND -> hold(turn, refund, Hold.BY_HAND, why, null);
            case STATUS_UNKNOWN, NOT_DOCUMENTED -> hold(turn, refund, Hold.STATUS_UNKNOWN, why, null);
            default -> decline(turn, refund, why);
        };
    }

    private LedgerOperation later(Turn turn, LedgerOperation refund, Said why) {
        return refund.failures + 1 >= engine.settings().sendTries()
                ? hold(turn, refund, Hold.NOT_SENT, why, null)
                : turn.store(
                        refund.edit().later(why.words(), nextTry(refund)),
                        LedgerEvent.Kind.NOT_MOVED,
                        "not sent: " + why.detail());
    }

    private static LedgerOperation hold(Turn turn, LedgerOperation refund, Hold hold, Said why, @Nullable Instant nextLook) {
        return turn.store(
                refund.edit().held(hold, why.words(), nextLook), LedgerEvent.Kind.HELD, hold + ": " + why.detail());
    }

    private FollowUp followUp(LedgerOperation refund, State end) {
        if (refund.kind == Kind.REQUESTED) {
            boolean waits =
                    engine.shop(refund.shop).map(shop -> shop.waitsForAnswer()).orElse(true);
            return waits ? FollowUp.TELL : FollowUp.NONE;
        }
        return refund.kind == Kind.DIRECT && end == State.DONE && refund.orderId != null
                ? FollowUp.RECORD
                : FollowUp.NONE;
    }

    private static String gatewayDeclined(LedgerOperation refund, String reason) {
        return Texts.text(refund.language, "declined", reason);
    }

    private Instant nextTry(LedgerOperation refund) {
        return engine.now().plus(engine.settings().pauseAfter(refund.failures + 1));
    }

    private CallOptions options() {
        return CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout());
    }

    /** What was found out: in words for the merchant, and in detail for the auditor. */
    private record Said(String words, String detail) {}

    private static Said said(LedgerOperation refund, OutcomeReason reason, CallReport call) {
        return new Said(reason.explain(refund.language), reason.explain(Locale.ENGLISH) + " " + reason + "; " + call);
    }

    private static Said said(LedgerOperation refund, MaksutException failure) {
        return new Said(FailureWords.ofGateway(failure, refund.language), FailureWords.detail(failure));
    }

    private static Said failure(LedgerOperation refund, String kind) {
        String key = "failure.gateway." + kind;
        return new Said(Texts.text(refund.language, key), Texts.text(Locale.ENGLISH, key));
    }

    /**
     * The same for the same attempt at the same refund, also when the ledger was restored from an older copy: a gateway that
     * knows keys will not pay it again then.
     */
    static String key(LedgerOperation refund) {
        String name = String.join("\n", refund.payment.toString(), refund.shop, refund.key, "" + (refund.attempts + 1));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "maksut-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
