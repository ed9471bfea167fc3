package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A refund's record in the shop. It proves nothing about money. All but the final fields is guarded by the shop's monitor. */
final class Refund implements Post {
    final long id;
    final Order order;
    final Instant created;
    /** As it was paid, perhaps empty: what was posted, {@link DecimalText#cleaned}. */
    final String amount;
    /** What was posted, taken as a number: for {@code "1,50"} this is 1, while the amount is 150. */
    final BigDecimal counted;

    final String reason;
    final long refundedBy;
    boolean refundedPayment;
    /** Of an order in the trash, where refunds are posts. */
    boolean trashed;

    final Meta meta = new Meta();
    final List<OrderItem> items = new ArrayList<>(0);
    long taxLineId;

    Refund(long id, Order order, Instant created, String amount, BigDecimal counted, String reason, long refundedBy) {
        this.id = id;
        this.order = order;
        this.created = created;
        this.amount = amount;
        this.counted = counted;
        this.reason = reason;
        this.refundedBy = refundedBy;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long parentId() {
        return order.id;
    }

    @Override
    public Instant created() {
        return created;
    }

    /** It is never changed. */
    @Override
    public Instant modified() {
        return created;
    }

    BigDecimal tax() {
        return items.stream().map(OrderItem::tax).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
