package io.maksut.samples.refunds;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shop.ShopPlatform;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A shop of one's own behind the SPI: all that the engine asks of any shop. Keeps its orders in memory. */
final class CornerShop implements ShopPlatform {
    private static final String OPEN = "https://cornershop.example.test/orders/";

    private final Clock clock;
    private final Map<String, ShopOrder> orders = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private boolean down;

    CornerShop(Clock clock) {
        this.clock = clock;
    }

    // What happens in the shop

    synchronized void order(String id, PaymentId payment) {
        orders.put(
                id,
                ShopOrder.builder(id, "#" + id)
                        .payments(List.of(payment))
                        .link(URI.create(OPEN + id))
                        .build());
    }

    /** The merchant presses Refund, and the shop asks the engine to pay. */
    synchronized RefundRequest pressesRefund(String orderId, String refundId, PaymentId payment, Money amount) {
        add(orderId, refundId, payment, amount, ShopRefund.State.PENDING, OrderRefund.Payout.NOT_TOLD, null);
        return RefundRequest.builder(refundId, payment, amount).orderId(orderId).build();
    }

    synchronized void refundFails(String orderId, String refundId, PaymentId payment, Money amount) {
        add(orderId, refundId, payment, amount, ShopRefund.State.FAILED, OrderRefund.Payout.NOT_TOLD, null);
    }

    synchronized void goesDown() {
        down = true;
    }

    synchronized void comesBack() {
        down = false;
    }

    /** What the engine told the shop, in order. */
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    synchronized List<OrderRefund> refunds(String orderId) {
        return Optional.ofNullable(orders.get(orderId)).map(ShopOrder::refunds).orElse(List.of());
    }

    // What the engine asks

    @Override
    public String name() {
        return "corner shop";
    }

    @Override
    public ShopAbilities abilities() {
        return new ShopAbilities(true, true, false).withShownRequests();
    }

    @Override
    public synchronized OrderSearch findOrder(Payment payment) {
        if (down) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
        return orders.values().stream()
                .filter(order -> order.payments().contains(payment.id()))
                .findFirst()
                .<OrderSearch>map(OrderSearch.Found::new)
                .orElseGet(() -> new OrderSearch.Absent(true, true));
    }

    @Override
    public synchronized Optional<ShopOrder> order(String orderId) {
        requireUp();
        return Optional.ofNullable(orders.get(orderId));
    }

    @Override
    public synchronized OrderPage changedSince(Instant since, @Nullable String cursor) {
        requireUp();
        return new OrderPage(List.copyOf(orders.values()), null, clock.instant());
    }

    @Override
    public ShopChannel records() {
        return ShopChannel.keyed(this::record);
    }

    private synchronized Recording record(PortalRefund made) {
        requireUp();
        Optional<OrderRefund> before = refunds(made.orderId()).stream()
                .filter(refund -> made.key().equals(refund.portalKey()))
                .findFirst();
        if (before.isEmpty()) {
            add(
                    made.orderId(),
                    made.orderId() + "-by-portal",
                    made.payment(),
                    made.amount(),
                    ShopRefund.State.SUCCEEDED,
                    OrderRefund.Payout.NONE,
                    made.key());
        }
        return new Recording.Recorded(before.map(OrderRefund::id).orElse(made.orderId() + "-by-portal"));
    }

    @Override
    public synchronized void tell(RefundAnswer answer) {
        requireUp();
        told.add(answer.requestId() + " is " + answer.verdict()
                + (answer.message().isEmpty() ? "" : ": " + answer.message()));
        ShopRefund.State state =
                answer.verdict() == RefundAnswer.Verdict.DONE ? ShopRefund.State.SUCCEEDED : ShopRefund.State.FAILED;
        orders.replaceAll((id, order) -> changed(
                order,
                order.refunds().stream()
                        .map(refund -> refund.id().equals(answer.requestId()) ? inState(refund, state) : refund)
                        .toList()));
    }

    @Override
    public void close() {}

    private void requireUp() {
        if (down) {
            throw new GatewayUnavailableException(
                    "the corner shop does not answer", CallReport.of("ask the corner shop", 1, null, null, 0, null));
        }
    }

    private void add(
            String orderId,
            String refundId,
            PaymentId payment,
            Money amount,
            ShopRefund.State state,
            OrderRefund.Payout claim,
            @Nullable String portalKey) {
        orders.computeIfPresent(orderId, (id, order) -> {
            List<OrderRefund> refunds = new ArrayList<>(order.refunds());
            refunds.add(new OrderRefund(refundId, Set.of(), payment, amount, state, clock.instant(), claim, portalKey));
            return changed(order, refunds);
        });
    }

    private OrderRefund inState(OrderRefund refund, ShopRefund.State state) {
        return new OrderRefund(
                refund.id(),
                refund.names(),
                refund.payment(),
                refund.amount(),
                state,
                clock.instant(),
                refund.money(),
                refund.portalKey());
    }

    private static ShopOrder changed(ShopOrder order, List<OrderRefund> refunds) {
        return ShopOrder.builder(order.id(), order.number())
                .link(order.link().orElse(null))
                .payments(order.payments())
                .refunds(refunds)
                .build();
    }
}
