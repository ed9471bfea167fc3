package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.RateLimitedException;
import io.maksut.internal.crypto.Sha256;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.transport.CallContext;
import java.net.URI;
import java.util.Optional;

/**
 * Records in the shop a refund that was made at the gateway. Shopify has no call that records one without moving money,
 * so the merchant does it by hand. With a payments app, that is a refund that we are asked to pay, which waits in the
 * engine until a person says that it is the record. Without one, it is a refund of nothing, as another provider would
 * pay any amount. Meanwhile the order is tagged, so that staff do not refund it a second time. Tags are only ever
 * added; the order's note is left alone, as Shopify replaces it whole and staff may be writing it. Thread-safe.
 */
final class Recorder {
    static final String TAG = "refunded-outside-shopify";
    private static final int LONGEST_TAG = 40;

    private final GraphqlApi api;
    private final URI admin;
    private final String shop;
    private final boolean asksUs;
    private final Reports reports;

    /** @param asksUs whether a payments app of ours pays the shop's refunds, and not another provider */
    Recorder(GraphqlApi api, URI admin, String shop, boolean asksUs, Reports reports) {
        this.api = api;
        this.admin = admin;
        this.shop = shop;
        this.asksUs = asksUs;
        this.reports = reports;
    }

    Recording record(PortalRefund refund, CallContext context) {
        // If Shopify refuses the tag, the merchant still gets the instructions.
        refusal(refund, context)
                .ifPresent(why -> reports.warn(
                        new ShopifyEvent.OrderNotTagged(shop, refund.orderId(), UserErrors.redacted(why))));
        String order = admin.resolve(Gid.number(refund.orderId())).toString();
        return new Recording.ByMerchant(Texts.all(
                asksUs ? "record.asked" : "record.nothing", refund.amount().toString(), order, refund.key()));
    }

    private Optional<String> refusal(PortalRefund refund, CallContext context) {
        JsonArray tags = new JsonArray();
        tags.add(TAG);
        tags.add(tag(refund));
        JsonObject variables = new JsonObject();
        variables.addProperty("id", refund.orderId());
        variables.add("tags", tags);
        try {
            GraphqlAnswer answer = api.write(Operation.TAG_ORDER, variables, refund.key(), context);
            return UserErrors.first(answer, Operation.TAG_ORDER);
        } catch (GatewayRefusedException e) {
            boolean ofTheDocument = e.call().httpStatus() == 200 && !(e instanceof RateLimitedException);
            if (!ofTheDocument) {
                throw e; // the shop as a whole does not answer: the engine tries again
            }
            return Optional.of(e.call().gatewayCode().orElse("refused"));
        }
    }

    /** The same text for the same refund, within the 40 characters of a tag. */
    static String tag(PortalRefund refund) {
        String name = "portal-refund-" + Sha256.hex(refund.key(), 5);
        String withAmount = name + "-" + refund.amount().toDecimalString()
                + refund.amount().currency().getCurrencyCode();
        return withAmount.length() <= LONGEST_TAG ? withAmount : name;
    }
}
