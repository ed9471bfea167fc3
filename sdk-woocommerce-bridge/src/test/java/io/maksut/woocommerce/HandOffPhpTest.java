package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpHandler;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class for plugin authors, run by PHP against the endpoint. */
class HandOffPhpTest {
    private static final String SECRET = "hand-off-secret";

    private final ShopWorld world = new ShopWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final PaymentId payment = world.settledFor(81, "29.80");
    // PHP has no clock that a test could move.
    private final WooCommerceShop bridge =
            world.builder().clock(Clock.systemUTC()).build();
    private final HttpHandler handler = new JdkHandOffEndpoint(HandOffEndpoint.builder(sync, bridge)
            .secret(SECRET)
            .waitFor(Duration.ofMillis(300))
            .build());

    @BeforeAll
    static void phpIsThere() throws IOException, InterruptedException {
        assumeTrue(hasCurl(), "PHP with cURL is not installed (Debian packages php-cli and php-curl): skipped");
    }

    private static boolean hasCurl() throws InterruptedException {
        try {
            Process php =
                    new ProcessBuilder("php", "-m").redirectErrorStream(true).start();
            String modules = new String(php.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return php.waitFor() == 0 && modules.contains("curl");
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    @AfterEach
    void close() {
        bridge.close();
        world.close();
    }

    /** What WooCommerce sees. */
    private record Seen(boolean success, String message, List<String> notes) {}

    private Seen refund(URI address, String secret, String amount, int refundId) throws IOException {
        return shop(Path.of("src/test/php/plugin.php"), address, secret, amount, refundId, "");
    }

    private Seen shop(Path plugin, URI address, String secret, String amount, int refundId, String within)
            throws IOException {
        return shop(plugin, address, secret, payment.reference(), amount, refundId, within);
    }

    private Seen shop(
            Path plugin, URI address, String secret, String reference, String amount, int refundId, String within)
            throws IOException {
        Process php = new ProcessBuilder(
                        "php",
                        "src/test/php/shop.php",
                        plugin.toString(),
                        address.toString(),
                        secret,
                        reference,
                        amount,
                        "" + refundId,
                        within)
                .redirectErrorStream(true)
                .start();
        String output = new String(php.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        JsonObject json = JsonParser.parseString(output).getAsJsonObject();
        return new Seen(
                json.get("success").getAsBoolean(),
                json.get("message").getAsString(),
                json.getAsJsonArray("notes").asList().stream()
                        .map(note -> note.getAsString())
                        .toList());
    }

    private Seen refund(HttpHandler endpoint, String amount, int refundId) throws IOException {
        try (WebhookEndpoint server = new WebhookEndpoint(endpoint)) {
            return refund(server.url("/refunds"), SECRET, amount, refundId);
        }
    }

    @Test
    void aPluginMadeAsTheReadmeTellsHasARefundPaid(@TempDir Path folder) throws IOException {
        Matcher block = Pattern.compile("^```php\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        Path plugin = Files.writeString(folder.resolve("plugin.php"), "<?php\n" + block.group(1));
        Path name = Path.of("class-maksut-refund-hand-off.php");
        Files.copy(Path.of("docs").resolve(name), folder.resolve(name));
        try (WebhookEndpoint server = new WebhookEndpoint(handler)) {
            assertThat(shop(plugin, server.url("/refunds"), SECRET, "5.00", 82, ""))
                    .isEqualTo(new Seen(true, "", List.of()));
        }
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"recorded,82", "paid,82 83"})
    void aRefundThatAnotherPluginMakesMeanwhileIsNotTakenForIt(String within, String asked) throws IOException {
        try (WebhookEndpoint server = new WebhookEndpoint(handler)) {
            // WooCommerce has stored both by then.
            assertThat(world.recordedAndNotPaid(81, "5.00")).isEqualTo(82);
            assertThat(world.recordedAndNotPaid(81, "5.00")).isEqualTo(83);
            Path plugin = Path.of("src/test/php/plugin.php");
            assertThat(shop(plugin, server.url("/refunds"), SECRET, "5.00", 82, within)
                            .success())
                    .isTrue();
        }
        assertThat(sync.ledger().refundsOf(payment))
                .extracting(LedgerOperation::key)
                .containsExactlyInAnyOrder(asked.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", ""})
    void aRefundOfNothingRestocksAndAsksNobody(String amount) throws IOException {
        assertThat(refund(handler, amount, 82)).isEqualTo(new Seen(true, "", List.of()));
        assertThat(sync.ledger().refund(ShopWorld.NAME, "82")).isEmpty();
    }

    @Test
    void aRefundIsPaid() throws IOException {
        assertThat(refund(handler, "5.00", 82)).isEqualTo(new Seen(true, "", List.of()));
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(sync.ledger().refund(ShopWorld.NAME, "82"))
                .get()
                .extracting(LedgerOperation::payment)
                .isEqualTo(payment);
    }

    @Test
    void aRefundThatIsDeclinedIsAnErrorInTheMerchantsLanguage() throws IOException {
        Seen seen = refund(handler, "50.00", 82);

        assertThat(seen.success()).isFalse();
        assertThat(seen.message())
                .isEqualTo(sync.ledger()
                        .refund(ShopWorld.NAME, "82")
                        .orElseThrow()
                        .answer()
                        .orElseThrow());
        assertThat(refund(handler, "1,50", 83).message()).contains("1,50");
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void aRefundThatIsUnderWayIsASuccessWithANote() throws IOException {
        world.gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");

        Seen seen = refund(handler, "5.00", 82);

        assertThat(seen.success()).isTrue();
        assertThat(seen.notes())
                .singleElement()
                .satisfies(note -> assertThat(note).contains("82").contains("under way"));
    }

    @Test
    void aRefundBeforeTheCaptureIsASuccessWithTheWordsAsANote() throws IOException {
        RefundSync ships = world.sync(
                ConnectedShop.of(world.bridge, SyncMode.PORTAL_PAYS, "flatpay").withShipToSettle());
        PaymentId reserved = world.authorisedFor(81, "29.80");
        HttpHandler endpoint = new JdkHandOffEndpoint(
                HandOffEndpoint.builder(ships, bridge).secret(SECRET).build());

        Seen seen;
        try (WebhookEndpoint server = new WebhookEndpoint(endpoint)) {
            seen = shop(
                    Path.of("src/test/php/plugin.php"),
                    server.url("/refunds"),
                    SECRET,
                    reserved.reference(),
                    "10.00",
                    82,
                    "");
        }

        String words = sync.ledger()
                .refund(ShopWorld.NAME, "82")
                .flatMap(LedgerOperation::answer)
                .orElseThrow();
        assertThat(seen.success()).isTrue();
        assertThat(seen.notes())
                .singleElement()
                .satisfies(note -> assertThat(note).startsWith("Refund 82: " + words));
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainAndPaidOnce() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpHandler losesTheFirstAnswer = exchange -> {
            if (requests.incrementAndGet() == 1) {
                HandOffReply unused = HandOffEndpoint.builder(sync, bridge)
                        .secret(SECRET)
                        .build()
                        .handle(new io.maksut.webhook.WebhookRequest(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().toASCIIString(),
                                exchange.getRequestHeaders(),
                                exchange.getRequestBody().readAllBytes()));
                exchange.close();
            } else {
                handler.handle(exchange);
            }
        };

        assertThat(refund(losesTheFirstAnswer, "5.00", 82).success()).isTrue();
        assertThat(requests.get()).isEqualTo(2);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void answersThatAreAllLostAreNoErrorBecauseWooCommerceWouldForgetTheRefund() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Seen seen = refund(
                exchange -> {
                    requests.incrementAndGet();
                    exchange.close();
                },
                "5.00",
                82);

        assertThat(requests.get()).isEqualTo(3);
        assertThat(seen.success()).isTrue();
        assertThat(seen.notes())
                .singleElement()
                .satisfies(note -> assertThat(note).contains("no answer came"));
    }

    @Test
    void anEndpointThatIsNotThereIsAnErrorBecauseNothingWasSent() throws IOException {
        URI nobody;
        try (WebhookEndpoint closed = new WebhookEndpoint(handler)) {
            nobody = closed.url("/refunds");
        }

        Seen seen = refund(nobody, SECRET, "5.00", 82);

        assertThat(seen.success()).isFalse();
        assertThat(seen.message()).contains("Nothing was paid");
    }

    @Test
    void aSiteThatLetsNoRequestOutHasSentNothing() throws IOException {
        Seen seen = refund(URI.create("blocked:endpoint"), SECRET, "5.00", 82);

        assertThat(seen)
                .isEqualTo(new Seen(
                        false,
                        "The refund service could not be reached. Nothing was paid; try again later.",
                        List.of()));
    }

    @Test
    void aWrongSecretIsAnError() throws IOException {
        try (WebhookEndpoint server = new WebhookEndpoint(handler)) {
            assertThat(refund(server.url("/refunds"), "another", "5.00", 82).success())
                    .isFalse();
        }
        assertThat(world.refunded(payment)).isZero();
    }
}
