package io.maksut.sandbox.shopify.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refund as the shop records it, which proves nothing about money: that is told by its transactions. Immutable.
 *
 * @param shipping what of the shipping cost it gives back
 * @param shippingIds of the refund shipping line and of its adjustment
 * @param transactionIds of the transactions that move its money; none when it only records lines
 * @param balanced whether a difference between lines and money counts as a discrepancy; not for an edit or a cancellation
 * @param discrepancyReason as given by who made it, or null
 * @param adjustmentIds of the discrepancy and of the pending discrepancy
 * @param byStaff false when an app made it
 */
public record Refund(
        long id,
        Instant createdAt,
        Instant processedAt,
        Instant updatedAt,
        @Nullable String note,
        List<RefundedLine> lines,
        Money shipping,
        Ids shippingIds,
        List<Long> transactionIds,
        boolean balanced,
        @Nullable String discrepancyReason,
        Ids adjustmentIds,
        @Nullable Long returnId,
        boolean byStaff) {
    /**
     * A line given back.
     *
     * @param restockType as in GraphQL: CANCEL, RETURN, NO_RESTOCK
     */
    public record RefundedLine(long id, long lineItemId, int quantity, String restockType, Money subtotal, Money tax) {}

    /** Two ids that are set aside when the refund is made. */
    public record Ids(long first, long second) {}

    public Refund {
        lines = List.copyOf(lines);
        transactionIds = List.copyOf(transactionIds);
    }

    public boolean restocks() {
        return lines.stream().anyMatch(line -> !line.restockType().equals("NO_RESTOCK"));
    }

    /** What its lines and its shipping are worth. */
    public Money expected() {
        Money sum = shipping;
        for (RefundedLine line : lines) {
            sum = sum.plus(line.subtotal()).plus(line.tax());
        }
        return sum;
    }

    public Refund touched(Instant at) {
        return new Refund(
                id,
                createdAt,
                processedAt,
                at,
                note,
                lines,
                shipping,
                shippingIds,
                transactionIds,
                balanced,
                discrepancyReason,
                adjustmentIds,
                returnId,
                byStaff);
    }
}
