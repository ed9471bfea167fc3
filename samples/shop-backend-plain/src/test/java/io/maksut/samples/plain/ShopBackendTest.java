package io.maksut.samples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.samples.world.ShopWorld;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same day as on Spring Boot, against sandboxes of both gateways and both shops, and PostgreSQL. */
class ShopBackendTest {
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

    /** The gateway's code for it. */
    private static final int NOT_AUTHENTICATED = 6;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ShopWorld world;
    private static URI address;
    private static ShopBackend backEnd;

    @BeforeAll
    static void start() throws IOException {
        world = ShopWorld.start(Clock.systemUTC());
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        backEnd = new ShopBackend(world.environment(address, world.newDatabase()));
        world.connect(address);
    }

    @AfterAll
    static void stop() {
        backEnd.close();
        world.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    private static HttpRequest.Builder byStaff(String path) {
        String credentials = "staff:" + world.password("mari");
        return request(path)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpRequest form(HttpRequest.Builder request, Map<String, String> fields) {
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", world.pages(address).toString())
                .POST(HttpRequest.BodyPublishers.ofString(fields.entrySet().stream()
                        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private static int deliver(String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        return send(request.build()).statusCode();
    }

    private static String payments() {
        return send(byStaff("/admin").build()).body();
    }

    private static HttpResponse<String> ask(String account, String payment, String amount, boolean release) {
        Map<String, String> fields = new HashMap<>(
                Map.of("account", account, "payment", payment, "amount", amount, "reason", "broken on the way"));
        if (release) {
            fields.put("release", "on");
        }
        return send(form(byStaff("/admin/decide"), fields));
    }

    private static void until(String what, BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to this: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static HttpResponse<String> checkout(String order, String account) {
        return send(form(request("/checkout"), Map.of("order", order, "article", "teapot", "account", account)));
    }

    @Test
    void aCheckoutAtFlatpayIsPaidAndTheCallbackMakesItVisible() {
        String order = UUID.randomUUID().toString();
        assertThat(send(request("/").build()).body()).contains("<option>teapot</option>");
        HttpResponse<String> way = checkout(order, "flatpay");
        assertThat(way.statusCode()).isEqualTo(303);
        assertThat(checkout(order, "flatpay").statusCode())
                .as("the same form again")
                .isEqualTo(303);
        URI page = URI.create(way.headers().firstValue("Location").orElseThrow());

        world.flatpay().payCheckout(page.getFragment().substring(1));
        assertThat(world.flatpay().webhooks().deliverPending()).isNotEmpty().containsOnly(200);

        until("visible", () -> payments().contains("flatpay/order-" + order + ": EUR 49.90, AUTHORISED"));
        assertThat(send(request("/orders?account=flatpay&order=order-" + order).build())
                        .body())
                .contains("Authorised");
    }

    @Test
    void aCheckoutAtEveryPayIsPaidAndTheCallbackMakesItVisible() {
        String order = UUID.randomUUID().toString();
        assertThat(checkout(order, "everypay").statusCode()).isEqualTo(303);
        String payment =
                world.everypay().references().reduce((first, second) -> second).orElseThrow();

        world.everypay().pay(payment);
        assertThat(world.everypay().callbacks().deliverPending()).isNotEmpty().containsOnly(200);

        until("visible", () -> payments().contains("everypay/" + payment + ": EUR 49.90, AUTHORISED"));
        assertThat(send(request("/orders?account=everypay&order=order-" + order + "&payment_reference=" + payment)
                                .build())
                        .body())
                .contains("Authorised");
    }

    @Test
    void aRefundThatWooCommerceHandsOffThreeTimesIsPaidOnce() {
        String payment = world.flatpay().charge("plain-woo").amount(2_980).add();
        long order = world.woocommerce()
                .order()
                .total("29.80")
                .transactionId(payment)
                .add();
        String body =
                ("{\"order_id\":%d,\"refund_id\":771,\"amount\":\"5.00\",\"currency\":\"EUR\",\"payment_method\":\"%s\","
                                + "\"transaction_id\":\"%s\",\"meta\":{}}")
                        .formatted(order, world.woocommerce().plugin().id(), payment);

        assertThat(List.of(
                        handOff(world.handOffSecret(), body),
                        handOff("guessed", body),
                        handOff(world.handOffSecret(), body)))
                .containsExactly(200, 401, 200);
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(500);
        assertThat(world.flatpay().books().count(Movement.Kind.REFUND, payment)).isEqualTo(1);
        assertThat(ask("flatpay", payment, "1.00", false).body())
                .as("its order is in the shop")
                .doesNotContain("<button>");
    }

    private static int handOff(String secret, String body) {
        String timestamp = "" + Instant.now().getEpochSecond();
        String nonce = UUID.randomUUID().toString();
        String signed = "maksut-refund-hand-off-v1\nwoocommerce\n" + timestamp + "\n" + nonce + "\n" + body;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signature = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            return deliver(
                    "/hooks/woocommerce/refunds",
                    Map.of("X-Maksut-Timestamp", timestamp, "X-Maksut-Nonce", nonce, "X-Maksut-Signature", signature),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatShopifyTellsThreeTimesIsTakenUnlessItIsForged() {
        world.shopify().webhooks().subscribe(address.resolve("/hooks/shopify"), "refunds/create");
        String order = world.shopify()
                .merchant()
                .order()
                .total("49.90")
                .sale("everypay", "shopify-payment-1")
                .place();
        world.shopify().merchant().refund(order).make();
        SignedDelivery delivery = world.shopify().webhooks().takeSigned().get(0);
        Map<String, String> forged = new HashMap<>(delivery.headers());
        forged.replaceAll((name, value) -> name.equalsIgnoreCase("X-Shopify-Hmac-Sha256") ? "AAAA" : value);

        assertThat(List.of(
                        deliver("/hooks/shopify", delivery.headers(), delivery.body()),
                        deliver("/hooks/shopify", forged, delivery.body()),
                        deliver("/hooks/shopify", delivery.headers(), delivery.body())))
                .containsExactly(200, 401, 200);
        assertThat(deliver("/hooks/woocommerce", Map.of("X-WC-Webhook-Signature", "AAAA"), new byte[] {1}))
                .isEqualTo(401);
        assertThat(deliver("/hooks/everypay", Map.of(), new byte[0])).isEqualTo(404);
    }

    @Test
    void whatTheRuleCannotDecideIsReleasedOnRecordAndPaidOnceHoweverOftenItIsConfirmed() {
        String payment = world.flatpay().charge("plain-stuck").amount(1_500).add();
        assertThat(ask("flatpay", payment, "15.00", false).body()).doesNotContain("<button>");

        HttpResponse<String> allowed = ask("flatpay", payment, "15.00", true);
        assertThat(allowed.body()).contains("Refund EUR 15.00 until");
        String permit = allowed.body().replaceAll("(?s).*name=\"permit\" value=\"([^\"]+)\".*", "$1");
        HttpRequest confirm = form(byStaff("/admin/refund"), Map.of("permit", permit));
        IntStream.range(0, 4)
                .mapToObj(click -> CLIENT.sendAsync(confirm, HttpResponse.BodyHandlers.ofString()))
                .toList()
                .forEach(CompletableFuture::join);

        until(
                "it says so, as soon as no worker is at it",
                () -> send(confirm).body().contains("EUR 15.00 is SUCCEEDED"));
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(1_500);
        assertThat(world.flatpay().books().count(Movement.Kind.REFUND, payment)).isEqualTo(1);
    }

    private static Map<String, String> hidden(String page) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = HIDDEN.matcher(page);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return fields;
    }

    @Test
    void whoConfirmsSaysYesOnlyToWhatThePageHasShown() {
        String payment = world.flatpay().charge("plain-second").amount(4_000).add();
        Map<String, String> early =
                hidden(ask("flatpay", payment, "10.00", true).body());
        Map<String, String> first =
                hidden(ask("flatpay", payment, "10.00", true).body());
        until(
                "it is paid, as soon as no worker is at it",
                () -> send(form(byStaff("/admin/refund"), first)).body().contains("EUR 10.00 is SUCCEEDED"));

        String asked = ask("flatpay", payment, "10.00", true).body();
        assertThat(asked).contains("Is this another refund than that?");
        until(
                "it asks, as soon as no worker is at it",
                () -> send(form(byStaff("/admin/refund"), early)).body().contains("Is this another refund than that?"));
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(1_000);

        String late = send(form(byStaff("/admin/refund"), early)).body();
        assertThat(late).contains("Is this another refund than that?");
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(1_000);
        Map<String, String> seen = hidden(late);
        until(
                "it is paid, as soon as no worker is at it",
                () -> send(form(byStaff("/admin/refund"), seen)).body().contains("EUR 10.00 is SUCCEEDED"));
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(2_000);
    }

    @Test
    void strangersAndForgedFormsAreTurnedAway() {
        Map<String, String> fields = Map.of("account", "flatpay", "payment", "x", "amount", "1.00", "reason", "none");
        HttpRequest forged = HttpRequest.newBuilder(
                        form(byStaff("/admin/decide"), fields), (name, value) -> !name.equals("Origin"))
                .build();

        assertThat(send(request("/admin").build()).statusCode()).isEqualTo(401);
        assertThat(send(form(request("/admin/decide"), fields)).statusCode()).isEqualTo(401);
        assertThat(send(forged).statusCode()).isEqualTo(403);
        assertThat(send(byStaff("/admin/refund?permit=x").build()).statusCode()).isEqualTo(404);
        assertThat(send(form(byStaff("/admin/refund"), Map.of())).statusCode()).isEqualTo(400);
        assertThat(send(form(byStaff("/admin/decide"), Map.of("amount", "1".repeat(70_000))))
                        .statusCode())
                .as("what is too long is not cut off and understood")
                .isEqualTo(400);
        assertThat(checkout("../1", "flatpay").statusCode()).isEqualTo(400);
        assertThat(checkout(UUID.randomUUID().toString(), "nobank").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aKeyThatWasRevokedIsSaidInWordsAndEverythingIsMeasured() {
        world.flatpay().faults().next(FrisbiiFaults.refused(NOT_AUTHENTICATED)).always();
        try {
            assertThat(checkout(UUID.randomUUID().toString(), "flatpay").statusCode())
                    .isEqualTo(502);
            until("it is noticed", () -> send(byStaff("/health").build()).statusCode() == 503);
            assertThat(send(byStaff("/health").build()).body())
                    .contains("flatpay does not accept our credentials")
                    .doesNotContain(world.flatpay().privateKey());
        } finally {
            world.flatpay().faults().clear();
        }
        assertThat(checkout(UUID.randomUUID().toString(), "flatpay").statusCode())
                .isEqualTo(303);
        until("all is well again", () -> send(byStaff("/health").build()).statusCode() == 200);
        assertThat(send(byStaff("/metrics").build()).body())
                .contains("maksut_calls_seconds_count", "maksut_refunds_in_flight", "maksut_inbox_waiting");
    }
}
