package io.maksut.woocommerce;

import io.maksut.error.MaksutException;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.RefundDecision;
import io.maksut.storage.LeaseLostException;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.KillTarget;
import io.maksut.testkit.KilledWork;
import io.maksut.testkit.Killer;
import io.maksut.testkit.KillingDataSource;
import io.maksut.testkit.KillingHttpClient;
import io.maksut.testkit.OrderedProcess;
import io.maksut.testkit.SharedClock;
import io.maksut.testkit.SignalKiller;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A worker whose staff refund directly, in a JVM of its own or in the test's: {@code clock, target, nth}, and what {@link #of}
 * takes.
 */
final class RecordKillsProcess implements AutoCloseable {
    private final PaymentGateway gateway;
    final WooCommerceShop shop;
    final RefundSync sync;

    private RecordKillsProcess(PaymentGateway gateway, WooCommerceShop shop, RefundSync sync) {
        this.gateway = gateway;
        this.shop = shop;
        this.sync = sync;
    }

    /** @param places the ledger's file, the gateway's address and key, the shop's address, key and secret */
    static RecordKillsProcess of(Clock clock, Killer killer, String... places) {
        DataSource ledger = KillingDataSource.of(TestDatabases.sqlite(Path.of(places[0])), killer);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        PaymentGateway gateway = FlatpayPortal.builder()
                .apiKey(places[2])
                .api(URI.create(places[1]))
                .checkoutApi(URI.create(places[1]))
                .clock(clock)
                .attempts(1)
                .limits(2_000, 2_000, 20, 20)
                .buildGateway();
        WooCommerceShop shop = WooCommerceShop.builder(ShopWorld.NAME, URI.create(places[3]), ledger)
                .key(places[4], places[5])
                .paymentMethod("sandboxpay", "flatpay")
                .attempts(1)
                .limits(2_000, 2_000, 20, 20)
                .httpClient(new KillingHttpClient(http, killer, RecordKillsProcess::record))
                .clock(clock)
                .build();
        RefundSync sync = RefundSync.builder(ledger)
                .clock(clock)
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.SHOP_PAYS, "flatpay"))
                .build();
        return new RecordKillsProcess(gateway, shop, sync);
    }

    private static Optional<KilledWork> record(HttpRequest request) {
        boolean records =
                request.method().equals("POST") && request.uri().getPath().endsWith("/refunds");
        return records ? Optional.of(KilledWork.RECORD) : Optional.empty();
    }

    public static void main(String[] arguments) throws Exception {
        Killer killer = new SignalKiller(KillTarget.parse(arguments[1]), Integer.parseInt(arguments[2]), "KILL");
        String[] places = Arrays.copyOfRange(arguments, 3, arguments.length);
        try (RecordKillsProcess process = of(new SharedClock(Path.of(arguments[0])), killer, places);
                SyncWorker worker = process.sync.worker(new SyncWorker.Settings(1, OrderedProcess.POLL, false))) {
            OrderedProcess.run(process::refund, () -> workOff(worker));
        }
    }

    static String order(PaymentId payment, Money amount) {
        return payment + " " + amount.minorUnits();
    }

    /** Somebody at the portal presses the button. */
    void refund(String order) {
        String[] words = order.split(" ", -1);
        PaymentId payment = PaymentId.parse(words[0]);
        Money amount = Money.ofMinor("EUR", Long.parseLong(words[1]));
        try {
            if (sync.desk().decide(payment, amount, "mari", "it failed in the shop")
                    instanceof RefundDecision.Allowed allowed) {
                DirectRefund unused = sync.desk().execute(allowed.permit());
            }
        } catch (MaksutException e) {
            System.err.println("Not carried out, or unknown: " + e.getMessage());
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
