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
 * What an order of the shop means for refunds. A {@code Refund} of Shopify is not money: money is counted by transactions,
 * each traced to the payment it belongs to, in the customer's currency, whether a refund object exists or not. Thread-safe.
 */
final class OrderMapping {
    /** Written by the merchant as the reason of a refund that is to record one made at the gateway. */
    private static final Pattern PORTAL_KEY = Pattern.compile("maksut:[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final String shop;
    private final URI admin;
    private final ShopGateways gateways;
    private final Reports reports;

    /** @param admin where the merchant opens orders: the number follows */
    OrderMapping(String shop, URI admin, ShopGateways gateways, Reports reports) {
        this.shop = shop;
        this.admin = admin;
        this.gateways = gateways;
        this.reports = reports;
    }

    /**
     * The order in the engine's terms.
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

    /** A refund transaction and the payment of ours whose money it is, if it is. */
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

    /** Those that brought money or may still bring it; an attempt that failed paid nothing. */
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
     * What others than payments of ours brought or review_reason, less what they got back. Null where that is not certain, as on a page,
     * which has no amounts.
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

    /** One that is for trying brings nothing to an account that is not. */
    private boolean isMoney(WireTransaction transaction) {
        return gateways.testMode() || !transaction.test();
    }

    /** Null if a provider has not said yet. What staff expect by hand (cash on delivery) is nothing before it is there. */
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

    /** A refund of a payment that staff recorded as made by hand. */
    private static boolean isByHandOf(WireTransaction refund) {
        return refund.manual() || "manual".equals(refund.gateway());
    }

    /** The parent is not told: unless there is only one payment that it can belong to, nobody knows whose money it is. */
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

    /** All refund transactions of one order together. */
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
            // A refund of several payments is none of them alone.
            Set<String> names = shown.filter(it -> it.transactions().size() == 1)
                    .map(it -> Set.of(it.id()))
                    .orElse(Set.of());
            // As long as it is open, nobody knows whether money will move for it.
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
         * When it came to this state, as far as is told. Shopify does not tell when a pending refund failed: not before the
         * order's last change, unless a later refund of the payment succeeded, which has to stay the later one.
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
         * Store credit, gift cards, cash: none of a gateway of ours, and no matter of the engine's, unless a refund to a
         * payment of ours had failed before: then the customer has got it in this way instead, and that failure allows
         * nothing any more.
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

        /** A gift card that is filled up again with what it had paid is no substitute for anything. */
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

        /** Amounts that are no money of a gateway of ours stop nothing when they cannot be understood. */
        private Optional<Money> amountOf(WireTransaction transaction) {
            try {
                return Optional.of(transaction.amount());
            } catch (JsonFormatException e) {
                return Optional.empty();
            }
        }

        /** The merchant wrote the key into the note of a refund of lines alone: it is recorded, with no amount. */
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
