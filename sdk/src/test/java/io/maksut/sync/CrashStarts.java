package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.RefundWish;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.testkit.KillRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Callers that have the shop make refunds while workers are killed; the shop then asks for the money as of any other refund. */
final class CrashStarts {
    private final RefundSync sync;
    private final TestShop shop;
    private final List<RefundWish> wishes = new ArrayList<>();

    CrashStarts(RefundSync sync, TestShop shop) {
        this.sync = sync;
        this.shop = shop;
    }

    /** A refund of the payment of 29.80 is started by this process or that one. */
    void starts(Random random, PaymentId payment, KillRun.Orders process, boolean there) {
        Money amount = Money.ofMinor("EUR", 100L * (1 + random.nextInt(20)));
        RefundWish wish =
                new RefundWish("wish-" + wishes.size(), shop.order(payment), payment, amount, "a page is missing");
        wishes.add(wish);
        switch (random.nextInt(6)) {
            case 0 -> shop.losesNextAnswer(TestShop.Question.START);
            case 1 -> shop.failsNext(TestShop.Question.START);
            case 2 -> shop.turnsNextAway(TestShop.Question.START);
            default -> {}
        }
        String order = CrashOrders.start(wish);
        if (there) {
            process.say(order);
        } else {
            CrashOrders.carryOut(sync, order);
        }
        if (random.nextInt(3) == 0) {
            CrashOrders.carryOut(sync, CrashOrders.start(wishes.get(random.nextInt(wishes.size()))));
        }
    }

    /** Whoever had no answer, or died, asks again. */
    void allStartAgain() {
        wishes.forEach(wish -> CrashOrders.carryOut(sync, CrashOrders.start(wish)));
    }

    boolean isOver() {
        return wishes.stream()
                .allMatch(it -> sync.ledger()
                        .started("shop", it.id())
                        .filter(started -> !started.state().inFlight())
                        .isPresent());
    }

    /** Each was made in the shop once, whoever started it how often. */
    int assertEachWasMadeOnce() {
        for (RefundWish wish : wishes) {
            LedgerOperation started = sync.ledger().started("shop", wish.id()).orElseThrow();
            assertThat(started.state()).as("%s", started).isEqualTo(State.SUCCEEDED);
            assertThat(shop.startedOf(wish.orderId()))
                    .as("made of %s", wish)
                    .singleElement()
                    .extracting(RefundRequest::id)
                    .isEqualTo(started.gatewayRefund().orElseThrow());
        }
        return wishes.size();
    }
}
