package io.maksut.sandbox.frisbii;

import static io.maksut.sandbox.Movement.By.API;
import static io.maksut.sandbox.Movement.By.STAFF;
import static io.maksut.sandbox.Movement.Kind.AUTHORISE;
import static io.maksut.sandbox.Movement.Kind.CAPTURE;
import static io.maksut.sandbox.Movement.Kind.REFUND;
import static io.maksut.sandbox.Movement.Kind.VOID;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargesTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-10T10:00:00.250Z"));

    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY =
            new FrisbiiSandboxExtension(FrisbiiSandbox.builder().clock(CLOCK).withoutRateLimits());

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @Test
    void aSettledChargeShowsWhatTheGatewayShows() throws Exception {
        sandbox.customer("customer-9", "anna@example.com", "Anna", "Virtanen");
        sandbox.charge("order-1")
                .customer("customer-9")
                .amount(50_000)
                .currency("SEK")
                .card("mc", "541333XXXXXX0001", "01-30")
                .created(Instant.parse("2026-01-09T08:07:06Z"))
                .refunded(1_000)
                .add();

        RawClient.Answer charge = client.get("/v1/charge/order-1");

        assertThat(charge.status()).isEqualTo(200);
        assertThat(charge.text("state")).isEqualTo("settled");
        assertThat(charge.number("amount")).isEqualTo(50_000);
        assertThat(charge.number("refunded_amount")).isEqualTo(1_000);
        assertThat(charge.text("currency")).isEqualTo("SEK");
        assertThat(charge.text("created")).isEqualTo("2026-01-09T08:07:06.000+00:00");
        assertThat(charge.text("customer")).isEqualTo("customer-9");
        assertThat(charge.text("transaction")).matches("[0-9a-f]{32}");
        assertThat(charge.json().getAsJsonObject("source").get("masked_card").getAsString())
                .isEqualTo("541333XXXXXX0001");
        assertThat(charge.text()).doesNotContain("anna@example.com");
        assertThat(client.get("/v1/customer/customer-9").text("email")).isEqualTo("anna@example.com");
    }

    @Test
    void anInvoiceIsFoundByHandleAndByIdAndListsItsTransactionsAscending() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(900).add();
        client.settle("order-1", "{\"amount\":900}");
        String refund = client.refund("order-1", 300, "r").text("id");

        RawClient.Answer invoice = client.get("/v1/invoice/order-1");
        String id = invoice.text("id");

        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(client.get("/v1/invoice/" + id).text("handle")).isEqualTo("order-1");
        assertThat(client.get("/v1/charge/" + id).status()).isEqualTo(404);
        assertThat(invoice.text("type")).isEqualTo("ch");
        assertThat(invoice.number("settled_amount")).isEqualTo(900);
        assertThat(invoice.number("refunded_amount")).isEqualTo(300);
        assertThat(invoice.number("authorized_amount")).isEqualTo(900);
        List<String> types = new ArrayList<>();
        invoice.list("transactions")
                .forEach(t -> types.add(t.getAsJsonObject().get("type").getAsString()));
        assertThat(types).containsExactly("authorization", "settle", "refund");
        assertThat(invoice.list("credit_notes")
                        .get(0)
                        .getAsJsonObject()
                        .get("transaction")
                        .getAsString())
                .isEqualTo(refund);
        RawClient.Answer transaction = client.get("/v1/invoice/" + id + "/transaction/" + refund);
        assertThat(transaction.text("type")).isEqualTo("refund");
        assertThat(transaction.text("state")).isEqualTo("refunded");
        assertThat(client.get("/v1/invoice/order-1/transaction/none").number("code"))
                .isEqualTo(70);
        assertThat(client.get("/v1/refund/" + refund).number("amount")).isEqualTo(300);
        assertThat(client.get("/v1/refund/none").number("code")).isEqualTo(107);
    }

    @Test
    void settlingMovesTheMoneyAndTheRestCanFollow() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(10_000).add();

        RawClient.Answer first = client.settle("order-1", "{\"key\":\"s1\",\"amount\":4000}");
        assertThat(first.text("state")).isEqualTo("settled");
        assertThat(first.number("amount")).isEqualTo(4_000);
        assertThat(first.number("authorized_amount")).isEqualTo(10_000);
        assertThat(client.settle("order-1", "{\"amount\":6001}").number("code")).isEqualTo(102);
        assertThat(client.settle("order-1", "{}").number("amount")).isEqualTo(10_000);
        assertThat(client.settle("order-1", "{}").number("code")).isEqualTo(79);

        assertThat(sandbox.books().captured("order-1")).isEqualTo(10_000);
        assertThat(sandbox.books().movements("order-1"))
                .extracting(Movement::kind)
                .containsExactly(AUTHORISE, CAPTURE, CAPTURE);
        assertThat(sandbox.books().movements("order-1").get(1).idempotencyKey()).isEqualTo("s1");
    }

    @ParameterizedTest
    @CsvSource({"mobilepay,130", "swish,130", "something_new,130"})
    void methodsThatSettleOnceRefuseAPart(String method, int code) throws Exception {
        sandbox.charge("order-1").state("authorized").method(method).add();

        assertThat(client.settle("order-1", "{\"amount\":1}").number("code")).isEqualTo(code);
        assertThat(client.settle("order-1", "{}").text("state")).isEqualTo("settled");
    }

    @ParameterizedTest
    @CsvSource({"created,106", "pending,80", "failed,106", "cancelled,29", "some_new_state,82"})
    void whatIsNotAuthorisedCannotBeSettled(String state, int code) throws Exception {
        sandbox.charge("order-1").state(state).add();

        RawClient.Answer answer = client.settle("order-1", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.number("code")).isEqualTo(code);
        assertThat(sandbox.books().captured("order-1")).isZero();
    }

    @Test
    void cancellingVoidsOnceAndOnlyWhatIsAuthorised() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(700).add();
        sandbox.charge("order-2").state("settled").add();

        assertThat(client.post("/v1/charge/order-1/cancel", "").text("state")).isEqualTo("cancelled");
        assertThat(client.post("/v1/charge/order-1/cancel", "").number("code")).isEqualTo(29);
        assertThat(client.post("/v1/charge/order-2/cancel", "").number("code")).isEqualTo(79);

        assertThat(sandbox.books().sum(VOID, "order-1")).isEqualTo(700);
        assertThat(sandbox.books().count(VOID, "order-1")).isEqualTo(1);
        assertThat(client.settle("order-1", "{}").number("code")).isEqualTo(29);
    }

    @Test
    void refundsGoUpToWhatWasSettledAndTheChargeStaysSettled() throws Exception {
        sandbox.charge("order-1").amount(1_000).add();

        assertThat(client.refund("order-1", 400, "a").text("state")).isEqualTo("refunded");
        RawClient.Answer tooMuch = client.refund("order-1", 601, "b");
        assertThat(tooMuch.status()).isEqualTo(400);
        assertThat(tooMuch.text("error")).isEqualTo("Refund amount too high");
        RawClient.Answer rest = client.post("/v1/refund", "{\"invoice\":\"order-1\"}");
        assertThat(rest.number("amount")).isEqualTo(600);
        assertThat(client.post("/v1/refund", "{\"invoice\":\"order-1\"}").number("code"))
                .isEqualTo(65);

        assertThat(sandbox.stateOf("order-1")).isEqualTo("settled");
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(1_000);
    }

    @Test
    void onlySettledChargesAreRefunded() throws Exception {
        sandbox.charge("order-1").state("authorized").add();

        assertThat(client.refund("order-1", 1, "k").number("code")).isEqualTo(64);
        assertThat(client.refund("order-none", 1, "k").status()).isEqualTo(404);
    }

    @Test
    void aManualRefundMovesNoMoney() throws Exception {
        sandbox.charge("order-1").amount(1_000).add();

        RawClient.Answer refund = client.post(
                "/v1/refund",
                "{\"invoice\":\"order-1\",\"amount\":300,\"manual_transfer\":{\"method\":\"bank_transfer\"}}");

        assertThat(refund.text("type")).isEqualTo("manual");
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(300);
        assertThat(sandbox.books().refunded("order-1")).isZero();
    }

    @Test
    void theSameKeyGivesTheSameAnswerAndAnotherRequestUnderItIsRefused() throws Exception {
        sandbox.charge("order-1").add();
        sandbox.charge("order-2").add();

        RawClient.Answer first = client.refund("order-1", 100, "k");
        CLOCK.advance(Duration.ofHours(1));
        RawClient.Answer again = client.refund("order-1", 100, "k");

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(client.refund("order-1", 200, "k").status()).isEqualTo(400);
        assertThat(client.refund("order-2", 100, "k").status()).isEqualTo(400);
        assertThat(client.refund("order-1", 100, "k2").text("id")).isNotEqualTo(first.text("id"));
        assertThat(sandbox.books().count(REFUND, "order-1")).isEqualTo(2);
        assertThat(sandbox.books().count(REFUND, "order-2")).isZero();
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKey() throws Exception {
        sandbox.charge("order-1").state("authorized").add();
        assertThat(client.refund("order-1", 100, "k").status()).isEqualTo(400);

        client.settle("order-1", "{}");

        assertThat(client.refund("order-1", 100, "k").status()).isEqualTo(200);
    }

    @Test
    void ofManyConcurrentRequestsWithOneKeyOnlyOneMovesMoney() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(10_000).add();
        ExecutorService pool = Executors.newFixedThreadPool(12);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                calls.add(() -> client.settle("order-1", "{\"key\":\"same\",\"amount\":1000}")
                        .text());
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> future : pool.invokeAll(calls)) {
                answers.add(future.get());
            }
            assertThat(answers).hasSize(24).containsOnly(answers.get(0));
        } finally {
            pool.shutdownNow();
        }
        assertThat(sandbox.books().captured("order-1")).isEqualTo(1_000);
    }

    @Test
    void concurrentRefundsNeverExceedWhatWasSettled() throws Exception {
        sandbox.charge("order-1").amount(1_000).add();
        ExecutorService pool = Executors.newFixedThreadPool(12);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String key = "k" + i;
                calls.add(() -> client.refund("order-1", 300, key).status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> future : pool.invokeAll(calls)) {
                statuses.add(future.get());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(3);
        } finally {
            pool.shutdownNow();
        }
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(900);
    }

    @Test
    void aDeclinedRefundIsHttp200AndMovesNothing() throws Exception {
        sandbox.charge("order-1").add();
        sandbox.declineNext(Operation.REFUND, "declined_by_acquirer", "hard_declined");

        RawClient.Answer refund = client.refund("order-1", 100, "k");

        assertThat(refund.status()).isEqualTo(200);
        assertThat(refund.text("state")).isEqualTo("failed");
        assertThat(refund.text("error")).isEqualTo("declined_by_acquirer");
        assertThat(refund.text("error_state")).isEqualTo("hard_declined");
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isZero();
        assertThat(sandbox.books().refunded("order-1")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true,100", "false,0"})
    void aProcessingErrorMayHaveMovedTheMoney(boolean moved, long refunded) throws Exception {
        sandbox.charge("order-1").add();
        sandbox.processingErrorNext(Operation.REFUND, moved);

        RawClient.Answer refund = client.refund("order-1", 100, "k");

        assertThat(refund.text("state")).isEqualTo("failed");
        assertThat(refund.text("error_state")).isEqualTo("processing_error");
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isZero();
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(refunded);
    }

    @Test
    void aDeclinedFirstSettleFailsTheChargeAndASoftDeclineMayBeTriedAgain() throws Exception {
        sandbox.charge("order-1").state("authorized").add();
        sandbox.declineNext(Operation.SETTLE, "insufficient_funds", "soft_declined");
        sandbox.declineNext(Operation.SETTLE, "lost_card", "hard_declined");

        RawClient.Answer declined = client.settle("order-1", "{}");
        assertThat(declined.status()).isEqualTo(200);
        assertThat(declined.text("state")).isEqualTo("failed");
        assertThat(declined.text("error")).isEqualTo("insufficient_funds");
        assertThat(client.settle("order-1", "{}").text("error_state")).isEqualTo("hard_declined");
        assertThat(client.settle("order-1", "{}").number("code")).isEqualTo(106);
    }

    @Test
    void aDeclinedFurtherSettleLeavesTheChargeSettledWithAnError() throws Exception {
        sandbox.charge("order-1").amount(1_000).settled(400).add();
        sandbox.declineNext(Operation.SETTLE, "insufficient_funds", "soft_declined");

        RawClient.Answer declined = client.settle("order-1", "{\"amount\":600}");
        assertThat(declined.status()).isEqualTo(200);
        assertThat(declined.text("state")).isEqualTo("settled");
        assertThat(declined.text("error_state")).isEqualTo("soft_declined");
        assertThat(declined.number("amount")).isEqualTo(400);

        RawClient.Answer settled = client.settle("order-1", "{\"amount\":600}");
        assertThat(settled.json().has("error")).isFalse();
        assertThat(settled.number("amount")).isEqualTo(1_000);
    }

    @Test
    void aDeclinedCancelIsAnErrorAndLeavesTheAuthorisation() throws Exception {
        sandbox.charge("order-1").state("authorized").add();
        sandbox.declineNext(Operation.CANCEL, "acquirer_rejected", "processing_error");

        assertThat(client.post("/v1/charge/order-1/cancel", "").number("code")).isEqualTo(108);
        assertThat(sandbox.stateOf("order-1")).isEqualTo("authorized");
    }

    @ParameterizedTest
    @CsvSource({"true,refunded,100", "false,failed,0"})
    void refundsOfOtherMethodsMayTakeTimeAndThenEnd(boolean success, String state, long refunded) throws Exception {
        sandbox.asyncRefunds(true);
        sandbox.charge("order-1").method("mobilepay").amount(100).add();
        sandbox.charge("order-2").method("card").add();

        RawClient.Answer refund = client.refund("order-1", 100, "k");
        assertThat(refund.text("state")).isEqualTo("processing");
        assertThat(client.refund("order-1", 1, "k2").number("code")).isEqualTo(80);
        assertThat(client.refund("order-2", 1, "k3").text("state")).isEqualTo("refunded");
        assertThat(sandbox.books().refunded("order-1")).isZero();

        sandbox.finishRefund(refund.text("id"), success);

        assertThat(client.get("/v1/refund/" + refund.text("id")).text("state")).isEqualTo(state);
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(refunded);
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(refunded);
    }

    @Test
    void staffInThePortalMoveMoneyToo() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(500).add();
        sandbox.charge("order-2").state("authorized").add();
        sandbox.settleAsStaff("order-1", 500);
        String refund = sandbox.refundAsStaff("order-1", 200);
        sandbox.cancelAsStaff("order-2");

        assertThat(client.get("/v1/refund/" + refund).number("amount")).isEqualTo(200);
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(200);
        assertThat(sandbox.stateOf("order-2")).isEqualTo("cancelled");
        assertThat(sandbox.books().movements("order-1"))
                .filteredOn(m -> m.kind() == REFUND)
                .singleElement()
                .satisfies(m -> assertThat(m.by()).isEqualTo(STAFF));
    }

    @Test
    void aStateThatNoClientKnowsIsShownAsItIs() throws Exception {
        sandbox.charge("order-1").add();
        sandbox.unknownState("order-1", "quarantined");

        assertThat(client.get("/v1/charge/order-1").text("state")).isEqualTo("quarantined");
    }

    @Test
    void aDirectChargeAuthorisesOrSettlesUnderItsKey() throws Exception {
        String body = "{\"handle\":\"order-1\",\"key\":\"c1\",\"amount\":1200,\"currency\":\"EUR\","
                + "\"source\":\"ct_0123\",\"customer\":{\"handle\":\"customer-1\"}}";

        assertThat(client.post("/v1/charge", body).text("state")).isEqualTo("authorized");
        assertThat(client.post("/v1/charge", body).text("state")).isEqualTo("authorized");
        assertThat(client.post("/v1/charge", body.replace("\"key\":\"c1\",", ""))
                        .number("code"))
                .isEqualTo(105);
        assertThat(sandbox.books().movements("order-1")).singleElement().satisfies(m -> {
            assertThat(m.kind()).isEqualTo(AUTHORISE);
            assertThat(m.by()).isEqualTo(API);
        });

        sandbox.declineNext(Operation.CHARGE, "insufficient_funds", "soft_declined");
        String settled = body.replace("order-1", "order-2")
                .replace("c1", "c2")
                .replace("\"amount\"", "\"settle\":true,\"amount\"");
        assertThat(client.post("/v1/charge", settled).text("state")).isEqualTo("failed");
        assertThat(client.post("/v1/charge", settled.replace("c2", "c3")).text("state"))
                .isEqualTo("settled");
        assertThat(sandbox.books().captured("order-2")).isEqualTo(1_200);
    }

    @Test
    void metadataBelongsToTheInvoiceAndNotToTheCharge() throws Exception {
        sandbox.charge("order-1").add();
        sandbox.charge("order-2").metadata(Map.of("shop", "a")).add();

        assertThat(client.get("/v1/invoice/order-1/metadata").status()).isEqualTo(404);
        assertThat(client.put("/v1/invoice/order-1/metadata", "{\"shop\":\"b\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/v1/invoice/order-1/metadata").text("shop")).isEqualTo("b");
        assertThat(client.get("/v1/invoice/order-2/metadata").text("shop")).isEqualTo("a");
        assertThat(client.get("/v1/charge/order-2").json().has("metadata")).isFalse();
    }
}
