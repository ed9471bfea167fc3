package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.DenialReason;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.GatewayReference.Kind;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A charge that was captured in two parts and refunded in two, and all the names it has. */
class FlatpayIdsTest {
    private static final PaymentId ID = new PaymentId("flatpay", "order-7");

    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private FrisbiiSandbox sandbox;
    private Portal portal;

    @BeforeEach
    void charge() {
        sandbox = SANDBOX.sandbox();
        portal = FlatpayFixture.settings(sandbox).build();
        sandbox.charge("order-7")
                .state("authorized")
                .amount(2_980)
                .currency("EUR")
                .method("card")
                .add();
        portal.capture(ID, Money.of("EUR", "5.00"));
        portal.capture(ID, Money.of("EUR", "5.00"));
        sandbox.refundAsStaff("order-7", 100);
        sandbox.refundAsStaff("order-7", 200);
    }

    @AfterEach
    void disconnect() {
        portal.close();
    }

    @Test
    void theDetailsShowWhichIdIsWhich() {
        Payment payment = portal.payment(ID);

        assertThat(payment.references())
                .extracting(GatewayReference::kind)
                .containsExactlyInAnyOrder(
                        Kind.INVOICE, Kind.AUTHORISATION, Kind.SETTLE, Kind.SETTLE, Kind.REFUND, Kind.REFUND);
        assertThat(payment.references()).extracting(GatewayReference::value).doesNotHaveDuplicates();
    }

    @Test
    void eachOfItsIdsFindsIt() {
        for (GatewayReference reference : portal.payment(ID).references()) {
            assertThat(portal.payment(reference.value()).id())
                    .as("%s", reference)
                    .isEqualTo(ID);
            assertThat(portal.payments(PaymentQuery.paymentId(reference.value())))
                    .as("%s", reference)
                    .extracting(Payment::id)
                    .containsExactly(ID);
        }
    }

    @Test
    void whatIsStillReservedIsSaidAndUntilWhen() {
        Payment payment = portal.payment(ID);

        assertThat(payment.status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(payment.timestamps().reservedUntil())
                .contains(payment.timestamps().authorised().orElseThrow().plus(Duration.ofDays(7)));
        assertThat(payment.lifecycle().denial(PaymentAction.VOID).map(DenialReason::code))
                .contains(DenialReason.Code.REST_RESERVED);
        for (String language : List.of("en", "fi", "lv")) {
            assertThat(payment.lifecycle()
                            .denial(PaymentAction.VOID)
                            .orElseThrow()
                            .explain(Locale.forLanguageTag(language)))
                    .containsPattern("19[.,]80");
        }
    }
}
