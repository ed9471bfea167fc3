package io.maksut.shopify;

import java.util.List;
import java.util.Set;

/** An event of a Shopify shop, for people or alarms. Implementations are immutable and thread-safe. */
public sealed interface ShopifyEvent {
    /** The shop's name in the engine. */
    String shop();

    /**
     * Shopify uses another version of the API than was requested, as it does when that one has expired. Everything goes
     * on; plan an update.
     *
     * @param where whether an answer or a webhook had that version
     */
    record ApiVersionDiffers(String shop, Where where, String expected, String served) implements ShopifyEvent {}

    /** Where an API version was seen. */
    enum Where {
        /** In an answer. */
        ANSWER,
        /** In a webhook; its version is set in the app's settings. */
        WEBHOOK
    }

    /** The merchant removed the app: nothing can be read any more, and that no order is found proves nothing. */
    record AppUninstalled(String shop) implements ShopifyEvent {}

    /**
     * The shop does not accept the app's token, or does not issue another one.
     *
     * @param why in English, for people; the call itself is in the log
     */
    record AccessLost(String shop, String why) implements ShopifyEvent {}

    /**
     * The app's scopes were changed.
     *
     * @param missing the scopes that the app needs and does not have now
     */
    record ScopesChanged(String shop, Set<String> missing) implements ShopifyEvent {
        /** Copies the set. */
        public ScopesChanged {
            missing = Set.copyOf(missing);
        }
    }

    /**
     * Shopify passes on a request about personal data, which has to be met within 30 days. The bridge and the engine's
     * ledger hold none; they keep payment ids, order ids and amounts, which decisions about refunds need.
     *
     * @param orders the gids of the orders in the request
     */
    record PrivacyRequested(String shop, Privacy kind, List<String> orders) implements ShopifyEvent {
        /** Copies the list. */
        public PrivacyRequested {
            orders = List.copyOf(orders);
        }
    }

    /** The kind of a request about personal data. */
    enum Privacy {
        /** A customer wants to know what is stored: {@code customers/data_request}. */
        TELL_CUSTOMER,
        /** What is stored of a customer has to be deleted: {@code customers/redact}. */
        REDACT_CUSTOMER,
        /** The shop is gone, and what is stored of it has to be deleted: {@code shop/redact}. */
        REDACT_SHOP
    }

    /** Webhook subscriptions were missing or wrong, and were created or repaired: deliveries may have been missed. */
    record SubscriptionsRepaired(String shop, List<String> topics) implements ShopifyEvent {
        /** Copies the list. */
        public SubscriptionsRepaired {
            topics = List.copyOf(topics);
        }
    }

    /**
     * The shop refuses a webhook subscription. Scans still find the changes, minutes later.
     *
     * @param why in the shop's words
     */
    record SubscriptionRefused(String shop, String topic, String why) implements ShopifyEvent {}

    /**
     * An order could not be tagged as refunded outside of Shopify; the merchant still gets the instructions.
     *
     * @param why in the shop's words
     */
    record OrderNotTagged(String shop, String orderId, String why) implements ShopifyEvent {}

    /** A payment gateway of the shop that the bridge was not told of: its payments are ignored. Told once for each. */
    record GatewayNotNamed(String shop, String handle) implements ShopifyEvent {}

    /**
     * An order was left out of a scan, because its money cannot be understood; reading it by id fails, too.
     *
     * @param why in English, for people; the log names the field
     */
    record OrderNotUnderstood(String shop, String orderId, String why) implements ShopifyEvent {}

    /** An order was paid through a gateway of ours, but no payment of ours has its payment id. */
    record PaymentNotMatched(String shop, String orderId, String handle) implements ShopifyEvent {}

    /**
     * The app may not read customers' addresses, which Shopify grants separately. So nobody is asked whether a payment
     * link paid an order of the same customer and amount. Told once.
     */
    record CustomersNotShown(String shop) implements ShopifyEvent {}

    /**
     * A session that the engine does not have cannot be read by this version, because a newer one wrote it: it waits
     * for a version that can read it. Told once.
     *
     * @param paymentId Shopify's id of its payment
     * @param why in English; no stored value
     */
    record PaymentSetAside(String shop, String paymentId, String why) implements ShopifyEvent {}

    /**
     * Shopify sent another request under the id of a session, for another amount, payment or kind. The first one
     * stands, and this one is ignored. Where its payment is known, a discrepancy ({@link
     * io.maksut.sync.DiscrepancyKind#REQUEST_EDITED}) tells a person, too. Shopify cannot be told: a session is
     * acknowledged without a body, and the only words are those of a rejection, which would end the first request.
     */
    record SessionEdited(String shop, String sessionId) implements ShopifyEvent {}

    /**
     * A session without a known payment came in, changed, or waits for a person. Sessions that the engine has are in
     * its own events ({@link io.maksut.sync.SyncEvent}).
     */
    record SessionChanged(String shop, ShopifySession session) implements ShopifyEvent {}
}
