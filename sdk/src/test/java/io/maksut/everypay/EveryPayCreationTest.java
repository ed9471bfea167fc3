package io.maksut.everypay;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static io.maksut.everypay.EveryPayStubs.ACCOUNT;
import static io.maksut.everypay.EveryPayStubs.ID;
import static io.maksut.everypay.EveryPayStubs.SECRET;
import static io.maksut.everypay.EveryPayStubs.error;
import static io.maksut.everypay.EveryPayStubs.eur;
import static io.maksut.everypay.EveryPayStubs.json;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Portal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EveryPayCreationTest {
    private static final NewPayment ORDER = NewPayment.of(new OrderReference("AB-2041"), eur("42.90"))
            .customer(Customer.builder()
                    .email("liisa@example.test")
                    .firstName("Liisa")
                    .lastName("Kask")
                    .build())
            .language(Locale.forLanguageTag("lv-LV"))
            .text("Two cups & a \"saucer\"")
            .build();

    private static final String CREATED = payment(
            "payment_state",
            quoted("initial"),
            "payment_method",
            "null",
            "customer_ip",
            "null",
            "fraud_score",
            "null",
            "payment_methods",
            "[{\"source\":\"card\",\"display_name\":\"Cards\",\"country_code\":null}]");

    private static EveryPayStubs stubs;

    @BeforeAll
    static void start() {
        stubs = new EveryPayStubs();
    }

    @BeforeEach
    void reset() {
        stubs.reset();
    }

    @AfterAll
    static void stop() {
        stubs.close();
    }

    private static HostedPayment checkout(NewPayment payment) {
        try (Portal portal = stubs.builder().build()) {
            return portal.createCheckout(payment);
        }
    }

    private static HostedPayment link(NewPayment payment) {
        try (Portal portal = stubs.builder().linkPayToken("k2m4").build()) {
            return portal.createPaymentLink(payment);
        }
    }

    private static JsonDocument body(LoggedRequest request) {
        return JsonDocument.parse(request.getBody());
    }

    @Test
    void aCheckoutIsAPaymentAtTheGatewayWithAPage() {
        stubs.action("oneoff", json(201, CREATED));

        HostedPayment page = checkout(ORDER);

        assertThat(page.id()).isEqualTo(ID);
        assertThat(page.origin()).isEqualTo(PaymentOrigin.CHECKOUT);
        assertThat(page.page()).isEqualTo(URI.create("https://pay.example.test/lp/k2m4/q8w1"));
        JsonDocument sent = body(stubs.sent("oneoff").get(0));
        assertThat(sent.text("account_name")).contains(ACCOUNT);
        assertThat(sent.text("amount")).contains("42.90");
        assertThat(sent.text("order_reference")).contains("AB-2041");
        assertThat(sent.text("customer_url")).contains("https://shop.example.test/thanks");
        assertThat(sent.text("email")).contains("liisa@example.test");
        assertThat(sent.text("locale")).contains("lv");
        assertThat(sent.text("payment_description")).contains("Two cups & a \"saucer\"");
    }

    @Test
    void aPaymentMayNameItsOwnAddressToReturnTo() {
        stubs.action("oneoff", json(201, CREATED));

        checkout(NewPayment.of(new OrderReference("AB-2041"), eur("42.90"))
                .returnTo(URI.create("https://shop.example.test/order/7"))
                .build());

        assertThat(body(stubs.sent("oneoff").get(0)).text("customer_url"))
                .contains("https://shop.example.test/order/7");
    }

    @Test
    void aCreationIsRepeatedUnderANewNonceAndTimestampEachTime() {
        String path = "/api/v4/payments/oneoff";
        stubs.server.stubFor(post(path)
                .inScenario("creation")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(json(500, ""))
                .willSetStateTo("up"));
        stubs.server.stubFor(
                post(path).inScenario("creation").whenScenarioStateIs("up").willReturn(json(201, CREATED)));

        checkout(ORDER);

        List<LoggedRequest> sent = stubs.sent("oneoff");
        assertThat(sent).hasSize(2);
        assertThat(body(sent.get(0)).text("nonce"))
                .isPresent()
                .isNotEqualTo(body(sent.get(1)).text("nonce"));
        assertThat(sent).allSatisfy(it -> assertThat(body(it).time("timestamp")).isPresent());
    }

    @Test
    void aCreationThatNobodyAnswersIsUnavailableAndMovedNothing() {
        stubs.action("oneoff", EveryPayStubs.lost());

        assertThatThrownBy(() -> checkout(ORDER)).isInstanceOf(GatewayUnavailableException.class);
    }

    @Test
    void aRefusedCreationSaysWhy() {
        stubs.action("oneoff", error(422, 4025, "Order reference is not unique"));

        assertThatThrownBy(() -> checkout(ORDER))
                .isExactlyInstanceOf(GatewayRefusedException.class)
                .hasMessageContaining("Order reference is not unique");
    }

    @Test
    void anAnswerThatIsNotThePaymentAskedForIsMalformed() {
        for (String answer : List.of(
                payment("payment_state", quoted("initial"), "initial_amount", "4290", "standing_amount", "4290"),
                payment("payment_state", quoted("initial"), "payment_link", quoted("javascript:alert(1)")),
                payment("payment_state", quoted("initial"), "payment_link", "null"),
                payment("payment_state", quoted("initial"), "payment_link", quoted("http://[")),
                "{}")) {
            stubs.action("oneoff", json(201, answer));

            assertThatThrownBy(() -> checkout(ORDER)).isInstanceOf(MalformedAnswerException.class);
        }
    }

    @Test
    void anotherCurrencyThanTheAccountsIsNotSentSinceTheGatewayIsNotToldOne() {
        NewPayment dollars =
                NewPayment.of(new OrderReference("AB-1"), Money.of("USD", "10")).build();

        assertThatThrownBy(() -> checkout(dollars))
                .isInstanceOf(NotSupportedByGatewayException.class)
                .hasMessageContaining("EUR only");
        assertThatThrownBy(() -> link(dollars)).isInstanceOf(NotSupportedByGatewayException.class);
        assertThat(stubs.sent("oneoff")).isEmpty();
    }

    @Test
    void withoutAnyAddressToReturnToNothingIsSent() {
        try (Portal portal = EveryPayPortal.builder()
                .apiUsername("user")
                .apiSecret(SECRET)
                .accountName(ACCOUNT)
                .api(stubs.api())
                .build()) {
            assertThatThrownBy(() -> portal.createCheckout(ORDER))
                    .isInstanceOf(NotSupportedByGatewayException.class)
                    .hasMessageContaining("returns");
        }
        assertThat(stubs.sent("oneoff")).isEmpty();
    }

    @Test
    void aPaymentLinkIsSignedHereAndMakesNoPayment() throws Exception {
        HostedPayment link = link(ORDER);

        String query = "custom_field_1=Two%20cups%20%26%20a%20%22saucer%22&customer_email=liisa%40example.test"
                + "&customer_name=Liisa%20Kask&linkpay_token=k2m4&order_reference=AB-2041&transaction_amount=42.90";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String hmac = HexFormat.of().formatHex(mac.doFinal(query.getBytes(StandardCharsets.UTF_8)));
        assertThat(link.page()).isEqualTo(URI.create(stubs.server.baseUrl() + "/lp?" + query + "&hmac=" + hmac));
        assertThat(link.origin()).isEqualTo(PaymentOrigin.PAYMENT_LINK);
        assertThat(link.id().reference()).isEqualTo("link:AB-2041");
        assertThat(stubs.server.findAll(postRequestedFor(urlMatching(".*")))).isEmpty();
    }

    /** Computed with: printf %s "$query" | openssl dgst -sha256 -hmac "$secret". */
    @Test
    void theSignatureOfALinkIsTheOneThatOthersCompute() {
        URI link = new EveryPayLinks(EveryPayPortal.PRODUCTION, "c0ffee00c0ffee00c0ffee00c0ffee00")
                .link(NewPayment.of(new OrderReference("7"), eur("1")).build(), "k2m4");

        assertThat(link)
                .hasToString("https://pay.every-pay.eu/lp?linkpay_token=k2m4&order_reference=7&transaction_amount=1.00"
                        + "&hmac=dc59867cc325200bc8a34d1f23542283c685bc31db26122fdc79425554acf26f");
    }

    @Test
    void withoutALinkPayTokenThereAreNoLinks() {
        try (Portal portal = stubs.builder().build()) {
            assertThatThrownBy(() -> portal.createPaymentLink(ORDER))
                    .isInstanceOf(NotSupportedByGatewayException.class)
                    .hasMessageContaining("LinkPay token");
        }
    }
}
