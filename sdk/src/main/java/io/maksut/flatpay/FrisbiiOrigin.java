package io.maksut.flatpay;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Customer;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.NewPayment;

/** The session that starts a payment, with its origin in the metadata of the invoice, and that origin read back. */
final class FrisbiiOrigin {
    private static final String FIELD = "maksut_origin";
    private static final String CHECKOUT = "checkout";
    private static final String PAYMENT_LINK = "payment_link";

    private FrisbiiOrigin() {}

    static JsonObject session(NewPayment payment, PaymentOrigin origin) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty(FIELD, origin == PaymentOrigin.PAYMENT_LINK ? PAYMENT_LINK : CHECKOUT);

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

    static PaymentOrigin read(JsonDocument metadata) {
        return switch (metadata.text(FIELD).orElse("")) {
            case CHECKOUT -> PaymentOrigin.CHECKOUT;
            case PAYMENT_LINK -> PaymentOrigin.PAYMENT_LINK;
            default -> PaymentOrigin.UNKNOWN;
        };
    }
}
