package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderRefund;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** People in the shop while workers are killed: they give something back before shipping, or nothing, and ship. */
final class CrashShipping {
    private final RefundSync sync;
    private final TestShop shop;
    private final Inbox inbox;
    private final InboxWorker hints;
    private final Map<PaymentId, Long> shipped = new LinkedHashMap<>();
    private int deliveries;

    CrashShipping(RefundSync sync, TestShop shop, Clock clock) {
        this.sync = sync;
        this.shop = shop;
        this.inbox = Inbox.open(TestDatabases.SQLITE.fresh(), clock);
        this.hints = InboxWorker.builder(inbox).on("shop", sync.hints("shop")).build();
    }

    /** The order of a payment of 29.80 that is authorised is shipped, and the shop says so twice. */
    void ships(Random random, PaymentId payment) {
        String order = shop.order(payment);
        long captured = 2_980;
        if (random.nextInt(3) == 0) {
            shop.refund(order, payment, Money.of("EUR", "10.00"), ShopRefund.State.SUCCEEDED, OrderRefund.Payout.NONE);
            captured -= 1_000;
        }
        shop.ships(order, Fulfilment.COMPLETE);
        shipped.put(payment, captured);
        for (int twice = 0; twice < 2; twice++) {
            inbox.accept("shop", Delivery.identified("delivery-" + ++deliveries, order, new byte[0]));
        }
        hints.workOff();
    }

    boolean isOver() {
        return sync.ledger().openCaptures().findAny().isEmpty();
    }

    /** Each order that was shipped was captured once, for what it was worth. */
    int assertEachWasCapturedOnce(Function<PaymentId, Books> books) {
        assertThat(sync.ledger().openCaptures())
                .as("captures that have not ended")
                .isEmpty();
        shipped.forEach((payment, worth) -> {
            Books of = books.apply(payment);
            assertThat(of.captured(payment.reference()))
                    .as("captured of %s, %s", payment, history(payment))
                    .isEqualTo(worth);
            assertThat(of.count(Movement.Kind.CAPTURE, payment.reference()))
                    .as("captures of %s", payment)
                    .isEqualTo(1);
            assertThat(sync.ledger().capturesOf(payment))
                    .singleElement()
                    .extracting(LedgerOperation::state)
                    .as("capture of %s", payment)
                    .isEqualTo(State.SUCCEEDED);
        });
        return shipped.size();
    }

    private List<String> history(PaymentId payment) {
        return sync.ledger()
                .history(payment)
                .map(event -> event.at() + " " + event.kind() + " " + event.details())
                .toList();
    }
}
