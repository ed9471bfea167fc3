package io.maksut.sandbox.shopify.webhook;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.MoneyBag;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Transactions and tender transactions. */
final class TransactionBody {
    private static final String OF_THE_ADMIN = "1830279";

    private final RestTime time;
    private final Predicate<String> manualGateway;

    TransactionBody(RestTime time, Predicate<String> manualGateway) {
        this.time = time;
        this.manualGateway = manualGateway;
    }

    JsonObject transaction(Order order, Transaction transaction) {
        MoneyBag open =
                order.bag(transaction.is(Transaction.AUTHORIZATION) ? order.capturable(transaction) : order.zero());
        boolean ofCustomer = transaction.is(Transaction.SALE) || transaction.is(Transaction.AUTHORIZATION);
        return new Body()
                .put("id", transaction.id())
                .put("order_id", order.id())
                .put("kind", lower(transaction.kind()))
                .put("gateway", transaction.gateway())
                .put("status", lower(transaction.status()))
                .put("message", transaction.message())
                .put("created_at", time.text(transaction.createdAt()))
                .put("test", transaction.test())
                .put("authorization", transaction.authorization())
                .none("location_id", "user_id")
                .put("parent_id", number(transaction.parentId()))
                .put("processed_at", time.text(transaction.processedAt()))
                .none("device_id")
                .put("error_code", lower(transaction.errorCode()))
                .put("source_name", ofCustomer ? order.placement().sourceName() : OF_THE_ADMIN)
                .put("receipt", new JsonObject())
                .put("amount", transaction.amount().text())
                .put("currency", transaction.amount().currency())
                .put("payment_id", transaction.paymentId())
                .unsettled("total_unsettled_set", open)
                .put("manual_payment_gateway", manualGateway.test(transaction.gateway()))
                .none("amount_rounding")
                .put("admin_graphql_api_id", Gid.of("OrderTransaction", transaction.id()))
                .json();
    }

    /** Refunds are negative. */
    JsonObject tender(long id, Order order, Transaction transaction) {
        boolean refund = transaction.is(Transaction.REFUND);
        return new Body()
                .put("id", id)
                .put("order_id", order.id())
                .put("amount", (refund ? transaction.amount().negated() : transaction.amount()).text())
                .put("currency", transaction.amount().currency())
                .none("user_id")
                .put("test", transaction.test())
                .put("processed_at", time.text(transaction.processedAt()))
                .put("remote_reference", transaction.authorization())
                .none("payment_details")
                .put(
                        "payment_method",
                        switch (transaction.gateway()) {
                            case "gift_card" -> "gift_card";
                            case "cash" -> "cash";
                            default -> "other";
                        })
                .json();
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static JsonElement number(@Nullable Long id) {
        return id == null ? JsonNull.INSTANCE : new JsonPrimitive(id);
    }
}
