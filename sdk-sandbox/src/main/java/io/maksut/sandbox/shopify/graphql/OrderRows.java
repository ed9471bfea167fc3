package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.order.Cancellation;
import io.maksut.sandbox.shopify.order.Dispute;
import io.maksut.sandbox.shopify.order.Fulfillment;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Metafield;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Placement;
import io.maksut.sandbox.shopify.order.ShippingLine;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.Shop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The type Order: one row a field. */
final class OrderRows {
    private OrderRows() {}

    static Fields<Order> all(Shop shop) {
        Fields<Order> rows = Fields.of("Order", Order.class);
        identity(rows);
        statuses(rows);
        sums(rows);
        parts(rows, shop);
        return rows;
    }

    private static void identity(Fields<Order> rows) {
        rows.row("id", Order::gid)
                .row("legacyResourceId", Order::id)
                .row("name", order -> order.placement().name())
                .row("number", order -> order.placement().number())
                .row("createdAt", order -> order.placement().createdAt())
                .row("processedAt", order -> order.placement().processedAt())
                .row("updatedAt", Order::updatedAt)
                .row("currencyCode", order -> order.placement().shopCurrency())
                .row("presentmentCurrencyCode", order -> order.placement().currency())
                .row("test", order -> order.placement().test())
                .row("sourceName", order -> order.placement().sourceName())
                .row("confirmationNumber", order -> order.placement().confirmationNumber())
                .row("checkoutToken", order -> order.placement().checkoutToken())
                .row("cartToken", order -> order.placement().cartToken())
                .row("email", order -> order.placement().customer().email())
                .row("phone", order -> order.placement().customer().phone())
                .row(
                        "customer",
                        "read_customers",
                        (order, env) -> order.placement().customer())
                .row("note", Order::note)
                .row("tags", Order::tags)
                .row("customAttributes", order -> List.of())
                .row("discountCodes", order -> List.of())
                .row("taxExempt", order -> false)
                .row("taxesIncluded", order -> false)
                .none("sourceIdentifier");
    }

    private static void statuses(Fields<Order> rows) {
        rows.row("displayFinancialStatus", order -> order.totals().financialStatus())
                .row("displayFulfillmentStatus", order -> order.totals().fulfillmentStatus())
                .row("returnStatus", order -> order.exchanges().isEmpty() ? "NO_RETURN" : "IN_PROGRESS")
                .row(
                        "cancelledAt",
                        order -> cancellation(order).map(Cancellation::at).orElse(null))
                .row(
                        "cancelReason",
                        order -> cancellation(order).map(Cancellation::reason).orElse(null))
                .row("cancellation", order -> order.cancellation())
                .row("closed", order -> order.closedAt() != null)
                .row("closedAt", Order::closedAt)
                .row("confirmed", order -> true)
                .row("edited", Order::edited)
                .row("merchantEditable", order -> order.cancellation() == null)
                .row(
                        "capturable",
                        order -> order.totals().capturable().presentment().signum() > 0)
                .row(
                        "refundable",
                        order -> order.totals().refundable().presentment().signum() > 0)
                .row(
                        "fullyPaid",
                        order -> !order.totals()
                                .total()
                                .presentment()
                                .above(order.totals().received().presentment()))
                .row("unpaid", order -> order.totals().received().presentment().signum() == 0)
                .row(
                        "canMarkAsPaid",
                        order -> order.cancellation() == null
                                && order.totals().financialStatus().equals("PENDING"))
                .row("fulfillable", order -> order.cancellation() == null && has(order, LineItem::unfulfilledQuantity))
                .row("restockable", order -> has(order, LineItem::currentQuantity))
                .row("requiresShipping", order -> order.shipping() != null);
    }

    private static void sums(Fields<Order> rows) {
        rows.row("subtotalPriceSet", order -> order.totals().subtotal())
                .row("totalTaxSet", order -> order.totals().tax())
                .row("totalShippingPriceSet", order -> order.totals().shipping())
                .row("totalDiscountsSet", order -> order.placement().zero())
                .row("totalTipReceivedSet", order -> order.placement().zero())
                .row("totalPriceSet", order -> order.totals().total())
                .row("originalTotalPriceSet", order -> order.bag(order.originalTotal()))
                .row("currentSubtotalPriceSet", order -> order.totals().currentSubtotal())
                .row("currentTotalTaxSet", order -> order.totals().currentTax())
                .row("currentShippingPriceSet", order -> order.totals().currentShipping())
                .row("currentTotalDiscountsSet", order -> order.placement().zero())
                .row("currentTotalPriceSet", order -> order.totals().currentTotal())
                .row("totalReceivedSet", order -> order.totals().received())
                .row("totalRefundedSet", order -> order.totals().refunded())
                .row("totalRefundedShippingSet", order -> order.totals().refundedShipping())
                .row("netPaymentSet", order -> order.totals().net())
                .row("totalCapturableSet", order -> order.totals().capturable())
                .row("totalOutstandingSet", order -> order.totals().outstanding())
                .row("refundDiscrepancySet", order -> order.totals().discrepancy())
                .row("subtotalPrice", order -> order.totals().subtotal().shop().text())
                .row("totalTax", order -> order.totals().tax().shop().text())
                .row(
                        "totalShippingPrice",
                        order -> order.totals().shipping().shop().text())
                .row("totalPrice", order -> order.totals().total().shop().text())
                .row("totalReceived", order -> order.totals().received().shop().text())
                .row("totalRefunded", order -> order.totals().refunded().shop().text())
                .row("netPayment", order -> order.totals().net().shop().text())
                .row(
                        "totalCapturable",
                        order -> order.totals().capturable().shop().text())
                .row("subtotalLineItemsQuantity", order -> count(order, LineItem::quantity))
                .row("currentSubtotalLineItemsQuantity", order -> count(order, LineItem::currentQuantity))
                .none("currentTotalDutiesSet", "originalTotalDutiesSet");
    }

    private static void parts(Fields<Order> rows, Shop shop) {
        rows.row("paymentGatewayNames", Order::gateways)
                .row("lineItems", (order, env) -> Page.of(Within.all(order, order.lines()), env))
                .row("transactions", OrderRows::transactions)
                .row("transactionsCount", order -> count(order.transactions().size()))
                .row("refunds", (order, env) -> first(Within.all(order, order.refunds()), env))
                .row("returns", "read_returns", (order, env) -> Page.of(Within.all(order, order.exchanges()), env))
                .row("fulfillments", (order, env) -> first(Within.all(order, order.fulfillments()), env))
                .row("fulfillmentsCount", order -> count(order.fulfillments().size()))
                .row("disputes", Order::disputes)
                .row("shippingLine", order -> shippingLines(order).findFirst().orElse(null))
                .row(
                        "shippingLines",
                        (order, env) -> Page.of(shippingLines(order).toList(), env))
                .row("suggestedRefund", (order, env) -> Suggestion.of(order, env, shop))
                .row(
                        "metafield",
                        (order, env) -> order.metafields().stream()
                                .filter(named(env, "namespace", Metafield::namespace)
                                        .and(named(env, "key", Metafield::key)))
                                .findFirst()
                                .orElse(null))
                .row(
                        "metafields",
                        (order, env) -> Page.of(
                                order.metafields().stream()
                                        .filter(named(env, "namespace", Metafield::namespace))
                                        .toList(),
                                env));
    }

    private static Object transactions(Order order, DataFetchingEnvironment env) {
        Boolean capturable = env.getArgument("capturable");
        List<Transaction> wanted = order.transactions().stream()
                .filter(transaction -> capturable == null
                        || capturable == order.capturable(transaction).signum() > 0)
                .toList();
        return first(Within.all(order, wanted), env);
    }

    static Stream<Within<ShippingLine>> shippingLines(Order order) {
        return Stream.ofNullable(order.shipping()).map(line -> new Within<>(order, line));
    }

    /** A plain list, of which only the beginning may be wanted. */
    static <T> List<T> first(List<T> all, DataFetchingEnvironment env) {
        Integer first = env.getArgument("first");
        return first == null || first >= all.size() ? all : all.subList(0, Math.max(0, first));
    }

    static Map<String, Object> count(int size) {
        return Map.of("count", size, "precision", "EXACT");
    }

    private static int count(Order order, ToIntFunction<LineItem> quantity) {
        return order.lines().stream().mapToInt(quantity).sum();
    }

    private static boolean has(Order order, ToIntFunction<LineItem> quantity) {
        return count(order, quantity) > 0;
    }

    private static Optional<Cancellation> cancellation(Order order) {
        return Optional.ofNullable(order.cancellation());
    }

    private static Predicate<Metafield> named(
            DataFetchingEnvironment env, String argument, Function<Metafield, String> name) {
        String wanted = env.getArgument(argument);
        return field -> wanted == null || wanted.equals(name.apply(field));
    }

    // The parts that are no money

    static List<Fields<?>> partTypes() {
        return List.of(
                Fields.<Cancellation>of("OrderCancellation", Cancellation.class)
                        .row("staffNote", Cancellation::staffNote),
                Fields.<Dispute>of("OrderDisputeSummary", Dispute.class)
                        .row("id", dispute -> Gid.of("OrderDisputeSummary", dispute.id()))
                        .row("initiatedAs", dispute -> "CHARGEBACK")
                        .row("status", dispute -> "NEEDS_RESPONSE"),
                Fields.<Placement.Customer>of("Customer", Placement.Customer.class)
                        .row("id", customer -> Gid.of("Customer", customer.id()))
                        .row("legacyResourceId", Placement.Customer::id)
                        .row("displayName", customer -> customer.firstName() + " " + customer.lastName())
                        .row("firstName", Placement.Customer::firstName)
                        .row("lastName", Placement.Customer::lastName)
                        .row("email", Placement.Customer::email),
                Fields.<Within<LineItem>>of("LineItem", Within.class)
                        .row("id", line -> Gid.of("LineItem", line.part().id()))
                        .row("title", line -> line.part().title())
                        .row("name", line -> line.part().title())
                        .row("sku", line -> line.part().sku())
                        .row("quantity", line -> line.part().quantity())
                        .row("currentQuantity", line -> line.part().currentQuantity())
                        .row("refundableQuantity", line -> line.part().currentQuantity())
                        .row("unfulfilledQuantity", line -> line.part().unfulfilledQuantity())
                        .row("nonFulfillableQuantity", line -> 0)
                        .row(
                                "originalUnitPriceSet",
                                line -> line.order().bag(line.part().unitPrice()))
                        .row(
                                "discountedUnitPriceSet",
                                line -> line.order().bag(line.part().unitPrice()))
                        .row("originalTotalSet", OrderRows::lineTotal)
                        .row("discountedTotalSet", OrderRows::lineTotal)
                        .row(
                                "totalDiscountSet",
                                line -> line.order().placement().zero())
                        .row("isGiftCard", line -> line.part().giftCard())
                        .row("requiresShipping", line -> true)
                        .row("restockable", line -> true)
                        .row("taxable", line -> true)
                        .none("variantTitle", "vendor"),
                Fields.<Within<ShippingLine>>of("ShippingLine", Within.class)
                        .row("id", line -> Gid.of("ShippingLine", line.part().id()))
                        .row("title", line -> line.part().title())
                        .row(
                                "originalPriceSet",
                                line -> line.order().bag(line.part().price()))
                        .row(
                                "discountedPriceSet",
                                line -> line.order().bag(line.part().price()))
                        .row(
                                "currentDiscountedPriceSet",
                                line -> line.order().totals().currentShipping())
                        .row("source", line -> "shopify")
                        .row("custom", line -> false)
                        .row("isRemoved", line -> false)
                        .none("code"),
                Fields.<Metafield>of("Metafield", Metafield.class)
                        .row("id", field -> Gid.of("Metafield", field.id()))
                        .row("legacyResourceId", Metafield::id)
                        .row("namespace", Metafield::namespace)
                        .row("key", Metafield::key)
                        .row("type", Metafield::type)
                        .row("value", Metafield::value)
                        .row("jsonValue", field -> Json.value(field.value()))
                        .row("createdAt", Metafield::createdAt)
                        .row("updatedAt", Metafield::updatedAt),
                Fields.<Within<Fulfillment>>of("Fulfillment", Within.class)
                        .row("id", parcel -> Gid.of("Fulfillment", parcel.part().id()))
                        .row("legacyResourceId", parcel -> parcel.part().id())
                        .row("name", parcel -> parcel.part().name())
                        .row("order", Within::order)
                        .row("status", parcel -> "SUCCESS")
                        .row(
                                "displayStatus",
                                parcel -> parcel.part().trackingNumber() == null ? "FULFILLED" : "IN_TRANSIT")
                        .row("createdAt", parcel -> parcel.part().createdAt())
                        .row("updatedAt", parcel -> parcel.part().updatedAt())
                        .row("totalQuantity", parcel -> parcel.part().quantity())
                        .row("requiresShipping", parcel -> true)
                        .row(
                                "fulfillmentLineItems",
                                (parcel, env) -> Page.of(
                                        Within.all(parcel.order(), parcel.part().lines()), env))
                        .row("trackingInfo", (parcel, env) -> tracking(parcel.part())),
                Fields.<Within<Fulfillment.FulfilledLine>>of("FulfillmentLineItem", Within.class)
                        .row(
                                "id",
                                line -> Gid.of(
                                        "FulfillmentLineItem", line.part().id()))
                        .row("quantity", line -> line.part().quantity())
                        .row("lineItem", line -> line(line.order(), line.part().lineItemId()))
                        .row("originalTotalSet", OrderRows::shippedTotal)
                        .row("discountedTotalSet", OrderRows::shippedTotal));
    }

    static Within<LineItem> line(Order order, long lineItemId) {
        return new Within<>(order, order.line(lineItemId).orElseThrow());
    }

    private static Object lineTotal(Within<LineItem> line) {
        return line.order().bag(line.part().price(line.part().quantity()));
    }

    private static Object shippedTotal(Within<Fulfillment.FulfilledLine> line) {
        LineItem item = line(line.order(), line.part().lineItemId()).part();
        return line.order().bag(item.price(line.part().quantity()));
    }

    private static List<Map<String, String>> tracking(Fulfillment parcel) {
        String number = parcel.trackingNumber();
        return number == null
                ? List.of()
                : List.of(Map.of("number", number, "company", String.valueOf(parcel.trackingCompany())));
    }
}
