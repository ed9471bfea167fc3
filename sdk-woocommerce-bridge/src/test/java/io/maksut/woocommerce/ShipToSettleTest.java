package io.maksut.woocommerce;

import static io.maksut.woocommerce.ShopWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Capturing what an order comes to when it is completed, and no more. */
class ShipToSettleTest {
    private final ShopWorld world = new ShopWorld(shop -> shop.taxPercent("0"));
    private final RefundSync sync = world.sync(
            ConnectedShop.of(world.bridge, SyncMode.SHOP_PAYS, "flatpay").withShipToSettle());

    @AfterEach
    void close() {
        world.close();
    }

    /** Of 29.80, seen by the engine while nothing of it is sent. */
    private long order(PaymentId payment) {
        long order = world.order(payment, "29.80");
        world.work(sync, Duration.ofMinutes(20));
        assertThat(captured(payment)).isZero();
        return order;
    }

    /** Staff change what the order comes to. */
    private void add(long order, String name, String amount) {
        world.bridge
                .client()
                .write(
                        "PUT",
                        "edit order",
                        RestQuery.of("/orders/" + order),
                        "{\"fee_lines\":[{\"name\":\"" + name + "\",\"total\":\"" + amount + "\"}]}",
                        world.bridge.begin());
    }

    private void completed(long order) {
        world.shop.statusAsStaff(order, "completed");
        world.work(sync, Duration.ofHours(1));
    }

    private long captured(PaymentId payment) {
        return world.gateway.books().captured(payment.reference());
    }

    private LedgerOperation only(PaymentId payment) {
        List<LedgerOperation> captures = sync.ledger().capturesOf(payment);
        assertThat(captures).hasSize(1);
        return captures.get(0);
    }

    @Test
    void anItemTakenOutBeforeShippingIsNotCaptured() {
        PaymentId payment = world.authorised("29.80");
        long order = order(payment);
        add(order, "Cup, not in stock", "-10.00");
        assertThat(world.read(order).total()).contains(eur("19.80"));

        completed(order);

        assertThat(captured(payment)).isEqualTo(1_980);
    }

    @Test
    void whatWasRefundedBeforeShippingIsNotCaptured() {
        PaymentId payment = world.authorised("29.80");
        long order = order(payment);
        world.recordedAndNotPaid(order, "10.00");
        assertThat(world.read(order).total()).as("gross").contains(eur("29.80"));

        completed(order);

        assertThat(captured(payment)).isEqualTo(1_980);
        assertThat(world.refunded(payment)).isZero();
    }

    @Test
    void anOrderRefundedByHandInFullAndCompletedByMistakeIsNotCaptured() {
        PaymentId payment = world.authorised("29.80");
        long order = order(payment);
        world.recordedAndNotPaid(order, "29.80");

        completed(order);

        assertThat(captured(payment)).isZero();
        assertThat(world.shop.statusOf(order)).isEqualTo("completed");
    }

    @Test
    void anOrderRaisedAboveWhatIsReservedGoesToAPerson() {
        PaymentId payment = world.authorised("29.80");
        long order = order(payment);
        add(order, "Gift wrapping", "10.00");

        completed(order);

        assertThat(captured(payment)).isZero();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.ORDER_ABOVE_RESERVED);
    }

    @Test
    void anOrderThatIsCancelledWhileItWaitsToBeCapturedIsNotCaptured() {
        PaymentId payment = world.authorised("29.80");
        long order = order(payment);
        world.recordedAndNotPaid(order, "1.00"); // for five minutes nobody knows whether it is being paid
        world.shop.statusAsStaff(order, "completed");
        sync.mayHaveMissed(ShopWorld.NAME);
        world.work(sync, Duration.ofMinutes(2));
        assertThat(only(payment).state()).isEqualTo(LedgerOperation.State.PENDING);

        world.shop.statusAsStaff(order, "cancelled");
        world.work(sync, Duration.ofHours(1));

        assertThat(captured(payment)).isZero();
        assertThat(only(payment).reviewReason()).contains(ReviewReason.SHIPPED_UNCLEAR);
    }

    @Test
    void whatIsReservedIsCapturedOnceWhereTheOrderDidNotChange() {
        PaymentId payment = world.authorised("29.80");
        long order = order(payment);

        completed(order);
        world.work(sync, Duration.ofHours(1));

        assertThat(captured(payment)).isEqualTo(2_980);
        assertThat(world.gateway.requests().count("POST", "/v1/charge/*/settle"))
                .isEqualTo(1);
    }
}
