package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;

import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.MdcPrinter;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Portal;
import io.maksut.sync.SyncWorld.Gateway;
import org.slf4j.LoggerFactory;

/** A program of its own that logs two refunds, asked for by two requests and paid on one thread, and a read for no request. */
public final class CorrelatedShop {
    private static final String PROVIDER = "slf4j.provider";

    private CorrelatedShop() {}

    public static void main(String[] args) {
        System.setProperty(PROVIDER, MdcPrinter.class.getName());
        LoggerFactory.getILoggerFactory();
        System.clearProperty(PROVIDER); // WireMock has an SLF4J of its own, which reads it, too
        SyncWorld world = new SyncWorld();
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId first = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId second = world.settled(Gateway.EVERYPAY, "29.80");
        for (PaymentId payment : new PaymentId[] {first, second}) {
            LogContext.of(new CorrelationId("for-" + payment.account()))
                    .run(() -> sync.request(
                            "shop", world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"))));
        }
        System.out.println("WORK");
        sync.worker().workOff();
        System.out.println("READ");
        Portal portal = Portal.over(world.gateways().get(0));
        portal.async().payment(first, CallOptions.DEFAULT).join();
        System.out.println("DONE " + world.refunded(first) + " " + world.refunded(second));
        System.exit(0);
    }
}
