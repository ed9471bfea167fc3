package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.ShopOrderId;
import io.maksut.sync.BindingTable.OrderLink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a payment belongs to the order for which a shop asks a refund, by what the shop's API key cannot write
 * (domain 4, bindings 1 to 3). Pure: {@link OrderCheck} reads the facts. That the order names the payment's reference
 * as its transaction id proves nothing: it only repeats the request.
 */
final class PaymentBinding {
    private final Payment payment;
    private final ShopOrderId order;
    private final Facts facts;

    private PaymentBinding(Payment payment, ShopOrderId order, Facts facts) {
        this.payment = payment;
        this.order = order;
        this.facts = facts;
    }

    /** What establishes that a payment is an order's. */
    enum Way {
        /** The gateway has shop and order, written when the payment was made. */
        GATEWAY_RECORD,
        /** The plugin's reference at the gateway is made of the order's id. */
        REFERENCE,
        /** The ledger saw the order name the payment in time, or in the first scan. */
        NAMING,
        /** The order says so, and nothing contradicts it. */
        ORDERS_WORD,
        /** A person stated it on record. */
        PERSON
    }

    /** The judgement. */
    sealed interface Answer {
        /** The payment belongs to this order. */
        record Bound(Way way) implements Answer {}

        /** The payment belongs to another order. */
        record Contradicted(String why) implements Answer {}

        /**
         * Neither is established.
         *
         * @param shopMayTell whether reading the shop now may establish it
         */
        record Open(boolean shopMayTell, String why) implements Answer {}
    }

    /**
     * The facts beside the payment.
     *
     * @param links every order that is linked to the payment
     * @param forms of each shop in the payment's account, by the shop's name
     */
    record Facts(BindingSettings settings, List<OrderLink> links, Map<String, List<ReferenceForm>> forms) {
        Optional<OrderLink> link(ShopOrderId order) {
            return links.stream().filter(it -> it.order().equals(order)).findFirst();
        }
    }

    /** The facts that the engine has for an order of this shop. */
    static Facts facts(Engine engine, ConnectedShop shop, PaymentId payment, List<OrderLink> links) {
        Map<String, List<ReferenceForm>> forms = new HashMap<>();
        for (ConnectedShop any : engine.shopsOf(payment.account())) {
            forms.put(
                    any.name(),
                    any.binding().references().stream()
                            .filter(it -> it.account().equals(payment.account()))
                            .toList());
        }
        return new Facts(shop.binding(), links, forms);
    }

    /** Judges by everything but the order's own word. */
    static Answer judge(Payment payment, ShopOrderId order, Facts facts) {
        return new PaymentBinding(payment, order, facts).judge();
    }

    private Answer judge() {
        Optional<ShopOrderId> written = payment.order();
        if (written.isPresent()) {
            return written.get().equals(order)
                    ? new Answer.Bound(Way.GATEWAY_RECORD)
                    : new Answer.Contradicted("the payment was made for " + written.get());
        }
        Optional<OrderLink> established =
                facts.links().stream().filter(it -> it.bound() != null).findFirst();
        if (established.isPresent()) {
            return facts.link(order)
                    .map(OrderLink::bound)
                    .<Answer>map(Answer.Bound::new)
                    .orElseGet(() -> new Answer.Contradicted("the payment is established as that of "
                            + established.get().order()));
        }
        if (payment.origin() == PaymentOrigin.PAYMENT_LINK) {
            return new Answer.Open(false, "it is a payment link, and no order was written at the gateway with it");
        }
        return byReference();
    }

    private Answer byReference() {
        @Nullable
        String method = facts.link(order).map(OrderLink::paymentMethod).orElse(null);
        boolean named = false;
        @Nullable ShopOrderId other = null;
        String reference = payment.orderReference().map(OrderReference::value).orElse("");
        for (Map.Entry<String, List<ReferenceForm>> shop : facts.forms().entrySet()) {
            boolean own = shop.getKey().equals(order.shop());
            for (ReferenceForm form : shop.getValue()) {
                if (own && form.isFor(method) && form.names(reference, order.orderId())) {
                    named = true;
                } else if (!own || form.isFor(method)) {
                    other = form.orderIn(reference)
                            .map(id -> new ShopOrderId(shop.getKey(), id))
                            .orElse(other);
                }
            }
        }
        return named ? new Answer.Bound(Way.REFERENCE) : byNaming(other);
    }

    /** @param other the order whose id the payment's reference contains; null if none */
    private Answer byNaming(@Nullable ShopOrderId other) {
        List<ShopOrderId> naming = facts.links().stream()
                .filter(this::namedInTime)
                .map(OrderLink::order)
                .toList();
        boolean one = naming.size() == 1 && naming.contains(order);
        if (other != null) {
            return one
                    ? new Answer.Open(false, "its reference is that of " + other + ", and this order named it in time")
                    : new Answer.Contradicted("its reference is that of " + other);
        }
        if (one) {
            return new Answer.Bound(Way.NAMING);
        }
        if (!naming.isEmpty() && !naming.contains(order)) {
            return new Answer.Contradicted(naming.get(0) + " named it when it was made");
        }
        return naming.isEmpty()
                ? new Answer.Open(true, "the ledger has not seen this order name it, with its total, when it was made")
                : new Answer.Open(false, "several orders named it when it was made");
    }

    private boolean namedInTime(OrderLink link) {
        Instant namedAt = link.namedAt();
        if (namedAt == null || !agrees(payment, link.total())) {
            return false;
        }
        Optional<Instant> created = payment.timestamps().created();
        boolean inTime = created.isPresent()
                && Duration.between(created.get(), namedAt)
                                .abs()
                                .compareTo(facts.settings().namingWindow())
                        <= 0;
        return inTime || link.firstScan();
    }

    /** Whether the settings let the order's word count for a payment of this origin. */
    static boolean mayTrust(Payment payment, BindingSettings settings) {
        return settings.ordersTrusted()
                && (payment.origin() == PaymentOrigin.CHECKOUT
                        || (payment.origin() == PaymentOrigin.UNKNOWN && settings.linksOnlyHere()));
    }

    /** Whether this total is what was authorised or captured. */
    static boolean agrees(Payment payment, @Nullable Money total) {
        return total != null
                && (total.equals(payment.amounts().authorised())
                        || total.equals(payment.amounts().captured()));
    }
}
