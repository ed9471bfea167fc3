package io.maksut.samples.page.demo;

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A shop in memory, behind the same interface as Shopify and WooCommerce. Thread-safe. */
public final class DemoShop implements ShopPlatform {
    private static final int PAGE = 200;

    private final String name;
    private final URI orderPages;
    private final boolean records;
    private final Clock clock;
    private final Map<String, ShopOrder> orders = new LinkedHashMap<>();
    private final Map<PaymentId, String> byPayment = new HashMap<>();
    private final Set<PaymentId> unreadable = new HashSet<>();

    /** @param records whether a refund made at the gateway can be written into this shop; else the merchant has to do it */
    DemoShop(String name, URI orderPages, boolean records, Clock clock) {
        this.name = name;
        this.orderPages = orderPages;
        this.records = records;
        this.clock = clock;
    }

    // What happens in the shop

    /** Somebody orders, and pays with this payment. */
    public synchronized void order(String number, PaymentId payment) {
        orders.put(
                number,
                ShopOrder.builder(number, "#" + number)
                        .payments(List.of(payment))
                        .link(orderPages.resolve(number))
                        .build());
        byPayment.put(payment, number);
    }

    /** Somebody presses Refund in the shop, and the shop asks for it to be paid. */
    public synchronized RefundRequest asksToRefund(String number, String refund, PaymentId payment, Money amount) {
        add(number, refund, payment, amount, ShopRefund.State.PENDING, OrderRefund.Payout.NOT_TOLD, null);
        return RefundRequest.builder(refund, payment, amount).orderId(number).build();
    }

    synchronized void refundFails(String number, String refund, PaymentId payment, Money amount) {
        add(number, refund, payment, amount, ShopRefund.State.FAILED, OrderRefund.Payout.NOT_TOLD, null);
    }

    /** Somebody writes a refund into the order by hand, without paying it. */
    synchronized void recordsByHand(String number, String refund, PaymentId payment, Money amount) {
        add(number, refund, payment, amount, ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NONE, null);
    }

    /** A refund that the shop's plugin paid long ago. */
    synchronized void refunded(String number, String refund, PaymentId payment, Money amount) {
        add(number, refund, payment, amount, ShopRefund.State.SUCCEEDED, OrderRefund.Payout.SUCCEEDED, null);
    }

    /** From now on the shop does not answer questions about this payment. */
    synchronized void failsFor(PaymentId payment) {
        unreadable.add(payment);
    }

    /** What the order of a payment shows of refunds. */
    public synchronized List<OrderRefund> refunds(PaymentId payment) {
        return Optional.ofNullable(byPayment.get(payment))
                .map(orders::get)
                .map(ShopOrder::refunds)
                .orElse(List.of());
    }

    // What the engine asks

    @Override
    public String name() {
        return name;
    }

    @Override
    public ShopAbilities abilities() {
        return new ShopAbilities(true, records, false, !records);
    }

    @Override
    public synchronized OrderSearch findOrder(Payment payment) {
        if (unreadable.contains(payment.id())) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
        ShopOrder order = orders.get(byPayment.getOrDefault(payment.id(), ""));
        return order == null ? new OrderSearch.Absent(true, true) : new OrderSearch.Found(order);
    }

    @Override
    public synchronized Optional<ShopOrder> order(String orderId) {
        if (unreadable.stream().anyMatch(payment -> orderId.equals(byPayment.get(payment)))) {
            throw new GatewayUnavailableException("no answer", CallReport.of("read order", 1, null, null, 503, null));
        }
        return Optional.ofNullable(orders.get(orderId));
    }

    @Override
    public synchronized OrderPage changedSince(Instant since, @Nullable String cursor) {
        int begin = cursor == null ? 0 : Integer.parseInt(cursor);
        List<ShopOrder> changed = orders.values().stream()
                .filter(order -> !order.changedAt().orElse(since).isBefore(since))
                .toList();
        int end = Math.min(changed.size(), begin + PAGE);
        String next = end < changed.size() ? Integer.toString(end) : null;
        return new OrderPage(changed.subList(Math.min(begin, end), end), next, clock.instant());
    }

    @Override
    public ShopChannel records() {
        return ShopChannel.keyed(this::record);
    }

    private synchronized Recording record(PortalRefund made) {
        if (!records) {
            return new Recording.ByMerchant(Map.of(
                    "en", "Open the order and add a refund of " + made.amount() + " by hand, without paying it.",
                    "fi", "Avaa tilaus ja lisää käsin palautus " + made.amount() + " maksamatta sitä.",
                    "lv",
                            "Atveriet pasūtījumu un ar roku pievienojiet atmaksu " + made.amount()
                                    + ", to nesamaksājot."));
        }
        ShopOrder order = orders.get(made.orderId());
        Optional<OrderRefund> before = order == null
                ? Optional.empty()
                : order.refunds().stream()
                        .filter(refund -> made.key().equals(refund.portalKey()))
                        .findFirst();
        String id = before.map(OrderRefund::id).orElse(made.orderId() + "-by-portal");
        if (before.isEmpty()) {
            add(
                    made.orderId(),
                    id,
                    made.payment(),
                    made.amount(),
                    ShopRefund.State.SUCCEEDED,
                    OrderRefund.Payout.NONE,
                    made.key());
        }
        return new Recording.Recorded(id);
    }

    @Override
    public synchronized void tell(RefundAnswer answer) {
        ShopRefund.State state =
                answer.verdict() == RefundAnswer.Verdict.DONE ? ShopRefund.State.SUCCEEDED : ShopRefund.State.FAILED;
        orders.replaceAll((id, order) -> {
            boolean asked = order.refunds().stream().anyMatch(it -> it.id().equals(answer.requestId()));
            return asked ? answered(order, answer.requestId(), state) : order;
        });
    }

    @Override
    public void close() {}

    private ShopOrder answered(ShopOrder order, String refundId, ShopRefund.State state) {
        return changed(
                order,
                order.refunds().stream()
                        .map(refund -> refund.id().equals(refundId) ? inState(refund, state) : refund)
                        .toList());
    }

    private void add(
            String number,
            String refund,
            PaymentId payment,
            Money amount,
            ShopRefund.State state,
            OrderRefund.Payout claim,
            @Nullable String portalKey) {
        orders.computeIfPresent(number, (id, order) -> {
            List<OrderRefund> refunds = new ArrayList<>(order.refunds());
            refunds.add(new OrderRefund(refund, Set.of(), payment, amount, state, clock.instant(), claim, portalKey));
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

    private ShopOrder changed(ShopOrder order, List<OrderRefund> refunds) {
        return ShopOrder.builder(order.id(), order.number())
                .link(order.link().orElse(null))
                .payments(order.payments())
                .refunds(refunds)
                .changedAt(clock.instant())
                .build();
    }
}
