package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.error.AuthenticationException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import io.maksut.refund.OrderFinding;
import io.maksut.transport.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds unpaid orders of a payment link's customer that cost what the link did: a person is asked whether the link paid
 * one of them. They forbid nothing, so an app that may not read addresses finds none. Thread-safe; keeps no address.
 */
final class OrdersAlike {
    /** A person would not look through more. */
    private static final int MOST_ALIKE = 5;
    /** How many pages of the customer's latest orders are read. */
    private static final int MOST_PAGES = 4;

    private final GraphqlApi api;
    private final OrderReader reader;
    private final String shop;
    private final Reports reports;

    OrdersAlike(GraphqlApi api, OrderReader reader, String shop, Reports reports) {
        this.api = api;
        this.reader = reader;
        this.shop = shop;
        this.reports = reports;
    }

    /**
     * The orders, the latest first.
     *
     * @throws io.maksut.error.MaksutException if the shop does not answer
     * @throws JsonFormatException if its answer cannot be understood
     */
    List<OrderFinding.Found> of(Payment payment, CallContext context) {
        Customer customer = payment.customer().orElse(null);
        String email = customer == null ? "" : customer.email().orElse("");
        if (customer == null || email.isEmpty() || payment.origin() != PaymentOrigin.PAYMENT_LINK) {
            return List.of();
        }
        try {
            return search(payment, customer, email, context);
        } catch (AuthenticationException e) {
            if (!e.call().gatewayCode().orElse("").equals(GraphqlJudge.ACCESS_DENIED)) {
                throw e;
            }
            reports.once(new ShopifyEvent.CustomersNotShown(shop));
            return List.of();
        }
    }

    private List<OrderFinding.Found> search(Payment payment, Customer customer, String email, CallContext context) {
        List<OrderFinding.Found> alike = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonDocument orders = page(email, cursor, context);
            for (JsonDocument order : orders.objects("nodes")) {
                boolean fits = customer.hasEmail(order.text("email").orElse("")) && samePrice(order, payment);
                if (fits && alike.size() < MOST_ALIKE) {
                    unpaid(order.requiredText("id"), context).ifPresent(alike::add);
                }
            }
            cursor = Page.of(orders).next();
            if (cursor == null || alike.size() == MOST_ALIKE) {
                break;
            }
        }
        return List.copyOf(alike);
    }

    private JsonDocument page(String email, @Nullable String cursor, CallContext context) {
        JsonObject variables = new JsonObject();
        variables.addProperty("query", "email:" + OrderLookup.quoted(email));
        if (cursor != null) {
            variables.addProperty("after", cursor);
        }
        GraphqlAnswer answer = api.read(Operation.ORDERS_OF_CUSTOMER, variables, context);
        if (answer.searchWasMistaken()) {
            throw new JsonFormatException("the shop did not search as it was asked to");
        }
        return answer.data().object("orders").orElseThrow(() -> new JsonFormatException("no field orders"));
    }

    /** Compares with the total when the order was placed, and with the current total. */
    private static boolean samePrice(JsonDocument order, Payment payment) {
        return isPrice(order, "totalPriceSet", payment) || isPrice(order, "currentTotalPriceSet", payment);
    }

    private static boolean isPrice(JsonDocument order, String field, Payment payment) {
        Money price;
        try {
            price = WireMoney.presentment(order, field);
        } catch (JsonFormatException e) {
            return false;
        }
        return price.isPositive()
                && (price.equals(payment.amounts().authorised())
                        || price.equals(payment.amounts().captured()));
    }

    /** Empty if a payment has paid it, or the shop no longer shows it. */
    private Optional<OrderFinding.Found> unpaid(String orderId, CallContext context) {
        if (!Gid.isOrder(orderId)) {
            throw new JsonFormatException("no id of an order");
        }
        try {
            return reader.read(orderId, context)
                    .filter(it -> !it.order().test() && !it.wire().isPaidByProvider())
                    .map(it -> it.order().finding());
        } catch (MalformedAnswerException e) {
            return Optional.of(OrderFinding.Found.ofId(orderId)); // it may be the one, and a person can look at it
        }
    }
}
