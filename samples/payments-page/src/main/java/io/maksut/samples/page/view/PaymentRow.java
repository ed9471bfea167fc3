package io.maksut.samples.page.view;

import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.samples.page.merchant.PaymentKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment as a line of a list. What is not known is an empty text.
 *
 * @param key the payment's name in addresses and in live events
 * @param amount what was paid; where that is a part of what was approved, it says so
 * @param refunded what went back, if anything did
 * @param methodName the gateway's own name of the method, where it says more
 * @param iso the creation time for machines
 */
public record PaymentRow(
        String key,
        String amount,
        String refunded,
        Badge status,
        boolean disputed,
        boolean watched,
        String order,
        String reference,
        String customer,
        String method,
        String methodName,
        String account,
        String created,
        String iso) {
    private static final int LONGEST_REFERENCE = 20;

    public static PaymentRow of(Payment payment, Formats formats) {
        Optional<Instant> created = payment.timestamps().created();
        String reference = payment.id().reference();
        String order = payment.orderReference().map(OrderReference::value).orElse("");
        return new PaymentRow(
                PaymentKey.of(payment.id()),
                payment.amounts().paid(formats.locale()),
                payment.amounts().refunded().isZero()
                        ? ""
                        : formats.money(payment.amounts().refunded()),
                Badge.of(payment, formats.locale()),
                payment.chargebackOpen(),
                payment.lifecycle().watch(),
                order.isEmpty() ? shortened(reference) : order,
                order.equals(reference) || order.isEmpty() ? "" : shortened(reference),
                payment.customer().flatMap(Customer::email).orElse(""),
                method(payment, formats),
                methodName(payment),
                payment.id().account(),
                created.map(formats::dateTime).orElse(""),
                created.map(Instant::toString).orElse(""));
    }

    /** A payment in a sentence. */
    static String name(PaymentId id) {
        return id.account() + " " + shortened(id.reference());
    }

    /** The brand and the last digits of a card; else the method, with the gateway's own name of it where that says more. */
    static String method(Payment payment, Formats formats) {
        String method = payment.method().label(formats.locale());
        Optional<String> brand = payment.card().flatMap(CardDetails::brand);
        Optional<String> number = payment.card()
                .flatMap(CardDetails::maskedNumber)
                .map(it -> "•••• " + it.substring(Math.max(0, it.length() - 4)));
        if (brand.isPresent() || number.isPresent()) {
            return (brand.map(PaymentRow::brandName).orElse(method) + " " + number.orElse("")).strip();
        }
        return method;
    }

    /** The gateway's own name, where it says more. */
    private static String methodName(Payment payment) {
        return switch (payment.method()) {
            case OTHER, OPEN_BANKING -> payment.methodName().orElse("");
            default -> "";
        };
    }

    private static String brandName(String brand) {
        return switch (brand) {
            case "visa", "visa_dk", "visa_elec" -> "Visa";
            case "mc", "master_card", "mastercard" -> "Mastercard";
            default -> brand;
        };
    }

    private static String shortened(String reference) {
        return reference.length() <= LONGEST_REFERENCE
                ? reference
                : reference.substring(0, 8) + "…" + reference.substring(reference.length() - 6);
    }
}
