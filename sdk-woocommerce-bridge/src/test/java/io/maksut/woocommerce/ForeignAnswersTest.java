package io.maksut.woocommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Something that stands before the shop answers for it, perhaps after the shop did what it was asked. Only WordPress's own
 * error form is an answer of the shop.
 */
class ForeignAnswersTest {
    private static final String REFUNDS = "/wp-json/wc/v3/orders/*/refunds";

    private final ShopWorld world = new ShopWorld();

    @AfterEach
    void close() {
        world.close();
    }

    static Stream<Arguments> answersOfProxies() {
        return Stream.of(401, 403, 404, 405, 408, 409, 410, 413, 421, 425, 429)
                .flatMap(
                        status -> Stream.of(
                                Arguments.of(status, "text/html", "<html><h1>Not here</h1></html>"),
                                Arguments.of(status, "text/plain", ""),
                                Arguments.of(status, "application/json", "{\"error\":\"not found\",\"code\":404}"),
                                Arguments.of(
                                        status,
                                        "application/json",
                                        "{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"a cached page\"}")));
    }

    private PortalRefund made(long order) {
        return new PortalRefund(
                "maksut:k-1",
                "" + order,
                new PaymentId("flatpay", "charge-1"),
                ShopWorld.eur("5.00"),
                world.clock.instant(),
                "refunded directly");
    }

    @ParameterizedTest
    @MethodSource("answersOfProxies")
    void aWriteThatAProxyAnsweredIsLookedForAndNeverWrittenAgain(int status, String type, String body) {
        long order = world.shop.order().transactionId("charge-1").add();
        world.bridge.check();
        world.shop
                .faults()
                .next(Fault.answerAfterProcessing(Reply.of(status, type, body.getBytes(UTF_8))))
                .on("POST", REFUNDS);

        Recording recording = world.record(made(order));

        assertThat(recording).as("it was written").isInstanceOf(Recording.Recorded.class);
        assertThat(world.record(made(order))).isEqualTo(recording);
        assertThat(world.shop.refunds(order)).hasSize(1);
        assertThat(world.shop.requests().count("POST", "/wp-json/wc/v3/orders/" + order + "/refunds"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("answersOfProxies")
    void aReadThatAProxyAnsweredTellsOfNoOrder(int status, String type, String body) {
        long order = world.shop.order().transactionId("charge-1").add();
        world.bridge.check();
        world.shop
                .faults()
                .next(Fault.answer(Reply.of(status, type, body.getBytes(UTF_8))))
                .on("GET", "/wp-json/wc/v3/orders/" + order)
                .always();

        MaksutException thrown = catchThrowableOfType(MaksutException.class, () -> world.bridge.order("" + order));

        assertThat(thrown).as("never: there is no such order").isNotNull().isNotInstanceOf(NotFoundException.class);
        if (status != 429) {
            assertThat(thrown)
                    .isInstanceOf(GatewayUnavailableException.class)
                    .isNotInstanceOf(GatewayRefusedException.class);
        }
        assertThat(List.of(ShopFailure.ORDER_UNKNOWN, ShopFailure.REFUND_UNKNOWN))
                .doesNotContain(ShopFailure.of(thrown).orElseThrow());
    }
}
