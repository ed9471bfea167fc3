package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Cancellation;
import io.maksut.sandbox.shopify.order.Dispute;
import io.maksut.sandbox.shopify.order.Draft;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Metafield;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What happens to an order as a whole: notes and tags, cancellation, archiving, deletion, chargebacks. Thread-safe. */
public final class OrderChanges {
    private final Shop shop;
    private final Payments payments;
    private final Refunds refunds;

    public OrderChanges(Shop shop, Payments payments, Refunds refunds) {
        this.shop = shop;
        this.payments = payments;
        this.refunds = refunds;
    }

    /** Changes note, tags and the like; empty when there is no such order. */
    public Optional<Order> update(long orderId, Consumer<Draft> change) {
        Action action = new Action(shop);
        Optional<Order> after = shop.orders().change(orderId, order -> {
            Draft draft = order.draft().touched(shop.now());
            change.accept(draft);
            Order next = draft.order();
            action.changed("orders/updated", next);
            return next;
        });
        action.publish();
        return after;
    }

    /** Adds or replaces a metafield; empty when there is no such order. */
    public Optional<Metafield> metafield(long orderId, String namespace, String key, String type, String value) {
        Instant now = shop.now();
        return update(orderId, draft -> {
                    Optional<Metafield> old = find(draft.order(), namespace, key);
                    draft.metafield(new Metafield(
                            old.map(Metafield::id).orElseGet(() -> shop.ids().next("Metafield")),
                            namespace,
                            key,
                            type,
                            value,
                            old.map(Metafield::createdAt).orElse(now),
                            now));
                })
                .flatMap(order -> find(order, namespace, key));
    }

    private static Optional<Metafield> find(Order order, String namespace, String key) {
        return order.metafields().stream()
                .filter(field ->
                        field.namespace().equals(namespace) && field.key().equals(key))
                .findFirst();
    }

    /** Archives the order. */
    public void close(long orderId) {
        Instant now = shop.now();
        update(orderId, draft -> draft.closed(now));
    }

    public void delete(long orderId) {
        Order gone =
                shop.orders().delete(orderId).orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
        shop.publish(List.of(new ShopEvent.Deleted(gone.id())));
    }

    /** The customer's bank takes the money back; amount in the customer's currency. */
    public Dispute dispute(long orderId, Money amount) {
        Order order = shop.order(orderId);
        Dispute dispute = new Dispute(
                shop.ids().next("Dispute"),
                order.gateways().stream().findFirst().orElse(""),
                amount,
                shop.now());
        Action action = new Action(shop);
        shop.orders().change(orderId, before -> {
            Order after = before.draft().dispute(dispute).touched(shop.now()).order();
            action.add(new ShopEvent.Disputed("disputes/create", after, dispute));
            action.changed("orders/updated", after);
            return after;
        });
        action.publish();
        return dispute;
    }

    /**
     * Whether the order can be cancelled.
     *
     * @throws Refusal when it cannot
     */
    public void checkCancellable(long orderId) {
        Order order = shop.orders().find(orderId).orElseThrow(() -> new Refusal("Order does not exist", "orderId"));
        if (order.cancellation() != null) {
            throw new Refusal("Order has already been cancelled", "orderId");
        }
        if (!order.fulfillments().isEmpty()) {
            throw new Refusal("Order has fulfillments that cannot be cancelled", "orderId");
        }
        if (order.transactions().stream().anyMatch(Transaction::inFlight)) {
            throw new Refusal("Order has pending payments", "orderId");
        }
    }

    /**
     * Cancels the order. Authorisations are released whatever is said about refunds. Where no money goes back, a refund
     * without transactions records the lines.
     *
     * @param refund whether the money goes back
     * @param asStoreCredit whether it goes back as credit in the shop
     */
    public Order cancel(
            long orderId,
            String reason,
            boolean refund,
            boolean asStoreCredit,
            boolean restock,
            @Nullable String staffNote) {
        checkCancellable(orderId);
        Action action = new Action(shop);
        Order order = shop.order(orderId);
        for (Transaction transaction : order.transactions()) {
            if (order.capturable(transaction).signum() > 0) {
                release(action, order, transaction);
            }
        }
        Money left = order.totals().refundable().presentment();
        boolean moneyBack = refund && left.signum() > 0;
        List<RefundRequest.Line> lines = lines(order, restock);
        if (moneyBack || !lines.isEmpty()) {
            RefundRequest request = new RefundRequest(
                    orderId,
                    lines,
                    null,
                    moneyBack && !asStoreCredit ? RefundAction.spread(order, left) : List.of(),
                    moneyBack && asStoreCredit ? left : null,
                    false,
                    "Order canceled",
                    null,
                    null,
                    true);
            refunds.refund(action, request, moneyBack);
        }
        Order after = changed(
                orderId,
                before -> before.draft()
                        .cancelled(new Cancellation(shop.now(), reason, staffNote))
                        .touched(shop.now())
                        .order());
        action.changed("orders/cancelled", after);
        action.changed("orders/updated", after);
        action.publish();
        return after;
    }

    private void release(Action action, Order order, Transaction authorization) {
        if (order.children(authorization, Transaction.CAPTURE).findAny().isEmpty()) {
            payments.release(action, authorization.id());
        } else {
            changed(
                    order.id(),
                    before ->
                            before.draft().transaction(authorization.released()).order());
        }
    }

    private static List<RefundRequest.Line> lines(Order order, boolean restock) {
        List<RefundRequest.Line> lines = new ArrayList<>();
        for (LineItem line : order.lines()) {
            if (line.currentQuantity() > 0) {
                lines.add(new RefundRequest.Line(line.id(), line.currentQuantity(), restock ? "CANCEL" : "NO_RESTOCK"));
            }
        }
        return lines;
    }

    private Order changed(long orderId, UnaryOperator<Order> change) {
        return shop.orders()
                .change(orderId, change)
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
    }
}
