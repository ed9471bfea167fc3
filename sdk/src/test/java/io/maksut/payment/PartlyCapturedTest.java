package io.maksut.payment;

import static io.maksut.payment.Payments.READ_AT;
import static io.maksut.payment.Payments.euro;
import static io.maksut.payment.Payments.flatpay;
import static io.maksut.payment.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A payment of which a part was captured is not fully paid, and what is still reserved is not gone. */
class PartlyCapturedTest {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, FINNISH, LATVIAN);

    private static AllowedActions captured(PaymentStatus status, String captured, String of, String refunded) {
        return payment(status, PaymentMethod.CARD, Payments.amounts(of, captured, refunded), flatpay())
                .build()
                .lifecycle();
    }

    private static String spaces(String text) {
        return text.replace('\u00a0', ' ').replace('\u202f', ' ');
    }

    @Test
    void meaningAndGuidanceSayThatOnlyAPartWasCaptured() {
        AllowedActions actions = captured(PaymentStatus.SETTLED, "1.00", "67.00", "0.00");

        assertThat(actions.guidance(FINNISH)).doesNotContain("Voit toimittaa tilauksen");
        assertThat(actions.guidance(Locale.ENGLISH)).doesNotContain("You can deliver");
        assertThat(actions.guidance(LATVIAN)).doesNotContain("Varat nosūtīt preci");
        assertThat(spaces(actions.meaning(FINNISH))).contains("1,00 €", "67,00 €");
        assertThat(spaces(actions.meaning(LATVIAN))).contains("1,00 €", "67,00 €");
        assertThat(actions.meaning(Locale.ENGLISH)).contains("Only €1.00 of €67.00 has been captured");
        for (Locale language : LANGUAGES) {
            assertThat(spaces(actions.guidance(language))).containsPattern("66[.,]00");
        }
    }

    @Test
    void aRefundOfACapturedPartNamesAllThreeAmounts() {
        AllowedActions actions = captured(PaymentStatus.PARTIALLY_REFUNDED, "20.00", "50.00", "5.00");

        for (Locale language : LANGUAGES) {
            assertThat(spaces(actions.meaning(language)))
                    .containsPattern("20[.,]00")
                    .containsPattern("50[.,]00")
                    .containsPattern("[^0-9]5[.,]00");
            assertThat(spaces(actions.guidance(language))).containsPattern("30[.,]00");
        }
    }

    @Test
    void whereTheRestIsForfeitedTheCustomerHasToPayAgain() {
        Amounts forfeited = new Amounts(euro("10"), euro("4"), euro("0"), euro("0"), euro("4"));
        AllowedActions actions = payment(PaymentStatus.SETTLED, PaymentMethod.CARD, forfeited, flatpay())
                .build()
                .lifecycle();

        assertThat(actions.guidance(Locale.ENGLISH))
                .contains("Deliver only what the captured €4.00 pays for", "pay again")
                .doesNotContain("still reserved");
    }

    @Test
    void whatIsCapturedWhollyReadsAsBefore() {
        AllowedActions actions = captured(PaymentStatus.SETTLED, "67.00", "67.00", "0.00");

        assertThat(actions.guidance(FINNISH)).contains("Voit toimittaa tilauksen");
        assertThat(actions.meaning(Locale.ENGLISH)).contains("The payment is completed");
    }

    @Test
    void voidingTheRestSaysThatItIsReservedAndUntilWhen() {
        Payment.Builder partly = payment(
                PaymentStatus.SETTLED, PaymentMethod.CARD, Payments.amounts("29.80", "10.00", "0.00"), flatpay());

        DenialReason unknown =
                partly.build().lifecycle().denial(PaymentAction.VOID).orElseThrow();
        assertThat(unknown.explain(Locale.ENGLISH))
                .contains("€19.80 is still reserved", "can be released in the gateway's own portal")
                .doesNotContain("until");
        for (Locale language : LANGUAGES) {
            assertThat(spaces(unknown.explain(language))).containsPattern("19[.,]80");
        }

        DenialReason known = partly.timestamps(Timestamps.builder(READ_AT)
                        .authorised(READ_AT.minus(Duration.ofDays(1)))
                        .reservedUntil(READ_AT.plus(Duration.ofDays(6)))
                        .build())
                .build()
                .lifecycle()
                .denial(PaymentAction.VOID)
                .orElseThrow();
        assertThat(known.explain(Locale.ENGLISH)).contains("€19.80 is still reserved, usually until Mar 7, 2026");
        assertThat(known.explain(FINNISH)).contains("7.3.2026 asti");
        assertThat(known.explain(LATVIAN)).contains("līdz 07.03.2026.");
    }

    @Test
    void whereEverythingWasCapturedNothingIsReserved() {
        DenialReason denial = captured(PaymentStatus.SETTLED, "29.80", "29.80", "0.00")
                .denial(PaymentAction.VOID)
                .orElseThrow();

        assertThat(denial.code()).isEqualTo(DenialReason.Code.ALREADY_CAPTURED);
        assertThat(denial.explain(Locale.ENGLISH)).doesNotContain("reserved");
    }

    @Test
    void anAuthorisationThatHasRunOutIsNotToBeDeliveredAgainst() {
        for (PaymentMethod method : List.of(PaymentMethod.CARD, PaymentMethod.OTHER)) {
            Payment.Builder authorised =
                    payment(PaymentStatus.AUTHORISED, method, Payments.amounts("10.00", "0.00", "0.00"), flatpay());
            AllowedActions ranOut = authorised
                    .timestamps(Timestamps.builder(READ_AT)
                            .reservedUntil(READ_AT.minusSeconds(1))
                            .build())
                    .build()
                    .lifecycle();
            AllowedActions stands = authorised
                    .timestamps(Timestamps.builder(READ_AT)
                            .reservedUntil(READ_AT.plusSeconds(1))
                            .build())
                    .build()
                    .lifecycle();

            assertThat(ranOut.guidance(Locale.ENGLISH)).startsWith("Do not deliver yet.");
            assertThat(ranOut.guidance(FINNISH)).startsWith("Älä vielä toimita tilausta.");
            assertThat(ranOut.guidance(LATVIAN)).startsWith("Pagaidām nesūtiet preci.");
            assertThat(ranOut.meaning(Locale.ENGLISH)).contains("Mar 1, 2026");
            assertThat(ranOut.allows(PaymentAction.CAPTURE)).isEqualTo(stands.allows(PaymentAction.CAPTURE));
            assertThat(stands.guidance(Locale.ENGLISH)).startsWith("Capture the payment when the goods are shipped");
        }
    }

    /** A gateway may show an authorisation that has run out as failed (at the capture) or as cancelled (by itself). */
    @Test
    void noGuidanceOfAnAuthorisationThatCameToNothingInvitesToDeliver() {
        for (PaymentStatus status : List.of(PaymentStatus.FAILED, PaymentStatus.VOIDED)) {
            AllowedActions actions = captured(status, "0.00", "10.00", "0.00");
            assertThat(actions.guidance(Locale.ENGLISH)).startsWith("Do not deliver.");
            assertThat(actions.guidance(FINNISH)).startsWith("Älä toimita tilausta.");
            assertThat(actions.guidance(LATVIAN)).startsWith("Nesūtiet preci.");
        }
    }
}
