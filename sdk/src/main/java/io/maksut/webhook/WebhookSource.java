package io.maksut.webhook;

import java.util.Optional;

/** One sender: knows how it signs and what it says. Implementations are thread-safe and do nothing but look. */
public interface WebhookSource {
    /** Names the sender in the inbox: a gateway account, or a shop. An identifier of at most 255 characters, never changed. */
    String name();

    /**
     * Verifies a request on its raw bytes, then reads it.
     *
     * @return empty if it is well but tells of nothing that anybody has to look at; it is acknowledged and not kept
     * @throws io.maksut.error.DeliveryRefusedException whatever else arrived; nothing else is thrown
     */
    Optional<Delivery> receive(WebhookRequest request);
}
