package io.maksut.shopify;

import java.util.List;
import java.util.Set;

/** Something about a Shopify shop that people or alarms want to know. Implementations are immutable and thread-safe. */
public sealed interface ShopifyEvent {
    /** The shop's name, as the engine knows it. */
    String shop();

    /**
     * Shopify speaks another version of the API than it was asked for, as it does when that one has expired. Nothing stops;
     * plan an update.
     *
     * @param where what was answered or delivered
     */
    record ApiVersionDiffers(String shop, Where where, String expected, String served) implements ShopifyEvent {}

    /** Where an API version was seen. */
    enum Where {
        /** In an answer. */
        ANSWER,
        /** In a webhook; its version is set in the app's settings. */
        WEBHOOK
    }

    /** The merchant removed the app: nothing can be read any more, and no answer means "there is none". */
    record AppUninstalled(String shop) implements ShopifyEvent {}

    /**
     * The shop does not take the app's token, or will not give out another one.
     *
     * @param why in English, for people; the call itself is in the log
     */
    record AccessLost(String shop, String why) implements ShopifyEvent {}

    /**
     * The app's scopes were changed.
     *
     * @param missing those that it needs and does not have now
     */
    record ScopesChanged(String shop, Set<String> missing) implements ShopifyEvent {
        /** Copies the set. */
        public ScopesChanged {
            missing = Set.copyOf(missing);
        }
    }

    /**
     * Shopify passes on a request about personal data; it has to be met within 30 days. The bridge and the engine's ledger
     * hold none: payment ids, order ids and amounts are kept, as the decision about a refund needs them.
     *
     * @param orders the orders it names, as gids
     */
    record PrivacyRequested(String shop, Privacy kind, List<String> orders) implements ShopifyEvent {
        /** Copies the list. */
        public PrivacyRequested {
            orders = List.copyOf(orders);
        }
    }

    /** What is asked about personal data. */
    enum Privacy {
        /** A customer wants to know what is stored: {@code customers/data_request}. */
        TELL_CUSTOMER,
        /** What is stored of a customer is to go: {@code customers/redact}. */
        REDACT_CUSTOMER,
        /** The shop is gone, and all that is stored of it is to go: {@code shop/redact}. */
        REDACT_SHOP
    }

    /** Webhook subscriptions were missing or wrong, and were made or put right: deliveries may have been missed. */
    record SubscriptionsRepaired(String shop, List<String> topics) implements ShopifyEvent {
        /** Copies the list. */
        public SubscriptionsRepaired {
            topics = List.copyOf(topics);
        }
    }

    /**
     * The shop will not have a webhook subscription. Changes are found by scans all the same, minutes later.
     *
     * @param why in the shop's words
     */
    record SubscriptionRefused(String shop, String topic, String why) implements ShopifyEvent {}

    /**
     * An order could not be tagged as refunded outside of Shopify; the merchant gets the instructions all the same.
     *
     * @param why in the shop's words
     */
    record OrderNotTagged(String shop, String orderId, String why) implements ShopifyEvent {}

    /** A payment gateway of the shop that nobody has named to the bridge: its payments are left alone. Told once each. */
    record GatewayNotNamed(String shop, String handle) implements ShopifyEvent {}

    /**
     * An order was left out of a scan, because its money cannot be understood; reading it alone fails.
     *
     * @param why in English, for people; which field it is stands in the log
     */
    record OrderNotUnderstood(String shop, String orderId, String why) implements ShopifyEvent {}

    /** An order was paid through a gateway of ours with a payment id that no payment of ours has. */
    record PaymentNotMatched(String shop, String orderId, String handle) implements ShopifyEvent {}

    /**
     * The app may not read the addresses of customers, which Shopify grants on its own: nobody is asked whether an order of the
     * same customer and amount may be a payment link's. Told once.
     */
    record CustomersNotShown(String shop) implements ShopifyEvent {}

    /**
     * A session of this payment, which the engine has not, cannot be read by this version, because a newer one wrote it: it waits
     * until a version that knows it works on it. Told once.
     *
     * @param paymentId Shopify's
     * @param why in English; no stored value
     */
    record PaymentSetAside(String shop, String paymentId, String why) implements ShopifyEvent {}

    /**
     * Shopify asked again under the id of a session for another amount, payment or kind: the first stands, this one counts for
     * nothing. Where its payment is known a discrepancy ({@link io.maksut.sync.DiscrepancyKind#REQUEST_EDITED}) tells a person, too. Shopify
     * has no place for words to the merchant here: a session is acknowledged without a body, and the only words are those of a
     * rejection, which would end the first.
     */
    record SessionEdited(String shop, String sessionId) implements ShopifyEvent {}

    /**
     * A session whose payment is not known came in, moved on, or waits for a person. Of those that the engine has its own events
     * tell ({@link io.maksut.sync.SyncEvent}).
     */
    record SessionChanged(String shop, ShopifySession session) implements ShopifyEvent {}
}
