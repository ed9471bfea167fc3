package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.OrderRefund;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.testkit.KillRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.ToLongFunction;

/** People at the portal while workers are killed: they state that a shop's refund failed, refund directly, and do both again. */
final class CrashDesk {
    private static final Duration SETTLED = Duration.ofMinutes(11); // longer than a failure takes to settle

    private record Failed(PaymentId payment, String order, Money amount, Instant since) {}

    private final RefundSync sync;
    private final TestShop shop;
    private final Clock clock;
    private final Queue<Failed> failed = new ArrayDeque<>();
    private final Map<PaymentId, Failed> asked = new LinkedHashMap<>();

    CrashDesk(RefundSync sync, TestShop shop, Clock clock) {
        this.sync = sync;
        this.shop = shop;
        this.clock = clock;
    }

    /** A refund of this payment has failed in the shop, which keeps a record of it or does not. */
    void fails(PaymentId payment, Money amount, boolean kept) {
        String order = shop.order(payment);
        if (kept) {
            shop.refund(order, payment, amount, ShopRefund.State.FAILED, OrderRefund.Payout.NOT_TOLD);
        } else {
            CrashOrders.carryOut(sync, CrashOrders.state(payment, amount, "mari"));
        }
        failed.add(new Failed(payment, order, amount, clock.instant()));
    }

    /**
     * One that failed long enough ago is refunded directly; one answer of two is lost, one shop of three does not write it at once or
     * shows it late, and workers have to find out.
     */
    void works(Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay) {
        refundsNext(order -> CrashOrders.carryOut(sync, order), random, frisbii, everypay);
    }

    /** The same, of two, in the process that is told to; where it dies, whoever pressed the button does not know what came of it. */
    void worksIn(KillRun.Orders process, Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay) {
        refundsNext(process, random, frisbii, everypay);
        refundsNext(process, random, frisbii, everypay);
    }

    private void refundsNext(KillRun.Orders process, Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay) {
        if (hasWork()) {
            Failed next = failed.remove();
            loses(random, frisbii, everypay, next);
            asked.put(next.payment(), next);
            process.say(CrashOrders.refund(next.payment(), next.amount(), "mari"));
            process.say(CrashOrders.state(next.payment(), next.amount(), "liis"));
            process.say(CrashOrders.refund(next.payment(), next.amount(), "liis"));
        }
    }

    /** Whether something failed long enough ago. */
    boolean hasWork() {
        return !failed.isEmpty() && failed.peek().since().plus(SETTLED).isBefore(clock.instant());
    }

    private void loses(Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay, Failed next) {
        boolean flatpay = next.payment().account().equals("flatpay");
        Fault fault = random.nextBoolean() ? Fault.RESET_AFTER_PROCESSING : Fault.RESET_BEFORE_PROCESSING;
        if (random.nextBoolean()) {
            FaultPlan faults = flatpay ? frisbii.faults() : everypay.faults();
            faults.next(fault).on("POST", flatpay ? "/v1/refund" : "/api/v4/payments/refund");
        }
        switch (random.nextInt(9)) {
            case 0 -> shop.losesNextAnswer(TestShop.Question.RECORD);
            case 1 -> shop.turnsNextAway(TestShop.Question.RECORD);
            case 2 -> shop.isBehind(next.order(), Duration.ofSeconds(20 + random.nextInt(100)));
            default -> {}
        }
    }

    /** Direct refunds, and how many of them a person was told to record. */
    record Refunded(int all, long byMerchant) {}

    /** Each failure was refunded once at most, whoever said and pressed it how often, and recorded once, or a person was told. */
    Refunded assertEachFailureWasRefundedOnce(ToLongFunction<PaymentId> books) {
        int refunded = 0;
        long byMerchant = 0;
        for (Failed one : asked.values()) {
            PaymentId payment = one.payment();
            long moved = books.applyAsLong(payment);
            assertThat(moved)
                    .as("refunded directly of %s", payment)
                    .isIn(0L, one.amount().minorUnits());
            refunded += moved > 0 ? 1 : 0;
            List<LedgerOperation> done = sync.ledger().refundsOf(payment).stream()
                    .filter(it -> it.state() == State.SUCCEEDED)
                    .toList();
            assertThat(done.stream().mapToLong(it -> it.amount().minorUnits()).sum())
                    .as("said to be refunded of %s", payment)
                    .isEqualTo(moved);
            long told = done.stream()
                    .filter(it -> it.reviewReason()
                            .filter(ReviewReason.RECORD_BY_MERCHANT::equals)
                            .isPresent())
                    .count();
            byMerchant += told;
            assertThat(recorded(one.order()))
                    .as(
                            "recorded of %s, %s",
                            payment, sync.ledger().history(payment).toList())
                    .isEqualTo(done.size() - told);
            assertThat(sync.ledger().recordsOf(payment))
                    .as("records of %s", payment)
                    .hasSize(done.size())
                    .allMatch(it -> it.reviewReason().isPresent() || !it.state().inFlight());
        }
        return new Refunded(refunded, byMerchant);
    }

    private long recorded(String order) {
        return shop.refundsOf(order).stream()
                .filter(it -> it.portalKey() != null)
                .count();
    }

    boolean isOver() {
        return asked.values().stream()
                .flatMap(it -> sync.ledger().recordsOf(it.payment()).stream())
                .noneMatch(it -> it.state().inFlight() && it.reviewReason().isEmpty());
    }
}
