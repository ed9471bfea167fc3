package io.maksut.shopify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the shop gave it out. Immutable; shows no token.
 *
 * @param expiresAt the access token's
 * @param refreshToken null where there is none
 * @param refreshExpiresAt null where there is none, or the shop does not tell
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
