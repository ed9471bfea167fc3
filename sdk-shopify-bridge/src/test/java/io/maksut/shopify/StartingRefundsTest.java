package io.maksut.shopify;

import static io.maksut.shopify.ShopifyWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.Fault;
import io.maksut.shop.RefundWish;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundSync;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refunds that a caller starts in the shop, which move money. */
class StartingRefundsTest {
    private final ShopifyWorld world = new ShopifyWorld();
    private final PaymentId payment = world.paid("p1", "49.90");
    private final String order = world.order(payment, "49.90");
    private final RefundSync sync = world.sync();

    @AfterEach
    void close() {
        world.close();
    }

    private LedgerOperation start(RefundWish wish) {
        return sync.start("shop", wish);
    }

    private RefundWish wish(String id, String amount) {
        return new RefundWish(id, order, payment, eur(amount), "a page is missing");
    }

    private List<JsonObject> sent() {
        return world.sandbox.requests().all().stream()
                .map(request -> request.body())
                .filter(body -> body.contains("refundCreate"))
                .map(body -> JsonParser.parseString(body).getAsJsonObject().getAsJsonObject("variables"))
                .toList();
    }

    private Set<String> keys() {
        return sent().stream()
                .map(variables -> variables.get("key").getAsString())
                .collect(Collectors.toSet());
    }

    @Test
    void aWishIsOneRefundHoweverOftenItIsStarted() {
        LedgerOperation first = start(wish("w-1", "10.00"));
        LedgerOperation again = start(wish("w-1", "10.00"));

        assertThat(first.state()).isEqualTo(State.SUCCEEDED);
        assertThat(again.gatewayRefund()).isEqualTo(first.gatewayRefund()).isPresent();
        assertThat(world.sandbox.order(order).refunds()).hasSize(1);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameKey() {
        world.sandbox
                .faults()
                .next(Fault.RESET_AFTER_PROCESSING)
                .on("POST", "/admin/api/*/graphql.json")
                .matching(request -> request.body().contains("refundCreate"));

        LedgerOperation started = start(wish("w-1", "10.00"));

        assertThat(started.state()).isEqualTo(State.SUCCEEDED);
        assertThat(sent()).hasSizeGreaterThan(1);
        assertThat(keys()).hasSize(1);
        assertThat(world.sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void whenTheShopHasForgottenTheKeyTheOrderIsReadAndNothingIsSent() {
        world.sandbox
                .faults()
                .next(Fault.RESET_AFTER_PROCESSING)
                .on("POST", "/admin/api/*/graphql.json")
                .matching(request -> request.body().contains("refundCreate"))
                .always();
        assertThat(start(wish("w-1", "10.00")).state()).isEqualTo(State.UNKNOWN);
        world.sandbox.faults().clear();
        int before = sent().size();
        world.clock.advance(Duration.ofHours(24));

        LedgerOperation found = start(wish("w-1", "10.00"));

        assertThat(found.state()).isEqualTo(State.SUCCEEDED);
        assertThat(sent()).hasSize(before);
        assertThat(world.sandbox.order(order).refunds()).hasSize(1);
    }

    @Test
    void whatWasNeverCarriedOutIsRefusedOnceItsKeyIsForgotten() {
        world.sandbox
                .faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("POST", "/admin/api/*/graphql.json")
                .matching(request -> request.body().contains("refundCreate"))
                .always();
        assertThat(start(wish("w-1", "10.00")).state()).isEqualTo(State.UNKNOWN);
        world.sandbox.faults().clear();
        world.clock.advance(Duration.ofHours(24));

        assertThat(start(wish("w-1", "10.00")).state()).isEqualTo(State.DECLINED);
        assertThat(world.sandbox.order(order).refunds()).isEmpty();
    }

    @Test
    void moreThanIsLeftIsNotEvenSent() {
        LedgerOperation refused = start(wish("w-1", "60.00"));

        assertThat(refused.state()).isEqualTo(State.DECLINED);
        assertThat(refused.answer().orElseThrow()).contains("so much left");
        assertThat(refused.attempts()).isZero();
        assertThat(sync.ledger().started("shop", "w-1").orElseThrow().state()).isEqualTo(State.DECLINED);
        assertThat(sent()).isEmpty();
    }

    @Test
    void anotherRefundUnderTheSameIdIsAMistake() {
        start(wish("w-1", "10.00"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(wish("w-1", "11.00")))
                .withMessageContaining("another refund");
    }
}
