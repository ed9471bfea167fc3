package io.maksut.woocommerce;

import io.maksut.payment.PaymentId;
import io.maksut.webhook.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the payment that an order names. WooCommerce has a field for it, the transaction id; some plugins leave that
 * empty and write the payment's reference into a meta field of their own. Immutable and thread-safe.
 */
final class PaymentReferences {
    /** The fields of EveryPay's plugin for Greece, and of Montonio's. */
    static final List<String> KNOWN_META = List.of("everypay_payment_token", "_montonio_uuid");

    /**
     * The gateway account and the meta fields of one payment method of the shop.
     *
     * @param account the gateway account that has the payments
     * @param meta the meta fields that are read before the transaction id, in this order
     */
    record Method(String account, List<String> meta) {}

    private final Map<String, Method> methods;
    private final List<String> moreMeta;

    /** @param moreMeta the meta fields that are read after the transaction id, in this order */
    PaymentReferences(Map<String, Method> methods, List<String> moreMeta) {
        this.methods = Map.copyOf(methods);
        this.moreMeta = List.copyOf(moreMeta);
    }

    /** The gateway account of a payment method of the shop; empty if the method is not ours. */
    Optional<String> account(String paymentMethod) {
        return Optional.ofNullable(methods.get(paymentMethod)).map(Method::account);
    }

    /** The meta fields that are read in orders with this payment method. */
    Set<String> metaKeys(String paymentMethod) {
        Set<String> keys = new LinkedHashSet<>(moreMeta);
        Method method = methods.get(paymentMethod);
        if (method != null) {
            keys.addAll(method.meta());
        }
        return keys;
    }

    /** The first payment that an order, or a request about one, names; empty if its payment method is not ours. */
    Optional<PaymentId> payment(String paymentMethod, String transactionId, Map<String, String> meta) {
        Method method = methods.get(paymentMethod);
        if (method == null) {
            return Optional.empty();
        }
        return candidates(method.meta(), transactionId, meta)
                .findFirst()
                .map(reference -> new PaymentId(method.account(), reference));
    }

    /** All references in an order that may be its payment's. */
    Set<String> all(WireOrder order) {
        Method method = methods.get(order.paymentMethod());
        List<String> first = method == null ? everyMeta() : method.meta();
        Set<String> all = new LinkedHashSet<>();
        candidates(first, order.transactionId(), order.meta()).forEach(all::add);
        return all;
    }

    private List<String> everyMeta() {
        List<String> every = new ArrayList<>();
        methods.values().forEach(method -> every.addAll(method.meta()));
        return every;
    }

    private Stream<String> candidates(List<String> first, String transactionId, Map<String, String> meta) {
        return Stream.of(
                        first.stream().map(meta::get),
                        Stream.of(transactionId),
                        moreMeta.stream().map(meta::get))
                .flatMap(it -> it)
                .filter(Objects::nonNull)
                .filter(Delivery::isSubject); // only what can be the reference of a payment
    }

    @Override
    public String toString() {
        return "PaymentReferences" + methods.keySet();
    }
}
