package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.ShopOrderId;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.sync.PaymentBinding.Way;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code maksut_payment_order} says of whose payment it is: who named it when, and what is established. */
final class BindingTable {
    /** Of the table with the alias o. */
    static final String COLUMNS =
            "o.shop as link_shop, o.order_id as link_order, o.payment_method, o.named_at, o.named_currency, o.named_total,"
                    + " o.named_in_first_scan, o.bound_by";

    private static final String BIND = "update maksut_payment_order set bound_by = ?, bound_at = ?"
            + " where claim_id = ? and shop = ? and order_id = ?";

    private BindingTable() {}

    /**
     * An order that is linked to a payment.
     *
     * @param paymentMethod as the shop's request named it
     * @param namedAt when it was first seen to name the payment; null if it never was
     * @param total the order's total at that time; null if it never named the payment, or the total was not known
     * @param firstScan whether that was in the first complete scan after the shop was connected
     * @param bound what established that the payment is the order's; null if nothing has
     */
    record OrderLink(
            ShopOrderId order,
            @Nullable String paymentMethod,
            @Nullable Instant namedAt,
            @Nullable Money total,
            boolean firstScan,
            @Nullable Way bound) {}

    static List<OrderLink> ofPayment(Sql sql, long claimId) {
        return sql.list(
                "select " + COLUMNS + " from maksut_payment_order o where o.claim_id = ? order by o.shop, o.order_id",
                BindingTable::read,
                claimId);
    }

    /** Stores that the order names the payment. Only the first time counts, with the total of then. */
    static void named(
            Sql sql, long claimId, String shop, String orderId, @Nullable Money total, boolean firstScan, Instant now) {
        sql.update(
                "update maksut_payment_order set named_at = ?, named_currency = ?, named_total = ?, named_in_first_scan = ?"
                        + " where claim_id = ? and shop = ? and order_id = ? and named_at is null",
                now,
                total == null ? null : total.currency().getCurrencyCode(),
                total == null ? null : total.minorUnits(),
                firstScan,
                claimId,
                shop,
                orderId);
    }

    /** Links the order for which a refund was asked, with the payment method that the request names. */
    static void asked(Sql sql, long claimId, String shop, String orderId, String paymentMethod) {
        sql.insertOrChange(
                "maksut_payment_order",
                List.of("claim_id", "shop", "order_id"),
                List.of("named_in_first_scan", "payment_method"),
                "payment_method = ?",
                claimId,
                shop,
                orderId,
                false,
                paymentMethod,
                paymentMethod);
    }

    /** Stores that the payment is established as the order's. */
    static void bind(Sql sql, long claimId, ShopOrderId order, Way way, Instant now) {
        sql.update(BIND, way.name().toLowerCase(Locale.ROOT), now, claimId, order.shop(), order.orderId());
    }

    /** As {@link #bind(Sql, long, ShopOrderId, Way, Instant)}, if it was judged on all names of the payment. */
    static void bind(Sql sql, long claimId, ShopOrderId order, Way way, JudgedNames names, Instant now) {
        List<@Nullable Object> parameters = new ArrayList<>(
                List.of(way.name().toLowerCase(Locale.ROOT), now, claimId, order.shop(), order.orderId(), claimId));
        parameters.addAll(names.parameters());
        sql.update(
                BIND + " and exists (select 1 from maksut_payment_claim where id = ? " + names.condition() + ")",
                parameters.toArray());
    }

    /** Empty where an outer join found no order. */
    static Optional<OrderLink> maybe(Row row) throws SQLException {
        return row.maybeText("link_shop").isPresent() ? Optional.of(read(row)) : Optional.empty();
    }

    private static OrderLink read(Row row) throws SQLException {
        String currency = row.maybeText("named_currency").orElse(null);
        return new OrderLink(
                new ShopOrderId(row.text("link_shop"), row.text("link_order")),
                row.maybeText("payment_method").orElse(null),
                row.maybeInstant("named_at").orElse(null),
                currency == null ? null : Money.ofMinor(currency, row.number("named_total")),
                row.flag("named_in_first_scan"),
                row.maybeText("bound_by")
                        .map(it -> Way.valueOf(it.toUpperCase(Locale.ROOT)))
                        .orElse(null));
    }
}
