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
 * How far an order has been shipped, for ship to settle: told only where what is authorised is exactly what is still owed.
 * An order that was edited, returned in part or cancelled is for a person to capture. Pure.
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
                        && !isClosed(order, it));
    }

    private static boolean isClosed(WireOrder order, WireTransaction authorisation) {
        return order.transactions().values().stream()
                .anyMatch(it -> it.kind().equals("VOID")
                        && it.succeeded()
                        && authorisation.id().equals(it.parentId()));
    }

    /** What may be captured on account of it; {@link Fulfilment#NONE} where that is not certain. */
    static Fulfilment of(WireOrder order, JsonDocument json, Runnable shippedButNotExact) {
        return new Shipping(order, json).fulfilment(shippedButNotExact);
    }

    private Fulfilment fulfilment(Runnable shippedButNotExact) {
        List<Shipment> shipments = shipments();
        boolean everything =
                FULFILLED.equals(json.text("displayFulfillmentStatus").orElse(""));
        if (json.has("cancelledAt") || (shipments.isEmpty() && !everything)) {
            return Fulfilment.NONE;
        }
        if (!isExact()) {
            shippedButNotExact.run();
            return Fulfilment.NONE;
        }
        return new Fulfilment(everything, shipments);
    }

    /** Paid, less refunded, and reserved come to what the order comes to now. */
    private boolean isExact() {
        try {
            Money owed = WireMoney.presentment(json, "currentTotalPriceSet");
            Money sum = Money.zero(owed.currency());
            for (WireTransaction transaction : order.transactions().values()) {
                sum = sum.plus(counted(transaction));
            }
            return sum.equals(owed);
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return false; // another currency, or an amount that is not exact
        }
    }

    /** Captures come out of their authorisation, so they count with it. */
    private static Money counted(WireTransaction transaction) {
        Money amount = transaction.amount();
        if (transaction.isPayment() && transaction.succeeded()) {
            return amount;
        }
        boolean givesBack = transaction.isRefund() || transaction.kind().equals("VOID");
        return givesBack && !transaction.failed() ? amount.negate() : Money.zero(amount.currency());
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
        if (items == null
                || items.object("pageInfo")
                        .map(page -> page.flag("hasNextPage"))
                        .orElse(true)) {
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
}
