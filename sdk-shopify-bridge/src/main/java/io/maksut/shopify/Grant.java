package io.maksut.shopify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the shop issued it. Immutable; {@link #toString()} shows no token.
 *
 * @param expiresAt when the access token expires
 * @param refreshToken null if there is none
 * @param refreshExpiresAt null if there is none, or if the shop does not tell
 */
record Grant(
        String accessToken,
        Instant expiresAt,
        @Nullable String refreshToken,
        @Nullable Instant refreshExpiresAt) {
    @Override
    public String toString() {
        return "Grant[until " + expiresAt + "]";
    }
}
