package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.MaksutException;
import io.maksut.transport.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tokens that live for a day, kept in memory only. One thread requests a token while the others wait. */
final class ClientCredentialTokens implements TokenSource {
    /** A token is renewed this long before its end, so that it does not expire during a call. */
    private static final Duration EARLY = Duration.ofMinutes(30);

    private final OAuth oauth;
    private final ClientSecret app;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Grant held;

    ClientCredentialTokens(OAuth oauth, ClientSecret app) {
        this.oauth = oauth;
        this.app = app;
    }

    @Override
    public String current(CallContext context) {
        Grant grant = held;
        if (grant != null && grant.expiresAt().minus(EARLY).isAfter(now())) {
            return grant.accessToken();
        }
        asking.lock();
        try {
            grant = held;
            if (grant == null || !grant.expiresAt().minus(EARLY).isAfter(now())) {
                grant = renewed(grant, context);
            }
            return grant.accessToken();
        } finally {
            asking.unlock();
        }
    }

    /** Keeps a token that is still valid if a new one cannot be had now, but not if the new one is refused for good. */
    private Grant renewed(@Nullable Grant old, CallContext context) {
        try {
            Grant grant = oauth.clientCredentials(app, context);
            held = grant;
            return grant;
        } catch (AuthenticationException e) {
            throw e;
        } catch (MaksutException e) {
            if (old != null && old.expiresAt().isAfter(now())) {
                return old;
            }
            throw e;
        }
    }

    @Override
    public boolean replace(String dead, CallContext context) {
        asking.lock();
        try {
            Grant grant = held;
            if (grant != null && grant.accessToken().equals(dead)) {
                held = null;
            }
            return !current(context).equals(dead);
        } finally {
            asking.unlock();
        }
    }

    private Instant now() {
        return oauth.clock().instant();
    }
}
