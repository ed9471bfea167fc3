package io.maksut.portal;

import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import java.net.URI;

/**
 * A payment that waits for its customer on a page of the gateway.
 *
 * @param id the payment's id, which {@link Portal#payment(PaymentId)} finds once the customer has started
 * @param origin how the customer gets to the page: from a checkout, or by a link that was sent
 * @param page where to send the customer; everybody who has it can pay, so {@link #toString()} leaves it out
 */
public record HostedPayment(PaymentId id, PaymentOrigin origin, URI page) {
    @Override
    public String toString() {
        return "HostedPayment[" + id + ", " + origin + "]";
    }
}
