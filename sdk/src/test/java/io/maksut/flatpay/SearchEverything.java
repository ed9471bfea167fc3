package io.maksut.flatpay;

import io.maksut.payment.Payment;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** A program of its own: reads every payment of a gateway and tells how many there were. */
public final class SearchEverything {
    private SearchEverything() {}

    /** Arguments: API address, key, checkout address. */
    public static void main(String[] args) {
        Instant start = Instant.now();
        long payments = 0;
        long allowed = 0;
        try (Portal portal = FlatpayPortal.builder()
                .api(URI.create(args[0]))
                .apiKey(args[1])
                .checkoutApi(URI.create(args[2]))
                .limits(2_000, 2_000, 10, 10)
                .build()) {
            for (Payment payment : portal.payments(PaymentQuery.all())) {
                payments++;
                allowed += payment.allowedActions().size();
            }
        }
        System.out.println("FOUND " + payments + " " + allowed + " "
                + Duration.between(start, Instant.now()).toMillis());
    }
}
