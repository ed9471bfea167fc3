package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.error.MaksutException;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Outcome;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.woocommerce.WooCommerceFaults;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.Recording.ByMerchant;
import io.maksut.shop.Recording.Recorded;
import io.maksut.shop.Recording.Unclear;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refund that was made at the gateway is written into the shop once, and no money moves for it. */
class RecordingTest {
    private ShopWorld world = new ShopWorld();
    private final PaymentId payment = new PaymentId("flatpay", "charge-1");

    @AfterEach
    void close() {
        world.close();
    }

    private void shop(String release) {
        world.close();
        world = new ShopWorld(release);
    }

    private long order() {
        return world.order(payment, "29.80");
    }

    private PortalRefund made(long order, String amount) {
        return new PortalRefund(
                "maksut:permit-1",
                "" + order,
                payment,
                ShopWorld.eur(amount),
                world.clock.instant(),
                "Refunded in the portal");
    }

    private List<RecordedRequest> posts() {
        return world.shop.requests().all("POST", "/wp-json/wc/v3/orders/*/refunds");
    }

    private static Recorded recorded(Recording recording) {
        assertThat(recording).isInstanceOf(Recorded.class);
        return (Recorded) recording;
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "9.0.2", "7.8.0", "7.7.0", "5.5.0", "5.2.0"})
    void isWrittenWithOurKeyExactlyAndWithoutMoney(String release) {
        shop(release);
        long order = order();

        String id = recorded(world.record(made(order, "5.00"))).refundId();

        assertThat(world.shop.refunds(order)).singleElement().satisfies(refund -> {
            assertThat(refund.id()).isEqualTo(Long.parseLong(id));
            assertThat(refund.amount()).isEqualTo("5.00");
            assertThat(refund.refundedPayment()).isFalse();
        });
        assertThat(world.shop.books().refunded("" + order)).isZero();
        assertThat(world.shop.plugin().payouts()).isEmpty();
        assertThat(world.read(order).refunds())
                .singleElement()
                .satisfies(refund -> assertThat(refund.portalKey()).isEqualTo("maksut:permit-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "5.5.0"})
    void noRefundGoesOnTheWireWithoutSayingThatNobodyIsToPayIt(String release) {
        shop(release);
        long order = order();

        world.record(made(order, "5.00"));

        assertThat(posts()).singleElement().satisfies(request -> {
            JsonObject body = JsonParser.parseString(request.body()).getAsJsonObject();
            assertThat(body.get("api_refund").toString()).isEqualTo("false");
            assertThat(body.get("amount").toString()).as("text, exact").isEqualTo("\"5.00\"");
            assertThat(body.has("api_restock")).isEqualTo(!release.startsWith("5.5"));
            assertThat(body.has("line_items")).isFalse();
        });
    }

    @Test
    void theRequestThatItWasMadeForIsNamedWhereNoCustomerReads() {
        long order = order();

        LogContext.of(new CorrelationId("request-7f3a")).run(() -> world.record(made(order, "5.00")));

        assertThat(posts()).singleElement().satisfies(request -> {
            JsonObject body = JsonParser.parseString(request.body()).getAsJsonObject();
            assertThat(body.get("reason").getAsString()).isEqualTo("Refunded in the portal");
            assertThat(body.get("meta_data").toString())
                    .contains("{\"key\":\"_maksut_correlation_id\",\"value\":\"request-7f3a\"}");
        });
    }

    @Test
    void aSecondCallFindsItAndWritesNothing() {
        long order = order();
        String id = recorded(world.record(made(order, "5.00"))).refundId();

        assertThat(world.record(made(order, "5.00"))).isEqualTo(new Recorded(id));
        try (WooCommerceShop afterACrash = world.builder().build()) {
            assertThat(world.record(afterACrash, made(order, "5.00"))).isEqualTo(new Recorded(id));
        }
        assertThat(posts()).hasSize(1);
    }

    /** What happens on the way of the answer, and whether the shop had written it. */
    static Stream<Arguments> lostAnswers() {
        Reply badGateway = Reply.of(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");
        Reply half = Reply.json(201, "{\"id\":12,\"amount\":");
        return Stream.of(
                Arguments.of("reset", Fault.RESET_BEFORE_PROCESSING, false),
                Arguments.of("reset", Fault.RESET_AFTER_PROCESSING, true),
                Arguments.of("500", Fault.SERVER_ERROR_BEFORE_PROCESSING, false),
                Arguments.of("500", Fault.SERVER_ERROR_AFTER_PROCESSING, true),
                Arguments.of("fatal error of PHP", WooCommerceFaults.fatalError(), false),
                Arguments.of("fatal error of PHP", WooCommerceFaults.fatalErrorAfterProcessing(), true),
                Arguments.of("502", Fault.answer(badGateway), false),
                Arguments.of("502", Fault.BAD_GATEWAY_AFTER_PROCESSING, true),
                Arguments.of("timeout", Fault.heldUntil(new CountDownLatch(1)), false),
                Arguments.of("timeout", Fault.slow(Duration.ofSeconds(60)), true),
                Arguments.of("cut off", Fault.TRUNCATED_BODY, true),
                Arguments.of("empty", Fault.EMPTY_BODY, true),
                Arguments.of("half a body", Fault.answerAfterProcessing(half), true),
                Arguments.of("firewall", WooCommerceFaults.blockedByFirewall(), false),
                Arguments.of("maintenance", WooCommerceFaults.maintenance(), false));
    }

    @ParameterizedTest(name = "{0}, written: {2}")
    @MethodSource("lostAnswers")
    void afterAnAnswerThatTellsNothingItIsLookedForAndNotWrittenAgain(String what, Fault fault, boolean written) {
        long order = order();
        world.bridge.check();
        try (WooCommerceShop impatient =
                world.builder().timeout(Duration.ofSeconds(2)).build()) {
            impatient.check();
            world.shop.faults().next(fault).on("POST", "/wp-json/wc/v3/orders/*/refunds");
            boolean slow = what.equals("timeout");

            Recording first = slow
                    ? recordedOrThrown(impatient, made(order, "5.00"))
                    : world.record(impatient, made(order, "5.00"));

            if (written && !slow) {
                assertThat(first).as("found at once").isInstanceOf(Recorded.class);
            } else {
                assertThat(first).isInstanceOf(Unclear.class);
            }
            world.clock.advance(Duration.ofMinutes(2));
            Recording second = world.record(impatient, made(order, "5.00"));
            assertThat(second).isInstanceOf(written ? Recorded.class : Unclear.class);
            world.clock.advance(Duration.ofHours(2));
            assertThat(world.record(impatient, made(order, "5.00")))
                    .as("what does not appear is left to a person")
                    .isInstanceOf(written ? Recorded.class : ByMerchant.class);
            assertThat(posts().size()).as("whatever came of the first").isLessThanOrEqualTo(1);
            assertThat(world.shop.refunds(order)).hasSize(written ? 1 : 0);
            assertThat(world.shop.books().refunded("" + order)).isZero();
        }
    }

    /** With no time left to look again, it is not known, and the engine asks again later. */
    private Recording recordedOrThrown(WooCommerceShop shop, PortalRefund made) {
        try {
            return world.record(shop, made);
        } catch (MaksutException noTimeLeft) {
            return new Unclear(noTimeLeft.getClass().getSimpleName());
        }
    }

    @Test
    void oneThatDiedWithoutOurKeyIsLeftToAPerson() {
        long order = order();
        PortalRefund made = made(order, "5.00");
        world.bridge.check();
        // The process is killed after the record was saved, before its meta data was.
        world.shop.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/wp-json/wc/v3/orders/*/refunds");
        world.record(made);
        world.shop.refundAsStaff(order, "5.00", "", false);
        world.clock.advance(Duration.ofMinutes(20));

        assertThat(world.record(made)).isInstanceOf(Unclear.class);
        assertThat(posts()).hasSize(1);
    }

    @Test
    void oneThatSomebodyElseMayHaveRecordedIsLeftToAPerson() {
        long order = order();
        PortalRefund made = made(order, "5.00");
        world.clock.advance(Duration.ofMinutes(1));
        world.shop.refundAsStaff(order, "5.00", "seen at the gateway", false);

        assertThat(world.record(made)).isInstanceOf(Unclear.class);
        assertThat(posts()).isEmpty();
    }

    @Test
    void oneThatAPluginPaidOrThatIsOlderOrHasAnotherAmountIsAnother() {
        long order = order();
        world.shop.refundAsStaff(order, "5.00", "older", false);
        world.clock.advance(Duration.ofMinutes(10));
        world.shop.refundAsStaff(order, "5.00", "paid by the plugin", true);
        world.shop.refundAsStaff(order, "4.99", "another amount", false);

        recorded(world.record(made(order, "5.00")));

        assertThat(world.shop.refunds(order)).hasSize(4);
    }

    @Test
    void anAmountThatTheShopChangedIsNotAccepted() {
        long order = order();
        Reply changed =
                Reply.json(201, "{\"id\":77,\"amount\":\"50.000000\",\"refunded_payment\":false,\"meta_data\":[]}");
        world.shop.faults().next(Fault.answer(changed)).on("POST", "/wp-json/wc/v3/orders/*/refunds");

        assertThat(world.record(made(order, "5.00"))).isInstanceOf(Unclear.class);
        assertThat(world.record(made(order, "5.00"))).isInstanceOf(Unclear.class);
        assertThat(posts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "7.7.0"})
    void aShopThatSaysItHasPaidAllTheSameIsAnAlarmAndNoRecord(String release) {
        shop(release);
        long order = order();
        Reply paid = Reply.json(201, "{\"id\":77,\"amount\":\"5.000000\",\"refunded_payment\":true,\"meta_data\":[]}");
        world.shop.faults().next(Fault.answer(paid)).on("POST", "/wp-json/wc/v3/orders/*/refunds");

        assertThat(world.record(made(order, "5.00"))).isInstanceOf(Unclear.class);
    }

    @Test
    void whatTheShopCannotTakeIsWrittenByThePersonWhoIsTold() {
        long order = order();
        world.shop.refundAsStaff(order, "26.00", "", true);
        long yen = world.shop
                .order()
                .currency("JPY")
                .total("2000")
                .transactionId("y")
                .add();
        long trashed = order();
        world.bridge
                .client()
                .write("DELETE", "trash order", RestQuery.of("/orders/" + trashed), null, world.bridge.begin());
        long gone = order();
        world.shop.deleteOrder(gone);

        for (PortalRefund made :
                List.of(made(order, "5.00"), made(yen, "5.00"), made(trashed, "5.00"), made(gone, "5.00"))) {
            Recording recording = world.record(made);
            assertThat(recording).isInstanceOf(ByMerchant.class);
            assertThat(((ByMerchant) recording).instructions())
                    .containsOnlyKeys("en", "fi", "lv")
                    .allSatisfy((language, text) ->
                            assertThat(text).contains("EUR 5.00").contains(made.orderId()));
        }
        assertThat(posts()).isEmpty();
    }

    @Test
    void theRestOfAnOrderIsWrittenToTheLastCent() {
        long order = world.order(payment, "9.99");
        world.shop.refundAsStaff(order, "3.33", "", true);

        recorded(world.record(made(order, "6.66")));

        assertThat(world.shop.remaining(order)).isEqualTo("0.00");
        assertThat(world.shop.statusOf(order)).isEqualTo("refunded");
    }

    @Test
    void centsAreWrittenIntoAShopThatShowsNone() {
        world.close();
        world = new ShopWorld(builder -> builder.decimals(0));
        long order = world.order(payment, "29.80");

        recorded(world.record(made(order, "5.55")));

        assertThat(world.read(order).refunds())
                .singleElement()
                .satisfies(refund -> assertThat(refund.amount()).isEqualTo(ShopWorld.eur("5.55")));
    }

    @Test
    void wholeYenAreWrittenWithoutDecimals() {
        long order = world.shop
                .order()
                .currency("JPY")
                .total("2000")
                .transactionId("y")
                .add();
        PortalRefund made = new PortalRefund(
                "maksut:permit-2", "" + order, payment, Money.of("JPY", "1050"), world.clock.instant(), "text");

        recorded(world.record(made));

        assertThat(posts().get(0).body()).contains("\"amount\":\"1050\"");
    }

    @Test
    void whatCertainlyWasNotTakenOnIsTriedAgainAtOnce() {
        long order = order();
        world.bridge.check();
        Reply refused = Reply.json(
                401, "{\"code\":\"woocommerce_rest_cannot_create\",\"message\":\"no\",\"data\":{\"status\":401}}");
        world.shop.faults().next(Fault.answer(refused)).on("POST", "/wp-json/wc/v3/orders/*/refunds");
        assertThat(world.engine.step(world.bridge, made(order, "5.00")))
                .isInstanceOfSatisfying(
                        Outcome.NotMoved.class,
                        it -> assertThat(it.mayBeSubmittedAgain()).isTrue());

        recorded(world.record(made(order, "5.00")));

        assertThat(world.shop.refunds(order)).hasSize(1);
    }

    /** WooCommerce has no such limit: it is the host that says so, and nobody knows what it did before. */
    @Test
    void aHostThatIsTooBusyTellsNothingOfWhatWasWritten() {
        long order = order();
        world.bridge.check();
        world.shop
                .faults()
                .next(WooCommerceFaults.tooManyRequests(Duration.ofSeconds(30)))
                .on("POST", "/wp-json/wc/v3/orders/*/refunds");

        assertThat(world.record(made(order, "5.00"))).isInstanceOf(Unclear.class);
        assertThat(world.record(made(order, "5.00"))).isInstanceOf(Unclear.class);
        assertThat(posts()).hasSize(1);
    }

    @Test
    void aKeyThatMayOnlyReadIsToldApart() {
        long order = order();
        try (WooCommerceShop reader = world.builder()
                .key(
                        world.shop.readOnlyKey().consumerKey(),
                        world.shop.readOnlyKey().consumerSecret())
                .build()) {
            assertThat(world.engine.step(reader, made(order, "5.00")))
                    .isInstanceOfSatisfying(
                            Outcome.NotMoved.class,
                            it -> assertThat(it.reason().code()).isEqualTo("key_lacks_right"));
        }
    }

    @Test
    void aShopThatIsReadOnlyIsNeverWrittenInto() {
        long order = order();
        try (WooCommerceShop reader = world.builder().readOnly().build()) {
            assertThat(reader.abilities().recordsPortalRefunds()).isFalse();
            assertThat(world.record(reader, made(order, "5.00"))).isInstanceOf(ByMerchant.class);
        }
        assertThat(posts()).isEmpty();
    }

    @Test
    void aShopOlderThanWhatIsKnownIsNotWrittenInto() {
        shop("5.1.0");

        assertThat(world.record(made(order(), "5.00"))).isInstanceOf(ByMerchant.class);
        assertThat(posts()).isEmpty();
    }
}
