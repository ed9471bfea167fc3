package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The total of an order as it is now, before refunds; Shopify has no field for it. {@code currentTotalPriceSet}
 * includes all edits, and is lowered by what refunds took out of the order, whether money was returned for that or not.
 * Where the money of refunds is not what their lines are worth (an amount alone, lines for nothing), {@code
 * refundDiscrepancySet} has the difference. {@code totalPriceSet} is before returns, and does not include lines that an
 * edit removed. Pure.
 */
final class GrossTotal {
    private GrossTotal() {}

    /**
     * The total in the customer's currency; null if it is no exact amount, or cannot be separated from what was
     * refunded.
     *
     * @param transactions all transactions of the order
     * @param refunds the refunds of the order; if they are as many as were asked for, there may be more
     */
    static @Nullable Money of(
            JsonDocument json, Collection<WireTransaction> transactions, List<WireOrder.WireRefund> refunds) {
        try {
            Money current = WireMoney.presentment(json, "currentTotalPriceSet");
            if (refunds.isEmpty() && transactions.stream().noneMatch(WireTransaction::isRefund)) {
                return current;
            }
            // No money came in yet, so none was refunded: lines that a refund took out are out of the order.
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
        // It is not documented whether a refund of an amount alone lowers the current total. The total before returns
        // decides, unless something left the order without money.
        boolean onlyMoney = refunds.size() < OrderReader.REFUNDS
                && refunds.stream().noneMatch(it -> it.transactions().isEmpty());
        Money before = WireMoney.presentment(json, "totalPriceSet");
        return onlyMoney && (before.equals(gross) || before.equals(gross.plus(discrepancy))) ? before : null;
    }
}
