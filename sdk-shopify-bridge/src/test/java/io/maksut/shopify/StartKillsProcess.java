package io.maksut.shopify;

import io.maksut.error.MaksutException;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Resolution;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.RefundWish;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopPlatform;
import io.maksut.storage.LeaseLostException;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.KillPoint;
import io.maksut.testkit.KillTarget;
import io.maksut.testkit.KilledWork;
import io.maksut.testkit.Killer;
import io.maksut.testkit.KillingDataSource;
import io.maksut.testkit.KillingHttpClient;
import io.maksut.testkit.OrderedProcess;
import io.maksut.testkit.SharedClock;
import io.maksut.testkit.SignalKiller;
import io.maksut.testkit.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A payments app that also starts refunds, in a JVM of its own or in the test's: {@code clock, target, nth}, and what {@link #of}
 * takes.
 */
final class StartKillsProcess implements AutoCloseable {
    private final PaymentGateway gateway;
    private final ShopifyShop shop;
    private final DataSource ledger;
    private final Clock clock;
    final RefundSync sync;

    private StartKillsProcess(
            PaymentGateway gateway, ShopifyShop shop, DataSource ledger, Clock clock, RefundSync sync) {
        this.gateway = gateway;
        this.shop = shop;
        this.ledger = ledger;
        this.clock = clock;
        this.sync = sync;
    }

    /** @param places the ledger's file, the gateway's address and key, the shop's address, domain and two tokens */
    static StartKillsProcess of(Clock clock, Killer killer, String... places) {
        DataSource ledger = KillingDataSource.of(TestDatabases.sqlite(Path.of(places[0])), killer);
        PaymentGateway gateway = FlatpayPortal.builder()
                .apiKey(places[2])
                .api(URI.create(places[1]))
                .checkoutApi(URI.create(places[1]))
                .clock(clock)
                .httpClient(KillingHttpClient.atGateways(killer))
                .attempts(1)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway();
        ShopifyShop shop = ShopifyShop.builder(places[4])
                .name("shop")
                .address(URI.create(places[3]))
                .adminApp(ShopifyTokens.fixed(places[5]))
                .paymentsApp(ShopifyWorld.HANDLE, ShopifyTokens.fixed(places[6]))
                .gateway(ShopifyWorld.HANDLE, PaymentMatching.reference("flatpay"))
                .limits(2_000, 2_000, 20, 20)
                .clock(clock)
                .time(new SkippingTime(clock))
                .build();
        RefundSync sync = RefundSync.builder(ledger)
                .clock(clock)
                .gateway(gateway)
                .shop(ConnectedShop.of(dying(shop, killer), SyncMode.PORTAL_PAYS, "flatpay"))
                .build();
        return new StartKillsProcess(gateway, shop, ledger, clock, sync);
    }

    /** All documents go to one address: which of them starts a refund only the channel can tell. */
    private static ShopPlatform dying(ShopifyShop shop, Killer killer) {
        return (ShopPlatform) Proxy.newProxyInstance(
                StartKillsProcess.class.getClassLoader(),
                new Class<?>[] {ShopPlatform.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("starts")
                                ? new Dying(shop.starts(), killer)
                                : method.invoke(shop, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private record Dying(ShopChannel real, Killer killer) implements ShopChannel {
        @Override
        public Preparation prepare(PortalRefund refund, CallOptions options) {
            return real.prepare(refund, options);
        }

        @Override
        public Outcome submit(Attempt attempt, CallOptions options) {
            Outcome outcome = real.submit(attempt, options);
            killer.at(KillPoint.AFTER_THE_ANSWER, Set.of(KilledWork.START));
            return outcome;
        }

        @Override
        public Resolution resolve(Attempt attempt, CallOptions options) {
            Resolution resolution = real.resolve(attempt, options);
            killer.at(KillPoint.AFTER_THE_ANSWER, Set.of(KilledWork.START));
            return resolution;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Killer killer = new SignalKiller(KillTarget.parse(arguments[1]), Integer.parseInt(arguments[2]), "KILL");
        String[] places = Arrays.copyOfRange(arguments, 3, arguments.length);
        try (StartKillsProcess process = of(new SharedClock(Path.of(arguments[0])), killer, places);
                SyncWorker worker = process.sync.worker(new SyncWorker.Settings(1, OrderedProcess.POLL, false))) {
            OrderedProcess.run(process::start, () -> workOff(worker));
        }
    }

    /** Where Shopify posts what it wants to be paid. */
    ShopifySessions sessions() {
        return ShopifySessions.builder(ledger, sync)
                .shop(shop)
                .clientVerified(request -> true)
                .clock(clock)
                .build();
    }

    static String order(RefundWish wish) {
        return String.join(
                " ",
                wish.id(),
                wish.orderId(),
                wish.payment().toString(),
                "" + wish.amount().minorUnits());
    }

    /** A caller has the shop make a refund. */
    void start(String order) {
        String[] words = order.split(" ", -1);
        RefundWish wish = new RefundWish(
                words[0],
                words[1],
                PaymentId.parse(words[2]),
                Money.ofMinor("EUR", Long.parseLong(words[3])),
                "a page is missing");
        try {
            LedgerOperation unused = sync.start("shop", wish);
        } catch (MaksutException e) {
            System.err.println("Not started, or unknown: " + e.getMessage());
        }
    }

    private static void workOff(SyncWorker worker) {
        try {
            int unused = worker.workOff();
        } catch (MaksutException | LeaseLostException e) {
            System.err.println("Goes on as a worker does after " + e.getMessage());
        }
    }

    @Override
    public void close() {
        shop.close();
        gateway.close();
    }
}
