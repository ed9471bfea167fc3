package io.maksut.payment;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own words about a payment, unchanged, kept so that nothing we do not understand is lost. May hold personal
 * data: {@code toString} shows none of it. Immutable and thread-safe.
 *
 * @param state its word for the status; empty if it said none. A payment whose capture was declined may read {@code failed}.
 * @param method its word for the method, the same as {@link Payment#methodName}; empty if it said none
 * @param json its whole answer; empty for a payment from an index, cut off for an entry of a list that cannot be read
 */
public record RawState(String state, Optional<String> method, String json) {
    /**
     * The gateway's words, unchanged.
     *
     * @param method null if it said none
     */
    public static RawState of(String state, @Nullable String method, String json) {
        return new RawState(state, Optional.ofNullable(method), json);
    }

    @Override
    public String toString() {
        return "RawState[hidden]";
    }
}
