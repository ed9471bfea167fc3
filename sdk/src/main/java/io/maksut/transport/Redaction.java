package io.maksut.transport;

import java.util.Collection;
import java.util.List;

public final class Redaction {
    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Patterns only. */
    public static Redaction standard() {
        return new Redaction(List.of());
    }

    /** Patterns, and these texts wherever they appear. */
    public static Redaction of(Collection<String> secrets) {
        return new Redaction(List.copyOf(secrets));
    }

    /** The text without what must not be seen, at most 500 characters. */
    public String redact(String text) {
        throw new UnsupportedOperationException(text + secrets);
    }
}
