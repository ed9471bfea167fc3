package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.refund.ShopRefund;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of an order. Kinds and statuses stay text: Shopify adds values without notice.
 *
 * @param gateway the gateway's handle; null where the shop names none
 * @param paymentId Shopify's id of the payment; a refund may have an id other than its payment's
 * @param manual whether staff record payments of this gateway by hand
 * @param parentId the transaction it belongs to
 */
record WireTransaction(
        String id,
        String kind,
        String status,
        @Nullable String gateway,
        @Nullable String paymentId,
        boolean test,
        boolean manual,
        @Nullable String parentId,
        Instant at,
        JsonDocument json) {
    private static final Set<String> PAYMENTS = Set.of("SALE", "AUTHORIZATION", "EMV_AUTHORIZATION");

    static WireTransaction of(JsonDocument json) {
        String id = json.requiredText("id");
        if (!Gid.isTransaction(id)) {
            throw new JsonFormatException("no id of a transaction");
        }
        Instant created = json.time("createdAt").orElseThrow(() -> new JsonFormatException("no field createdAt"));
        return new WireTransaction(
                id,
                json.requiredText("kind"),
                json.requiredText("status"),
                json.text("gateway").orElse(null),
                json.text("paymentId").filter(text -> !text.isBlank()).orElse(null),
                json.flag("test"),
                json.flag("manualPaymentGateway"),
                json.object("parentTransaction")
                        .map(parent -> parent.requiredText("id"))
                        .orElse(null),
                json.time("processedAt")
                        .filter(processed -> processed.isAfter(created))
                        .orElse(created),
                json);
    }

    /** Whether the transaction brought or reserved money. */
    boolean isPayment() {
        return PAYMENTS.contains(kind);
    }

    boolean isAuthorisation() {
        return isPayment() && !kind.equals("SALE");
    }

    boolean isRefund() {
        return kind.equals("REFUND");
    }

    boolean isVoid() {
        return kind.equals("VOID");
    }

    boolean succeeded() {
        return state() == ShopRefund.State.SUCCEEDED;
    }

    boolean failed() {
        return state() == ShopRefund.State.FAILED;
    }

    /** The state as the shop reports it; a status that is not final counts as in flight. */
    ShopRefund.State state() {
        return switch (status) {
            case "SUCCESS" -> ShopRefund.State.SUCCEEDED;
            case "FAILURE", "ERROR" -> ShopRefund.State.FAILED;
            case "PENDING", "AWAITING_RESPONSE" -> ShopRefund.State.PENDING;
            default -> ShopRefund.State.UNKNOWN;
        };
    }

    /**
     * The amount in the customer's currency.
     *
     * @throws JsonFormatException if it is no exact amount of a currency that Java knows
     */
    Money amount() {
        return WireMoney.presentment(json, "amountSet");
    }

    @Override
    public String toString() {
        return "WireTransaction[" + id + ", " + kind + " " + status + "]";
    }
}
