package io.maksut.monitor;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How everything is at one moment. Immutable and thread-safe.
 *
 * @param troubles the worst first; empty if all is well
 */
public record Health(List<Trouble> troubles) {
    /** From good to bad. */
    public enum Status {
        /** All is well. */
        WELL,
        /** It works; a person has something to look at. */
        ATTENTION,
        /** It works in part, or late. */
        TROUBLED,
        /** It does not work. */
        DOWN
    }

    /** Sorts. */
    public Health {
        troubles = troubles.stream()
                .sorted(Comparator.comparing((Trouble trouble) -> trouble.kind().status())
                        .reversed()
                        .thenComparing(Trouble::kind))
                .toList();
    }

    /** The worst of all. */
    public Status status() {
        return troubles.isEmpty() ? Status.WELL : troubles.get(0).kind().status();
    }

    /** Everything in words, in English, Finnish or Latvian; empty if all is well. */
    public List<String> explain(Locale locale) {
        return troubles.stream().map(trouble -> trouble.explain(locale)).toList();
    }
}
