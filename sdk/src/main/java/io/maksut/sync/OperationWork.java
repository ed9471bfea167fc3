package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.Refund;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Does one step of one operation: sends an attempt, resolves it, or follows it up. Each step is stored before the next
 * begins, so that another worker can go on after a crash. Thread-safe.
 */
final class OperationWork {
    /** After so long in PROCESSING a refund needs review: bank transfers take some days. */
    private static final Duration LONGEST_PROCESSING = Duration.ofDays(5);

    private final Engine engine;
    private final Conclusions conclusions;
    private final Sending sending;
    private final RefundPreparation refunds;
    private final CapturePreparation captures;
    private final AskedPreparation asked;
    private final ShopWriting writing;
    private final ReleasePreparation releases;
    private final RecordQuestion question;

    OperationWork(
            Engine engine,
            Conclusions conclusions,
            Sending sending,
            RefundPreparation refunds,
            CapturePreparation captures,
            AskedPreparation asked,
            ShopWriting writing) {
        this.engine = engine;
        this.conclusions = conclusions;
        this.sending = sending;
        this.refunds = refunds;
        this.captures = captures;
        this.asked = asked;
        this.writing = writing;
        this.releases = new ReleasePreparation(engine, conclusions, sending);
        this.question = new RecordQuestion(engine);
    }

    /** Does one step of an operation that is in flight and due. */
    LedgerOperation step(PaymentClaim claim, LedgerOperation operation) {
        return operation.logContext().call(() -> stepInContext(claim, operation));
    }

    private LedgerOperation stepInContext(PaymentClaim claim, LedgerOperation operation) {
        boolean unsent = isUnsent(operation);
        boolean moves = operation.action != Action.RECORD;
        if (unsent
                && moves
                && claim.stops()
                && engine.stops().covering(operation).isPresent()) {
            return conclusions.stopped(claim, operation);
        }
        boolean goesOn = operation.reviewReason == ReviewReason.STOPPED
                || (operation.reviewReason == ReviewReason.WATCH_ONLY && !engine.watchesOnly());
        LedgerOperation free = goesOn ? released(operation) : operation;
        return operation.inShop() ? writing.step(claim, free) : stepAtGateway(claim, free);
    }

    private LedgerOperation stepAtGateway(PaymentClaim claim, LedgerOperation operation) {
        Optional<PaymentGateway> gateway = engine.gateway(operation.payment.account());
        if (gateway.isEmpty()) {
            return conclusions.needsReview(
                    claim, operation, ReviewReason.ACCOUNT_UNKNOWN, Said.of(operation, "not_connected"), null);
        }
        OperationChannel channel;
        try {
            channel = Plugins.ask(
                    "the plugin of " + operation.payment.account(), () -> channel(operation, gateway.get()));
        } catch (MaksutException e) {
            return claim.storeQuietly(
                    operation.edit().later(Said.of(operation, e).words(), conclusions.nextTry(operation)));
        }
        return switch (operation.state) {
            case PENDING -> begin(claim, operation, gateway.get(), channel);
            case SUBMITTED, UNKNOWN -> sendOrResolve(claim, operation, gateway.get(), channel);
            case PROCESSING -> follow(claim, operation, gateway.get());
            default -> throw new IllegalStateException("nothing moves for " + operation);
        };
    }

    /** Clears the review reason; stored with the result of this step. */
    private static LedgerOperation released(LedgerOperation operation) {
        OperationDraft draft = operation.edit();
        draft.reviewReason = null;
        draft.reason = null;
        return draft.done();
    }

    private static OperationChannel channel(LedgerOperation operation, PaymentGateway gateway) {
        return switch (operation.action) {
            case REFUND -> gateway.refunds();
            case CAPTURE -> gateway.captures();
            case VOID -> gateway.voids();
            case RECORD, START_REFUND -> throw new IllegalStateException("no gateway is asked for " + operation);
        };
    }

    private LedgerOperation begin(
            PaymentClaim claim, LedgerOperation operation, PaymentGateway gateway, OperationChannel channel) {
        if (operation.asked()) {
            return asked.begin(claim, operation, gateway, channel);
        }
        if (operation.kind == LedgerOperation.Kind.ORDER_OVER) {
            return releases.begin(claim, operation, gateway, channel);
        }
        return operation.action == Action.CAPTURE
                ? captures.begin(claim, operation, gateway, channel)
                : question.reviewWhereItArises(claim, operation)
                        .orElseGet(() -> refunds.begin(claim, operation, gateway, channel));
    }

    private LedgerOperation sendOrResolve(
            PaymentClaim claim, LedgerOperation operation, PaymentGateway gateway, OperationChannel channel) {
        if (operation.attempt != null) {
            // It may have been stored under another name, of which it is known by now whose it is.
            PaymentId sent = operation.attempt.paymentId();
            PaymentId own =
                    sent.equals(claim.payment()) ? sent : engine.database().read(sql -> OtherNames.own(sql, sent));
            NamedOtherwiseException.require(claim.payment(), own);
        }
        if (operation.action != Action.REFUND && operation.attemptState == AttemptState.UNSENT) {
            // Certainly nothing came of it: it is judged anew, on payment and order as they are now.
            return claim.storeQuietly(operation.edit().toBeBegunAnew(engine.now()));
        }
        return beforeRepeating(claim, operation, gateway, channel)
                .orElseGet(() -> operation.attemptState == AttemptState.UNSENT
                        ? sending.sendAgain(claim, operation, channel)
                        : sending.resolve(claim, operation, channel));
    }

    private Optional<LedgerOperation> beforeRepeating(
            PaymentClaim claim, LedgerOperation operation, PaymentGateway gateway, OperationChannel channel) {
        if (operation.action == Action.REFUND) {
            return refunds.beforeRepeating(claim, operation, gateway);
        }
        return operation.kind == LedgerOperation.Kind.ORDER_OVER && !channel.resolvesByReading()
                ? releases.beforeRepeating(claim, operation, gateway)
                : Optional.empty();
    }

    /**
     * The gateway answers to the payment's id with different payments: nothing is sent, and a person decides about what is due.
     * It is looked at again from time to time.
     */
    void contradicted(PaymentClaim claim) {
        Instant now = engine.now();
        Instant nextLook = now.plus(engine.settings().reviewPause());
        for (LedgerOperation operation : claim.all()) {
            if (operation.inShop() || !operation.state.inFlight() || !Schedule.isDue(operation.dueAt, now)) {
                continue;
            }
            ReviewReason reviewReason =
                    isUnsent(operation) ? ReviewReason.PAYMENT_CONTRADICTED : ReviewReason.OUTCOME_UNKNOWN;
            Said why = Said.of(operation, "contradicted");
            LedgerOperation unused = operation.reviewReason == reviewReason
                    ? claim.storeAtOnce(operation.edit().held(reviewReason, why.words(), nextLook))
                    : conclusions.needsReview(claim, operation, reviewReason, why, nextLook);
        }
    }

    private static boolean isUnsent(LedgerOperation operation) {
        return operation.state == State.PENDING || operation.attemptState == AttemptState.UNSENT;
    }

    /** Reads what became of a refund that the gateway is processing. */
    private LedgerOperation follow(PaymentClaim claim, LedgerOperation operation, PaymentGateway gateway) {
        Payment payment;
        try {
            payment = engine.read(operation.payment, gateway);
        } catch (MaksutException e) {
            return claim.storeQuietly(
                    operation.edit().later(Said.of(operation, e).words(), conclusions.nextTry(operation)));
        }
        Optional<Refund> shown = payment.refunds().stream()
                .filter(it -> it.id().equals(operation.gatewayRefund))
                .findFirst();
        if (shown.isEmpty()) {
            return unlisted(claim, operation);
        }
        return switch (shown.get().state()) {
            case REFUNDED ->
                conclusions.done(claim, operation, shown.get().id(), shown.get().amount(), "after processing");
            case FAILED ->
                conclusions.decline(
                        claim,
                        operation,
                        new Said(
                                Conclusions.gatewayDeclined(operation, "").strip(),
                                "failed in the end: " + shown.get().rawState()));
            case PROCESSING, UNKNOWN -> stillProcessing(claim, operation, shown.get());
        };
    }

    /** Keeps looking; after {@link #LONGEST_PROCESSING} the refund also needs review. */
    private LedgerOperation stillProcessing(PaymentClaim claim, LedgerOperation operation, Refund shown) {
        Instant since = operation.attemptAt == null ? operation.createdAt : operation.attemptAt;
        if (since.plus(LONGEST_PROCESSING).isAfter(engine.now())) {
            return claim.storeQuietly(operation.edit().processing(shown.id(), conclusions.nextTry(operation)));
        }
        Instant nextLook = engine.now().plus(engine.settings().reviewPause());
        return operation.reviewReason == ReviewReason.OUTCOME_UNKNOWN
                ? claim.storeQuietly(operation
                        .edit()
                        .later(Said.of(operation, "still_processing").words(), nextLook))
                : conclusions.needsReview(
                        claim,
                        operation,
                        ReviewReason.OUTCOME_UNKNOWN,
                        Said.of(operation, "still_processing"),
                        nextLook);
    }

    private LedgerOperation unlisted(PaymentClaim claim, LedgerOperation operation) {
        Said why = Said.of(operation, "not_listed");
        Instant nextLook = engine.now().plus(engine.settings().reviewPause());
        return operation.failures < RefundPreparation.LOOKS_FOR_UNKNOWN
                ? claim.store(
                        operation.edit().later(why.words(), conclusions.nextTry(operation)),
                        LedgerEvent.Kind.OUTCOME_UNKNOWN,
                        why.detail())
                : conclusions.needsReview(claim, operation, ReviewReason.OUTCOME_UNKNOWN, why, nextLook);
    }
}
