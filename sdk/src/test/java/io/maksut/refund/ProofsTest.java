package io.maksut.refund;

import static io.maksut.refund.ExpectedDecision.allowed;
import static io.maksut.refund.ExpectedDecision.facts;
import static io.maksut.refund.ExpectedDecision.judge;
import static io.maksut.refund.ExpectedDecision.undetermined;
import static io.maksut.refund.World.ago;
import static io.maksut.refund.World.cents;
import static io.maksut.refund.World.failed;
import static io.maksut.refund.World.ordinary;
import static io.maksut.refund.World.stated;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Ground;
import io.maksut.refund.RefundDecision.Undetermined;
import io.maksut.refund.RefundQuestion.AnotherFailure;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Way;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several proofs of failures: which of them are surely failures of their own. */
class ProofsTest {
    @Test
    void aRecordAndAStatementAreOneFailureOfTheRecordsAmount() {
        List<ShopRefund> both = List.of(failed("s1", 200, 60), stated("s2", 500, 50));

        assertThat(allowed(judge(ordinary().with(Ask.TWO), both), 5, Ground.SHOP_REFUND_FAILED)
                        .uses())
                .isEqualTo("s1");
        Undetermined open = undetermined(judge(ordinary(), both), 6, Cause.FAILURE_MAY_BE_KNOWN);
        assertThat(open.questions()).extracting(RefundQuestion::id).containsExactly("failure:s2:s1");
    }

    @Test
    void theQuestionNamesAmountAndDayInThreeLanguages() {
        List<ShopRefund> both = List.of(failed("s1", 500, 60).usedUp(), stated("s2", 500, 50));

        Undetermined open = undetermined(judge(ordinary(), both), 6, Cause.FAILURE_MAY_BE_KNOWN);

        assertThat(open.releasable()).isFalse();
        RefundQuestion question = open.questions().get(0);
        assertThat(question).isEqualTo(new AnotherFailure("s2", "s1", cents(500), ago(60)));
        assertThat(question.ask(Locale.ENGLISH, ZoneOffset.UTC)).contains("5.00", "May 4, 2026");
        assertThat(question.ask(Locale.forLanguageTag("fi"), ZoneOffset.UTC)).contains("5,00", "4.5.2026");
        assertThat(question.ask(Locale.forLanguageTag("lv"), ZoneOffset.UTC)).contains("5,00", "2026");
    }

    @Test
    void aStatementThatIsSaidToBeAnotherThanOneOfTwoIsStillPerhapsTheOther() {
        List<ShopRefund> three = List.of(
                failed("s1", 500, 60).usedUp(),
                failed("s2", 500, 55).usedUp(),
                stated("s3", 500, 50).anotherThan(Set.of("s1")));

        Undetermined open = undetermined(judge(ordinary(), three), 6, Cause.FAILURE_MAY_BE_KNOWN);

        assertThat(open.questions()).extracting(RefundQuestion::id).containsExactly("failure:s3:s2");
    }

    @Test
    void aRecordIsPerhapsTheFailureThatAUsedStatementSpokeOf() {
        List<ShopRefund> refunds = List.of(stated("s1", 500, 60).usedUp(), failed("s2", 500, 50));

        Undetermined open = undetermined(judge(ordinary(), refunds), 6, Cause.FAILURE_MAY_BE_KNOWN);

        assertThat(open.questions()).extracting(RefundQuestion::id).containsExactly("failure:s1:s2");
        allowed(
                judge(
                        ordinary(),
                        List.of(stated("s1", 500, 60).usedUp().anotherThan(Set.of("s2")), failed("s2", 500, 50))),
                5,
                Ground.SHOP_REFUND_FAILED);
    }

    @Test
    void aDirectRefundWhoseFailureIsNotKnownAnyMoreMayHaveBeenForTheStatedOne() {
        RefundFacts facts = facts(ordinary())
                .shopRefunds(List.of(stated("s2", 500, 50)))
                .paidDirectly(List.of(new PaidDirectly("d1", cents(500), ago(60), "s1")))
                .build();

        Undetermined open = undetermined(RefundRules.judge(facts), 6, Cause.FAILURE_MAY_BE_KNOWN);

        assertThat(open.questions()).extracting(RefundQuestion::id).containsExactly("failure:s2:d1");
    }

    @Test
    void whateverAmountIsAskedForNothingIsLetOutBesideAnOpenQuestion() {
        List<ShopRefund> both = List.of(failed("s1", 500, 60).usedUp(), stated("s2", 200, 50));
        World released =
                ordinary().with(Order.FOUND_AND_REFUNDED_BY_HAND_SHOP_PAYS).with(Way.RELEASED);

        undetermined(judge(released.with(Ask.WHOLE), both), 6, Cause.FAILURE_MAY_BE_KNOWN);
    }

    @Test
    void twoFailedRefundsWithIdsOfTheirOwnAreTwoFailuresAndTheSecondRefundAsksAboutTheFirst() {
        RefundFacts facts = facts(ordinary())
                .shopRefunds(List.of(failed("s1", 500, 60).usedUp(), failed("s2", 500, 50)))
                .paidDirectly(List.of(new PaidDirectly("d1", cents(500), ago(30), "s1")))
                .build();

        Allowed allowed = allowed(RefundRules.judge(facts), 5, Ground.SHOP_REFUND_FAILED);

        assertThat(allowed.questions()).extracting(RefundQuestion::id).containsExactly("refund:d1");
        assertThat(allowed.explain(Locale.ENGLISH)).contains("Is this another refund than that?");
    }

    @Test
    void whatWasSaidOnRecordOfTheStatementIsNotAskedAgain() {
        RefundFacts facts = facts(ordinary())
                .shopRefunds(List.of(
                        failed("s1", 500, 60).usedUp(), stated("s2", 500, 50).anotherThan(Set.of("s1"))))
                .paidDirectly(List.of(new PaidDirectly("d1", cents(500), ago(30), "s1")))
                .build();

        assertThat(allowed(RefundRules.judge(facts), 5, Ground.SHOP_REFUND_FAILED)
                        .questions())
                .isEmpty();
    }
}
