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
 * How far an order was shipped, for ship to settle, and what each parcel is worth where that is exact. The engine
 * decides how much is captured. Pure.
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

    /** Whether a payment of ours waits to be captured: only then the shipments have to be read. */
    static boolean matters(WireOrder order, ShopGateways gateways) {
        return order.transactions().values().stream()
                .anyMatch(it -> it.isAuthorisation()
                        && it.succeeded()
                        && gateways.matching(it).isPresent()
                        && !order.mayBeReleased(it));
    }

    /** {@link Fulfilment#NONE} for a cancelled order. */
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
     * Whether the prices of a parcel's items are all that the customer pays for it: no shipping cost, no discount on
     * the order, no tax on top, and a single payment.
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

    /** Only an explicit {@code false} counts: otherwise the page may not be the last. */
    private static boolean isLastPage(JsonDocument items) {
        return items.object("pageInfo")
                .flatMap(page -> page.text("hasNextPage"))
                .filter("false"::equals)
                .isPresent();
    }
}
