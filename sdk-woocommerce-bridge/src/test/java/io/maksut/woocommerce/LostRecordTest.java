package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.woocommerce.PluginBehaviour;
import io.maksut.sandbox.woocommerce.RefundHandOff;
import io.maksut.sandbox.woocommerce.RefundRecord;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refund was paid, and the shop lost its record: the merchant sees an error and presses again, for one wish. */
class LostRecordTest {
    private static final String SECRET = "hand-off-secret";

    private final ShopWorld world = new ShopWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final HandOffRequests plugin = new HandOffRequests(ShopWorld.NAME, SECRET, world.clock);
    private final HandOffEndpoint handOff = HandOffEndpoint.builder(sync, world.bridge)
            .secret(SECRET)
            .waitFor(Duration.ofMillis(300))
            .build();
    private final PaymentId payment = world.settled("29.80");
    private final long order = world.order(payment, "29.80");

    @AfterEach
    void close() {
        world.close();
    }

    private HandOffReply post(long refund, String amount, String locale) {
        JsonObject json = new JsonObject();
        json.addProperty("order_id", order);
        json.addProperty("refund_id", refund);
        json.addProperty("transaction_id", payment.reference());
        json.addProperty("payment_method", "sandboxpay");
        json.addProperty("amount", amount);
        json.addProperty("currency", "EUR");
        json.add("meta", new JsonObject());
        json.addProperty("locale", locale);
        return handOff.handle(plugin.request(json.toString()));
    }

    /** Paid, and then its record is deleted, as happens where another plugin throws after the payout. */
    private long paidAndLost(String amount) {
        long refund = world.recordedAndNotPaid(order, amount);
        assertThat(post(refund, amount, "en_US")).isEqualTo(HandOffReply.DONE);
        world.shop.deleteRefund(refund);
        world.clock.advance(Duration.ofMinutes(1));
        return refund;
    }

    @ParameterizedTest
    @CsvSource({"en_US,1 min ago", "fi_FI,1 min sitten", "lv_LV,pirms 1 min"})
    void theNextRefundIsDeclinedInWordsThatNameTheLostOne(String locale, String ago) {
        long lost = paidAndLost("5.00");

        HandOffReply again = post(world.recordedAndNotPaid(order, "5.00"), "5.00", locale);

        assertThat(again.outcome()).isEqualTo("declined");
        assertThat(again.message()).contains("5.00", ago, "" + lost);
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void theWholeWayWhereAnotherPluginThrowsAfterThePayout() {
        try (WebhookEndpoint endpoint = new WebhookEndpoint(new JdkHandOffEndpoint(handOff))) {
            world.shop
                    .plugin()
                    .handsOffTo(RefundHandOff.to(endpoint.url("/refunds"), Duration.ofSeconds(10), plugin::signed));
            world.shop.plugin().next(PluginBehaviour.ANOTHER_PLUGIN_THROWS);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> world.shop.refundAsStaff(order, "5.00", "", true));
            assertThat(world.shop.refunds(order)).isEmpty();
            assertThat(world.refunded(payment)).isEqualTo(500);

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> world.shop.refundAsStaff(order, "5.00", "", true))
                    .withMessageContaining("5.00");
            assertThat(world.refunded(payment)).as("one wish").isEqualTo(500);

            long byHand = world.shop.refundAsStaff(order, "5.00", "", false);
            world.clock.advance(Duration.ofMinutes(1));
            long another = world.shop.refundAsStaff(order, "5.00", "", true);
            assertThat(world.shop.refunds(order)).extracting(RefundRecord::id).contains(byHand, another);
            assertThat(world.refunded(payment))
                    .as("another refund, after the record is back")
                    .isEqualTo(1_000);
        }
    }

    @Test
    void twoPartialRefundsAtOnceAreBothPaid() {
        long one = world.recordedAndNotPaid(order, "5.00");
        long two = world.recordedAndNotPaid(order, "5.00");

        assertThat(post(two, "5.00", "en_US")).isEqualTo(HandOffReply.DONE);
        assertThat(post(one, "5.00", "en_US")).isEqualTo(HandOffReply.DONE);

        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    /** Each passes the shop's check before any is saved, and two engines have the ledger. */
    @ParameterizedTest
    @ValueSource(strings = {"5.00 5.00", "5.00 6.00", "2.50 2.50 2.50 7.00"})
    void refundsOfTheSameMomentAreAllPaidByTwoEngines(String amounts) throws Exception {
        String[] each = amounts.split(" ");
        HandOffEndpoint second = HandOffEndpoint.builder(world.sync(SyncMode.PORTAL_PAYS), world.bridge)
                .secret(SECRET)
                .build();
        ExecutorService staff = Executors.newFixedThreadPool(each.length);
        try (WebhookEndpoint one = new WebhookEndpoint(new JdkHandOffEndpoint(handOff));
                WebhookEndpoint two = new WebhookEndpoint(new JdkHandOffEndpoint(second))) {
            RefundHandOff toOne = RefundHandOff.to(one.url("/refunds"), Duration.ofSeconds(30), plugin::signed);
            RefundHandOff toTwo = RefundHandOff.to(two.url("/refunds"), Duration.ofSeconds(30), plugin::signed);
            AtomicInteger turn = new AtomicInteger();
            world.shop.plugin().handsOffTo(it -> (turn.getAndIncrement() % 2 == 0 ? toOne : toTwo).send(it));
            world.shop.plugin().refundsMeetAfterCheck(each.length);
            List<Future<Long>> asked = new ArrayList<>();
            for (String amount : each) {
                asked.add(staff.submit(() -> world.shop.refundAsStaff(order, amount, "", true)));
            }
            List<Long> refunds = new ArrayList<>();
            for (Future<Long> refund : asked) {
                refunds.add(refund.get(60, TimeUnit.SECONDS));
            }

            world.work(sync, Duration.ofMinutes(5));

            assertThat(world.refunded(payment))
                    .isEqualTo(Stream.of(each)
                            .mapToLong(it -> ShopWorld.eur(it).minorUnits())
                            .sum());
            assertThat(world.refunds(payment)).isEqualTo(each.length);
            assertThat(world.shop.refunds(order))
                    .extracting(RefundRecord::id)
                    .containsExactlyInAnyOrderElementsOf(refunds);
            assertThat(sync.ledger().refundsOf(payment))
                    .extracting(LedgerOperation::state)
                    .containsOnly(State.SUCCEEDED);
            assertThat(world.open(sync)).isEmpty();
        } finally {
            staff.shutdownNow();
        }
    }

    @Test
    void aRefundOfAnotherAmountWaitsForTheRecordToo() {
        paidAndLost("5.00");

        assertThat(post(world.recordedAndNotPaid(order, "7.00"), "7.00", "en_US")
                        .outcome())
                .isEqualTo("declined");
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void aRecordByHandThatWasThereBeforeIsAnotherRefunds() {
        world.recordedAndNotPaid(order, "5.00"); // cash, last week
        world.clock.advance(Duration.ofMinutes(30));
        paidAndLost("5.00");

        for (int i = 0; i < 3; i++) {
            long again = world.recordedAndNotPaid(order, "5.00");
            assertThat(post(again, "5.00", "en_US").outcome()).isEqualTo("declined");
            world.shop.deleteRefund(again);
            world.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void aShopThatCannotBeReadMakesItWaitAndIsNeverDeclined() {
        long first = world.recordedAndNotPaid(order, "5.00");
        assertThat(post(first, "5.00", "en_US")).isEqualTo(HandOffReply.DONE);
        long second = world.recordedAndNotPaid(order, "6.00");
        world.shop
                .faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("GET", "/wp-json/wc/v3/orders/*")
                .always();

        assertThat(post(second, "6.00", "en_US")).isEqualTo(HandOffReply.PENDING);
        assertThat(world.refunded(payment)).isEqualTo(500);

        world.shop.faults().clear();
        world.work(sync, Duration.ofMinutes(2));
        assertThat(sync.ledger()
                        .refund(ShopWorld.NAME, "" + second)
                        .orElseThrow()
                        .state())
                .isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_100);
    }

    @Test
    void aLostRecordIsFoundAndAPersonsWordMakesUpForIt() {
        long lost = paidAndLost("5.00");
        long again = world.recordedAndNotPaid(order, "5.00");
        assertThat(post(again, "5.00", "en_US").outcome()).isEqualTo("declined");
        world.shop.deleteRefund(again);
        world.work(sync, Duration.ofHours(1));
        Discrepancy discrepancy = world.open(sync).stream()
                .filter(it -> it.kind() == DiscrepancyKind.GONE_FROM_SHOP)
                .findFirst()
                .orElseThrow();
        assertThat(discrepancy.subject()).isEqualTo("" + lost);

        sync.syncDesk().acceptDiscrepancy(discrepancy.id(), "mari", "it is in the accounts");

        assertThat(post(world.recordedAndNotPaid(order, "4.00"), "4.00", "en_US"))
                .isEqualTo(HandOffReply.DONE);
        assertThat(world.refunded(payment)).isEqualTo(900);
    }

    @Test
    void aRecordThatWasEnteredAgainByHandIsNotTakenForARefundThatNobodyPaid() {
        paidAndLost("5.00");
        long again = world.recordedAndNotPaid(order, "5.00");
        assertThat(post(again, "5.00", "en_US").outcome()).isEqualTo("declined");
        world.shop.deleteRefund(again);
        world.clock.advance(Duration.ofMinutes(1));

        world.recordedAndNotPaid(order, "5.00");
        world.work(sync, Duration.ofHours(3));

        assertThat(world.open(sync)).isEmpty();
        assertThat(world.refunded(payment)).isEqualTo(500);
    }
}
