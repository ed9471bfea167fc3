package io.maksut.portal;

import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import java.net.URI;

/**
 * A payment that waits for its customer on a page of the gateway.
 *
 * @param id the payment's id, good for {@link Portal#payment(PaymentId)} once the customer has started
 * @param origin how the customer gets there: from a checkout, or by a link that was sent
 * @param page where to send the customer; whoever has it may pay, so it is left out of {@link #toString()}
 */
public record HostedPayment(PaymentId id, PaymentOrigin origin, URI page) {
    @Override
    public String toString() {
        return "HostedPayment[" + id + ", " + origin + "]";
    }
}
