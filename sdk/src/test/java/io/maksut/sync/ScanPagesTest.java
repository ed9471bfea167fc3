package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sync.SyncWorld.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refunds that only the gateway knows of are found on every page, whatever happens between two pages. */
class ScanPagesTest {
    private static final byte[] REFUSED =
            "{\"code\":9,\"error\":\"Invalid page token\",\"http_status\":400}".getBytes(StandardCharsets.UTF_8);

    private final SyncWorld world = new SyncWorld();
    private final RefundSync sync = world.sync(SyncMode.SHOP_PAYS);

    @AfterEach
    void close() {
        world.close();
    }

    /** More than two pages hold. */
    private List<PaymentId> refundedByStaff() {
        List<PaymentId> payments = IntStream.range(0, 230)
                .mapToObj(number -> world.settled(Gateway.FLATPAY, "29.80"))
                .toList();
        payments.forEach(payment -> world.refundAsStaff(payment, "5.00"));
        return payments;
    }

    private long found(List<PaymentId> payments) {
        sync.worker().workOff();
        return payments.stream()
                .filter(payment -> !sync.ledger().discrepanciesOf(payment).isEmpty())
                .count();
    }

    @Test
    void aScanThatBrokeOffGoesOnLaterWithThePageItMissed() {
        List<PaymentId> payments = refundedByStaff();
        world.frisbii
                .faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("GET", "/v1/list/charge")
                .afterMatching(1)
                .times(20);
        sync.worker().scanDue();
        assertThat(found(payments)).isBetween(1L, 229L);

        world.frisbii.faults().clear();
        world.clock.advance(Duration.ofMinutes(10));
        sync.worker().scanDue();

        assertThat(found(payments)).isEqualTo(230);
    }

    @Test
    void aPageThatIsRefusedIsNotAskedForEver() {
        List<PaymentId> payments = refundedByStaff();
        world.frisbii
                .faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("GET", "/v1/list/charge")
                .afterMatching(1)
                .times(20);
        sync.worker().scanDue();
        world.frisbii.faults().clear();
        world.frisbii
                .faults()
                .next(Fault.answer(400, "application/json", REFUSED))
                .on("GET", "/v1/list/charge");
        world.clock.advance(Duration.ofMinutes(10));
        sync.worker().scanDue();
        assertThat(found(payments)).isBetween(1L, 229L);

        world.clock.advance(Duration.ofMinutes(10));
        sync.worker().scanDue();

        assertThat(found(payments)).isEqualTo(230);
    }
}
