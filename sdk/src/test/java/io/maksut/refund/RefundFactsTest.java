package io.maksut.refund;

import static io.maksut.refund.World.NOW;
import static io.maksut.refund.World.cents;
import static io.maksut.refund.World.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.payment.PaymentOrigin;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.ShopRefund.State;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Flight;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefundFactsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "/orders/1042",
                "https:orders",
                "ftp://shop.example.test/1042"
            })
    void anOrderIsLinkedToAWebPageOnly(String link) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrderFinding.Found("1042", "#1042", URI.create(link)))
                .withMessageNotContaining(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u2028b", "a\uD800"})
    void identifiersThatWouldForgeALineAreRefusedUnquoted(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderFinding.Found(id, "#1", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderFinding.Found("1", id, null));
        assertThatIllegalArgumentException().isThrownBy(() -> ShopRefund.of(id, cents(1), State.FAILED, NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RefundInFlight(id, cents(1), Place.LEDGER, Initiator.DIRECT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Statement(id, "author", NOW, "reason"))
                .withMessageNotContaining("author");
    }

    @Test
    void anIdentifierHas255CharactersAtMost() {
        assertThat(ShopRefund.of("x".repeat(255), cents(1), State.FAILED, NOW).id())
                .hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShopRefund.of("x".repeat(256), cents(1), State.FAILED, NOW));
    }

    @Test
    void aStatementNamesItsAuthorAndReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Statement("st", " ", NOW, "reason"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Statement("st", "author", NOW, ""));
    }

    @Test
    void aShopRefundIsNotNegativeAndItsMoneyIsUncertainUntilSomebodyLooked() {
        assertThatIllegalArgumentException().isThrownBy(() -> ShopRefund.of("s", cents(-1), State.FAILED, NOW));
        assertThat(ShopRefund.of("s", cents(1), State.FAILED, NOW).attribution())
                .isEqualTo(ShopRefund.Attribution.UNCERTAIN);
    }

    @Test
    void anUnknownOrderHasACauseThatConcernsOrders() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderFinding.Unknown(Cause.GATEWAY_UNREADABLE));
    }

    @Test
    void delaysAndLivesArePositiveAndAtMostADay() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMinutes(-1), Duration.ofHours(25))) {
            RefundFacts.Builder facts = World.ordinary().facts().toBuilder();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> facts.settleDelay(wrong).build());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> facts.settleDelay(Duration.ofMinutes(1))
                            .permitLife(wrong)
                            .build());
        }
    }

    @Test
    void aShopRefundIsGivenOnce() {
        ShopRefund once = ShopRefund.of("s", cents(1), State.FAILED, NOW);
        RefundFacts.Builder facts = World.ordinary().facts().toBuilder().shopRefunds(List.of(once, once.usedUp()));

        assertThatIllegalArgumentException().isThrownBy(facts::build);
    }

    @Test
    void factsDoNotChangeWithTheListsTheyCameFrom() {
        List<RefundInFlight> inFlight = new ArrayList<>(Flight.IN_LEDGER.refunds);
        RefundFacts facts =
                World.ordinary().facts().toBuilder().inFlight(inFlight).build();
        inFlight.clear();

        assertThat(facts.inFlight()).hasSize(1);
    }

    @Test
    void aBuilderOfFactsHoldsAllOfThem() {
        World world = new World(
                Reading.CARD_SETTLED,
                PaymentOrigin.PAYMENT_LINK,
                Ask.TWO,
                Shop.SUCCEEDED,
                Flight.IN_LEDGER,
                Order.NO_SHOP_CONNECTED,
                true,
                Way.RELEASED);
        RefundFacts facts = world.facts().toBuilder()
                .refunded(cents(1))
                .settleDelay(Duration.ofMinutes(7))
                .permitLife(Duration.ofMinutes(3))
                .build();

        assertThat(facts.toBuilder().build()).usingRecursiveComparison().isEqualTo(facts);
    }

    @Test
    void whoStatedWhatReachesNeitherEvidenceNorTexts() {
        World released = World.ordinary().with(Order.NO_SHOP_CONNECTED).with(Way.RELEASED);
        World stated = World.ordinary().with(Shop.STATED_FAILED).withNoShopDeclared();

        for (World world : List.of(released.withNoShopDeclared(), stated, stated.with(Reading.UNREAD))) {
            assertThat(world.decision().toString()
                            + world.facts().release()
                            + world.facts().shopRefunds())
                    .contains("st-")
                    .doesNotContain("maija", "@", "Mari called");
        }
        assertThat(statement(1)).hasToString("Statement[st-1, 2026-05-04T11:59:00Z]");
    }
}
