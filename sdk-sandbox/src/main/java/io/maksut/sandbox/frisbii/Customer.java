package io.maksut.sandbox.frisbii;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer of the merchant. */
record Customer(
        String handle,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        Instant created) {
    /** Nothing personal in logs. */
    @Override
    public String toString() {
        return "Customer " + handle;
    }
}
