package io.maksut.woocommerce;

import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.RateLimitedException;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.CallContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop's profile, read again every hour, as shops are updated while we run. Thread-safe. */
final class ShopProfiles {
    private static final int TOO_MANY_REQUESTS = 429;

    private static final Logger LOG = LoggerFactory.getLogger(ShopProfiles.class);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final RestQuery SYSTEM_STATUS =
            RestQuery.of("/system_status").with("_fields", "environment,settings");

    private final ShopClient client;
    private final Clock clock;
    private volatile @Nullable Known known;

    private record Known(ShopProfile profile, Instant since) {}

    ShopProfiles(ShopClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The profile of the last hour. */
    ShopProfile current(CallContext context) {
        Known last = known;
        if (last != null && last.since.plus(KEPT).isAfter(clock.instant())) {
            return last.profile;
        }
        return fresh(context);
    }

    /**
     * Reads the profile now. A shop that lets us read orders but not this has an unknown release.
     *
     * @throws io.maksut.error.MaksutException if the shop does not answer, or does not accept the key
     */
    ShopProfile fresh(CallContext context) {
        ShopProfile profile;
        try {
            profile = ShopProfile.of(
                    client.get("read system status", SYSTEM_STATUS, context).json());
        } catch (JsonFormatException | MalformedAnswerException unreadable) {
            profile = unknown(context);
        } catch (RateLimitedException busy) {
            throw busy;
        } catch (GatewayRefusedException refused) {
            profile = unknown(context);
        } catch (GatewayUnavailableException unavailable) {
            if (!blocked(unavailable)) {
                throw unavailable;
            }
            profile = unknown(context);
        }
        known = new Known(profile, clock.instant());
        return profile;
    }

    /** A firewall may block this address only; reading orders then shows whether it blocks all. */
    private static boolean blocked(GatewayUnavailableException unavailable) {
        int status = unavailable.call().httpStatus();
        return status / 100 == 4 && status != TOO_MANY_REQUESTS;
    }

    private ShopProfile unknown(CallContext context) {
        ShopClient.Page unused = client.list(
                "list orders", RestQuery.of("/orders").with("per_page", 1).with("_fields", "id"), context);
        LOG.warn("The shop does not tell its release: it is asked only what every release answers");
        return ShopProfile.UNKNOWN;
    }

    /** Reads the profile again next time, as the shop answered as another release would. */
    void forget() {
        known = null;
    }
}
