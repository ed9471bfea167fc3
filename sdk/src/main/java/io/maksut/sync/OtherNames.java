package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundInFlight;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.ShopOrder;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names by which shops and callers know a payment, beside the gateway's own id: the id of a transaction, say. One payment has
 * one claim, or it would be refunded twice; so the claim, and everything that the ledger has of the payment, belongs to the
 * gateway's id. A gateway tells only when it is asked which payment a name is of: until then a name has a claim of its own, under
 * which nothing is ever sent ({@link NamedOtherwiseException}). Then all that stands there is moved, and the name is known for
 * ever: {@link PaymentClaimTable} finds the payment's claim by it.
 */
final class OtherNames {
    private static final Logger LOG = LoggerFactory.getLogger(OtherNames.class);

    private OtherNames() {}

    /**
     * Moves all that the ledger has under this name to the gateway's own id, and remembers the name. A worker that is at the
     * name loses its lease: it has sent nothing, and stores nothing any more. While it has a shop make a refund, nothing is moved
     * until its lease is over: with that it stores what came of it.
     *
     * @param id with which the gateway answers to the name
     * @return false if the name is known as another payment's, the gateway contradicts itself, or a refund is being started in a
     *     shop under the name: nothing is moved then
     */
    static boolean move(Sql sql, PaymentId name, PaymentId id, Instant now) {
        if (!name.account().equals(id.account())) {
            return false;
        }
        PaymentClaimTable.Named from = PaymentClaimTable.lockedName(sql, name);
        long to = PaymentClaimTable.locked(sql, id);
        if (from.id() == to || (from.sameAs() != null && from.sameAs() != to) || isStarting(sql, from.id(), now)) {
            return false;
        }
        moveOperations(sql, from.id(), to, now);
        moveOrders(sql, from.id(), to);
        moveDiscrepancies(sql, from.id(), to);
        sql.update(
                "update maksut_used_fact set claim_id = ? where claim_id = ?"
                        + " and fact not in (select fact from (select fact from maksut_used_fact where claim_id = ?) f)",
                to,
                from.id(),
                to);
        // That no order was found by this name proves nothing of the payment.
        sql.update("delete from maksut_order_lookup where claim_id = ?", from.id());
        sql.update("update maksut_decision set claim_id = ? where claim_id = ?", to, from.id());
        sql.update("update maksut_set_aside set claim_id = ? where claim_id = ?", to, from.id());
        sql.update(
                "update maksut_statement set reference = ? where account = ? and reference = ?",
                id.reference(),
                name.account(),
                name.reference());
        sql.update("update maksut_payment_claim set same_as = ? where same_as = ?", to, from.id());
        sql.update(
                "update maksut_payment_claim set same_as = ?, compare_at = null, claimable_at = null, lease_owner = null,"
                        + " lease_token = lease_token + 1 where id = ?",
                to,
                from.id());
        if (from.sameAs() == null) {
            EventTable.add(sql, to, 0, now, LedgerEvent.Kind.NAME_RESOLVED, null, name + " is " + id);
        }
        PaymentClaimTable.compareAt(sql, to, now);
        return true;
    }

    /**
     * Whether somebody has a shop make a refund of this claim now: its attempt is stored and nothing since, and the lease
     * holds. What is due later than it was changed was asked about already. Under the lock of the claim's row.
     */
    private static boolean isStarting(Sql sql, long claim, Instant now) {
        return !sql.list(
                        "select r.id from maksut_operation r join maksut_payment_claim t on t.id = r.claim_id"
                                + " where t.id = ? and t.lease_owner is not null and t.claimable_at > ? and r.kind = 'written'"
                                + " and r.state = ? and r.due_at <= r.changed_at",
                        row -> true,
                        claim,
                        now,
                        State.SUBMITTED.stored())
                .isEmpty();
    }

    /**
     * Attempts are kept as they are, with their keys. What shipping called for has a name that is made of the claim: it gets the
     * one that it would have had, and what was called for under both names is done once.
     */
    private static void moveOperations(Sql sql, long from, long to, Instant now) {
        record Called(long id, String action, String shop, String key, boolean unsent) {}
        List<Called> all = sql.list(
                "select id, action, shop, operation_key, state from maksut_operation"
                        + " where claim_id = ? and kind in ('shipped', 'order_over')",
                row -> new Called(
                        row.number("id"),
                        row.text("action"),
                        row.text("shop"),
                        row.text("operation_key"),
                        row.text("state").equals(State.PENDING.stored())),
                from);
        for (Called called : all) {
            if (!called.key().startsWith(from + "\n")) {
                continue;
            }
            String key = to + called.key().substring(called.key().indexOf('\n'));
            boolean known = !sql.list(
                            "select id from maksut_operation where action = ? and shop = ? and operation_key = ?",
                            row -> true,
                            called.action(),
                            called.shop(),
                            key)
                    .isEmpty();
            if (!known) {
                sql.update("update maksut_operation set operation_key = ? where id = ?", key, called.id());
            } else if (called.unsent()) {
                sql.update(
                        "update maksut_operation set state = ?, changed_at = ?, ended_at = ?, due_at = null,"
                                + " review_reason = null where id = ?",
                        State.CANCELLED.stored(),
                        now,
                        now,
                        called.id());
            }
        }
        sql.update("update maksut_operation set claim_id = ? where claim_id = ?", to, from);
    }

    /** Of an order that is known under both names, what tells more: when it named the payment, and what was established. */
    private static void moveOrders(Sql sql, long from, long to) {
        List<PaymentClaimTable.OrderLink> there = PaymentClaimTable.orders(sql, to);
        for (PaymentClaimTable.OrderLink link : PaymentClaimTable.orders(sql, from)) {
            if (there.contains(link)) {
                sql.update(
                        "delete from maksut_payment_order where claim_id = ? and shop = ? and order_id = ?"
                                + " and named_at is null and bound_by is null",
                        to,
                        link.shop(),
                        link.orderId());
            }
        }
        List<PaymentClaimTable.OrderLink> kept = PaymentClaimTable.orders(sql, to);
        for (PaymentClaimTable.OrderLink link : PaymentClaimTable.orders(sql, from)) {
            sql.update(
                    kept.contains(link)
                            ? "delete from maksut_payment_order where claim_id <> ? and claim_id = ? and shop = ? and order_id = ?"
                            : "update maksut_payment_order set claim_id = ? where claim_id = ? and shop = ? and order_id = ?",
                    to,
                    from,
                    link.shop(),
                    link.orderId());
        }
    }

    /** What was found under both names is looked for again. */
    private static void moveDiscrepancies(Sql sql, long from, long to) {
        record Found(long id, String kind, String subject) {}
        Function<Long, List<Found>> of = claim -> sql.list(
                "select id, kind, subject from maksut_discrepancy where claim_id = ?",
                row -> new Found(row.number("id"), row.text("kind"), row.text("subject")),
                claim);
        Set<List<String>> there = new HashSet<>();
        of.apply(to).forEach(it -> there.add(List.of(it.kind(), it.subject())));
        for (Found found : of.apply(from)) {
            if (there.contains(List.of(found.kind(), found.subject()))) {
                sql.update(
                        "update maksut_discrepancy set state = ? where id = ?",
                        DiscrepancyTable.stored(Discrepancy.State.GONE),
                        found.id());
            } else {
                sql.update("update maksut_discrepancy set claim_id = ? where id = ?", to, found.id());
            }
        }
    }

    /** The gateway's own id of the payment, as far as it is known. */
    static PaymentId own(Sql sql, PaymentId name) {
        return PaymentClaimTable.find(sql, name)
                .map(PaymentClaimTable.PaymentClaimRow::payment)
                .orElse(name);
    }

    /** What else the gateway tells that the payment is called, also by the bank. */
    private static Set<String> toldBy(Payment payment) {
        Set<String> told = new LinkedHashSet<>();
        payment.transactionId().ifPresent(told::add);
        payment.references().stream().map(GatewayReference::value).forEach(told::add);
        told.remove(payment.id().reference());
        return told;
    }

    /** Those of them by which the gateway finds the payment: it does not by a bank's reference. */
    static Set<String> foundBy(Payment payment) {
        Set<String> found = toldBy(payment);
        payment.references().stream()
                .filter(it -> it.kind() == GatewayReference.Kind.BANK)
                .map(GatewayReference::value)
                .forEach(found::remove);
        return found;
    }

    /** Those names that the ledger has something under, and has not asked the gateway about. */
    static List<PaymentId> unresolved(Sql sql, Payment payment) {
        String account = payment.id().account();
        return of(
                sql,
                payment,
                foundBy(payment),
                "select t.reference from maksut_payment_claim t",
                row -> new PaymentId(account, row.text("reference")));
    }

    /** Whether anything stands under such a name that may explain what the gateway shows of the payment. */
    static boolean mayExplain(Sql sql, Payment payment) {
        return of(
                        sql,
                        payment,
                        foundBy(payment),
                        "select case when exists (select 1 from maksut_operation o where o.claim_id = t.id)"
                                + " or exists (select 1 from maksut_discrepancy d where d.claim_id = t.id)"
                                + " or exists (select 1 from maksut_statement s"
                                + " where s.account = t.account and s.reference = t.reference)"
                                + " then 1 else 0 end as stands from maksut_payment_claim t",
                        row -> row.number("stands") == 1)
                .contains(true);
    }

    /**
     * Refunds that wait under a name that the gateway tells of the payment, and has not been asked about: they are not to be paid
     * beside a direct one.
     */
    static List<RefundInFlight> inFlight(Sql sql, Payment payment) {
        return of(
                sql,
                payment,
                toldBy(payment),
                "select r.id, r.operation_key, r.currency, r.amount, r.kind"
                        + " from maksut_operation r join maksut_payment_claim t on t.id = r.claim_id"
                        + " and r.action in ('refund', 'start_refund')"
                        + " and r.state not in ('succeeded', 'declined', 'cancelled', 'observed')",
                row -> new RefundInFlight(
                        row.text("operation_key"),
                        Stored.money(row, "currency", "amount"),
                        RefundInFlight.Place.LEDGER,
                        row.text("kind").equals("direct")
                                ? RefundInFlight.Initiator.DIRECT
                                : RefundInFlight.Initiator.SHOP));
    }

    /** @param from what is read of each such row t, of a name that is not known to be a payment's */
    private static <T> List<T> of(Sql sql, Payment payment, Set<String> names, String from, Sql.RowReader<T> reader) {
        if (names.isEmpty()) {
            return List.of();
        }
        String marks = String.join(", ", Collections.nCopies(names.size(), "?"));
        List<@Nullable Object> parameters = new ArrayList<>(List.of(payment.id().account()));
        parameters.addAll(names);
        return sql.list(
                from + " where t.account = ? and t.same_as is null and t.reference in (" + marks + ")",
                reader,
                parameters.toArray());
    }

    /** The names that are known to be this payment's. */
    private static Set<PaymentId> known(Sql sql, PaymentId id) {
        return new HashSet<>(sql.list(
                "select n.account, n.reference from maksut_payment_claim n join maksut_payment_claim t on t.id = n.same_as"
                        + " where t.account = ? and t.reference = ?",
                row -> new PaymentId(row.text("account"), row.text("reference")),
                id.account(),
                id.reference()));
    }

    /**
     * The order with the payment under its own id, whatever the shop calls it.
     *
     * @param payment as the gateway told it; null if it was not read
     */
    static ShopOrder inOrder(Engine engine, PaymentId id, @Nullable Payment payment, ShopOrder order) {
        boolean othersNamed = Stream.concat(
                        order.payments().stream(),
                        order.refunds().stream().flatMap(it -> Stream.ofNullable(it.payment())))
                .anyMatch(it -> !it.equals(id) && it.account().equals(id.account()));
        if (!othersNamed) {
            return order;
        }
        Set<PaymentId> names = engine.database().read(sql -> known(sql, id));
        Optional.ofNullable(payment)
                .ifPresent(it -> toldBy(it).forEach(told -> names.add(new PaymentId(id.account(), told))));
        List<PaymentId> payments = order.payments().stream()
                .map(it -> names.contains(it) ? id : it)
                .distinct()
                .toList();
        List<OrderRefund> refunds = order.refunds().stream()
                .map(it -> it.payment() != null && names.contains(it.payment()) ? of(id, it) : it)
                .toList();
        return ShopOrder.builder(order.id(), order.number())
                .link(order.link().orElse(null))
                .payments(payments)
                .refunds(refunds)
                .total(order.total().orElse(null))
                .paidOtherwise(order.paidOtherwise().orElse(null))
                .fulfilment(order.fulfilment())
                .trashed(order.trashed())
                .cancelled(order.cancelled())
                .test(order.test())
                .changedAt(order.changedAt().orElse(null))
                .build();
    }

    private static OrderRefund of(PaymentId id, OrderRefund refund) {
        return new OrderRefund(
                refund.id(),
                refund.names(),
                id,
                refund.amount(),
                refund.state(),
                refund.at(),
                refund.money(),
                refund.portalKey());
    }

    /**
     * Moves what stands under the names that the gateway tells of a payment, where it answers to them with this payment. A name
     * to which it does not answer now is left.
     *
     * @param beforeEachQuestion is called before the gateway is asked
     * @return whether anything was moved
     */
    static boolean takeIn(Engine engine, Payment payment, Runnable beforeEachQuestion) {
        boolean moved = false;
        for (PaymentId name : engine.database().read(sql -> unresolved(sql, payment))) {
            beforeEachQuestion.run();
            PaymentId id;
            try {
                id = engine.idOf(name, payment);
            } catch (MaksutException e) {
                LOG.warn("Whether {} is {} was not told: {}", name, payment.id(), e.call());
                continue;
            }
            moved |= id.equals(payment.id())
                    && engine.database().inTransaction(sql -> move(sql, name, payment.id(), engine.now()));
        }
        if (moved) {
            engine.workSignal().announce();
        }
        return moved;
    }
}
