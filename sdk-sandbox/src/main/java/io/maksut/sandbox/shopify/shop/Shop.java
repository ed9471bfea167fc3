package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.OrderBooks;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One shop: its orders, its gateways, its settings, and who is told what happens. Thread-safe. */
public final class Shop {
    private static final long FIRST_ORDER_NUMBER = 1001;

    private final ShopProfile profile;
    private final Clock clock;
    private final Identifiers ids;
    private final OrderBooks orders;
    private final Consumer<List<ShopEvent>> listener;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Map<String, Gateway> gateways = new ConcurrentHashMap<>();
    private final AtomicLong orderNumber = new AtomicLong(FIRST_ORDER_NUMBER);
    private volatile boolean captureOnFulfilment;
    private volatile boolean transactionsTouchOrders = true;

    /** @param listener gets what one action made happen, all at once */
    public Shop(ShopProfile profile, Clock clock, Identifiers ids, Consumer<List<ShopEvent>> listener) {
        this.profile = profile;
        this.clock = clock;
        this.ids = ids;
        this.listener = listener;
        this.orders = new OrderBooks(clock);
    }

    /** As new: no orders, no gateways, no settings. */
    public void reset() {
        ids.reset();
        orders.reset();
        vocabulary.reset();
        gateways.clear();
        orderNumber.set(FIRST_ORDER_NUMBER);
        captureOnFulfilment = false;
        transactionsTouchOrders = true;
    }

    public ShopProfile profile() {
        return profile;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public Identifiers ids() {
        return ids;
    }

    public OrderBooks orders() {
        return orders;
    }

    /** In whole seconds, as the shop keeps its times. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The gateway with this handle, which comes into being when it is first named. */
    public Gateway gateway(String handle) {
        return gateways.computeIfAbsent(handle, Gateway::new);
    }

    /** The setting that captures by itself when the whole order is fulfilled. */
    public void captureOnFulfilment(boolean on) {
        captureOnFulfilment = on;
    }

    /** Whether the end of a pending transaction moves the order's time of change; real shops do not always. */
    public void transactionsTouchOrders(boolean on) {
        transactionsTouchOrders = on;
    }

    boolean capturesOnFulfilment() {
        return captureOnFulfilment;
    }

    boolean transactionsTouchOrders() {
        return transactionsTouchOrders;
    }

    long nextOrderNumber() {
        return orderNumber.getAndIncrement();
    }

    Order order(long id) {
        return orders.find(id).orElseThrow(() -> new IllegalArgumentException("no order " + id));
    }

    void publish(List<ShopEvent> events) {
        if (!events.isEmpty()) {
            listener.accept(events);
        }
    }
}
