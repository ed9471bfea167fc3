package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Dispute;
import io.maksut.sandbox.shopify.order.Exchange;
import io.maksut.sandbox.shopify.order.Fulfillment;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import java.time.Instant;
import java.util.List;

/** Something that a webhook tells of, with the state of that moment. Immutable. */
public sealed interface ShopEvent {
    /** {@code orders/paid} and so on. */
    String topic();

    /** Topics whose body is the whole order. */
    record OrderChanged(String topic, Order order) implements ShopEvent {}

    /** The end of a transaction. One that is pending is never told of. */
    record TransactionEnded(Order order, Transaction transaction) implements ShopEvent {
        @Override
        public String topic() {
            return "order_transactions/create";
        }
    }

    /** Money of a payment or a refund, whatever the gateway. */
    record Tendered(long id, Order order, Transaction transaction) implements ShopEvent {
        @Override
        public String topic() {
            return "tender_transactions/create";
        }
    }

    /** A refund was recorded, whatever its money does. */
    record Refunded(Order order, Refund refund) implements ShopEvent {
        @Override
        public String topic() {
            return "refunds/create";
        }
    }

    /** A parcel was made or changed. */
    record Shipped(String topic, Order order, Fulfillment fulfillment) implements ShopEvent {}

    /** Lines came or went. */
    record Edited(long id, Order order, List<Change> additions, List<Change> removals, Instant at)
            implements ShopEvent {
        /** So many pieces of a line more or less. */
        public record Change(long lineItemId, int delta) {}

        @Override
        public String topic() {
            return "orders/edited";
        }
    }

    /** The order is gone. */
    record Deleted(long orderId) implements ShopEvent {
        @Override
        public String topic() {
            return "orders/delete";
        }
    }

    /** A return with other goods taken instead. */
    record Returned(String topic, Order order, Exchange exchange) implements ShopEvent {}

    /** A chargeback. */
    record Disputed(String topic, Order order, Dispute dispute) implements ShopEvent {}
}
