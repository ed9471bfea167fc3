package io.maksut.payment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own words about a payment, kept so that nothing we do not understand is lost. May hold personal data:
 * {@code toString} shows none of it. Immutable and thread-safe.
 */
public final class RawState {
    private final String state;
    private final @Nullable String method;
    private final String json;

    private RawState(String state, @Nullable String method, String json) {
        this.state = state;
        this.method = method;
        this.json = json;
    }

    /**
     * The gateway's words, unchanged.
     *
     * @param state its word for the status; empty if it said none
     * @param method its word for the method; null if it said none
     * @param json the whole answer
     */
    public static RawState of(String state, @Nullable String method, String json) {
        return new RawState(state, method, json);
    }

    /** Its word for the status; empty if it said none. A payment whose capture was declined may read {@code failed}. */
    public String state() {
        return state;
    }

    /** Its word for the method, the same as {@link Payment#methodName}; empty if it said none. */
    public Optional<String> method() {
        return Optional.ofNullable(method);
    }

    /** Its whole answer; empty for a payment from an index, cut off for an entry of a list that cannot be read. */
    public String json() {
        return json;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof RawState other && parts().equals(other.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "RawState[hidden]";
    }

    private List<@Nullable String> parts() {
        return Arrays.asList(state, method, json);
    }
}
