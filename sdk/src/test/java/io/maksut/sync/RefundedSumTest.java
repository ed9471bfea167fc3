package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.observe.CorrelationId;
import io.maksut.payment.Amounts;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.portal.Attempt;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.RefundedSum.OnRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a gateway's sum is made up of, and whose money the rest of it may be. */
class RefundedSumTest {
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final PaymentId PAYMENT = new PaymentId("everypay", "p");
    private static final OnRecord NOTHING = new OnRecord(eur("0.00"), eur("0.00"));

    private static OperationDraft draft(Kind kind, State state, String amount) {
        return new OperationDraft(
                1, PAYMENT, "shop", "r-" + amount, kind, state, eur(amount), NOW, CorrelationId.random());
    }

    private static LedgerOperation refund(State state, String amount) {
        return draft(Kind.REQUESTED, state, amount).done();
    }

    private static LedgerOperation shown(Payout payout, String amount) {
        OperationDraft draft = draft(Kind.OBSERVED, State.OBSERVED, amount);
        draft.seen = new Seen(ShopRefund.State.SUCCEEDED, eur(amount), payout, NOW, false);
        return draft.done();
    }

    private static List<LedgerOperation> watched(String... amounts) {
        return Stream.of(amounts).map(it -> refund(State.DECLINED, it)).toList();
    }

    /** Of a payment of 60.00. */
    private static RefundedSum sum(String refunded, OnRecord onRecord, LedgerOperation... refunds) {
        Amounts amounts = Amounts.of(eur("60.00"), eur("60.00"), eur(refunded));
        Payment payment = Payment.builder(
                        PAYMENT,
                        PaymentStatus.PARTIALLY_REFUNDED,
                        PaymentMethod.CARD,
                        amounts,
                        GatewayCapabilities.builder("gateway").build())
                .timestamps(Timestamps.builder(NOW).build())
                .build();
        return RefundedSum.of(payment, List.of(refunds), List.of(), onRecord);
    }

    private static RefundedSum rest(String rest, String... byWord) {
        List<Money> words = Stream.of(byWord).map(SyncWorld::eur).toList();
        return new RefundedSum(eur(rest), eur("0.00"), words, eur("0.00"), true);
    }

    @Test
    void whatTheGatewayConfirmedWhatAPluginPaidAndWhatAPersonAcceptedExplains() {
        RefundedSum sum = sum(
                "16.00",
                new OnRecord(eur("4.00"), eur("0.00")),
                refund(State.SUCCEEDED, "10.00"),
                shown(Payout.SUCCEEDED, "2.00"),
                refund(State.DECLINED, "7.00"));

        assertThat(sum.rest()).isEqualTo(eur("0.00"));
        assertThat(sum.isExplained(List.of())).isTrue();
    }

    @Test
    void lessThanWasConfirmedIsShortAndExplainedByNothing() {
        RefundedSum sum = sum("5.00", NOTHING, refund(State.SUCCEEDED, "10.00"));

        assertThat(sum.isShort()).isTrue();
        assertThat(sum.isExplained(List.of())).isFalse();
    }

    @Test
    void whatAPersonClosedAsPaidMayBeAtTheGatewayOrNot() {
        LedgerOperation closed = draft(Kind.REQUESTED, State.SUCCEEDED, "10.00")
                .closedBy("anna", "seen in the portal")
                .done();

        assertThat(sum("0.00", NOTHING, closed).isExplained(List.of())).isTrue();
        assertThat(sum("10.00", NOTHING, closed).isExplained(List.of())).isTrue();
        assertThat(sum("7.00", NOTHING, closed).isExplained(List.of())).isFalse();
    }

    @Test
    void onlyWordsThatMakeUpTheWholeRestExplainIt() {
        assertThat(rest("8.00", "3.00", "5.00", "9.00").isExplained(List.of())).isTrue();
        assertThat(rest("6.00", "3.00", "5.00", "9.00").isExplained(List.of())).isFalse();
        assertThat(rest("0.00", "3.00").isExplained(watched("3.00"))).isTrue();
    }

    @Test
    void whatMayBeAWatchedRefundsMoneyIsNotExplained() {
        assertThat(rest("8.00", "8.00").isExplained(watched("8.00"))).isFalse();
        assertThat(rest("8.00", "8.00", "3.00").isExplained(watched("5.00"))).isFalse();
        assertThat(rest("8.00", "8.00").isExplained(watched("7.00"))).isTrue();
    }

    @Test
    void whereMoneyIsKnownToHaveComeBackNothingIsExplainedBesideAWatchedRefund() {
        RefundedSum sum = sum("0.00", new OnRecord(eur("0.00"), eur("10.00")), refund(State.SUCCEEDED, "10.00"));

        assertThat(sum.isExplained(List.of())).isTrue();
        assertThat(sum.isExplained(watched("4.00"))).isFalse();
        assertThat(sum.mayBe(refund(State.DECLINED, "4.00"))).isTrue();
    }

    @Test
    void moreThanCanBeToldApartIsNobodysCertainly() {
        List<LedgerOperation> many = Collections.nCopies(13, refund(State.DECLINED, "10.00"));

        assertThat(rest("10.00").isOnly(many.get(0), many)).isFalse();
        assertThat(rest("10.00", "10.00").isExplained(many)).isFalse();
    }

    @Test
    void itIsOneRefundsMoneyOnlyWhereNothingElseMakesUpTheSum() {
        List<LedgerOperation> one = watched("10.00", "3.00");
        List<LedgerOperation> two = watched("10.00", "10.00");
        List<LedgerOperation> parts = watched("10.00", "3.00", "7.00");

        assertThat(rest("10.00").isOnly(one.get(0), one)).isTrue();
        assertThat(rest("9.00").isOnly(one.get(0), one)).isFalse();
        assertThat(rest("10.00").isOnly(two.get(0), two)).isFalse();
        assertThat(rest("10.00").isOnly(parts.get(0), parts)).isFalse();
        assertThat(rest("10.00", "1.00").isOnly(one.get(0), one)).isFalse();
    }

    @Test
    void aRecordWhoseMoneyTheShopDoesNotVouchForLeavesItUncertain() {
        LedgerOperation refund = refund(State.DECLINED, "10.00");

        assertThat(sum("10.00", NOTHING, refund).isOnly(refund, List.of(refund)))
                .isTrue();
        assertThat(List.of(Payout.NONE, Payout.NOT_TOLD))
                .allSatisfy(claim -> assertThat(sum("10.00", NOTHING, refund, shown(claim, "5.00"))
                                .isOnly(refund, List.of(refund)))
                        .isFalse());
    }

    @Test
    void whatWasNeverCapturedIsNotRefundedThoughTheGatewayCountsIt() {
        Amounts before = new Amounts(eur("60.00"), eur("40.00"), eur("0.00"), eur("0.00"), eur("40.00"));
        OperationDraft begun = draft(Kind.REQUESTED, State.SUCCEEDED, "5.00");
        begun.attempt = new Attempt(PAYMENT, eur("5.00"), "k", NOW, before, Map.of());

        RefundedSum sum = sum("25.00", NOTHING, begun.done());

        assertThat(sum.atGateway()).isEqualTo(eur("5.00"));
        assertThat(sum.rest()).isEqualTo(eur("0.00"));
    }

    @Test
    void whatWasCapturedSinceIsNoShortCapture() {
        Amounts before = new Amounts(eur("60.00"), eur("40.00"), eur("0.00"), eur("20.00"), eur("40.00"));
        OperationDraft begun = draft(Kind.REQUESTED, State.SUCCEEDED, "5.00");
        begun.attempt = new Attempt(PAYMENT, eur("5.00"), "k", NOW, before, Map.of());

        assertThat(sum("25.00", NOTHING, begun.done()).atGateway()).isEqualTo(eur("25.00"));
    }

    private static Payment shows(PaymentMethod method, boolean capturesRest, String captured, String refunded) {
        GatewayCapabilities capabilities = GatewayCapabilities.builder("gateway")
                .method(PaymentMethod.CARD, EnumSet.of(PaymentAction.CAPTURE, PaymentAction.REFUND))
                .method(PaymentMethod.OPEN_BANKING, EnumSet.of(PaymentAction.REFUND))
                .capturesRestOfSettled(capturesRest)
                .build();
        Amounts amounts = new Amounts(
                eur("60.00"),
                eur(captured),
                eur(refunded),
                eur("0.00"),
                eur(captured).minus(eur(refunded)));
        return Payment.builder(PAYMENT, PaymentStatus.PARTIALLY_REFUNDED, method, amounts, capabilities)
                .timestamps(Timestamps.builder(NOW).build())
                .build();
    }

    private static LedgerOperation captured(String amount) {
        return new OperationDraft(
                        1,
                        PAYMENT,
                        "shop",
                        "c-" + amount,
                        LedgerOperation.Action.CAPTURE,
                        Kind.REQUESTED,
                        State.SUCCEEDED,
                        eur(amount),
                        NOW,
                        CorrelationId.random())
                .done();
    }

    @Test
    void aConfirmedCaptureTellsWhatWasNeverCapturedWhereThereIsOnlyOne() {
        List<LedgerOperation> captures = List.of(captured("40.00"));
        Payment once = shows(PaymentMethod.CARD, false, "60.00", "25.00");

        assertThat(RefundedSum.atGateway(once, List.of(), captures)).isEqualTo(eur("5.00"));
        assertThat(RefundedSum.captured(once, List.of(), captures)).isEqualTo(eur("40.00"));
        assertThat(RefundedSum.mayBeNeverCaptured(once, List.of(), captures)).isFalse();
        assertThat(RefundedSum.atGateway(shows(PaymentMethod.CARD, true, "60.00", "25.00"), List.of(), captures))
                .as("the rest may have been captured elsewhere")
                .isEqualTo(eur("25.00"));
    }

    @Test
    void whatWasCapturedOnAPersonsWordTellsNothing() {
        OperationDraft word = captured("40.00").edit().closedBy("anna", "seen in the portal");
        Payment once = shows(PaymentMethod.CARD, false, "60.00", "25.00");

        assertThat(RefundedSum.atGateway(once, List.of(), List.of(word.done()))).isEqualTo(eur("25.00"));
        assertThat(RefundedSum.mayBeNeverCaptured(once, List.of(), List.of(word.done())))
                .isTrue();
    }

    @Test
    void whatWasNeverCapturedCanOnlyHideWhereAWholeAuthorisationReadsAsCapturedOnce() {
        assertThat(RefundedSum.mayBeNeverCaptured(
                        shows(PaymentMethod.CARD, false, "60.00", "25.00"), List.of(), List.of()))
                .isTrue();
        assertThat(List.of(
                        shows(PaymentMethod.CARD, true, "60.00", "25.00"),
                        shows(PaymentMethod.OPEN_BANKING, false, "60.00", "25.00"),
                        shows(PaymentMethod.CARD, false, "40.00", "5.00"),
                        shows(PaymentMethod.CARD, false, "60.00", "0.00")))
                .noneMatch(it -> RefundedSum.mayBeNeverCaptured(it, List.of(), List.of()));
    }
}
