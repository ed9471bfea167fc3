package io.maksut.transport;

import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.DeclinedException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import io.maksut.transport.Outcome.Answered;
import io.maksut.transport.Outcome.Thrown;
import io.maksut.transport.Outcome.Unusable;
import io.maksut.transport.ResponseClass.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Maps the outcome of a call that was not accepted to an exception.
 *
 * <p>Once any attempt of a write was unclear, only a conclusive refusal is certain; everything else leaves the outcome
 * unknown.
 */
final class OutcomeMapping {
    private final Call call;
    private final History history;
    private final Redaction redaction;

    OutcomeMapping(Call call, History history, Redaction redaction) {
        this.call = call;
        this.history = history;
        this.redaction = redaction;
    }

    MaksutException of(Outcome last) {
        CallReport report = history.report(call, code(last));
        MaksutException simply = simply(last, report);
        if (certain(last, simply)) {
            return simply;
        }
        MaksutException unknown =
                new OutcomeUnknownException("A request was sent and perhaps carried out; then " + what(last), report);
        unknown.initCause(simply);
        return unknown;
    }

    /** Maps a failure of our own code, a signer or a judge; {@code departed}: a request may have left before it. */
    MaksutException ofOurOwn(Throwable failure, boolean departed) {
        CallReport report = history.report(call, null);
        String what = "it failed on this side";
        MaksutException exception = !departed
                ? new NotSentException(what, report)
                : call.repeat().writes()
                        ? new OutcomeUnknownException(what, report)
                        : new GatewayUnavailableException(what, report);
        exception.initCause(redaction.cause(failure));
        return exception;
    }

    private boolean certain(Outcome last, MaksutException simply) {
        boolean conclusive = last instanceof Answered answered
                && answered.responseClass() instanceof Refused refused
                && refused.conclusive();
        return conclusive || !call.repeat().writes() || !history.unclear() || simply.money() != MoneyOutcome.NOT_MOVED;
    }

    /** The exception as if no attempt before the last had been unclear. */
    private MaksutException simply(Outcome last, CallReport report) {
        if (last instanceof Thrown thrown) {
            return thrown.exception();
        }
        MaksutException exception = exception(last, what(last), report);
        Throwable cause = last.failure();
        if (cause != null) {
            exception.initCause(redaction.cause(cause));
        }
        return exception;
    }

    private MaksutException exception(Outcome last, String what, CallReport report) {
        if (last instanceof Unusable) {
            return new MalformedAnswerException(what, report);
        }
        if (last instanceof Answered answered && answered.responseClass() instanceof Refused refused) {
            return switch (refused.kind()) {
                case NOT_FOUND -> new NotFoundException(what, report);
                case AUTHENTICATION -> new AuthenticationException(what, report);
                case DECLINED -> new DeclinedException(what, report);
                case OTHER -> new GatewayRefusedException(what, report);
            };
        }
        if (last.unclear()) {
            return call.repeat().writes()
                    ? new OutcomeUnknownException(what, report)
                    : new GatewayUnavailableException(what, report);
        }
        if (history.unclear() && !call.repeat().writes()) {
            return new GatewayUnavailableException(what, report);
        }
        return history.notProcessed() ? new RateLimitedException(what, report) : new NotSentException(what, report);
    }

    private String what(Outcome last) {
        String said =
                last instanceof Answered answered ? answered.responseClass().message() : "";
        return last.what()
                + (said.isEmpty() ? "" : ": " + redaction.redact(said))
                + (history.before() == null ? "" : "; before that, " + history.before());
    }

    private @Nullable String code(Outcome last) {
        String code =
                last instanceof Answered answered ? answered.responseClass().code() : null;
        return code == null ? null : redaction.redact(code);
    }
}
