package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refund as it is asked for. Immutable.
 *
 * @param shipping what of the shipping cost to give back, null for all that is left of it
 * @param payments by which money moves; none for a refund that only records lines
 * @param storeCredit to give as credit in the shop, or null
 * @param discrepancyReason of the GraphQL enum OrderAdjustmentDiscrepancyReason, or null
 */
public record RefundRequest(
        long orderId,
        List<Line> lines,
        @Nullable Money shipping,
        List<Payment> payments,
        @Nullable Money storeCredit,
        boolean allowOverRefunding,
        @Nullable String note,
        @Nullable String discrepancyReason,
        @Nullable Long returnId,
        boolean byStaff) {
    /** So many pieces of a line. */
    public record Line(long lineItemId, int quantity, String restockType) {}

    /** So much of one payment. */
    public record Payment(long parentId, Money amount) {}

    public RefundRequest {
        lines = List.copyOf(lines);
        payments = List.copyOf(payments);
    }
}
