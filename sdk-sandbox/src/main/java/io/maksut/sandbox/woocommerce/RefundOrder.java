package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.maksut.sandbox.Movement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a refund is to be, as {@code wc_create_refund} gets it. Immutable.
 *
 * @param amount as posted, or null
 * @param reason null for none
 * @param lines by the id of the order's line
 * @param pay whether the payment plugin is to pay it out
 * @param meta {@code meta_data} of the request, written after everything else
 */
record RefundOrder(
        @Nullable String amount,
        @Nullable String reason,
        Map<Long, Line> lines,
        boolean pay,
        boolean restock,
        @Nullable JsonElement meta,
        Movement.By by) {
    /** How much of one line. */
    record Line(long quantity, BigDecimal total, BigDecimal tax) {
        boolean empty() {
            return quantity == 0 && total.signum() == 0 && tax.signum() == 0;
        }
    }

    /** What REST makes of a request: it pays and restocks unless told otherwise. */
    static RefundOrder of(RestRequest request, ShopSettings settings) {
        Map<Long, Line> lines = new LinkedHashMap<>();
        BigDecimal sum = lines(request.param("line_items"), settings, lines);
        String amount = request.text("amount");
        if (amount == null && sum != null && settings.has(Since.REFUND_LINES_AS_LIST)) {
            amount = DecimalText.shortest(sum);
        }
        String reason = request.text("reason");
        return new RefundOrder(
                amount,
                reason == null || reason.isEmpty() || reason.equals("0") ? null : reason,
                lines,
                request.flag("api_refund", true),
                !settings.has(Since.CHOICE_OF_RESTOCK) || request.flag("api_restock", true),
                request.param("meta_data"),
                Movement.By.API);
    }

    /** Reads the lines; their sum, or null when there are none or one has no number for its total. */
    private static @Nullable BigDecimal lines(
            @Nullable JsonElement posted, ShopSettings settings, Map<Long, Line> lines) {
        if (posted == null) {
            return null;
        }
        if (posted.isJsonObject()) {
            return byId(posted.getAsJsonObject(), lines);
        }
        if (!posted.isJsonArray() || !settings.has(Since.REFUND_LINES_AS_LIST)) {
            return null;
        }
        JsonObject named = new JsonObject();
        for (JsonElement item : posted.getAsJsonArray()) {
            JsonElement id = item.isJsonObject() ? item.getAsJsonObject().get("id") : null;
            if (id == null || !id.isJsonPrimitive()) {
                return null;
            }
            named.add(id.getAsString(), item);
        }
        return byId(named, lines);
    }

    private static @Nullable BigDecimal byId(JsonObject named, Map<Long, Line> lines) {
        BigDecimal sum = named.isEmpty() ? null : BigDecimal.ZERO;
        for (Map.Entry<String, JsonElement> entry : named.entrySet()) {
            if (!entry.getKey().matches("\\d{1,18}") || !entry.getValue().isJsonObject()) {
                continue;
            }
            JsonObject item = entry.getValue().getAsJsonObject();
            BigDecimal total = number(item.get("refund_total"));
            BigDecimal tax = tax(item.get("refund_tax"));
            JsonElement quantity = item.has("qty") ? item.get("qty") : item.get("quantity");
            BigDecimal count = number(quantity);
            lines.put(
                    Long.parseLong(entry.getKey()),
                    new Line(
                            count == null ? 0 : count.longValue(),
                            total == null ? BigDecimal.ZERO : total,
                            tax == null ? BigDecimal.ZERO : tax));
            sum = sum == null || total == null || tax == null
                    ? null
                    : sum.add(total).add(tax);
        }
        return sum;
    }

    /** The taxes of all rates together, null when one is no number. */
    private static @Nullable BigDecimal tax(@Nullable JsonElement taxes) {
        BigDecimal sum = BigDecimal.ZERO;
        if (taxes != null && taxes.isJsonArray()) {
            for (JsonElement item : taxes.getAsJsonArray()) {
                BigDecimal tax =
                        item.isJsonObject() ? number(item.getAsJsonObject().get("refund_total")) : null;
                if (tax == null) {
                    return null;
                }
                sum = sum.add(tax);
            }
        } else if (taxes != null && taxes.isJsonObject()) {
            for (JsonElement item : taxes.getAsJsonObject().asMap().values()) {
                BigDecimal tax = number(item);
                if (tax == null) {
                    return null;
                }
                sum = sum.add(tax);
            }
        }
        return sum;
    }

    private static @Nullable BigDecimal number(@Nullable JsonElement value) {
        if (value == null || !value.isJsonPrimitive() || value.getAsString().length() > 40) {
            return null;
        }
        String text = value.getAsString();
        return LooseNumber.numeric(text) ? LooseNumber.value(text) : null;
    }
}
