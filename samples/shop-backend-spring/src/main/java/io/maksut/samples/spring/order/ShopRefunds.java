package io.maksut.samples.spring.order;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.RefundSync;
import io.maksut.sync.RequestReceipt;
import org.springframework.stereotype.Service;

/**
 * Refunds of the shop's own orders: the shop shows them as pending, and asks the engine to pay. The id is made with the form,
 * so a form that is sent twice is one refund. Thread-safe.
 */
@Service
public class ShopRefunds {
    private final Orders orders;
    private final RefundSync sync;

    ShopRefunds(Orders orders, RefundSync sync) {
        this.orders = orders;
        this.sync = sync;
    }

    /**
     * Has a refund paid. It is durable when this returns; the engine pays soon after and tells {@link OwnShop} how it ended.
     *
     * @return false if there is another refund of this id: nothing was asked for
     */
    public boolean ask(String refundId, Order order, PaymentId payment, Money amount) {
        orders.add(new OrderRefundRow(
                refundId, order.id(), payment, amount, ShopRefund.State.PENDING, null, "", orders.instant()));
        OrderRefundRow stored = orders.refund(refundId).orElseThrow();
        boolean same = stored.orderId().equals(order.id())
                && stored.payment().equals(payment)
                && stored.amount().equals(amount);
        return same && request(stored);
    }

    /** Asks again for what a crash may have left between the shop's row and the engine's: the same id is the same refund. */
    public void askAgain() {
        orders.pendingRefunds().forEach(this::request);
    }

    private boolean request(OrderRefundRow refund) {
        RequestReceipt receipt = sync.request(
                OwnShop.NAME,
                RefundRequest.builder(refund.id(), refund.payment(), refund.amount())
                        .orderId(refund.orderId())
                        .build());
        return receipt.kind() != RequestReceipt.Kind.CONTRADICTS;
    }
}
