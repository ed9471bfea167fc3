package io.maksut.flatpay;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Customer;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.ShopOrderId;
import io.maksut.portal.NewPayment;
import java.util.Optional;

/** Starts a payment with its origin and order in the metadata of the invoice, and reads them back. */
final class FrisbiiOrigin {
    private static final String FIELD = "maksut_origin";
    private static final String SHOP = "maksut_shop";
    private static final String ORDER = "maksut_order";
    private static final String CHECKOUT = "checkout";
    private static final String PAYMENT_LINK = "payment_link";

    private FrisbiiOrigin() {}

    static JsonObject session(NewPayment payment, PaymentOrigin origin) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty(FIELD, origin == PaymentOrigin.PAYMENT_LINK ? PAYMENT_LINK : CHECKOUT);
        payment.order().ifPresent(it -> {
            metadata.addProperty(SHOP, it.shop());
            metadata.addProperty(ORDER, it.orderId());
        });

        JsonObject order = new JsonObject();
        order.addProperty("handle", payment.reference().value());
        order.addProperty("amount", payment.amount().minorUnits());
        order.addProperty("currency", payment.amount().currency().getCurrencyCode());
        payment.text().ifPresent(it -> order.addProperty("ordertext", it));
        order.add("customer", customer(payment));
        order.add("metadata", metadata);

        JsonObject session = new JsonObject();
        session.add("order", order);
        session.addProperty("settle", payment.settleAtOnce());
        payment.returnTo().ifPresent(it -> session.addProperty("accept_url", it.toString()));
        payment.cancelTo().ifPresent(it -> session.addProperty("cancel_url", it.toString()));
        payment.language().ifPresent(it -> session.addProperty("locale", it.toLanguageTag()));
        return session;
    }

    private static JsonObject customer(NewPayment payment) {
        JsonObject json = new JsonObject();
        Customer customer =
                payment.customer().orElseGet(() -> Customer.builder().build());
        if (customer.reference().isPresent()) {
            json.addProperty("handle", customer.reference().get());
        } else {
            json.addProperty("generate_handle", true);
        }
        customer.email().ifPresent(it -> json.addProperty("email", it));
        customer.firstName().ifPresent(it -> json.addProperty("first_name", it));
        customer.lastName().ifPresent(it -> json.addProperty("last_name", it));
        customer.phone().ifPresent(it -> json.addProperty("phone", it));
        return json;
    }

    /** What was written at creation. */
    record Written(PaymentOrigin origin, Optional<ShopOrderId> order) {
        static final Written NOTHING = new Written(PaymentOrigin.UNKNOWN, Optional.empty());
    }

    static Written read(JsonDocument metadata) {
        return new Written(origin(metadata), order(metadata));
    }

    private static PaymentOrigin origin(JsonDocument metadata) {
        return switch (metadata.text(FIELD).orElse("")) {
            case CHECKOUT -> PaymentOrigin.CHECKOUT;
            case PAYMENT_LINK -> PaymentOrigin.PAYMENT_LINK;
            default -> PaymentOrigin.UNKNOWN;
        };
    }

    /** Shop and order must both be there and form a valid id; otherwise there is no order. */
    private static Optional<ShopOrderId> order(JsonDocument metadata) {
        Optional<String> shop = metadata.text(SHOP);
        Optional<String> order = metadata.text(ORDER);
        if (shop.isEmpty() || order.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ShopOrderId(shop.get(), order.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
