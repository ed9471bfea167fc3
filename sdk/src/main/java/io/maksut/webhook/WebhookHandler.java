package io.maksut.webhook;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.observe.LogContext;
import io.maksut.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a sender's requests, in any server: turn its request into a {@link WebhookRequest}, call {@link #handle},
 * send the reply. A delivery answered with 2xx is on disk, or needs no processing. Thread-safe; throws no exception.
 *
 * <p>There is no inbox in memory, on purpose: a crash would lose acknowledged deliveries. An SQLite file is enough. To
 * keep deliveries elsewhere, call {@link WebhookSource#receive} and store what it returns.
 */
public final class WebhookHandler {
    /** One mebibyte: the largest known deliveries are shop orders with hundreds of lines. */
    public static final int DEFAULT_MAX_BODY = 1 << 20;

    private static final int MAX_HEAD = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);

    private final WebhookSource source;
    private final Inbox inbox;
    private final int maxBody;

    /** A handler for bodies of at most {@link #DEFAULT_MAX_BODY} bytes. */
    public WebhookHandler(WebhookSource source, Inbox inbox) {
        this(source, inbox, DEFAULT_MAX_BODY);
    }

    /**
     * Path, query and headers together may have 65,536 characters.
     *
     * @param maxBody in bytes
     * @throws IllegalArgumentException if the source's name is no identifier, or {@code maxBody} is negative
     */
    public WebhookHandler(WebhookSource source, Inbox inbox, int maxBody) {
        if (maxBody < 0 || maxBody == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("maxBody: " + maxBody);
        }
        if (!Delivery.isSubject(source.name())) {
            throw new IllegalArgumentException("the name of a source is an identifier");
        }
        this.source = source;
        this.inbox = inbox;
        this.maxBody = maxBody;
    }

    /** The largest body in bytes; a server need not read further. */
    public int maxBody() {
        return maxBody;
    }

    /** Verifies the request, stores the delivery, and only then accepts. */
    public WebhookReply handle(WebhookRequest request) {
        try {
            if (request.bodySize() > maxBody || request.headSize() > MAX_HEAD) {
                throw new DeliveryRefusedException(Reason.TOO_LARGE, source.name());
            }
            return source.receive(request)
                    .map(delivery -> LogContext.of(delivery.correlationId()).call(() -> stored(delivery)))
                    .orElse(WebhookReply.ACCEPTED);
        } catch (DeliveryRefusedException e) {
            LOG.info("{}", e.getMessage());
            return WebhookReply.refused(e.reason());
        } catch (RuntimeException e) {
            LOG.error("A delivery to {} was not handled: {}", source.name(), Failures.describe(e));
            return WebhookReply.FAULT;
        }
    }

    private WebhookReply stored(Delivery delivery) {
        try {
            boolean isNew = inbox.accept(source.name(), delivery);
            LOG.debug("A delivery to {} was {}", source.name(), isNew ? "stored" : "stored before");
            return WebhookReply.ACCEPTED;
        } catch (StorageException e) {
            LOG.error("A delivery to {} was not stored: {}", source.name(), e.getMessage());
            return WebhookReply.NOT_STORED;
        }
    }
}
