package io.maksut.sandbox.everypay;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any number of card payments that take no memory: each is computed from the index in its reference. Of 20 payments 16
 * are settled, 2 authorised, 1 voided, 1 failed. Immutable.
 */
final class BulkPayments {
    private static final int CUSTOMERS = 10_000;
    private static final String ZERO = "b" + "0".repeat(63);

    private final int count;
    private final Instant first;
    private final Duration step;
    private final ProcessingAccount account;

    BulkPayments(int count, Instant first, Duration step, ProcessingAccount account) {
        this.count = count;
        this.first = first;
        this.step = step;
        this.account = account;
    }

    Stream<String> references() {
        return IntStream.range(0, count).mapToObj(BulkPayments::reference);
    }

    /** A new copy, or null when the reference is none of ours. */
    @Nullable
    Payment payment(String reference) {
        int index = index(reference);
        if (index < 0 || index >= count) {
            return null;
        }
        Instant created = first.plus(step.multipliedBy(index));
        Payment payment = new Payment(
                reference,
                String.format("bulk00/%06x", index),
                account,
                String.format("bulk-%09d", index),
                1_000 + index * 37L % 50_000,
                created);
        payment.email = "bulk-customer-" + index % CUSTOMERS + "@example.com";
        payment.method = "card";
        payment.transactionTime = created;
        payment.state = switch (index % 20) {
            case 7, 13 -> "authorised";
            case 11 -> "voided";
            case 17 -> "failed";
            default -> "settled";
        };
        if (payment.state.equals("failed")) {
            payment.errorCode = ErrorCode.ISSUER_DECLINED.number;
            payment.errorMessage = ErrorCode.ISSUER_DECLINED.message;
        }
        return payment;
    }

    private static int index(String reference) {
        if (reference.length() != 64 || reference.charAt(0) != 'b') {
            return -1;
        }
        try {
            int index = Integer.parseInt(reference, 56, 64, 16);
            return reference(index).equals(reference) ? index : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String reference(int index) {
        String digits = Integer.toHexString(index);
        return ZERO.substring(0, ZERO.length() - digits.length()) + digits;
    }
}
