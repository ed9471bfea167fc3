package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.OrderRefund;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.ToLongFunction;

/** People at the portal while workers are killed: they state that a shop's refund failed, refund directly, and do both again. */
final class CrashDesk {
    private static final Duration SETTLED = Duration.ofMinutes(11); // longer than a failure takes to settle

    private record Failed(PaymentId payment, Money amount, Instant since) {}

    private final RefundSync sync;
    private final TestShop shop;
    private final Clock clock;
    private final Queue<Failed> failed = new ArrayDeque<>();
    private final Map<PaymentId, Money> asked = new LinkedHashMap<>();

    CrashDesk(RefundSync sync, TestShop shop, Clock clock) {
        this.sync = sync;
        this.shop = shop;
        this.clock = clock;
    }

    /** A refund of this payment has failed in the shop, which keeps a record of it or does not. */
    void fails(PaymentId payment, Money amount, boolean kept) {
        String order = shop.order(payment);
        if (kept) {
            shop.refund(order, payment, amount, ShopRefund.State.FAILED, OrderRefund.Claim.NOT_TOLD);
        } else {
            state(payment, amount, "mari");
        }
        failed.add(new Failed(payment, amount, clock.instant()));
    }

    /** What failed long enough ago is refunded directly; one answer of two is lost, and workers have to find out. */
    void works(Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay) {
        while (!failed.isEmpty() && failed.peek().since().plus(SETTLED).isBefore(clock.instant())) {
            Failed next = failed.remove();
            boolean flatpay = next.payment().account().equals("flatpay");
            Fault fault = random.nextBoolean() ? Fault.RESET_AFTER_PROCESSING : Fault.RESET_BEFORE_PROCESSING;
            if (random.nextBoolean()) {
                FaultPlan faults = flatpay ? frisbii.faults() : everypay.faults();
                faults.next(fault).on("POST", flatpay ? "/v1/refund" : "/api/v4/payments/refund");
            }
            refund(next, "mari");
            state(next.payment(), next.amount(), "liis");
            refund(next, "liis");
        }
    }

    private void state(PaymentId payment, Money amount, String clerk) {
        sync.statements().shopRefundFailed(payment, amount, clerk, "the shop said so");
    }

    private void refund(Failed failure, String clerk) {
        try {
            if (sync.desk().decide(failure.payment(), failure.amount(), clerk, "the customer asked")
                    instanceof RefundDecision.Allowed allowed) {
                asked.put(failure.payment(), failure.amount());
                sync.desk().execute(allowed.permit());
            }
        } catch (MaksutException e) {
            // whoever gets an exception was told what it means
        }
    }

    /** Each failure was refunded once at most, whoever said and pressed it how often. */
    int assertEachFailureWasRefundedOnce(ToLongFunction<PaymentId> books) {
        int refunded = 0;
        for (Map.Entry<PaymentId, Money> one : asked.entrySet()) {
            long moved = books.applyAsLong(one.getKey());
            assertThat(moved)
                    .as("refunded directly of %s", one.getKey())
                    .isIn(0L, one.getValue().minorUnits());
            refunded += moved > 0 ? 1 : 0;
            assertThat(sync.ledger().refundsOf(one.getKey()).stream()
                            .filter(it -> it.state() == LedgerOperation.State.DONE)
                            .mapToLong(it -> it.amount().minorUnits())
                            .sum())
                    .as("said to be refunded of %s", one.getKey())
                    .isEqualTo(moved);
        }
        return refunded;
    }
}
