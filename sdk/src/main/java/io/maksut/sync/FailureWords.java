package io.maksut.sync;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import io.maksut.portal.OutcomeReason;
import java.util.Locale;

/**
 * Describes a failed call in words for merchants, without exception, key or status. {@link #detail} is for the history.
 */
final class FailureWords {
    private FailureWords() {}

    /** A call to a gateway failed. */
    static String ofGateway(MaksutException failure, Locale language) {
        return Texts.text(language, "failure.gateway." + kind(failure));
    }

    /** A call to a shop failed. */
    static String ofShop(MaksutException failure, Locale language) {
        return Texts.text(language, "failure.shop." + kind(failure));
    }

    /** As {@link #ofShop}, in all three languages. */
    static OutcomeReason reasonOfShop(MaksutException failure) {
        return OutcomeReason.of(
                kind(failure),
                ofShop(failure, Locale.ENGLISH),
                ofShop(failure, Locale.forLanguageTag("fi")),
                ofShop(failure, Locale.forLanguageTag("lv")));
    }

    /** For the auditor. */
    static String detail(MaksutException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.call();
    }

    private static String kind(MaksutException failure) {
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
        if (failure instanceof OutcomeUnknownException) {
            return "unknown";
        }
        boolean refused = failure instanceof GatewayRefusedException || failure instanceof ActionNotAllowedException;
        return refused ? "refused" : "unavailable";
    }
}
