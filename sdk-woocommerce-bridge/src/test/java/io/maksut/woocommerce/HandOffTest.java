package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.woocommerce.RefundHandOff;
import io.maksut.sandbox.woocommerce.RefundRecord;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopPlatform;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncDesk;
import io.maksut.sync.SyncMode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin hands a refund off, waits, and the money moves once, whatever happens in between. */
class HandOffTest {
    private static final String SECRET = "hand-off-secret";

    private final ShopWorld world = new ShopWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final HandOffRequests plugin = new HandOffRequests(ShopWorld.NAME, SECRET, world.clock);
    private final HandOffEndpoint handOff = handOff(sync);

    @AfterEach
    void close() {
        world.close();
    }

    private HandOffEndpoint handOff(RefundSync engine) {
        return HandOffEndpoint.builder(engine, world.bridge)
                .secret(SECRET)
                .waitFor(Duration.ofMillis(300))
                .build();
    }

    private static String body(long order, long refund, String amount, String transactionId) {
        JsonObject json = new JsonObject();
        json.addProperty("order_id", order);
        json.addProperty("order_number", "T-" + order);
        json.addProperty("refund_id", refund);
        json.addProperty("transaction_id", transactionId);
        json.addProperty("payment_method", "sandboxpay");
        json.addProperty("amount", amount);
        json.addProperty("currency", "EUR");
        json.addProperty("reason", "broken cup of Mari Maasikas");
        json.add("meta", new JsonObject());
        json.addProperty("locale", "fi_FI");
        return json.toString();
    }

    private HandOffReply post(String body) {
        return handOff.handle(plugin.request(body));
    }

    private LedgerOperation ledger(long refund) {
        return sync.ledger().refund(ShopWorld.NAME, "" + refund).orElseThrow();
    }

    private void pluginHandsOffTo(URI address) {
        world.shop.plugin().handsOffTo(RefundHandOff.to(address, Duration.ofSeconds(10), plugin::signed));
    }

    @Test
    void aRefundInTheShopIsPaidByThePortalWhileWooCommerceWaits() {
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(handOff))) {
            PaymentId payment = world.settled("29.80");
            long order = world.order(payment, "29.80");
            pluginHandsOffTo(endpoint.url("/refunds"));

            long refund = world.shop.refundAsStaff(order, "5.00", "", true);

            assertThat(world.refunded(payment)).isEqualTo(500);
            assertThat(ledger(refund).state()).isEqualTo(State.SUCCEEDED);
            assertThat(ledger(refund).orderId()).contains("" + order);
            world.work(sync, Duration.ofHours(1));
            assertThat(world.open(sync)).isEmpty();
            assertThat(world.refunds(payment)).isEqualTo(1);
        }
    }

    /** Of a payment and an order of its own. */
    private String handedOff(long refund) {
        PaymentId payment = world.settled("29.80");
        return body(world.order(payment, "29.80"), refund, "5.00", payment.reference());
    }

    @Test
    void theRefundHasTheIdThatThePluginGivesAndWithoutOneItsNonce() {
        String body = handedOff(14);
        JsonObject labelled = JsonParser.parseString(handedOff(15)).getAsJsonObject();
        labelled.addProperty("correlation_id", "order-page-7f3a");
        JsonObject hostile = JsonParser.parseString(handedOff(16)).getAsJsonObject();
        hostile.addProperty("correlation_id", "a\nb".repeat(10_000));
        Map<String, String> headers = plugin.headers(body);

        assertThat(handOff.handle(HandOffRequests.request(body, headers)).status())
                .isEqualTo(200);
        assertThat(post(labelled.toString()).status()).isEqualTo(200);
        assertThat(post(hostile.toString()).status()).isEqualTo(200);

        assertThat(ledger(14).correlationId()).hasToString(headers.get("X-Maksut-Nonce"));
        assertThat(ledger(15).correlationId()).hasToString("order-page-7f3a");
        assertThat(ledger(16).correlationId().value()).matches("[0-9a-f]{32}");
    }

    @Test
    void whatTheGatewayDeclinesIsAnErrorInTheShopWithTheReasonAndNothingIsLeftBehind() {
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(handOff))) {
            long order =
                    world.shop.order().total("100.00").transactionId("charge-1").add();
            PaymentId payment = world.settledFor(order, "29.80");
            pluginHandsOffTo(endpoint.url("/refunds"));

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> world.shop.refundAsStaff(order, "50.00", "", true))
                    .satisfies(shown -> assertThat(shown)
                            .hasMessageContaining(sync.ledger()
                                    .refundsOf(payment)
                                    .get(0)
                                    .answer()
                                    .orElseThrow()));

            assertThat(world.shop.refunds(order)).isEmpty();
            assertThat(world.refunded(payment)).isZero();
            world.work(sync, Duration.ofHours(1));
            assertThat(world.open(sync)).isEmpty();
        }
    }

    @Test
    void theReasonIsInTheMerchantsLanguage() {
        PaymentId payment = world.settledFor(81, "29.80");

        HandOffReply reply = post(body(81, 82, "50.00", payment.reference()));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.outcome()).isEqualTo("declined");
        assertThat(reply.message()).isEqualTo(ledger(82).answer().orElseThrow()).isNotBlank();
        String english = handOff.handle(plugin.request(
                        body(81, 83, "50.00", payment.reference()).replace("fi_FI", "en_US")))
                .message();
        assertThat(reply.message()).isNotEqualTo(english);
    }

    @Test
    void theSameRefundIsAnsweredTheSameAgainAndPaidOnce() {
        PaymentId payment = world.settledFor(81, "29.80");
        String body = body(81, 82, "5.00", payment.reference());

        assertThat(post(body)).isEqualTo(HandOffReply.DONE);
        assertThat(post(body)).isEqualTo(HandOffReply.DONE);

        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void duplicatesAtTheSameInstantArePaidOnceAndAllAnsweredTheSame() throws Exception {
        PaymentId payment = world.settledFor(81, "29.80");
        String body = body(81, 82, "5.00", payment.reference());
        HandOffEndpoint patient = HandOffEndpoint.builder(sync, world.bridge)
                .secret(SECRET)
                .waitFor(Duration.ofSeconds(20))
                .build();
        HandOffEndpoint elsewhere = HandOffEndpoint.builder(world.sync(SyncMode.PORTAL_PAYS), world.bridge)
                .secret(SECRET)
                .waitFor(Duration.ofSeconds(20))
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<HandOffReply>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                HandOffEndpoint one = i % 2 == 0 ? patient : elsewhere;
                calls.add(() -> one.handle(plugin.request(body)));
            }
            for (Future<HandOffReply> reply : threads.invokeAll(calls)) {
                assertThat(reply.get()).isEqualTo(HandOffReply.DONE);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(world.refunds(payment)).isEqualTo(1);
        assertThat(world.gateway.requests().count("POST", "/v1/refund")).isEqualTo(1);
    }

    @Test
    void twoRefundsOfOneAmountAreTwoAndBothArePaid() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        long one = world.recordedAndNotPaid(order, "5.00");
        long two = world.recordedAndNotPaid(order, "5.00");

        assertThat(post(body(order, one, "5.00", payment.reference()))).isEqualTo(HandOffReply.DONE);
        assertThat(post(body(order, two, "5.00", payment.reference()))).isEqualTo(HandOffReply.DONE);

        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void theSameRefundWithAnotherAmountPaymentOrOrderIsRefused() {
        PaymentId payment = world.settledFor(81, "29.80");
        PaymentId other = world.settled("29.80");
        post(body(81, 82, "5.00", payment.reference()));

        HandOffReply edited = post(body(81, 82, "6.00", payment.reference()));
        assertThat(edited.status()).isEqualTo(409);
        assertThat(edited.message()).contains("5,00", payment.reference());
        assertThat(post(body(81, 82, "5.00", other.reference())).status()).isEqualTo(409);
        assertThat(post(body(80, 82, "5.00", payment.reference())).status()).isEqualTo(409);
        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(world.refunded(other)).isZero();
    }

    @Test
    void anAnswerOfTheGatewayThatIsLostIsPendingForTheShopAndIsFollowedUp() {
        PaymentId payment = world.settledFor(81, "29.80");
        world.gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
        String body = body(81, 82, "5.00", payment.reference());

        assertThat(post(body)).isEqualTo(HandOffReply.PENDING);
        world.work(sync, Duration.ofMinutes(20));

        assertThat(ledger(82).state()).isEqualTo(State.SUCCEEDED);
        assertThat(post(body)).as("asked again").isEqualTo(HandOffReply.DONE);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void whileOneIsUnknownTheNextOnesWaitForAPerson() {
        PaymentId payment = world.settledFor(81, "29.80");
        world.gateway
                .faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("POST", "/v1/refund")
                .always();

        assertThat(post(body(81, 82, "5.00", payment.reference()))).isEqualTo(HandOffReply.PENDING);
        assertThat(post(body(81, 83, "4.00", payment.reference()))).isEqualTo(HandOffReply.PENDING);
        // More failures than these would open the circuit breaker, whose time is not ours.
        world.clock.advance(Duration.ofHours(2));
        sync.worker().workOff();
        assertThat(ledger(82).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(ledger(83).state()).isEqualTo(State.PENDING);
        assertThat(world.refunds(payment)).isZero();
        world.gateway.faults().clear();

        sync.syncDesk().close(ledger(82).id(), SyncDesk.Ending.DECLINED, "mari", "looked it up at the gateway");
        world.work(sync, Duration.ofMinutes(15));

        assertThat(ledger(83).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(400);
    }

    @Test
    void aRefundThatFailsInTheEndIsShownAsDoneByTheShopAndFoundByUs() {
        world.gateway.asyncRefunds(true);
        String handle = world.gateway
                .charge("klarna")
                .state("settled")
                .amount(2_980)
                .currency("EUR")
                .method("klarna_pay_later")
                .add();
        PaymentId payment = new PaymentId("flatpay", handle);
        long order = world.order(payment, "29.80");
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(handOff))) {
            pluginHandsOffTo(endpoint.url("/refunds"));
            long refund = world.shop.refundAsStaff(order, "5.00", "", true);
            assertThat(world.shop.refunds(order))
                    .extracting(RefundRecord::refundedPayment)
                    .containsExactly(true);
            assertThat(ledger(refund).state()).isEqualTo(State.PROCESSING);
            world.work(sync, Duration.ofMinutes(30));

            world.gateway.finishRefund(ledger(refund).gatewayRefund().orElseThrow(), false);
            world.work(sync, Duration.ofHours(2));

            assertThat(ledger(refund).state()).isEqualTo(State.DECLINED);
            Discrepancy discrepancy = world.open(sync).get(0);
            assertThat(world.open(sync)).hasSize(1);
            assertThat(discrepancy.kind()).isEqualTo(DiscrepancyKind.SHOP_SAYS_DONE);
            assertThat(WooCommerceRemedies.of(discrepancy, Locale.ENGLISH))
                    .contains("Order " + order)
                    .contains("" + refund);
        }
    }

    /** An order whose payment the plugin finds in it. */
    private long orderOf(String total) {
        return world.shop.order().total(total).transactionId("charge-1").add();
    }

    private RefundSync shipping() {
        return world.sync(
                ConnectedShop.of(world.bridge, SyncMode.PORTAL_PAYS, "flatpay").withShipToSettle());
    }

    private static String beforeCapture(LedgerOperation refund) {
        assertThat(refund.state()).isEqualTo(State.CANCELLED);
        assertThat(refund.answer().orElseThrow()).contains("Rahaa ei ole siirtynyt");
        return refund.answer().orElseThrow();
    }

    @Test
    void aRefundBeforeTheCaptureIsDoneInWordsAndThatMuchLessIsCaptured() {
        RefundSync ships = shipping();
        HandOffEndpoint endpoint = handOff(ships);
        long order = orderOf("29.80");
        PaymentId payment = world.authorisedFor(order, "29.80");
        world.work(ships, Duration.ofMinutes(20));
        List<HandOffReply> replies = new ArrayList<>();
        world.shop.plugin().handsOffTo(request -> {
            HandOffReply reply =
                    endpoint.handle(plugin.request(request.body().replaceFirst("\\{", "{\"locale\":\"fi\",")));
            replies.add(reply);
            return Reply.json(reply.status(), new String(reply.body(), StandardCharsets.UTF_8));
        });

        long refund = world.shop.refundAsStaff(order, "10.00", "", true);

        assertThat(replies).containsExactly(new HandOffReply(200, "done", beforeCapture(ledger(refund))));
        assertThat(world.shop.refunds(order)).hasSize(1);
        world.shop.statusAsStaff(order, "completed");
        world.work(ships, Duration.ofHours(2));
        assertThat(world.gateway.books().captured(payment.reference())).isEqualTo(1_980);
        assertThat(world.refunded(payment)).isZero();
        assertThat(world.open(ships)).isEmpty();
        assertThat(endpoint.handle(plugin.request(body(order, refund, "10.00", payment.reference()))))
                .as("asked again")
                .isEqualTo(replies.get(0));
    }

    /** The plugin's request came late: the order was read, and captured, before. */
    @Test
    void aRefundThatHasLoweredTheCaptureBeforeItIsAskedForIsDoneInWords() {
        RefundSync ships = shipping();
        long order = orderOf("29.80");
        PaymentId payment = world.authorisedFor(order, "29.80");
        world.work(ships, Duration.ofMinutes(20));
        long refund = world.recordedAndNotPaid(order, "10.00");
        world.shop.statusAsStaff(order, "completed");
        world.work(ships, Duration.ofHours(1));
        assertThat(world.gateway.books().captured(payment.reference())).isEqualTo(1_980);

        HandOffReply reply = handOff(ships).handle(plugin.request(body(order, refund, "10.00", payment.reference())));

        assertThat(reply).isEqualTo(new HandOffReply(200, "done", beforeCapture(ledger(refund))));
        assertThat(ledger(refund).shopWaits()).as("WooCommerce cannot be told").isFalse();
        world.work(ships, Duration.ofHours(2));
        assertThat(ledger(refund).reviewReason()).isEmpty();
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void theRecordOfADirectRefundIsDoneInWordsThatSayThatNoMoneyMovedForIt() {
        WooCommerceShop readOnly = world.builder().readOnly().build();
        RefundSync asks = world.sync(ConnectedShop.of(recordsByAsking(readOnly), SyncMode.PORTAL_PAYS, "flatpay"));
        HandOffEndpoint endpoint = handOff(asks);
        long order = orderOf("29.80");
        PaymentId payment = world.settledFor(order, "29.80");
        world.bridge.check();
        world.work(asks, Duration.ofMinutes(20));
        asks.statements().shopRefundFailed(payment, ShopWorld.eur("5.00"), "mari", "the shop says it failed");
        world.clock.advance(Duration.ofMinutes(11));
        RefundDecision decision = asks.desk().decide(payment, ShopWorld.eur("5.00"), "mari", "it failed in the shop");
        DirectRefund made = asks.desk().execute(((RefundDecision.Allowed) decision).permit());
        String body = body(order, 900, "5.00", payment.reference());
        assertThat(endpoint.handle(plugin.request(body))).isEqualTo(HandOffReply.PENDING);
        assertThat(ledger(900).reviewReason()).contains(ReviewReason.RECORD_OR_REFUND);

        asks.syncDesk()
                .isRecord(ledger(900).id(), ((DirectRefund.Made) made).refund().id(), "mari", "she entered it");

        assertThat(endpoint.handle(plugin.request(body)))
                .isEqualTo(new HandOffReply(200, "done", Texts.text(Locale.forLanguageTag("fi"), "handoff.record")));
        world.work(asks, Duration.ofHours(1));
        assertThat(world.refunded(payment)).isEqualTo(500);
        readOnly.close();
    }

    /** The bridge of a shop whose staff can enter a refund only by asking for it. */
    private ShopPlatform recordsByAsking(ShopPlatform bridge) {
        return (ShopPlatform) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShopPlatform.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("abilities")
                                ? new ShopAbilities(false, false, false, true).withShownRequests()
                                : method.invoke(bridge, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aPluginThatLostOurAnswerShowsAnErrorAndTheMoneyIsFoundAndNotPaidAgain() {
        PaymentId payment = world.settled("29.80");
        long order = world.order(payment, "29.80");
        // The request arrives and is carried out; its answer does not. WooCommerce deletes its record then.
        world.shop.plugin().handsOffTo(request -> {
            handOff.handle(HandOffRequests.request(
                    request.body(), plugin.signed(request).headers()));
            throw new java.io.IOException("connection reset");
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> world.shop.refundAsStaff(order, "5.00", "", true));
        assertThat(world.shop.refunds(order)).isEmpty();
        assertThat(world.refunded(payment)).isEqualTo(500);

        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunded(payment)).isEqualTo(500);
        assertThat(sync.ledger().refundsOf(payment))
                .singleElement()
                .satisfies(refund -> assertThat(refund.state()).isEqualTo(State.SUCCEEDED));
    }

    @Test
    void byAMetaFieldWhereThePluginKeepsThePaymentThere() {
        PaymentId payment = world.settledFor(81, "29.80");
        String body = body(81, 82, "5.00", "")
                .replace(
                        "\"meta\":{}",
                        "\"meta\":{\"everypay_payment_token\":\"" + payment.reference() + "\",\"x\":[1]}");

        assertThat(post(body)).isEqualTo(HandOffReply.DONE);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.00",
                "-5",
                "1,50",
                "1e1",
                "010",
                "0x10",
                "1.23456",
                "5.001",
                "+5",
                " 5",
                "5.",
                ".5",
                "five",
                "99999999999999999999"
            })
    void anAmountThatIsNoneIsDeclinedAndNothingIsStored(String amount) {
        PaymentId payment = world.settledFor(81, "29.80");

        HandOffReply reply = post(body(81, 82, amount, payment.reference()));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.message()).isNotBlank();
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5.0", "5.00", "5.000000"})
    void anAmountIsExactHoweverItIsWritten(String amount) {
        PaymentId payment = world.settledFor(81, "29.80");

        assertThat(post(body(81, 82, amount, payment.reference()))).isEqualTo(HandOffReply.DONE);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void anOrderThatNamesNoPaymentOfOursIsDeclined() {
        assertThat(post(body(81, 82, "5.00", "")).status()).isEqualTo(422);
        assertThat(post(body(81, 82, "5.00", "x").replace("sandboxpay", "bacs")).status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"order_id\":1}",
                "{\"order_id\":0,\"refund_id\":1}",
                "{\"order_id\":1,\"refund_id\":2,\"amount\":{}}",
                "{\"order_id\":1,\"refund_id\":2,\"amount\":\"1\",\"currency\":\"EUR\",\"payment_method\":\"sandboxpay\",\"meta\":[]}"
            })
    void whatCannotBeUnderstoodIsDeclined(String body) {
        HandOffReply reply = post(body);

        assertThat(reply.status()).isIn(400, 422);
        assertThat(sync.ledger().inFlight()).isEmpty();
    }

    @Test
    void aForgedRequestIsRefusedAndLeavesNothing() {
        PaymentId payment = world.settledFor(81, "29.80");
        String body = body(81, 82, "5.00", payment.reference());
        Map<String, String> good = plugin.headers(body);
        HandOffRequests otherSecret = new HandOffRequests(ShopWorld.NAME, "guessed", world.clock);
        HandOffRequests otherShop = new HandOffRequests("othershop", SECRET, world.clock);

        refused(body, otherSecret.headers(body));
        refused(body, otherShop.headers(body));
        refused(body.replace("5.00", "9.00"), good);
        refused(body + " ", good);
        for (String header : List.of("X-Maksut-Timestamp", "X-Maksut-Nonce", "X-Maksut-Signature")) {
            Map<String, String> without = new HashMap<>(good);
            without.remove(header);
            refused(body, without);
            Map<String, String> changed = new HashMap<>(good);
            changed.computeIfPresent(header, (name, value) -> value.substring(1) + "0");
            refused(body, changed);
        }
        assertThat(sync.ledger().refundsOf(payment)).isEmpty();
        assertThat(world.refunded(payment)).isZero();
    }

    private void refused(String body, Map<String, String> headers) {
        HandOffReply reply = handOff.handle(HandOffRequests.request(body, headers));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.outcome()).isEqualTo("refused");
    }

    @Test
    void aRequestThatIsPlayedAgainIsRefusedAlsoByAnotherProcessAndAfterARestart() {
        PaymentId payment = world.settledFor(81, "29.80");
        String body = body(81, 82, "5.00", payment.reference());
        Map<String, String> headers = plugin.headers(body);
        assertThat(handOff.handle(HandOffRequests.request(body, headers))).isEqualTo(HandOffReply.DONE);

        assertThat(handOff.handle(HandOffRequests.request(body, headers))).isEqualTo(HandOffReply.REPLAYED);
        try (WooCommerceShop restarted = world.builder().build()) {
            HandOffEndpoint other =
                    HandOffEndpoint.builder(sync, restarted).secret(SECRET).build();
            assertThat(other.handle(HandOffRequests.request(body, headers))).isEqualTo(HandOffReply.REPLAYED);
        }
    }

    @Test
    void aRequestIsGoodForFiveMinutesAndItsNonceIsRememberedForAsLong() {
        PaymentId payment = world.settledFor(81, "29.80");
        String body = body(81, 82, "5.00", payment.reference());
        long now = ShopWorld.START.getEpochSecond();
        String nonce = "0123456789abcdef";

        assertThat(handle(body, now - 301, "a" + nonce)).isEqualTo(HandOffReply.OUTSIDE_WINDOW);
        assertThat(handle(body, now + 301, "b" + nonce)).isEqualTo(HandOffReply.OUTSIDE_WINDOW);
        assertThat(handle(body, now + 300, nonce)).isEqualTo(HandOffReply.DONE);
        world.clock.advance(Duration.ofMinutes(10));
        handle(body, now + 600, "c" + nonce); // clears up
        assertThat(handle(body, now + 300, nonce))
                .as("accepted to the last second")
                .isEqualTo(HandOffReply.REPLAYED);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(handle(body, now + 300, nonce)).isEqualTo(HandOffReply.OUTSIDE_WINDOW);
    }

    private HandOffReply handle(String body, long timestamp, String nonce) {
        return handOff.handle(HandOffRequests.request(body, plugin.headers(body, timestamp, nonce)));
    }

    @Test
    void aShopThatPaysItsRefundsItselfCannotHandThemOff() {
        PaymentId payment = world.settledFor(81, "29.80");
        HandOffEndpoint wrong = handOff(world.sync(SyncMode.SHOP_PAYS));

        HandOffReply reply = wrong.handle(plugin.request(body(81, 82, "5.00", payment.reference())));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void otherMethodsAndLargeBodiesAreRefusedBeforeAnythingIsRead() {
        assertThat(handOff.handle(new io.maksut.webhook.WebhookRequest("GET", "/", Map.of(), new byte[0])))
                .isEqualTo(HandOffReply.WRONG_METHOD);
        assertThat(handOff.handle(
                        new io.maksut.webhook.WebhookRequest("POST", "/", Map.of(), new byte[handOff.maxBody() + 1])))
                .isEqualTo(HandOffReply.TOO_LARGE);
    }

    @Test
    void anEndpointNeedsASecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandOffEndpoint.builder(sync, world.bridge).build());
    }
}
