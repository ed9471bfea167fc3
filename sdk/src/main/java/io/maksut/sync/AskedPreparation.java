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
import io.maksut.portal.Attempt;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.OperationChannel;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges a capture or a void that a shop asks for before it is sent. The shop decides that it is made, and how much is
 * captured; the payment, read just now, decides whether it may be made. Thread-safe.
 */
final class AskedPreparation {
    private final Engine engine;
    private final Conclusions conclusions;
    private final Sending sending;
    private final LateReservations late;

    AskedPreparation(Engine engine, Conclusions conclusions, Sending sending) {
        this.engine = engine;
        this.conclusions = conclusions;
        this.sending = sending;
        this.late = new LateReservations(engine, conclusions);
    }

    /** Judges the request on a fresh read, and sends it if nothing forbids it. */
    LedgerOperation begin(PaymentClaim claim, LedgerOperation asked, PaymentGateway gateway, OperationChannel channel) {
        if (engine.shop(asked.shop).isEmpty()) {
            return conclusions.later(claim, asked, Said.ofShop(asked, "not_connected"));
        }
        Payment fresh;
        Attempt attempt;
        long known = claim.knownNames();
        try {
            Payment read = Plugins.ask("the plugin of " + asked.payment.account(), () -> {
                GatewayCall call = gateway.begin(engine.callOptions());
                return call.await(call.read(asked.payment.reference()));
            });
            fresh = NamedOtherwiseException.require(asked.payment, read);
            Optional<LedgerOperation> notSent = notSent(claim, asked, fresh);
            if (notSent.isPresent()) {
                return notSent.get();
            }
            Money amount = asked.action == Action.VOID ? fresh.lifecycle().limit(PaymentAction.VOID) : asked.amount;
            attempt = Plugins.ask(
                    "the plugin of " + asked.payment.account(),
                    () -> channel.prepare(
                            asked.payment.reference(),
                            amount,
                            engine.callOptions().withIdempotencyKey(asked.nextAttemptKey())));
        } catch (ActionNotAllowedException e) {
            // The payment changed between the two reads: the next look says how.
            return conclusions.later(claim, asked, Said.paymentChanging(asked));
        } catch (NotFoundException e) {
            return asked.failures < RefundPreparation.LOOKS_FOR_UNKNOWN
                    ? conclusions.later(claim, asked, Said.of(asked, e))
                    : conclusions.needsReview(claim, asked, ReviewReason.PAYMENT_UNKNOWN, Said.of(asked, e), null);
        } catch (RateLimitedException e) {
            return conclusions.busy(claim, asked.edit(), Said.of(asked, e));
        } catch (MaksutException e) {
            return conclusions.later(claim, asked, Said.of(asked, e));
        }
        return attempt.before().equals(fresh.amounts())
                ? sending.begin(claim, asked, attempt, channel, fresh, known)
                : conclusions.later(claim, asked, Said.paymentChanging(asked));
    }

    /** The result where it may not be sent, or need not be; empty where it may. */
    private Optional<LedgerOperation> notSent(PaymentClaim claim, LedgerOperation asked, Payment fresh) {
        if (!showsAll(claim, fresh)) {
            return Optional.of(conclusions.later(claim, asked, Said.of(asked, "capture_not_shown")));
        }
        if (asked.action == Action.VOID && fresh.status() == PaymentStatus.VOIDED) {
            return Optional.of(doneBefore(claim, asked));
        }
        Optional<LedgerOperation> held =
                asked.action == Action.CAPTURE ? besideLate(claim, asked, fresh) : Optional.empty();
        if (held.isPresent()) {
            return held;
        }
        Optional<DenialReason> denial = asked.action == Action.VOID
                ? fresh.lifecycle().denial(PaymentAction.VOID)
                : fresh.lifecycle().checkCapture(asked.amount);
        Optional<LedgerOperation> unexplained = asked.action == Action.CAPTURE
                ? unexplained(claim, asked, fresh, denial.isPresent())
                : Optional.empty();
        if (unexplained.isPresent()) {
            return unexplained;
        }
        return denial.map(why -> notAllowed(claim, asked, fresh, why));
    }

    /**
     * The result where an earlier capture that counted as not made may still arrive, or has: the shop may be asking for
     * the same one again. A person's word that it is another one holds for the captured sum of that moment only.
     */
    private Optional<LedgerOperation> besideLate(PaymentClaim claim, LedgerOperation asked, Payment fresh) {
        List<LedgerOperation> all = claim.capturesAndVoids();
        if (late.mayStillArrive(all)) {
            return Optional.of(conclusions.later(claim, asked, Said.of(asked, "earlier_capture_may_arrive")));
        }
        Money captured = RefundedSum.captured(fresh, claim.refunds(), claim.captures());
        boolean answered = asked.saidAnotherAt != null && captured.equals(asked.sumAtReview);
        boolean own = asked.watchedUntil != null
                && LateReservations.beyond(fresh, asked, all, claim.refunds()).isPositive();
        if (answered || !(own || late.mayHaveArrived(claim, asked, fresh))) {
            return Optional.empty();
        }
        claim.withNextCommit(sql -> PaymentClaimTable.compareAt(sql, claim.id(), engine.now()));
        return Optional.of(
                own
                        ? conclusions.later(claim, asked, Said.of(asked, "earlier_capture_arrived"))
                        : conclusions.needsReview(
                                claim,
                                asked.edit().sumAtReview(captured).done(),
                                ReviewReason.EARLIER_ARRIVED,
                                Said.of(asked, "earlier_capture_arrived"),
                                null));
    }

    /** Whether the gateway shows at least what it has confirmed; else it lags, and nothing is judged on it. */
    private static boolean showsAll(PaymentClaim claim, Payment fresh) {
        Money zero = Money.zero(fresh.amounts().currency());
        Money confirmed = claim.captures().stream()
                .filter(it -> it.state == State.SUCCEEDED && it.amount.sameCurrency(zero))
                .map(it -> it.amount)
                .reduce(zero, Money::plus);
        boolean released = claim.capturesAndVoids().stream()
                .anyMatch(it -> it.action == Action.VOID && it.state == State.SUCCEEDED);
        return fresh.amounts().captured().compareTo(confirmed) >= 0
                && (!released || fresh.status() == PaymentStatus.VOIDED);
    }

    private LedgerOperation notAllowed(PaymentClaim claim, LedgerOperation asked, Payment fresh, DenialReason denial) {
        Said why = new Said(denial.explain(asked.language), fresh.status() + ": " + denial.explain(Locale.ENGLISH));
        boolean undocumented =
                denial.code() == DenialReason.Code.STATUS_UNKNOWN || denial.code() == DenialReason.Code.NOT_DOCUMENTED;
        if (undocumented) {
            return conclusions.needsReview(claim, asked, ReviewReason.STATUS_UNKNOWN, why, null);
        }
        if (!isDecided(fresh)) {
            return conclusions.later(claim, asked, why);
        }
        // Where a part is still reserved, the payment's own words do not ask for a refund of what was captured.
        boolean captured = asked.action == Action.VOID
                && fresh.amounts().captured().isPositive()
                && fresh.amounts().capturable().isZero();
        OperationDraft draft = asked.edit();
        draft.reservationGone = asked.action == Action.CAPTURE && fresh.status() == PaymentStatus.VOIDED;
        return conclusions.declineAsked(
                claim, draft, captured ? Texts.text(asked.language, "declined.captured") : why.words(), why);
    }

    /**
     * The result where more is captured than is known here, by the gateway's portal or by a ledger that was lost. If
     * the gateway refuses the capture and exactly the requested amount is unexplained, it was done before, unless part
     * of that may never have been captured. Else a person decides. Empty if all is explained, or a person has said of
     * this sum that the request is another one.
     */
    private Optional<LedgerOperation> unexplained(
            PaymentClaim claim, LedgerOperation asked, Payment fresh, boolean refused) {
        Money captured = RefundedSum.captured(fresh, claim.refunds(), claim.captures());
        if (!captured.sameCurrency(asked.amount)) {
            return Optional.empty();
        }
        Money known = claim.captures().stream()
                .filter(it -> it.asked() ? it.toldAsDone() : it.state == State.SUCCEEDED)
                .map(it -> it.amount)
                .filter(captured::sameCurrency)
                .reduce(Money.zero(captured.currency()), Money::plus);
        Money more = captured.minus(known);
        boolean onlyOnce = known.isPositive() && !fresh.capabilities().capturesRestOfSettled();
        boolean said = asked.saidAnotherAt != null && captured.equals(asked.sumAtReview);
        if (!more.isPositive() || onlyOnce || said) {
            return Optional.empty();
        }
        boolean certain = !RefundedSum.mayBeNeverCaptured(fresh, claim.refunds(), claim.captures());
        if (refused && certain && more.equals(asked.amount)) {
            return Optional.of(doneBefore(claim, asked));
        }
        Said why = new Said(
                ReviewReason.CAPTURE_UNEXPLAINED.explain(asked.language),
                captured + " captured, " + known + " known here");
        return Optional.of(conclusions.needsReview(
                claim, asked.edit().sumAtReview(captured).done(), ReviewReason.CAPTURE_UNEXPLAINED, why, null));
    }

    /** Whether the payment's status answers the request for good, so that waiting changes nothing. */
    private static boolean isDecided(Payment fresh) {
        return fresh.status() == PaymentStatus.AUTHORISED
                || fresh.amounts().captured().isPositive()
                || fresh.lifecycle().isFinal();
    }

    private LedgerOperation doneBefore(PaymentClaim claim, LedgerOperation asked) {
        Said why = new Said(Texts.text(asked.language, "cancelled.done_before"), "it was done before, past the shop");
        return conclusions.cancel(claim, asked, LedgerEvent.Kind.DONE_BEFORE, why);
    }
}
