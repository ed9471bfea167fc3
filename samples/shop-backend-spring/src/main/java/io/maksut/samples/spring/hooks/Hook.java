package io.maksut.samples.spring.hooks;

import io.maksut.webhook.DeliveryProcessor;
import io.maksut.webhook.WebhookSource;

/**
 * A sender of deliveries.
 *
 * @param path after {@code /hooks/}
 * @param source verifies them on their raw bytes
 * @param processor works on what was stored
 */
public record Hook(String path, WebhookSource source, DeliveryProcessor processor) {}
