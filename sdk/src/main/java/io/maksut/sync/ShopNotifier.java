package io.maksut.sync;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.RateLimitedException;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.RefundAnswer;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a shop how its request ended, once that is certain: a follow-up that moves no money. Thread-safe. */
final class ShopNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(ShopNotifier.class);

    // @formatter:off
    /** Pauses between tries over a day, short at first, as the merchant is looking at the screen. Then once an hour. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(45),
            Duration.ofMinutes(1), Duration.ofMinutes(2),  Duration.ofMinutes(5),  Duration.ofMinutes(12),
            Duration.ofMinutes(38), Duration.ofHours(1),   Duration.ofHours(2),    Duration.ofHours(4),
            Duration.ofHours(4),   Duration.ofHours(4),    Duration.ofHours(4),    Duration.ofHours(4));
    // @formatter:on

    /**
     * So many pauses, some twenty minutes, before a person is asked of an answer that the shop refuses: it takes none before it
     * has our acknowledgement of its request, which may be slow, or lost until it asks again.
     */
    private static final int PAUSES_OF_REFUSED = 8;

    private final Engine engine;

    ShopNotifier(Engine engine) {
        this.engine = engine;
    }

    /** Tells the shop the outcome of an operation that is due for it. */
    LedgerOperation step(PaymentClaim claim, LedgerOperation refund) {
        return refund.logContext().call(() -> stepInContext(claim, refund));
    }

    private LedgerOperation stepInContext(PaymentClaim claim, LedgerOperation refund) {
        if (engine.watchesOnly()) {
            OperationDraft later = refund.edit();
            later.followAt = engine.now().plus(engine.settings().reviewPause());
            return claim.storeQuietly(later);
        }
        ConnectedShop shop = engine.shop(refund.shop).orElse(null);
        if (shop == null) {
            Reply reply = new Reply(Texts.text(refund.language, "failure.shop.not_connected"), "not connected", false);
            return failed(claim, refund, reply);
        }
        claim.holdFor(engine.settings().callTimeout());
        return tell(claim, refund, shop);
    }

    private LedgerOperation tell(PaymentClaim claim, LedgerOperation operation, ConnectedShop shop) {
        Reply reply = ask(operation, () -> {
            if (operation.asked()) {
                shop.platform().tell(authorisationAnswer(operation));
            } else {
                shop.platform().tell(refundAnswer(operation));
            }
        });
        if (reply.failure() == null) {
            // A crash may lose this: then the shop is told a second time, which does no harm.
            return claim.storeLater(
                    operation.edit().followedUp(null),
                    LedgerEvent.Kind.TOLD,
                    operation.toldAsDone() ? "DONE" : "DECLINED");
        }
        return failed(claim, operation, reply);
    }

    /**
     * The shop has asked for the same again. It is told soon, whatever it refused before: not at once, as it takes no answer before
     * it has the acknowledgement of this request. The payment's claim row is locked by this transaction.
     */
    static void askedAgain(Sql sql, LedgerOperation operation, Instant now) {
        if (operation.followUp != LedgerOperation.FollowUp.TELL) {
            return;
        }
        Instant soon = now.plus(PAUSES.get(0));
        boolean sooner = operation.followAt != null && operation.followAt.isBefore(soon);
        Instant next = sooner ? Objects.requireNonNull(operation.followAt) : soon;
        // A person who is asked stays asked, so patience may begin anew.
        int failures = operation.reviewReason == ReviewReason.SHOP_NOT_TOLD ? 0 : operation.followFailures;
        OperationTable.tellAt(sql, operation.id, next, failures);
        PaymentClaimTable.wake(sql, operation.claimId, next);
    }

    private static AuthorisationAnswer authorisationAnswer(LedgerOperation asked) {
        AuthorisationAnswer.Verdict no = asked.reservationGone
                ? AuthorisationAnswer.Verdict.NOTHING_RESERVED
                : AuthorisationAnswer.Verdict.DECLINED;
        return new AuthorisationAnswer(
                asked.key,
                asked.action == Action.CAPTURE ? AuthorisationAnswer.Kind.CAPTURE : AuthorisationAnswer.Kind.RELEASE,
                asked.payment,
                asked.toldAsDone() ? AuthorisationAnswer.Verdict.DONE : no,
                asked.toldAsDone() ? "" : Optional.ofNullable(asked.answer).orElse(""));
    }

    private static RefundAnswer refundAnswer(LedgerOperation refund) {
        return new RefundAnswer(
                refund.key,
                refund.orderId,
                refund.payment,
                refund.amount,
                refund.toldAsDone() ? RefundAnswer.Verdict.DONE : RefundAnswer.Verdict.DECLINED,
                refund.toldAsDone() && !refund.beforeCapture()
                        ? ""
                        : Optional.ofNullable(refund.answer).orElse(""));
    }

    /** How telling the shop failed, in words for the merchant and in detail; {@code failure} is null if it did not. */
    private record Reply(@Nullable String failure, String detail, boolean refused) {}

    private static Reply ask(LedgerOperation refund, Runnable call) {
        try {
            call.run();
            return new Reply(null, "", false);
        } catch (MaksutException e) {
            boolean passes = e instanceof RateLimitedException || e instanceof AuthenticationException;
            return new Reply(
                    FailureWords.ofShop(e, refund.language),
                    FailureWords.detail(e),
                    e instanceof GatewayRefusedException && !passes);
        } catch (Throwable e) { // an Error, too
            LOG.error("The shop's bridge failed on {}", refund, e);
            return new Reply(Texts.text(refund.language, "failure.shop.adapter"), "the shop's bridge failed", false);
        }
    }

    /** Tries for a day, for twenty minutes if the shop refuses; then the operation also needs review, and is still tried. */
    private LedgerOperation failed(PaymentClaim claim, LedgerOperation refund, Reply reply) {
        int failures = refund.followFailures;
        Duration pause = failures < PAUSES.size()
                ? PAUSES.get(failures)
                : engine.settings().reviewPause();
        String words = Objects.requireNonNull(reply.failure());
        OperationDraft draft = refund.edit().followUpFailed(words, engine.now().plus(pause));
        boolean waits = failures < (reply.refused() ? PAUSES_OF_REFUSED : PAUSES.size());
        if (waits || refund.reviewReason == ReviewReason.SHOP_NOT_TOLD) {
            return claim.storeLater(draft, LedgerEvent.Kind.FOLLOW_UP_FAILED, reply.detail());
        }
        draft.reviewReason = ReviewReason.SHOP_NOT_TOLD;
        return claim.store(draft, LedgerEvent.Kind.NEEDS_REVIEW, ReviewReason.SHOP_NOT_TOLD + ": " + reply.detail());
    }
}
