package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.Shop;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the shop itself would still refund. Immutable. */
record Suggestion(
        Order order,
        List<Within<Refund.RefundedLine>> lines,
        Money subtotal,
        Money tax,
        Money shipping,
        List<Share> shares) {
    /** So much of one payment, and how much of it could go back at most. */
    record Share(Order order, Transaction payment, Money amount, Money maximum, String formattedGateway) {}

    Suggestion {
        lines = List.copyOf(lines);
        shares = List.copyOf(shares);
    }

    static Suggestion of(Order order, DataFetchingEnvironment env, Shop shop) {
        boolean full = Boolean.TRUE.equals(env.getArgument("suggestFullRefund"));
        List<Within<Refund.RefundedLine>> lines = lines(order, env, full);
        Money subtotal = order.zero();
        Money tax = order.zero();
        for (Within<Refund.RefundedLine> line : lines) {
            subtotal = subtotal.plus(line.part().subtotal());
            tax = tax.plus(line.part().tax());
        }
        Money shippingLeft = order.totals().currentShipping().presentment();
        BigDecimal given = env.getArgument("shippingAmount");
        Money shipping = given != null
                ? new Money(given, order.placement().currency()).min(shippingLeft)
                : full || Boolean.TRUE.equals(env.getArgument("refundShipping")) ? shippingLeft : order.zero();
        return new Suggestion(
                order,
                lines,
                subtotal,
                tax,
                shipping,
                shares(order, subtotal.plus(tax).plus(shipping), shop));
    }

    private static List<Within<Refund.RefundedLine>> lines(Order order, DataFetchingEnvironment env, boolean full) {
        List<Within<Refund.RefundedLine>> lines = new ArrayList<>();
        List<Map<String, Object>> wanted = env.getArgument("refundLineItems");
        if (full) {
            for (LineItem line : order.lines()) {
                if (line.currentQuantity() > 0) {
                    lines.add(line(order, line, line.currentQuantity()));
                }
            }
        } else if (wanted != null) {
            for (Map<String, Object> input : wanted) {
                LineItem line = order.line(Ids.number("LineItem", String.valueOf(input.get("lineItemId"))))
                        .orElseThrow(() -> ApiError.invalidId(String.valueOf(input.get("lineItemId"))));
                lines.add(line(order, line, (Integer) input.getOrDefault("quantity", 0)));
            }
        }
        return lines;
    }

    private static Within<Refund.RefundedLine> line(Order order, LineItem line, int quantity) {
        return new Within<>(
                order,
                new Refund.RefundedLine(
                        line.id(), line.id(), quantity, "NO_RESTOCK", line.price(quantity), line.tax(quantity)));
    }

    private static List<Share> shares(Order order, Money total, Shop shop) {
        List<Share> shares = new ArrayList<>();
        Money left = total;
        for (Transaction payment : order.transactions()) {
            Money maximum = order.refundable(payment);
            if (maximum.signum() > 0) {
                Money amount = maximum.min(left);
                left = left.minus(amount);
                shares.add(new Share(
                        order,
                        payment,
                        amount,
                        maximum,
                        shop.gateway(payment.gateway()).formattedName()));
            }
        }
        return shares;
    }

    private Money amount() {
        return shares.stream().map(Share::amount).reduce(order.zero(), Money::plus);
    }

    static List<Fields<?>> types() {
        return List.of(
                Fields.<Suggestion>of("SuggestedRefund", Suggestion.class)
                        .row("amountSet", s -> s.order().bag(s.amount()))
                        .row("maximumRefundableSet", s -> s.order().totals().refundable())
                        .row("subtotalSet", s -> s.order().bag(s.subtotal()))
                        .row("discountedSubtotalSet", s -> s.order().bag(s.subtotal()))
                        .row("totalTaxSet", s -> s.order().bag(s.tax()))
                        .row("totalDutiesSet", s -> s.order().placement().zero())
                        .row(
                                "totalCartDiscountAmountSet",
                                s -> s.order().placement().zero())
                        .row("refundLineItems", Suggestion::lines)
                        .row("shipping", s -> s)
                        .row("suggestedTransactions", Suggestion::shares),
                Fields.<Suggestion>of("ShippingRefund", Suggestion.class)
                        .row("amountSet", s -> s.order().bag(s.shipping()))
                        .row("maximumRefundableSet", s -> s.order().totals().currentShipping())
                        .row("taxSet", s -> s.order().placement().zero()),
                Fields.<Share>of("SuggestedOrderTransaction", Share.class)
                        .row("kind", share -> "SUGGESTED_REFUND")
                        .row("amountSet", share -> share.order().bag(share.amount()))
                        .row("maximumRefundableSet", share -> share.order().bag(share.maximum()))
                        .row("gateway", share -> share.payment().gateway())
                        .row("formattedGateway", Share::formattedGateway)
                        .row("parentTransaction", share -> new Within<>(share.order(), share.payment()))
                        .none("accountNumber"));
    }
}
