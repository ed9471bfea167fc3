package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest {
    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY = new EveryPaySandboxExtension();

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, Clock.systemUTC());

    @Test
    void aNewPaymentIsInitialAndOffersTheMethodsOfItsAccount() throws Exception {
        RawClient.Answer created = client.oneoff("EUR3D1", "10.50", "order-7");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("payment_state")).isEqualTo("initial");
        assertThat(created.raw("payment_method")).isEqualTo("null");
        assertThat(created.text("payment_reference")).matches("[0-9a-f]{64}");
        assertThat(created.text("order_reference")).isEqualTo("order-7");
        assertThat(created.text("email")).isEqualTo("anna@example.com");
        assertThat(created.raw("initial_amount")).isEqualTo("10.5");
        assertThat(created.raw("standing_amount")).isEqualTo("10.5");
        assertThat(created.text("payment_created_at")).endsWith("Z");
        assertThat(created.text("payment_link")).startsWith(sandbox.linkUrl() + "/lp/");
        assertThat(created.json().has("mobile_access_token")).isFalse();
        assertThat(created.response().headers().firstValue("X-Request-Id")).isPresent();
        assertThat(created.json().getAsJsonArray("payment_methods"))
                .extracting(method -> method.getAsJsonObject().get("source").getAsString())
                .containsExactly("card", "lhv_ob_ee", "paypal");

        RawClient.Answer read = client.payment(created.text("payment_reference"));
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json()).isEqualTo(created.json());
    }

    @Test
    void thePaymentPageOpensInABrowser() throws Exception {
        RawClient.Answer created = client.oneoff("SEK3D1", "10", "order-7");

        RawClient.Answer page = RawClient.send(
                HttpRequest.newBuilder(java.net.URI.create(created.text("payment_link") + "?method_source=card"))
                        .build());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("10.00 SEK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.2", "1.28", "\"1.28\"", "\"0.01\"", "999999999.99"})
    void anAmountIsANumberOrAString(String amount) throws Exception {
        assertThat(client.oneoff("EUR3D1", amount, "order-7").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "-1",
                "1.234",
                "1.280",
                "1e2",
                "\"1,28\"",
                "\"\"",
                "\" 1\"",
                "\"01\"",
                "true",
                "null",
                "[]",
                "{}",
                "1000000000",
                "\"NaN\""
            })
    void anAmountIsPositiveWithAtMostTwoDecimals(String amount) throws Exception {
        RawClient.Answer answer = client.oneoff("EUR3D1", amount, "order-7");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().getAsJsonObject("error").get("message").getAsString())
                .startsWith("amount");
        assertThat(sandbox.references()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "account_name|null",
                "account_name|\"NOK1\"",
                "account_name|7",
                "order_reference|null",
                "order_reference|\"\"",
                "order_reference|\"order 7\"",
                "order_reference|\"order#7\"",
                "order_reference|12",
                "customer_url|null",
                "customer_url|\"https://localhost/back\"",
                "customer_url|\"http://127.0.0.1/back\"",
                "customer_url|\"ftp://shop.example.com\"",
                "customer_url|\"https://shop example.com\"",
                "email|7",
                "preferred_country|\"FI\"",
                "mobile_payment|\"true\"",
                "integration_details|\"maksut\"",
                "billing_city|[]"
            })
    void whatIsMissingOrOfTheWrongKindIsRefused(String name, String value) throws Exception {
        JsonObject body = client.enveloped(RawClient.oneoffBody("EUR3D1", "1", "order-7"));
        body.add(name, JsonParser.parseString(value));

        RawClient.Answer answer = client.post("/payments/oneoff", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.error()).isPositive();
        assertThat(sandbox.references()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}{}", "{'a':1}", "\"text\"", "{\"a\":NaN}"})
    void aBodyIsOneJsonObject(String body) throws Exception {
        RawClient.Answer answer = client.post("/payments/oneoff", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isPositive();
    }

    @Test
    void aBodySaysThatItIsJson() throws Exception {
        RawClient.Answer answer = RawClient.send(client.request("/payments/oneoff")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aMobilePaymentGetsAToken() throws Exception {
        JsonObject body = client.enveloped(RawClient.oneoffBody("EUR3D1", "1", "order-7"));
        body.addProperty("mobile_payment", true);

        assertThat(client.post("/payments/oneoff", body).text("mobile_access_token"))
                .isNotEmpty();
    }

    @Test
    void anOrderMayBeTriedSeveralTimesUntilItIsPaid() throws Exception {
        String first = client.oneoff("EUR3D1", "1", "order-7").text("payment_reference");
        sandbox.declined(first);
        String second = client.oneoff("EUR3D1", "1", "order-7").text("payment_reference");
        String third = client.oneoff("EUR3D1", "1", "order-7").text("payment_reference");
        sandbox.pay(second);

        assertThat(client.oneoff("EUR3D1", "1", "order-7").status()).isEqualTo(422);
        sandbox.pay(third);
        assertThat(sandbox.stateOf(third)).isEqualTo("failed");
        assertThat(sandbox.books().movements(third)).isEmpty();

        sandbox.uniqueOrderReferences(false);
        String fourth = client.oneoff("EUR3D1", "1", "order-7").text("payment_reference");
        sandbox.pay(fourth);
        assertThat(sandbox.stateOf(fourth)).isEqualTo("authorised");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/payments/00",
                "/payments/",
                "/payments",
                "/payments/oneoff/x",
                "/processing_accounts/NOK1",
                "/shops/2",
                "/refunds/1",
                "/"
            })
    void whatIsNotThereIsNotFoundInAShapeOfItsOwn(String path) throws Exception {
        RawClient.Answer answer = client.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("status").getAsInt()).isEqualTo(404);
        assertThat(answer.text("error")).isEqualTo("Not Found");
    }

    @Test
    void anAccountAndItsShopAreDescribed() throws Exception {
        RawClient.Answer account = client.get("/processing_accounts/EUR3D1");
        RawClient.Answer last = client.get("/processing_accounts/EUR1");
        JsonObject shop =
                client.get("/shops").json().getAsJsonArray("shops").get(0).getAsJsonObject();
        RawClient.Answer details = client.get("/shops/" + shop.get("id").getAsString());

        assertThat(account.raw("pre_auth")).isEqualTo("true");
        assertThat(account.text("currency")).isEqualTo("EUR");
        assertThat(account.json().getAsJsonArray("payment_methods")).hasSize(3);
        assertThat(last.raw("pre_auth")).isEqualTo("false");
        assertThat(details.json().getAsJsonArray("processing_accounts")).hasSize(4);
    }

    @Test
    void answersMayBeInStrings() throws Exception {
        String payment = sandbox.payment().amount(1_050).add();
        RawClient.Answer numbers = client.payment(payment);
        sandbox.amountsAsStrings(true);
        RawClient.Answer strings = client.payment(payment);
        RawClient.Answer refund = client.refund(payment, "\"0.50\"");

        assertThat(numbers.raw("initial_amount")).isEqualTo("10.5");
        assertThat(numbers.raw("stan")).matches("[0-9]+");
        assertThat(strings.raw("initial_amount")).isEqualTo("\"10.50\"");
        assertThat(strings.raw("stan")).matches("\"[0-9]+\"");
        assertThat(refund.raw("standing_amount")).isEqualTo("\"10.00\"");
        assertThat(client.get("/processing_accounts/EUR1").raw("pre_auth")).isEqualTo("\"final\"");
        assertThat(client.get("/processing_accounts/EUR1").raw("support_3ds")).isEqualTo("\"true\"");
    }

    @Test
    void detailsOfTheFraudCheckComeOnRequest() throws Exception {
        String payment = sandbox.payment().add();

        assertThat(client.payment(payment).json().has("detailed_fraud_check_results"))
                .isFalse();
        assertThat(client.getWithQuery("/payments/" + payment, "detailed=true&api_username=" + sandbox.apiUsername())
                        .json()
                        .has("detailed_fraud_check_results"))
                .isTrue();
    }

    @Test
    void statesMayBeSpeltDifferentlyAndTheCurrencyMayBeMissing() throws Exception {
        sandbox.spelling("confirmed_3ds", "3ds_confirmed");
        sandbox.spelling("chargebacked", "charged_back");
        String confirmed = sandbox.payment().state("confirmed_3ds").add();
        String disputed = sandbox.payment().state("chargebacked").add();

        assertThat(client.payment(confirmed).text("payment_state")).isEqualTo("3ds_confirmed");
        assertThat(client.payment(disputed).text("payment_state")).isEqualTo("charged_back");
        assertThat(client.payment(disputed).text("currency")).isEqualTo("EUR");
        sandbox.withoutCurrency(true);
        assertThat(client.payment(disputed).json().has("currency")).isFalse();
    }
}
