package io.maksut.sync;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import java.util.List;
import java.util.Random;

/** What goes wrong at the gateways while workers are killed. */
final class CrashFaults {
    private static final List<Integer> PROXY = List.of(401, 403, 404, 408, 409, 413, 421, 425, 429, 502, 504);
    private static final List<Integer> TURNED_AWAY = List.of(429, 401, 403);
    private static final List<Fault> LOST = List.of(
            Fault.RESET_AFTER_PROCESSING,
            Fault.RESET_BEFORE_PROCESSING,
            Fault.SERVER_ERROR_AFTER_PROCESSING,
            Fault.TRUNCATED_BODY,
            Fault.EMPTY_BODY);

    private CrashFaults() {}

    /** Of the next refund an answer is lost or is a proxy's; of half of them the call that is to find out is turned away. */
    static void onRefunds(Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay, PaymentId payment) {
        boolean flatpay = payment.account().equals("flatpay");
        FaultPlan.Rule lost = flatpay
                ? frisbii.faults().next(fault(random)).on("POST", "/v1/refund")
                : everypay.faults().next(fault(random)).on("POST", "/api/v4/payments/refund");
        if (!random.nextBoolean()) {
            return;
        }
        int status = TURNED_AWAY.get(random.nextInt(TURNED_AWAY.size()));
        if (flatpay) {
            // As often as one call tries: what is turned away next is another call.
            lost.times(2);
            int code = status == 429 ? 122 : status == 401 ? 6 : 7;
            frisbii.faults()
                    .next(FrisbiiFaults.refused(code))
                    .on("POST", "/v1/refund")
                    .times(2);
        } else {
            everypay.faults()
                    .next(Fault.proxyAnswersEmpty(status))
                    .on("GET", "/api/v4/payments/" + payment.reference())
                    .afterMatching(2)
                    .times(2);
        }
    }

    /** Of the next capture an answer is lost or is a proxy's. */
    static void onCapture(Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay, PaymentId payment) {
        if (payment.account().equals("flatpay")) {
            frisbii.faults().next(fault(random)).on("POST", "/v1/charge/" + payment.reference() + "/settle");
        } else {
            everypay.faults().next(fault(random)).on("POST", "/api/v4/payments/capture");
        }
    }

    /** The same of the next void. */
    static void onVoid(Random random, FrisbiiSandbox frisbii, EveryPaySandbox everypay, PaymentId payment) {
        if (payment.account().equals("flatpay")) {
            frisbii.faults().next(fault(random)).on("POST", "/v1/charge/" + payment.reference() + "/cancel");
        } else {
            everypay.faults().next(fault(random)).on("POST", "/api/v4/payments/void");
        }
    }

    private static Fault fault(Random random) {
        int status = PROXY.get(random.nextInt(PROXY.size()));
        return switch (random.nextInt(4)) {
            case 0 -> Fault.proxyAnswersAfterProcessing(status);
            case 1 -> Fault.proxyAnswersEmptyAfterProcessing(status);
            case 2 -> Fault.proxyAnswers(status);
            default -> LOST.get(random.nextInt(LOST.size()));
        };
    }

    static void end(FrisbiiSandbox frisbii, EveryPaySandbox everypay) {
        frisbii.faults().clear();
        everypay.faults().clear();
    }
}
