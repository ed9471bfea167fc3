package io.maksut.samples.shopify;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shopify.PaymentMatching;
import io.maksut.shopify.ShopifyHealth;
import io.maksut.shopify.ShopifyShop;
import io.maksut.shopify.ShopifyShopBuilder;
import io.maksut.shopify.ShopifyTokens;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shop that is really there. It is only read, unless {@code SHOPIFY_WRITE_ORDER} names one of its orders: that one is tagged
 * as after a refund past Shopify, which moves no money.
 */
final class RealShop {
    /** Its {@code myshopify.com} domain. */
    static final String SHOP = "SHOPIFY_SHOP";

    static final String TOKEN = "SHOPIFY_TOKEN";
    /** The handle of the payment gateway whose payments are ours. */
    static final String GATEWAY = "SHOPIFY_GATEWAY";
    /** Where its APIs are, if not at its domain. */
    static final String ADDRESS = "SHOPIFY_ADDRESS";

    static final String WRITE_ORDER = "SHOPIFY_WRITE_ORDER";

    private static final String ACCOUNT = "gateway";
    private static final Duration LATELY = Duration.ofDays(30);
    private static final int MOST_PAGES = 10;
    private static final int MOST_LINES = 20;

    private final ShopifyShop shop;
    private final PrintStream out;

    private RealShop(ShopifyShop shop, PrintStream out) {
        this.shop = shop;
        this.out = out;
    }

    static void lookAt(Map<String, String> environment, PrintStream out) {
        Optional<String> order = Optional.ofNullable(environment.get(WRITE_ORDER));
        try (ShopifyShop shop = connected(environment, out)) {
            RealShop real = new RealShop(shop, out);
            real.tellHowItIs();
            real.showLatestRefunds();
            out.println();
            if (order.isPresent()) {
                real.tag(order.get());
            } else {
                out.println("Nothing was written. " + WRITE_ORDER
                        + " names an order that is tagged as after a refund past" + " Shopify, without moving money.");
            }
        } catch (MaksutException e) {
            out.println(e.getMessage());
        }
    }

    private static ShopifyShop connected(Map<String, String> environment, PrintStream out) {
        ShopifyShopBuilder builder = ShopifyShop.builder(required(environment, SHOP))
                .adminApp(ShopifyTokens.fixed(required(environment, TOKEN)))
                .gateway(environment.getOrDefault(GATEWAY, "flatpay"), PaymentMatching.reference(ACCOUNT))
                .listener(event -> out.println("noticed: " + event));
        if (environment.containsKey(ADDRESS)) {
            builder.address(URI.create(required(environment, ADDRESS)));
        }
        return builder.build();
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is not set"));
    }

    private void tellHowItIs() {
        ShopifyHealth health = shop.check();
        out.println(shop.domain() + " answers in version "
                + health.servedVersion().orElse("?") + (health.isGood() ? ", and all is well" : ""));
        health.lines().forEach(out::println);
    }

    private void showLatestRefunds() {
        int orders = 0;
        int refunds = 0;
        int pages = 0;
        @Nullable String cursor = null;
        do {
            OrderPage page = shop.changedSince(Instant.now().minus(LATELY), cursor);
            for (ShopOrder order : page.orders()) {
                orders++;
                for (OrderRefund refund : order.refunds()) {
                    if (++refunds <= MOST_LINES) {
                        show(order, refund);
                    }
                }
            }
            cursor = page.next();
            pages++;
        } while (cursor != null && pages < MOST_PAGES);
        out.println(orders + " orders and " + refunds + " refunds in what changed in the last " + LATELY.toDays()
                + " days" + (cursor == null ? "" : ", and more"));
    }

    private void show(ShopOrder order, OrderRefund refund) {
        out.println("order " + order.number() + " of "
                + order.total().map(Money::toString).orElse("?") + ": refund of "
                + refund.amount() + ", " + refund.state() + ", money " + refund.money()
                + (refund.payment() == null ? ", through no gateway of ours" : ", payment " + refund.payment()));
    }

    private void tag(String number) {
        ShopOrder order = shop.order("gid://shopify/Order/" + number).orElse(null);
        if (order == null || order.payments().isEmpty() || order.total().isEmpty()) {
            out.println("Order " + number + " is not there, or was not paid through the gateway that " + GATEWAY
                    + " names: nothing was written.");
            return;
        }
        Money cent = Money.ofMinor(order.total().get().currency(), 1);
        PortalRefund tried = new PortalRefund(
                "maksut:sample", order.id(), order.payments().get(0), cent, Instant.now(), "tried out");
        ShopChannel records = shop.records();
        if (records.prepare(tried, CallOptions.DEFAULT) instanceof ShopChannel.Preparation.Ready ready
                && records.submit(ready.attempt(), CallOptions.DEFAULT) instanceof Outcome.ByHand byHand) {
            out.println("Order " + order.number() + " was tagged. The merchant would read:");
            out.println(byHand.reason().explain(Locale.ENGLISH));
        }
    }
}
