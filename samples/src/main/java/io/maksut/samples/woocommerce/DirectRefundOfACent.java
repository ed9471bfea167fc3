package io.maksut.samples.woocommerce;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.woocommerce.WooCommerceShop;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A direct refund at a stand-in gateway, recorded in a shop that is really there. */
record DirectRefundOfACent(WooCommerceShop shop, SampleLedger ledger, PrintStream out) {
    static final String ACCOUNT = "flatpay";
    /** A failure counts ten minutes later: by then it would show if money had moved all the same. */
    private static final Duration SETTLED = Duration.ofMinutes(11);

    void into(String orderId) {
        ShopOrder order = shop.order(orderId).orElse(null);
        if (order == null || order.payments().isEmpty() || order.total().isEmpty()) {
            out.println("Order " + orderId + " is not there, or names no payment of the plugin " + RealShop.METHOD
                    + ": nothing was written.");
            return;
        }
        ManualClock clock = ManualClock.at(Instant.now().minus(SETTLED));
        try (FrisbiiSandbox sandbox = FrisbiiSandbox.builder().clock(clock).start();
                PaymentGateway gateway = FlatpayPortal.builder()
                        .apiKey(sandbox.privateKey())
                        .api(sandbox.apiUrl())
                        .clock(clock)
                        .buildGateway()) {
            Money total = order.total().get();
            PaymentId payment = order.payments().get(0);
            sandbox.charge(payment.reference())
                    .state("settled")
                    .amount(total.minorUnits())
                    .currency(total.currency().getCurrencyCode())
                    .method("card")
                    .created(clock.instant().minus(Duration.ofDays(1)))
                    .add();
            refund(gateway, clock, payment, Money.ofMinor(total.currency(), 1));
        }
        for (OrderRefund refund : shop.order(orderId).orElse(order).refunds()) {
            out.println("the shop shows refund " + refund.id() + " of " + refund.amount() + ", money " + refund.money()
                    + (refund.portalKey() == null ? "" : ", recorded by us"));
        }
    }

    private void refund(PaymentGateway gateway, ManualClock clock, PaymentId payment, Money cent) {
        RefundSync sync = RefundSync.builder(ledger.source())
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, ACCOUNT))
                .clock(clock)
                .build();
        sync.statements().shopRefundFailed(payment, cent, "sample", "tried out");
        clock.advance(SETTLED);
        RefundDecision decision = sync.desk().decide(payment, cent, "sample", "tried out");
        out.println(decision.explain(Locale.ENGLISH));
        if (decision instanceof RefundDecision.Allowed allowed) {
            out.println(sync.desk().execute(allowed.permit()));
            try (SyncWorker worker = sync.worker()) {
                worker.workOff();
            }
        }
    }
}
