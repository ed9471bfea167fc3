/**
 * How deliveries of gateways and shops come in: the signature is checked on the raw bytes, the delivery is stored, the
 * sender gets its answer at once, and a worker looks at it later. It does not know who sends.
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
 * <p>What a delivery says is a hint, also when its signature is right: the payment is read afresh from the gateway before
 * the listener is called. So neither the order of arrival nor a forged event can set a payment back.
 */
@NullMarked
package io.maksut.webhook;

import org.jspecify.annotations.NullMarked;
