package io.maksut.everypay;

import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.everypay.EveryPayCall.Reading;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.transport.Answer;

/** Captures at EveryPay. An authorisation is captured once there, so a payment that reads captured answers the question. */
final class EveryPayCaptures extends EveryPayChannel {
    EveryPayCaptures(EveryPayGateway gateway, EveryPayWindow window) {
        super(gateway, window, "capture payment");
    }

    @Override
    public Attempt prepare(String reference, Money amount, CallOptions options) {
        EveryPayCall call = gateway().begin(options);
        Payment fresh = call.await(call.read(reference));
        fresh.lifecycle().checkCapture(amount).ifPresent(refusal -> {
            throw notAllowed(refusal);
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
        Payment before;
        try {
            before = call.await(call.look(attempt.paymentId().reference())).payment();
        } catch (MaksutException e) {
            return new Outcome.NotMoved(Texts.reason("not_read_before"), true, keptBy(e.call()));
        }
        if (!before.amounts().equals(attempt.before())) {
            return new Outcome.NotMoved(
                    Texts.reason("changed_since_prepared"), false, CallReport.notSent("capture payment", null));
        }
        try {
            return outcomeOf(
                    call.await(call.send(
                            gateway().requests().capture(attempt.paymentId().reference(), attempt.amount(), stamp))),
                    attempt,
                    before);
        } catch (MaksutException e) {
            Outcome outcome = outcomeOf(e);
            return outcome instanceof Outcome.Unknown && look(attempt, call) instanceof Outcome.Done done
                    ? done
                    : outcome;
        }
    }

    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        return Resolution.of(look(attempt, gateway().begin(options)));
    }

    private Outcome outcomeOf(Answer answer, Attempt attempt, Payment before) {
        try {
            Payment after = gateway().payments().after(before, answer.json());
            return isDone(attempt, gateway().seen(after))
                    ? new Outcome.Done(attempt.key(), attempt.amount(), answer.report())
                    : new Outcome.Unknown(Texts.reason("shows_otherwise"), answer.report());
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return new Outcome.Unknown(Texts.reason("no_clear_answer"), answer.report());
        }
    }

    private Outcome look(Attempt attempt, EveryPayCall call) {
        EveryPayStamp stamp = stamp(attempt);
        Reading now;
        try {
            now = call.await(call.look(attempt.paymentId().reference()));
        } catch (MaksutException e) {
            return new Outcome.Unknown(Texts.reason("unreadable"), e.call());
        }
        if (isDone(attempt, now.payment())) {
            return new Outcome.Done(attempt.key(), attempt.amount(), now.call());
        }
        if (now.payment().amounts().captured().isPositive()) {
            return unknown("changed_otherwise", now);
        }
        if (now.at() == null) {
            return unknown("no_gateway_time", now);
        }
        return now.at().isBefore(window().closed(stamp.timestamp()))
                ? unknown("may_still_arrive", now)
                : new Outcome.NotMoved(Texts.reason("cannot_arrive"), false, now.call());
    }

    private static boolean isDone(Attempt attempt, Payment payment) {
        boolean captured = payment.status() == PaymentStatus.SETTLED
                || payment.status() == PaymentStatus.PARTIALLY_REFUNDED
                || payment.status() == PaymentStatus.REFUNDED;
        return captured && payment.amounts().captured().equals(attempt.amount());
    }
}
