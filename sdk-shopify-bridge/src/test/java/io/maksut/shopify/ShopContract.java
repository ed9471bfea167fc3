package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.payment.Amounts;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.refund.Cause;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.ShopOrder;
import io.maksut.shopify.ShopifyHealth.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds of every Shopify shop, the stand-in or a real one. It only reads, and tags the one order that may be tagged, if
 * there is one; no money moves.
 */
abstract class ShopContract {
    static final String ACCOUNT = "contract";

    private static final int MOST_PAGES = 3;

    private ShopifyShop shop;

    /** With domain, address and gateway; the token is added here. */
    abstract ShopifyShopBuilder builder();

    abstract String token();

    /** The id of an order that may be tagged, if any may. */
    abstract Optional<String> orderToTag();

    @BeforeEach
    void open() {
        shop = builder().adminApp(ShopifyTokens.fixed(token())).build();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static Payment paid(String reference) {
        Money amount = Money.of("EUR", "1.00");
        return Payment.builder(
                        new PaymentId(ACCOUNT, reference),
                        PaymentStatus.SETTLED,
                        PaymentMethod.CARD,
                        Amounts.of(amount, amount, Money.zero(amount.currency())),
                        GatewayCapabilities.builder(ACCOUNT).build())
                .timestamps(Timestamps.builder(Instant.now())
                        .created(Instant.now().minus(Duration.ofDays(1)))
                        .build())
                .build();
    }

    /** Some pages of what changed within 30 days. */
    private List<ShopOrder> lately() {
        List<ShopOrder> orders = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES && (page == 0 || cursor != null); page++) {
            OrderPage changed = shop.changedSince(Instant.now().minus(Duration.ofDays(30)), cursor);
            orders.addAll(changed.orders());
            cursor = changed.next();
        }
        assumeTrue(!orders.isEmpty(), "no order of the shop has changed within 30 days: skipped");
        return orders;
    }

    @Test
    void tellsHowItIs() {
        ShopifyHealth health = shop.check();

        assertThat(health.servedVersion()).isPresent();
        assertThat(health.problems()).doesNotContain(Problem.OTHER_SHOP, Problem.ACCESS_LOST, Problem.UNINSTALLED);
        assertThat(health.missingScopes()).isEmpty();
    }

    @Test
    void whatChangedIsTheSameWhenItIsReadAlone() {
        for (ShopOrder changed : lately().stream().limit(5).toList()) {
            ShopOrder alone = shop.order(changed.id()).orElseThrow();

            assertThat(alone.id()).isEqualTo(changed.id());
            if (alone.changedAt().equals(changed.changedAt())) {
                assertThat(alone.payments()).isEqualTo(changed.payments());
                assertThat(alone.refunds()).isEqualTo(changed.refunds());
            }
        }
    }

    @Test
    void anOrderIsFoundByItsPaymentId() {
        Optional<ShopOrder> ours =
                lately().stream().filter(order -> !order.payments().isEmpty()).findFirst();
        assumeTrue(ours.isPresent(), "no order of the shop was paid through the gateway that is named: skipped");
        PaymentId payment = ours.get().payments().get(0);

        OrderSearch search = shop.findOrder(paid(payment.reference()));

        assertThat(search)
                .isInstanceOfSatisfying(
                        OrderSearch.Found.class,
                        found -> assertThat(found.order().payments()).contains(payment));
    }

    @Test
    void aPaymentWithoutOrderIsNeverFound() {
        OrderSearch search = shop.findOrder(paid("contract-" + UUID.randomUUID()));

        assertThat(search).isEqualTo(new OrderSearch.Absent(true, true));
    }

    @Test
    void anOrderThatIsNotThereIsNotMadeUp() {
        try {
            assertThat(shop.order("gid://shopify/Order/1")).isEmpty();
        } catch (NotSupportedByGatewayException e) {
            assertThat(e).hasMessageContaining("read_all_orders");
        }
    }

    @Test
    void aTokenThatIsNoneIsNoShopWithoutOrders() {
        try (ShopifyShop stranger = builder()
                .adminApp(ShopifyTokens.fixed("contract-" + UUID.randomUUID()))
                .build()) {
            assertThat(stranger.findOrder(paid("contract-1"))).isEqualTo(new OrderSearch.Unclear(Cause.ACCESS_LOST));
        }
    }

    @Test
    void anOrderIsTaggedAndItsMoneyStaysAsItWas() {
        String id = orderToTag().orElse(null);
        assumeTrue(id != null, "an order is tagged only where one was named for it: skipped");
        ShopOrder before = shop.order(id).orElseThrow();
        PortalRefund made = new PortalRefund(
                "maksut:contract",
                id,
                new PaymentId(ACCOUNT, "contract-1"),
                Money.of("EUR", "0.01"),
                Instant.now(),
                "");

        assertThat(shop.record(made)).isInstanceOf(Recording.ByMerchant.class).isEqualTo(shop.record(made));
        assertThat(shop.order(id).orElseThrow().refunds()).isEqualTo(before.refunds());
    }
}
