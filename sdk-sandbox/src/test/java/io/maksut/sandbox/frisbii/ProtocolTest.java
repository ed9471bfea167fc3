package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.Fault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
    private static final AtomicLong NANOS = new AtomicLong();

    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY =
            new FrisbiiSandboxExtension(FrisbiiSandbox.builder().nanoTime(NANOS::get));

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @Test
    void anErrorIsTheGatewaysErrorObject() throws Exception {
        RawClient.Answer error = client.get("/v1/charge/none");

        assertThat(error.status()).isEqualTo(404);
        assertThat(error.number("code")).isEqualTo(31);
        assertThat(error.text("error")).isEqualTo("Invoice not found");
        assertThat(error.number("http_status")).isEqualTo(404);
        assertThat(error.text("http_reason")).isEqualTo("Not Found");
        assertThat(error.text("path")).isEqualTo("/v1/charge/none");
        assertThat(error.text("request_id")).matches("[0-9a-f]{32}");
        assertThat(error.json().has("timestamp")).isTrue();
    }

    @Test
    void onlyThePrivateKeyWithoutAPasswordGetsIn() throws Exception {
        assertThat(as(null).status()).isEqualTo(401);
        assertThat(as("Bearer x").status()).isEqualTo(401);
        assertThat(as("Basic !!!").status()).isEqualTo(401);
        assertThat(as(RawClient.basic("priv_other:")).status()).isEqualTo(401);
        assertThat(as(RawClient.basic(sandbox.privateKey() + ":secret")).status())
                .isEqualTo(401);
        assertThat(as(RawClient.basic("pub_1:")).status()).isEqualTo(403);
        assertThat(as(RawClient.basic(sandbox.privateKey() + ":")).status()).isEqualTo(404);
    }

    private RawClient.Answer as(String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(java.net.URI.create(sandbox.apiUrl() + "/v1/charge/none"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return RawClient.send(request.build());
    }

    @Test
    void unknownPathsAndWrongMethodsAreToldApart() throws Exception {
        assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(client.get("/v1/nothing").number("code")).isEqualTo(8);
        assertThat(client.get("/v1/refund").status()).isEqualTo(405);
        assertThat(client.post("/v1/session/charge", "{}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"invoice\":\"order-1\"} x",
                "{'invoice':'order-1'}",
                "{\"amount\":1}",
                "{\"invoice\":7}",
                "{\"invoice\":\"order-1\",\"amount\":\"100\"}",
                "{\"invoice\":\"order-1\",\"amount\":100.0}",
                "{\"invoice\":\"order-1\",\"amount\":1e2}",
                "{\"invoice\":\"order-1\",\"amount\":99999999999999999999}",
                "{\"invoice\":\"order-1\",\"amount\":0}",
                "{\"invoice\":\"order-1\",\"amount\":-5}",
                "{\"invoice\":\"order-1\",\"amount\":5,\"key\":\"\"}",
                "{\"invoice\":\"order-1\",\"amount\":5,\"key\":7}"
            })
    void aBodyThatIsNotExactlyRightIs400AndMovesNothing(String body) throws Exception {
        sandbox.charge("order-1").add();

        RawClient.Answer answer = client.post("/v1/refund", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.number("http_status")).isEqualTo(400);
        assertThat(sandbox.books().refunded("order-1")).isZero();
    }

    @Test
    void anotherContentTypeIsRefused() throws Exception {
        HttpRequest request = client.request(sandbox.apiUrl(), "/v1/refund")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("{\"invoice\":\"order-1\"}"))
                .build();

        assertThat(RawClient.send(request).status()).isEqualTo(415);
    }

    @Test
    void handlesInPathsAreDecoded() throws Exception {
        sandbox.charge("a@b.c_d-e").add();

        assertThat(client.get("/v1/charge/a%40b.c_d-e").text("handle")).isEqualTo("a@b.c_d-e");
    }

    @Test
    void readsAboveTheBurstAre429UntilTimePasses() throws Exception {
        sandbox.charge("order-1").add();
        for (int i = 0; i < 50; i++) {
            assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);
        }

        RawClient.Answer refused = client.get("/v1/charge/order-1");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.number("code")).isEqualTo(122);
        assertThat(client.refund("order-1", 1, "k").status()).isEqualTo(200);

        NANOS.addAndGet(40_000_000);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(429);
    }

    @Test
    void aWriteAboveTheBurstIsNotProcessed() throws Exception {
        sandbox.charge("order-1").add();
        for (int i = 0; i < 25; i++) {
            assertThat(client.refund("order-1", 1, "k" + i).status()).isEqualTo(200);
        }

        assertThat(client.refund("order-1", 1, "k25").status()).isEqualTo(429);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(25);
        NANOS.addAndGet(100_000_000);
        assertThat(client.refund("order-1", 1, "k25").status()).isEqualTo(200);
    }

    @Test
    void theEleventhWriteInFlightIs429WithCode123() throws Exception {
        sandbox.charge("order-1").add();
        CountDownLatch release = new CountDownLatch(1);
        var held = sandbox.faults().next(Fault.heldUntil(release)).times(10);
        CompletableFuture<?>[] calls = new CompletableFuture<?>[10];
        for (int i = 0; i < 10; i++) {
            String key = "k" + i;
            calls[i] = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return client.refund("order-1", 1, key).status();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task).start());
        }
        while (held.fired() < 10) {
            Thread.onSpinWait();
        }

        RawClient.Answer refused = client.refund("order-1", 1, "k10");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.number("code")).isEqualTo(123);
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);

        release.countDown();
        CompletableFuture.allOf(calls).get(20, TimeUnit.SECONDS);
        assertThat(client.refund("order-1", 1, "k10").status()).isEqualTo(200);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(11);
    }

    @Test
    void theJournalKeepsOnlyAsManyRequestsAsItMay() throws Exception {
        sandbox.requests().keepAtMost(3);
        for (int i = 0; i < 5; i++) {
            client.get("/v1/charge/order-" + i + "?x=" + i);
        }

        assertThat(sandbox.requests().count()).isEqualTo(5);
        assertThat(sandbox.requests().all()).hasSize(3);
        assertThat(sandbox.requests().all().get(2).query()).isEqualTo("x=4");
        assertThat(sandbox.requests().count("GET", "/v1/charge/*")).isEqualTo(3);
        sandbox.requests().keepAtMost(10_000);
    }

    @Test
    void eachTestFindsTheSandboxAsNew(FrisbiiSandbox injected) throws Exception {
        assertThat(injected).isSameAs(sandbox);
        assertThat(sandbox.books().movements()).isEmpty();
        assertThat(sandbox.requests().count()).isZero();
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(404);
    }
}
