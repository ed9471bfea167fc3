package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Draft;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of orders from beginning to end: first it is on record that one is pending, then the provider is asked,
 * then its answer is on record. Thread-safe.
 */
public final class Payments {
    private final Shop shop;

    public Payments(Shop shop) {
        this.shop = shop;
    }

    /**
     * Ends a transaction in flight, or gives it another status in which it still is; empty when its order is gone.
     *
     * @throws Refusal when it has come to an end before
     */
    public Optional<Transaction> end(long transactionId, Outcome outcome) {
        Optional<Order> owner = shop.orders().findOwner("OrderTransaction", transactionId);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        Transaction before = transaction(owner.get(), transactionId);
        if (!before.inFlight()) {
            throw new Refusal("the transaction is " + before.status());
        }
        Action action = new Action(shop);
        Optional<Order> after = settle(action, owner.get().id(), transactionId, outcome);
        action.publish();
        return after.map(order -> transaction(order, transactionId));
    }

    /** As {@link #end}, but leaves a transaction as it is that has come to an end before. */
    public void conclude(long transactionId, Outcome outcome) {
        Action action = new Action(shop);
        shop.orders()
                .findOwner("OrderTransaction", transactionId)
                .ifPresent(order -> settle(action, order.id(), transactionId, outcome));
        action.publish();
    }

    /** Captures so much of an authorisation; with {@code last} nothing more can be captured of it. */
    public Transaction capture(long authorizationId, Money amount, boolean last) {
        Action action = new Action(shop);
        Transaction capture = capture(action, authorizationId, amount, last);
        action.publish();
        return capture;
    }

    Transaction capture(Action action, long authorizationId, Money amount, boolean last) {
        return begin(action, authorizationId, order -> {
            Transaction authorization = transaction(order, authorizationId);
            if (amount.signum() <= 0 || amount.above(order.capturable(authorization))) {
                throw new Refusal("The amount cannot be captured", "amount");
            }
            Draft draft = order.draft();
            if (last) {
                draft.transaction(authorization.released());
            }
            return draft.transaction(pending(order, Transaction.CAPTURE, authorization, amount))
                    .order();
        });
    }

    /** Cancels an authorisation of which nothing was captured. */
    public Transaction release(long authorizationId) {
        Action action = new Action(shop);
        Transaction release = release(action, authorizationId);
        action.publish();
        return release;
    }

    Transaction release(Action action, long authorizationId) {
        return begin(action, authorizationId, order -> {
            Transaction authorization = transaction(order, authorizationId);
            boolean captured =
                    order.children(authorization, Transaction.CAPTURE).findAny().isPresent();
            boolean releasing =
                    order.children(authorization, Transaction.VOID).findAny().isPresent();
            if (captured || releasing || order.capturable(authorization).signum() == 0) {
                throw new Refusal("The authorization cannot be voided", "parentTransactionId");
            }
            return order.draft()
                    .transaction(pending(order, Transaction.VOID, authorization, order.zero()))
                    .order();
        });
    }

    /** The change adds one transaction, about which the provider is asked afterwards. */
    private Transaction begin(Action action, long parentId, Function<Order, Order> change) {
        long orderId = shop.orders()
                .findOwner("OrderTransaction", parentId)
                .map(Order::id)
                .orElseThrow(() -> new IllegalArgumentException("no transaction " + parentId));
        Order begun = changed(
                orderId,
                order -> change.apply(order).draft().touched(shop.now()).order());
        Transaction added = begun.transactions().get(begun.transactions().size() - 1);
        Outcome outcome = ask(action, begun, added);
        Order after = settle(action, orderId, added.id(), outcome).orElse(begun);
        return transaction(after, added.id());
    }

    /** A transaction that is about to be asked for. */
    Transaction pending(Order order, String kind, @Nullable Transaction parent, Money amount) {
        String handle = parent == null ? "shopify_store_credit" : parent.gateway();
        Gateway gateway = shop.gateway(handle);
        Instant now = shop.now();
        return new Transaction(
                shop.ids().next("OrderTransaction"),
                kind,
                Transaction.PENDING,
                handle,
                amount,
                parent == null ? null : parent.id(),
                parent == null ? null : childPaymentId(order, gateway, order.root(parent)),
                null,
                "Transaction pending",
                null,
                order.placement().test(),
                now,
                now,
                null,
                false);
    }

    private static @Nullable String childPaymentId(Order order, Gateway gateway, Transaction root) {
        String paymentId = root.paymentId();
        return paymentId == null || !gateway.hasChildPaymentIds()
                ? paymentId
                : order.placement().name() + "." + (order.transactions().size() + 1);
    }

    /** Asks the provider; what breaks there is an error. */
    Outcome ask(Action action, Order order, Transaction transaction) {
        Payout payout = new Payout(
                switch (transaction.kind()) {
                    case Transaction.CAPTURE -> Payout.Kind.CAPTURE;
                    case Transaction.VOID -> Payout.Kind.VOID;
                    default -> Payout.Kind.REFUND;
                },
                order.gid(),
                Gid.of("OrderTransaction", transaction.id()),
                transaction.gateway(),
                order.root(transaction).paymentId(),
                transaction.amount(),
                transaction.test());
        try {
            return shop.gateway(transaction.gateway()).provider().perform(payout);
        } catch (RuntimeException e) {
            action.broke(e);
            return Outcome.error("The payment provider did not answer");
        }
    }

    /** Records an outcome, unless the transaction has come to its end meanwhile; empty when the order is gone. */
    Optional<Order> settle(Action action, long orderId, long transactionId, Outcome outcome) {
        return shop.orders().change(orderId, order -> {
            Transaction transaction = transaction(order, transactionId);
            if (!transaction.inFlight()) {
                return order;
            }
            Transaction ended = transaction.ended(outcome.status(), outcome.errorCode(), outcome.message(), shop.now());
            shop.vocabulary().learn(ended);
            Draft draft = order.draft().transaction(ended);
            boolean touches = shop.transactionsTouchOrders();
            if (touches) {
                draft.touched(shop.now());
            }
            if (ended.refused()) {
                vanished(order, ended).ifPresent(refund -> undo(order, refund, draft));
            }
            Order next = draft.order();
            if (outcome.isFinal()) {
                action.ended(next, ended);
            }
            if (next.totals().paid() && !order.totals().paid()) {
                action.changed("orders/paid", next);
            }
            if (touches) {
                action.changed("orders/updated", next);
            }
            return next;
        });
    }

    /** The refund of a failed transaction, where the gateway's refunds vanish when nothing of them succeeded. */
    private Optional<Refund> vanished(Order order, Transaction failed) {
        if (!shop.gateway(failed.gateway()).hasVanishingRefunds()) {
            return Optional.empty();
        }
        return order.refunds().stream()
                .filter(refund -> refund.transactionIds().contains(failed.id()))
                .filter(refund -> order.transactionsOf(refund).stream()
                        .allMatch(other -> other.id() == failed.id() || other.refused()))
                .findFirst();
    }

    private static void undo(Order order, Refund refund, Draft draft) {
        draft.withoutRefund(refund.id());
        for (Refund.RefundedLine line : refund.lines()) {
            order.line(line.lineItemId()).ifPresent(item -> draft.line(item.withRefunded(-line.quantity())));
        }
    }

    private Order changed(long orderId, UnaryOperator<Order> change) {
        return shop.orders()
                .change(orderId, change)
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
    }

    private static Transaction transaction(Order order, long id) {
        return order.transaction(id)
                .orElseThrow(() -> new IllegalArgumentException("no transaction " + id + " in " + order));
    }
}
