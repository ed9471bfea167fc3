package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.RefundWish;
import io.maksut.shopify.ScriptedShop.Answer;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of Shopify's GraphQL endpoint that are no data, in the shapes that were seen. */
class AnswerShapesTest {
    private static final String ORDER = "gid://shopify/Order/9107199254740993";

    private final ScriptedShop script = new ScriptedShop();
    private final ShopifyShop shop = script.shop();

    @AfterEach
    void close() {
        shop.close();
        script.close();
    }

    private <T extends MaksutException> T failure(Answer answer, Class<T> type) {
        script.answers(Operation.ORDER, answer);
        return catchThrowableOfType(type, () -> shop.order(ORDER));
    }

    private static String cost(int requested, int available, int restored) {
        return "\"extensions\":{\"cost\":{\"requestedQueryCost\":" + requested + ",\"actualQueryCost\":null,"
                + "\"throttleStatus\":{\"maximumAvailable\":2000.0,\"currentlyAvailable\":" + available
                + ",\"restoreRate\":" + restored + ".0}}}";
    }

    @Test
    void throttledIsWaitedOutUntilTheBucketHoldsWhatTheDocumentCosts() {
        String throttled = "{\"errors\":[{\"message\":\"Throttled\",\"extensions\":{\"code\":\"THROTTLED\"}}],"
                + cost(406, 5, 100) + "}";

        assertThat(failure(Answer.json(throttled), RateLimitedException.class)).isNotNull();

        List<Duration> pauses = script.time.waits().stream()
                .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0)
                .toList();
        assertThat(pauses)
                .isNotEmpty()
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertThat(script.asked(Operation.ORDER)).hasSizeGreaterThan(1);
    }

    @Test
    void aDocumentThatIsTooDearIsNeverSentAgain() {
        String tooDear = "{\"errors\":[{\"message\":\"Query cost is 1200, which exceeds the single query max cost limit"
                + " (1000).\",\"extensions\":{\"code\":\"MAX_COST_EXCEEDED\",\"cost\":1200,\"maxCost\":1000}}]}";

        GatewayRefusedException refused = failure(Answer.json(tooDear), GatewayRefusedException.class);

        assertThat(refused.call().gatewayCode()).contains("MAX_COST_EXCEEDED");
        assertThat(script.asked(Operation.ORDER)).hasSize(1);
    }

    @Test
    void aFieldThatMayNotBeReadIsMissingAccessAlthoughTheRestIsThere() {
        String denied = "{\"errors\":[{\"message\":\"Access denied for order field.\",\"path\":[\"order\"],"
                + "\"extensions\":{\"code\":\"ACCESS_DENIED\"}}],\"data\":{\"order\":null}," + cost(406, 1900, 100)
                + "}";

        assertThat(failure(Answer.json(denied), AuthenticationException.class)).isNotNull();
        assertThat(script.asked(Operation.ORDER)).hasSize(1);
    }

    @Test
    void errorsMayBeATextInsteadOfAList() {
        assertThat(failure(Answer.of(404, "{\"errors\":\"Not Found\"}"), NotFoundException.class))
                .isNotNull();
        assertThat(failure(
                        Answer.of(401, "{\"errors\":\"[API] Invalid API key or access token\"}"),
                        AuthenticationException.class))
                .isNotNull();
    }

    @Test
    void aRefundThatTheShopRefusesIsRefusedAndOneUnderWayIsNotKnown() {
        PaymentId payment = new PaymentId("flatpay", "rKoiraPuu01");
        script.answers(Operation.ORDER, ScriptedShop.resource("order.json"));
        RefundSync sync = script.sync(shop);
        String refused = "{\"refundCreate\":{\"refund\":null,\"userErrors\":[{\"field\":[\"transactions\"],"
                + "\"message\":\"Refund amount is greater than the amount available\"}]}}";
        String underWay = "{\"refundCreate\":{\"refund\":null,\"userErrors\":[{\"field\":null,"
                + "\"message\":\"This request is currently in progress, please try again.\"}]}}";

        script.answers(Operation.CREATE_REFUND, underWay);
        RefundWish wish = new RefundWish("w-1", ORDER, payment, Money.of("EUR", "5.00"), "");
        assertThat(sync.start(shop.name(), wish).state()).isEqualTo(State.UNKNOWN);
        script.answers(Operation.CREATE_REFUND, refused);
        assertThat(sync.start(shop.name(), wish).state())
                .as("the first may still be carried out")
                .isEqualTo(State.UNKNOWN);
        script.clock.advance(Duration.ofMinutes(11));
        script.answers(Operation.CREATE_REFUND, refused);
        assertThat(sync.start(shop.name(), wish).state()).isEqualTo(State.DECLINED);

        assertThat(script.asked(Operation.CREATE_REFUND))
                .extracting(asked -> asked.variables().get("key").getAsString())
                .hasSize(3)
                .containsOnly(script.asked(Operation.CREATE_REFUND)
                        .get(0)
                        .variables()
                        .get("key")
                        .getAsString());
    }
}
