package io.maksut.samples.quickstart;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Portal;

/** A merchant with an account at a gateway, and the payments of the story in it. */
interface Merchant extends AutoCloseable {
    /** For the heading. */
    String gateway();

    Portal portal();

    /** Authorised: its parcel is shipped in the story. */
    PaymentId toShip();

    PaymentId settled();

    PaymentId failed();

    /** Somebody has to do something before it goes on. */
    PaymentId waiting();

    /** Authorised: the answer of its capture is lost in the story. */
    PaymentId toLose();

    void staffRefund(PaymentId id, Money amount);

    void loseNextCaptureAnswer();

    /** Captures in the gateway's own books. */
    long captures(PaymentId id);

    /** Requests for a capture that reached the gateway. */
    long captureRequests();

    @Override
    void close();
}
