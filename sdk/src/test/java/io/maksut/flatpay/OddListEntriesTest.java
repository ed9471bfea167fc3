package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RefundState;
import io.maksut.portal.CallOptions;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One entry of a list that cannot be read spoils none of the others. */
class OddListEntriesTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private FrisbiiSandbox sandbox;
    private PaymentGateway gateway;
    private Portal portal;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        gateway = FlatpayFixture.settings(sandbox).buildGateway();
        portal = Portal.over(gateway);
        sandbox.charge("a").amount(1_000).currency("EUR").add();
    }

    @AfterEach
    void disconnect() {
        gateway.close();
    }

    private static String good(String handle) {
        return "{\"handle\":\"" + handle
                + "\",\"state\":\"settled\",\"amount\":100,\"currency\":\"EUR\",\"source\":{\"type\":\"card\"},"
                + "\"refunded_amount\":0,\"customer\":\"c\"}";
    }

    private void list(String kind, String... entries) {
        sandbox.faults()
                .next(Fault.answer(Reply.json(200, "{\"size\":100,\"content\":[" + String.join(",", entries) + "]}")))
                .on("GET", "/v1/list/" + kind)
                .always();
    }

    private List<Payment> found(PaymentQuery query) {
        return portal.payments(query).stream().toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"handle\":\"odd\",\"state\":\"settled\",\"amount\":\"much\",\"currency\":\"EUR\"}",
                "{\"handle\":\"odd\",\"state\":\"settled\",\"amount\":-5,\"currency\":\"EUR\"}",
                "{\"handle\":\"odd\",\"state\":\"settled\",\"amount\":100,\"currency\":\"XQQ\"}",
                "{\"handle\":\"odd\",\"state\":{\"is\":\"settled\"},\"amount\":100}",
                "{\"handle\":\"odd\",\"amount\":99999999999999999999,\"currency\":\"EUR\",\"state\":\"settled\"}"
            })
    void aChargeThatCannotBeReadIsShownAsUnknownWithItsTextAndTheOthersStand(String odd) {
        list("charge", good("one"), odd, good("three"));

        List<Payment> found = found(PaymentQuery.all());

        assertThat(found).extracting(it -> it.id().reference()).containsExactly("one", "odd", "three");
        Payment unknown = found.get(1);
        assertThat(unknown.status()).isEqualTo(PaymentStatus.UNKNOWN);
        assertThat(unknown.allowedActions()).isEmpty();
        assertThat(unknown.raw().orElseThrow().json()).contains("odd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"charge\"",
                "[]",
                "{}",
                "{\"handle\":\"\",\"state\":\"settled\"}",
                "{\"handle\":{}}"
            })
    void whatHasNotEvenANameIsShownUnderOneThatStays(String odd) {
        list("charge", good("one"), odd);

        List<Payment> found = found(PaymentQuery.all());

        assertThat(found).hasSize(2);
        assertThat(found.get(1).status()).isEqualTo(PaymentStatus.UNKNOWN);
        assertThat(found.get(1).id().reference()).startsWith("unreadable-");
        assertThat(found(PaymentQuery.all()).get(1).id()).isEqualTo(found.get(1).id());
    }

    @Test
    void itsTextIsBounded() {
        list("charge", "{\"handle\":\"odd\",\"noise\":\"" + "\uD83D\uDE00".repeat(500_000) + "\"}");

        String json = found(PaymentQuery.all()).get(0).raw().orElseThrow().json();

        assertThat(json.codePointCount(0, json.length())).isLessThanOrEqualTo(20_000);
        assertThat(Character.isHighSurrogate(json.charAt(json.length() - 1))).isFalse();
    }

    @Test
    void itIsNotHiddenByAFilterOfWhichNobodyCanSayWhetherItHolds() {
        list("charge", good("one"), "{\"handle\":\"odd\",\"state\":\"settled\"}");

        assertThat(found(PaymentQuery.all().withStatus(PaymentStatus.REFUNDED)))
                .extracting(it -> it.id().reference())
                .containsExactly("odd");
    }

    @Test
    void aCustomerThatCannotBeReadHidesNoOther() {
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        sandbox.customer("odd", "mari@example.test", "Mari", "Maasikas");
        sandbox.charge("m").customer("mari").add();
        sandbox.charge("o").customer("odd").add();
        list(
                "customer",
                "{\"handle\":\"odd\",\"email\":[]}",
                "7",
                "{\"handle\":\"mari\",\"email\":\"mari@example.test\"}");

        assertThat(found(PaymentQuery.customerEmail("mari@example.test")))
                .extracting(it -> it.id().reference())
                .containsExactlyInAnyOrder("m", "o");
    }

    @Test
    void aTransactionThatCannotBeReadIsPassedOver() {
        list("transaction", "null", "{\"id\":{}}", "{\"id\":\"" + ID + "\",\"invoice\":\"a\"}");

        assertThat(portal.payment(ID).id().reference()).isEqualTo("a");
    }

    @Test
    void whereOneCannotBeReadAPaymentIsNotSaidNotToExist() {
        list("transaction", "{\"id\":\"another\"}", "{\"id\":{}}");

        assertThatThrownBy(() -> portal.payment(ID)).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void aRefundThatCannotBeReadIsOneOfUnknownState() {
        sandbox.faults()
                .next(Fault.answer(Reply.json(
                        200,
                        "{\"handle\":\"a\",\"currency\":\"EUR\",\"transactions\":[{\"id\":\"t1\",\"type\":\"refund\","
                                + "\"state\":\"refunded\",\"amount\":100},{\"id\":\"t2\",\"type\":\"refund\",\"state\":7,"
                                + "\"amount\":\"much\"},null]}")))
                .on("GET", "/v1/invoice/a");

        assertThat(portal.payment("a").refunds())
                .extracting(it -> it.state())
                .containsExactly(RefundState.REFUNDED, RefundState.UNKNOWN, RefundState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"invoice\":{},\"state\":\"open\"}", "{\"invoice\":\"a\",\"state\":[]}"})
    void aDisputeThatCannotBeReadIsOpen(String odd) {
        list("dispute", odd);

        assertThatThrownBy(() -> gateway.refunds().prepare("a", Money.of("EUR", "1.00"), CallOptions.DEFAULT))
                .isInstanceOf(ActionNotAllowedException.class);
    }
}
