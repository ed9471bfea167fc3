package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that is edited after it was accepted: the first stands, and it is told at once. */
class EditedRequestTest {
    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
    private final RefundRequest first = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));

    @AfterEach
    void close() {
        world.close();
    }

    private RequestReceipt asks(PaymentId what, Money amount, String order) {
        return sync.request(
                "shop",
                RefundRequest.builder(first.id(), what, amount).orderId(order).build());
    }

    private List<Discrepancy> told() {
        return world.events.stream()
                .filter(SyncEvent.DiscrepancyChanged.class::isInstance)
                .map(it -> ((SyncEvent.DiscrepancyChanged) it).discrepancy())
                .toList();
    }

    private void theFirstStandsAndItIsTold(Money amount) {
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.payment()).isEqualTo(payment);
                    assertThat(it.amount()).isEqualTo(amount);
                    assertThat(it.subject()).isEqualTo(first.id());
                });
        assertThat(told()).hasSize(1);
        sync.worker().workOff();
        assertThat(world.refunded(payment)).isEqualTo(500);
    }

    @Test
    void anotherAmountIsADiscrepancyAtOnce() {
        sync.request("shop", first);

        asks(payment, eur("7.00"), first.orderId().orElseThrow());

        theFirstStandsAndItIsTold(eur("7.00"));
    }

    @Test
    void anotherPaymentIsADiscrepancyAtOnceAndNothingOfItMoves() {
        PaymentId other = world.settled(Gateway.EVERYPAY, "29.80");
        sync.request("shop", first);

        asks(other, eur("5.00"), first.orderId().orElseThrow());

        theFirstStandsAndItIsTold(eur("5.00"));
        assertThat(world.refunded(other)).isZero();
    }

    @Test
    void anotherOrderIsADiscrepancyAtOnce() {
        sync.request("shop", first);

        asks(payment, eur("5.00"), "another-order");

        theFirstStandsAndItIsTold(eur("5.00"));
    }

    @Test
    void theSameEditAgainIsNoNewAlarmAndAnotherOneIs() {
        sync.request("shop", first);
        String order = first.orderId().orElseThrow();
        asks(payment, eur("7.00"), order);
        asks(payment, eur("7.00"), order);
        assertThat(told()).hasSize(1);

        asks(payment, eur("8.00"), order);

        assertThat(told()).extracting(Discrepancy::amount).containsExactly(eur("7.00"), eur("8.00"));
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).hasSize(1);
    }

    @Test
    void itStaysOpenUntilAPersonHasAcceptedItWhateverIsComparedMeanwhile() {
        sync.request("shop", first);
        asks(payment, eur("7.00"), first.orderId().orElseThrow());
        sync.worker().workOff();
        for (int day = 0; day < 3; day++) {
            world.clock.advance(Duration.ofDays(1));
            sync.worker().scanDue();
            sync.worker().workOff();
        }

        Discrepancy open =
                sync.ledger().discrepancies(Discrepancy.State.OPEN).findFirst().orElseThrow();
        assertThat(open.kind()).isEqualTo(DiscrepancyKind.REQUEST_EDITED);
        sync.syncDesk().acceptDiscrepancy(open.id(), "aino", "the merchant made a new one");
        asks(payment, eur("7.00"), first.orderId().orElseThrow());

        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN)).isEmpty();
    }

    @Test
    void theMerchantIsToldInWords() {
        sync.request("shop", first);
        RequestReceipt receipt = asks(payment, eur("7.00"), first.orderId().orElseThrow());

        assertThat(receipt.kind()).isEqualTo(RequestReceipt.Kind.CONTRADICTS);
        assertThat(receipt.explain(Locale.ENGLISH)).contains("5.00", payment.reference(), "make a new one");
        assertThat(receipt.explain(new Locale("fi"))).contains("5,00", "tee kaupassa uusi");
        assertThat(receipt.explain(new Locale("lv"))).contains("5,00", "veiciet veikalā jaunu");
    }
}
