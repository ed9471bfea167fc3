package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes failed calls for people, in English, without exception, key, code or status. Those are logged. */
final class FailureWords {
    private static final Logger LOG = LoggerFactory.getLogger(FailureWords.class);

    private FailureWords() {}

    /** @param what the object of the call, for the log */
    static String of(MaksutException failure, Object what) {
        LOG.warn("{}: {}, {}", what, failure.getClass().getSimpleName(), failure.call());
        if (failure instanceof RateLimitedException) {
            return "there were too many requests at once; it is tried again";
        }
        if (failure instanceof AuthenticationException) {
            return "our credentials were not accepted";
        }
        if (failure instanceof NotFoundException) {
            return "it is not known there";
        }
        if (failure instanceof GatewayRefusedException) {
            return "it was refused";
        }
        if (failure instanceof NotSupportedByGatewayException) {
            return "it is not possible there";
        }
        if (failure instanceof OutcomeUnknownException) {
            return "whether it was done is not known";
        }
        if (failure instanceof MalformedAnswerException) {
            return "the answer could not be understood";
        }
        return failure instanceof NotSentException ? "nothing was sent" : "there was no answer";
    }
}
