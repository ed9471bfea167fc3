package io.maksut.woocommerce;

import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Resolution;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopChannel.Preparation;
import io.maksut.shop.ShopPlatform;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has refunds recorded as the engine does, whatever process it runs in: an attempt is kept before it is sent, and only resolved after. */
final class RecordingEngine {
    private final Map<String, Attempt> open = new ConcurrentHashMap<>();

    /** One step; what throws tells nothing, and is asked again. */
    Outcome step(ShopPlatform shop, PortalRefund made) {
        ShopChannel channel = shop.records();
        CallOptions options = CallOptions.DEFAULT.withIdempotencyKey("attempt");
        Attempt before = open.get(made.key());
        if (before != null) {
            Resolution resolution = channel.resolve(before, options);
            return resolution instanceof Resolution.Resolved resolved
                    ? kept(made, resolved.outcome())
                    : new Outcome.Unknown(((Resolution.StillUnresolved) resolution).cause(), resolution.call());
        }
        Preparation preparation = channel.prepare(made, options);
        if (preparation instanceof Preparation.Settled settled) {
            return settled.outcome();
        }
        Attempt attempt = ((Preparation.Ready) preparation).attempt();
        open.put(made.key(), attempt);
        return kept(made, channel.submit(Attempt.fromFields(attempt.toFields()), options));
    }

    private Outcome kept(PortalRefund made, Outcome outcome) {
        if (outcome instanceof Outcome.Done || outcome instanceof Outcome.NotMoved) {
            open.remove(made.key());
        }
        return outcome;
    }

    /** The same in the words of shops. */
    Recording record(ShopPlatform shop, PortalRefund made) {
        Outcome outcome = step(shop, made);
        if (outcome instanceof Outcome.Done done) {
            return new Recording.Recorded(done.gatewayId());
        }
        if (outcome instanceof Outcome.ByHand byHand) {
            return new Recording.ByMerchant(Map.of(
                    "en", byHand.reason().explain(Locale.ENGLISH),
                    "fi", byHand.reason().explain(Locale.forLanguageTag("fi")),
                    "lv", byHand.reason().explain(Locale.forLanguageTag("lv"))));
        }
        if (outcome instanceof Outcome.Unknown unknown) {
            return new Recording.Unclear(unknown.reason().explain(Locale.ENGLISH));
        }
        throw new AssertionError("nothing that a record comes to: " + outcome);
    }
}
