package io.maksut.refund;

import static io.maksut.refund.ExpectedDecision.allowed;
import static io.maksut.refund.ExpectedDecision.facts;
import static io.maksut.refund.ExpectedDecision.judge;
import static io.maksut.refund.ExpectedDecision.refused;
import static io.maksut.refund.ExpectedDecision.undetermined;
import static io.maksut.refund.World.NOW;
import static io.maksut.refund.World.ago;
import static io.maksut.refund.World.cents;
import static io.maksut.refund.World.failed;
import static io.maksut.refund.World.ordinary;
import static io.maksut.refund.World.refund;
import static io.maksut.refund.World.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Ground;
import io.maksut.refund.RefundDecision.Reason;
import io.maksut.refund.RefundDecision.Refused;
import io.maksut.refund.RefundDecision.Undetermined;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.ShopRefund.State;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 3 to 6: what a failed shop refund permits. */
class ShopRefundFailedTest {
    @Nested
    class Row3TheShopSaysFailedButTheMoneyMoved {
        @Test
        void itIsRefusedAndSaysHowToRepairTheShopsRecord() {
            Refused refused = refused(ordinary().with(Shop.FAILED_BUT_MOVED), 3, Reason.MONEY_MOVED);

            assertThat(refused.failedRefund()).isEqualTo("s1");
            assertThat(refused.explain(Locale.ENGLISH))
                    .contains("s1", "Do not refund again", "moves no money", "https://shop.example.test/orders/1042");
        }

        @Test
        void anotherFailureWhoseMoneyDidNotMoveWaitsUntilTheRecordIsRepaired() {
            refused(ordinary().with(Shop.FAILED_AND_ANOTHER_MOVED), 3, Reason.MONEY_MOVED);

            List<ShopRefund> repaired = List.of(
                    failed("s1", 500, 60).attributed(Attribution.MOVED),
                    refund("s2", 500, State.SUCCEEDED, 50).recordedByHand(),
                    failed("s3", 500, 40));
            Allowed allowed = allowed(judge(ordinary(), repaired), 5, Ground.SHOP_REFUND_FAILED);
            assertThat(allowed.uses()).isEqualTo("s3");
        }
    }

    @Nested
    class Row3TheMoneyMovedAndTheShopPaidAgain {
        @Test
        void theCustomerProbablyHasItTwiceAndTheRecordNeedsNoRepair() {
            Refused refused =
                    refused(ordinary().with(Shop.FAILED_BUT_MOVED_AND_MADE_AGAIN), 3, Reason.MONEY_MOVED_TWICE);

            assertThat(refused.failedRefund()).isEqualTo("s1");
            assertThat(refused.explain(Locale.ENGLISH)).contains("probably has it twice", "moves no money");
            assertThat(refused.explain(Locale.forLanguageTag("fi"))).contains("kahdesti");
            assertThat(refused.explain(Locale.forLanguageTag("lv"))).contains("divreiz");
        }

        @Test
        void anotherFailureThatMovedNothingDoesNotHideIt() {
            List<ShopRefund> refunds = List.of(
                    failed("s1", 200, 70),
                    failed("s2", 500, 60).attributed(Attribution.MOVED),
                    refund("s3", 500, State.SUCCEEDED, 50));

            assertThat(refused(judge(ordinary(), refunds), 3, Reason.MONEY_MOVED_TWICE)
                            .failedRefund())
                    .isEqualTo("s2");
        }

        @Test
        void whereTheOrderTakesRecordsByHandThatIsTheRepair() {
            RefundFacts facts = facts(ordinary().with(Shop.FAILED_BUT_MOVED))
                    .order(World.found().withRecordsByHand(true))
                    .build();

            assertThat(refused(RefundRules.judge(facts), 3, Reason.MONEY_MOVED).explain(Locale.ENGLISH))
                    .contains("Record the refund in the shop as made by hand, which moves no money");
        }
    }

    @Nested
    class Row4TheShopRefundedAfterItsFailure {
        @Test
        void itIsRefused() {
            refused(ordinary().with(Shop.FAILED_THEN_SUCCEEDED), 4, Reason.SHOP_REFUNDED_SINCE);
        }

        @Test
        void aSuccessAtTheSameInstantCountsAsLater() {
            refused(
                    judge(ordinary(), List.of(failed("s1", 500, 60), refund("s2", 500, State.SUCCEEDED, 60))),
                    4,
                    Reason.SHOP_REFUNDED_SINCE);
        }

        @Test
        void aSuccessOfAnotherAmountCountsTooSinceTheShopCanRefundAgain() {
            refused(
                    judge(ordinary(), List.of(failed("s1", 500, 60), refund("s2", 1, State.SUCCEEDED, 59))),
                    4,
                    Reason.SHOP_REFUNDED_SINCE);
        }

        @Test
        void aStatementMadeAfterTheSuccessDoesNotMakeTheFailureLater() {
            refused(
                    judge(
                            ordinary(),
                            List.of(
                                    failed("s1", 500, 60).statedIn(statement(40)),
                                    refund("s2", 500, State.SUCCEEDED, 50))),
                    4,
                    Reason.SHOP_REFUNDED_SINCE);
        }
    }

    @Nested
    class Row5TheShopRefundFailed {
        @ParameterizedTest
        @EnumSource(
                value = Shop.class,
                names = {
                    "FAILED",
                    "FAILED_EXACTLY_A_DELAY_AGO",
                    "NOT_SUPPORTED",
                    "STATED_FAILED",
                    "SUCCEEDED_THEN_FAILED"
                })
        void theFailedAmountIsAllowedOnceWhereverTheProofComesFrom(Shop shop) {
            Allowed allowed = allowed(ordinary().with(shop), 5, Ground.SHOP_REFUND_FAILED);

            assertThat(allowed.ground().code()).isEqualTo("a");
            assertThat(allowed.amount()).isEqualTo(cents(500));
            assertThat(allowed.atMost()).isEqualTo(cents(500));
            assertThat(allowed.until()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
            assertThat(allowed.payment()).hasToString("shop/p-1");
            assertThat(allowed.uses())
                    .isIn(shop.refunds.stream().map(ShopRefund::id).toList());
        }

        @ParameterizedTest
        @EnumSource(PaymentOrigin.class)
        void theOriginAndTheOrderDoNotMatter(PaymentOrigin origin) {
            for (Order order : Order.values()) {
                allowed(ordinary().with(Shop.FAILED).with(origin).with(order), 5, Ground.SHOP_REFUND_FAILED);
            }
        }

        @Test
        void theLimitIsNeverAboveWhatIsRefundable() {
            List<ShopRefund> large = List.of(failed("s1", 900, 60));

            Allowed allowed =
                    allowed(judge(ordinary().with(Reading.CARD_PARTLY_REFUNDED), large), 5, Ground.SHOP_REFUND_FAILED);

            assertThat(allowed.atMost()).isEqualTo(cents(600));
        }

        @Test
        void ofSeveralFailuresTheSmallestThatSufficesIsUsed() {
            World world = ordinary().with(Shop.FAILED_SMALL_AND_LARGE);

            assertThat(allowed(world.with(Ask.TWO), 5, Ground.SHOP_REFUND_FAILED)
                            .uses())
                    .isEqualTo("s2");
            assertThat(allowed(world.with(Ask.FIVE), 5, Ground.SHOP_REFUND_FAILED)
                            .uses())
                    .isEqualTo("s1");
        }

        @Test
        void failuresAreNotAddedUp() {
            refused(ordinary().with(Shop.FAILED_SMALL_AND_LARGE).with(Ask.WHOLE), 7, Reason.ABOVE_FAILED_AMOUNT);
        }

        @Test
        void eachOfTwoEqualFailuresIsGoodOnce() {
            List<ShopRefund> both = List.of(failed("s1", 500, 60), failed("s2", 500, 50));
            List<ShopRefund> oneUsed = List.of(failed("s1", 500, 60).usedUp(), failed("s2", 500, 50));
            List<ShopRefund> bothUsed = List.of(
                    failed("s1", 500, 60).usedUp(), failed("s2", 500, 50).usedUp());

            assertThat(allowed(judge(ordinary(), both), 5, Ground.SHOP_REFUND_FAILED)
                            .uses())
                    .isEqualTo("s1");
            assertThat(allowed(judge(ordinary(), oneUsed), 5, Ground.SHOP_REFUND_FAILED)
                            .uses())
                    .isEqualTo("s2");
            refused(judge(ordinary(), bothUsed), 7, Reason.ORDER_IN_SHOP);
        }

        @Test
        void moreThanFailedIsRefusedAndSaysHowMuchIsPossibleHere() {
            Refused refused = refused(ordinary().with(Shop.FAILED).with(Ask.WHOLE), 7, Reason.ABOVE_FAILED_AMOUNT);

            assertThat(refused.atMost()).isEqualTo(cents(500));
            assertThat(refused.explain(Locale.ENGLISH)).contains("#1042", "5.00", "s1");
        }
    }

    @Nested
    class Row6WhetherTheFailedRefundMovedMoneyIsNotCertain {
        @Test
        void anUnreadableGatewayIsNeverTakenForAYes() {
            World failure = ordinary().with(Shop.FAILED);

            undetermined(failure.with(Reading.UNREAD), 6, Cause.GATEWAY_UNREADABLE);
            undetermined(failure.with(Reading.STALE), 6, Cause.READING_STALE);
        }

        @ParameterizedTest
        @EnumSource(Order.class)
        void nothingIsAnsweredBelowThisRowWithoutTheGatewayEvenWithARelease(Order order) {
            for (PaymentOrigin origin : PaymentOrigin.values()) {
                Undetermined open = undetermined(
                        ordinary()
                                .with(Shop.FAILED)
                                .with(Reading.UNREAD)
                                .with(origin)
                                .with(order)
                                .withNoShopDeclared()
                                .with(Way.RELEASED),
                        6,
                        Cause.GATEWAY_UNREADABLE);
                assertThat(open.releasable()).isFalse();
                assertThat(open.explain(Locale.ENGLISH).contains("#1042"))
                        .isEqualTo(order.isFound() || order == Order.SEVERAL);
            }
        }

        @ParameterizedTest
        @EnumSource(Order.class)
        void whereNoRefundFailedTheOrderIsNamedWithoutTheGatewayAndNoReleaseCounts(Order order) {
            for (Reading notRead : List.of(Reading.UNREAD, Reading.STALE)) {
                World world = ordinary().with(notRead).with(order).with(Way.RELEASED);
                if (order.isFound()) {
                    assertThat(world.decision().row()).isEqualTo(7);
                    assertThat(world.decision()).isInstanceOf(Refused.class);
                } else {
                    Cause cause = notRead == Reading.UNREAD ? Cause.GATEWAY_UNREADABLE : Cause.READING_STALE;
                    assertThat(undetermined(world, 8, cause).releasable()).isFalse();
                }
            }
        }

        @Test
        void whereTheShopMadeAgainWhatMayHaveMovedMoneyItIsOpenToo() {
            undetermined(ordinary().with(Shop.FAILED_UNCERTAIN_THEN_SUCCEEDED), 6, Cause.MONEY_NOT_ATTRIBUTABLE);
        }

        @Test
        void moneyThatCannotBeAttributedLeavesItOpen() {
            undetermined(ordinary().with(Shop.FAILED_UNCERTAIN), 6, Cause.MONEY_NOT_ATTRIBUTABLE);
        }

        @Test
        void doubtAboutOneFailureIsDoubtAboutAll() {
            undetermined(ordinary().with(Shop.FAILED_AND_ANOTHER_UNCERTAIN), 6, Cause.MONEY_NOT_ATTRIBUTABLE);
        }

        @Test
        void alsoWhereTheShopRefundedAfterTheDoubtfulOne() {
            List<ShopRefund> refunds = List.of(
                    failed("s1", 500, 60).attributed(Attribution.UNCERTAIN),
                    refund("s2", 500, State.SUCCEEDED, 50),
                    failed("s3", 500, 40));

            undetermined(judge(ordinary(), refunds), 6, Cause.MONEY_NOT_ATTRIBUTABLE);
        }

        @Test
        void ofSeveralYoungFailuresTheLastSaysWhenToAskAgain() {
            Undetermined open = undetermined(
                    judge(ordinary(), List.of(failed("s1", 500, 2), failed("s2", 200, 6))), 6, Cause.FAILURE_TOO_YOUNG);

            assertThat(open.askAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(8)));
        }

        @Test
        void aFailureYoungerThanTheSettleDelayLeavesItOpenAndSaysWhenToAskAgain() {
            Undetermined open = undetermined(ordinary().with(Shop.FAILED_JUST_NOW), 6, Cause.FAILURE_TOO_YOUNG);

            assertThat(open.askAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        }

        @Test
        void theSettleDelayOfAStatedFailureRunsFromTheStatement() {
            Undetermined open = undetermined(ordinary().with(Shop.STATED_FAILED_JUST_NOW), 6, Cause.FAILURE_TOO_YOUNG);

            assertThat(open.askAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(9)));
        }

        @Test
        void theSettleDelayMustHavePassedWhenTheGatewayWasRead() {
            PaymentReading earlyReading =
                    new PaymentReading.Read(World.payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                            .timestamps(Timestamps.builder(ago(3)).build())
                            .build());
            RefundFacts facts = RefundFacts.builder(NOW, earlyReading, cents(500))
                    .shopRefunds(List.of(failed("s1", 500, 12)))
                    .build();

            undetermined(RefundRules.judge(facts), 6, Cause.FAILURE_TOO_YOUNG);
        }

        @Test
        void aFailureInAnotherCurrencyCannotBeCompared() {
            undetermined(ordinary().with(Shop.FAILED_IN_KRONA), 6, Cause.FAILURE_IN_OTHER_CURRENCY);
        }

        @Test
        void aFailureFromTheEndOfTimeIsTooYoungForEver() {
            List<ShopRefund> hostile = List.of(
                    ShopRefund.of("s1", cents(500), State.FAILED, Instant.MAX).attributed(Attribution.NONE_CERTAIN));

            Undetermined open = undetermined(judge(ordinary(), hostile), 6, Cause.FAILURE_TOO_YOUNG);

            assertThat(open.askAgainAt()).isNull();
        }
    }
}
