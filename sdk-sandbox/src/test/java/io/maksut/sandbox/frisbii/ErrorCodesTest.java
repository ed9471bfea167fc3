package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the gateway's errors in the situation that it is for. */
class ErrorCodesTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-10T10:00:00Z"));

    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY =
            new FrisbiiSandboxExtension(FrisbiiSandbox.builder().clock(CLOCK).withoutRateLimits());

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @ParameterizedTest
    @CsvSource({
        "/v1/charge/none,31",
        "/v1/invoice/none,31",
        "/v1/invoice/none/metadata,31",
        "/v1/invoice/order-1/transaction/none,70",
        "/v1/refund/none,107",
        "/v1/customer/none,9",
        "/v1/dispute/none,8",
        "/v1/nowhere,8",
        "/v2/charge/order-1,8"
    })
    void whatIsNotThereIsNamed(String path, int code) throws Exception {
        sandbox.charge("order-1").add();

        refused(client.get(path), 404, code);
    }

    @Test
    void anErrorHasEveryFieldOfTheGatewaysShape() throws Exception {
        sandbox.charge("order-1").add();
        Set<String> fields =
                Set.of("code", "error", "message", "http_status", "http_reason", "path", "timestamp", "request_id");

        assertThat(client.get("/v1/charge/none").json().keySet()).isEqualTo(fields);
        sandbox.faults().next(FrisbiiFaults.concurrentUpdate());
        assertThat(client.refund("order-1", 1, "k").json().keySet()).isEqualTo(fields);
        sandbox.faults().next(FrisbiiFaults.error(422, 40, "Payment method not found"));
        assertThat(client.refund("order-1", 1, "k").json().keySet()).isEqualTo(fields);
    }

    @Test
    void aConcurrentUpdateIsRefusedBeforeAnythingIsDone() throws Exception {
        sandbox.charge("order-1").add();
        FaultPlan.Rule busy = sandbox.faults()
                .next(FrisbiiFaults.concurrentUpdate())
                .on("POST", "/v1/refund")
                .always();

        refused(client.refund("order-1", 100, "k"), 400, 74);
        refused(client.refund("order-1", 100, "k"), 400, 74);
        assertThat(sandbox.books().refunded("order-1")).isZero();

        busy.remove();

        assertThat(client.refund("order-1", 100, "k").text("state")).isEqualTo("refunded");
        assertThat(busy.fired()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"false,0", "true,100"})
    void aProcessingErrorIsAServerErrorAndTheMoneyMayHaveMoved(boolean moved, long refunded) throws Exception {
        sandbox.charge("order-1").add();
        Fault fault = moved ? FrisbiiFaults.refusedAfterProcessing(78) : FrisbiiFaults.refused(78);
        sandbox.faults().next(fault).on("POST", "/v1/refund");

        refused(client.refund("order-1", 100, "k"), 500, 78);

        assertThat(sandbox.books().refunded("order-1")).isEqualTo(refunded);
        assertThat(client.refund("order-1", 100, "k").text("state")).isEqualTo("refunded");
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void whileATransactionIsUnderWayNothingElseOfTheInvoiceCanBegin() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(1_000).add();
        sandbox.charge("order-2").amount(1_000).add();
        sandbox.processing("order-1", true);
        sandbox.processing("order-2", true);

        refused(client.settle("order-1", "{\"key\":\"s\"}"), 400, 80);
        refused(client.post("/v1/charge/order-1/cancel", ""), 400, 80);
        refused(client.refund("order-2", 100, "k"), 400, 80);
        assertThat(client.get("/v1/invoice/order-2").json().get("processing").getAsBoolean())
                .isTrue();
        assertThat(client.get("/v1/charge/order-2").json().get("processing").getAsBoolean())
                .isTrue();

        sandbox.processing("order-1", false);
        sandbox.processing("order-2", false);

        assertThat(client.settle("order-1", "{\"key\":\"s\"}").text("state")).isEqualTo("settled");
        assertThat(client.refund("order-2", 100, "k").text("state")).isEqualTo("refunded");
    }

    @Test
    void aRefundThatIsProcessingHoldsUpTheNextUntilItHasEnded() throws Exception {
        sandbox.asyncRefunds(true);
        sandbox.charge("order-1").method("swish").amount(1_000).add();
        String first = client.refund("order-1", 300, "a").text("id");

        refused(client.refund("order-1", 200, "b"), 400, 80);
        assertThat(client.refund("order-1", 300, "a").text("state")).isEqualTo("processing");

        sandbox.finishRefund(first, true);
        assertThat(client.refund("order-1", 200, "b").text("state")).isEqualTo("processing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual", "offline_bank_transfer"})
    void whatWasPaidOutsideTheGatewayIsOnlyRefundedByHand(String method) throws Exception {
        sandbox.charge("order-1").method(method).amount(1_000).add();

        refused(client.refund("order-1", 100, "k"), 400, 81);

        String byHand = "{\"invoice\":\"order-1\",\"amount\":100,\"manual_transfer\":{\"method\":\"cash\"}}";
        assertThat(client.post("/v1/refund", byHand).text("state")).isEqualTo("refunded");
        assertThat(sandbox.books().refunded("order-1")).isZero();
    }

    @Test
    void aMethodWithoutPartialRefundsGivesBackAllOrNothing() throws Exception {
        sandbox.methodSupports("klarna_pay_later", MethodSupport.everything().withoutPartialRefund());
        sandbox.charge("order-1").method("klarna_pay_later").amount(1_000).add();

        refused(client.refund("order-1", 999, "a"), 400, 132);
        assertThat(client.refund("order-1", 1_000, "b").text("state")).isEqualTo("refunded");
    }

    @Test
    void aMethodWithoutSeveralRefundsGivesBackOnce() throws Exception {
        sandbox.charge("order-1")
                .supports(MethodSupport.everything().withoutSeveralRefunds())
                .amount(1_000)
                .add();
        sandbox.declineNext(Operation.REFUND, "declined_by_acquirer", "hard_declined");

        assertThat(client.refund("order-1", 300, "a").text("state")).isEqualTo("failed");
        assertThat(client.refund("order-1", 300, "b").text("state")).isEqualTo("refunded");
        refused(client.refund("order-1", 300, "c"), 400, 131);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(300);
    }

    @Test
    void aMethodMayRefuseAPartOfASettleOrTheNextOne() throws Exception {
        sandbox.methodSupports("vipps", MethodSupport.everything().withoutPartialSettle());
        sandbox.charge("order-1")
                .method("vipps")
                .state("authorized")
                .amount(1_000)
                .add();
        sandbox.charge("order-2")
                .supports(MethodSupport.everything().withoutSeveralSettles())
                .state("authorized")
                .amount(1_000)
                .add();

        refused(client.settle("order-1", "{\"amount\":400}"), 400, 130);
        assertThat(client.settle("order-2", "{\"amount\":400}").text("state")).isEqualTo("settled");
        refused(client.settle("order-2", "{\"amount\":600}"), 400, 129);
        assertThat(sandbox.books().captured("order-2")).isEqualTo(400);
    }

    @Test
    void anInvoiceCanBeSettledOnlySoOften() throws Exception {
        sandbox.settlesAtMost(2);
        sandbox.charge("order-1").state("authorized").amount(1_000).add();

        client.settle("order-1", "{\"amount\":100}");
        client.settle("order-1", "{\"amount\":100}");

        refused(client.settle("order-1", "{\"amount\":100}"), 400, 141);
        assertThat(sandbox.books().captured("order-1")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"charge", "invoice", "transaction", "customer", "dispute"})
    void aLargeAccountsListMayNotSpanMoreThanSoMuchTime(String list) throws Exception {
        sandbox.charge("order-1").add();
        sandbox.longestQuery(Duration.ofDays(40));

        refused(client.get("/v1/list/" + list + "?from=1970-01-01"), 400, 144);
        refused(client.get("/v1/list/" + list + "?interval=P2M"), 400, 144);
        assertThat(client.get("/v1/list/" + list).status()).isEqualTo(200);
        assertThat(client.get("/v1/list/" + list + "?from=2025-12-05").status()).isEqualTo(200);
        sandbox.longestQuery(null);
        assertThat(client.get("/v1/list/" + list + "?from=1970-01-01").status()).isEqualTo(200);
    }

    @Test
    void aListOfOneInvoiceIsNeverTooLong() throws Exception {
        sandbox.charge("order-1").created(Instant.parse("2024-05-05T00:00:00Z")).add();
        sandbox.longestQuery(Duration.ofDays(40));

        assertThat(client.get("/v1/list/transaction?from=1970-01-01&invoice=order-1")
                        .number("count"))
                .isEqualTo(1);
        refused(client.get("/v1/list/charge?customer=customer-1"), 400, 144);
    }

    @Test
    void aFailedCancelIsAServerErrorWithTheAcquirersWord() throws Exception {
        sandbox.charge("order-1").state("authorized").add();
        sandbox.declineNext(Operation.CANCEL, "acquirer_rejected_error", "processing_error");

        RawClient.Answer answer = client.post("/v1/charge/order-1/cancel", "");

        refused(answer, 500, 108);
        assertThat(answer.text("transaction_error")).isEqualTo("acquirer_rejected_error");
    }

    @Test
    void aDisputeIsReadFilteredAndResolved() throws Exception {
        sandbox.charge("order-1").amount(2_980).add();
        String id = sandbox.disputeOpened("order-1", 500);

        assertThat(client.get("/v1/dispute/" + id).text("state")).isEqualTo("open");
        assertThat(client.get("/v1/list/dispute?state=open&invoice=order-1").number("count"))
                .isEqualTo(1);

        CLOCK.advance(Duration.ofDays(3));
        sandbox.disputeResolved(id, "customer_favor_chargeback", 500);

        RawClient.Answer lost = client.get("/v1/dispute/" + id);
        assertThat(lost.text("state")).isEqualTo("resolved");
        assertThat(lost.text("outcome")).isEqualTo("customer_favor_chargeback");
        assertThat(lost.number("outcome_amount")).isEqualTo(500);
        assertThat(lost.json().has("resolved")).isTrue();
        assertThat(client.get("/v1/list/dispute?state=open").number("count")).isZero();
        assertThat(client.get("/v1/list/dispute?outcome=customer_favor_chargeback")
                        .number("count"))
                .isEqualTo(1);
        CLOCK.set(Instant.parse("2026-01-10T10:00:00Z"));
    }

    @Test
    void aKeyIsKeptForEverUnlessItsAgeIsSet() throws Exception {
        sandbox.charge("order-1").amount(1_000).add();
        RawClient.Answer first = client.refund("order-1", 100, "k");
        CLOCK.advance(Duration.ofDays(400));
        assertThat(client.refund("order-1", 100, "k").text()).isEqualTo(first.text());
        CLOCK.set(Instant.parse("2026-01-10T10:00:00Z"));
    }

    @Test
    void aForgottenKeyPaysAgain() throws Exception {
        sandbox.keysKeptFor(Duration.ofHours(24));
        sandbox.charge("order-1").amount(1_000).add();
        RawClient.Answer first = client.refund("order-1", 100, "k");

        CLOCK.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(client.refund("order-1", 100, "k").text()).isEqualTo(first.text());
        CLOCK.advance(Duration.ofMillis(1));

        assertThat(client.refund("order-1", 100, "k").text("id")).isNotEqualTo(first.text("id"));
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(200);
        CLOCK.set(Instant.parse("2026-01-10T10:00:00Z"));
    }

    private static void refused(RawClient.Answer answer, int status, int code) {
        assertThat(answer.number("code")).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.number("http_status")).isEqualTo(status);
    }
}
