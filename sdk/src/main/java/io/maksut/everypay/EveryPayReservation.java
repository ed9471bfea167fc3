package io.maksut.everypay;

import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.everypay.EveryPayCall.Reading;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import java.util.Optional;

/**
 * What ends an authorisation at EveryPay. It can be captured once or released once, so the payment shows what became of
 * an attempt.
 */
abstract class EveryPayReservation extends EveryPayChannel {
    private final String operation;

    /** {@code operation} names the request in reports. */
    EveryPayReservation(EveryPayGateway gateway, EveryPayWindow window, String operation) {
        super(gateway, window, operation);
        this.operation = operation;
    }

    /** Why the payment does not allow the attempt; empty if it does. */
    abstract Optional<DenialReason> denial(Payment fresh, Money amount);

    /** The request of the attempt. */
    abstract Call request(Attempt attempt, EveryPayStamp stamp);

    /** Whether the payment shows that the attempt was carried out. */
    abstract boolean isDone(Attempt attempt, Payment payment);

    /** The outcome where the payment shows that the authorisation ended otherwise; empty if it shows no such end. */
    abstract Optional<Outcome> endedOtherwise(Attempt attempt, Reading now);

    @Override
    public final Attempt prepare(String reference, Money amount, CallOptions options) {
        EveryPayCall call = gateway().begin(options);
        Payment fresh = call.await(call.read(reference));
        denial(fresh, amount).ifPresent(denial -> {
            throw notAllowed(denial);
        });
        return attempt(fresh, amount, options);
    }

    @Override
    public final Outcome submit(Attempt attempt, CallOptions options) {
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
                    Texts.reason("changed_since_prepared"), false, CallReport.notSent(operation, null));
        }
        if (tooOld(stamp)) {
            return tooOldToSend();
        }
        try {
            return outcomeOf(call.await(call.send(request(attempt, stamp))), attempt, before);
        } catch (MaksutException e) {
            Outcome outcome = outcomeOf(e);
            return outcome instanceof Outcome.Unknown && look(attempt, call) instanceof Outcome.Done done
                    ? done
                    : outcome;
        }
    }

    @Override
    public final Resolution resolve(Attempt attempt, CallOptions options) {
        return Resolution.of(look(attempt, gateway().begin(options)));
    }

    private Outcome outcomeOf(Answer answer, Attempt attempt, Payment before) {
        try {
            Payment after = gateway().payments().after(before, answer.json());
            return isDone(attempt, gateway().seen(after))
                    ? done(attempt, answer.report())
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
            return done(attempt, now.call());
        }
        Optional<Outcome> otherwise = endedOtherwise(attempt, now);
        if (otherwise.isPresent()) {
            return otherwise.get();
        }
        if (now.at() == null) {
            return unknown("no_gateway_time", now);
        }
        return now.at().isBefore(window().closed(stamp.timestamp()))
                ? unknown("may_still_arrive", now)
                : new Outcome.NotMoved(Texts.reason("cannot_arrive"), false, now.call());
    }

    private static Outcome done(Attempt attempt, CallReport report) {
        return new Outcome.Done(attempt.key(), attempt.amount(), report);
    }
}
