package io.maksut.samples.page.web;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.RateLimitedException;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.web.IdempotentForm.Said;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed call means for the money, in the reader's words; what it was in detail is in the log, under a number. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** @param what failed, for the log */
    static Said said(MaksutException failure, RequestContext request, String what, String then) {
        String number = LogReference.of(request.context());
        LOG.warn("{} failed ({}): {}", what, number, failure.getMessage());
        if (failure instanceof ActionNotAllowedException notAllowed) {
            return new Said(
                    Notice.Kind.BAD,
                    notAllowed.denial().explain(request.formats().locale()),
                    then);
        }
        Notice.Kind kind = switch (failure.money()) {
            case NOT_MOVED -> Notice.Kind.BAD;
            case UNKNOWN -> Notice.Kind.UNCLEAR;
        };
        String words = request.text("failure.why." + why(failure)) + " " + request.text("error.number", number);
        return new Said(kind, request.text("failure." + failure.money(), words), then);
    }

    private static String why(MaksutException failure) {
        if (failure instanceof NotSentException) {
            return "not_sent";
        }
        if (failure instanceof RateLimitedException) {
            return "busy";
        }
        if (failure instanceof AuthenticationException) {
            return "access";
        }
        if (failure instanceof NotFoundException) {
            return "not_found";
        }
        if (failure instanceof NotSupportedByGatewayException) {
            return "not_supported";
        }
        return failure instanceof GatewayRefusedException ? "refused" : "unavailable";
    }
}
