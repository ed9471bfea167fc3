package io.maksut.samples.spring.order;

import io.maksut.payment.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of the shop's own. Immutable.
 *
 * @param id stands in the address of the customer's page
 * @param number that people say to each other
 * @param account in which the customer chose to pay
 * @param shippedAt null if it was not shipped
 */
public record Order(
        String id,
        long number,
        String article,
        Money total,
        String account,
        @Nullable Instant shippedAt,
        Instant changedAt,
        List<OrderPayment> payments,
        List<OrderRefundRow> refunds) {
    /** Copies the lists. */
    public Order {
        payments = List.copyOf(payments);
        refunds = List.copyOf(refunds);
    }

    /** Whether a payment covers it, reserved or settled. */
    public boolean isPaid() {
        return payments.stream().anyMatch(OrderPayment::paid);
    }

    public boolean isShipped() {
        return shippedAt != null;
    }
}
