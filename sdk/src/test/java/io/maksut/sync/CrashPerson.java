package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Books;
import io.maksut.sync.SyncDesk.Ending;
import java.util.List;
import java.util.function.Function;

/**
 * Whom the engine asks where sums cannot tell whose money is missing: at EveryPay a lost request of an earlier refund may have taken
 * just what the next one asked for. Looks into the gateway's books. Is asked about nothing else.
 */
final class CrashPerson {
    private final RefundSync sync;
    private final Function<PaymentId, Books> books;
    private int asked;

    CrashPerson(RefundSync sync, Function<PaymentId, Books> books) {
        this.sync = sync;
        this.books = books;
    }

    /** How often there was a question. */
    int asked() {
        return asked;
    }

    void answers() {
        List<LedgerOperation> open = sync.ledger()
                .waitingForPerson()
                .filter(it -> it.reviewReason()
                        .filter(ReviewReason.OUTCOME_UNKNOWN::equals)
                        .isPresent())
                .toList();
        for (LedgerOperation refund : open) {
            List<LedgerOperation> all = sync.ledger().refundsOf(refund.payment());
            assertThat(refund.payment().account()).isEqualTo("everypay");
            assertThat(LateArrivals.mayMakeUp(all, refund))
                    .as("another's lost request may have arrived: %s", all)
                    .isTrue();
            long explained =
                    all.stream().mapToLong(it -> it.moneyMoved().minorUnits()).sum();
            long moved = books.apply(refund.payment()).refunded(refund.payment().reference());
            boolean made = moved - explained >= refund.amount().minorUnits();
            asked += sync.syncDesk()
                    .close(refund.id(), made ? Ending.SUCCEEDED : Ending.DECLINED, "clerk", "by the gateway's books")
                    .map(it -> 1)
                    .orElse(0);
        }
    }
}
