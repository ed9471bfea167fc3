package io.maksut.everypay;

import io.maksut.internal.crypto.HmacSha256;
import io.maksut.payment.Customer;
import io.maksut.portal.NewPayment;
import io.maksut.text.PercentEncoding;
import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Payment links (LinkPay): a signed address, made without asking the gateway. The payment and its reference exist only
 * once a customer opens the link; the callback then names them.
 */
final class EveryPayLinks {
    private static final String NOT_YET = "link:";

    private final URI page;
    private final HmacSha256 key;

    EveryPayLinks(URI api, String apiSecret) {
        this.page = api.resolve("/lp");
        this.key = new HmacSha256(apiSecret);
    }

    /** The address of the page on which the customer pays. */
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
        String query = PercentEncoding.query(parameters);
        return URI.create(page + "?" + query + "&hmac=" + HexFormat.of().formatHex(key.sign(query)));
    }

    private static String name(Customer customer) {
        return Stream.of(customer.firstName(), customer.lastName())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    /** The id of a link, which has no payment yet. */
    static String reference(NewPayment payment) {
        return NOT_YET + payment.reference().value();
    }

    static boolean isLink(String reference) {
        return reference.startsWith(NOT_YET);
    }
}
