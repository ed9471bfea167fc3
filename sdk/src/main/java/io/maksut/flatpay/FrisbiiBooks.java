package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Money;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.transport.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the gateway lists as settled and refunded of one payment.
 *
 * @param settled the sum of all captures
 * @param refunded the sum of refunds that are under way or have arrived
 * @param released whether the authorisation was released
 * @param atRest whether no transaction of the payment is being processed
 * @param gatewayTime the gateway's time of the answer; empty if it has none
 */
record FrisbiiBooks(
        Money settled,
        Money refunded,
        boolean released,
        boolean atRest,
        Optional<Instant> gatewayTime,
        CallReport call) {
    private static final Set<String> UNDER_WAY = Set.of("pending", "processing");

    static FrisbiiBooks of(JsonDocument invoice, FrisbiiCharges charges, Answer answer) {
        List<Refund> refunds = charges.refunds(invoice);
        Money listed = charges.none(invoice);
        for (Refund refund : refunds) {
            listed = refund.state() == RefundState.FAILED ? listed : listed.plus(refund.amount());
        }
        // The list ends after a hundred transactions; the invoice's sum covers all.
        Money sum = charges.refundedSum(invoice).orElse(listed);
        boolean underWay = refunds.stream().anyMatch(it -> it.state() == RefundState.UNKNOWN)
                || invoice.elements("transactions").stream()
                        .anyMatch(it -> it.plainText("state")
                                .filter(UNDER_WAY::contains)
                                .isPresent());
        return new FrisbiiBooks(
                charges.settledSum(invoice),
                sum.compareTo(listed) > 0 ? sum : listed,
                invoice.text("state").filter(FrisbiiStates.CANCELLED::equals).isPresent(),
                !underWay,
                time(answer),
                answer.report());
    }

    private static Optional<Instant> time(Answer answer) {
        try {
            return answer.header("Date").map(it -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(it)));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
