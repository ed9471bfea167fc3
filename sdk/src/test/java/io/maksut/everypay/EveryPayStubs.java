package io.maksut.everypay;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.transport.VirtualTime;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A gateway made of canned answers, in virtual time. */
final class EveryPayStubs implements AutoCloseable {
    static final String USER = "5ca1ab1e0ddba11f";
    static final String SECRET = "0ff1cec0ffee0ff1cec0ffee0ff1ce00";
    static final String ACCOUNT = "EUR7X2";
    static final String REFERENCE = "7be0a1c4d2f35968b7be0a1c4d2f35968b7be0a1c4d2f35968b7be0a1c4d2f35";
    static final PaymentId ID = new PaymentId("everypay", REFERENCE);

    final WireMockServer server = new WireMockServer(
            options().dynamicPort().containerThreads(20).stubCorsEnabled(false).extensions(new GatewaysTime()));
    final VirtualTime time = new VirtualTime();
    volatile boolean tellsTime = true;

    /** Answers have a Date header, unless one is stubbed or the gateway does not tell its time. */
    private final class GatewaysTime implements ResponseTransformerV2 {
        @Override
        public String getName() {
            return "gateway's time";
        }

        @Override
        public Response transform(Response response, ServeEvent event) {
            boolean stubbed = response.getHeaders().getHeader("Date").isPresent();
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.now().atOffset(ZoneOffset.UTC));
            return stubbed || !tellsTime
                    ? response
                    : Response.Builder.like(response)
                            .but()
                            .headers(response.getHeaders().plus(HttpHeader.httpHeader("Date", date)))
                            .build();
        }
    }

    EveryPayStubs() {
        server.start();
        reset();
    }

    /** Nothing but the processing account, which authorises first and takes euros. */
    void reset() {
        server.resetAll();
        processingAccount("pre");
    }

    URI api() {
        return URI.create(server.baseUrl() + "/api/v4");
    }

    EveryPayPortal.Builder builder() {
        return EveryPayPortal.builder()
                .apiUsername(USER)
                .apiSecret(SECRET)
                .accountName(ACCOUNT)
                .api(api())
                .customerUrl(URI.create("https://shop.example.test/thanks"))
                .limits(100_000, 100_000, 100, 100)
                .time(time)
                .random(new Random(4711));
    }

    EveryPayGateway gateway() {
        return (EveryPayGateway) builder().buildGateway();
    }

    EveryPayGateway gateway(UnaryOperator<EveryPayPortal.Builder> settings) {
        return (EveryPayGateway) settings.apply(builder()).buildGateway();
    }

    // What the gateway answers.

    void processingAccount(String preAuth) {
        server.stubFor(get(urlPathEqualTo("/api/v4/processing_accounts/" + ACCOUNT))
                .willReturn(json(200, account("pre_auth", quoted(preAuth)))));
    }

    /** The payment answers so from now on. */
    void payment(String json) {
        payment(json(200, json));
    }

    void payment(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathEqualTo("/api/v4/payments/" + REFERENCE)).willReturn(answer));
    }

    /** The payment answers so, one read after the other; the last one stays. */
    void payments(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            server.stubFor(get(urlPathEqualTo("/api/v4/payments/" + REFERENCE))
                    .inScenario("reads")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "read " + i)
                    .willReturn(answers[i])
                    .willSetStateTo("read " + Math.min(i + 1, answers.length - 1)));
        }
    }

    /** {@code action}: capture, void, refund or oneoff. */
    void action(String action, ResponseDefinitionBuilder answer) {
        server.stubFor(post(urlPathEqualTo("/api/v4/payments/" + action)).willReturn(answer));
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withHeader("X-Request-Id", "7d1f-33")
                .withBody(body);
    }

    static ResponseDefinitionBuilder ok(String body) {
        return json(200, body);
    }

    static ResponseDefinitionBuilder error(int status, int code, String message) {
        return json(status, "{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
    }

    static ResponseDefinitionBuilder notFound() {
        return json(404, "{\"status\":404,\"error\":\"Not Found\"}");
    }

    static ResponseDefinitionBuilder unauthorised() {
        return aResponse().withStatus(401).withHeader("Content-Type", "text/plain");
    }

    static ResponseDefinitionBuilder maintenance(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody("<!doctype html><title>Back soon</title><h1>We are improving things</h1>");
    }

    static ResponseDefinitionBuilder lost() {
        return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
    }

    // What was asked of it.

    List<LoggedRequest> reads() {
        return server.findAll(getRequestedFor(urlPathEqualTo("/api/v4/payments/" + REFERENCE)));
    }

    List<LoggedRequest> sent(String action) {
        return server.findAll(postRequestedFor(urlPathEqualTo("/api/v4/payments/" + action)));
    }

    // JSON of our own, in the shape of the gateway's.

    /** A settled card payment of 42.90 EUR, with these fields instead: name, JSON value, name, JSON value... */
    static String payment(String... fields) {
        return object(
                List.of(
                        "account_name", quoted(ACCOUNT),
                        "order_reference", quoted("AB-2041"),
                        "email", quoted("liisa@example.test"),
                        "customer_ip", quoted("198.51.100.7"),
                        "customer_url", quoted("https://shop.example.test/thanks"),
                        "payment_created_at", quoted("2026-02-27T08:15:30.125Z"),
                        "initial_amount", "42.9",
                        "standing_amount", "42.9",
                        "payment_reference", quoted(REFERENCE),
                        "payment_link", quoted("https://pay.example.test/lp/k2m4/q8w1"),
                        "api_username", quoted(USER),
                        "processing_error", "{\"code\":null,\"message\":null}",
                        "warnings", "{}",
                        "stan", "730114",
                        "fraud_score", "250",
                        "payment_state", quoted("settled"),
                        "payment_method", quoted("card"),
                        "cc_details",
                                "{\"last_four_digits\":\"0042\",\"month\":\"03\",\"year\":\"2029\",\"type\":\"visa\","
                                        + "\"holder_name\":\"Liisa Kask\",\"issuer_country\":\"LV\",\"cobrand\":null,"
                                        + "\"state_3ds\":\"3ds\",\"authorisation_code\":\"null\"}"),
                fields);
    }

    /** A bank payment. */
    static String bankPayment(String... fields) {
        List<String> all = new ArrayList<>(List.of(
                "payment_method",
                quoted("seb_ob_lv"),
                "cc_details",
                "null",
                "customer_url",
                "null",
                "ob_details",
                "{\"debtor_iban\":\"LV80BANK0000435195001\",\"creditor_iban\":\"EE382200221020145685\","
                        + "\"ob_payment_reference\":\"9b0c-77\",\"ob_payment_state\":\"ACSC\"}",
                "transaction_time",
                quoted("2026-02-27T08:16:02.004Z"),
                "acquiring_completed_at",
                quoted("2026-02-27 08:20:11")));
        all.addAll(List.of(fields));
        return payment(all.toArray(String[]::new));
    }

    /** What captures, voids and refunds are answered with. */
    static String afterwards(String state, String standing) {
        return "{\"api_username\":\"" + USER + "\",\"initial_amount\":42.9,\"standing_amount\":" + standing
                + ",\"transaction_time\":\"2026-03-01T12:00:01Z\",\"payment_reference\":\"" + REFERENCE
                + "\",\"payment_state\":\"" + state + "\"}";
    }

    static String account(String... fields) {
        return object(
                List.of(
                        "api_username", quoted(USER),
                        "account_name", quoted(ACCOUNT),
                        "pre_auth", quoted("pre"),
                        "currency", quoted("EUR"),
                        "support_3ds", quoted("true"),
                        "capture_delay_days", quoted("0"),
                        "bav_required", quoted("false"),
                        "payment_methods",
                                "[{\"source\":\"card\",\"display_name\":\"Cards\"},"
                                        + "{\"source\":\"ob_ourbank_lv\",\"country_code\":\"LV\"}]"),
                fields);
    }

    private static String object(List<String> defaults, String[] fields) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < defaults.size(); i += 2) {
            values.put(defaults.get(i), defaults.get(i + 1));
        }
        for (int i = 0; i < fields.length; i += 2) {
            values.put(fields[i], fields[i + 1]);
        }
        StringBuilder json = new StringBuilder("{");
        values.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value));
        return json.append('}').toString();
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static Money eur(String amount) {
        return Money.of("EUR", amount);
    }

    @Override
    public void close() {
        server.stop();
    }
}
