package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to money and record when a refund goes wrong. */
class RefundFailuresTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOW);
    private static final String FATAL =
            "{\"code\":\"internal_server_error\",\"message\":\"<p>There has been a critical error on this website."
                    + "<\\/p><p><a href=\\\"https:\\/\\/wordpress.org\\/documentation\\/article\\/"
                    + "faq-troubleshooting\\/\\\">Learn more about troubleshooting WordPress.<\\/a><\\/p>\","
                    + "\"data\":{\"status\":500},\"additional_errors\":[]}";

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP =
            new WooCommerceSandboxExtension(WooCommerceSandbox.builder().clock(CLOCK));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);
    private long order;

    @BeforeEach
    void aPaidOrderAndItsWebhooks() throws Exception {
        CLOCK.set(NOW);
        order = shop.order().transactionId("tx-1").add();
        for (String topic : List.of("order.updated", "action.woocommerce_refund_created")) {
            client.post("/webhooks", "{'topic':'" + topic + "','delivery_url':'http://127.0.0.1:9/'}");
        }
        CLOCK.advance(Duration.ofSeconds(30));
    }

    private long moved() {
        return shop.books().refunded(Long.toString(order));
    }

    private static String failed(String message) {
        return "{\"code\":\"woocommerce_rest_cannot_create_order_refund\",\"message\":\"" + message
                + "\",\"data\":500}";
    }

    static List<Arguments> behaviours() {
        String falsely = "An error occurred while attempting to create the refund using the payment gateway API.";
        String unsupported = "The payment gateway for this order does not support automatic refunds.";
        String gone = "The payment gateway for this order does not exist.";
        String timeout = "The payment provider did not answer in time.";
        String other = "A plugin that counts refunds failed.";
        return List.of(
                // behaviour, status, body, cents moved, records kept
                Arguments.of(
                        PluginBehaviour.declines("Insufficient balance."), 500, failed("Insufficient balance."), 0, 0),
                Arguments.of(PluginBehaviour.throwsException("No connection."), 500, failed("No connection."), 0, 0),
                Arguments.of(PluginBehaviour.RETURNS_FALSE, 500, failed(falsely), 0, 0),
                Arguments.of(PluginBehaviour.HAS_NO_REFUNDS, 500, failed(unsupported), 0, 0),
                Arguments.of(PluginBehaviour.IS_GONE, 500, failed(gone), 0, 0),
                Arguments.of(PluginBehaviour.TIMES_OUT_UNPAID, 500, failed(timeout), 0, 0),
                Arguments.of(PluginBehaviour.TIMES_OUT_PAID, 500, failed(timeout), 500, 0),
                Arguments.of(PluginBehaviour.ANOTHER_PLUGIN_THROWS, 500, failed(other), 500, 0),
                Arguments.of(PluginBehaviour.DIES_BEFORE_PAYOUT, 500, FATAL, 0, 1),
                Arguments.of(PluginBehaviour.DIES_AFTER_PAYOUT, 500, FATAL, 500, 1),
                Arguments.of(PluginBehaviour.IS_KILLED_BEFORE_PAYOUT, 502, null, 0, 1),
                Arguments.of(PluginBehaviour.IS_KILLED_AFTER_PAYOUT, 502, null, 500, 1));
    }

    @ParameterizedTest
    @MethodSource("behaviours")
    void aFailureSaysNothingAboutTheMoney(PluginBehaviour behaviour, int status, String body, long cents, int records)
            throws Exception {
        shop.plugin().next(behaviour);

        Answer answer = client.refund(order, "{'amount':'5.00','meta_data':[{'key':'_key','value':'k-1'}]}");

        assertThat(answer.status()).isEqualTo(status);
        if (body == null) {
            assertThat(answer.header("Content-Type")).isEqualTo("text/html");
            assertThat(answer.text()).contains("<h1>502 Bad Gateway</h1>");
        } else {
            assertThat(answer.text()).isEqualTo(body);
        }
        assertThat(moved()).isEqualTo(cents);
        assertThat(shop.refunds(order))
                .hasSize(records)
                .allSatisfy(refund -> assertThat(refund.refundedPayment()).isFalse());
        assertThat(client.get("/orders/" + order + "/refunds").text())
                .as("meta data would have been written last")
                .doesNotContain("_key");
        assertThat(shop.webhooks().pending()).isEmpty();
        assertThat(client.get("/orders/" + order + "/notes").text()).isEqualTo("[]");
        assertThat(client.get("/orders/" + order).text("date_modified_gmt")).isEqualTo("2026-03-10T10:00:00");
        assertThat(shop.statusOf(order)).isEqualTo("processing");
    }

    @Test
    void whenAllGoesWellMoneyMovesAndTheRecordAndTheWebhooksSaySo() throws Exception {
        assertThat(client.refund(order, "{'amount':'5.00'}").status()).isEqualTo(201);

        assertThat(moved()).isEqualTo(500);
        assertThat(shop.refunds(order)).singleElement().satisfies(refund -> {
            assertThat(refund.refundedPayment()).isTrue();
            assertThat(refund.amount()).isEqualTo("5.00");
        });
        assertThat(shop.webhooks().pending())
                .extracting(QueuedWebhook::topic)
                .containsExactly("order.updated", "action.woocommerce_refund_created");
    }

    @Test
    void successDoesNotMeanThatMoneyMoved() throws Exception {
        shop.plugin().next(PluginBehaviour.ACCEPTS_WITHOUT_PAYING);

        assertThat(client.refund(order, "{'amount':'5.00'}").raw("refunded_payment"))
                .isEqualTo("true");
        assertThat(moved()).isZero();
    }

    @Test
    void aRecordThatWasDeletedFreesItsSumAlthoughTheMoneyMoved() throws Exception {
        shop.plugin().next(PluginBehaviour.ANOTHER_PLUGIN_THROWS);
        client.refund(order, "{'amount':'29.80'}");

        assertThat(client.refund(order, "{'amount':'29.80'}").status()).isEqualTo(201);

        assertThat(moved()).isEqualTo(5_960);
    }

    @Test
    void aRecordThatWasKeptAfterACrashBlocksItsSumAlthoughNothingMoved() throws Exception {
        shop.plugin().next(PluginBehaviour.IS_KILLED_BEFORE_PAYOUT);
        client.refund(order, "{'amount':'29.80'}");

        assertThat(client.refund(order, "{'amount':'0.01'}").text()).isEqualTo(failed("Invalid refund amount."));
        assertThat(moved()).isZero();
    }

    @Test
    void behaviourLastsUntilItIsChangedAndNextOnlyOnce() throws Exception {
        shop.plugin().behaves(PluginBehaviour.RETURNS_FALSE);
        shop.plugin().next(PluginBehaviour.OK);

        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(201);
        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(500);
        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(500);
        shop.plugin().behaves(PluginBehaviour.OK);
        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(201);
        assertThat(shop.plugin().payouts()).hasSize(4);
    }

    @Test
    void otherPaymentMethodsCannotRefundOrAreGone() throws Exception {
        long bacs = shop.order().paymentMethod("bacs").add();
        long gone = shop.order().paymentMethod("oldpay").add();

        assertThat(client.refund(bacs, "{'amount':'1.00'}").text())
                .isEqualTo(failed("The payment gateway for this order does not support automatic refunds."));
        assertThat(client.refund(gone, "{'amount':'1.00'}").text())
                .isEqualTo(failed("The payment gateway for this order does not exist."));
        assertThat(client.refund(gone, "{'amount':'1.00','api_refund':false}").status())
                .isEqualTo(201);
        assertThat(shop.plugin().payouts()).isEmpty();
    }

    @Test
    void anUnknownOrderIsAServerErrorWith404Inside() throws Exception {
        Answer answer = client.refund(999_999, "{'amount':'1.00'}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text())
                .isEqualTo("{\"code\":\"woocommerce_rest_invalid_order_id\",\"message\":\"Invalid order ID.\","
                        + "\"data\":404}");
    }

    @Test
    void aRefundOfARefundIsAFatalError() throws Exception {
        long refund = client.refund(order, "{'amount':'1.00'}").id();

        assertThat(client.refund(refund, "{'amount':'0.10'}").text()).isEqualTo(FATAL);
    }

    @Test
    void messagesAreInTheSitesLanguageAndTheCodeIsNot() throws Exception {
        shop.translate("Invalid refund amount.", "Virheellinen hyvityssumma.");

        assertThat(client.refund(order, "{'amount':'99.00'}").text()).isEqualTo(failed("Virheellinen hyvityssumma."));
    }

    @Test
    void anUnpaidOrderCanBeRefunded() throws Exception {
        long pending = shop.order().status("pending").add();

        assertThat(client.refund(pending, "{'amount':'1.00','api_refund':false}")
                        .status())
                .isEqualTo(201);
        assertThat(shop.books().captured(Long.toString(pending))).isZero();
    }

    // Statuses

    @Test
    void settingTheStatusToRefundedMakesARecordAndMovesNothing() throws Exception {
        client.refund(order, "{'amount':'9.80'}");
        long before = moved();

        Answer answer = client.put("/orders/" + order, "{'status':'refunded'}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(moved()).isEqualTo(before);
        assertThat(shop.refunds(order)).last().satisfies(refund -> {
            assertThat(refund.amount()).isEqualTo("20");
            assertThat(refund.reason()).isEqualTo("Order fully refunded.");
            assertThat(refund.refundedPayment()).isFalse();
        });
        assertThat(answer.raw("refunds")).contains("\"reason\":\"Order fully refunded.\",\"total\":\"-20.00\"");
        assertThat(shop.webhooks().pending())
                .extracting(QueuedWebhook::topic)
                .contains("order.updated", "action.woocommerce_refund_created");
        assertThat(client.refund(order, "{'amount':'20.00'}").status())
                .as("and blocks the real refund")
                .isEqualTo(500);
    }

    @Test
    void cancellingAPaidOrderMovesNothingAndMakesNoRecord() throws Exception {
        assertThat(client.put("/orders/" + order, "{'status':'cancelled'}").status())
                .isEqualTo(200);

        assertThat(moved()).isZero();
        assertThat(shop.refunds(order)).isEmpty();
        assertThat(shop.webhooks().pending()).extracting(QueuedWebhook::topic).containsExactly("order.updated");
    }

    // Staff, and what is in front of the shop

    @Test
    void staffRefundWithAndWithoutThePluginAndTheBooksKnowWhoItWas() {
        shop.refundAsStaff(order, "1.00", "by hand", false);
        shop.refundAsStaff(order, "2.00", "by button", true);

        assertThat(moved()).isEqualTo(200);
        assertThat(shop.books().movements(Long.toString(order)))
                .last()
                .satisfies(movement -> assertThat(movement.by()).isEqualTo(Movement.By.STAFF));
        assertThat(shop.refunds(order))
                .extracting(RefundRecord::refundedPayment)
                .containsExactly(false, true);
        assertThatThrownBy(() -> shop.refundAsStaff(order, "99.00", "", true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLostAnswerLeavesTheRefundDone() throws Exception {
        shop.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/wp-json/wc/v3/orders/*/refunds");

        assertThatThrownBy(() -> client.refund(order, "{'amount':'5.00'}")).isInstanceOf(IOException.class);

        assertThat(moved()).isEqualTo(500);
        assertThat(client.get("/orders/" + order + "/refunds").ids()).hasSize(1);
        assertThat(shop.requests().count("POST", "/wp-json/wc/v3/orders/*/refunds"))
                .isEqualTo(1);
    }

    @Test
    void hostsAndPluginsAnswerInsteadOfTheShop() throws Exception {
        shop.faults().next(WooCommerceFaults.blockedByFirewall());
        shop.faults().next(WooCommerceFaults.tooManyRequests(Duration.ofSeconds(7)));
        shop.faults().next(WooCommerceFaults.maintenance());
        shop.faults().next(WooCommerceFaults.fatalError());
        shop.faults().next(WooCommerceFaults.fatalErrorAfterProcessing());

        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(403);
        Answer limited = client.refund(order, "{'amount':'1.00'}");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("7");
        assertThat(client.refund(order, "{'amount':'1.00'}").text()).startsWith("<!DOCTYPE html>");
        assertThat(client.refund(order, "{'amount':'1.00'}").text()).isEqualTo(FATAL);
        assertThat(moved()).isZero();
        assertThat(client.refund(order, "{'amount':'1.00'}").text()).isEqualTo(FATAL);
        assertThat(moved()).isEqualTo(100);
    }
}
