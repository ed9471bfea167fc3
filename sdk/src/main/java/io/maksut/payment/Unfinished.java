package io.maksut.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When payments that wait for somebody to act are read again (domain.md, section 2, decisions). */
final class Unfinished {
    /** What a gateway may take to write down that a deadline has passed. */
    private static final Duration AFTER_DEADLINE = Duration.ofMinutes(1);

    private static final Duration SHORTEST_STEP = Duration.ofMinutes(5);
    private static final Duration LONGEST_STEP = Duration.ofDays(30);

    /** Each step is this part of the payment's age: a payment that nobody ends is read some fifty times in its first year. */
    private static final int PART_OF_AGE = 4;

    /** How long a failed payment may still go on, where that is possible at all. */
    private static final Duration FAILED_MAY_RECOVER = Duration.ofDays(5);

    private Unfinished() {}

    static Optional<Instant> readAgainAt(Payment payment, GatewayCapabilities capabilities, Instant after) {
        Instant start = start(payment, after);
        Duration age = Duration.between(start, after);
        if (!isWaiting(payment, capabilities, age)) {
            return Optional.empty();
        }
        Instant step = after.plus(between(SHORTEST_STEP, age.dividedBy(PART_OF_AGE), LONGEST_STEP));
        return Optional.of(deadline(payment, start)
                .map(it -> it.plus(AFTER_DEADLINE))
                .filter(it ->
                        it.isAfter(after) && (payment.status() == PaymentStatus.WAITING_FOR_3DS || it.isBefore(step)))
                .orElse(step));
    }

    private static boolean isWaiting(Payment payment, GatewayCapabilities capabilities, Duration age) {
        return switch (payment.status()) {
            case INITIATED, WAITING_FOR_3DS, CONFIRMED_3DS, WAITING_FOR_SCA, SENT_FOR_PROCESSING -> true;
            case AUTHORISED -> payment.method() != PaymentMethod.PAYPAL;
            case FAILED -> capabilities.failedMayRecover() && age.compareTo(FAILED_MAY_RECOVER) < 0;
            case SETTLED, PARTIALLY_REFUNDED, REFUNDED, VOIDED, ABANDONED, CHARGED_BACK, UNKNOWN -> false;
        };
    }

    /** At most as early as its creation, never after now; gateways' clocks may tell anything. */
    private static Instant start(Payment payment, Instant after) {
        Timestamps times = payment.timestamps();
        return times.waitingFor3dsSince()
                .or(times::created)
                .filter(it -> it.isBefore(after))
                .orElse(after);
    }

    private static Optional<Instant> deadline(Payment payment, Instant start) {
        return switch (payment.status()) {
            case WAITING_FOR_3DS -> Optional.of(start.plus(PaymentLifecycle.THREE_DS_LIMIT));
            case AUTHORISED -> ReservedWording.reservedUntil(payment);
            default -> Optional.empty();
        };
    }

    private static Duration between(Duration least, Duration step, Duration most) {
        if (step.compareTo(least) < 0) {
            return least;
        }
        return step.compareTo(most) > 0 ? most : step;
    }
}
