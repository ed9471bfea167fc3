package io.maksut.shopify;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import java.util.List;
import java.util.Optional;

/** The transactions from which a payment can be refunded: the sale, or the captures of an authorisation. Pure. */
final class RefundableParts {
    private final WireOrder order;
    private final ShopGateways gateways;

    RefundableParts(WireOrder order, ShopGateways gateways) {
        this.order = order;
        this.gateways = gateways;
    }

    /** The transactions of this payment. */
    List<WireTransaction> of(PaymentId payment) {
        return order.transactions().values().stream()
                .filter(it ->
                        it.succeeded() && (it.kind().equals("SALE") || it.kind().equals("CAPTURE")))
                .filter(it -> isOf(it, payment))
                .toList();
    }

    private boolean isOf(WireTransaction part, PaymentId payment) {
        Optional<WireTransaction> root = order.rootOf(part);
        return root.flatMap(it -> gateways.matching(it)
                        .flatMap(matching -> Optional.ofNullable(it.paymentId()).flatMap(matching::payment)))
                .filter(payment::equals)
                .isPresent();
    }

    /** Whether this amount of the transaction was not refunded yet. */
    boolean hasLeft(WireTransaction part, Money amount) {
        Money left = part.amount();
        if (!left.sameCurrency(amount)) {
            return false;
        }
        for (WireTransaction refund : order.transactions().values()) {
            boolean ofThis = refund.isRefund() && part.id().equals(refund.parentId());
            if (ofThis && !refund.failed()) {
                left = left.minus(refund.amount());
            }
        }
        return left.compareTo(amount) >= 0;
    }
}
