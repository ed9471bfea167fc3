package io.maksut.sandbox.shopify;

import io.maksut.sandbox.shopify.order.Fulfillment;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.OrderEdits;
import io.maksut.sandbox.shopify.shop.OrderSeed;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.RefundAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What customers, staff and payment providers do in the shop. Ids are gids. Thread-safe. */
public final class Merchant {
    private final Account account;

    Merchant(Account account) {
        this.account = account;
    }

    // Orders

    /** A customer's order, to be filled in and placed. */
    public OrderSeed order() {
        return new OrderSeed(account.shop);
    }

    /** A customer about to pay for an order through a payments app; returns the payment session's gid. */
    public String checkout(OrderSeed seed, String gateway, String kind) {
        return account.checkouts.open(seed, account.shop.gateway(gateway), kind);
    }

    /** A refund, to be filled in and made. */
    public RefundAction refund(String orderId) {
        return new RefundAction(account.shop, account.refunds, orderId);
    }

    /** An edit or an exchange, to be filled in and made. */
    public OrderEdits edit(String orderId) {
        return new OrderEdits(account.shop, account.refunds, orderId);
    }

    /** Cancels and restocks; the money goes back to where it came from, or not at all. */
    public void cancel(String orderId, boolean refund) {
        cancel(orderId, "CUSTOMER", refund, false, true);
    }

    /** @param reason of the GraphQL enum OrderCancelReason */
    public void cancel(String orderId, String reason, boolean refund, boolean asStoreCredit, boolean restock) {
        account.changes.cancel(order(orderId), reason, refund, asStoreCredit, restock, null);
    }

    /** Archives. */
    public void close(String orderId) {
        account.changes.close(order(orderId));
    }

    public void delete(String orderId) {
        account.changes.delete(order(orderId));
    }

    public void note(String orderId, String note) {
        account.changes.update(order(orderId), draft -> draft.note(note));
    }

    public void tags(String orderId, String... tags) {
        account.changes.update(order(orderId), draft -> draft.tags(List.of(tags)));
    }

    /** The customer's bank takes so much back; returns the dispute's gid. */
    public String dispute(String orderId, String amount) {
        Order order = account.shop.orders().find(order(orderId)).orElseThrow();
        Money disputed = Money.of(amount, order.placement().currency());
        return Gid.of(
                "OrderDisputeSummary",
                account.changes.dispute(order.id(), disputed).id());
    }

    // Shipping

    /** Sends all that is left; returns the fulfillment's gid. */
    public String fulfill(String orderId) {
        return gid(account.shipping.fulfill(order(orderId)));
    }

    /** Sends so many pieces of each line item; returns the fulfillment's gid. */
    public String fulfill(String orderId, Map<String, Integer> quantities) {
        Map<Long, Integer> byNumber = new HashMap<>();
        quantities.forEach((lineItemId, quantity) -> byNumber.put(Gid.number("LineItem", lineItemId), quantity));
        return gid(account.shipping.fulfill(order(orderId), byNumber));
    }

    public void track(String orderId, String fulfillmentId, String company, String number) {
        account.shipping.track(order(orderId), Gid.number("Fulfillment", fulfillmentId), company, number);
    }

    /** Whether the shop captures by itself when the whole order is fulfilled; default not. */
    public void captureOnFulfilment(boolean on) {
        account.shop.captureOnFulfilment(on);
    }

    // Money

    /** Staff capture so much of an authorisation; returns the capture's gid. */
    public String capture(String transactionId, String amount) {
        long number = transaction(transactionId);
        Order order = account.shop
                .orders()
                .findOwner("OrderTransaction", number)
                .orElseThrow(() -> new IllegalArgumentException("no transaction " + transactionId));
        Money captured = Money.of(amount, order.placement().currency());
        return gid(account.payments.capture(number, captured, false));
    }

    /** Staff release an authorisation; returns the void's gid. */
    public String release(String transactionId) {
        return gid(account.payments.release(transaction(transactionId)));
    }

    /** The provider says that a pending transaction succeeded. */
    public void succeed(String transactionId) {
        end(transactionId, Outcome.success());
    }

    /** The provider says that a pending transaction failed. */
    public void fail(String transactionId, String errorCode, String message) {
        end(transactionId, Outcome.failure(errorCode, message));
    }

    /** The shop lost the provider's answer: the transaction is an error, whatever the provider did. */
    public void error(String transactionId) {
        end(transactionId, Outcome.error("The payment provider did not answer"));
    }

    /** Any status, also one that is in no schema. */
    public void status(String transactionId, String status) {
        end(transactionId, new Outcome(status, null, null));
    }

    /** Whether the end of a pending transaction moves the order's time of change; default it does. */
    public void transactionsTouchOrders(boolean on) {
        account.shop.transactionsTouchOrders(on);
    }

    // Privacy

    /** The customer of this order wants to know what is stored. */
    public void requestData(String orderId) {
        account.announcer.dataRequested(found(orderId));
    }

    /** What is stored of the customer of this order is to go. */
    public void redactCustomer(String orderId) {
        account.announcer.customerRedacted(found(orderId));
    }

    private void end(String transactionId, Outcome outcome) {
        if (account.payments.end(transaction(transactionId), outcome).isEmpty()) {
            throw new IllegalArgumentException("no transaction " + transactionId);
        }
    }

    private Order found(String orderId) {
        return account.shop
                .orders()
                .find(order(orderId))
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
    }

    private static long order(String orderId) {
        return Gid.number("Order", orderId);
    }

    private static long transaction(String transactionId) {
        return Gid.number("OrderTransaction", transactionId);
    }

    private static String gid(Transaction transaction) {
        return Gid.of("OrderTransaction", transaction.id());
    }

    private static String gid(Fulfillment fulfillment) {
        return Gid.of("Fulfillment", fulfillment.id());
    }
}
