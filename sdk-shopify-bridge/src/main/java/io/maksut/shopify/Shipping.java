package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.Fulfilment.Shipment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an order has been shipped, for ship to settle, and what each parcel is worth where that is exact. How much of the
 * payment is captured is judged by the engine. Pure.
 */
final class Shipping {
    private static final String FULFILLED = "FULFILLED";
    private static final String SHIPPED = "SUCCESS";

    private final WireOrder order;
    private final JsonDocument json;

    private Shipping(WireOrder order, JsonDocument json) {
        this.order = order;
        this.json = json;
    }

    /** Whether a payment of ours waits to be captured; else nobody has to ask what was shipped. */
    static boolean matters(WireOrder order, ShopGateways gateways) {
        return order.transactions().values().stream()
                .anyMatch(it -> it.isAuthorisation()
                        && it.succeeded()
                        && gateways.matching(it).isPresent()
                        && !order.mayBeReleased(it));
    }

    /** {@link Fulfilment#NONE} of an order that was cancelled. */
    static Fulfilment of(WireOrder order, JsonDocument json) {
        return json.has("cancelledAt") ? Fulfilment.NONE : new Shipping(order, json).fulfilment();
    }

    private Fulfilment fulfilment() {
        boolean everything =
                FULFILLED.equals(json.text("displayFulfillmentStatus").orElse(""));
        return new Fulfilment(everything, shipments());
    }

    private List<Shipment> shipments() {
        boolean known = partsAreExact();
        List<Shipment> shipments = new ArrayList<>();
        for (JsonDocument fulfillment : json.objects("fulfillments")) {
            if (SHIPPED.equals(fulfillment.text("status").orElse(""))) {
                shipments.add(new Shipment(fulfillment.requiredText("id"), known ? worth(fulfillment) : null));
            }
        }
        return shipments;
    }

    /**
     * Whether the prices of its pieces are all that the customer pays for a parcel: no shipping cost, no discount on the order,
     * no tax on top, and one payment for it all.
     */
    private boolean partsAreExact() {
        long payments = order.transactions().values().stream()
                .filter(it -> it.isPayment() && !it.failed())
                .count();
        Optional<Money> total = money("currentTotalPriceSet");
        boolean noDiscount =
                money("currentTotalDiscountsSet").filter(Money::isZero).isPresent();
        boolean noTaxOnTop = json.flag("taxesIncluded")
                || money("currentTotalTaxSet").filter(Money::isZero).isPresent();
        return payments == 1
                && total.isPresent()
                && total.equals(money("currentSubtotalPriceSet"))
                && noDiscount
                && noTaxOnTop;
    }

    private Optional<Money> money(String field) {
        try {
            return Optional.of(WireMoney.presentment(json, field));
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Money worth(JsonDocument fulfillment) {
        JsonDocument items = fulfillment.object("fulfillmentLineItems").orElse(null);
        if (items == null || !isLastPage(items)) {
            return null;
        }
        try {
            Money worth = null;
            for (JsonDocument item : items.objects("nodes")) {
                Money price = WireMoney.presentment(item, "discountedTotalSet");
                worth = worth == null ? price : worth.plus(price);
            }
            return worth;
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    /** Said in so many words: a page of which that is not known is not all. */
    private static boolean isLastPage(JsonDocument items) {
        return items.object("pageInfo")
                .flatMap(page -> page.text("hasNextPage"))
                .filter("false"::equals)
                .isPresent();
    }
}
