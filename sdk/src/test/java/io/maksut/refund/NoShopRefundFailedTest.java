package io.maksut.refund;

import static io.maksut.refund.ExpectedDecision.allowed;
import static io.maksut.refund.ExpectedDecision.facts;
import static io.maksut.refund.ExpectedDecision.refused;
import static io.maksut.refund.ExpectedDecision.undetermined;
import static io.maksut.refund.World.NOW;
import static io.maksut.refund.World.ago;
import static io.maksut.refund.World.cents;
import static io.maksut.refund.World.notFound;
import static io.maksut.refund.World.ordinary;
import static io.maksut.refund.World.paymentLink;
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
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 7 to 12: what is permitted where no shop refund failed. */
class NoShopRefundFailedTest {
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
            for (Cause cause :
                    Stream.of(Cause.values()).filter(Cause::concernsOrder).toList()) {
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
            RefundFacts facts = RefundFacts.builder(NOW, paymentLink().facts().payment(), cents(500))
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
            RefundFacts facts =
                    facts(paymentLink()).order(notFound(true, true, 1, 1)).build();

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
            PaymentReading paidNow = new PaymentReading.Read(World.payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                    .timestamps(Timestamps.builder(NOW)
                            .created(ago(5000))
                            .authorised(ago(2))
                            .build())
                    .origin(PaymentOrigin.PAYMENT_LINK)
                    .build());
            RefundFacts facts = RefundFacts.builder(NOW, paidNow, cents(500))
                    .order(Order.ABSENCE_PROVED.discrepancy)
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
                    .order(Order.ABSENCE_PROVED.discrepancy)
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
            undetermined(paymentLink().with(Order.SHOP_DISCONNECTED).withNoShopDeclared(), 8, Cause.SHOP_DISCONNECTED);
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
                            Evidence.Code.REQUEST, Evidence.Code.PAYMENT, Evidence.Code.ORIGIN, Evidence.Code.ORDER);
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
}
