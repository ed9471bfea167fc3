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
 * Calls into bridges and gateway plugins. What fails there in a way of its own, an {@link Error} too, harms what it was asked
 * about and nothing else. Thread-safe.
 */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private Plugins() {}

    /**
     * Asks for something that moves no money.
     *
     * @param whom for the log
     * @throws MaksutException what the plugin throws of this kind; a fault of its own is a {@link GatewayUnavailableException}
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

    /** As {@link #ask}; {@code otherwise} if it does not answer. */
    static <T> T askOr(T otherwise, String whom, Supplier<T> question) {
        try {
            return ask(whom, question);
        } catch (MaksutException e) {
            return otherwise;
        }
    }

    /** What may be told of a failure of code that is not ours: nothing that it says itself. */
    static String describe(Throwable failure) {
        return failure instanceof MaksutException known
                ? known.getClass().getSimpleName() + ": " + known.call()
                : "a fault: " + failure.getClass().getName();
    }
}
