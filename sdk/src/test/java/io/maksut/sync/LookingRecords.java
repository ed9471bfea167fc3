package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.error.RateLimitedException;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Records refunds in a shop that knows no keys, as at WooCommerce: what may have been sent is looked for, and never sent again. */
record LookingRecords(Function<String, Optional<ShopOrder>> orders, Function<PortalRefund, String> write, Clock clock)
        implements ShopChannel {
    private static final Duration MAY_STILL_ARRIVE = Duration.ofMinutes(10);
    private static final CallReport LOOKED = CallReport.of("read order", 1, null, null, 200, null);

    @Override
    public Preparation prepare(PortalRefund refund, CallOptions options) {
        return shown(refund)
                .<Preparation>map(Preparation.Settled::new)
                .orElseGet(() -> new Preparation.Ready(
                        refund.attempt(options.idempotencyKey().orElseThrow(), clock.instant(), Map.of())));
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        try {
            return new Outcome.Done(write.apply(PortalRefund.of(attempt)), attempt.amount(), LOOKED);
        } catch (RateLimitedException e) {
            return new Outcome.NotMoved(reason("busy"), true, e.call());
        }
    }

    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        boolean mayArrive = attempt.preparedAt().plus(MAY_STILL_ARRIVE).isAfter(clock.instant());
        return Resolution.of(shown(PortalRefund.of(attempt))
                .orElseGet(() -> mayArrive
                        ? new Outcome.Unknown(reason("unclear"), LOOKED)
                        : new Outcome.ByHand(reason("by_merchant"), LOOKED)));
    }

    @Override
    public boolean resolvesByReading() {
        return true;
    }

    private Optional<Outcome> shown(PortalRefund refund) {
        return orders.apply(refund.orderId()).orElseThrow().refunds().stream()
                .filter(it -> refund.key().equals(it.portalKey()))
                .findFirst()
                .map(OrderRefund::id)
                .map(id -> new Outcome.Done(id, refund.amount(), LOOKED));
    }

    private static OutcomeReason reason(String code) {
        return OutcomeReason.of(code, code, code, code);
    }
}
