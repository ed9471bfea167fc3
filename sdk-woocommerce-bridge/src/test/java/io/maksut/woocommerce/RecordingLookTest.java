package io.maksut.woocommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.Reply;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A refund was recorded, the answer was lost, and the look that is to find out about it is turned away: it is neither told as
 * not sent nor written a second time.
 */
class RecordingLookTest {
    private static final String REFUNDS = "/wp-json/wc/v3/orders/*/refunds";

    private final ShopWorld world = new ShopWorld();
    private final long order = world.shop.order().transactionId("charge-1").add();
    private final PortalRefund made = new PortalRefund(
            "maksut:k-1",
            "" + order,
            new PaymentId("flatpay", "charge-1"),
            ShopWorld.eur("5.00"),
            world.clock.instant(),
            "refunded directly");

    @AfterEach
    void close() {
        world.close();
    }

    private void isRecordedOnceWhateverTheLookMeets(Fault fault) {
        world.bridge.check();
        world.shop.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", REFUNDS);
        FaultPlan.Rule look = world.shop
                .faults()
                .next(fault)
                .on("GET", REFUNDS)
                .afterMatching(1)
                .always();

        Recording first = recorded();
        assertThat(look.fired()).as("the look was turned away").isPositive();
        assertThat(first == null || first instanceof Recording.Unclear)
                .as("nobody knows: %s", first)
                .isTrue();
        for (int i = 0; i < 5; i++) {
            world.clock.advance(Duration.ofMinutes(20));
            Recording again = recorded();
            assertThat(again == null || again instanceof Recording.Unclear)
                    .as("nobody knows: %s", again)
                    .isTrue();
        }

        world.shop.faults().clear();
        assertThat(recorded()).isInstanceOf(Recording.Recorded.class);
        assertThat(world.shop.requests().count("POST", "/wp-json/wc/v3/orders/" + order + "/refunds"))
                .isEqualTo(1);
        assertThat(world.shop.refunds(order)).hasSize(1);
    }

    /** As the engine does: what throws is asked again later, and known by nobody. */
    private @Nullable Recording recorded() {
        try {
            return world.record(made);
        } catch (MaksutException notKnown) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 503})
    void byItsHostOrByWordPress(int status) {
        isRecordedOnceWhateverTheLookMeets(Fault.answer(Reply.json(
                status,
                "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"no\",\"data\":{\"status\":" + status
                        + "}}")));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429})
    void byAProxy(int status) {
        isRecordedOnceWhateverTheLookMeets(Fault.answer(Reply.of(status, "text/html", "<html/>".getBytes(UTF_8))));
    }

    @Test
    void byAConnectionThatBreaks() {
        isRecordedOnceWhateverTheLookMeets(Fault.RESET_BEFORE_PROCESSING);
    }
}
