package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A person at the refund desk, and payments of which the desk lets some be refunded. */
record Clerk(SyncWorld world, RefundSync sync) {
    RefundDecision decide(PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "mari", "the customer asked");
    }

    RefundPermit allowed(PaymentId payment, String amount) {
        RefundDecision decision = decide(payment, amount);
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Allowed.class);
        return ((RefundDecision.Allowed) decision).permit();
    }

    LedgerOperation executed(RefundPermit permit) {
        DirectRefund refund = sync.desk().execute(permit);
        assertThat(refund).isInstanceOf(DirectRefund.Made.class);
        return ((DirectRefund.Made) refund).refund();
    }

    static RefundDecision.Reason refusal(RefundDecision decision) {
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Refused.class);
        return ((RefundDecision.Refused) decision).reason();
    }

    static Cause cause(RefundDecision decision) {
        assertThat(decision).as(decision.explain(Locale.ENGLISH)).isInstanceOf(RefundDecision.Undetermined.class);
        return ((RefundDecision.Undetermined) decision).cause();
    }

    /** A payment of 60.00 with an order whose refund of this amount failed in the shop, long enough ago. */
    PaymentId failedInShop(Gateway gateway, String amount) {
        PaymentId payment = world.settled(gateway, "60.00");
        String order = world.shop.order(payment);
        world.shop.refund(order, payment, eur(amount), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        world.clock.advance(settled(gateway).plusMinutes(1));
        return payment;
    }

    /** A payment by link, old enough, whose order was looked for twice. */
    PaymentId paidByLink(Gateway gateway, String amount) {
        PaymentId payment = linkPayment(gateway, amount);
        world.clock.advance(Duration.ofHours(1));
        assertThat(cause(decide(payment, "1.00"))).isEqualTo(Cause.LOOKED_UP_ONCE);
        world.clock.advance(settled(gateway));
        return payment;
    }

    /** The settle delay of the rule: at EveryPay the window of a request and the margin after it. */
    static Duration settled(Gateway gateway) {
        return gateway == Gateway.EVERYPAY ? Duration.ofMinutes(25) : Duration.ofMinutes(10);
    }

    PaymentId linkPayment(Gateway gateway, String amount) {
        if (gateway == Gateway.EVERYPAY) {
            String reference = world.everypay
                    .payment()
                    .account("EUR3D1")
                    .state("settled")
                    .amount(eur(amount).minorUnits())
                    .method("card")
                    .created(world.clock.instant())
                    .byLink()
                    .add();
            world.linkPayments.add(reference);
            return new PaymentId("everypay", reference);
        }
        String handle = world.frisbii
                .charge("link-" + (world.linkPayments.size() + 1))
                .state("settled")
                .amount(eur(amount).minorUnits())
                .currency("EUR")
                .method("card")
                .created(world.clock.instant())
                .metadata(Map.of("maksut_origin", "payment_link"))
                .add();
        world.linkPayments.add(handle);
        return new PaymentId("flatpay", handle);
    }
}
