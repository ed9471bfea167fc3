package io.maksut.flatpay;

import io.maksut.error.MaksutException;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import java.net.URI;

/** A program of its own that logs all there is to log. */
public final class TalkativeShop {
    private TalkativeShop() {}

    /** Arguments: API address, key, checkout address, e-mail address, handle of an authorised charge. */
    public static void main(String[] args) {
        try (Portal portal = FlatpayPortal.builder()
                .api(URI.create(args[0]))
                .apiKey(args[1])
                .checkoutApi(URI.create(args[2]))
                .build()) {
            long found = portal.payments(PaymentQuery.customerEmail(args[3])).stream()
                    .count();
            portal.customer(new PaymentId("flatpay", args[4]));
            portal.capture(new PaymentId("flatpay", args[4]));
            try {
                portal.payment(args[3]);
            } catch (MaksutException e) {
                found++;
            }
            System.out.println("DONE " + found);
        }
    }
}
