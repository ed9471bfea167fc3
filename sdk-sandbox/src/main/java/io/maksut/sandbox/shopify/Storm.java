package io.maksut.sandbox.shopify;

import io.maksut.sandbox.shopify.shop.Refunds;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Very many webhooks, made by refunds of bulk orders that really happened in the shop, signed and ready to be sent by a load
 * generator. They are what the subscriptions of the moment ask for. Not thread-safe.
 */
public final class Storm {
    private final ShopifySandbox sandbox;
    private int firstOrder;
    private int orders = 1_000;
    private int duplicatePercent;
    private boolean settled = true;
    private long seed = 1;
    private boolean shuffled;

    Storm(ShopifySandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Which of the bulk orders are refunded; default the first thousand. Those that are not paid are left out. */
    public Storm orders(int from, int count) {
        firstOrder = from;
        orders = count;
        return this;
    }

    /** Whether the refunds succeed at once, or stay pending at the provider; default they succeed. */
    public Storm settled(boolean on) {
        settled = on;
        return this;
    }

    /** How many of a hundred deliveries come twice; default none. */
    public Storm duplicates(int percent) {
        duplicatePercent = percent;
        return this;
    }

    /** In an order that depends on the seed alone; default in the order in which they happened. */
    public Storm shuffled(long withSeed) {
        shuffled = true;
        seed = withSeed;
        return this;
    }

    /** Refunds, and takes everything out of the queue of webhooks. */
    public List<SignedDelivery> build() {
        Merchant merchant = sandbox.merchant();
        for (String order : sandbox.bulkOrders(firstOrder, firstOrder + orders)) {
            if (sandbox.order(order).totals().refundable().presentment().signum() > 0) {
                Refunds.Result refund = merchant.refund(order).make();
                if (settled) {
                    refund.transactionIds().forEach(merchant::succeed);
                }
            }
        }
        Random random = new Random(seed);
        List<SignedDelivery> deliveries = new ArrayList<>();
        for (SignedDelivery delivery : sandbox.webhooks().takeSigned()) {
            deliveries.add(delivery);
            if (random.nextInt(100) < duplicatePercent) {
                deliveries.add(delivery);
            }
        }
        if (shuffled) {
            Collections.shuffle(deliveries, random);
        }
        return deliveries;
    }
}
