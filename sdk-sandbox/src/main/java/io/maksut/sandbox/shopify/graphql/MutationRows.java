package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.order.Draft;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Metafield;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.OrderChanges;
import io.maksut.sandbox.shopify.shop.Payments;
import io.maksut.sandbox.shopify.shop.Refusal;
import io.maksut.sandbox.shopify.shop.Shop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the Admin API lets an app change: one row a mutation. */
final class MutationRows {
    private static final String WRITE = "write_orders";

    private final Shop shop;
    private final Payments payments;
    private final OrderChanges changes;
    private final RefundMutation refunds;
    private final WebhookRows webhooks;
    private final BulkOperations bulk;
    private final Jobs jobs;

    MutationRows(
            Shop shop,
            Payments payments,
            OrderChanges changes,
            RefundMutation refunds,
            WebhookRows webhooks,
            BulkOperations bulk,
            Jobs jobs) {
        this.shop = shop;
        this.payments = payments;
        this.changes = changes;
        this.refunds = refunds;
        this.webhooks = webhooks;
        this.bulk = bulk;
        this.jobs = jobs;
    }

    Fields<Caller> root() {
        return webhooks.mutations(Fields.root("Mutation")
                .row("refundCreate", WRITE, refunds::create)
                .row("orderCapture", WRITE, this::capture)
                .row("transactionVoid", WRITE, this::release)
                .row("orderCancel", WRITE, this::cancel)
                .row("orderUpdate", WRITE, this::update)
                .row("tagsAdd", WRITE, (caller, env) -> tags(caller, env, true))
                .row("tagsRemove", WRITE, (caller, env) -> tags(caller, env, false))
                .row("metafieldsSet", WRITE, this::metafields)
                .row("bulkOperationRunQuery", "read_orders", bulk::run)
                .row("bulkOperationCancel", (caller, env) -> bulk.cancel(env)));
    }

    private Order order(Caller caller, String gid) {
        return shop.orders()
                .find(Ids.number("Order", gid))
                .filter(caller::sees)
                .orElseThrow(() -> new Refusal("Order does not exist", "id"));
    }

    // Money

    private Object capture(Caller caller, DataFetchingEnvironment env) {
        Arguments input = Arguments.of(env).object("input");
        try {
            Order order = order(caller, input.text("id"));
            String currency = order.placement().currency();
            String given = input.find("currency").orElse(null);
            if (given == null ? !order.placement().shopCurrency().equals(currency) : !given.equals(currency)) {
                throw new Refusal("Currency must be the presentment currency of the order", "currency");
            }
            long authorization = Ids.number("OrderTransaction", input.text("parentTransactionId"));
            if (order.transaction(authorization).isEmpty()) {
                throw new Refusal("Transaction does not exist", "parentTransactionId");
            }
            Transaction capture = payments.capture(
                    authorization,
                    RefundMutation.money(input.decimal("amount"), currency, "amount"),
                    input.flag("finalCapture"));
            return made(order.id(), capture);
        } catch (Refusal e) {
            return Payload.refused(e, "transaction");
        }
    }

    private Object release(Caller caller, DataFetchingEnvironment env) {
        long authorization = Ids.number("OrderTransaction", Arguments.of(env).text("parentTransactionId"));
        Order order = shop.orders()
                .findOwner("OrderTransaction", authorization)
                .filter(caller::sees)
                .orElse(null);
        if (order == null) {
            return voidRefused(new Refusal("Transaction not found", "parentTransactionId"), "TRANSACTION_NOT_FOUND");
        }
        boolean succeeded =
                order.transaction(authorization).map(Transaction::succeeded).orElse(false);
        if (!succeeded) {
            return voidRefused(
                    new Refusal("Authorization was not successful", "parentTransactionId"), "AUTH_NOT_SUCCESSFUL");
        }
        try {
            return made(order.id(), payments.release(authorization));
        } catch (Refusal e) {
            return voidRefused(e, "AUTH_NOT_VOIDABLE");
        }
    }

    private static Object voidRefused(Refusal refusal, String code) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("transaction", null);
        payload.put("userErrors", List.of(Payload.error(refusal, code)));
        return payload;
    }

    private Object made(long orderId, Transaction transaction) {
        if (transaction.refused()) {
            throw new Refusal(Objects.requireNonNullElse(transaction.message(), "The payment provider refused"));
        }
        Order order = shop.orders().find(orderId).orElseThrow(() -> new Refusal("Order does not exist", "id"));
        return Payload.done("transaction", new Within<>(order, transaction));
    }

    private Object cancel(Caller caller, DataFetchingEnvironment env) {
        Arguments arguments = Arguments.of(env);
        Map<String, @Nullable Object> payload = new HashMap<>();
        try {
            long orderId = order(caller, arguments.text("orderId")).id();
            changes.checkCancellable(orderId);
            Arguments method = arguments.findObject("refundMethod").orElse(new Arguments(Map.of()));
            boolean storeCredit = method.has("storeCreditRefund");
            boolean refund = arguments.flag("refund") || storeCredit || method.flag("originalPaymentMethodsRefund");
            String job = jobs.add(
                    shop.ids().uuid(),
                    () -> changes.cancel(
                            orderId,
                            arguments.text("reason"),
                            refund,
                            storeCredit,
                            arguments.flag("restock"),
                            arguments.find("staffNote").orElse(null)));
            payload.put("job", jobs.find(job));
            payload.put("orderCancelUserErrors", List.of());
            payload.put("userErrors", List.of());
        } catch (Refusal e) {
            boolean missing = "Order does not exist".equals(e.getMessage());
            payload.put("job", null);
            payload.put("orderCancelUserErrors", List.of(Payload.error(e, missing ? "NOT_FOUND" : "INVALID")));
            payload.put("userErrors", List.of(Payload.error(e, null)));
        }
        return payload;
    }

    // Notes, tags, metafields

    private Object update(Caller caller, DataFetchingEnvironment env) {
        Arguments input = Arguments.of(env).object("input");
        try {
            return Payload.done("order", changed(caller, input.text("id"), draft -> {
                if (input.names("note")) {
                    draft.note(input.find("note").orElse(null));
                }
                if (input.has("tags")) {
                    draft.tags(input.texts("tags"));
                }
            }));
        } catch (Refusal e) {
            return Payload.refused(e, "order");
        }
    }

    private Object tags(Caller caller, DataFetchingEnvironment env, boolean add) {
        Arguments arguments = Arguments.of(env);
        List<String> given = arguments.texts("tags");
        try {
            return Payload.done("node", changed(caller, arguments.text("id"), draft -> {
                Set<String> tags = new LinkedHashSet<>(draft.order().tags());
                if (add) {
                    tags.addAll(given);
                } else {
                    given.forEach(tags::remove);
                }
                draft.tags(List.copyOf(tags));
            }));
        } catch (Refusal e) {
            return Payload.refused(e, "node");
        }
    }

    private Order changed(Caller caller, String gid, Consumer<Draft> change) {
        return changes.update(order(caller, gid).id(), change)
                .orElseThrow(() -> new Refusal("Order does not exist", "id"));
    }

    private Object metafields(Caller caller, DataFetchingEnvironment env) {
        List<Metafield> set = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        for (Arguments input : Arguments.of(env).objects("metafields")) {
            String owner = input.text("ownerId");
            try {
                if (!Gid.type(owner).equals("Order")) {
                    throw new Refusal("The sandbox keeps metafields of orders only", "metafields");
                }
                changes.metafield(
                                order(caller, owner).id(),
                                input.find("namespace").orElse("$app"),
                                input.text("key"),
                                input.find("type").orElse("single_line_text_field"),
                                input.text("value"))
                        .ifPresent(set::add);
            } catch (Refusal e) {
                errors.add(Payload.error(e, "INVALID"));
            }
        }
        return Map.of("metafields", set, "userErrors", errors);
    }
}
