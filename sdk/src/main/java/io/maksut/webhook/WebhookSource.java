package io.maksut.webhook;

import java.util.Optional;

/** One sender: how it signs and what it sends. Implementations are thread-safe and have no side effects. */
public interface WebhookSource {
    /** The sender's name in the inbox: a gateway account or a shop. At most 255 characters, never changed. */
    String name();

    /**
     * Verifies a request on its raw bytes, then reads it.
     *
     * @return empty if the request is valid but needs no processing; it is acknowledged and not stored
     * @throws io.maksut.error.DeliveryRefusedException for any other request; nothing else is thrown
     */
    Optional<Delivery> receive(WebhookRequest request);
}
