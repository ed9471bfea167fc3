package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultsOnTheWireTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY = new FrisbiiSandboxExtension();

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @BeforeEach
    void aSettledCharge() {
        sandbox.charge("order-1").amount(10_000).add();
    }

    @Test
    void aResetBeforeProcessingMovesNoMoney() {
        sandbox.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/v1/refund");

        assertThatThrownBy(() -> client.refund("order-1", 1_000, "k1")).isInstanceOf(IOException.class);

        assertThat(sandbox.books().refunded("order-1")).isZero();
        assertThat(sandbox.requests().all("POST", "/v1/refund")).singleElement().satisfies(request -> {
            assertThat(request.status()).isZero();
            assertThat(request.fault()).isEqualTo("reset before processing");
            assertThat(request.idempotencyKey()).isEqualTo("k1");
        });
    }

    @Test
    void aResetAfterProcessingHasMovedTheMoneyAndTheSameKeyGetsTheAnswer() throws Exception {
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");

        assertThatThrownBy(() -> client.refund("order-1", 1_000, "k1")).isInstanceOf(IOException.class);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(1_000);

        assertThat(client.refund("order-1", 1_000, "k1").text("state")).isEqualTo("refunded");
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(1_000);
    }

    @Test
    void aTruncatedBodyEndsBeforeItsAnnouncedLength() throws Exception {
        sandbox.faults().next(Fault.TRUNCATED_BODY).on("GET", "/v1/charge/*");

        assertThatThrownBy(() -> client.get("/v1/charge/order-1")).isInstanceOf(IOException.class);

        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);
    }

    @Test
    void aTruncatedBodyArrivesInPart() throws Exception {
        sandbox.faults().next(Fault.TRUNCATED_BODY);

        HttpResponse<java.io.InputStream> response = RawClient.HTTP.send(
                client.request(sandbox.apiUrl(), "/v1/charge/order-1").build(),
                HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat((char) response.body().read()).isEqualTo('{');
        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void aStalledBodySendsHeadersAndThenNothing() throws Exception {
        sandbox.faults().next(Fault.stalledBody(Duration.ofMinutes(5)));

        HttpRequest request =
                client.request(sandbox.apiUrl(), "/v1/charge/order-1").build();
        HttpResponse<java.io.InputStream> response =
                RawClient.HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        int announced =
                Integer.parseInt(response.headers().firstValue("Content-Length").orElseThrow());
        int first = announced / 2;
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().readNBytes(first)).hasSize(first);

        CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(() -> {
            try {
                return response.body().readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> rest.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        response.body().close();
    }

    @Test
    void aSlowAnswerHasDoneItsWorkBeforeTheHeaders() {
        sandbox.faults().next(Fault.slow(Duration.ofMinutes(5))).on("POST", "/v1/refund");
        HttpRequest request = client.request(sandbox.apiUrl(), "/v1/refund")
                .timeout(Duration.ofMillis(500))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"invoice\":\"order-1\",\"amount\":100}"))
                .build();

        assertThatThrownBy(() -> RawClient.send(request)).isInstanceOf(java.net.http.HttpTimeoutException.class);

        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void aHeldRequestIsProcessedOnlyWhenReleased() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        sandbox.faults().next(Fault.heldUntil(release)).on("POST", "/v1/refund");

        CompletableFuture<RawClient.Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client.refund("order-1", 100, "k");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(sandbox.books().refunded("order-1")).isZero();

        release.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void aServerErrorCanComeBeforeOrAfterTheMoneyMoved() throws Exception {
        sandbox.faults().next(Fault.SERVER_ERROR_BEFORE_PROCESSING).on("POST", "/v1/refund");
        sandbox.faults().next(Fault.SERVER_ERROR_AFTER_PROCESSING).on("POST", "/v1/refund");

        assertThat(client.refund("order-1", 100, "a").status()).isEqualTo(500);
        assertThat(sandbox.books().refunded("order-1")).isZero();
        assertThat(client.refund("order-1", 100, "a").status()).isEqualTo(500);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
        assertThat(client.refund("order-1", 100, "a").status()).isEqualTo(200);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
        assertThat(sandbox.faults().used()).isTrue();
    }

    @Test
    void pagesOfProxiesAreHtml() throws Exception {
        sandbox.faults().next(Fault.MAINTENANCE_PAGE);
        sandbox.faults().next(Fault.BAD_GATEWAY_AFTER_PROCESSING);

        RawClient.Answer maintenance = client.get("/v1/charge/order-1");
        assertThat(maintenance.status()).isEqualTo(503);
        assertThat(maintenance.response().headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(maintenance.text()).startsWith("<!DOCTYPE html>");
        assertThat(client.refund("order-1", 100, "k").status()).isEqualTo(502);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void anEmptyBodyComesWithStatus200() throws Exception {
        sandbox.faults().next(Fault.EMPTY_BODY);

        RawClient.Answer answer = client.refund("order-1", 100, "k");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void limitsCanBeShownOnDemand() throws Exception {
        sandbox.faults().next(FrisbiiFaults.rateLimited(Duration.ofSeconds(7)));
        sandbox.faults().next(FrisbiiFaults.tooManyAtOnce());
        sandbox.faults().next(FrisbiiFaults.rateLimited());

        RawClient.Answer first = client.refund("order-1", 100, "k");
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.number("code")).isEqualTo(122);
        assertThat(first.response().headers().firstValue("Retry-After")).hasValue("7");
        assertThat(client.refund("order-1", 100, "k").number("code")).isEqualTo(123);
        RawClient.Answer third = client.refund("order-1", 100, "k");
        assertThat(third.response().headers().firstValue("Retry-After")).isEmpty();
        assertThat(sandbox.books().refunded("order-1")).isZero();
    }

    @Test
    void anyBytesCanBeAnswered() throws Exception {
        sandbox.faults().next(Fault.answer(200, "application/json", "[1,".getBytes(StandardCharsets.UTF_8)));
        sandbox.faults().next(Fault.answerAfterProcessing(Reply.json(200, "null")));

        assertThat(client.refund("order-1", 100, "k").text()).isEqualTo("[1,");
        assertThat(sandbox.books().refunded("order-1")).isZero();
        assertThat(client.refund("order-1", 100, "k").text()).isEqualTo("null");
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void aRuleCanLetSomePassAndThenStrikeSeveralTimes() throws Exception {
        var rule = sandbox.faults()
                .next(Fault.MAINTENANCE_PAGE)
                .on("GET", "/v1/charge/*")
                .afterMatching(1)
                .times(2);

        assertThat(client.get("/v1/invoice/order-1").status()).isEqualTo(200);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(503);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(503);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);
        assertThat(rule.fired()).isEqualTo(2);
    }
}
