package io.maksut.payment;

import static io.maksut.payment.Payments.amounts;
import static io.maksut.payment.Payments.euro;
import static io.maksut.payment.Payments.everypay;
import static io.maksut.payment.Payments.everything;
import static io.maksut.payment.Payments.flatpay;
import static io.maksut.payment.Payments.judge;
import static io.maksut.payment.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.DenialReason.Code;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the table, the gateway and the amounts together say of single payments. */
class AllowedActionsTest {
    private static final Amounts RESERVED = amounts("10", "0", "0");
    private static final Amounts TAKEN = amounts("10", "10", "0");

    @Test
    void anAuthorisedCardPaymentIsCapturedOrVoided() {
        AllowedActions actions = judge(PaymentStatus.AUTHORISED, PaymentMethod.CARD, RESERVED, flatpay());

        assertThat(actions.allowedActions())
                .containsExactly(PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, PaymentAction.VOID);
        assertThat(actions.limit(PaymentAction.CAPTURE)).isEqualTo(euro("10"));
        assertThat(actions.limit(PaymentAction.PARTIAL_CAPTURE)).isEqualTo(euro("9.99"));
        assertThat(actions.limit(PaymentAction.VOID)).isEqualTo(euro("10"));
        assertThat(actions.limit(PaymentAction.REFUND)).isEqualTo(euro("0"));
        assertThat(reason(actions, PaymentAction.REFUND)).isEqualTo(Code.STATUS_DOES_NOT_ALLOW);
    }

    @Test
    void aVoidIsRefusedOnceAPartWasCaptured() {
        AllowedActions actions =
                judge(PaymentStatus.AUTHORISED, PaymentMethod.CARD, amounts("10", "4", "0"), everything());

        assertThat(reason(actions, PaymentAction.VOID)).isEqualTo(Code.REST_RESERVED);
        assertThat(actions.limit(PaymentAction.CAPTURE)).isEqualTo(euro("6"));
    }

    @Test
    void anAuthorisedPayPalPaymentIsReviewedInPayPal() {
        AllowedActions actions = judge(PaymentStatus.AUTHORISED, PaymentMethod.PAYPAL, RESERVED, everything());

        assertThat(actions.allowedActions()).isEmpty();
        assertThat(reason(actions, PaymentAction.CAPTURE)).isEqualTo(Code.REVIEW_IN_PAYPAL);
        assertThat(reason(actions, PaymentAction.VOID)).isEqualTo(Code.REVIEW_IN_PAYPAL);
        assertThat(actions.isFinal()).isTrue();
        assertThat(actions.nextActor()).isEqualTo(NextActor.MERCHANT);
    }

    @Test
    void aSettledPayPalPaymentIsRefundedInPayPalUnlessNothingIsLeftOrItIsDisputed() {
        assertThat(reason(
                        judge(PaymentStatus.SETTLED, PaymentMethod.PAYPAL, TAKEN, everything()), PaymentAction.REFUND))
                .isEqualTo(Code.REFUND_IN_PAYPAL);
        assertThat(reason(
                        judge(PaymentStatus.SETTLED, PaymentMethod.PAYPAL, amounts("10", "10", "10"), everything()),
                        PaymentAction.REFUND))
                .isEqualTo(Code.NOTHING_LEFT);
        assertThat(reason(
                        payment(PaymentStatus.SETTLED, PaymentMethod.PAYPAL, TAKEN, everything())
                                .chargebackOpen(true)
                                .build()
                                .lifecycle(),
                        PaymentAction.REFUND))
                .isEqualTo(Code.CHARGEBACK_OPEN);
    }

    @Test
    void aPartlyRefundedPaymentIsRefundedUpToTheRest() {
        AllowedActions actions =
                judge(PaymentStatus.PARTIALLY_REFUNDED, PaymentMethod.CARD, amounts("10", "10", "4"), flatpay());

        assertThat(actions.checkRefund(euro("6"))).isEmpty();
        assertThat(actions.checkRefund(euro("5.99"))).isEmpty();
        assertThat(actions.checkRefund(euro("6.01")).map(DenialReason::code)).contains(Code.ABOVE_LIMIT);
        assertThat(actions.limit(PaymentAction.REFUND)).isEqualTo(euro("6"));
        assertThat(actions.limit(PaymentAction.PARTIAL_REFUND)).isEqualTo(euro("5.99"));
    }

    @Test
    void theRestOfASettledAuthorisationIsCapturedOnlyWhereTheGatewayCan() {
        Amounts partly = amounts("10", "4", "0");

        assertThat(judge(PaymentStatus.SETTLED, PaymentMethod.CARD, partly, flatpay())
                        .checkCapture(euro("6")))
                .isEmpty();
        assertThat(reason(
                        judge(PaymentStatus.SETTLED, PaymentMethod.CARD, partly, everypay(OpenBankingRefund.EXECUTED)),
                        PaymentAction.CAPTURE))
                .isEqualTo(Code.GATEWAY_CANNOT);
        assertThat(reason(judge(PaymentStatus.SETTLED, PaymentMethod.CARD, TAKEN, flatpay()), PaymentAction.CAPTURE))
                .isEqualTo(Code.ALREADY_CAPTURED);
    }

    @Test
    void aSettledPaymentIsVoidedOnlyWhileItIsKnownToBeUncaptured() {
        Payment.Builder builder =
                payment(PaymentStatus.SETTLED, PaymentMethod.CARD, TAKEN, everypay(OpenBankingRefund.EXECUTED));

        assertThat(builder.build().lifecycle().allows(PaymentAction.VOID)).isFalse();
        assertThat(reason(builder.build().lifecycle(), PaymentAction.VOID)).isEqualTo(Code.ALREADY_CAPTURED);
        AllowedActions known = builder.uncapturedKnown(true).build().lifecycle();
        assertThat(known.limit(PaymentAction.VOID)).isEqualTo(euro("10"));
        assertThat(reason(known, PaymentAction.CAPTURE))
                .as("captured by the gateway itself")
                .isEqualTo(Code.GATEWAY_CANNOT);
        assertThat(known.check(PaymentAction.VOID, euro("9")).map(DenialReason::code))
                .contains(Code.NOT_FULL);
        assertThat(reason(PaymentLifecycle.judge(builder.build(), flatpay()), PaymentAction.VOID))
                .as("at a gateway that cannot")
                .isEqualTo(Code.ALREADY_CAPTURED);
    }

    @Test
    void aBankRefundIsAllowedOnlyWhereTheMoneyReallyMoves() {
        for (PaymentAction refund : Payments.REFUNDS) {
            assertThat(settledByBank(OpenBankingRefund.EXECUTED).denial(refund)).isEmpty();
            assertThat(reason(settledByBank(OpenBankingRefund.STATUS_ONLY), refund))
                    .isEqualTo(Code.REFUND_BY_HAND);
            assertThat(reason(settledByBank(OpenBankingRefund.REFUSED), refund)).isEqualTo(Code.GATEWAY_CANNOT);
        }
        assertThat(reason(settledByBank(OpenBankingRefund.EXECUTED), PaymentAction.VOID))
                .isEqualTo(Code.METHOD_DOES_NOT_ALLOW);
    }

    @Test
    void theGatewaysOwnRuleForAMethodByNameWins() {
        Payment.Builder other = payment(PaymentStatus.AUTHORISED, PaymentMethod.OTHER, RESERVED, flatpay());

        assertThat(other.methodName("mobilepay").build().allowedActions()).isEmpty();
        assertThat(reason(other.build().lifecycle(), PaymentAction.CAPTURE)).isEqualTo(Code.GATEWAY_CANNOT);
        assertThat(other.methodName("invoice").build().allowedActions())
                .containsExactly(PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, PaymentAction.VOID);
    }

    @Test
    void aDisputedPaymentRefusesRefundsWhateverItsStatusSays() {
        AllowedActions open = payment(PaymentStatus.SETTLED, PaymentMethod.CARD, TAKEN, flatpay())
                .chargebackOpen(true)
                .build()
                .lifecycle();

        assertThat(reason(open, PaymentAction.REFUND)).isEqualTo(Code.CHARGEBACK_OPEN);
        assertThat(open.watch()).isTrue();
        assertThat(reason(
                        judge(PaymentStatus.CHARGED_BACK, PaymentMethod.CARD, TAKEN, flatpay()), PaymentAction.REFUND))
                .isEqualTo(Code.CHARGEBACK_OPEN);
    }

    @Test
    void anAmountIsCheckedBeforeAnythingIsSent() {
        AllowedActions actions = judge(PaymentStatus.SETTLED, PaymentMethod.CARD, TAKEN, flatpay());

        assertThat(check(actions, PaymentAction.REFUND, euro("10"))).isEmpty();
        assertThat(check(actions, PaymentAction.REFUND, euro("9"))).contains(Code.NOT_FULL);
        assertThat(check(actions, PaymentAction.PARTIAL_REFUND, euro("10"))).contains(Code.NOT_PARTIAL);
        assertThat(check(actions, PaymentAction.PARTIAL_REFUND, euro("0"))).contains(Code.NOT_POSITIVE);
        assertThat(check(actions, PaymentAction.PARTIAL_REFUND, euro("-1"))).contains(Code.NOT_POSITIVE);
        assertThat(check(actions, PaymentAction.PARTIAL_REFUND, Money.of("SEK", "1")))
                .contains(Code.CURRENCY_MISMATCH);
        assertThat(actions.checkRefund(Money.of("SEK", "10")).map(DenialReason::code))
                .contains(Code.CURRENCY_MISMATCH);
        assertThat(check(actions, PaymentAction.VOID, euro("1"))).contains(Code.ALREADY_CAPTURED);
    }

    @Test
    void theSmallestUnitCannotBeRefundedInPart() {
        AllowedActions actions =
                judge(PaymentStatus.PARTIALLY_REFUNDED, PaymentMethod.CARD, amounts("10", "10", "9.99"), flatpay());

        assertThat(actions.allowedActions()).containsExactly(PaymentAction.REFUND);
        assertThat(reason(actions, PaymentAction.PARTIAL_REFUND)).isEqualTo(Code.NOT_PARTIAL);
    }

    @Test
    void aDenialNamesTheAmountThatWouldPass() {
        DenialReason denial = judge(PaymentStatus.SETTLED, PaymentMethod.CARD, TAKEN, flatpay())
                .check(PaymentAction.REFUND, euro("12"))
                .orElseThrow();

        for (String language : new String[] {"en", "fi", "lv"}) {
            assertThat(denial.explain(Locale.forLanguageTag(language)))
                    .contains(language.equals("en") ? "10.00" : "10,00");
        }
        assertThat(denial.action()).isEqualTo(PaymentAction.REFUND);
    }

    @Test
    void aPairThatIsNotDocumentedNamesStatusAndMethod() {
        AllowedActions actions = judge(PaymentStatus.VOIDED, PaymentMethod.PAYPAL, RESERVED, everything());

        assertThat(actions.meaning(Locale.ENGLISH))
                .isEqualTo("The status “Cancelled” is not documented for the payment method “PayPal”.");
        assertThat(actions.guidance(Locale.ENGLISH)).isNotBlank();
        assertThat(actions.documented()).isFalse();
    }

    @Test
    void aPaymentThatWaitsFor3dsIsAbandonedAQuarterOfAnHourLater() {
        Instant since = Instant.parse("2026-03-01T11:59:30Z");

        assertThat(waitingSince(since, PaymentStatus.WAITING_FOR_3DS)).contains(Instant.parse("2026-03-01T12:14:30Z"));
        assertThat(waitingSince(null, PaymentStatus.WAITING_FOR_3DS)).isEmpty();
        assertThat(waitingSince(since, PaymentStatus.CONFIRMED_3DS)).isEmpty();
        assertThat(waitingSince(Instant.MAX, PaymentStatus.WAITING_FOR_3DS)).isEmpty();
    }

    private static Optional<Instant> waitingSince(@Nullable Instant since, PaymentStatus status) {
        return payment(status, PaymentMethod.CARD, RESERVED, flatpay())
                .timestamps(Timestamps.builder(Payments.READ_AT)
                        .waitingFor3dsSince(since)
                        .build())
                .build()
                .lifecycle()
                .abandonedAt();
    }

    private static AllowedActions settledByBank(OpenBankingRefund refund) {
        return judge(PaymentStatus.SETTLED, PaymentMethod.OPEN_BANKING, amounts("0", "10", "0"), everypay(refund));
    }

    private static Code reason(AllowedActions actions, PaymentAction action) {
        return actions.denial(action).orElseThrow().code();
    }

    private static Optional<Code> check(AllowedActions actions, PaymentAction action, Money amount) {
        return actions.check(action, amount).map(DenialReason::code);
    }
}
