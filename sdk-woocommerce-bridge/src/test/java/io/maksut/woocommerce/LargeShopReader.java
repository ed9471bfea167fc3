package io.maksut.woocommerce;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a shop: {@code walk|scan, address, certificate, key, secret, ledger}. Prints {@code READ} and what it read. */
final class LargeShopReader {
    private LargeShopReader() {}

    public static void main(String[] args) throws Exception {
        Path ledger = Path.of(args[5]);
        try (WooCommerceShop shop = WooCommerceShop.builder("large", URI.create(args[1]), TestDatabases.sqlite(ledger))
                .key(args[3], args[4])
                .paymentMethod("sandboxpay", "flatpay")
                .trust(Trust.in(Base64.getDecoder().decode(args[2])))
                .limits(10_000, 10_000, 8, 1)
                .timeout(Duration.ofMinutes(2))
                .build()) {
            System.out.println("READ " + (args[0].equals("walk") ? walk(shop) : scan(shop, ledger)));
        }
    }

    private static String walk(WooCommerceShop shop) {
        BitSet orders = new BitSet();
        BitSet refunds = new BitSet();
        @Nullable String cursor = null;
        do {
            OrderPage page = shop.changedSince(Instant.EPOCH, cursor);
            for (ShopOrder order : page.orders()) {
                orders.set(Integer.parseInt(order.id()));
                for (OrderRefund refund : order.refunds()) {
                    refunds.set(Integer.parseInt(refund.id()));
                }
            }
            cursor = page.next();
        } while (cursor != null);
        return orders.cardinality() + " orders, " + refunds.cardinality() + " refunds";
    }

    private static String scan(WooCommerceShop shop, Path ledger) {
        try (var gateway = FlatpayPortal.builder()
                .apiKey("priv_none")
                .api(URI.create("http://127.0.0.1:1"))
                .checkoutApi(URI.create("http://127.0.0.1:1"))
                .attempts(1)
                .buildGateway()) {
            RefundSync sync = RefundSync.builder(TestDatabases.sqlite(ledger))
                    .gateway(gateway)
                    .shop(ConnectedShop.of(shop, SyncMode.SHOP_PAYS, "flatpay"))
                    .build();
            sync.mayHaveMissed("large");
            SyncWorker worker = sync.worker();
            worker.scanDue();
            try (Stream<LedgerOperation> refunds = sync.ledger().inState(LedgerOperation.State.OBSERVED)) {
                return refunds.count() + " refunds in the ledger";
            }
        }
    }
}
