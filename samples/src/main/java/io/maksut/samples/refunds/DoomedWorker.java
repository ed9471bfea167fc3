package io.maksut.samples.refunds;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.sync.BindingSettings;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A worker in a process of its own, for the story to kill: {@code ledger, address of the gateway, its key, time ahead}. */
final class DoomedWorker {
    private DoomedWorker() {}

    public static void main(String[] arguments) throws Exception {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(arguments[3]));
        CornerShop shop = new CornerShop(clock);
        try (PaymentGateway gateway = FlatpayPortal.builder()
                        .api(URI.create(arguments[1]))
                        .apiKey(arguments[2])
                        .clock(clock)
                        .buildGateway();
                SyncWorker worker = RefundSync.builder(Ledger.at(Path.of(arguments[0])))
                        .gateway(gateway)
                        .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, gateway.account())
                                .withBinding(BindingSettings.DEFAULT.withReference(gateway.account(), "order-{id}")))
                        .clock(clock)
                        .build()
                        .worker()) {
            // A shop of its own in this process, with the story's order: it is asked whether the order is there.
            shop.order("1003", new PaymentId(gateway.account(), "order-1003"));
            worker.start();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
