package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.RateLimitedException;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.transport.CallContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A refund that was made at the gateway, past Shopify. Shopify has no call that records one without moving money, so the
 * merchant does it by hand; the order is tagged meanwhile, so that nobody refunds it a second time. Tags are only ever added:
 * the order's note could be written by staff at the same moment, and Shopify replaces it whole. Thread-safe.
 */
final class Recorder {
    static final String TAG = "refunded-outside-shopify";
    private static final int LONGEST_TAG = 40;

    private final GraphqlApi api;
    private final URI admin;

    Recorder(GraphqlApi api, URI admin) {
        this.api = api;
        this.admin = admin;
    }

    Recording record(PortalRefund refund, CallContext context) {
        JsonArray tags = new JsonArray();
        tags.add(TAG);
        tags.add(tag(refund));
        JsonObject variables = new JsonObject();
        variables.addProperty("id", refund.orderId());
        variables.add("tags", tags);
        try {
            // What Shopify says against it is no reason to keep the instructions from the merchant.
            GraphqlAnswer unused = api.write(Operation.TAG_ORDER, variables, refund.key(), context);
        } catch (RateLimitedException e) {
            throw e;
        } catch (AuthenticationException e) {
            if (!e.call()
                    .gatewayCode()
                    .filter(GraphqlJudge.ACCESS_DENIED::equals)
                    .isPresent()) {
                throw e;
            }
        } catch (GatewayRefusedException e) {
            if (e.call().httpStatus() != 200) {
                throw e;
            }
        }
        String order = admin.resolve(Gid.number(refund.orderId())).toString();
        return new Recording.ByMerchant(Texts.all("record", refund.amount().toString(), order, refund.key()));
    }

    /** The same for the same refund, within the 40 characters that a tag may have. */
    static String tag(PortalRefund refund) {
        String name = "portal-refund-" + digest(refund.key());
        String withAmount = name + "-" + refund.amount().toDecimalString()
                + refund.amount().currency().getCurrencyCode();
        return withAmount.length() <= LONGEST_TAG ? withAmount : name;
    }

    private static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
