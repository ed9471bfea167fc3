package io.maksut.sync;

import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;

/**
 * The gateway answered to the name of a payment with another id. Nothing is judged, stored or sent under that name: what
 * stands there is moved to the gateway's own id first ({@link OtherNames}).
 */
final class NamedOtherwiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PaymentId name;
    private final transient PaymentId id;

    private NamedOtherwiseException(PaymentId name, PaymentId id) {
        super("the gateway answers to " + name + " with " + id);
        this.name = name;
        this.id = id;
    }

    /**
     * The payment, read under the name that the ledger has of it.
     *
     * @throws NamedOtherwiseException if it has another id
     */
    static Payment require(PaymentId name, Payment read) {
        require(name, read.id());
        return read;
    }

    /**
     * As {@link #require(PaymentId, Payment)}, of the payment of an attempt.
     *
     * @throws NamedOtherwiseException if it has another id
     */
    static void require(PaymentId name, PaymentId id) {
        if (!name.equals(id)) {
            throw new NamedOtherwiseException(name, id);
        }
    }

    /** Under which the ledger has it. */
    PaymentId name() {
        return name;
    }

    /** With which the gateway answers. */
    PaymentId id() {
        return id;
    }
}
