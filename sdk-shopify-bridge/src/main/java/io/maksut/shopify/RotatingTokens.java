package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.shopify.TokenTable.Stored;
import io.maksut.storage.Lease;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.StorageException;
import io.maksut.transport.CallContext;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Expiring tokens with rotating refresh tokens. One thread of one process refreshes at a time: other threads wait for
 * it, other processes see its lease. The new pair is on disk before it is used.
 */
final class RotatingTokens implements TokenSource {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final OAuth oauth;
    private final ClientSecret app;
    private final TokenTable table;
    private final TokenTable.Owner owner;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile @Nullable Stored held;

    RotatingTokens(OAuth oauth, ClientSecret app, TokenTable table, String shop) {
        this.oauth = oauth;
        this.app = app;
        this.table = table;
        this.owner = new TokenTable.Owner(app.id(), shop);
    }

    @Override
    public String current(CallContext context) {
        Stored known = held;
        if (known != null && isFresh(known)) {
            return known.accessToken();
        }
        return inTurn(context, () -> {
            Stored last = held;
            Stored now = last != null && isFresh(last) ? last : upToDate(this::isFresh, context);
            held = now;
            return now.accessToken();
        });
    }

    @Override
    public boolean replace(String dead, CallContext context) {
        return inTurn(context, () -> {
            Stored now = upToDate(stored -> !stored.accessToken().equals(dead), context);
            held = now;
            return !now.accessToken().equals(dead);
        });
    }

    private interface Step<T> {
        T take();
    }

    private <T> T inTurn(CallContext context, Step<T> step) {
        try {
            if (!refreshing.tryLock(context.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw notSent("the token was not refreshed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notSent("interrupted while the token was refreshed");
        }
        try {
            return step.take();
        } catch (StorageException e) {
            throw notSent("the tokens' database does not answer");
        } finally {
            refreshing.unlock();
        }
    }

    /** The stored pair if it is good enough, or its replacement. */
    private Stored upToDate(Predicate<Stored> willDo, CallContext context) {
        while (true) {
            Stored stored = read();
            if (willDo.test(stored)) {
                return stored;
            }
            Optional<Lease> lease = table.claim(stored.id());
            if (lease.isPresent()) {
                return refreshed(lease.get(), willDo, context);
            }
            if (context.remaining().isZero() || context.cancelled()) {
                throw notSent("another process refreshes the token and does not finish");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private Stored refreshed(Lease lease, Predicate<Stored> willDo, CallContext context) {
        boolean replaced = false;
        try {
            Stored stored = read();
            if (willDo.test(stored)) {
                return stored; // another process was quicker
            }
            Grant grant = renewed(stored, context);
            if (grant == null) {
                return stored;
            }
            String refreshToken = grant.refreshToken();
            if (refreshToken == null) {
                throw new AuthenticationException("the shop gave out a token that cannot be refreshed", report());
            }
            table.replace(
                    owner, lease, stored.version(), new TokenCipher.Pair(grant.accessToken(), refreshToken), grant);
            replaced = true;
            return read();
        } catch (LeaseLostException e) {
            throw notSent("another process has refreshed the token meanwhile");
        } finally {
            if (!replaced) {
                release(lease);
            }
        }
    }

    /** Null if no new pair could be had and the old one is still valid. */
    private @Nullable Grant renewed(Stored stored, CallContext context) {
        String refreshToken = stored.grant().refreshToken();
        if (refreshToken == null) {
            throw new AuthenticationException("there is no refresh token", report());
        }
        try {
            return oauth.refresh(app, refreshToken, context);
        } catch (AuthenticationException e) {
            throw e;
        } catch (MaksutException e) {
            if (stored.grant().expiresAt().isAfter(now())) {
                return null;
            }
            throw e;
        }
    }

    private void release(Lease lease) {
        try {
            table.release(lease);
        } catch (LeaseLostException e) {
            // The lease ran out and another has it now: there is nothing to release.
            return;
        }
    }

    private Stored read() {
        try {
            return table.read(owner)
                    .orElseThrow(() -> new AuthenticationException("no token of this shop is stored", report()));
        } catch (GeneralSecurityException e) {
            throw new AuthenticationException("the stored tokens cannot be opened with this key", report());
        }
    }

    private boolean isFresh(Stored stored) {
        return stored.grant().expiresAt().minus(EARLY).isAfter(now());
    }

    private Instant now() {
        return oauth.clock().instant();
    }

    private static NotSentException notSent(String why) {
        return new NotSentException(why, report());
    }

    private static CallReport report() {
        return CallReport.notSent("Shopify refresh token", null);
    }
}
