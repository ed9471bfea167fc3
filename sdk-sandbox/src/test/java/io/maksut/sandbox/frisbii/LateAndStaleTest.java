package io.maksut.sandbox.frisbii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are carried out later, reads that show what was, and proxies that answer for the gateway. */
class LateAndStaleTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-10T10:00:00Z"));

    @RegisterExtension
    static final FrisbiiSandboxExtension GATEWAY =
            new FrisbiiSandboxExtension(FrisbiiSandbox.builder().clock(CLOCK).withoutRateLimits());

    private final FrisbiiSandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox);

    // Late

    @Test
    void aLostRequestIsCarriedOutWhenTheTestReleasesIt() throws Exception {
        sandbox.charge("order-1").add();
        LateExecution late = LateExecution.whenReleased();
        sandbox.faults().next(Fault.executedLate(late)).on("POST", "/v1/refund");

        assertThatThrownBy(() -> client.refund("order-1", 100, "k")).isInstanceOf(IOException.class);
        assertThat(sandbox.books().refunded("order-1")).isZero();
        assertThat(late.waiting()).isEqualTo(1);

        assertThat(late.release()).singleElement().extracting(Reply::status).isEqualTo(200);

        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
        assertThat(client.refund("order-1", 100, "k").text("state")).isEqualTo("refunded");
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void aLostRequestIsCarriedOutOnceItsTimeHasCome() throws Exception {
        sandbox.charge("order-1").add();
        sandbox.faults()
                .next(Fault.executedLate(LateExecution.after(Duration.ofSeconds(400))))
                .on("POST", "/v1/refund");
        assertThatThrownBy(() -> client.refund("order-1", 100, "k")).isInstanceOf(IOException.class);

        CLOCK.advance(Duration.ofSeconds(399));
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isZero();
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(100);
    }

    @Test
    void aProxyMayAnswerForARequestThatIsCarriedOutLater() throws Exception {
        sandbox.charge("order-1").add();
        Reply timeout = Reply.of(504, "text/html", "<h1>Gateway timeout</h1>");
        sandbox.faults().next(Fault.executedLate(LateExecution.after(Duration.ofMinutes(1)), timeout));

        assertThat(client.refund("order-1", 100, "k").status()).isEqualTo(504);
        CLOCK.advance(Duration.ofMinutes(1));
        sandbox.tick();

        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void theFirstCopyIsCarriedOutAlthoughARepetitionUnderItsKeyWasDeclined() throws Exception {
        sandbox.charge("order-1").add();
        LateExecution late = LateExecution.whenReleased();
        sandbox.faults().next(Fault.executedLate(late)).on("POST", "/v1/refund");
        sandbox.declineNext(Operation.REFUND, "declined_by_acquirer", "hard_declined");

        assertThatThrownBy(() -> client.refund("order-1", 100, "k")).isInstanceOf(IOException.class);
        assertThat(client.refund("order-1", 100, "k").text("state")).isEqualTo("failed");
        late.release();

        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(100);
    }

    @Test
    void theFirstCopyIsNotCarriedOutOnceARepetitionUnderItsKeyWas() throws Exception {
        sandbox.charge("order-1").add();
        LateExecution late = LateExecution.whenReleased();
        sandbox.faults().next(Fault.executedLate(late)).on("POST", "/v1/refund");

        assertThatThrownBy(() -> client.refund("order-1", 100, "k")).isInstanceOf(IOException.class);
        assertThat(client.refund("order-1", 100, "k").text("state")).isEqualTo("refunded");
        late.release();

        assertThat(sandbox.books().refunded("order-1")).isEqualTo(100);
    }

    @Test
    void whatIsDroppedIsNeverCarriedOut() throws Exception {
        sandbox.charge("order-1").state("authorized").add();
        LateExecution late = LateExecution.whenReleased();
        sandbox.faults().next(Fault.executedLate(late)).on("POST", "/v1/charge/*/settle");
        assertThatThrownBy(() -> client.settle("order-1", "{}")).isInstanceOf(IOException.class);

        late.drop();

        assertThat(late.release()).isEmpty();
        assertThat(sandbox.stateOf("order-1")).isEqualTo("authorized");
    }

    // Stale

    @Test
    void everyReadOfAFrozenChargeShowsWhatItWas() throws Exception {
        sandbox.charge("order-1").state("authorized").amount(1_000).add();
        sandbox.charge("order-2").amount(1_000).add();
        sandbox.readLag().frozen("order-1");

        assertThat(client.settle("order-1", "{}").text("state")).isEqualTo("settled");
        String refund = client.refund("order-1", 300, "k").text("id");
        client.refund("order-2", 300, "k2");

        assertThat(client.get("/v1/charge/order-1").text("state")).isEqualTo("authorized");
        assertThat(client.get("/v1/invoice/order-1").number("refunded_amount")).isZero();
        assertThat(client.get("/v1/invoice/order-1").list("transactions")).hasSize(1);
        refused(client.get("/v1/refund/" + refund), 107);
        refused(client.get("/v1/invoice/order-1/transaction/" + refund), 70);
        assertThat(client.get("/v1/list/charge?state=settled").number("count")).isEqualTo(1);
        assertThat(client.get("/v1/list/charge?range=settled").number("count")).isEqualTo(1);
        assertThat(client.get("/v1/list/transaction?type=refund").number("count"))
                .isEqualTo(1);
        assertThat(client.get("/v1/list/transaction?type=refund&invoice=order-1")
                        .number("count"))
                .isZero();
        assertThat(client.get("/v1/charge/order-2").number("refunded_amount")).isEqualTo(300);

        sandbox.readLag().release("order-1");

        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(300);
        assertThat(client.get("/v1/refund/" + refund).text("state")).isEqualTo("refunded");
        assertThat(client.get("/v1/list/charge?range=settled").number("count")).isEqualTo(2);
    }

    @Test
    void readsMayBeSoManyChangesBehind() throws Exception {
        sandbox.charge("order-1").amount(1_000).add();
        sandbox.readLag().byWrites(2);

        client.refund("order-1", 100, "a");
        client.refund("order-1", 5_000, "too much");
        client.refund("order-1", 20, "b");
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isZero();
        client.refund("order-1", 3, "c");

        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(100);
        sandbox.readLag().release();
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(123);
    }

    @Test
    void readsMayBeSoMuchTimeBehind() throws Exception {
        sandbox.charge("order-1").amount(1_000).add();
        sandbox.readLag().by(Duration.ofMinutes(2));
        CLOCK.advance(Duration.ofMinutes(5));
        client.refund("order-1", 100, "a");
        sandbox.charge("order-9").created(CLOCK.instant()).add();

        CLOCK.advance(Duration.ofSeconds(119));
        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isZero();
        refused(client.get("/v1/charge/order-9"), 31);
        CLOCK.advance(Duration.ofSeconds(1));

        assertThat(client.get("/v1/charge/order-1").number("refunded_amount")).isEqualTo(100);
        assertThat(client.get("/v1/charge/order-9").status()).isEqualTo(200);
    }

    @Test
    void aRefundThatEndsIsShownLateToo() throws Exception {
        sandbox.asyncRefunds(true);
        sandbox.charge("order-1").method("swish").add();
        String refund = client.refund("order-1", 100, "k").text("id");
        sandbox.readLag().byWrites("order-1", 1);

        sandbox.finishRefund(refund, true);

        assertThat(client.get("/v1/refund/" + refund).text("state")).isEqualTo("processing");
        sandbox.readLag().release("order-1");
        assertThat(client.get("/v1/refund/" + refund).text("state")).isEqualTo("refunded");
    }

    // Proxies

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 409, 413, 421, 425, 429, 502, 504})
    void aProxyAnswersForTheGatewayBeforeOrAfterIt(int status) throws Exception {
        sandbox.charge("order-1").add();
        sandbox.faults().next(Fault.proxyAnswers(status));
        sandbox.faults().next(Fault.proxyAnswersEmpty(status));
        sandbox.faults().next(Fault.proxyAnswersAfterProcessing(status));
        sandbox.faults().next(Fault.proxyAnswersEmptyAfterProcessing(status));

        proxy(client.refund("order-1", 1, "a"), status, "<h1>" + status);
        proxy(client.refund("order-1", 2, "b"), status, "");
        assertThat(sandbox.books().refunded("order-1")).isZero();
        proxy(client.refund("order-1", 4, "c"), status, "<h1>" + status);
        proxy(client.refund("order-1", 8, "d"), status, "");
        assertThat(sandbox.books().refunded("order-1")).isEqualTo(12);
    }

    @Test
    void aProxyAnswersForAPathUntilItIsRemoved() throws Exception {
        sandbox.charge("order-1").add();
        FaultPlan.Rule blocked = sandbox.faults()
                .next(Fault.proxyAnswers(403))
                .on("*", "/v1/charge/*")
                .always();

        for (String path : List.of("/v1/charge/order-1", "/v1/charge/order-1")) {
            assertThat(client.get(path).status()).isEqualTo(403);
        }
        assertThat(client.get("/v1/invoice/order-1").status()).isEqualTo(200);
        blocked.remove();
        assertThat(client.get("/v1/charge/order-1").status()).isEqualTo(200);
    }

    private static void proxy(RawClient.Answer answer, int status, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(body).doesNotContain("http_status");
    }

    private static void refused(RawClient.Answer answer, int code) {
        assertThat(answer.number("code")).isEqualTo(code);
    }
}
