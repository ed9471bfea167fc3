package io.maksut.webhook;

import io.maksut.error.MaksutException;
import io.maksut.storage.StorageException;
import io.maksut.text.StorableText;

/** Describes failures for the log: other code puts anything into its messages, personal data too. */
final class Failures {
    private static final int LONGEST = 500;

    private Failures() {}

    /** Our own messages; for other exceptions the class and the line that threw it. */
    static String describe(Throwable failure) {
        String name = failure.getClass().getName();
        if (failure instanceof MaksutException || failure instanceof StorageException) {
            return shortened(name + ": " + failure.getMessage());
        }
        StackTraceElement[] trace = failure.getStackTrace();
        return shortened(
                trace.length == 0
                        ? name
                        : "%s at %s.%s:%d"
                                .formatted(
                                        name,
                                        trace[0].getClassName(),
                                        trace[0].getMethodName(),
                                        trace[0].getLineNumber()));
    }

    private static String shortened(String text) {
        return StorableText.cut(text, LONGEST);
    }
}
