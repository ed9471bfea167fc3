package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.error.NotFoundException;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Amounts;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.Cause;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import io.maksut.woocommerce.WebhookAudit.Hook;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds of every WooCommerce shop, the stand-in or a real one. Where it may write, it makes orders of its own through
 * REST, paid by nobody, in a payment method that does not exist, and webhooks to an address where nobody listens; it deletes
 * them in the end and leaves all else alone.
 */
abstract class ShopContract {
    private static final String METHOD = "maksut_contract";

    private final List<Long> orders = new ArrayList<>();
    private WooCommerceShop shop;

    /** With address, key and trust; the rest is added here. */
    abstract WooCommerceShopBuilder builder() throws Exception;

    /** Whether orders may be made. */
    boolean mayWrite() {
        return true;
    }

    @BeforeEach
    void open() throws Exception {
        shop = builder()
                .paymentMethod(METHOD, "contract")
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    @AfterEach
    void deleteOrders() {
        for (long order : orders) {
            delete(order);
        }
        shop.close();
    }

    private ShopClient.Single write(String method, String what, RestQuery address, @Nullable String body) {
        return shop.client().write(method, what, address, body, shop.begin());
    }

    private void delete(long order) {
        try {
            write("DELETE", "delete order", RestQuery.of("/orders/" + order).with("force", "true"), null);
        } catch (NotFoundException gone) {
            assertThat(shop.order("" + order)).isEmpty();
        }
    }

    private long order(PaymentId payment, String total) {
        assumeTrue(mayWrite(), "orders are made only in shops in which this was allowed: skipped");
        String body = "{\"payment_method\":\"" + METHOD + "\",\"payment_method_title\":\"Contract\",\"set_paid\":true,"
                + "\"transaction_id\":\"" + payment.reference()
                + "\",\"fee_lines\":[{\"name\":\"Contract\",\"tax_status\":"
                + "\"none\",\"total\":\"" + total + "\"}]}";
        long id = write("POST", "create order", RestQuery.of("/orders").with("_fields", "id"), body)
                .as(json -> WireOrder.positive(json, "id"));
        orders.add(id);
        return id;
    }

    private ShopOrder read(long order) {
        return shop.order("" + order).orElseThrow();
    }

    private static PaymentId payment() {
        return new PaymentId("contract", "contract-" + UUID.randomUUID());
    }

    private static Payment paid(PaymentId id, Money amount, Instant at) {
        return Payment.builder(
                        id,
                        PaymentStatus.SETTLED,
                        PaymentMethod.CARD,
                        Amounts.of(amount, amount, Money.zero(amount.currency())),
                        GatewayCapabilities.builder("contract").build())
                .timestamps(Timestamps.builder(Instant.now()).created(at).build())
                .build();
    }

    private final RecordingEngine engine = new RecordingEngine();

    @Test
    void tellsWhoItIs() {
        ShopProfile profile = shop.check();

        assertThat(profile.release()).isNotEqualTo(ShopRelease.UNKNOWN);
        assertThat(profile.currency()).hasSize(3);
    }

    @Test
    void anOrderIsFoundByItsTransactionId() {
        PaymentId payment = payment();
        long order = order(payment, "12.50");
        Money total = read(order).total().orElseThrow();

        // What was just paid was paid before all orders were read, if need be: that is for later lookups.
        OrderSearch search = shop.findOrder(paid(payment, total, Instant.now().minus(Duration.ofDays(1))));

        assertThat(search).isInstanceOfSatisfying(OrderSearch.Found.class, found -> {
            assertThat(found.order().id()).isEqualTo("" + order);
            assertThat(found.order().payments()).containsExactly(payment);
        });
    }

    @Test
    void aPaymentWithoutOrderIsNeverFound() {
        OrderSearch search = shop.findOrder(
                paid(payment(), Money.of("EUR", "1.00"), Instant.now().minus(Duration.ofDays(1))));

        assertThat(search).isIn(new OrderSearch.Absent(true, true), new OrderSearch.Unclear(Cause.LOOKUP_FAILED));
    }

    @Test
    void aRefundIsRecordedOnceWithoutMoneyAndRecognised() {
        PaymentId payment = payment();
        long order = order(payment, "12.50");
        Money total = read(order).total().orElseThrow();
        Money part = Money.ofMinor(total.currency(), total.minorUnits() / 4);
        PortalRefund made =
                new PortalRefund("maksut:" + UUID.randomUUID(), "" + order, payment, part, Instant.now(), "Contract");

        Recording first = engine.record(shop, made);
        Recording second = engine.record(shop, made);

        assertThat(first).isInstanceOf(Recording.Recorded.class).isEqualTo(second);
        assertThat(read(order).refunds()).singleElement().satisfies(refund -> {
            assertThat(refund.id()).isEqualTo(((Recording.Recorded) first).refundId());
            assertThat(refund.amount()).isEqualTo(part);
            assertThat(refund.portalKey()).isEqualTo(made.key());
            assertThat(refund.money()).isEqualTo(OrderRefund.Payout.NONE);
            assertThat(refund.state()).isEqualTo(ShopRefund.State.SUCCEEDED);
        });
        PortalRefund tooMuch =
                new PortalRefund("maksut:" + UUID.randomUUID(), "" + order, payment, total, Instant.now(), "Contract");
        assertThat(engine.record(shop, tooMuch)).isInstanceOf(Recording.ByMerchant.class);
    }

    @Test
    void whatChangedIsSeen() {
        Instant since = Instant.now().minus(Duration.ofMinutes(2));
        PaymentId payment = payment();
        long order = order(payment, "12.50");
        Money total = read(order).total().orElseThrow();
        Money part = Money.ofMinor(total.currency(), total.minorUnits() / 4);
        PortalRefund made =
                new PortalRefund("maksut:" + UUID.randomUUID(), "" + order, payment, part, Instant.now(), "Contract");
        assertThat(engine.record(shop, made)).isInstanceOf(Recording.Recorded.class);

        assertThat(ShopWorld.changedSince(shop, since))
                .filteredOn(changed -> changed.id().equals("" + order))
                .isNotEmpty()
                .allSatisfy(changed -> assertThat(changed.refunds()).hasSize(1));
    }

    @Test
    void anOrderThatIsDeletedIsKnownAsDeleted() {
        PaymentId payment = payment();
        long order = order(payment, "12.50");
        Money total = read(order).total().orElseThrow();
        delete(order);

        assertThat(shop.order("" + order)).isEmpty();
        assertThat(shop.findOrder(paid(payment, total, Instant.now().minus(Duration.ofDays(1)))))
                .isEqualTo(new OrderSearch.Unclear(Cause.ORDER_DELETED));
    }

    @Test
    void anOrderInTheBinSaysSo() {
        long order = order(payment(), "12.50");
        write("DELETE", "trash order", RestQuery.of("/orders/" + order), null);

        assertThat(read(order).trashed()).isTrue();
    }

    @Test
    void webhooksAreCreatedAndSwitchedOnAgain() {
        assumeTrue(mayWrite(), "webhooks are made only in shops in which this was allowed: skipped");
        WebhookRegistration registration = new WebhookRegistration(
                shop, URI.create("https://127.0.0.1:9/" + UUID.randomUUID()), "the contract's secret");
        try (PaymentGateway gateway = FlatpayPortal.builder().apiKey("none").buildGateway()) {
            RefundSync sync = RefundSync.builder(TestDatabases.SQLITE.fresh())
                    .gateway(gateway)
                    .shop(ConnectedShop.of(shop, SyncMode.SHOP_PAYS, "flatpay"))
                    .build();
            assertThat(registration.restore(sync).hooks())
                    .hasSize(4)
                    .extracting(Hook::state)
                    .containsOnly(WebhookAudit.State.CREATED);
            long disabled = registration.audit().hooks().get(0).id();
            write("PUT", "disable webhook", RestQuery.of("/webhooks/" + disabled), "{\"status\":\"disabled\"}");

            assertThat(registration.audit().gap()).isTrue();
            assertThat(registration.restore(sync).hooks())
                    .filteredOn(hook -> hook.state() == WebhookAudit.State.REACTIVATED)
                    .extracting(Hook::id)
                    .containsExactly(disabled);
            assertThat(registration.audit().gap()).isFalse();
        } finally {
            for (Hook hook : registration.audit().hooks()) {
                if (hook.id() != 0) {
                    RestQuery address = RestQuery.of("/webhooks/" + hook.id()).with("force", "true");
                    write("DELETE", "delete webhook", address, null);
                }
            }
        }
    }
}
