package io.maksut.samples.spring.order;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.refund.ShopRefund;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table of orders with their payments and refunds. Thread-safe. */
@Repository
public class Orders {
    private final JdbcClient jdbc;
    private final Clock clock;

    Orders(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Adds an order, unless it is there: a form that is sent twice makes one. */
    public void place(String id, String article, String email, Money total, String account) {
        jdbc.sql("insert into shop_order (id, article, email, amount, currency, account, changed_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing")
                .params(id, article, email, total.minorUnits(), total.currency().getCurrencyCode(), account, now())
                .update();
    }

    public Optional<Order> order(String id) {
        return jdbc.sql("select * from shop_order where id = ?")
                .param(id)
                .query(this::orderIn)
                .optional();
    }

    /** The order that this payment was made for. */
    public Optional<Order> orderOf(PaymentId payment) {
        return jdbc.sql("select o.* from shop_order o join shop_payment p on p.order_id = o.id"
                        + " where p.account = ? and p.reference = ?")
                .params(payment.account(), payment.reference())
                .query(this::orderIn)
                .optional();
    }

    public List<Order> latest(int most) {
        return jdbc.sql("select * from shop_order order by number desc limit ?")
                .param(most)
                .query(this::orderIn)
                .list();
    }

    /** Those that changed since, the earliest first, after this position. */
    List<Order> changed(Instant since, Instant after, String afterId, int most) {
        return jdbc.sql("select * from shop_order where changed_at >= ? and (changed_at, id) > (?, ?)"
                        + " order by changed_at, id limit ?")
                .params(Timestamp.from(since), Timestamp.from(after), afterId, most)
                .query(this::orderIn)
                .list();
    }

    /** What the gateway tells of a payment. */
    @Transactional
    public void paymentIs(PaymentId payment, String orderId, PaymentStatus status, boolean paid) {
        jdbc.sql(
                        "insert into shop_payment (account, reference, order_id, status, paid) values (?, ?, ?, ?, ?)"
                                + " on conflict (account, reference) do update set status = excluded.status, paid = excluded.paid")
                .params(payment.account(), payment.reference(), orderId, status.name(), paid)
                .update();
        touch(orderId);
    }

    public void shipped(String orderId) {
        jdbc.sql("update shop_order set shipped_at = ?, changed_at = ? where id = ? and shipped_at is null")
                .params(now(), now(), orderId)
                .update();
    }

    /** Adds a refund unless there is one of this id, or of this portal key. */
    @Transactional
    public void add(OrderRefundRow refund) {
        jdbc.sql("insert into shop_refund"
                        + " (id, order_id, account, reference, amount, currency, state, message, changed_at, portal_key)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        refund.id(),
                        refund.orderId(),
                        refund.payment().account(),
                        refund.payment().reference(),
                        refund.amount().minorUnits(),
                        refund.amount().currency().getCurrencyCode(),
                        refund.state().name(),
                        refund.message(),
                        Timestamp.from(refund.changedAt()))
                .param(refund.portalKey())
                .update();
        touch(refund.orderId());
    }

    /** How a refund ended; false if there is no such refund. */
    @Transactional
    public boolean refundIs(String refundId, ShopRefund.State state, String message) {
        int known = jdbc.sql("update shop_refund set state = ?, message = ?, changed_at = ? where id = ?")
                .params(state.name(), message, now(), refundId)
                .update();
        jdbc.sql("update shop_order set changed_at = ? where id in (select order_id from shop_refund where id = ?)")
                .params(now(), refundId)
                .update();
        return known == 1;
    }

    public Optional<OrderRefundRow> refund(String id) {
        return jdbc.sql("select * from shop_refund where id = ?")
                .param(id)
                .query(Orders::refundIn)
                .optional();
    }

    public Optional<OrderRefundRow> recorded(String portalKey) {
        return jdbc.sql("select * from shop_refund where portal_key = ?")
                .param(portalKey)
                .query(Orders::refundIn)
                .optional();
    }

    /** Refunds of which the shop does not know how they ended. */
    public List<OrderRefundRow> pendingRefunds() {
        return jdbc.sql("select * from shop_refund where state = 'PENDING' order by changed_at")
                .query(Orders::refundIn)
                .list();
    }

    /** PostgreSQL keeps microseconds. */
    Instant instant() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Timestamp now() {
        return Timestamp.from(instant());
    }

    private void touch(String orderId) {
        jdbc.sql("update shop_order set changed_at = ? where id = ?")
                .params(now(), orderId)
                .update();
    }

    private Order orderIn(ResultSet row, int ignored) throws SQLException {
        String id = row.getString("id");
        return new Order(
                id,
                row.getLong("number"),
                row.getString("article"),
                money(row),
                row.getString("account"),
                instant(row.getTimestamp("shipped_at")),
                row.getTimestamp("changed_at").toInstant(),
                jdbc.sql("select * from shop_payment where order_id = ? order by account, reference")
                        .param(id)
                        .query(Orders::paymentIn)
                        .list(),
                jdbc.sql("select * from shop_refund where order_id = ? order by changed_at, id")
                        .param(id)
                        .query(Orders::refundIn)
                        .list());
    }

    private static OrderPayment paymentIn(ResultSet row, int ignored) throws SQLException {
        return new OrderPayment(paymentId(row), PaymentStatus.valueOf(row.getString("status")), row.getBoolean("paid"));
    }

    private static OrderRefundRow refundIn(ResultSet row, int ignored) throws SQLException {
        return new OrderRefundRow(
                row.getString("id"),
                row.getString("order_id"),
                paymentId(row),
                money(row),
                ShopRefund.State.valueOf(row.getString("state")),
                row.getString("portal_key"),
                row.getString("message"),
                row.getTimestamp("changed_at").toInstant());
    }

    private static PaymentId paymentId(ResultSet row) throws SQLException {
        return new PaymentId(row.getString("account"), row.getString("reference"));
    }

    private static Money money(ResultSet row) throws SQLException {
        return Money.ofMinor(row.getString("currency"), row.getLong("amount"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
