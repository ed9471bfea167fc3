package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.ShopOrderId;
import io.maksut.portal.Attempt;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.LedgerOperation.State;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges the release of an authorisation whose order is over (domain 4, ship to settle). Read right before: the order
 * is still over, the payment is bound to it and named by no live order, and nothing was captured or is being captured.
 * Else nothing is released, and the standing authorisation is a discrepancy. Thread-safe.
 */
final class ReleasePreparation {
    private final Engine engine;
    private final Conclusions conclusions;
    private final Sending sending;
    private final StandingAuthorisation standing;
    private final LateReservations late;
    private final NameCheck names;

    ReleasePreparation(Engine engine, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.conclusions = conclusions;
        this.sending = sending;
        this.standing = new StandingAuthorisation(engine);
        this.late = new LateReservations(engine, conclusions);
        this.names = new NameCheck(engine, conclusions);
    }

    /** Judges the release on fresh facts, and sends it if nothing forbids it. */
    LedgerOperation begin(
            PaymentClaim claim, LedgerOperation release, PaymentGateway gateway, OperationChannel channel) {
        ConnectedShop shop = engine.shop(release.shop).orElse(null);
        long known = claim.knownNames();
        if (shop == null || standing.hasUnread(claim)) {
            return conclusions.later(claim, release, Said.ofShop(release, "not_connected"));
        }
        if (!shop.releasesWhenOver()) {
            return drop(claim, release, "releasing is switched off");
        }
        try {
            List<ShopOrder> live = standing.live(claim);
            if (!live.isEmpty()) {
                return drop(claim, release, "order " + live.get(0).id() + " is not over and names the payment");
            }
        } catch (MaksutException e) {
            return conclusions.later(claim, release, Said.ofShop(release, e));
        }
        try {
            claim.holdFor(engine.settings().callTimeout());
            Payment fresh = engine.read(release.payment, gateway);
            Optional<LedgerOperation> notSent = notSent(claim, release, shop, fresh);
            if (notSent.isPresent()) {
                return notSent.get();
            }
            Money all = fresh.lifecycle().limit(PaymentAction.VOID);
            Attempt attempt = Plugins.ask(
                    "the plugin of " + release.payment.account(),
                    () -> channel.prepare(
                            release.payment.reference(),
                            all,
                            engine.callOptions().withIdempotencyKey(release.nextAttemptKey())));
            return attempt.before().equals(fresh.amounts())
                    ? sending.begin(claim, release, attempt, channel, fresh, known)
                    : conclusions.later(claim, release, changing(release, "the payment has just changed"));
        } catch (ActionNotAllowedException e) {
            return conclusions.later(claim, release, changing(release, "the payment has just changed"));
        } catch (NotFoundException e) {
            return drop(claim, release, "the gateway does not know the payment");
        } catch (RateLimitedException e) {
            return conclusions.busy(claim, release.edit(), Said.of(release, e));
        } catch (MaksutException e) {
            return conclusions.later(claim, release, Said.of(release, e));
        }
    }

    /**
     * For a release that may have been sent and could be resolved only by sending it again: the result if it is not
     * certain any more that it is wanted, say because an order is live again or cannot be read. The payment is then
     * only read. Empty if it may be sent again.
     */
    Optional<LedgerOperation> beforeRepeating(PaymentClaim claim, LedgerOperation release, PaymentGateway gateway) {
        Said why;
        try {
            boolean stillWanted = engine.shop(release.shop)
                            .map(ConnectedShop::releasesWhenOver)
                            .orElse(false)
                    && !StandingAuthorisation.isWantedCaptured(claim)
                    && !standing.hasUnread(claim);
            if (stillWanted && standing.live(claim).isEmpty()) {
                return Optional.empty();
            }
            why = changing(release, "not sent again: it is not certain any more that it is wanted");
        } catch (MaksutException e) {
            why = Said.ofShop(release, e);
        }
        try {
            claim.holdFor(engine.settings().callTimeout());
            boolean released = engine.read(release.payment, gateway).status() == PaymentStatus.VOIDED;
            Attempt attempt = Objects.requireNonNull(release.attempt);
            return Optional.of(
                    released
                            ? conclusions.done(claim, release, attempt.key(), attempt.amount(), "it reads released")
                            : conclusions.unknown(claim, release, why));
        } catch (MaksutException e) {
            return Optional.of(conclusions.unknown(claim, release, Said.of(release, e)));
        }
    }

    /** The result where it may not be sent, or need not be; empty where it may. */
    private Optional<LedgerOperation> notSent(
            PaymentClaim claim, LedgerOperation release, ConnectedShop shop, Payment fresh) {
        if (fresh.status() == PaymentStatus.VOIDED) {
            return Optional.of(drop(claim, release, "it is released already"));
        }
        boolean captureUnderWay =
                claim.captures().stream().anyMatch(it -> it.outcomeUnknown() || it.state == State.PROCESSING);
        boolean refundUnderWay = claim.refunds().stream().anyMatch(it -> it.state.inFlight());
        if (captureUnderWay || refundUnderWay || late.mayStillArrive(claim.capturesAndVoids())) {
            return Optional.of(conclusions.later(claim, release, changing(release, "money of it is under way")));
        }
        if (StandingAuthorisation.isWantedCaptured(claim)) {
            return Optional.of(drop(claim, release, "a capture of it is wanted"));
        }
        boolean captured = fresh.amounts().captured().isPositive()
                || claim.captures().stream().anyMatch(it -> it.state == State.SUCCEEDED);
        if (captured) {
            return Optional.of(drop(claim, release, "something of it was captured"));
        }
        Optional<DenialReason> denial = fresh.lifecycle().denial(PaymentAction.VOID);
        if (denial.isPresent()) {
            return Optional.of(
                    drop(claim, release, fresh.status() + ": " + denial.get().explain(Locale.ENGLISH)));
        }
        boolean own = shop.vouchesForRequests()
                || PaymentBinding.judge(
                                fresh,
                                new ShopOrderId(release.shop, String.valueOf(release.orderId)),
                                PaymentBinding.facts(engine, shop, release.payment, claim.links()))
                        instanceof PaymentBinding.Answer.Bound;
        return own
                ? Optional.empty()
                : names.first(claim, release, fresh)
                        .or(() -> Optional.of(drop(claim, release, "it is not established that it is the order's")));
    }

    private LedgerOperation drop(PaymentClaim claim, LedgerOperation release, String why) {
        return conclusions.cancel(claim, release, LedgerEvent.Kind.VOID_CANCELLED, new Said(why, why));
    }

    private static Said changing(LedgerOperation release, String detail) {
        return new Said(Texts.text(release.language, "waits.payment_changing"), detail);
    }
}
