package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.maksut.sandbox.ManualClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOON);

    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY =
            new EveryPaySandboxExtension(EveryPaySandbox.builder().clock(CLOCK));

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, CLOCK);
    private String payment = "";

    @BeforeEach
    void aSettledPayment() {
        CLOCK.set(NOON);
        payment = sandbox.payment().add();
    }

    @ParameterizedTest
    @CsvSource({"someone,0123456789abcdef0123456789abcdef", "sandbox1234567890,wrong", "sandbox1234567890,''"})
    void wrongCredentialsGetAnEmptyAnswer(String user, String password) throws Exception {
        RawClient.Answer answer = RawClient.send(HttpRequest.newBuilder(URI.create(
                        sandbox.apiUrl() + "/payments/" + payment + "?api_username=" + sandbox.apiUsername()))
                .header("Authorization", RawClient.basic(user, password))
                .build());

        assertNotAuthenticated(answer);
    }

    @Test
    void noCredentialsGetAnEmptyAnswer() throws Exception {
        assertNotAuthenticated(RawClient.send(HttpRequest.newBuilder(URI.create(
                        sandbox.apiUrl() + "/payments/" + payment + "?api_username=" + sandbox.apiUsername()))
                .build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api_username=other", "username=sandbox1234567890"})
    void theUserNameIsRepeatedInTheQuery(String query) throws Exception {
        assertNotAuthenticated(client.getWithQuery("/payments/" + payment, query));
    }

    @Test
    void theUserNameIsRepeatedInTheBody() throws Exception {
        JsonObject body = refund();
        body.addProperty("api_username", "other");
        assertNotAuthenticated(client.post("/payments/refund", body));
        body.remove("api_username");
        assertNotAuthenticated(client.post("/payments/refund", body));

        assertThat(sandbox.books().refunded(payment)).isZero();
    }

    @Test
    void aNonceWorksOnceWhateverItsRequestWas() throws Exception {
        JsonObject body = refund();
        assertThat(client.post("/payments/refund", body).status()).isEqualTo(200);

        RawClient.Answer again = client.post("/payments/refund", body);
        body.addProperty("amount", 2);
        RawClient.Answer other = client.post("/payments/refund", body);

        assertThat(again.status()).isEqualTo(401);
        assertThat(again.error()).isNotEqualTo(4997);
        assertThat(other.status()).isEqualTo(401);
        assertThat(sandbox.books().refunded(payment)).isEqualTo(100);
    }

    @Test
    void aNonceOfARefusedRequestIsUsedUpToo() throws Exception {
        JsonObject body = refund();
        body.addProperty("amount", 1_000_000);
        assertThat(client.post("/payments/refund", body).status()).isEqualTo(422);

        body.addProperty("amount", 1);

        assertThat(client.post("/payments/refund", body).status()).isEqualTo(401);
    }

    @Test
    void aNonceIsRememberedLongerThanItsTimestampLives() throws Exception {
        JsonObject body = refund();
        client.post("/payments/refund", body);
        CLOCK.advance(Duration.ofMinutes(11));

        assertThat(client.post("/payments/refund", body).error()).isEqualTo(4997);
        body.addProperty("timestamp", CLOCK.instant().toString());
        assertThat(client.post("/payments/refund", body).status()).isEqualTo(401);
        assertThat(sandbox.books().refunded(payment)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "7", "{}"})
    void aNonceIsAText(String nonce) throws Exception {
        JsonObject body = refund();
        body.add("nonce", com.google.gson.JsonParser.parseString(nonce));

        assertThat(client.post("/payments/refund", body).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, 200",
        "2026-11-20T14:00:00+02:00, 200",
        "2026-11-20T12:05:00Z, 200",
        "2026-11-20T11:55:00.000Z, 200",
        "2026-11-20T12:05:00.001Z, 401",
        "2026-11-20T11:54:59.999Z, 401",
        "2026-11-20T12:00:00, 401",
        "2026-11-20T12:00:00+02:00, 401",
        "2026-11-20, 401",
        "1795176000, 401",
        "'', 401",
        "+999999999-12-31T23:59:59-18:00, 401"
    })
    void theTimestampHasAnOffsetAndIsAtMostFiveMinutesAway(String timestamp, int status) throws Exception {
        JsonObject body = refund();
        body.addProperty("timestamp", timestamp);

        RawClient.Answer answer = client.post("/payments/refund", body);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.error()).isEqualTo(4997);
        }
        assertThat(sandbox.books().refunded(payment)).isEqualTo(status == 200 ? 100 : 0);
    }

    @Test
    void aStaleRequestDoesNotUseUpItsNonce() throws Exception {
        JsonObject body = refund();
        CLOCK.advance(Duration.ofMinutes(6));
        assertThat(client.post("/payments/refund", body).error()).isEqualTo(4997);

        body.addProperty("timestamp", CLOCK.instant().toString());

        assertThat(client.post("/payments/refund", body).status()).isEqualTo(200);
    }

    @Test
    void theJournalKnowsTheNonces() throws Exception {
        client.post("/payments/refund", refund());

        assertThat(sandbox.requests().all("POST", "/api/v4/payments/refund"))
                .singleElement()
                .satisfies(request -> assertThat(request.idempotencyKey()).isEqualTo("nonce-1"));
        assertThat(sandbox.books().movements(payment))
                .filteredOn(movement -> "nonce-1".equals(movement.idempotencyKey()))
                .hasSize(1);
    }

    private JsonObject refund() {
        return client.enveloped("{\"payment_reference\":\"" + payment + "\",\"amount\":1}");
    }

    private static void assertNotAuthenticated(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
                .hasValue("Basic realm=\"API Authorization\"");
    }
}
