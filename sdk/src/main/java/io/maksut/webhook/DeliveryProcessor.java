package io.maksut.webhook;

/** Processes deliveries on several threads, one at a time per subject while each keeps within the worker's lease. */
@FunctionalInterface
public interface DeliveryProcessor {
    /**
     * Processes a delivery. May be called again for the same delivery: after a failure, a crash, or processing longer
     * than the lease.
     *
     * @return what becomes of the delivery
     * @throws Exception if processing failed: it is tried again later, and the delivery becomes a dead letter after too
     *     many failures
     */
    ProcessingResult process(InboxDelivery delivery) throws Exception;
}
