package io.maksut.samples.spring.storefront;

import io.maksut.payment.Customer;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.CallOptions;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.samples.spring.gateway.Portals;
import io.maksut.samples.spring.order.Order;
import io.maksut.samples.spring.order.OrderPayment;
import io.maksut.samples.spring.order.Orders;
import io.maksut.samples.spring.order.OwnShop;
import io.maksut.samples.spring.order.PaymentChanges;
import io.maksut.samples.spring.settings.ShopSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Service;

/** From the shelf to the gateway's page, and what came of it. Thread-safe. */
@Service
class Checkout {
    /** A customer waits. */
    private static final CallOptions OPTIONS = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(15));

    private final Orders orders;
    private final Portals portals;
    private final PaymentChanges changes;
    private final ShopSettings settings;

    Checkout(Orders orders, Portals portals, PaymentChanges changes, ShopSettings settings) {
        this.orders = orders;
        this.portals = portals;
        this.changes = changes;
        this.settings = settings;
    }

    /**
     * The gateway's page where this order is paid, or the order's own if it is. The order is in the table before the gateway hears of it, under a name
     * that finds it again when the answer is lost.
     *
     * @throws io.maksut.error.MaksutException if the gateway makes none; the order stays, and may be tried again
     */
    URI begin(CheckoutForm form, Article article, Locale language) {
        orders.place(form.order(), article.id(), form.email(), article.price(), form.account());
        Order order = orders.order(form.order()).orElseThrow();
        if (order.isPaid()) {
            return settings.page("/orders/" + order.id());
        }
        HostedPayment payment = portals.of(order.account())
                .createCheckout(
                        NewPayment.of(new OrderReference(order.id()), order.total())
                                .order(OwnShop.NAME, order.id())
                                .customer(Customer.builder().email(form.email()).build())
                                .text(article.name())
                                .language(language)
                                .returnTo(settings.page("/orders/" + order.id()))
                                .cancelTo(settings.page("/orders/" + order.id()))
                                .build(),
                        OPTIONS);
        orders.paymentIs(payment.id(), order.id(), PaymentStatus.INITIATED, false);
        return payment.page();
    }

    /**
     * The order as it is now. A customer who comes back is often quicker than the gateway's callback, so payments that are
     * not covered yet are read afresh; the address they came back by is believed nothing.
     */
    Order look(Order order) {
        if (order.isPaid()) {
            return order;
        }
        for (OrderPayment payment : order.payments()) {
            changes.note(portals.of(payment.id().account()).payment(payment.id(), OPTIONS));
        }
        return orders.order(order.id()).orElse(order);
    }
}
