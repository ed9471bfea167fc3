package io.maksut.refund;

import static io.maksut.refund.World.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refunded money that nothing explains, or that is explained and not shown, is a doubt wherever money could move. */
class UnexplainedMoneyRulesTest {
    /** The ways in which a refund is allowed. */
    enum Way {
        ROW_5,
        ROW_9,
        ROW_10,
        RELEASE
    }

    private static RefundFacts.Builder facts(Way way, PaymentOrigin origin, long refunded) {
        PaymentReading reading =
                new PaymentReading.Read(World.payment(PaymentStatus.PARTIALLY_REFUNDED, PaymentMethod.CARD, refunded)
                        .origin(origin)
                        .build());
        RefundFacts.Builder facts = RefundFacts.builder(World.NOW, reading, cents(100));
        return switch (way) {
            case ROW_5 -> facts.shopRefunds(java.util.List.of(World.failed("s1", 500, 60)));
            case ROW_9 -> facts.order(World.notFound(true, true, 60, 0));
            case ROW_10 ->
                facts.order(new OrderFinding.Unknown(Cause.NO_SHOP_CONNECTED)).noShop(World.statement(1000));
            case RELEASE ->
                facts.order(new OrderFinding.Unknown(Cause.LOOKUP_FAILED))
                        .release(new Release(World.statement(10), false));
        };
    }

    private static RefundDecision decision(Way way, long refunded, Optional<Money> explained) {
        return RefundRules.judge(facts(way, PaymentOrigin.PAYMENT_LINK, refunded)
                .explained(explained.orElse(null))
                .build());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whereAllRefundedMoneyIsExplainedItIsAllowed(Way way) {
        assertThat(decision(way, 300, Optional.of(cents(300)))).isInstanceOf(RefundDecision.Allowed.class);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whereMoneyIsNotExplainedItIsUndetermined(Way way) {
        Stream.of(Optional.<Money>empty(), Optional.of(cents(0)), Optional.of(cents(299)))
                .forEach(explained -> assertThat(decision(way, 300, explained))
                        .isInstanceOfSatisfying(
                                RefundDecision.Undetermined.class,
                                it -> assertThat(it.cause()).isEqualTo(Cause.MONEY_UNEXPLAINED)));
    }

    /** A gateway may count what was never captured as refunded: it is told apart in the facts. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void whatWasNeverCapturedNeedsNoExplanation(Way way) {
        RefundFacts.Builder facts =
                facts(way, PaymentOrigin.PAYMENT_LINK, 300).refunded(cents(100)).explained(cents(100));

        assertThat(RefundRules.judge(facts.build())).isInstanceOf(RefundDecision.Allowed.class);
        assertThat(RefundRules.judge(facts.explained(cents(99)).build()))
                .isInstanceOfSatisfying(
                        RefundDecision.Undetermined.class,
                        it -> assertThat(it.cause()).isEqualTo(Cause.MONEY_UNEXPLAINED));
        assertThat(RefundRules.judge(facts.explained(cents(300)).build()))
                .isInstanceOfSatisfying(
                        RefundDecision.Undetermined.class,
                        it -> assertThat(it.cause()).isEqualTo(Cause.REFUND_NOT_SHOWN));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whereTheGatewayShowsLessThanIsExplainedItIsUndetermined(Way way) {
        assertThat(decision(way, 300, Optional.of(cents(301))))
                .isInstanceOfSatisfying(
                        RefundDecision.Undetermined.class,
                        it -> assertThat(it.cause()).isEqualTo(Cause.REFUND_NOT_SHOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEK", "JPY"})
    void moneyInAnotherCurrencyExplainsNothing(String currency) {
        assertThat(decision(Way.ROW_9, 300, Optional.of(Money.ofMinor(currency, 300))))
                .isInstanceOfSatisfying(
                        RefundDecision.Undetermined.class,
                        it -> assertThat(it.cause()).isEqualTo(Cause.MONEY_UNEXPLAINED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fi", "lv"})
    void itSaysWhatToDo(String language) {
        assertThat(decision(Way.RELEASE, 300, Optional.empty()).explain(Locale.forLanguageTag(language)))
                .isNotBlank();
    }
}
