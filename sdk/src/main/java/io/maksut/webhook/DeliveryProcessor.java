package io.maksut.webhook;

/** Looks at what a delivery is about. Called by several threads; never twice at once for one subject of a source. */
@FunctionalInterface
public interface DeliveryProcessor {
    /**
     * Works on a delivery. It may be called again for one that was worked on before, after a crash or when it took longer
     * than the lease.
     *
     * @return what to do with the delivery
     * @throws Exception of any kind: the delivery is tried again later, and becomes a dead letter when it fails too often
     */
    ProcessingResult process(InboxDelivery delivery) throws Exception;
}
