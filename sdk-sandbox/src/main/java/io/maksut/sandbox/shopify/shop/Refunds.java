package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Draft;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Refund;
import io.maksut.sandbox.shopify.order.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refunds, whoever asks for them. A refund object comes into being only when not all of its transactions were refused at
 * once; a refused one leaves nothing but the failed transaction. Thread-safe.
 */
public final class Refunds {
    /**
     * What a refund came to.
     *
     * @param refund empty when every transaction was refused at once
     * @param transactions as they were when the refund was recorded
     */
    public record Result(Order order, Optional<Refund> refund, List<Transaction> transactions) {
        /** Gid; there is none when every transaction was refused at once. */
        public Optional<String> refundId() {
            return refund.map(made -> Gid.of("Refund", made.id()));
        }

        /** Gids, in the order in which the payments were named. */
        public List<String> transactionIds() {
            return transactions.stream()
                    .map(transaction -> Gid.of("OrderTransaction", transaction.id()))
                    .toList();
        }
    }

    private final Shop shop;
    private final Payments payments;

    public Refunds(Shop shop, Payments payments) {
        this.shop = shop;
        this.payments = payments;
    }

    /**
     * Refunds.
     *
     * @throws Refusal when the shop does not do that
     */
    public Result refund(RefundRequest request) {
        Action action = new Action(shop);
        Result result = refund(action, request, true);
        action.publish();
        return result;
    }

    Result refund(Action action, RefundRequest request, boolean balanced) {
        List<Transaction> begun = new ArrayList<>();
        Order order = shop.orders()
                .change(request.orderId(), before -> begin(before, request, begun))
                .orElseThrow(() -> new Refusal("Order does not exist", "orderId"));
        Map<Long, Outcome> outcomes = ask(action, order, begun);
        List<Refund> made = new ArrayList<>();
        Order after = shop.orders()
                .change(request.orderId(), before -> finish(before, request, balanced, begun, outcomes, made))
                .orElseThrow(() -> new Refusal("Order does not exist", "orderId"));
        made.forEach(refund -> action.add(new ShopEvent.Refunded(after, refund)));
        List<Transaction> known = new ArrayList<>();
        for (Transaction transaction : begun) {
            Transaction now = after.transaction(transaction.id()).orElse(transaction);
            known.add(now);
            Outcome outcome = outcomes.get(now.id());
            if (outcome != null && outcome.isFinal()) {
                action.ended(after, now);
            }
        }
        action.changed("orders/updated", after);
        return new Result(after, made.stream().findFirst(), known);
    }

    // Before the provider is asked

    private Order begin(Order order, RefundRequest request, List<Transaction> begun) {
        boolean nothing = request.lines().isEmpty()
                && request.payments().isEmpty()
                && request.storeCredit() == null
                && shipping(order, request).signum() == 0;
        if (nothing) {
            throw new Refusal("Refund is empty");
        }
        if (shipping(order, request).above(order.totals().currentShipping().presentment())) {
            throw new Refusal("Shipping refund is greater than the shipping left", "shipping");
        }
        Draft draft = order.draft().touched(shop.now());
        for (RefundRequest.Line wanted : request.lines()) {
            LineItem line = draft.order()
                    .line(wanted.lineItemId())
                    .orElseThrow(() -> new Refusal("Line item does not exist", "refundLineItems"));
            if (wanted.quantity() < 1 || wanted.quantity() > line.currentQuantity()) {
                throw new Refusal("Quantity cannot refund more items than were purchased", "refundLineItems");
            }
            draft.line(line.withRefunded(wanted.quantity()));
        }
        for (RefundRequest.Payment payment : request.payments()) {
            Order now = draft.order();
            Transaction parent = now.transaction(payment.parentId())
                    .filter(Transaction::pays)
                    .filter(Transaction::succeeded)
                    .orElseThrow(() -> new Refusal("Parent transaction cannot be refunded", "transactions"));
            Money available =
                    now.refundable(parent).min(now.totals().refundable().presentment());
            check(payment.amount(), available, request, "transactions");
            begin(draft, begun, payments.pending(now, Transaction.REFUND, parent, payment.amount()));
        }
        Money credit = request.storeCredit();
        if (credit != null) {
            Order now = draft.order();
            check(credit, now.totals().refundable().presentment(), request, "refundMethods");
            begin(draft, begun, payments.pending(now, Transaction.REFUND, null, credit));
        }
        return draft.order();
    }

    private static void check(Money amount, Money available, RefundRequest request, String field) {
        if (amount.signum() <= 0) {
            throw new Refusal("Refund amount must be greater than zero", field);
        }
        if (amount.above(available) && !request.allowOverRefunding()) {
            throw new Refusal("Refund amount is greater than the amount available", field);
        }
    }

    private static void begin(Draft draft, List<Transaction> begun, Transaction transaction) {
        draft.transaction(transaction);
        begun.add(transaction);
    }

    private static Money shipping(Order order, RefundRequest request) {
        Money shipping = request.shipping();
        return shipping == null ? order.totals().currentShipping().presentment() : shipping;
    }

    private Map<Long, Outcome> ask(Action action, Order order, List<Transaction> begun) {
        Map<Long, Outcome> outcomes = new LinkedHashMap<>();
        for (Transaction transaction : begun) {
            outcomes.put(transaction.id(), payments.ask(action, order, transaction));
        }
        return outcomes;
    }

    // After the provider was asked

    private Order finish(
            Order order,
            RefundRequest request,
            boolean balanced,
            List<Transaction> begun,
            Map<Long, Outcome> outcomes,
            List<Refund> made) {
        Instant now = shop.now();
        Draft draft = order.draft().touched(now);
        boolean refused = !begun.isEmpty();
        for (Transaction transaction : begun) {
            Transaction current = order.transaction(transaction.id()).orElse(transaction);
            Outcome outcome = outcomes.get(transaction.id());
            // A payments app may have been faster than this.
            if (current.inFlight() && outcome != null) {
                current = current.ended(outcome.status(), outcome.errorCode(), outcome.message(), now);
                shop.vocabulary().learn(current);
                draft.transaction(current);
            }
            refused &= current.refused();
        }
        if (refused) {
            for (RefundRequest.Line line : request.lines()) {
                order.line(line.lineItemId()).ifPresent(item -> draft.line(item.withRefunded(-line.quantity())));
            }
            return draft.order();
        }
        Refund refund = new Refund(
                shop.ids().next("Refund"),
                now,
                now,
                now,
                request.note(),
                lines(order, request),
                shipping(order, request).min(order.totals().currentShipping().presentment()),
                new Refund.Ids(shop.ids().next("RefundShippingLine"), shop.ids().next("OrderAdjustment")),
                begun.stream().map(Transaction::id).toList(),
                balanced,
                request.discrepancyReason(),
                new Refund.Ids(shop.ids().next("OrderAdjustment"), shop.ids().next("OrderAdjustment")),
                request.returnId(),
                request.byStaff());
        made.add(refund);
        return draft.refund(refund).order();
    }

    private List<Refund.RefundedLine> lines(Order order, RefundRequest request) {
        List<Refund.RefundedLine> lines = new ArrayList<>();
        for (RefundRequest.Line wanted : request.lines()) {
            LineItem line = order.line(wanted.lineItemId()).orElseThrow();
            lines.add(new Refund.RefundedLine(
                    shop.ids().next("RefundLineItem"),
                    line.id(),
                    wanted.quantity(),
                    wanted.restockType(),
                    line.price(wanted.quantity()),
                    line.tax(wanted.quantity())));
        }
        return lines;
    }
}
