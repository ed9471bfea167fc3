package io.maksut.everypay;

import io.maksut.payment.Customer;
import io.maksut.portal.NewPayment;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Payment links (LinkPay): an address with a signature, made without the gateway. There is no payment, and no payment
 * reference, until a customer opens it; the callback then tells.
 */
final class EveryPayLinks {
    private static final String NOT_YET = "link:";

    private final URI page;
    private final SecretKeySpec key;

    EveryPayLinks(URI api, String apiSecret) {
        this.page = api.resolve("/lp");
        this.key = new SecretKeySpec(apiSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** The address of the page, for whoever is to pay. */
    URI link(NewPayment payment, String linkPayToken) {
        SortedMap<String, String> parameters = new TreeMap<>();
        parameters.put("linkpay_token", linkPayToken);
        parameters.put("order_reference", EveryPayOrder.written(payment));
        parameters.put("transaction_amount", payment.amount().toDecimalString());
        payment.text().ifPresent(it -> parameters.put("custom_field_1", it));
        payment.customer().flatMap(Customer::email).ifPresent(it -> parameters.put("customer_email", it));
        payment.customer()
                .map(EveryPayLinks::name)
                .filter(it -> !it.isEmpty())
                .ifPresent(it -> parameters.put("customer_name", it));
        String query = parameters.entrySet().stream()
                .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(page + "?" + query + "&hmac=" + hmac(query));
    }

    private static String name(Customer customer) {
        return Stream.of(customer.firstName(), customer.lastName())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The name under which a link is known until there is a payment. */
    static String reference(NewPayment payment) {
        return NOT_YET + payment.reference().value();
    }

    static boolean isLink(String reference) {
        return reference.startsWith(NOT_YET);
    }
}
