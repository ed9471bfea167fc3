package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.everypay.EveryPayFaults;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway answers with a code that nobody knows, and the money certainly does not move. */
class SameUnknownCodeTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");

    @AfterEach
    void close() {
        world.close();
    }

    private void answeredWith(int code, int times) {
        world.onRefund(payment, EveryPayFaults.declined(code, "Something new")).times(times);
    }

    private RefundRequest asked() {
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("10.00"));
        sync.request("shop", request);
        return request;
    }

    private LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    @Test
    void theSameCodeTwiceIsAPersons() {
        answeredWith(7777, 100);
        RefundRequest request = asked();

        world.work(sync, Duration.ofHours(12));

        LedgerOperation held = ledger(request);
        assertThat(held.reviewReason()).contains(ReviewReason.ANSWER_NOT_KNOWN);
        assertThat(held.state()).isEqualTo(State.PENDING);
        assertThat(held.attempts()).isEqualTo(2);
        assertThat(held.reason().orElseThrow() + ReviewReason.ANSWER_NOT_KNOWN.explain(Locale.ENGLISH))
                .doesNotContain("7777");
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void whatAPersonHasTriedAgainIsPaidWhenTheGatewayIsWell() {
        answeredWith(7777, 2);
        RefundRequest request = asked();
        world.work(sync, Duration.ofHours(3));
        assertThat(ledger(request).reviewReason()).contains(ReviewReason.ANSWER_NOT_KNOWN);

        Optional<LedgerOperation> unused = sync.syncDesk().retry(ledger(request).id(), "mari", "the gateway is mended");
        world.work(sync, Duration.ofMinutes(5));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void onceOrTwoDifferentCodesAreTriedAgain() {
        answeredWith(7777, 1);
        answeredWith(7778, 1);
        RefundRequest request = asked();

        world.work(sync, Duration.ofHours(3));

        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }
}
