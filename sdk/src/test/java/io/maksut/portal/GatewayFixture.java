package io.maksut.portal;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;

/** One gateway with its sandbox, as the contract of all gateways needs it. */
public interface GatewayFixture {
    /** The operations that a test may disturb or count on the wire. */
    enum Operation {
        CAPTURE,
        VOID,
        REFUND
    }

    /** What happens to an answer. */
    enum Loss {
        /** The gateway processed the request; its answer never came. */
        AFTER_PROCESSING,
        /** The connection broke before the gateway saw the request. */
        BEFORE_PROCESSING
    }

    PaymentGateway gateway();

    Portal portal();

    /** The same account, asked with credentials that are wrong. */
    Portal portalWithWrongCredentials();

    PaymentId authorised(Money amount);

    PaymentId settled(Money amount);

    PaymentId failed(Money amount);

    /** A reference of the form this gateway uses, which does not exist. */
    String unknownReference();

    /** Somebody else, staff in the portal, releases the authorisation. */
    void voidElsewhere(PaymentId id);

    void lose(Loss loss, Operation operation);

    /** The next refund is carried out, and neither its answer comes nor that of anything that asks what became of it. */
    void loseNextRefundForGood();

    /** Something before the gateway answers every request with this status and a page of its own. */
    void turnAway(int status);

    /** Refunds are carried out, and something before the gateway answers them with this status and a page of its own. */
    void answerForRefunds(int status);

    /** Everything works again. */
    void recover();

    /** The same account, as a process asks it that has just started. */
    PaymentGateway afresh();

    /** The same account, at an address where nobody listens. */
    PaymentGateway unreachable();

    /** Requests for the operation that reached the gateway's door. */
    long requests(Operation operation);

    /** What the gateway's own books say was moved, in minor units, and in how many movements. */
    Movements movements(PaymentId id, Operation operation);

    /** The customer follows the page of the gateway and pays by card. */
    void customerPays(HostedPayment hosted);

    /** Sum in minor units and number of movements. */
    record Movements(long sum, long count) {}
}
