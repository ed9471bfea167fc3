package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order comes to now and before refunds, of which Shopify tells no field. {@code currentTotalPriceSet} has all edits in
 * it, and is lower by what refunds took out of the order, whether money went back for that or not; where the money of refunds
 * is not what their lines are worth (an amount alone, lines for nothing) {@code refundDiscrepancySet} tells the difference.
 * {@code totalPriceSet} is before returns, and knows nothing of lines that an edit took out. Pure.
 */
final class GrossTotal {
    private GrossTotal() {}

    /**
     * The total in the customer's currency; null if it is no exact amount, or cannot be told from what refunds gave back.
     *
     * @param transactions all of the order
     * @param refunds all of the order; so many as are asked for may be not all
     */
    static @Nullable Money of(
            JsonDocument json, Collection<WireTransaction> transactions, List<WireOrder.WireRefund> refunds) {
        try {
            Money current = WireMoney.presentment(json, "currentTotalPriceSet");
            if (refunds.isEmpty() && transactions.stream().noneMatch(WireTransaction::isRefund)) {
                return current;
            }
            // Nothing came in yet, so nothing was given back: lines that a refund took out are out of the order.
            return transactions.stream().noneMatch(GrossTotal::moved)
                    ? current
                    : beforeRefunds(json, current, transactions, refunds);
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private static boolean moved(WireTransaction transaction) {
        boolean moves =
                transaction.kind().equals("SALE") || transaction.kind().equals("CAPTURE") || transaction.isRefund();
        return moves && !transaction.failed();
    }

    private static @Nullable Money beforeRefunds(
            JsonDocument json,
            Money current,
            Collection<WireTransaction> transactions,
            List<WireOrder.WireRefund> refunds) {
        Money gross = transactions.stream()
                .filter(it -> it.isRefund() && it.succeeded())
                .map(WireTransaction::amount)
                .reduce(current, Money::plus);
        Money discrepancy = WireMoney.presentment(json, "refundDiscrepancySet");
        if (discrepancy.isZero()) {
            return gross;
        }
        // Whether an amount alone lowers the current total is not documented. Unless something left the order without
        // money, the
        // total before returns tells which of the two it is.
        boolean onlyMoney = refunds.size() < OrderReader.REFUNDS
                && refunds.stream().noneMatch(it -> it.transactions().isEmpty());
        Money before = WireMoney.presentment(json, "totalPriceSet");
        return onlyMoney && (before.equals(gross) || before.equals(gross.plus(discrepancy))) ? before : null;
    }
}
