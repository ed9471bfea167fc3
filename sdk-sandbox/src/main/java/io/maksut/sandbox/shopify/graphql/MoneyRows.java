package io.maksut.sandbox.shopify.graphql;

import io.maksut.sandbox.shopify.order.Adjustment;
import io.maksut.sandbox.shopify.order.Exchange;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.MoneyBag;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.Shop;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Money, transactions, refunds, returns: one row a field. */
final class MoneyRows {
    /** The shipping that a refund gives back. */
    record RefundedShipping(Order order, Refund refund) {}

    private MoneyRows() {}

    static List<Fields<?>> all(Shop shop) {
        return List.of(
                Fields.<MoneyBag>of("MoneyBag", MoneyBag.class)
                        .row("shopMoney", MoneyBag::shop)
                        .row("presentmentMoney", MoneyBag::presentment),
                Fields.<Money>of("MoneyV2", Money.class)
                        .row("amount", Money::decimal)
                        .row("currencyCode", Money::currency),
                transactions(shop),
                refunds(),
                Fields.<Within<Refund.RefundedLine>>of("RefundLineItem", Within.class)
                        .row("id", line -> Gid.of("RefundLineItem", line.part().id()))
                        .row("quantity", line -> line.part().quantity())
                        .row("restockType", line -> line.part().restockType())
                        .row("restocked", line -> !line.part().restockType().equals("NO_RESTOCK"))
                        .row(
                                "lineItem",
                                line -> OrderRows.line(line.order(), line.part().lineItemId()))
                        .row(
                                "priceSet",
                                line -> line.order()
                                        .bag(OrderRows.line(
                                                        line.order(),
                                                        line.part().lineItemId())
                                                .part()
                                                .unitPrice()))
                        .row("subtotalSet", line -> line.order().bag(line.part().subtotal()))
                        .row("totalTaxSet", line -> line.order().bag(line.part().tax())),
                Fields.<RefundedShipping>of("RefundShippingLine", RefundedShipping.class)
                        .row(
                                "id",
                                line -> Gid.of(
                                        "RefundShippingLine",
                                        line.refund().shippingIds().first()))
                        .row(
                                "shippingLine",
                                line -> OrderRows.shippingLines(line.order())
                                        .findFirst()
                                        .orElse(null))
                        .row(
                                "subtotalAmountSet",
                                line -> line.order().bag(line.refund().shipping()))
                        .row("taxAmountSet", line -> line.order().placement().zero()),
                Fields.<Within<Adjustment>>of("OrderAdjustment", Within.class)
                        .row(
                                "id",
                                adjustment -> Gid.of(
                                        "OrderAdjustment", adjustment.part().id()))
                        .row("reason", adjustment -> adjustment.part().reason())
                        .row("amountSet", adjustment -> adjustment.part().amount())
                        .row(
                                "taxAmountSet",
                                adjustment -> adjustment.order().placement().zero()),
                returns(),
                Fields.<Within<Exchange.TakenLine>>of("ExchangeLineItem", Within.class)
                        .row(
                                "id",
                                line -> Gid.of("ExchangeLineItem", line.part().id()))
                        .row("quantity", line -> line.part().quantity())
                        .row(
                                "lineItems",
                                line -> List.of(
                                        OrderRows.line(line.order(), line.part().lineItemId()))));
    }

    private static Fields<Within<Transaction>> transactions(Shop shop) {
        return Fields.<Within<Transaction>>of("OrderTransaction", Within.class)
                .row("id", t -> Gid.of("OrderTransaction", t.part().id()))
                .row("order", Within::order)
                .row("kind", t -> t.part().kind())
                .row("status", t -> t.part().status())
                .row("errorCode", t -> t.part().errorCode())
                .row("gateway", t -> t.part().gateway())
                .row("formattedGateway", t -> shop.gateway(t.part().gateway()).formattedName())
                .row(
                        "manualPaymentGateway",
                        t -> shop.gateway(t.part().gateway()).isManual())
                .row("paymentId", t -> t.part().paymentId())
                .row("parentTransaction", MoneyRows::parent)
                .row("test", t -> t.part().test())
                .row("createdAt", t -> t.part().createdAt())
                .row("processedAt", t -> t.part().processedAt())
                .row("authorizationCode", t -> t.part().authorization())
                .row("authorizationExpiresAt", t -> t.part().authorizationExpiresAt())
                .row("receiptJson", t -> "{}")
                .row("amountSet", t -> t.order().bag(t.part().amount()))
                .row("amount", t -> t.order().bag(t.part().amount()).shop().text())
                .row("amountV2", t -> t.order().bag(t.part().amount()).shop())
                .row("manuallyCapturable", t -> t.order().capturable(t.part()).signum() > 0)
                .row("multiCapturable", t -> t.part().multiCapturable())
                .row("totalUnsettledSet", MoneyRows::unsettled)
                .none("accountNumber", "amountRoundingSet", "maximumRefundableV2", "settlementCurrency");
    }

    private static @Nullable Object parent(Within<Transaction> transaction) {
        return Optional.ofNullable(transaction.part().parentId())
                .flatMap(transaction.order()::transaction)
                .map(parent -> new Within<>(transaction.order(), parent))
                .orElse(null);
    }

    private static @Nullable Object unsettled(Within<Transaction> transaction) {
        Money open = transaction.order().capturable(transaction.part());
        return open.signum() > 0 ? transaction.order().bag(open) : null;
    }

    private static Fields<Within<Refund>> refunds() {
        return Fields.<Within<Refund>>of("Refund", Within.class)
                .row("id", r -> Gid.of("Refund", r.part().id()))
                .row("legacyResourceId", r -> r.part().id())
                .row("order", Within::order)
                .row("note", r -> r.part().note())
                .row("createdAt", r -> r.part().createdAt())
                .row("processedAt", r -> r.part().processedAt())
                .row("updatedAt", r -> r.part().updatedAt())
                .row("duties", r -> List.of())
                .row("totalRefundedSet", r -> r.order().totals().refunded(r.part()))
                .row("totalRefunded", r -> r.order().totals().refunded(r.part()).shop())
                .row("return", (r, env) -> exchange(Caller.of(env), r))
                .row(
                        "transactions",
                        (r, env) -> Page.of(Within.all(r.order(), r.order().transactionsOf(r.part())), env))
                .row(
                        "refundLineItems",
                        (r, env) -> Page.of(Within.all(r.order(), r.part().lines()), env))
                .row("refundShippingLines", (r, env) -> Page.of(shipping(r.order(), r.part()), env))
                .row(
                        "orderAdjustments",
                        (r, env) ->
                                Page.of(Within.all(r.order(), r.order().totals().discrepancies(r.part())), env));
    }

    private static List<RefundedShipping> shipping(Order order, Refund refund) {
        boolean some = order.shipping() != null && refund.shipping().signum() != 0;
        return some ? List.of(new RefundedShipping(order, refund)) : List.of();
    }

    private static @Nullable Object exchange(Caller caller, Within<Refund> refund) {
        Long returnId = refund.part().returnId();
        if (returnId != null && !caller.app().may("read_returns")) {
            throw ApiError.accessDenied("return", "read_returns");
        }
        return Optional.ofNullable(returnId)
                .flatMap(refund.order()::exchange)
                .map(exchange -> new Within<>(refund.order(), exchange))
                .orElse(null);
    }

    private static Fields<Within<Exchange>> returns() {
        return Fields.<Within<Exchange>>of("Return", Within.class)
                .row("id", r -> Gid.of("Return", r.part().id()))
                .row("name", r -> r.part().name())
                .row("order", Within::order)
                .row("status", r -> "OPEN")
                .row("createdAt", r -> r.part().createdAt())
                .row("requestApprovedAt", r -> r.part().createdAt())
                .row("totalQuantity", r -> r.part().returned())
                .row(
                        "exchangeLineItems",
                        (r, env) -> Page.of(Within.all(r.order(), r.part().taken()), env))
                .row(
                        "refunds",
                        (r, env) -> Page.of(Within.all(r.order(), refundsOf(r).toList()), env))
                .row(
                        "transactions",
                        (r, env) -> Page.of(
                                Within.all(
                                        r.order(),
                                        refundsOf(r)
                                                .flatMap(refund -> r.order().transactionsOf(refund).stream())
                                                .toList()),
                                env))
                .none("closedAt");
    }

    private static Stream<Refund> refundsOf(Within<Exchange> exchange) {
        return exchange.order().refunds().stream()
                .filter(refund -> Long.valueOf(exchange.part().id()).equals(refund.returnId()));
    }
}
