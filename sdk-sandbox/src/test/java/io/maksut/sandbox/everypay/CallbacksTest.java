package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.maksut.sandbox.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallbacksTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOON);

    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY =
            new EveryPaySandboxExtension(EveryPaySandbox.builder().clock(CLOCK));

    private record Received(String method, String query, String body, String type) {}

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer shop;

    @BeforeEach
    void aShopThatListens() throws IOException {
        CLOCK.set(NOON);
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawQuery(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst("Content-Type")));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        shop.start();
        sandbox.callbacks().deliverTo(target("/callback"));
    }

    @AfterEach
    void closeTheShop() {
        shop.stop(0);
    }

    @Test
    void aCallbackNamesThePaymentAndTheEventAndNothingElse() {
        String payment = initial("order+7");
        sandbox.pay(payment);

        assertThat(sandbox.callbacks().deliverPending()).containsExactly(200);

        assertThat(received).singleElement().satisfies(callback -> {
            assertThat(callback.method()).isEqualTo("GET");
            assertThat(callback.query())
                    .isEqualTo("payment_reference=" + payment + "&order_reference=order%2B7&event_name=status_updated");
            assertThat(callback.body()).isEmpty();
        });
        assertThat(sandbox.callbacks().pending()).isEmpty();
        assertThat(sandbox.callbacks().deliverPending()).isEmpty();
    }

    @Test
    void aCallbackMayBePostedAsAForm() {
        sandbox.callbacks().byPost(true);
        String payment = initial("order-7");
        sandbox.pay(payment);

        sandbox.callbacks().deliverPending();

        assertThat(received).singleElement().satisfies(callback -> {
            assertThat(callback.method()).isEqualTo("POST");
            assertThat(callback.query()).isNull();
            assertThat(callback.type()).isEqualTo("application/x-www-form-urlencoded");
            assertThat(form(callback.body()))
                    .containsEntry("payment_reference", payment)
                    .containsEntry("event_name", "status_updated");
        });
    }

    @Test
    void theTargetMayHaveAQueryOfItsOwn() {
        sandbox.callbacks().deliverTo(target("/callback?shop=7"));
        sandbox.event(initial("order-7"), "card_art_updated");

        sandbox.callbacks().deliverPending();

        assertThat(received.get(0).query())
                .startsWith("shop=7&payment_reference=")
                .endsWith("card_art_updated");
    }

    @Test
    void aFailedCallbackIsTriedSixTimesOverThreeDays() {
        status = 500;
        sandbox.event(initial("order-7"), "status_updated");
        List<Duration> due = List.of(
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ofHours(48),
                Duration.ofHours(72));

        for (Duration after : due) {
            CLOCK.set(NOON.plus(after).minusMillis(1));
            assertThat(sandbox.callbacks().deliverDue()).isEmpty();
            CLOCK.set(NOON.plus(after));
            assertThat(sandbox.callbacks().deliverDue()).containsExactly(500);
        }

        CLOCK.advance(Duration.ofDays(30));
        assertThat(sandbox.callbacks().deliverDue()).isEmpty();
        assertThat(sandbox.callbacks().pending()).isEmpty();
        assertThat(sandbox.callbacks().all())
                .extracting(EveryPayCallback::state)
                .containsExactly(EveryPayCallback.State.GIVEN_UP);
        assertThat(received).hasSize(6);
    }

    @Test
    void aRetryThatSucceedsIsTheLast() {
        status = 503;
        sandbox.event(initial("order-7"), "status_updated");
        CLOCK.advance(Duration.ofSeconds(1));
        sandbox.callbacks().deliverDue();
        status = 204;
        CLOCK.advance(Duration.ofMinutes(5));

        assertThat(sandbox.callbacks().deliverDue()).containsExactly(204);

        CLOCK.advance(Duration.ofDays(3));
        assertThat(sandbox.callbacks().deliverDue()).isEmpty();
    }

    @Test
    void aRedirectOrNoAnswerIsNoSuccess() {
        status = 302;
        sandbox.event(initial("order-7"), "status_updated");
        assertThat(sandbox.callbacks().deliverPending()).containsExactly(302);
        shop.stop(0);
        assertThat(sandbox.callbacks().deliverPending()).containsExactly(0);

        assertThat(sandbox.callbacks().pending())
                .singleElement()
                .satisfies(callback -> assertThat(callback.attempts()).isEqualTo(2));
    }

    @Test
    void callbacksCanComeTwiceAndInAnyOrder() {
        String payment = initial("order-7");
        sandbox.event(payment, "first");
        sandbox.event(payment, "second");
        String first = sandbox.callbacks().all().get(0).id();
        String second = sandbox.callbacks().all().get(1).id();

        assertThat(sandbox.callbacks().deliverInOrder(second, first, second)).containsExactly(200, 200, 200);
        sandbox.callbacks().redeliver(first);

        assertThat(received)
                .extracting(callback -> callback.query().replaceAll(".*event_name=", ""))
                .containsExactly("second", "first", "second", "first");
        assertThat(received.get(0)).isEqualTo(received.get(2));
        assertThatThrownBy(() -> sandbox.callbacks().redeliver("none")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDuplicateThatFailsDoesNotUndoTheSuccess() {
        sandbox.event(initial("order-7"), "status_updated");
        sandbox.callbacks().deliverPending();
        status = 500;

        sandbox.callbacks().redeliver(sandbox.callbacks().all().get(0).id());

        assertThat(sandbox.callbacks().pending()).isEmpty();
    }

    @Test
    void nothingIsSentWithoutATarget() {
        sandbox.reset();
        sandbox.event(initial("order-7"), "status_updated");

        assertThatThrownBy(() -> sandbox.callbacks().deliverPending()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPaymentByLinkIsReportedByASignedForm() {
        String payment = sandbox.payment()
                .state("initial")
                .method(null)
                .amount(10_000)
                .byLink()
                .add();
        sandbox.start3ds(payment);
        sandbox.failed(payment, 4028, "3DS failure due to technical errors");

        sandbox.callbacks().deliverPending();

        assertThat(received).singleElement().satisfies(callback -> {
            assertThat(callback.method()).isEqualTo("POST");
            Map<String, String> form = form(callback.body());
            assertThat(form)
                    .containsEntry("payment_reference", payment)
                    .containsEntry("transaction_result", "failed")
                    .containsEntry("payment_state", "failed")
                    .containsEntry("amount", "100.00")
                    .containsEntry("account_id", "EUR3D1")
                    .containsEntry("api_username", sandbox.apiUsername())
                    .containsEntry("linkpay_token", sandbox.linkPayToken())
                    .containsEntry("timestamp", Long.toString(NOON.getEpochSecond()))
                    .containsEntry(
                            "processing_errors",
                            "[{\"code\":4028,\"message\":\"3DS failure due to technical errors\"}]")
                    .containsEntry("cc_type", "visa");
            String hmac = form.remove("hmac");
            String signed = String.join(
                    "&",
                    form.entrySet().stream()
                            .map(field -> field.getKey() + "=" + field.getValue())
                            .toList());
            assertThat(hmac).isEqualTo(Signing.hmacSha256(sandbox.apiSecret(), signed));
        });
    }

    @Test
    void laterEventsOfAPaymentByLinkArePlain() {
        String payment = sandbox.payment().byLink().add();
        sandbox.refundAsStaff(payment, 100);

        sandbox.callbacks().deliverPending();

        assertThat(received)
                .singleElement()
                .satisfies(callback -> assertThat(callback.method()).isEqualTo("GET"));
    }

    private String initial(String orderReference) {
        return sandbox.payment()
                .state("initial")
                .method(null)
                .orderReference(orderReference)
                .add();
    }

    private URI target(String path) {
        return URI.create("http://127.0.0.1:" + shop.getAddress().getPort() + path);
    }

    /** Sorted by name. */
    private static Map<String, String> form(String body) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
