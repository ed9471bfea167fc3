package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.error.RateLimitedException;
import io.maksut.portal.Attempt;
import io.maksut.portal.AttemptChannel;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopChannel.Preparation;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes into shops: prepares a record or a refund to be started on the order as it is now, and has {@link Sending}
 * send and resolve it. Moves no money at a gateway. Thread-safe.
 */
final class ShopWriting {
    private final Engine engine;
    private final Conclusions conclusions;
    private final Sending sending;

    ShopWriting(Engine engine, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.conclusions = conclusions;
        this.sending = sending;
    }

    /** Does one step of a write that is in flight. */
    LedgerOperation step(PaymentClaim claim, LedgerOperation write) {
        if (engine.watchesOnly() && write.action == Action.RECORD) {
            OperationDraft later = write.edit();
            later.dueAt = engine.now().plus(engine.settings().reviewPause());
            return claim.storeQuietly(later);
        }
        ConnectedShop shop = engine.shop(write.shop).orElse(null);
        if (shop == null) {
            return notDone(claim, write, Said.ofShop(write, "not_connected"));
        }
        try {
            ShopChannel channel = ask(
                    shop,
                    () -> write.action == Action.RECORD
                            ? shop.platform().records()
                            : shop.platform().starts());
            return write.outcomeUnknown()
                    ? sending.resolve(claim, write, new Failing(channel))
                    : begin(claim, write, shop, channel);
        } catch (RateLimitedException e) {
            return conclusions.busy(claim, write.edit(), Said.ofShop(write, e));
        } catch (MaksutException e) {
            return notDone(claim, write, Said.ofShop(write, e));
        }
    }

    private LedgerOperation notDone(PaymentClaim claim, LedgerOperation write, Said why) {
        return write.outcomeUnknown() ? conclusions.unknown(claim, write, why) : conclusions.later(claim, write, why);
    }

    /** Also prepares anew what was certainly not sent: the order may show it by now, or not allow it any more. */
    private LedgerOperation begin(PaymentClaim claim, LedgerOperation write, ConnectedShop shop, ShopChannel channel) {
        claim.holdFor(engine.settings().callTimeout());
        CallOptions options = engine.callOptions().withIdempotencyKey(write.nextAttemptKey());
        Preparation preparation = ask(shop, () -> channel.prepare(refund(write), options));
        LedgerOperation unsent = write.state == State.PENDING
                ? write
                : write.edit().toBeBegunAnew(engine.now()).done();
        if (preparation instanceof Preparation.Ready ready) {
            return sending.begin(claim, unsent, ready.attempt(), new Failing(channel));
        }
        Outcome settled = ((Preparation.Settled) preparation).outcome();
        return settled instanceof Outcome.Declined && awaitsCapture(claim, write)
                ? conclusions.later(claim, unsent, Said.ofShop(write, "capture_not_shown"))
                : sending.take(claim, unsent, settled);
    }

    /** Whether the order cannot show yet what is captured: the shop asked for a capture, and was told of none, or only now. */
    private boolean awaitsCapture(PaymentClaim claim, LedgerOperation write) {
        return write.action == Action.START_REFUND
                && claim.captures().stream()
                        .filter(it -> it.asked() && it.shop.equals(write.shop))
                        .anyMatch(it -> (it.state.inFlight() && it.reviewReason == null)
                                || LostRecords.mayStillAppear(it, engine.now()));
    }

    private static <T> T ask(ConnectedShop shop, Supplier<T> question) {
        return Plugins.ask("the bridge of " + shop.name(), question);
    }

    private static PortalRefund refund(LedgerOperation write) {
        // Customers may read the text of a record: it names no request.
        String text = write.action == Action.RECORD
                ? Texts.text(write.language, "record.reason")
                : (Optional.ofNullable(write.note).orElse("") + " "
                                + Texts.text(write.language, "reference", write.correlationId.value()))
                        .strip();
        return new PortalRefund(
                write.mark(),
                Optional.ofNullable(write.orderId).orElseThrow(),
                write.payment,
                write.amount,
                write.createdAt,
                text);
    }

    /** A channel whose failed calls are unknown outcomes. */
    private record Failing(ShopChannel shop) implements AttemptChannel {
        @Override
        public Outcome submit(Attempt attempt, CallOptions options) {
            try {
                return shop.submit(attempt, options);
            } catch (MaksutException e) {
                return new Outcome.Unknown(FailureWords.reasonOfShop(e), e.call());
            }
        }

        @Override
        public Resolution resolve(Attempt attempt, CallOptions options) {
            try {
                return shop.resolve(attempt, options);
            } catch (MaksutException e) {
                return new Resolution.StillUnresolved(FailureWords.reasonOfShop(e), e.call());
            }
        }

        @Override
        public boolean resolvesByReading() {
            return shop.resolvesByReading();
        }
    }
}
