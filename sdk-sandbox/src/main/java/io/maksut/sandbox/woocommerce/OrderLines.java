package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Makes and changes the lines of an order as requests ask for. The caller holds the shop's monitor. */
final class OrderLines {
    private final ShopState state;
    private final Order order;

    OrderLines(ShopState state, Order order) {
        this.state = state;
        this.order = order;
    }

    /** {@code line_items}, {@code shipping_lines} or {@code fee_lines} of a request. */
    void apply(OrderItem.Kind kind, @Nullable JsonElement posted) {
        if (posted == null || !posted.isJsonArray()) {
            return;
        }
        for (JsonElement item : posted.getAsJsonArray()) {
            if (item.isJsonObject()) {
                JsonObject line = item.getAsJsonObject();
                BigDecimal id = number(line, "id");
                if (id != null && id.signum() != 0) {
                    change(id.longValue(), line);
                } else {
                    order.items.add(made(kind, line));
                }
            }
        }
        numberTaxes();
    }

    /** A line with these amounts, whatever the shop's tax is. */
    void add(
            OrderItem.Kind kind,
            String name,
            long productId,
            String code,
            long quantity,
            BigDecimal net,
            BigDecimal tax) {
        order.items.add(new OrderItem(state.nextItem(), kind, name, productId, code, quantity, net, tax, new Meta()));
        numberTaxes();
    }

    private OrderItem made(OrderItem.Kind kind, JsonObject line) {
        return switch (kind) {
            case PRODUCT -> product(line);
            case SHIPPING -> {
                if (text(line, "method_id").isEmpty()) {
                    throw RestError.of(
                            400, "woocommerce_rest_invalid_shipping_item", "Shipping method ID is required.");
                }
                yield taxed(
                        kind, text(line, "method_title"), 0, text(line, "method_id"), 1, total(line, BigDecimal.ZERO));
            }
            case FEE -> {
                if (text(line, "name").isEmpty()) {
                    throw RestError.of(400, "woocommerce_rest_invalid_fee_item", "Fee name is required.");
                }
                yield taxed(kind, text(line, "name"), 0, "", 1, total(line, BigDecimal.ZERO));
            }
        };
    }

    private OrderItem product(JsonObject line) {
        String sku = text(line, "sku");
        BigDecimal id = number(line, "product_id");
        if (sku.isEmpty() && (id == null || id.signum() == 0)) {
            throw RestError.of(400, "woocommerce_rest_required_product_reference", "Product ID or SKU is required.");
        }
        Catalogue.Product product = sku.isEmpty() ? state.catalogue.product(longOf(id, 0)) : state.catalogue.bySku(sku);
        long quantity = longOf(number(line, "quantity"), 1);
        BigDecimal net =
                product == null ? BigDecimal.ZERO : withoutTax(product.price.multiply(BigDecimal.valueOf(quantity)));
        String name = line.has("name") ? text(line, "name") : product == null ? "" : product.name;
        return taxed(
                OrderItem.Kind.PRODUCT,
                name,
                product == null ? longOf(id, 0) : product.id,
                product == null ? "" : product.sku,
                quantity,
                total(line, net));
    }

    private void change(long id, JsonObject line) {
        for (int i = 0; i < order.items.size(); i++) {
            OrderItem item = order.items.get(i);
            if (item.id() == id) {
                BigDecimal quantity = number(line, "quantity");
                if (quantity != null && quantity.signum() == 0) {
                    order.items.remove(i);
                } else {
                    BigDecimal total = total(line, item.total());
                    order.items.set(
                            i,
                            new OrderItem(
                                    item.id(),
                                    item.kind(),
                                    line.has("name") ? text(line, "name") : item.name(),
                                    item.productId(),
                                    item.code(),
                                    longOf(quantity, item.quantity()),
                                    total,
                                    taxOf(total),
                                    item.meta()));
                }
                return;
            }
        }
        throw RestError.of(
                400, "woocommerce_rest_invalid_item_id", "Order item ID provided is not associated with order.");
    }

    private OrderItem taxed(
            OrderItem.Kind kind, String name, long productId, String code, long quantity, BigDecimal net) {
        return new OrderItem(state.nextItem(), kind, name, productId, code, quantity, net, taxOf(net), new Meta());
    }

    private void numberTaxes() {
        boolean taxed = order.items.stream().anyMatch(item -> item.tax().signum() != 0);
        if (taxed && order.taxLineId == 0) {
            order.taxLineId = state.nextItem();
        }
    }

    private BigDecimal total(JsonObject line, BigDecimal byDefault) {
        String posted = text(line, "total");
        return posted.isEmpty()
                ? byDefault
                : LooseNumber.value(DecimalText.cleaned(posted, state.settings.decimalSeparator()))
                        .setScale(state.settings.decimals(), RoundingMode.HALF_UP);
    }

    private BigDecimal taxOf(BigDecimal net) {
        return net.multiply(state.settings.taxPercent())
                .movePointLeft(2)
                .setScale(state.settings.decimals(), RoundingMode.HALF_UP);
    }

    /** Of a price that includes it. */
    private BigDecimal withoutTax(BigDecimal gross) {
        return withoutTax(gross, state.settings);
    }

    static BigDecimal withoutTax(BigDecimal gross, ShopSettings settings) {
        BigDecimal factor = BigDecimal.ONE.add(settings.taxPercent().movePointLeft(2));
        return gross.divide(factor, settings.decimals(), RoundingMode.HALF_UP);
    }

    private static String text(JsonObject line, String name) {
        JsonElement value = line.get(name);
        return value != null && value.isJsonPrimitive() && value.getAsString().length() <= 200
                ? value.getAsString()
                : "";
    }

    private static @Nullable BigDecimal number(JsonObject line, String name) {
        String text = text(line, name);
        return LooseNumber.numeric(text) ? LooseNumber.value(text) : null;
    }

    private static long longOf(@Nullable BigDecimal number, long byDefault) {
        return number == null ? byDefault : number.longValue();
    }
}
