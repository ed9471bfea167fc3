package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.observe.CorrelationId;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is to be done at a payment, and when. */
class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private static LedgerOperation refund(long id, State state, @Nullable Instant dueAt) {
        OperationDraft draft = new OperationDraft(
                1,
                new PaymentId("flatpay", "p"),
                "shop",
                "r" + id,
                Kind.REQUESTED,
                state,
                Money.of("EUR", "1.00"),
                NOW,
                CorrelationId.random());
        draft.id = id;
        draft.dueAt = dueAt;
        return draft.done();
    }

    private static LedgerOperation toBeTold(long id, Instant at) {
        OperationDraft draft = refund(id, State.SUCCEEDED, null).edit();
        draft.followUp = FollowUp.TELL;
        draft.followAt = at;
        return draft.done();
    }

    @Test
    void oneRefundAtATimeTheOldestFirst() {
        List<LedgerOperation> refunds = List.of(refund(1, State.PENDING, NOW), refund(2, State.PENDING, NOW));

        assertThat(Schedule.moneyDue(refunds, NOW)).map(LedgerOperation::id).contains(1L);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBMITTED", "UNKNOWN", "PROCESSING"})
    void whatWasBegunGoesFirst(State begun) {
        List<LedgerOperation> refunds = List.of(refund(1, State.PENDING, NOW), refund(2, begun, LATER));

        assertThat(Schedule.moneyDue(refunds, NOW)).isEmpty();
        assertThat(Schedule.moneyDue(refunds, LATER)).map(LedgerOperation::id).contains(2L);
        assertThat(Schedule.nextDue(refunds, null)).contains(LATER);
    }

    @Test
    void behindOneThatWaitsForAPersonNothingIsDue() {
        List<LedgerOperation> refunds = List.of(refund(1, State.SUBMITTED, null), refund(2, State.PENDING, NOW));

        assertThat(Schedule.moneyDue(refunds, NOW)).isEmpty();
        assertThat(Schedule.nextDue(refunds, null)).isEmpty();
    }

    @Test
    void tellingTheShopWaitsForNobody() {
        List<LedgerOperation> refunds = List.of(refund(1, State.SUBMITTED, LATER), toBeTold(2, NOW));

        assertThat(Schedule.followUpDue(refunds, NOW)).map(LedgerOperation::id).contains(2L);
        assertThat(Schedule.nextDue(refunds, null)).contains(NOW);
    }

    @Test
    void comparingIsOneOfTheThingsToDo() {
        assertThat(Schedule.nextDue(List.of(refund(1, State.SUCCEEDED, null)), LATER))
                .contains(LATER);
        assertThat(Schedule.nextDue(List.of(), null)).isEmpty();
    }
}
