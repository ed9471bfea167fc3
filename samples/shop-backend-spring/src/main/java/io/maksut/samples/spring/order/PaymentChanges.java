package io.maksut.samples.spring.order;

import io.maksut.index.PaymentIndex;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.webhook.PaymentChange;
import io.maksut.webhook.PaymentListener;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Brings orders up to date with their payments, each read from the gateway just now. Thread-safe. */
@Component
public class PaymentChanges implements PaymentListener {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentChanges.class);

    private final Orders orders;
    private final PaymentIndex index;

    PaymentChanges(Orders orders, PaymentIndex index) {
        this.orders = orders;
        this.index = index;
    }

    /** After a callback. Payments of other shops come by here, too. */
    @Override
    public void paymentChanged(PaymentChange change) {
        note(change.payment());
    }

    /** Finds the order by what the gateway was told when the payment was made. */
    public void note(Payment payment) {
        index.account(payment.id().account(), payment.capabilities()).seen(payment);
        Optional<Order> found = payment.orderReference()
                .map(OrderReference::value)
                .flatMap(orders::order)
                .filter(order -> order.account().equals(payment.id().account()));
        found.ifPresent(order -> orders.paymentIs(payment.id(), order.id(), payment.status(), covers(payment, order)));
    }

    /** Goods go out against the amount and currency that were asked for, and nothing else. */
    private static boolean covers(Payment payment, Order order) {
        boolean reservedOrTaken = switch (payment.status()) {
            case AUTHORISED, SETTLED, PARTIALLY_REFUNDED, REFUNDED -> true;
            default -> false;
        };
        boolean whole = payment.amounts().authorised().equals(order.total());
        if (reservedOrTaken && !whole) {
            LOG.error("{} is not what order {} comes to", payment.id(), order.number());
        }
        return reservedOrTaken && whole;
    }
}
