package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.error.DatabaseException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.storage.LeaseLostException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls bridges and gateway plugins. A failure that is not of the SDK's exceptions, an {@link Error} too, affects the
 * question and nothing else. Thread-safe.
 */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private Plugins() {}

    /**
     * Asks a question that moves no money. Failures of the database pass through.
     *
     * @param whom for the log
     * @throws MaksutException as the plugin throws it; any other fault becomes a {@link GatewayUnavailableException}
     */
    static <T> T ask(String whom, Supplier<T> question) {
        try {
            return question.get();
        } catch (MaksutException | DatabaseException | LeaseLostException e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("{} failed in a way of its own", whom, e);
            throw new GatewayUnavailableException(
                    whom + " failed in a way of its own", CallReport.notSent("ask " + whom, null));
        }
    }

    /** As {@link #ask}; {@code otherwise} if the plugin fails. */
    static <T> T askOr(T otherwise, String whom, Supplier<T> question) {
        try {
            return ask(whom, question);
        } catch (MaksutException e) {
            return otherwise;
        }
    }

    /** What may be told of a failure of foreign code: its class, and nothing that it says itself. */
    static String describe(Throwable failure) {
        return failure instanceof MaksutException known
                ? known.getClass().getSimpleName() + ": " + known.call()
                : "a fault: " + failure.getClass().getName();
    }
}
