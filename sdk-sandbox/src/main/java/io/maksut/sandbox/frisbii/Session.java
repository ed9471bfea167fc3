package io.maksut.sandbox.frisbii;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A hosted payment page for one charge. */
record Session(
        String id, String handle, boolean settle, @Nullable String method, Instant expires) {}
