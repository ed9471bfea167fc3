package io.maksut.shop;

import io.maksut.error.CallReport;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import java.util.Map;
import java.util.function.Function;

/** A shop that writes the same once, however often it is asked: finding out is asking again. */
record KeyedChannel(Function<PortalRefund, Recording> write) implements ShopChannel {
    @Override
    public Preparation prepare(PortalRefund refund, CallOptions options) {
        return new Preparation.Ready(
                refund.attempt(options.idempotencyKey().orElse(refund.key()), refund.at(), Map.of()));
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        CallReport call = CallReport.of("record a refund in a shop", 1, attempt.key(), null, 200, null);
        Recording recording = write.apply(PortalRefund.of(attempt));
        if (recording instanceof Recording.Recorded recorded) {
            return new Outcome.Done(recorded.refundId(), attempt.amount(), call);
        }
        if (recording instanceof Recording.ByMerchant byMerchant) {
            Map<String, String> words = byMerchant.instructions();
            String english = words.getOrDefault("en", "");
            OutcomeReason reason = OutcomeReason.of(
                    "by_merchant", english, words.getOrDefault("fi", english), words.getOrDefault("lv", english));
            return new Outcome.ByHand(reason, call);
        }
        String said = ((Recording.Unclear) recording).why();
        String why = said.isBlank() ? "the shop does not tell" : said;
        return new Outcome.Unknown(OutcomeReason.of("unclear", why, why, why), call);
    }

    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        return Resolution.of(submit(attempt, options));
    }
}
