package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.json.JsonDocument;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.JdkWebhookHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Deliveries at a fixed rate, whether answered or not, some of them twice and in any order, on the embedded store while workers
 * run. Latency is counted from the moment at which a delivery was to be sent.
 */
@Timeout(900)
class DeliveryStormTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("maksut.nightly");
    private static final int DELIVERIES = NIGHTLY ? 10_000 : 300;
    private static final int A_SECOND = 200;

    private final ShopifyWorld world = new ShopifyWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private List<SignedDelivery> storm() {
        int orders = DELIVERIES / 2; // each refund is told of several times
        world.frisbii.bulk(orders, ShopifyWorld.START.minus(Duration.ofDays(1)), Duration.ofSeconds(1));
        world.sandbox.bulk(
                orders, ShopifyWorld.START.minus(Duration.ofDays(1)), Duration.ofSeconds(1), ShopifyWorld.HANDLE);
        return world.sandbox
                .storm()
                .orders(0, orders)
                .duplicates(10)
                .shuffled(20260601)
                .build()
                .subList(0, DELIVERIES);
    }

    private static String orderOf(SignedDelivery delivery) {
        WebhookTopic topic = WebhookTopic.of(delivery.topic()).orElseThrow();
        return Gid.order(topic.orderNumber(JsonDocument.parse(delivery.body())).orElseThrow());
    }

    /** Nanoseconds from the planned moment to the answer. */
    private static long[] send(URI address, List<SignedDelivery> storm) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < storm.size(); i++) {
            long planned = start + i * 1_000_000_000L / A_SECOND;
            for (long wait = planned - System.nanoTime(); wait > 0; wait = planned - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(storm.get(i).body()));
            storm.get(i).headers().forEach(request::header);
            answers.add(client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                    .thenApply(answer -> {
                        assertThat(answer.statusCode()).isEqualTo(200);
                        return System.nanoTime() - planned;
                    }));
        }
        return answers.stream().mapToLong(CompletableFuture::join).sorted().toArray();
    }

    /** As a pool does: when the last connection to an SQLite file is closed, its log is written back each time. */
    private Connection heldOpen() throws SQLException {
        Connection connection = world.dataSource.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from sqlite_schema");
        }
        return connection;
    }

    @Test
    void eachRefundIsInTheLedgerOnceAndAnswersAreQuick() throws SQLException {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        ShopifyWorld.Hooks hooks = world.hooks(sync);
        List<SignedDelivery> storm = storm();
        Set<String> refunded = storm.stream().map(DeliveryStormTest::orderOf).collect(Collectors.toSet());
        long[] latencies;
        long began = System.nanoTime();
        try (Connection held = heldOpen();
                InboxWorker inbox = InboxWorker.builder(hooks.inbox)
                        .on(hooks.source.name(), hooks.source.processor(sync))
                        .build();
                SyncWorker worker = sync.worker(new SyncWorker.Settings(1, Duration.ofMillis(100), false));
                Endpoint endpoint = new Endpoint(Map.of("/hook", new JdkWebhookHandler(hooks.handler)))) {
            inbox.start();
            worker.start();
            latencies = send(endpoint.url().resolve("hook"), storm);
            assertThat(held.isClosed()).isFalse();
        }
        long p99 = latencies[latencies.length * 99 / 100] / 1_000_000;
        System.out.printf(
                "%d deliveries of %d refunds in %.1f s: median %d ms, 99%% %d ms, longest %d ms%n",
                storm.size(),
                refunded.size(),
                (System.nanoTime() - began) / 1e9,
                latencies[latencies.length / 2] / 1_000_000,
                p99,
                latencies[latencies.length - 1] / 1_000_000);
        hooks.worker.workOff();
        world.work(sync, Duration.ofMinutes(30));
        hooks.worker.workOff();
        world.work(sync, Duration.ofMinutes(1));

        System.out.printf("worked off after %.1f s%n", (System.nanoTime() - began) / 1e9);
        Map<String, Long> booked = Arrays.stream(LedgerOperation.State.values())
                .flatMap(state -> sync.ledger().inState(state))
                .collect(Collectors.groupingBy(refund -> refund.orderId().orElseThrow(), Collectors.counting()));
        assertThat(booked).containsOnlyKeys(refunded);
        assertThat(booked.values()).containsOnly(1L);
        assertThat(world.frisbii.books().movements())
                .as("the shop pays: nobody pays again")
                .noneMatch(movement -> movement.kind() == Movement.Kind.REFUND);
        if (NIGHTLY) {
            assertThat(p99).isLessThan(100);
        }
    }
}
