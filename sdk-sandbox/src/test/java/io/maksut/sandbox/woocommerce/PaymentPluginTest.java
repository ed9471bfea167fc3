package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PaymentPluginTest {
    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension();

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final PaymentPlugin plugin = shop.plugin();
    private final RawClient client = new RawClient(shop);
    private long order;

    @BeforeEach
    void aPaidOrder() {
        order = shop.order()
                .number("A-1")
                .transactionId("tx-1")
                .meta("everypay_payment_token", "pmt_1")
                .add();
    }

    private long paidOut() {
        return shop.books().refunded(Long.toString(order));
    }

    // Who pays

    @Test
    void thePluginKnowsTheOrderAndTheAmountAsWooCommerceMadeIt() throws Exception {
        client.refund(order, "{'amount':'5','reason':'why'}");

        PayoutRequest request = plugin.payouts().get(0).request();
        assertThat(request.orderId()).isEqualTo(order);
        assertThat(request.orderNumber()).isEqualTo("A-1");
        assertThat(request.refundId()).isEqualTo(shop.refunds(order).get(0).id());
        assertThat(request.transactionId()).isEqualTo("tx-1");
        assertThat(request.paymentMethod()).isEqualTo(plugin.id());
        assertThat(request.amountText()).isEqualTo("5");
        assertThat(request.amountMinor()).isEqualTo(500);
        assertThat(request.currency()).isEqualTo("EUR");
        assertThat(request.reason()).isEqualTo("why");
        assertThat(request.orderMeta()).containsEntry("everypay_payment_token", "pmt_1");
        assertThat(request.toString()).doesNotContain("tx-1");
    }

    @Test
    void refundsMayRunThroughASandboxOfFrisbii() throws Exception {
        try (FrisbiiSandbox gateway = FrisbiiSandbox.start()) {
            gateway.charge("tx-1").amount(2_980).state("settled").add();
            plugin.paysThrough(request -> {
                try {
                    gateway.refundAsStaff(request.transactionId(), request.amountMinor());
                    return PayoutOutcome.PAID;
                } catch (IllegalStateException e) {
                    return PayoutOutcome.declined("Refused by the gateway.");
                }
            });

            assertThat(client.refund(order, "{'amount':'5.00'}").status()).isEqualTo(201);
            Answer tooMuch = client.refund(order, "{'amount':'1,50'}");

            assertThat(tooMuch.status()).isEqualTo(500);
            assertThat(tooMuch.text("message")).isEqualTo("Refused by the gateway.");
            assertThat(gateway.books().refunded("tx-1")).isEqualTo(500).isEqualTo(paidOut());
        }
    }

    @Test
    void refundsMayRunThroughASandboxOfEveryPay() throws Exception {
        try (EveryPaySandbox gateway = EveryPaySandbox.start()) {
            String payment = gateway.payment().amount(2_980).add();
            long paid = shop.order().transactionId(payment).add();
            plugin.paysThrough(request -> {
                gateway.refundAsStaff(request.transactionId(), request.amountMinor());
                return PayoutOutcome.PAID;
            });
            plugin.next(PluginBehaviour.TIMES_OUT_PAID);

            assertThat(client.refund(paid, "{'amount':'29.80'}").status()).isEqualTo(500);

            assertThat(gateway.books().refunded(payment)).isEqualTo(2_980);
            assertThat(shop.books().refunded(Long.toString(paid))).isEqualTo(2_980);
            assertThat(shop.refunds(paid)).isEmpty();
        }
    }

    @Test
    void everyOutcomeOfThePayerBecomesTheAnswer() throws Exception {
        Map<PayoutOutcome, String> messages = Map.of(
                PayoutOutcome.FAILED,
                "An error occurred while attempting to create the refund using the payment gateway API.",
                PayoutOutcome.declined("No."),
                "No.",
                PayoutOutcome.timedOut("Slow.", false),
                "Slow.",
                PayoutOutcome.timedOut("Slow, but done.", true),
                "Slow, but done.");
        for (Map.Entry<PayoutOutcome, String> expected : messages.entrySet()) {
            long before = paidOut();
            plugin.paysThrough(request -> expected.getKey());

            Answer answer = client.refund(order, "{'amount':'1.00'}");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text("message")).isEqualTo(expected.getValue());
            assertThat(paidOut() - before).isEqualTo(expected.getKey().moved() ? 100 : 0);
        }
        plugin.paysThrough(request -> PayoutOutcome.ACCEPTED);
        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(201);
        assertThat(plugin.payouts()).hasSize(5);
    }

    @Test
    void whatThePayerThrowsIsThePluginsException() throws Exception {
        plugin.paysThrough(request -> {
            throw new IllegalStateException("boom");
        });

        assertThat(client.refund(order, "{'amount':'1.00'}").text("message")).isEqualTo("boom");
        assertThat(shop.refunds(order)).isEmpty();
    }

    @Test
    void whenThePayerDoesNotPayItsOutcomeCountsAndNotTheBehaviour() throws Exception {
        plugin.paysThrough(request -> PayoutOutcome.declined("No."));
        plugin.next(PluginBehaviour.IS_KILLED_AFTER_PAYOUT);

        Answer answer = client.refund(order, "{'amount':'1.00'}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text("message")).isEqualTo("No.");
    }

    @Test
    void anAmountBeyondAllMeasureIsDeclined() throws Exception {
        assertThat(client.refund(order, "{'amount':'1,0000000000'}").text("message"))
                .isEqualTo("The amount is too high.");
        assertThat(paidOut()).isZero();
    }

    // Hand-off

    @Test
    void aRefundIsHandedOffAsJsonAndTheShopPaysNothingItself() throws Exception {
        List<WireRequest> handed = new ArrayList<>();
        plugin.handsOffTo(request -> {
            handed.add(request);
            return Reply.json(200, "{}");
        });

        Answer answer = client.refund(order, "{'amount':'5.00','reason':'why'}");

        assertThat(answer.raw("refunded_payment")).isEqualTo("true");
        assertThat(paidOut()).isZero();
        assertThat(handed).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.header("Content-Type")).isEqualTo("application/json");
            JsonObject json = JsonParser.parseString(request.body()).getAsJsonObject();
            assertThat(Names.of(json))
                    .containsExactly(
                            "order_id",
                            "order_number",
                            "refund_id",
                            "transaction_id",
                            "payment_method",
                            "amount",
                            "currency",
                            "reason",
                            "meta");
            assertThat(json.get("order_id").getAsLong()).isEqualTo(order);
            assertThat(json.get("refund_id").getAsLong()).isEqualTo(answer.id());
            assertThat(json.get("amount").toString()).isEqualTo("\"5.00\"");
            assertThat(json.getAsJsonObject("meta")
                            .get("everypay_payment_token")
                            .getAsString())
                    .isEqualTo("pmt_1");
        });
    }

    @Test
    void theAnswerToAHandOffDecides() throws Exception {
        plugin.handsOffTo(request -> Reply.json(422, "{\"message\":\"Already refunded in the portal.\"}"));
        assertThat(client.refund(order, "{'amount':'1.00'}").text("message"))
                .isEqualTo("Already refunded in the portal.");

        plugin.handsOffTo(request -> Reply.of(404, "text/html", "<html>"));
        assertThat(client.refund(order, "{'amount':'1.00'}").text("message"))
                .isEqualTo("The refund service refused the refund.");

        plugin.handsOffTo(request -> Reply.json(503, "{}"));
        assertThat(client.refund(order, "{'amount':'1.00'}").text("message"))
                .isEqualTo("The refund service answered with status 503.");

        plugin.handsOffTo(request -> {
            throw new IOException("gone");
        });
        assertThat(client.refund(order, "{'amount':'1.00'}").text("message"))
                .isEqualTo("The refund service did not answer.");
        assertThat(shop.refunds(order)).isEmpty();
    }

    @Test
    void aShopMayDieAfterTheHandOff() throws Exception {
        List<String> handed = new ArrayList<>();
        plugin.handsOffTo(request -> {
            handed.add(request.body());
            return Reply.json(200, "{}");
        });
        plugin.next(PluginBehaviour.IS_KILLED_AFTER_PAYOUT);

        assertThat(client.refund(order, "{'amount':'1.00'}").status()).isEqualTo(502);

        assertThat(handed).hasSize(1);
        assertThat(shop.refunds(order))
                .singleElement()
                .satisfies(refund -> assertThat(refund.refundedPayment()).isFalse());
    }

    @Test
    void aHandOffGoesOverHttpWithTheHeadersThatTheTestAdds() throws Exception {
        HttpServer bridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> seen = new ArrayList<>();
        bridge.createContext("/hand-off", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("X-Signature") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = "{\"message\":\"not today\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(409, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        bridge.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + bridge.getAddress().getPort() + "/hand-off");
            plugin.handsOffTo(RefundHandOff.to(endpoint, Duration.ofSeconds(5), request -> {
                Map<String, String> headers = new HashMap<>(request.headers());
                headers.put("x-signature", "sig");
                return new WireRequest(
                        request.method(), request.path(), request.query(), headers, request.body(), true);
            }));

            assertThat(client.refund(order, "{'amount':'1.00'}").text("message"))
                    .isEqualTo("not today");
            assertThat(seen)
                    .singleElement()
                    .satisfies(text -> assertThat(text).startsWith("sig {\"order_id\":" + order));
        } finally {
            bridge.stop(0);
        }
        assertThat(client.refund(order, "{'amount':'1.00'}").text("message"))
                .isEqualTo("The refund service did not answer.");
    }

    @Test
    void currenciesThatDoNotExistAreTheTestsMistake() {
        assertThatThrownBy(() -> shop.order().currency("EURO").add()).isInstanceOf(IllegalArgumentException.class);
    }
}
