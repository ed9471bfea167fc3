package io.maksut.samples.quickstart;

import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Payments as a table for a wide terminal. */
final class PaymentTable {
    private static final String ROW = "%-10s %-19s %-23s %-19s %-9s %10s %8s %10s  %s%n";
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");

    private PaymentTable() {}

    static void print(PrintStream out, Iterable<Payment> payments) {
        out.printf(ROW, "order", "status", "fi", "lv", "method", "authorised", "captured", "refundable", "allowed");
        for (Payment payment : payments) {
            out.printf(
                    ROW,
                    payment.orderReference().map(OrderReference::value).orElse("-"),
                    payment.status().label(Locale.ENGLISH),
                    payment.status().label(FINNISH),
                    payment.status().label(LATVIAN),
                    payment.methodName().orElse("-"),
                    payment.amounts().authorised().toDecimalString(),
                    payment.amounts().captured().toDecimalString(),
                    payment.amounts().refundable().toDecimalString(),
                    actions(payment.allowedActions()));
        }
    }

    static String actions(Set<PaymentAction> actions) {
        if (actions.isEmpty()) {
            return "nothing";
        }
        return actions.stream().map(it -> it.label(Locale.ENGLISH)).collect(Collectors.joining(", "));
    }
}
