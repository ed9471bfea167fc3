package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.LateExecution;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our clock is wrong, and a request is carried out late: by our clock alone it never counts as not moved. */
class WrongClockTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    private LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    private RefundRequest asked(PaymentId payment) {
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        sync.request("shop", request);
        return request;
    }

    @ParameterizedTest
    @CsvSource({"8, false", "-8, false", "30, false", "-30, false", "8, true", "-8, true", "30, true", "-30, true"})
    void aClockThatIsSetWrongAfterTheRequestWasSentMovesTheMoneyOnce(int minutes, boolean gatewayTellsTime) {
        world.everypay.tellTime(gatewayTellsTime);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.onRefund(payment, Fault.executedLate(LateExecution.after(Duration.ofMinutes(24))));
        RefundRequest request = asked(payment);
        sync.worker().workOff();
        world.ours.ahead(Duration.ofMinutes(minutes));

        // As soon as it counts as not moved, the clock is right again and a person does not want to wait.
        for (int step = 0; step < 46 && ledger(request).state().mayBeSent(); step++) {
            world.work(sync, Duration.ofSeconds(30));
        }
        world.ours.ahead(Duration.ZERO);
        Optional<LedgerOperation> unused = sync.syncDesk().retry(ledger(request).id(), "mari", "now, please");
        world.work(sync, Duration.ofHours(2));

        assertThat(world.refunded(payment)).isEqualTo(1_000);
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.shop.told(request.id())).containsExactly(Verdict.DONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, -4, 8, -8, 30, -30})
    void aClockThatWasWrongAllTheTimeMovesTheMoneyOnceAtMost(int minutes) {
        world.everypay.tellTime(false);
        world.ours.ahead(Duration.ofMinutes(minutes));
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.onRefund(payment, Fault.executedLate(LateExecution.after(Duration.ofMinutes(24))));
        RefundRequest unused = asked(payment);

        world.work(sync, Duration.ofHours(3));

        assertThat(world.refunded(payment)).isLessThanOrEqualTo(1_000);
        assertThat(world.refunds(payment)).isLessThanOrEqualTo(1);
    }

    @Test
    void whatWasLostAndCannotBeProvedByTheGatewaysClockIsAPersons() {
        world.everypay.tellTime(false);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
        RefundRequest request = asked(payment);

        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.OUTCOME_UNKNOWN);
        assertThat(world.refunded(payment)).isZero();

        world.everypay.tellTime(true);
        world.work(sync, Duration.ofHours(2));
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }
}
