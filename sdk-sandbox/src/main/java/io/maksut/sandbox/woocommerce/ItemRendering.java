package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.List;

/** The lines of an order or, with negative amounts, of a refund. The caller holds the shop's monitor. */
final class ItemRendering {
    private final ShopSettings settings;
    private final int decimals;

    ItemRendering(ShopSettings settings, int decimals) {
        this.settings = settings;
        this.decimals = decimals;
    }

    /** The four kinds of lines, in the order that an order or a refund has. */
    void addTo(JsonObject json, List<OrderItem> items, long taxLineId, boolean ofOrder) {
        JsonArray products = new JsonArray();
        JsonArray shipping = new JsonArray();
        JsonArray fees = new JsonArray();
        for (OrderItem item : items) {
            switch (item.kind()) {
                case PRODUCT -> products.add(product(item));
                case SHIPPING -> shipping.add(shipping(item));
                case FEE -> fees.add(fee(item));
            }
        }
        JsonArray taxes = taxLines(items, taxLineId);
        json.add("line_items", products);
        if (ofOrder) {
            json.add("tax_lines", taxes);
            json.add("shipping_lines", shipping);
        } else {
            json.add("shipping_lines", shipping);
            json.add("tax_lines", taxes);
        }
        json.add("fee_lines", fees);
    }

    private JsonObject product(OrderItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("id", item.id());
        json.addProperty("name", item.name());
        json.addProperty("product_id", item.productId());
        json.addProperty("variation_id", 0);
        json.addProperty("quantity", item.quantity());
        json.addProperty("tax_class", "");
        json.addProperty("subtotal", text(item.total()));
        json.addProperty("subtotal_tax", text(item.tax()));
        json.addProperty("total", text(item.total()));
        json.addProperty("total_tax", text(item.tax()));
        json.add("taxes", taxes(item, true));
        json.add("meta_data", item.meta().jsonOfItem());
        json.addProperty("sku", item.code());
        json.addProperty("global_unique_id", "");
        json.addProperty("price", price(item));
        JsonObject image = new JsonObject();
        image.addProperty("id", "");
        image.addProperty("src", "");
        json.add("image", image);
        json.add("parent_name", JsonNull.INSTANCE);
        return json;
    }

    private JsonObject shipping(OrderItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("id", item.id());
        json.addProperty("method_title", item.name());
        json.addProperty("method_id", item.code());
        json.addProperty("instance_id", "");
        json.addProperty("total", text(item.total()));
        json.addProperty("total_tax", text(item.tax()));
        json.add("taxes", taxes(item, false));
        json.addProperty("tax_status", "taxable");
        json.add("meta_data", item.meta().jsonOfItem());
        return json;
    }

    private JsonObject fee(OrderItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("id", item.id());
        json.addProperty("name", item.name());
        json.addProperty("tax_class", "");
        json.addProperty("tax_status", "taxable");
        json.addProperty("amount", DecimalText.shortest(item.total()));
        json.addProperty("total", text(item.total()));
        json.addProperty("total_tax", text(item.tax()));
        json.add("taxes", taxes(item, false));
        json.add("meta_data", item.meta().jsonOfItem());
        return json;
    }

    private JsonArray taxes(OrderItem item, boolean withSubtotal) {
        JsonArray array = new JsonArray();
        if (item.tax().signum() != 0) {
            JsonObject tax = new JsonObject();
            tax.addProperty("id", 1);
            tax.addProperty("total", text(item.tax()));
            tax.addProperty("subtotal", withSubtotal ? text(item.tax()) : "");
            array.add(tax);
        }
        return array;
    }

    private JsonArray taxLines(List<OrderItem> items, long taxLineId) {
        JsonArray array = new JsonArray();
        if (taxLineId != 0) {
            BigDecimal cart = BigDecimal.ZERO;
            BigDecimal shipping = BigDecimal.ZERO;
            for (OrderItem item : items) {
                if (item.kind() == OrderItem.Kind.SHIPPING) {
                    shipping = shipping.add(item.tax());
                } else {
                    cart = cart.add(item.tax());
                }
            }
            JsonObject json = new JsonObject();
            json.addProperty("id", taxLineId);
            json.addProperty("rate_code", "EE-VAT-1");
            json.addProperty("rate_id", 1);
            json.addProperty("label", "VAT");
            json.addProperty("compound", false);
            json.addProperty("tax_total", text(cart));
            json.addProperty("shipping_tax_total", text(shipping));
            json.addProperty("rate_percent", settings.taxPercent());
            json.add("meta_data", new JsonArray());
            array.add(json);
        }
        return array;
    }

    /** PHP divides floats and shows all that they have, such as 0.010101010101010102. */
    private static BigDecimal price(OrderItem item) {
        if (item.quantity() == 0) {
            return BigDecimal.ZERO;
        }
        double price = item.total().doubleValue() / item.quantity();
        BigDecimal shown = new BigDecimal(Double.toString(price)).stripTrailingZeros();
        return shown.signum() == 0 ? BigDecimal.ZERO : shown;
    }

    private String text(BigDecimal amount) {
        return DecimalText.fixed(amount, decimals);
    }
}
