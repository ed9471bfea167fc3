package io.maksut.sandbox.shopify.graphql;

import graphql.execution.directives.QueryAppliedDirective;
import graphql.execution.directives.QueryAppliedDirectiveArgument;
import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.RefundRequest;
import io.maksut.sandbox.shopify.shop.Refunds;
import io.maksut.sandbox.shopify.shop.Refusal;
import io.maksut.sandbox.shopify.shop.Shop;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code refundCreate}: it moves money, and since 2026-04 it needs a key. */
final class RefundMutation {
    private static final String KEY_REQUIRED_SINCE = "2026-04";

    private final Shop shop;
    private final Refunds refunds;
    private final IdempotencyKeys keys;

    RefundMutation(Shop shop, Refunds refunds, IdempotencyKeys keys) {
        this.shop = shop;
        this.refunds = refunds;
        this.keys = keys;
    }

    Map<String, @Nullable Object> create(Caller caller, DataFetchingEnvironment env) {
        Arguments input = Arguments.of(env).object("input");
        String key =
                key(env).map(given -> caller.app().clientId() + " " + given).orElse(null);
        if (key == null && caller.version().compareTo(KEY_REQUIRED_SINCE) >= 0) {
            throw new ApiError(
                    "BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided.");
        }
        Long made = null;
        boolean begun = false;
        try {
            Optional<Long> before = key == null ? Optional.empty() : keys.begin(key, canonical(input.values()));
            if (before.isPresent()) {
                return payload(before.get());
            }
            begun = true;
            Refunds.Result result = refunds.refund(request(caller, input));
            made = result.refund()
                    .map(Refund::id)
                    .orElseThrow(() -> new Refusal("Refund could not be processed", "transactions"));
            return payload(made);
        } catch (Refusal e) {
            Map<String, @Nullable Object> refused = Payload.refused(e, "refund");
            refused.put("order", null);
            return refused;
        } finally {
            if (key != null && begun) {
                keys.end(key, made);
            }
        }
    }

    /** From the state of now, also for a request that was carried out before. */
    private Map<String, @Nullable Object> payload(long refundId) {
        Order order = shop.orders()
                .findOwner("Refund", refundId)
                .orElseThrow(() -> new Refusal("Order does not exist", "orderId"));
        Map<String, @Nullable Object> payload = Payload.done("order", order);
        payload.put(
                "refund",
                order.refund(refundId)
                        .map(refund -> new Within<>(order, refund))
                        .orElse(null));
        return payload;
    }

    private static Optional<String> key(DataFetchingEnvironment env) {
        for (QueryAppliedDirective directive : env.getQueryDirectives().getImmediateAppliedDirective("idempotent")) {
            QueryAppliedDirectiveArgument key = directive.getArgument("key");
            if (key != null && key.getValue() != null) {
                return Optional.of(String.valueOf(key.<Object>getValue()));
            }
        }
        return Optional.empty();
    }

    private RefundRequest request(Caller caller, Arguments input) {
        long orderId = Ids.number("Order", input.text("orderId"));
        Order order = shop.orders()
                .find(orderId)
                .filter(caller::sees)
                .orElseThrow(() -> new Refusal("Order does not exist", "orderId"));
        String currency = order.placement().currency();
        String given = input.find("currency").orElse(null);
        boolean same = order.placement().shopCurrency().equals(currency);
        if (given == null ? !same : !given.equals(currency)) {
            throw new Refusal("Currency must be the presentment currency of the order", "currency");
        }
        Money storeCredit = null;
        for (Arguments method : input.objects("refundMethods")) {
            Arguments amount = method.object("storeCreditRefund").object("amount");
            if (!amount.text("currencyCode").equals(currency)) {
                throw new Refusal("Currency must be the presentment currency of the order", "refundMethods");
            }
            storeCredit = money(amount.decimal("amount"), currency, "refundMethods");
        }
        return new RefundRequest(
                orderId,
                lines(input),
                shipping(input, order),
                payments(input, order),
                storeCredit,
                input.flag("allowOverRefunding"),
                input.find("note").orElse(null),
                input.find("discrepancyReason")
                        .map(reason -> reason.equals("OTHER") ? "REFUND_DISCREPANCY" : reason)
                        .orElse(null),
                null,
                false);
    }

    private static List<RefundRequest.Line> lines(Arguments input) {
        List<RefundRequest.Line> lines = new ArrayList<>();
        for (Arguments line : input.objects("refundLineItems")) {
            lines.add(new RefundRequest.Line(
                    Ids.number("LineItem", line.text("lineItemId")),
                    line.number("quantity"),
                    line.find("restockType").orElse("NO_RESTOCK")));
        }
        return lines;
    }

    private static @Nullable Money shipping(Arguments input, Order order) {
        Optional<Arguments> shipping = input.findObject("shipping");
        if (shipping.isPresent() && shipping.get().flag("fullRefund")) {
            return null;
        }
        return shipping.isPresent() && shipping.get().has("amount")
                ? money(shipping.get().decimal("amount"), order.placement().currency(), "shipping")
                : order.zero();
    }

    private static List<RefundRequest.Payment> payments(Arguments input, Order order) {
        List<RefundRequest.Payment> payments = new ArrayList<>();
        for (Arguments transaction : input.objects("transactions")) {
            if (!transaction.text("kind").equals(Transaction.REFUND)) {
                throw new Refusal("Kind must be refund", "transactions");
            }
            if (!transaction.text("orderId").equals(order.gid())) {
                throw new Refusal("Transactions must belong to the order", "transactions");
            }
            String gateway = transaction.text("gateway");
            Transaction parent = transaction
                    .find("parentId")
                    .map(parentId -> order.transaction(Ids.number("OrderTransaction", parentId)))
                    .orElseGet(() -> order.transactions().stream()
                            .filter(candidate -> candidate.gateway().equals(gateway))
                            .filter(candidate -> order.refundable(candidate).signum() > 0)
                            .findFirst())
                    .filter(found -> found.gateway().equals(gateway))
                    .orElseThrow(() -> new Refusal("Parent transaction cannot be refunded", "transactions"));
            payments.add(new RefundRequest.Payment(
                    parent.id(),
                    money(transaction.decimal("amount"), order.placement().currency(), "transactions")));
        }
        return payments;
    }

    static Money money(Optional<BigDecimal> amount, String currency, String field) {
        try {
            return new Money(amount.orElse(BigDecimal.ZERO), currency);
        } catch (IllegalArgumentException e) {
            throw (Refusal) new Refusal("Amount has too many decimal places", field).initCause(e);
        }
    }

    /** The same text for equal arguments, in whatever order they were written. */
    private static String canonical(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((name, inner) -> sorted.put(String.valueOf(name), canonical(inner)));
            return sorted.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RefundMutation::canonical).toList().toString();
        }
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : String.valueOf(value);
    }
}
