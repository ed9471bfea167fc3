package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An order. All but the final fields is guarded by the shop's monitor. */
final class Order implements Post {
    private static final Set<String> UNPAID = Set.of("pending", "failed");
    private static final Set<String> EDITABLE = Set.of("pending", "on-hold", "auto-draft");

    final long id;
    final String key;
    final Instant created;
    String number;
    long parentId;
    String status = "pending";
    String currency;
    String version;
    Instant modified;
    long customerId;
    JsonObject billing = new JsonObject();
    JsonObject shipping = new JsonObject();
    String paymentMethod = "";
    String paymentMethodTitle = "";
    String transactionId = "";
    String createdVia = "";
    String customerNote = "";

    @Nullable
    Instant completed;

    @Nullable
    Instant paid;

    final Meta meta = new Meta();
    final List<OrderItem> items = new ArrayList<>(2);
    /** The line that sums up the tax; 0 when there is no tax. */
    long taxLineId;

    final List<Refund> refunds = new ArrayList<>(0);
    final List<Note> notes = new ArrayList<>(0);

    Order(long id, String key, Instant created, String currency, String version) {
        this.id = id;
        this.key = key;
        this.created = created;
        this.modified = created;
        this.number = Long.toString(id);
        this.currency = currency;
        this.version = version;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long parentId() {
        return parentId;
    }

    @Override
    public Instant created() {
        return created;
    }

    @Override
    public Instant modified() {
        return modified;
    }

    BigDecimal total() {
        return sum(items.stream().map(OrderItem::gross).toList());
    }

    BigDecimal net(OrderItem.Kind kind) {
        return sum(items.stream()
                .filter(item -> item.kind() == kind)
                .map(OrderItem::total)
                .toList());
    }

    BigDecimal tax(OrderItem.Kind kind) {
        return sum(items.stream()
                .filter(item -> item.kind() == kind)
                .map(OrderItem::tax)
                .toList());
    }

    boolean needsPayment() {
        return UNPAID.contains(status) && total().signum() > 0;
    }

    boolean editable() {
        return EDITABLE.contains(status);
    }

    boolean trashed() {
        return status.equals("trash");
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
