package io.maksut.everypay;

import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.everypay.EveryPayCall.Reading;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import io.maksut.transport.Answer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refunds at EveryPay, which knows no idempotency keys and lists no refunds. An attempt is sent at most once, under the
 * nonce and timestamp that {@link #prepare} fixed; what became of it is read from the payment's standing amount.
 *
 * <p>The standing amount shows how much is missing, not which request took it. If exactly this attempt's amount is
 * missing, it counts as this attempt's. So a payment has one attempt under way at a time; the ledger ensures that over
 * all processes.
 */
final class EveryPayRefunds extends EveryPayChannel {
    EveryPayRefunds(EveryPayGateway gateway, EveryPayWindow window) {
        super(gateway, window, "refund payment");
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        EveryPayCall call = gateway().begin(options);
        return prepare(call.await(call.read(reference)), amount, options);
    }

    @Override
    public Attempt prepare(Payment fresh, Money amount, CallOptions options) {
        fresh.lifecycle().checkRefund(amount).ifPresent(denial -> {
            throw notAllowed(denial);
        });
        return attempt(fresh, amount, options);
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        EveryPayStamp stamp = stamp(attempt);
        if (tooOld(stamp)) {
            return tooOldToSend();
        }
        EveryPayCall call = gateway().begin(options);
        Reading before;
        try {
            before = call.await(call.look(attempt.paymentId().reference()));
        } catch (MaksutException e) {
            return new Outcome.NotMoved(Texts.reason("not_read_before"), true, keptBy(e.call()));
        }
        Optional<Outcome> kept = whyNotSent(attempt, before);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (tooOld(stamp)) {
            return tooOldToSend();
        }
        return send(attempt, stamp, before.payment(), call);
    }

    @Override
    public boolean resolvesByAmount() {
        return true;
    }

    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        return Resolution.of(read(attempt, gateway().begin(options)));
    }

    private Outcome read(Attempt attempt, EveryPayCall call) {
        EveryPayStamp stamp = stamp(attempt);
        Reading now;
        try {
            now = call.await(call.look(attempt.paymentId().reference()));
        } catch (MaksutException e) {
            return new Outcome.Unknown(Texts.reason("unreadable"), e.call());
        }
        return judge(attempt, stamp, now);
    }

    /** What the payment shows now of an attempt that may have been sent. */
    private Outcome judge(Attempt attempt, EveryPayStamp stamp, Reading now) {
        Payment payment = now.payment();
        EveryPayTrace trace = new EveryPayTrace(attempt, payment);
        if (trace.tookAmount()) {
            return handedToPerson(payment) ? byHand(now) : done(attempt, null, now.call());
        }
        if (!trace.unchanged()) {
            return unknown("changed_otherwise", now);
        }
        if (payment.method() == PaymentMethod.OPEN_BANKING
                && attempt.before().refunded().isPositive()) {
            // An earlier refund may have failed since and its money come back, while this one was carried out.
            return unknown("earlier_may_be_returned", now);
        }
        if (now.at() == null) {
            return unknown("no_gateway_time", now);
        }
        if (now.at().isBefore(window().closed(stamp.timestamp()))) {
            return unknown("may_still_arrive", now);
        }
        return new Outcome.NotMoved(Texts.reason("cannot_arrive"), false, now.call());
    }

    /**
     * Nothing is sent on a payment that changed since it was read for the attempt. What is missing then is not this
     * attempt's, even if the amount is the same, as this attempt was never sent.
     */
    private Optional<Outcome> whyNotSent(Attempt attempt, Reading before) {
        Payment payment = before.payment();
        if (handedToPerson(payment)) {
            return Optional.of(byHand(before));
        }
        Optional<OutcomeReason> why = new EveryPayTrace(attempt, payment).unchanged()
                ? payment.lifecycle().checkRefund(attempt.amount()).map(EveryPayChannel::explain)
                : Optional.of(Texts.reason("changed_since_prepared"));
        return why.map(it -> new Outcome.NotMoved(it, false, before.call()));
    }

    private Outcome send(Attempt attempt, EveryPayStamp stamp, Payment before, EveryPayCall call) {
        try {
            Answer answer = call.await(
                    call.send(gateway().requests().refund(attempt.paymentId().reference(), attempt.amount(), stamp)));
            return outcomeOf(answer, attempt, before);
        } catch (MaksutException e) {
            return outcomeOf(e);
        }
    }

    private Outcome outcomeOf(Answer answer, Attempt attempt, Payment before) {
        try {
            JsonDocument json = answer.json();
            Payment after = gateway().payments().after(before, json);
            if (!new EveryPayTrace(attempt, after).tookAmount()) {
                return new Outcome.Unknown(Texts.reason("shows_otherwise"), answer.report());
            }
            Payment unused = gateway().seen(after);
            return done(attempt, json, answer.report());
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return new Outcome.Unknown(Texts.reason("no_clear_answer"), answer.report());
        }
    }

    private boolean handedToPerson(Payment payment) {
        return payment.method() == PaymentMethod.OPEN_BANKING
                && gateway().capabilities().openBankingRefund() == OpenBankingRefund.STATUS_ONLY;
    }

    /** The gateway gives card refunds no id; then the attempt's key is used. */
    private static Outcome done(Attempt attempt, @Nullable JsonDocument answer, CallReport report) {
        Optional<String> name = answer == null ? Optional.empty() : answer.text("transaction_reference");
        return new Outcome.Done(
                name.filter(it -> it.matches("[!-~]{1,255}")).orElse(attempt.key()), attempt.amount(), report);
    }

    private static Outcome byHand(Reading reading) {
        return new Outcome.ByHand(Texts.reason("by_hand"), reading.call());
    }
}
