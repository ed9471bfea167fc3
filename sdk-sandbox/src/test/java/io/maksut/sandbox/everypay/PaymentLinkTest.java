package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentLinkTest {
    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY = new EveryPaySandboxExtension();

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, Clock.systemUTC());
    private final String query = "transaction_amount=12.5&order_reference=invoice-9&customer_name=Anna%20A"
            + "&customer_email=anna%40example.com&custom_field_1=thanks&invoice_number=9&linkpay_token="
            + sandbox.linkPayToken();

    @Test
    void aSignedLinkMakesAPayment() throws Exception {
        RawClient.Answer opened = browse(signed(query));

        assertThat(opened.status()).isEqualTo(302);
        assertThat(browse(URI.create(opened.response()
                                .headers()
                                .firstValue("Location")
                                .orElseThrow()))
                        .text())
                .contains("12.50 EUR");
        RawClient.Answer payment =
                client.payment(sandbox.references().findFirst().orElseThrow());
        assertThat(payment.text("payment_state")).isEqualTo("initial");
        assertThat(payment.text("order_reference")).isEqualTo("invoice-9");
        assertThat(payment.text("email")).isEqualTo("anna@example.com");
        assertThat(payment.raw("initial_amount")).isEqualTo("12.5");
        assertThat(payment.raw("customer_url")).isEqualTo("null");
        assertThat(payment.json()
                        .getAsJsonObject("linkpay_customer_data")
                        .get("customer_name")
                        .getAsString())
                .isEqualTo("Anna A");
    }

    @Test
    void aLinkCanBeOpenedWithoutABrowserAndPaid() {
        String payment = sandbox.openLink(signed(query));
        sandbox.pay(payment);

        assertThat(sandbox.stateOf(payment)).isEqualTo("authorised");
        assertThat(sandbox.callbacks().pending())
                .singleElement()
                .satisfies(callback -> assertThat(callback.signedForm()).isTrue());
        assertThatThrownBy(() -> sandbox.openLink(signed(query))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOpenedLinkMayBeOpenedAgain() {
        String first = sandbox.openLink(signed(query));

        assertThat(sandbox.openLink(signed(query))).isNotEqualTo(first);
    }

    @Test
    void aWrongSignatureIsRefused() throws Exception {
        String good = signed(query).toString();

        assertThat(browse(URI.create(good.replace("12.5", "0.5"))).status()).isEqualTo(403);
        assertThat(browse(URI.create(good + "0")).status()).isEqualTo(403);
        assertThat(browse(URI.create(good.replaceAll("&hmac=.*", ""))).status()).isEqualTo(403);
        assertThat(browse(URI.create(sandbox.linkUrl() + "/lp?" + query + "&hmac="
                                + Signing.hmacSha256("another secret", query)))
                        .status())
                .isEqualTo(403);
        assertThat(browse(URI.create(sandbox.linkUrl() + "/lp")).status()).isEqualTo(403);
        assertThat(sandbox.references()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.234", "", "ten"})
    void aSignedLinkNeedsAnAmount(String amount) throws Exception {
        assertThat(browse(signed(query.replace("12.5", amount))).status()).isEqualTo(422);
    }

    @Test
    void aSignedLinkNeedsAKnownToken() throws Exception {
        assertThat(browse(signed(query.replace(sandbox.linkPayToken(), "other")))
                        .status())
                .isEqualTo(404);
        assertThat(browse(URI.create(sandbox.linkUrl() + "/lp/no/page")).status())
                .isEqualTo(404);
    }

    @Test
    void aLinkWithoutAnOrderReferenceGetsOne() throws Exception {
        String payment = sandbox.openLink(signed("transaction_amount=1&linkpay_token=" + sandbox.linkPayToken()));

        assertThat(client.payment(payment).text("order_reference")).isNotEmpty();
    }

    private URI signed(String parameters) {
        return URI.create(sandbox.linkUrl() + "/lp?" + parameters + "&hmac="
                + Signing.hmacSha256(sandbox.apiSecret(), parameters));
    }

    private static RawClient.Answer browse(URI page) throws Exception {
        return RawClient.send(HttpRequest.newBuilder(page).build());
    }
}
