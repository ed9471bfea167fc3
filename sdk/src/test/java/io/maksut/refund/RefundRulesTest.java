package io.maksut.refund;

import static io.maksut.refund.ExpectedDecision.allowed;
import static io.maksut.refund.ExpectedDecision.facts;
import static io.maksut.refund.ExpectedDecision.refused;
import static io.maksut.refund.ExpectedDecision.undetermined;
import static io.maksut.refund.World.NOW;
import static io.maksut.refund.World.ago;
import static io.maksut.refund.World.cents;
import static io.maksut.refund.World.ordinary;
import static io.maksut.refund.World.paymentLink;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentOrigin;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Ground;
import io.maksut.refund.RefundDecision.Reason;
import io.maksut.refund.RefundDecision.Refused;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Flight;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 1 and 2, which hold for every refund, and the way out. */
class RefundRulesTest {
    @Nested
    class Row1ThePaymentAllowsNoSuchRefund {
        @ParameterizedTest
        @EnumSource(
                value = Reading.class,
                names = {
                    "CARD_AUTHORISED",
                    "CARD_REFUNDED",
                    "CARD_DISPUTED",
                    "PAYPAL_SETTLED",
                    "BANK_THAT_ONLY_CHANGES_THE_STATUS",
                    "STATUS_UNKNOWN"
                })
        void whatTheLifecycleRefusesIsRefusedInItsWordsEvenAfterAFailureInTheShop(Reading reading) {
            World world = ordinary().with(Shop.FAILED).with(reading);

            Refused refused = refused(world, 1, Reason.PAYMENT_DOES_NOT_ALLOW);

            assertThat(refused.explain(Locale.ENGLISH))
                    .isEqualTo(refused.denial().explain(Locale.ENGLISH));
            assertThat(refused.releasable()).isFalse();
        }

        @Test
        void moreThanIsLeftIsRefusedThoughMoreFailedInTheShop() {
            refused(
                    ordinary()
                            .with(Reading.CARD_PARTLY_REFUNDED)
                            .with(Shop.FAILED)
                            .with(Ask.WHOLE),
                    1,
                    Reason.PAYMENT_DOES_NOT_ALLOW);
        }

        @Test
        void anotherCurrencyIsRefused() {
            refused(paymentLink().with(Ask.TWO_KRONA), 1, Reason.PAYMENT_DOES_NOT_ALLOW);
        }

        @Test
        void zeroAndLessAreRefused() {
            refused(paymentLink().with(Ask.ZERO), 1, Reason.PAYMENT_DOES_NOT_ALLOW);
            RefundFacts negative = RefundFacts.builder(
                            NOW, paymentLink().facts().payment(), cents(-1))
                    .build();
            refused(RefundRules.judge(negative), 1, Reason.PAYMENT_DOES_NOT_ALLOW);
        }

        @Test
        void noAmountIsRefusedAlsoWhereTheGatewayCannotBeRead() {
            refused(paymentLink().with(Ask.NOTHING), 1, Reason.NO_AMOUNT);
            refused(paymentLink().with(Ask.NOTHING).with(Reading.UNREAD), 1, Reason.NO_AMOUNT);
            refused(paymentLink().with(Ask.ZERO).with(Reading.UNREAD), 1, Reason.NO_AMOUNT);
        }

        @Test
        void aReleaseDoesNotHelp() {
            refused(
                    ordinary().with(Order.LOOKUP_FAILED).with(Way.RELEASED).with(Reading.CARD_DISPUTED),
                    1,
                    Reason.PAYMENT_DOES_NOT_ALLOW);
        }
    }

    @Nested
    class Row2ARefundIsNotFinished {
        @ParameterizedTest
        @EnumSource(Place.class)
        void anyRefundInFlightAnywhereRefusesWhoeverAskedForIt(Place place) {
            for (Initiator initiator : Initiator.values()) {
                RefundFacts facts = facts(paymentLink())
                        .inFlight(List.of(new RefundInFlight("f-7", cents(1), place, initiator)))
                        .build();

                Refused refused = refused(RefundRules.judge(facts), 2, Reason.REFUND_IN_FLIGHT);
                assertThat(refused.evidence())
                        .filteredOn(evidence -> evidence.code() == Evidence.Code.IN_FLIGHT)
                        .singleElement()
                        .satisfies(evidence ->
                                assertThat(evidence.text()).contains("f-7", place.name(), initiator.name()));
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = Reading.class,
                names = {"CARD_WITH_REFUND_PROCESSING", "CARD_WITH_REFUND_UNKNOWN"})
        void aRefundThatTheGatewayHasNotFinishedOrDoesNotNameRefuses(Reading reading) {
            assertThat(refused(paymentLink().with(reading), 2, Reason.REFUND_IN_FLIGHT)
                            .evidence())
                    .anySatisfy(evidence -> assertThat(evidence.text()).startsWith("refund g1 of EUR 1.00 is "));
        }

        @ParameterizedTest
        @EnumSource(
                value = Shop.class,
                names = {"PENDING", "OF_UNKNOWN_STATE", "FAILED_AND_ANOTHER_PENDING"})
        void aShopRefundThatIsPendingOrUnknownRefusesThoughAnotherFailed(Shop shop) {
            refused(ordinary().with(shop), 2, Reason.REFUND_IN_FLIGHT);
        }

        @ParameterizedTest
        @EnumSource(
                value = Reading.class,
                names = {"CARD_WITH_FAILED_REFUND", "CARD_WITH_DONE_REFUND"})
        void finishedRefundsAtTheGatewayDoNotCount(Reading reading) {
            allowed(paymentLink().with(reading), 9, Ground.PAYMENT_LINK_WITHOUT_ORDER);
        }

        @Test
        void itIsKnownThoughTheGatewayCannotBeReadAndNoReleaseHelps() {
            refused(
                    ordinary()
                            .with(Flight.IN_LEDGER)
                            .with(Reading.UNREAD)
                            .with(Order.LOOKUP_FAILED)
                            .with(Way.RELEASED),
                    2,
                    Reason.REFUND_IN_FLIGHT);
        }
    }

    @Nested
    class TheWayOut {
        private final List<World> stuck = List.of(
                ordinary().with(Order.LOOKUP_FAILED),
                paymentLink().with(PaymentOrigin.UNKNOWN),
                paymentLink().with(PaymentOrigin.CHECKOUT));

        @Test
        void aReleaseLetsRows8And11And12PassOnce() {
            assertThat(stuck).extracting(world -> world.decision().row()).containsExactly(8, 11, 12);
            for (World world : stuck) {
                Allowed allowed =
                        allowed(world.with(Way.RELEASED), world.decision().row(), Ground.RELEASE);

                assertThat(allowed.uses()).isEqualTo("st-30");
                assertThat(allowed.atMost()).isEqualTo(cents(1000));
                assertThat(allowed.evidence())
                        .last()
                        .hasToString("RELEASE: unused, stated on record st-30 at " + ago(30));
            }
        }

        @Test
        void aUsedReleaseLeavesTheAnswerAsItWas() {
            for (World world : stuck) {
                RefundDecision used = world.with(Way.RELEASE_USED).decision();

                assertThat(used).isNotInstanceOf(Allowed.class).hasSameClassAs(world.decision());
                assertThat(used.explain(Locale.ENGLISH))
                        .isEqualTo(world.decision().explain(Locale.ENGLISH));
            }
        }

        @Test
        void whereItExistsTheTextSaysSo() {
            assertThat(stuck)
                    .allSatisfy(world ->
                            assertThat(world.decision().explain(Locale.ENGLISH)).contains("may release the payment"));
            assertThat(ordinary().decision().explain(Locale.ENGLISH)).doesNotContain("release");
        }
    }

    @Test
    void longerDelaysAndShorterLivesAreObeyed() {
        RefundFacts.Builder facts = facts(ordinary().with(Shop.FAILED));

        undetermined(RefundRules.judge(facts.settleDelay(Duration.ofMinutes(61)).build()), 6, Cause.FAILURE_TOO_YOUNG);
        Allowed allowed = allowed(
                RefundRules.judge(facts.settleDelay(Duration.ofMinutes(60))
                        .permitLife(Duration.ofSeconds(90))
                        .build()),
                5,
                Ground.SHOP_REFUND_FAILED);
        assertThat(allowed.until()).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void anAmountIsSaidInTheReadersWay() {
        RefundDecision allowed = paymentLink().decision();

        assertThat(allowed.explain(Locale.forLanguageTag("fi")))
                .contains(Money.ofMinor("EUR", 1000).format(Locale.forLanguageTag("fi")));
        assertThat(allowed.explain(Locale.GERMANY)).isEqualTo(allowed.explain(Locale.ENGLISH));
    }
}
