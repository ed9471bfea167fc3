package io.maksut.webhook;

import io.maksut.error.NotFoundException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Portal;

/**
 * Processes the notifications of a gateway account: reads the payment afresh, then calls the listener. Thread-safe if
 * the listener is.
 */
public final class PaymentNotifications implements DeliveryProcessor {
    /** A gateway may find a new payment only after a moment; a made-up reference costs no more reads than this. */
    private static final int LOOKS_FOR_UNKNOWN = 3;

    private final Portal portal;
    private final PaymentListener listener;

    /** {@code portal} is of the account that sends the notifications. */
    public PaymentNotifications(Portal portal, PaymentListener listener) {
        this.portal = portal;
        this.listener = listener;
    }

    @Override
    public ProcessingResult process(InboxDelivery delivery) throws Exception {
        Notification notification;
        try {
            notification = Notification.of(delivery);
        } catch (IllegalArgumentException e) {
            return ProcessingResult.deadLetter("not the delivery of a notification");
        }
        Payment payment;
        try {
            payment = portal.payment(notification.paymentReference());
        } catch (NotFoundException e) {
            if (delivery.attempts() < LOOKS_FOR_UNKNOWN) {
                throw e;
            }
            return ProcessingResult.deadLetter("the gateway does not know this payment");
        }
        listener.paymentChanged(new PaymentChange(notification, seenWaiting(payment, delivery)));
        return ProcessingResult.done();
    }

    /** No gateway tells since when a payment waits for 3DS; it waited already when a callback about it came in. */
    private static Payment seenWaiting(Payment payment, InboxDelivery delivery) {
        if (payment.status() != PaymentStatus.WAITING_FOR_3DS
                || payment.timestamps().waitingFor3dsSince().isPresent()) {
            return payment;
        }
        return payment.toBuilder()
                .timestamps(payment.timestamps().toBuilder()
                        .waitingFor3dsSince(delivery.receivedAt())
                        .build())
                .build();
    }
}
