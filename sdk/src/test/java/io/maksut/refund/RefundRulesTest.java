package io.maksut.refund;

import static io.maksut.refund.World.NOW;
import static io.maksut.refund.World.ago;
import static io.maksut.refund.World.cents;
import static io.maksut.refund.World.failed;
import static io.maksut.refund.World.notFound;
import static io.maksut.refund.World.ordinary;
import static io.maksut.refund.World.paymentLink;
import static io.maksut.refund.World.refund;
import static io.maksut.refund.World.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.Ruling.Allowed;
import io.maksut.refund.Ruling.Ground;
import io.maksut.refund.Ruling.Reason;
import io.maksut.refund.Ruling.Refused;
import io.maksut.refund.Ruling.Undetermined;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.ShopRefund.State;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Flight;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                    .isEqualTo(refused.refusal().explain(Locale.ENGLISH));
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
            refused(paymentLink().with(Ask.MINUS_ONE_CENT), 1, Reason.PAYMENT_DOES_NOT_ALLOW);
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
                    ordinary()
                            .with(Order.LOOKUP_FAILED)
                            .with(Way.RELEASED)
                            .with(Reading.CARD_DISPUTED),
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
                    refund("s2", 500, State.SUCCEEDED, 50),
                    failed("s3", 500, 40));
            Allowed allowed = allowed(judge(ordinary(), repaired), 5, Ground.SHOP_REFUND_FAILED);
            assertThat(allowed.uses()).isEqualTo("s3");
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

            Allowed allowed = allowed(
                    judge(ordinary().with(Reading.CARD_PARTLY_REFUNDED), large), 5, Ground.SHOP_REFUND_FAILED);

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
            List<ShopRefund> bothUsed =
                    List.of(failed("s1", 500, 60).usedUp(), failed("s2", 500, 50).usedUp());

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
                undetermined(
                        ordinary()
                                .with(Reading.UNREAD)
                                .with(origin)
                                .with(order)
                                .withNoShopDeclared()
                                .with(Way.RELEASED),
                        6,
                        Cause.GATEWAY_UNREADABLE);
            }
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
                    judge(ordinary(), List.of(failed("s1", 500, 2), failed("s2", 200, 6))),
                    6,
                    Cause.FAILURE_TOO_YOUNG);

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
            PaymentReading earlyReading = new PaymentReading.Read(
                    World.payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
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
            List<ShopRefund> hostile = List.of(ShopRefund.of("s1", cents(500), State.FAILED, Instant.MAX)
                    .attributed(Attribution.NONE_CERTAIN));

            Undetermined open = undetermined(judge(ordinary(), hostile), 6, Cause.FAILURE_TOO_YOUNG);

            assertThat(open.askAgainAt()).isNull();
        }
    }

    @Nested
    class Row7TheOrderIsInTheShop {
        @ParameterizedTest
        @EnumSource(PaymentOrigin.class)
        void itIsRefusedWithAWayToTheOrderWhateverTheOrigin(PaymentOrigin origin) {
            Refused refused = refused(ordinary().with(origin), 7, Reason.ORDER_IN_SHOP);

            for (String language : List.of("en", "fi", "lv")) {
                assertThat(refused.explain(Locale.forLanguageTag(language)))
                        .contains("#1042", ": https://shop.example.test/orders/1042");
            }
        }

        @Test
        void anOrderWithoutALinkIsNamedOnly() {
            RefundFacts facts = facts(ordinary())
                    .order(new OrderFinding.Found("gid-1042", "#1042", null))
                    .build();

            assertThat(refused(RefundRules.judge(facts), 7, Reason.ORDER_IN_SHOP)
                            .explain(Locale.ENGLISH))
                    .isEqualTo("Order #1042 in the shop belongs to this payment."
                            + " Refund it in the shop, so that the shop and the portal agree.");
        }

        @Test
        void anOrderIsThereThoughNoShopWasDeclaredAndThoughAReleaseIsAtHand() {
            refused(ordinary().with(PaymentOrigin.PAYMENT_LINK).withNoShopDeclared(), 7, Reason.ORDER_IN_SHOP);
            refused(ordinary().with(Way.RELEASED), 7, Reason.ORDER_IN_SHOP);
        }

        @Test
        void aFailureThatWasUsedIsNoGroundAnyMore() {
            refused(ordinary().with(Shop.FAILED_AND_USED), 7, Reason.ORDER_IN_SHOP);
        }
    }

    @Nested
    class Row8WhetherThereIsAnOrderIsNotKnown {
        @Test
        void everyCauseThatConcernsTheOrderLeavesItOpenWhateverTheOrigin() {
            for (Cause cause : Stream.of(Cause.values())
                    .filter(Cause::concernsOrder)
                    .toList()) {
                for (PaymentOrigin origin : PaymentOrigin.values()) {
                    RefundFacts facts = facts(ordinary().with(origin))
                            .order(new OrderFinding.Unknown(cause))
                            .build();

                    assertThat(undetermined(RefundRules.judge(facts), 8, cause).releasable())
                            .isTrue();
                }
            }
        }

        @Test
        void nobodyHavingLookedIsNoAbsence() {
            RefundFacts facts = RefundFacts.builder(
                            NOW, paymentLink().facts().payment(), cents(500))
                    .build();

            undetermined(RefundRules.judge(facts), 8, Cause.NOT_LOOKED_UP);
        }

        @Test
        void anEmptyAnswerProvesNothingWithoutRightsOrHistoryOrTime() {
            World link = paymentLink();

            undetermined(link.with(Order.NOT_FOUND_BUT_NOT_AUTHORISED), 8, Cause.ACCESS_LOST);
            undetermined(link.with(Order.NOT_FOUND_IN_PART_OF_HISTORY), 8, Cause.HISTORY_LIMITED);
            undetermined(link.with(Order.NOT_FOUND_TWICE_TOO_SOON), 8, Cause.LOOKED_UP_ONCE);
            assertThat(undetermined(link.with(Order.NOT_FOUND_BEFORE_THE_PAYMENT), 8, Cause.LOOKED_UP_ONCE)
                            .askAgainAt())
                    .isEqualTo(NOW.plus(Duration.ofMinutes(10)));
            undetermined(link.with(Order.NOT_FOUND_IN_THE_FUTURE), 8, Cause.LOOKED_UP_ONCE);
            undetermined(link.with(Order.NOT_FOUND_LONG_AGO), 8, Cause.LOOKUP_STALE);
        }

        @Test
        void oneLookupIsNotTwo() {
            RefundFacts facts = facts(paymentLink()).order(notFound(true, true, 1, 1)).build();

            Undetermined open = undetermined(RefundRules.judge(facts), 8, Cause.LOOKED_UP_ONCE);
            assertThat(open.askAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(9)));
        }

        @Test
        void aPaymentYoungerThanTheSettleDelayMayStillGetItsOrder() {
            Undetermined open = undetermined(paymentLink().with(Reading.JUST_PAID), 8, Cause.PAYMENT_TOO_YOUNG);

            assertThat(open.askAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        }

        @Test
        void aLinkThatIsOldButWasPaidJustNowIsAYoungPayment() {
            PaymentReading paidNow = new PaymentReading.Read(
                    World.payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                            .timestamps(Timestamps.builder(NOW)
                                    .created(ago(5000))
                                    .authorised(ago(2))
                                    .build())
                            .origin(PaymentOrigin.PAYMENT_LINK)
                            .build());
            RefundFacts facts = RefundFacts.builder(NOW, paidNow, cents(500))
                    .order(Order.ABSENCE_PROVED.finding)
                    .build();

            undetermined(RefundRules.judge(facts), 8, Cause.PAYMENT_TOO_YOUNG);
        }

        @Test
        void aPaymentOfUnknownAgeIsNotTakenForOld() {
            RefundFacts facts = RefundFacts.builder(
                            NOW,
                            new PaymentReading.Read(World.payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                                    .timestamps(Timestamps.builder(NOW).build())
                                    .origin(PaymentOrigin.PAYMENT_LINK)
                                    .build()),
                            cents(500))
                    .order(Order.ABSENCE_PROVED.finding)
                    .build();

            undetermined(RefundRules.judge(facts), 8, Cause.PAYMENT_AGE_UNKNOWN);
        }

        @Test
        void aShopThatKnowsARefundOfThePaymentHadAnOrderForIt() {
            undetermined(paymentLink().with(Shop.FAILED_AND_USED), 8, Cause.SHOP_REFUND_WITHOUT_ORDER);
            undetermined(paymentLink().with(Shop.SUCCEEDED), 8, Cause.SHOP_REFUND_WITHOUT_ORDER);
        }

        @Test
        void aDeclarationDoesNotMakeAShopGoAwayThatWasConnected() {
            undetermined(
                    paymentLink().with(Order.SHOP_DISCONNECTED).withNoShopDeclared(), 8, Cause.SHOP_DISCONNECTED);
        }
    }

    @Nested
    class Row9APaymentLinkAndNoOrder {
        @Test
        void whatIsLeftIsAllowedOnceAbsenceIsProved() {
            Allowed allowed = allowed(paymentLink(), 9, Ground.PAYMENT_LINK_WITHOUT_ORDER);

            assertThat(allowed.ground().code()).isEqualTo("b");
            assertThat(allowed.atMost()).isEqualTo(cents(1000));
            assertThat(allowed.uses()).isNull();
            assertThat(allowed.evidence())
                    .extracting(Evidence::code)
                    .containsExactly(
                            Evidence.Code.REQUEST,
                            Evidence.Code.PAYMENT,
                            Evidence.Code.ORIGIN,
                            Evidence.Code.ORDER);
        }
    }

    @Nested
    class Row10APaymentLinkAndNoShop {
        @Test
        void itIsAllowedByADeclarationOnRecord() {
            World noShop = paymentLink().with(Order.NO_SHOP_CONNECTED);

            allowed(noShop.withNoShopDeclared(), 10, Ground.PAYMENT_LINK_WITHOUT_ORDER);
            undetermined(noShop, 8, Cause.NO_SHOP_CONNECTED);
        }

        @Test
        void itIsForPaymentLinksOnly() {
            World noShop = ordinary().with(Order.NO_SHOP_CONNECTED).withNoShopDeclared();

            undetermined(noShop.with(PaymentOrigin.UNKNOWN), 11, Cause.ORIGIN_UNKNOWN);
            refused(noShop, 12, Reason.NEITHER_CASE);
        }
    }

    @Nested
    class Rows11And12NoOrderAndNoPaymentLink {
        @Test
        void anUnknownOriginIsNotTakenForAPaymentLink() {
            undetermined(paymentLink().with(PaymentOrigin.UNKNOWN), 11, Cause.ORIGIN_UNKNOWN);
        }

        @Test
        void anOrdinaryCheckoutWithoutOrderIsNeitherCase() {
            assertThat(refused(paymentLink().with(PaymentOrigin.CHECKOUT), 12, Reason.NEITHER_CASE)
                            .releasable())
                    .isTrue();
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
            assertThat(stuck).extracting(world -> world.ruling().row()).containsExactly(8, 11, 12);
            for (World world : stuck) {
                Allowed allowed = allowed(
                        world.with(Way.RELEASED), world.ruling().row(), Ground.RELEASE);

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
                Ruling used = world.with(Way.RELEASE_USED).ruling();

                assertThat(used).isNotInstanceOf(Allowed.class).hasSameClassAs(world.ruling());
                assertThat(used.explain(Locale.ENGLISH)).isEqualTo(world.ruling().explain(Locale.ENGLISH));
            }
        }

        @Test
        void whereItExistsTheTextSaysSo() {
            assertThat(stuck)
                    .allSatisfy(world ->
                            assertThat(world.ruling().explain(Locale.ENGLISH)).contains("may release the payment"));
            assertThat(ordinary().ruling().explain(Locale.ENGLISH)).doesNotContain("release");
        }
    }

    @Test
    void longerDelaysAndShorterLivesAreObeyed() {
        RefundFacts.Builder facts = facts(ordinary().with(Shop.FAILED));

        undetermined(
                RefundRules.judge(facts.settleDelay(Duration.ofMinutes(61)).build()), 6, Cause.FAILURE_TOO_YOUNG);
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
        Ruling allowed = paymentLink().ruling();

        assertThat(allowed.explain(Locale.forLanguageTag("fi")))
                .contains(Money.ofMinor("EUR", 1000).format(Locale.forLanguageTag("fi")));
        assertThat(allowed.explain(Locale.GERMANY)).isEqualTo(allowed.explain(Locale.ENGLISH));
    }

    private static RefundFacts.Builder facts(World world) {
        return world.facts().toBuilder();
    }

    private static Ruling judge(World world, List<ShopRefund> refunds) {
        return RefundRules.judge(facts(world).shopRefunds(refunds).build());
    }

    private static Allowed allowed(World world, int row, Ground ground) {
        return allowed(world.ruling(), row, ground);
    }

    private static Allowed allowed(Ruling ruling, int row, Ground ground) {
        assertThat(ruling).isInstanceOf(Allowed.class);
        Allowed allowed = (Allowed) ruling;
        assertThat(allowed.row()).isEqualTo(row);
        assertThat(allowed.ground()).isEqualTo(ground);
        return allowed;
    }

    private static Refused refused(World world, int row, Reason reason) {
        return refused(world.ruling(), row, reason);
    }

    private static Refused refused(Ruling ruling, int row, Reason reason) {
        assertThat(ruling).isInstanceOf(Refused.class);
        Refused refused = (Refused) ruling;
        assertThat(refused.row()).isEqualTo(row);
        assertThat(refused.reason()).isEqualTo(reason);
        return refused;
    }

    private static Undetermined undetermined(World world, int row, Cause cause) {
        return undetermined(world.ruling(), row, cause);
    }

    private static Undetermined undetermined(Ruling ruling, int row, Cause cause) {
        assertThat(ruling).isInstanceOf(Undetermined.class);
        Undetermined undetermined = (Undetermined) ruling;
        assertThat(undetermined.row()).isEqualTo(row);
        assertThat(undetermined.cause()).isEqualTo(cause);
        return undetermined;
    }
}
