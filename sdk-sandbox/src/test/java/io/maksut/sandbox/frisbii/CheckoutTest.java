package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-10T10:00:00Z"));

    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY =
            new FrisbiiSandboxExtension(FrisbiiSandbox.builder().clock(CLOCK).withoutRateLimits());

    private static final String ORDER = "{\"handle\":\"order-1\",\"amount\":5000,\"currency\":\"EUR\","
            + "\"metadata\":{\"shop_order\":\"17\"},"
            + "\"customer\":{\"handle\":\"customer-1\",\"email\":\"anna@example.com\",\"first_name\":\"Anna\"}}";

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    private String session(String more) throws Exception {
        RawClient.Answer answer = client.session("{\"order\":" + ORDER + more + "}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.text("id");
    }

    @Test
    void aSessionMakesTheChargeTheCustomerAndThePage() throws Exception {
        RawClient.Answer answer =
                client.session("{\"order\":" + ORDER + ",\"accept_url\":\"https://shop.example/ok\"}");

        assertThat(answer.text("url"))
                .startsWith(sandbox.checkoutUrl().toString())
                .endsWith(answer.text("id"));
        assertThat(client.get("/v1/charge/order-1").text("state")).isEqualTo("created");
        assertThat(client.get("/v1/customer/customer-1").text("first_name")).isEqualTo("Anna");
        assertThat(client.get("/v1/invoice/order-1/metadata").text("shop_order"))
                .isEqualTo("17");
        assertThat(types()).containsExactly("customer_created", "invoice_created");
    }

    @ParameterizedTest
    @CsvSource({"false,authorized,0", "true,settled,5000"})
    void payingAuthorisesOrSettlesAsTheSessionSays(boolean settle, String state, long captured) throws Exception {
        sandbox.payCheckout(session(",\"settle\":" + settle + ",\"payment_methods\":[\"mobilepay\"]"));

        RawClient.Answer charge = client.get("/v1/charge/order-1");
        assertThat(charge.text("state")).isEqualTo(state);
        assertThat(charge.json().getAsJsonObject("source").get("type").getAsString())
                .isEqualTo("mobilepay");
        assertThat(sandbox.books().captured("order-1")).isEqualTo(captured);
        assertThat(types()).last().isEqualTo("invoice_" + state);
    }

    @Test
    void aDeclinedCustomerMayTryAgain() throws Exception {
        String session = session("");
        sandbox.declineCheckout(session);
        assertThat(client.get("/v1/charge/order-1").text("error")).isEqualTo("card_declined");
        assertThat(types()).last().isEqualTo("invoice_failed");

        sandbox.payCheckout(session);

        assertThat(sandbox.stateOf("order-1")).isEqualTo("authorized");
        assertThat(client.get("/v1/charge/order-1").json().has("error")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true,settled", "false,failed"})
    void anAsynchronousPaymentIsPendingUntilItsResult(boolean success, String state) throws Exception {
        sandbox.payCheckoutPending(session(""), "sepa");
        assertThat(client.get("/v1/charge/order-1").text("state")).isEqualTo("pending");

        sandbox.pendingResult("order-1", success);

        assertThat(client.get("/v1/charge/order-1").text("state")).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"settled,79", "authorized,105", "cancelled,29", "pending,80"})
    void aHandleThatIsTakenIsRefused(String state, int code) throws Exception {
        sandbox.charge("order-1").state(state).add();

        RawClient.Answer answer = client.session("{\"order\":" + ORDER + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.number("code")).isEqualTo(code);
    }

    @Test
    void theCurrencyOfAHandleCannotChangeButItsAmountCan() throws Exception {
        session("");

        assertThat(client.session("{\"order\":" + ORDER.replace("EUR", "SEK") + "}")
                        .number("code"))
                .isEqualTo(72);
        assertThat(client.session("{\"order\":" + ORDER.replace("5000", "6000") + "}")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/v1/charge/order-1").number("amount")).isEqualTo(6_000);
    }

    @Test
    void anOrderMustBeComplete() throws Exception {
        String customer = "\"customer\":{\"generate_handle\":true}";

        assertThat(client.session("{}").status()).isEqualTo(400);
        assertThat(client.session("{\"order\":{\"handle\":\"a b\",\"amount\":1," + customer + "}}")
                        .status())
                .isEqualTo(400);
        assertThat(client.session("{\"order\":{\"handle\":\"a\"," + customer + "}}")
                        .number("code"))
                .isEqualTo(24);
        assertThat(client.session("{\"order\":{\"handle\":\"a\",\"amount\":1}}").number("code"))
                .isEqualTo(18);
        assertThat(client.session("{\"order\":{\"handle\":\"a\",\"amount\":1,\"customer_handle\":\"none\"}}")
                        .number("code"))
                .isEqualTo(9);
        assertThat(client.session("{\"order\":{\"handle\":\"a\",\"amount\":1,\"currency\":\"euro\"," + customer + "}}")
                        .status())
                .isEqualTo(400);
        assertThat(client.session("{\"order\":{\"handle\":\"a\",\"order_lines\":[{\"amount\":70,\"quantity\":3}],"
                                + customer + "}}")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/v1/charge/a").number("amount")).isEqualTo(210);
    }

    @Test
    void anExpiredSessionCannotBePaid() throws Exception {
        String session = session(",\"ttl\":\"PT1H\"");
        CLOCK.advance(Duration.ofHours(1));

        assertThatThrownBy(() -> sandbox.payCheckout(session)).isInstanceOf(IllegalStateException.class);
        assertThat(sandbox.stateOf("order-1")).isEqualTo("created");
    }

    @Test
    void whatTheGatewayWouldRefuseTheOutsideWorldCannotDoEither() {
        sandbox.charge("order-1").amount(100).add();

        assertThatThrownBy(() -> sandbox.refundAsStaff("order-1", 101))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Refund amount too high");
        assertThatThrownBy(() -> sandbox.cancelAsStaff("none")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.charge("order-1").add()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.charge("order-2").amount(5).refunded(6).add())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> types() {
        return sandbox.webhooks().all().stream().map(FrisbiiWebhook::eventType).toList();
    }
}
