/**
 * Receives deliveries of gateways and shops: the signature is checked on the raw bytes, the delivery is stored, the
 * sender gets its answer, and a worker processes it later. Open {@link io.maksut.webhook.WebhookHandler} first, then
 * {@link io.maksut.webhook.InboxWorker}. Each sender is a {@link io.maksut.webhook.WebhookSource}.
 *
 * <pre>{@code
 * Inbox inbox = Inbox.open(dataSource);
 * WebhookSource flatpay = FlatpayWebhooks.builder().secret(webhookSecret).build();
 * server.createContext("/webhooks/flatpay", new JdkWebhookHandler(new WebhookHandler(flatpay, inbox)));
 *
 * InboxWorker worker = InboxWorker.builder(inbox)
 *         .on(flatpay.name(), new PaymentNotifications(portal, change -> orders.update(change.payment())))
 *         .build();
 * worker.start();
 * }</pre>
 *
 * <p>A delivery is only a hint, even with a valid signature: the payment is read afresh from the gateway before the
 * listener is called. So neither the order of arrival nor a forged event can set a payment back.
 */
@NullMarked
package io.maksut.webhook;

import org.jspecify.annotations.NullMarked;
