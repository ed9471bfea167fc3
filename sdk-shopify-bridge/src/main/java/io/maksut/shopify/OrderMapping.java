package io.maksut.shopify;

import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.ShopOrder;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Translates an order of the shop into the engine's terms. A {@code Refund} of Shopify is not money: money is counted
 * by transactions, in the customer's currency, each assigned to the payment it belongs to, with or without a refund
 * object. Thread-safe.
 */
final class OrderMapping {
    /** The merchant writes this key as the reason of a refund that records one made at the gateway. */
    private static final Pattern PORTAL_KEY = Pattern.compile("maksut:[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final String shop;
    private final URI admin;
    private final ShopGateways gateways;
    private final Reports reports;

    /** @param admin the address under which the merchant opens orders: the number follows it */
    OrderMapping(String shop, URI admin, ShopGateways gateways, Reports reports) {
        this.shop = shop;
        this.admin = admin;
        this.gateways = gateways;
        this.reports = reports;
    }

    /**
     * Translates an order.
     *
     * @throws JsonFormatException if its money cannot be understood
     * @throws io.maksut.error.MaksutException if a payment cannot be matched now
     */
    ShopOrder map(WireOrder order, Fulfilment fulfilment) {
        List<Part> refunds = new ArrayList<>();
        for (WireTransaction transaction : order.transactions().values()) {
            noteStrangers(transaction);
            if (transaction.isRefund()) {
                refunds.add(part(order, transaction));
            }
        }
        String number = Gid.number(order.id());
        ShopOrder.Builder mapped = isFit(order.name())
                ? ShopOrder.builder(order.id(), order.name())
                : ShopOrder.builder(order.id(), number);
        return mapped.link(admin.resolve(number))
                .payments(payments(order))
                .refunds(new RefundMapping(order, refunds).refunds())
                .total(order.total())
                .paidOtherwise(paidOtherwise(order, refunds))
                .fulfilment(fulfilment)
                .cancelled(order.cancelled())
                .test(order.test() && !gateways.testMode())
                .changedAt(order.updatedAt())
                .build();
    }

    /** A refund transaction with the payment of ours that it refunds, if there is one. */
    private record Part(
            WireTransaction transaction, @Nullable PaymentId payment, Payout payout) {}

    private static boolean isFit(String name) {
        return name.length() <= 255 && name.chars().noneMatch(Character::isISOControl);
    }

    private void noteStrangers(WireTransaction transaction) {
        String handle = transaction.gateway();
        if (handle != null && gateways.matching(handle).isEmpty() && !ShopGateways.isWithoutProvider(transaction)) {
            reports.once(new ShopifyEvent.GatewayNotNamed(shop, handle));
        }
    }

    /** The payments that brought money or still may; a failed attempt paid nothing. */
    private List<PaymentId> payments(WireOrder order) {
        Set<PaymentId> payments = new LinkedHashSet<>();
        for (WireTransaction transaction : order.transactions().values()) {
            if (transaction.isPayment() && !transaction.failed()) {
                matched(order, transaction).ifPresent(payments::add);
            }
        }
        return List.copyOf(payments);
    }

    /**
     * What payments other than ours brought or hold, less what was refunded of them. Null where that is not certain, as
     * on a page, which has no amounts.
     */
    private @Nullable Money paidOtherwise(WireOrder order, List<Part> refunds) {
        Money total = order.total();
        if (total == null) {
            return null;
        }
        try {
            Money sum = Money.zero(total.currency());
            for (WireTransaction payment : order.transactions().values()) {
                boolean others = payment.isPayment()
                        && !payment.failed()
                        && isMoney(payment)
                        && matched(order, payment).isEmpty();
                Money brought = others ? brought(order, payment) : Money.zero(total.currency());
                if (brought == null) {
                    return null;
                }
                sum = sum.plus(brought);
            }
            for (Part refund : refunds) {
                WireTransaction transaction = refund.transaction();
                if (refund.payment() == null && transaction.succeeded() && isMoney(transaction)) {
                    sum = sum.minus(transaction.amount());
                }
            }
            return sum;
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    /** A test transaction brings no money to an account for real payments. */
    private boolean isMoney(WireTransaction transaction) {
        return gateways.testMode() || !transaction.test();
    }

    /** Null if a provider has not answered yet. Cash on delivery is nothing before it is there. */
    private static @Nullable Money brought(WireOrder order, WireTransaction payment) {
        if (payment.succeeded()) {
            return order.broughtBy(payment).orElse(null);
        }
        return ShopGateways.isWithoutProvider(payment)
                ? Money.zero(payment.amount().currency())
                : null;
    }

    private Optional<PaymentId> matched(WireOrder order, WireTransaction payment) {
        Optional<PaymentMatching> matching = gateways.matching(payment);
        if (matching.isEmpty()) {
            return Optional.empty();
        }
        String id = payment.paymentId();
        Optional<PaymentId> found =
                id == null ? Optional.empty() : matching.get().payment(id);
        if (found.isEmpty()) {
            reports.once(new ShopifyEvent.PaymentNotMatched(
                    shop, order.id(), Optional.ofNullable(payment.gateway()).orElse("")));
        }
        return found;
    }

    private Part part(WireOrder order, WireTransaction refund) {
        boolean byHand = ShopGateways.isWithoutProvider(refund);
        Optional<WireTransaction> root = order.rootOf(refund);
        if (byHand && !isByHandOf(refund)) {
            return new Part(refund, null, Payout.NOT_TOLD); // store credit and the like, whatever it belongs to
        }
        if (root.isEmpty() && !byHand && gateways.matching(refund).isPresent()) {
            root = Optional.of(onlyPayment(order, refund));
        }
        PaymentId payment = root.flatMap(it -> matched(order, it)).orElse(null);
        return new Part(refund, payment, payout(refund, byHand));
    }

    /** Whether staff recorded this refund of a payment as made by hand. */
    private static boolean isByHandOf(WireTransaction refund) {
        return refund.manual() || "manual".equals(refund.gateway());
    }

    /** Without a parent, the refund is assigned only if a single payment is possible. */
    private WireTransaction onlyPayment(WireOrder order, WireTransaction refund) {
        List<WireTransaction> candidates = order.transactions().values().stream()
                .filter(it -> it.isPayment() && !it.failed() && it.test() == refund.test())
                .filter(it -> refund.gateway() != null && refund.gateway().equals(it.gateway()))
                .toList();
        if (candidates.size() != 1) {
            throw new JsonFormatException("it cannot be told which payment was refunded");
        }
        return candidates.get(0);
    }

    private static Payout payout(WireTransaction refund, boolean byHand) {
        if (byHand) {
            return Payout.NONE;
        }
        return refund.succeeded() ? Payout.SUCCEEDED : Payout.NOT_TOLD;
    }

    /** Maps all refund transactions of one order together. */
    private final class RefundMapping {
        private final WireOrder order;
        private final List<Part> parts;

        RefundMapping(WireOrder order, List<Part> parts) {
            this.order = order;
            this.parts = parts;
        }

        List<OrderRefund> refunds() {
            List<OrderRefund> all = new ArrayList<>();
            for (Part part : parts) {
                if (part.payment() != null) {
                    all.add(refund(part, part.payment()));
                } else {
                    all.addAll(otherTender(part));
                }
            }
            all.addAll(recordsWithoutTransaction());
            return List.copyOf(all);
        }

        private OrderRefund refund(Part part, PaymentId payment) {
            WireTransaction transaction = part.transaction();
            Optional<WireOrder.WireRefund> shown = order.refunds().stream()
                    .filter(it -> it.transactions().contains(transaction.id()))
                    .findFirst();
            // A refund of several payments is not the refund of any one of them.
            Set<String> names = shown.filter(it -> it.transactions().size() == 1)
                    .map(it -> Set.of(it.id()))
                    .orElse(Set.of());
            // While the refund is open, it is not known whether money will move for it.
            String key = part.payout() == Payout.NOT_TOLD
                    ? null
                    : shown.flatMap(it -> portalKey(it.note())).orElse(null);
            return new OrderRefund(
                    transaction.id(),
                    names,
                    payment,
                    transaction.amount(),
                    transaction.state(),
                    at(transaction, payment),
                    part.payout(),
                    key);
        }

        /**
         * When it came to this state, as far as Shopify tells. It does not tell when a pending refund failed: that
         * counts as of the order's last change, unless a refund succeeded since, which has to stay the later one.
         */
        private Instant at(WireTransaction transaction, PaymentId payment) {
            boolean succeededSince = parts.stream()
                    .filter(it -> payment.equals(it.payment()) || it.payment() == null)
                    .map(Part::transaction)
                    .anyMatch(it -> it.succeeded() && !it.at().isBefore(transaction.at()));
            return transaction.failed() && !succeededSince && order.updatedAt().isAfter(transaction.at())
                    ? order.updatedAt()
                    : transaction.at();
        }

        /**
         * Store credit, gift cards, cash: no money of our gateways, and not the engine's concern, unless a refund to a
         * payment of ours failed before. Then the customer got the money in this way instead, and that failure no
         * longer allows a direct refund.
         */
        private List<OrderRefund> otherTender(Part part) {
            WireTransaction transaction = part.transaction();
            Optional<Money> amount = amountOf(transaction);
            if (amount.isEmpty()) {
                return List.of();
            }
            List<PaymentId> instead =
                    transaction.succeeded() && !isOfAnotherPayment(transaction) ? failedBefore(transaction) : List.of();
            if (instead.isEmpty()) {
                return List.of(other(transaction, transaction.id(), null, amount.get(), Payout.NOT_TOLD));
            }
            List<OrderRefund> all = new ArrayList<>();
            for (PaymentId payment : instead) {
                String id = all.isEmpty() ? transaction.id() : transaction.id() + "#" + all.size();
                all.add(other(transaction, id, payment, amount.get(), Payout.NONE));
            }
            return all;
        }

        private OrderRefund other(
                WireTransaction transaction, String id, @Nullable PaymentId payment, Money amount, Payout payout) {
            return new OrderRefund(id, Set.of(), payment, amount, transaction.state(), transaction.at(), payout, null);
        }

        /** Whether another tender is refunded: a gift card that gets back what it had paid replaces no refund. */
        private boolean isOfAnotherPayment(WireTransaction transaction) {
            return order.rootOf(transaction)
                    .filter(root -> gateways.matching(root).isEmpty())
                    .isPresent();
        }

        private List<PaymentId> failedBefore(WireTransaction transaction) {
            return parts.stream()
                    .filter(it -> it.payment() != null && it.transaction().failed())
                    .filter(it -> !it.transaction().at().isAfter(transaction.at()))
                    .flatMap(it -> Stream.ofNullable(it.payment()))
                    .distinct()
                    .toList();
        }

        /** Empty if the amount cannot be read: without money of our gateways that stops nothing. */
        private Optional<Money> amountOf(WireTransaction transaction) {
            try {
                return Optional.of(transaction.amount());
            } catch (JsonFormatException e) {
                return Optional.empty();
            }
        }

        /** A refund of lines only, with the key in the merchant's note, is a record without an amount. */
        private List<OrderRefund> recordsWithoutTransaction() {
            List<PaymentId> payments = payments(order);
            if (payments.size() != 1) {
                return List.of();
            }
            PaymentId payment = payments.get(0);
            return order.refunds().stream()
                    .filter(it -> it.transactions().isEmpty())
                    .flatMap(it -> portalKey(it.note()).stream().map(key -> record(it.id(), payment, key)))
                    .toList();
        }

        private OrderRefund record(String id, PaymentId payment, String key) {
            Money none = order.transactions().values().stream()
                    .filter(WireTransaction::isPayment)
                    .flatMap(it -> amountOf(it).stream())
                    .findFirst()
                    .map(it -> Money.zero(it.currency()))
                    .orElseThrow(() -> new JsonFormatException("no exact amount of a payment"));
            return new OrderRefund(
                    id, Set.of(), payment, none, ShopRefund.State.SUCCEEDED, order.updatedAt(), Payout.NONE, key);
        }
    }

    private static Optional<String> portalKey(String note) {
        Matcher found = PORTAL_KEY.matcher(note);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }
}
