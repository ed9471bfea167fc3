package io.maksut.sync;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.RateLimitedException;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.FollowUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the shop in line once the money's fate is certain: tells it how its request ended, or records a direct refund
 * there. Moves no money. Thread-safe.
 */
final class FollowUpWork {
    private static final Logger LOG = LoggerFactory.getLogger(FollowUpWork.class);

    // @formatter:off
    /** Pauses between tries over a day, short at first: the merchant is looking at the screen. Then once an hour. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(45),
            Duration.ofMinutes(1), Duration.ofMinutes(2),  Duration.ofMinutes(5),  Duration.ofMinutes(12),
            Duration.ofMinutes(38), Duration.ofHours(1),   Duration.ofHours(2),    Duration.ofHours(4),
            Duration.ofHours(4),   Duration.ofHours(4),    Duration.ofHours(4),    Duration.ofHours(4));
    // @formatter:on

    /** Begins the key of every record that we write into a shop. */
    static final String PORTAL_KEY = "maksut:";

    private final Engine engine;

    FollowUpWork(Engine engine) {
        this.engine = engine;
    }

    /** Tells or records what is due. */
    LedgerOperation step(Turn turn, LedgerOperation refund) {
        if (engine.watchesOnly()) {
            OperationDraft later = refund.edit();
            later.followAt = engine.now().plus(engine.settings().heldPause());
            return turn.storeQuietly(later);
        }
        ConnectedShop shop = engine.shop(refund.shop).orElse(null);
        if (shop == null) {
            return failed(turn, refund, Texts.text(refund.language, "failure.shop.not_connected"), "not connected");
        }
        turn.holdFor(engine.settings().callTimeout());
        return refund.followUp == FollowUp.TELL ? tell(turn, refund, shop) : record(turn, refund, shop);
    }

    private LedgerOperation tell(Turn turn, LedgerOperation operation, ConnectedShop shop) {
        Reply<Boolean> reply = ask(operation, () -> {
            if (operation.asked()) {
                shop.platform().tell(authorisationAnswer(operation));
            } else {
                shop.platform().tell(refundAnswer(operation));
            }
            return true;
        });
        if (reply.failure() == null) {
            // Told twice is told: this may be lost in a crash.
            return turn.storeLater(
                    operation.edit().followedUp(null),
                    LedgerEvent.Kind.TOLD,
                    operation.toldAsDone() ? "DONE" : "DECLINED");
        }
        return reply.isFinal()
                ? hold(turn, operation, Hold.SHOP_NOT_TOLD, LedgerEvent.Kind.HELD, reply.failure(), reply.detail())
                : failed(turn, operation, reply.failure(), reply.detail());
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

    private LedgerOperation record(Turn turn, LedgerOperation refund, ConnectedShop shop) {
        PortalRefund made = new PortalRefund(
                portalKey(refund),
                Optional.ofNullable(refund.orderId).orElseThrow(),
                refund.payment,
                refund.amount,
                Optional.ofNullable(refund.endedAt).orElse(refund.changedAt),
                Texts.text(refund.language, "record.reason"));
        Reply<Recording> reply = ask(refund, () -> shop.platform().record(made));
        Recording recording = reply.value();
        if (recording == null) {
            return failed(turn, refund, Optional.ofNullable(reply.failure()).orElse(""), reply.detail());
        }
        if (recording instanceof Recording.Recorded recorded) {
            return turn.store(
                    refund.edit().followedUp(recorded.refundId()), LedgerEvent.Kind.RECORDED, recorded.refundId());
        }
        if (recording instanceof Recording.ByMerchant byMerchant) {
            String instructions = instructions(refund, byMerchant);
            return hold(
                    turn,
                    refund,
                    Hold.RECORD_BY_MERCHANT,
                    LedgerEvent.Kind.RECORD_BY_MERCHANT,
                    instructions,
                    instructions);
        }
        return failed(
                turn,
                refund,
                Texts.text(refund.language, "failure.shop.unknown"),
                ((Recording.Unclear) recording).why());
    }

    /** By which the shop's record of a direct refund is recognised. */
    static String portalKey(LedgerOperation refund) {
        return PORTAL_KEY + refund.key;
    }

    private static String instructions(LedgerOperation refund, Recording.ByMerchant byMerchant) {
        String english = byMerchant.instructions().getOrDefault("en", "");
        return byMerchant
                .instructions()
                .getOrDefault(Texts.languageOf(refund.language).getLanguage(), english);
    }

    /** What the shop said, or how it failed to: in words for the merchant, and in detail. */
    private record Reply<T>(@Nullable T value, @Nullable String failure, String detail, boolean isFinal) {}

    private static <T> Reply<T> ask(LedgerOperation refund, Supplier<T> call) {
        try {
            return new Reply<>(call.get(), null, "", false);
        } catch (MaksutException e) {
            boolean passes = e instanceof RateLimitedException || e instanceof AuthenticationException;
            return new Reply<>(
                    null,
                    FailureWords.ofShop(e, refund.language),
                    FailureWords.detail(e),
                    e instanceof GatewayRefusedException && !passes);
        } catch (Throwable e) { // an Error, too
            LOG.error("The shop's bridge failed on {}", refund, e);
            return new Reply<>(
                    null, Texts.text(refund.language, "failure.shop.adapter"), "the shop's bridge failed", false);
        }
    }

    private static LedgerOperation hold(
            Turn turn, LedgerOperation refund, Hold hold, LedgerEvent.Kind what, String words, String detail) {
        OperationDraft draft = refund.edit().followUpFailed(words, null);
        draft.hold = hold;
        return turn.store(draft, what, detail);
    }

    /** It is tried for a day, then a person is asked; it goes on being tried every hour all the same. */
    private LedgerOperation failed(Turn turn, LedgerOperation refund, String words, String detail) {
        Instant now = engine.now();
        if (refund.followFailures < PAUSES.size()) {
            Instant next = now.plus(PAUSES.get(refund.followFailures));
            return turn.storeLater(
                    refund.edit().followUpFailed(words, next), LedgerEvent.Kind.FOLLOW_UP_FAILED, detail);
        }
        Instant next = now.plus(engine.settings().heldPause());
        Hold hold = refund.followUp == FollowUp.TELL ? Hold.SHOP_NOT_TOLD : Hold.RECORDING_UNCLEAR;
        OperationDraft draft = refund.edit().followUpFailed(words, next);
        draft.hold = hold;
        return refund.hold == hold
                ? turn.storeLater(draft, LedgerEvent.Kind.FOLLOW_UP_FAILED, detail)
                : turn.store(draft, LedgerEvent.Kind.HELD, hold + ": " + detail);
    }
}
