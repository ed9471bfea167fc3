package io.maksut.payment;

import static io.maksut.payment.Payments.READ_AT;
import static io.maksut.payment.Payments.flatpay;
import static io.maksut.payment.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a payment that waits for somebody is read again, and when a wait for 3DS is over. */
class UnfinishedTest {
    private static final Set<PaymentStatus> WAITING = EnumSet.of(
            PaymentStatus.INITIATED,
            PaymentStatus.WAITING_FOR_3DS,
            PaymentStatus.CONFIRMED_3DS,
            PaymentStatus.WAITING_FOR_SCA,
            PaymentStatus.SENT_FOR_PROCESSING,
            PaymentStatus.AUTHORISED);

    private static Payment.Builder unfinished(PaymentStatus status, PaymentMethod method) {
        return payment(status, method, Payments.amounts("10.00", "0.00", "0.00"), flatpay());
    }

    private static Payment created(PaymentStatus status, Instant created) {
        return unfinished(status, PaymentMethod.CARD)
                .timestamps(Timestamps.builder(READ_AT).created(created).build())
                .build();
    }

    @Test
    void theStatusesInWhichSomebodyHasToActAreReadAgainAndNoOthers() {
        for (PaymentStatus status : PaymentStatus.values()) {
            Optional<Instant> again =
                    unfinished(status, PaymentMethod.CARD).build().lifecycle().readAgainAt(READ_AT);
            assertThat(again.isPresent()).as("%s", status).isEqualTo(WAITING.contains(status));
        }
        assertThat(unfinished(PaymentStatus.AUTHORISED, PaymentMethod.PAYPAL)
                        .build()
                        .lifecycle()
                        .readAgainAt(READ_AT))
                .isEmpty();
    }

    @Test
    void aWaitFor3dsIsLookedAtWhenItsFifteenMinutesAreOver() {
        Payment waiting = unfinished(PaymentStatus.WAITING_FOR_3DS, PaymentMethod.CARD)
                .timestamps(Timestamps.builder(READ_AT)
                        .created(READ_AT.minusSeconds(300))
                        .waitingFor3dsSince(READ_AT.minusSeconds(60))
                        .build())
                .build();

        assertThat(waiting.lifecycle().abandonedAt())
                .contains(READ_AT.minusSeconds(60).plus(Duration.ofMinutes(15)));
        assertThat(waiting.lifecycle().readAgainAt(READ_AT))
                .hasValueSatisfying(it -> assertThat(it)
                        .isBetween(READ_AT.plus(Duration.ofMinutes(14)), READ_AT.plus(Duration.ofMinutes(16))));
    }

    @Test
    void whereOnlyTheCreationIsKnownItIsANotBefore() {
        AllowedActions actions =
                created(PaymentStatus.WAITING_FOR_3DS, READ_AT.minusSeconds(60)).lifecycle();

        assertThat(actions.abandonedAt()).isEmpty();
        assertThat(actions.abandonedNotBefore())
                .contains(READ_AT.minusSeconds(60).plus(Duration.ofMinutes(15)));
        assertThat(created(PaymentStatus.SETTLED, READ_AT).lifecycle().abandonedNotBefore())
                .isEmpty();
        assertThat(unfinished(PaymentStatus.WAITING_FOR_3DS, PaymentMethod.CARD)
                        .build()
                        .lifecycle()
                        .abandonedNotBefore())
                .isEmpty();
    }

    @Test
    void theStepsGrowWithTheAgeAndAYearCostsFewReadings() {
        Payment payment = created(PaymentStatus.INITIATED, READ_AT);
        Instant at = READ_AT;
        Duration before = Duration.ZERO;
        int readings = 0;
        while (at.isBefore(READ_AT.plus(Duration.ofDays(365)))) {
            Instant next = payment.lifecycle().readAgainAt(at).orElseThrow();
            Duration step = Duration.between(at, next);
            assertThat(step).isGreaterThanOrEqualTo(before).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
            before = step;
            at = next;
            readings++;
        }
        assertThat(readings).isBetween(10, 60);
    }

    @Test
    void aFailedPaymentIsReadForSomeDaysWhereTheGatewayMayGoOnWithIt() {
        GatewayCapabilities recovers =
                GatewayCapabilities.builder("flatpay").failedMayRecover(true).build();
        Payment.Builder failed = payment(
                        PaymentStatus.FAILED, PaymentMethod.CARD, Payments.amounts("10.00", "0.00", "0.00"), recovers)
                .timestamps(Timestamps.builder(READ_AT).created(READ_AT).build());

        assertThat(failed.build().lifecycle().isFinal()).isFalse();
        assertThat(failed.build().lifecycle().readAgainAt(READ_AT)).isPresent();
        assertThat(failed.build().lifecycle().readAgainAt(READ_AT.plus(Duration.ofDays(2))))
                .isPresent();
        assertThat(failed.build().lifecycle().readAgainAt(READ_AT.plus(Duration.ofDays(10))))
                .isEmpty();
        assertThat(created(PaymentStatus.FAILED, READ_AT).lifecycle().isFinal()).isTrue();
    }

    @Test
    void anAuthorisationIsReadWhenItsReservationRunsOut() {
        Instant until = READ_AT.plus(Duration.ofDays(1));
        Payment authorised = unfinished(PaymentStatus.AUTHORISED, PaymentMethod.CARD)
                .timestamps(Timestamps.builder(READ_AT)
                        .created(READ_AT.minus(Duration.ofDays(6)))
                        .reservedUntil(until)
                        .build())
                .build();

        assertThat(authorised.lifecycle().readAgainAt(READ_AT))
                .hasValueSatisfying(it -> assertThat(it).isBetween(until, until.plusSeconds(120)));
    }

    @Test
    void whateverTimesAGatewayTellsTheNextReadingIsAfterThisOneAndWithinWeeks() {
        for (Instant odd : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, READ_AT.plus(Duration.ofDays(9_000)))) {
            for (PaymentStatus status : WAITING) {
                Payment payment = unfinished(status, PaymentMethod.CARD)
                        .timestamps(Timestamps.builder(READ_AT)
                                .created(odd)
                                .waitingFor3dsSince(odd)
                                .reservedUntil(odd)
                                .build())
                        .build();
                assertThat(payment.lifecycle().readAgainAt(READ_AT))
                        .hasValueSatisfying(
                                it -> assertThat(it).isAfter(READ_AT).isBefore(READ_AT.plus(Duration.ofDays(31))));
                assertThat(payment.lifecycle().meaning(java.util.Locale.ENGLISH))
                        .isNotBlank();
                assertThat(payment.lifecycle().guidance(java.util.Locale.ENGLISH))
                        .isNotBlank();
                assertThat(payment.lifecycle().abandonedNotBefore())
                        .satisfiesAnyOf(
                                it -> assertThat(it).isEmpty(),
                                it -> assertThat(it).isPresent());
            }
        }
    }
}
