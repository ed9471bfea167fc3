package io.maksut.woocommerce;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.ShopOrder;
import io.maksut.webhook.Delivery;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates orders and refunds of the shop into the terms of the SDK. Thread-safe. */
final class OrderMapping {
    private static final Logger LOG = LoggerFactory.getLogger(OrderMapping.class);

    /**
     * WooCommerce saves a refund, calls the plugin, and then marks the refund as paid. So a refund this young that is
     * not marked may still be under way; PHP and its servers give up sooner.
     */
    static final Duration UNDER_WAY = Duration.ofMinutes(5);

    private final PaymentReferences references;
    private final Set<String> shippedStatuses;
    private final URI site;

    /** @param site the shop's address without a slash at the end */
    OrderMapping(PaymentReferences references, Set<String> shippedStatuses, URI site) {
        this.references = references;
        this.shippedStatuses = Set.copyOf(shippedStatuses);
        this.site = site;
    }

    /**
     * An order with its refunds.
     *
     * @param known the payment by which the order was found; null to use the one that the order names
     * @param at when the order was read, by the shop's clock
     */
    ShopOrder order(
            WireOrder order,
            List<WireRefund> refunds,
            @Nullable PaymentId known,
            ShopProfile.Storage storage,
            Instant at) {
        @Nullable Money zero = WireAmount.zero(order.currency()).orElse(null);
        List<PaymentId> payments = new ArrayList<>();
        List<OrderRefund> shown = new ArrayList<>();
        if (zero == null) {
            LOG.warn(
                    "Order {} is in a currency that is not known, so that no payment of ours can belong to it",
                    order.id());
        } else {
            @Nullable PaymentId payment = known == null ? payment(order).orElse(null) : known;
            if (payment != null) {
                payments.add(payment);
            }
            // A refund may come twice where pages overlap.
            Map<Long, WireRefund> unique = new LinkedHashMap<>();
            refunds.forEach(refund -> unique.put(refund.id(), refund));
            unique.values().forEach(refund -> shown.add(refund(order, refund, payment, zero, at)));
        }
        String id = Long.toString(order.id());
        return ShopOrder.builder(id, number(order))
                .link(link(id, storage))
                .payments(payments)
                .refunds(shown)
                .total(WireAmount.of(order.currency(), order.total()).orElse(null))
                .fulfilment(shippedStatuses.contains(order.status()) ? Fulfilment.COMPLETE : Fulfilment.NONE)
                .trashed(order.trashed())
                .cancelled(order.cancelled())
                .changedAt(order.modified())
                .build();
    }

    /** The payment that the order itself names. */
    Optional<PaymentId> payment(WireOrder order) {
        return references.payment(order.paymentMethod(), order.transactionId(), order.meta());
    }

    private static OrderRefund refund(
            WireOrder order, WireRefund refund, @Nullable PaymentId payment, Money zero, Instant at) {
        @Nullable
        Money amount = refund.amount().isEmpty()
                ? zero
                : WireAmount.of(order.currency(), refund.amount()).orElse(null);
        if (amount == null) {
            LOG.warn(
                    "Refund {} of order {} has an amount that is none of its currency: it counts as not finished",
                    refund.id(),
                    order.id());
        }
        Instant created = refund.created() == null ? at : refund.created();
        return new OrderRefund(
                Long.toString(refund.id()),
                Set.of(),
                payment,
                amount == null ? zero : amount,
                amount == null ? ShopRefund.State.UNKNOWN : state(refund, created, at),
                created,
                payout(refund),
                portalKey(refund));
    }

    /** WooCommerce has no states of refunds: it keeps those that succeeded, and those that were never completed. */
    private static ShopRefund.State state(WireRefund refund, Instant created, Instant at) {
        boolean mayBeUnderWay = refund.unpaid()
                && refund.portalKey() == null
                && created.plus(UNDER_WAY).isAfter(at);
        return mayBeUnderWay ? ShopRefund.State.PENDING : ShopRefund.State.SUCCEEDED;
    }

    private static Payout payout(WireRefund refund) {
        if (refund.refundedPayment() == null) {
            return Payout.NOT_TOLD;
        }
        return refund.refundedPayment() ? Payout.SUCCEEDED : Payout.NONE;
    }

    private static @Nullable String portalKey(WireRefund refund) {
        String key = refund.portalKey();
        return key == null || !Delivery.isSubject(key) ? null : key;
    }

    private static String number(WireOrder order) {
        String number = "#" + order.number();
        return order.number().isBlank() || !Delivery.isSubject(number) ? "#" + order.id() : number;
    }

    private URI link(String id, ShopProfile.Storage storage) {
        // All releases and both kinds of storage understand the older address.
        return URI.create(
                storage == ShopProfile.Storage.ORDER_TABLES
                        ? site + "/wp-admin/admin.php?page=wc-orders&action=edit&id=" + id
                        : site + "/wp-admin/post.php?post=" + id + "&action=edit");
    }
}
