package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order as the shop answered it.
 *
 * @param total the current total before refunds, in the customer's currency; null if it is not known exactly
 * @param transactions by id, in the shop's order
 */
record WireOrder(
        String id,
        String name,
        Instant updatedAt,
        boolean test,
        boolean cancelled,
        @Nullable Money total,
        Map<String, WireTransaction> transactions,
        List<WireRefund> refunds) {
    /** Enough for any chain that the shop makes, and an end for a loop. */
    private static final int LONGEST_CHAIN = 10;

    WireOrder {
        refunds = List.copyOf(refunds);
    }

    /**
     * A refund object of the shop. It is no money; its transactions are.
     *
     * @param transactions the ids of the first few transactions
     */
    record WireRefund(String id, String note, List<String> transactions) {
        @Override
        public String toString() {
            return "WireRefund[" + id + "]";
        }
    }

    /**
     * Reads an order.
     *
     * @param asked how many transactions the document asks for
     * @throws JsonFormatException if the JSON is no order, or if it has more transactions than were asked for
     */
    static WireOrder of(JsonDocument json, int asked) {
        String id = json.requiredText("id");
        if (!Gid.isOrder(id)) {
            throw new JsonFormatException("no id of an order");
        }
        Map<String, WireTransaction> transactions = new LinkedHashMap<>();
        for (JsonDocument each : json.objects("transactions")) {
            WireTransaction transaction = WireTransaction.of(each);
            if (transactions.put(transaction.id(), transaction) != null) {
                throw new JsonFormatException("a transaction comes twice");
            }
        }
        if (!isWhole(json, asked)) {
            throw new JsonFormatException("the order has more transactions than can be read at once");
        }
        List<WireRefund> refunds = new ArrayList<>();
        for (JsonDocument each : json.objects("refunds")) {
            refunds.add(refund(each));
        }
        return new WireOrder(
                id,
                json.requiredText("name"),
                json.time("updatedAt").orElseThrow(() -> new JsonFormatException("no field updatedAt")),
                json.flag("test"),
                json.has("cancelledAt"),
                GrossTotal.of(json, transactions.values(), refunds),
                transactions,
                refunds);
    }

    /** Whether the answer has all transactions of the order. The list has no pages. */
    static boolean isWhole(JsonDocument order, int asked) {
        return order.objects("transactions").size() < asked
                || order.object("transactionsCount")
                                .orElseThrow(() -> new JsonFormatException("no field transactionsCount"))
                                .requiredInteger("count")
                        <= asked;
    }

    private static WireRefund refund(JsonDocument json) {
        List<String> transactions =
                json.object("transactions").map(it -> it.objects("nodes")).orElse(List.of()).stream()
                        .map(node -> node.requiredText("id"))
                        .toList();
        return new WireRefund(json.requiredText("id"), json.text("note").orElse(""), transactions);
    }

    /** Whether a payment provider's payment paid the order and was not released. */
    boolean isPaidByProvider() {
        return transactions.values().stream()
                .filter(it -> it.isPayment() && it.succeeded() && !ShopGateways.isWithoutProvider(it))
                .anyMatch(payment -> !isReleased(payment));
    }

    /** Whether an authorisation was released. */
    boolean isReleased(WireTransaction authorisation) {
        return releasesOf(authorisation).anyMatch(WireTransaction::succeeded);
    }

    /** Whether an authorisation was released, or may be just now. */
    boolean mayBeReleased(WireTransaction authorisation) {
        return releasesOf(authorisation).anyMatch(it -> !it.failed());
    }

    private Stream<WireTransaction> releasesOf(WireTransaction authorisation) {
        return transactions.values().stream()
                .filter(it -> it.isVoid() && authorisation.id().equals(it.parentId()));
    }

    /**
     * What a successful payment brought or still holds, before refunds. Empty for an authorisation that is being
     * released or was captured in part: then it depends on the provider whether the rest is still held.
     *
     * @throws JsonFormatException if an amount is not exact
     */
    Optional<Money> broughtBy(WireTransaction payment) {
        Money amount = payment.amount();
        Money captured = transactions.values().stream()
                .filter(it -> it.kind().equals("CAPTURE")
                        && it.succeeded()
                        && payment.id().equals(it.parentId()))
                .map(WireTransaction::amount)
                .reduce(Money.zero(amount.currency()), Money::plus);
        if (isReleased(payment)) {
            return Optional.of(captured);
        }
        boolean certain = !mayBeReleased(payment) && (captured.isZero() || captured.equals(amount));
        return certain ? Optional.of(amount) : Optional.empty();
    }

    /** The payment at the root of a transaction's chain; empty if the chain does not lead to one. */
    Optional<WireTransaction> rootOf(WireTransaction transaction) {
        WireTransaction at = transaction;
        Set<String> seen = new HashSet<>();
        for (int step = 0; step < LONGEST_CHAIN && seen.add(at.id()); step++) {
            if (at.isPayment()) {
                return Optional.of(at);
            }
            String parent = at.parentId();
            WireTransaction next = parent == null ? null : transactions.get(parent);
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.empty();
    }

    /** Leaves out names and notes, which may be personal. */
    @Override
    public String toString() {
        return "WireOrder[" + id + ", " + transactions.size() + " transactions]";
    }
}
