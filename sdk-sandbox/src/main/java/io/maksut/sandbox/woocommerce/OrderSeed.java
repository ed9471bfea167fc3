package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is to stand: unless said otherwise 29.80 in the shop's currency, paid through the plugin just now, status
 * processing, made in the checkout, without a transaction id. Amounts are decimal text with tax included. Not thread-safe.
 */
public final class OrderSeed {
    private static final Set<String> UNPAID = Set.of("pending", "failed", "cancelled", "checkout-draft", "auto-draft");

    private record Line(OrderItem.Kind kind, String name, long quantity, String gross) {}

    private record Refunded(String amount, String reason, boolean byPlugin) {}

    private final WooCommerceSandbox.Inside inside;
    private final List<Line> lines = new ArrayList<>();
    private final List<Refunded> refunds = new ArrayList<>();
    private final Map<String, JsonElement> meta = new LinkedHashMap<>();
    private String total = "29.80";
    private String status = "processing";
    private String paymentMethod;
    private String transactionId = "";
    private String createdVia = "checkout";
    private String email = "anna@example.com";
    private @Nullable String currency;
    private @Nullable String number;
    private @Nullable Instant created;
    private @Nullable Instant paid;
    private @Nullable Boolean isPaid;
    private long id;
    private long customerId;

    OrderSeed(WooCommerceSandbox.Inside inside) {
        this.inside = inside;
        this.paymentMethod = inside.plugin().id();
    }

    /** Of one product; without effect when there are lines. */
    public OrderSeed total(String gross) {
        this.total = gross;
        return this;
    }

    public OrderSeed product(String name, long quantity, String gross) {
        lines.add(new Line(OrderItem.Kind.PRODUCT, name, quantity, gross));
        return this;
    }

    public OrderSeed shipping(String name, String gross) {
        lines.add(new Line(OrderItem.Kind.SHIPPING, name, 1, gross));
        return this;
    }

    /** Default the shop's. */
    public OrderSeed currency(String code) {
        this.currency = code;
        return this;
    }

    /** Any, also one that a plugin of the shop has. */
    public OrderSeed status(String orderStatus) {
        this.status = orderStatus;
        return this;
    }

    /** Default the plugin's; {@code bacs} cannot refund, an unknown one is of a plugin that is gone. */
    public OrderSeed paymentMethod(String id) {
        this.paymentMethod = id;
        return this;
    }

    public OrderSeed transactionId(String id) {
        this.transactionId = id;
        return this;
    }

    /** Such as {@code everypay_payment_token}. */
    public OrderSeed meta(String key, String value) {
        meta.put(key, new JsonPrimitive(value));
        return this;
    }

    /** Default checkout; also admin or rest-api. */
    public OrderSeed createdVia(String origin) {
        this.createdVia = origin;
        return this;
    }

    /** In a shop that has given out the ids before this one; orders and refunds made later get later ones. */
    public OrderSeed id(long orderId) {
        this.id = orderId;
        return this;
    }

    /** As a plugin for numbering gives it; default the id. */
    public OrderSeed number(String orderNumber) {
        this.number = orderNumber;
        return this;
    }

    public OrderSeed email(String address) {
        this.email = address;
        return this;
    }

    /** Default 0, a guest. */
    public OrderSeed customerId(long id) {
        this.customerId = id;
        return this;
    }

    /** Default now. */
    public OrderSeed created(Instant at) {
        this.created = at;
        return this;
    }

    /** Default the time of creation, unless the status is one of those that are not paid. */
    public OrderSeed paid(Instant at) {
        this.paid = at;
        this.isPaid = true;
        return this;
    }

    public OrderSeed unpaid() {
        this.isPaid = false;
        return this;
    }

    /**
     * A refund that is there already.
     *
     * @param byPlugin whether the plugin paid it, which the books show then
     */
    public OrderSeed refunded(String amount, String reason, boolean byPlugin) {
        refunds.add(new Refunded(amount, reason, byPlugin));
        return this;
    }

    /** It was there before: no hooks run. Returns its id. */
    public long add() {
        synchronized (inside.state()) {
            return made().id;
        }
    }

    /** It comes in now, as through the checkout: webhooks are queued. Returns its id. */
    public long place() {
        HookRun hooks = new HookRun(inside.webhooks());
        long id;
        synchronized (inside.state()) {
            Order order = made();
            id = order.id;
            hooks.ofOrder("woocommerce_new_order", order);
            hooks.ofOrder("woocommerce_update_order", order);
        }
        hooks.end();
        return id;
    }

    private Order made() {
        ShopState state = inside.state();
        Instant at = (created == null ? state.now() : created).truncatedTo(ChronoUnit.SECONDS);
        state.goOnAt(id);
        Order order = state.newOrder(at);
        order.status = status;
        order.currency = currency == null ? state.settings.currency() : currency;
        order.number = number == null ? order.number : number;
        order.paymentMethod = paymentMethod;
        order.paymentMethodTitle = paymentMethod;
        order.transactionId = transactionId;
        order.createdVia = createdVia;
        order.customerId = customerId;
        order.billing.addProperty("email", email);
        meta.forEach((key, value) -> order.meta.add(state.nextMeta(), key, value));
        addLines(order);
        if (isPaid == null ? !UNPAID.contains(status) : isPaid) {
            order.paid = (paid == null ? at : paid).truncatedTo(ChronoUnit.SECONDS);
            move(Movement.Kind.CAPTURE, order, order.total(), order.paid);
        }
        if (status.equals("completed")) {
            order.completed = at;
        }
        state.add(order);
        refunds.forEach(refund -> addRefund(order, refund));
        return order;
    }

    private void addLines(Order order) {
        OrderLines into = new OrderLines(inside.state(), order);
        if (lines.isEmpty()) {
            add(into, new Line(OrderItem.Kind.PRODUCT, "Teapot", 1, total));
        }
        lines.forEach(line -> add(into, line));
    }

    private void add(OrderLines into, Line line) {
        BigDecimal gross = new BigDecimal(line.gross());
        BigDecimal net = OrderLines.withoutTax(gross, inside.state().settings);
        boolean product = line.kind() == OrderItem.Kind.PRODUCT;
        into.add(
                line.kind(),
                line.name(),
                product ? 3 : 0,
                product ? "teapot" : "flat_rate",
                line.quantity(),
                net,
                gross.subtract(net));
    }

    private void addRefund(Order order, Refunded refunded) {
        ShopState state = inside.state();
        BigDecimal amount = new BigDecimal(refunded.amount());
        BigDecimal before = state.remaining(order);
        Refund refund = new Refund(
                state.nextPost(), order, order.created, refunded.amount(), amount, refunded.reason(), ShopState.USER);
        refund.refundedPayment = refunded.byPlugin();
        if (state.settings.has(Since.REFUND_TYPE)) {
            refund.meta.add(state.nextMeta(), "_refund_type", before.compareTo(amount) > 0 ? "partial" : "full");
        }
        state.add(refund);
        if (refunded.byPlugin()) {
            move(Movement.Kind.REFUND, order, amount, order.created);
        }
    }

    private void move(Movement.Kind kind, Order order, BigDecimal amount, Instant at) {
        Books books = inside.books();
        books.add(new Movement(
                kind,
                Long.toString(order.id),
                PayoutRequest.minor(amount, order.currency),
                order.currency,
                null,
                at,
                Movement.By.SEED));
    }
}
