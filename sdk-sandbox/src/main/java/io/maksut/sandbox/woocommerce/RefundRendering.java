package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.ZoneOffset;

/** A refund as REST shows it: without its currency, and for orders' own lists without its order. The caller holds the monitor. */
final class RefundRendering {
    private final ShopSettings settings;
    private final String base;
    private final int decimals;
    private final ItemRendering items;

    /** @param base the URL of the REST root, without a slash at the end */
    RefundRendering(ShopSettings settings, String base, int decimals) {
        this.settings = settings;
        this.base = base;
        this.decimals = decimals;
        this.items = new ItemRendering(settings, decimals);
    }

    /** In the list of one order. */
    JsonObject listed(Refund refund) {
        return refund(refund, false, true, refund.meta.json());
    }

    /** In the list of all refunds. */
    JsonObject listedWithOrder(Refund refund) {
        return refund(refund, true, true, refund.meta.json());
    }

    /** By itself. */
    JsonObject single(Refund refund) {
        return refund(refund, false, true, refund.meta.jsonLatestFirst());
    }

    /** In the answer to the request that made it. */
    JsonObject created(Refund refund) {
        return refund(refund, false, settings.has(Since.PAYMENT_FLAG_WHEN_CREATED), refund.meta.jsonLatestFirst());
    }

    /** An empty amount stays empty from 10.1 on. */
    static String amount(Refund refund, ShopSettings settings, int decimals) {
        return refund.amount.isEmpty() && settings.has(Since.EMPTY_AMOUNT_SHOWN)
                ? ""
                : DecimalText.fixed(LooseNumber.value(refund.amount), decimals);
    }

    private JsonObject refund(Refund refund, boolean withOrder, boolean withPaymentFlag, JsonArray meta) {
        JsonObject json = new JsonObject();
        json.addProperty("id", refund.id);
        if (withOrder) {
            json.addProperty("parent_id", refund.order.id);
        }
        json.add("date_created", SiteTime.shown(refund.created, settings.zone()));
        json.add("date_created_gmt", SiteTime.shown(refund.created, ZoneOffset.UTC));
        json.addProperty("amount", amount(refund, settings, decimals));
        json.addProperty("reason", refund.reason);
        json.addProperty("refunded_by", refund.refundedBy);
        if (withPaymentFlag) {
            json.addProperty("refunded_payment", refund.refundedPayment);
        }
        json.add("meta_data", meta);
        items.addTo(json, refund.items, refund.taxLineId, false);
        String order = base + "/orders/" + refund.order.id;
        JsonObject links = new JsonObject();
        links.add("self", Links.self(order + "/refunds/" + refund.id, "GET", "DELETE"));
        links.add("collection", Links.to(order + "/refunds"));
        links.add("up", Links.to(order));
        json.add("_links", links);
        return json;
    }
}
