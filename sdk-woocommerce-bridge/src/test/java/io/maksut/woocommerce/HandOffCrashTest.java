package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import io.maksut.sync.LedgerOperation;
import io.maksut.testkit.ChildJvm;
import io.maksut.testkit.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The endpoint is killed while the gateway has the request: the plugin asks again, and the money has moved once. */
@Timeout(120)
class HandOffCrashTest {
    private static final String BODY = "{\"order_id\":81,\"refund_id\":82,\"transaction_id\":\"charge-1\","
            + "\"payment_method\":\"sandboxpay\",\"amount\":\"5.00\",\"currency\":\"EUR\",\"meta\":{}}";

    private final HandOffRequests plugin =
            new HandOffRequests(ShopWorld.NAME, HandOffProcess.SECRET, Clock.systemUTC());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpRequest request(URI address) {
        HttpRequest.Builder post = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(BODY));
        plugin.headers(BODY).forEach(post::setHeader);
        return post.build();
    }

    @Test
    void afterTheMoneyMovedAndBeforeTheShopWasAnswered() throws Exception {
        Path ledger = TestDatabases.sqliteFile();
        try (FrisbiiSandbox gateway =
                        FrisbiiSandbox.builder().withoutRateLimits().start();
                WooCommerceSandbox shop = WooCommerceSandbox.start()) {
            shop.order().id(81).total("29.80").add();
            gateway.charge("charge-1")
                    .state("settled")
                    .amount(2_980)
                    .currency("EUR")
                    .metadata(Map.of("maksut_shop", ShopWorld.NAME, "maksut_order", "81"))
                    .add();
            gateway.faults().next(Fault.slow(Duration.ofSeconds(5))).on("POST", "/v1/refund");
            try (ChildJvm process = ChildJvm.start(
                    List.of("-Xmx256m"),
                    HandOffProcess.class,
                    ledger.toString(),
                    gateway.apiUrl().toString(),
                    gateway.privateKey(),
                    shop.url().toString(),
                    shop.key().consumerKey(),
                    shop.key().consumerSecret())) {
                URI address = URI.create(process.line("READY"));
                CompletableFuture<HttpResponse<String>> answer =
                        client.sendAsync(request(address), HttpResponse.BodyHandlers.ofString());
                while (gateway.books().refunded("charge-1") == 0) {
                    Thread.onSpinWait();
                }
                process.kill();
                assertThatExceptionOfType(CompletionException.class)
                        .isThrownBy(answer::join)
                        .withCauseInstanceOf(IOException.class);
            }

            try (HandOffProcess successor = new HandOffProcess(
                    ledger,
                    gateway.apiUrl(),
                    gateway.privateKey(),
                    shop.url(),
                    shop.key().consumerKey(),
                    shop.key().consumerSecret())) {
                HttpResponse<String> answer =
                        client.send(request(successor.endpoint.url("/refunds")), HttpResponse.BodyHandlers.ofString());

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"outcome\":\"done\"");
                assertThat(successor.sync.ledger().refund(ShopWorld.NAME, "82"))
                        .get()
                        .satisfies(refund -> assertThat(refund.state()).isEqualTo(LedgerOperation.State.SUCCEEDED));
            }
            assertThat(gateway.books().refunded("charge-1")).isEqualTo(500);
        }
    }
}
