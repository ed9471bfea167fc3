package io.maksut.everypay;

import com.google.gson.JsonObject;
import io.maksut.error.CallReport;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Customer;
import io.maksut.portal.NewPayment;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes the page of a new payment: the body of a one-off payment, or a link. */
final class EveryPayPages {
    private final EveryPayLinks links;
    private final @Nullable String linkPayToken;
    private final @Nullable URI customerUrl;

    EveryPayPages(EveryPayLinks links, @Nullable String linkPayToken, @Nullable URI customerUrl) {
        this.links = links;
        this.linkPayToken = linkPayToken;
        this.customerUrl = customerUrl;
    }

    /** The body of the request for a one-off payment. */
    JsonObject oneOff(NewPayment payment, ProcessingAccount account) {
        requireCurrency(payment, account);
        URI returnTo = payment.returnTo().orElse(customerUrl);
        if (returnTo == null) {
            throw unsupported("a payment at EveryPay needs an address to which the customer returns");
        }
        JsonObject body = new JsonObject();
        body.addProperty("account_name", account.name());
        body.addProperty("amount", payment.amount().toDecimal());
        body.addProperty("order_reference", EveryPayOrder.written(payment));
        body.addProperty("customer_url", returnTo.toString());
        payment.customer().flatMap(Customer::email).ifPresent(it -> body.addProperty("email", it));
        payment.language().ifPresent(it -> body.addProperty("locale", it.getLanguage()));
        payment.text().ifPresent(it -> body.addProperty("payment_description", it));
        return body;
    }

    URI link(NewPayment payment, ProcessingAccount account) {
        requireCurrency(payment, account);
        if (linkPayToken == null) {
            throw unsupported("payment links need the LinkPay token of the account");
        }
        return links.link(payment, linkPayToken);
    }

    /** The page on which the customer pays. */
    static URI page(JsonDocument created) {
        URI page;
        try {
            page = URI.create(created.requiredText("payment_link"));
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException("field payment_link is no address");
        }
        if (!"https".equals(page.getScheme()) && !"http".equals(page.getScheme())) {
            throw new JsonFormatException("field payment_link is no web address");
        }
        return page;
    }

    /** The request names no currency: another amount would be taken as the same number in the account's currency. */
    private static void requireCurrency(NewPayment payment, ProcessingAccount account) {
        if (!payment.amount().currency().equals(account.currency())) {
            throw unsupported(
                    "the account takes payments in " + account.currency().getCurrencyCode() + " only");
        }
    }

    private static NotSupportedByGatewayException unsupported(String why) {
        return new NotSupportedByGatewayException(why, CallReport.notSent("create payment", null));
    }
}
