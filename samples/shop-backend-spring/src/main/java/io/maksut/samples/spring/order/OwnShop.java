package io.maksut.samples.spring.order;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.refund.Cause;
import io.maksut.refund.ShopRefund;
import io.maksut.samples.spring.settings.ShopSettings;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shop.ShopPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The shop's own orders, as the refund engine asks any shop for them. Thread-safe. */
@Component
public class OwnShop implements ShopPlatform {
    /** In the engine's ledger: never to be changed. */
    public static final String NAME = "own shop";

    private static final int PAGE = 100;
    /** What is being committed just now may show later, with an earlier time of change. */
    private static final Duration COMMIT = Duration.ofMinutes(1);

    private final Orders orders;
    private final ShopSettings settings;

    OwnShop(Orders orders, ShopSettings settings) {
        this.orders = orders;
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ShopAbilities abilities() {
        return new ShopAbilities(true, true, false).withShownRequests();
    }

    /** By the payment; and by the order's id, which the gateway was told, for payments that we were not told of yet. */
    @Override
    public OrderSearch findOrder(Payment payment) {
        try {
            return orders.orderOf(payment.id())
                    .or(() -> payment.orderReference()
                            .map(OrderReference::value)
                            .flatMap(orders::order)
                            .filter(order -> order.account().equals(payment.id().account())))
                    .<OrderSearch>map(order -> new OrderSearch.Found(shown(order)))
                    .orElseGet(() -> new OrderSearch.Absent(true, true));
        } catch (DataAccessException e) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
    }

    @Override
    public Optional<ShopOrder> order(String orderId) {
        return asked("read order", () -> orders.order(orderId).map(this::shown));
    }

    @Override
    public OrderPage changedSince(Instant since, @Nullable String cursor) {
        Instant seenUntil = orders.instant().minus(COMMIT);
        String[] after = cursor == null ? new String[] {since.toString(), ""} : cursor.split(" ", 2);
        List<Order> page = asked("list orders", () -> orders.changed(since, Instant.parse(after[0]), after[1], PAGE));
        Order last = page.size() < PAGE ? null : page.get(PAGE - 1);
        return new OrderPage(
                page.stream().map(this::shown).toList(),
                last == null ? null : last.changedAt() + " " + last.id(),
                seenUntil);
    }

    @Override
    public ShopChannel records() {
        return ShopChannel.keyed(this::record);
    }

    private Recording record(PortalRefund made) {
        return asked("record refund", () -> {
            orders.add(new OrderRefundRow(
                    "desk-" + made.key(),
                    made.orderId(),
                    made.payment(),
                    made.amount(),
                    ShopRefund.State.SUCCEEDED,
                    made.key(),
                    "",
                    orders.instant()));
            return orders.recorded(made.key())
                    .<Recording>map(row -> new Recording.Recorded(row.id()))
                    .orElseGet(() -> new Recording.Unclear("the row is not there"));
        });
    }

    @Override
    public void tell(RefundAnswer answer) {
        boolean done = answer.verdict() == RefundAnswer.Verdict.DONE;
        boolean known = asked(
                "tell shop",
                () -> orders.refundIs(
                        answer.requestId(),
                        done ? ShopRefund.State.SUCCEEDED : ShopRefund.State.FAILED,
                        answer.message()));
        if (!known) {
            throw new GatewayRefusedException(
                    "the shop has no refund of this id", CallReport.notSent("tell shop", null));
        }
    }

    private ShopOrder shown(Order order) {
        return ShopOrder.builder(order.id(), "#" + order.number())
                .link(settings.page("/admin/orders/" + order.id()))
                .payments(order.payments().stream().map(OrderPayment::id).toList())
                .refunds(order.refunds().stream().map(OwnShop::shown).toList())
                .total(order.total())
                .fulfilment(order.isShipped() ? Fulfilment.COMPLETE : Fulfilment.NONE)
                .changedAt(order.changedAt())
                .build();
    }

    private static OrderRefund shown(OrderRefundRow refund) {
        return new OrderRefund(
                refund.id(),
                Set.of(),
                refund.payment(),
                refund.amount(),
                refund.state(),
                refund.changedAt(),
                refund.portalKey() == null ? OrderRefund.Payout.NOT_TOLD : OrderRefund.Payout.NONE,
                refund.portalKey());
    }

    /** A database that does not answer is a shop that does not answer. */
    private static <T> T asked(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new GatewayUnavailableException(
                    "the shop's database does not answer", CallReport.of(what, 1, null, null, 0, null));
        }
    }

    /** The data source is not ours. */
    @Override
    public void close() {}
}
