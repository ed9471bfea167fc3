package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are carried out later, reads that show what was, and proxies that answer for the gateway. */
class LatePaymentsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-01-10T10:00:00Z"));

    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY =
            new EveryPaySandboxExtension(EveryPaySandbox.builder().clock(CLOCK));

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, CLOCK);

    @Test
    void aRefundTakenInWithinTheWindowIsCarriedOutLongAfterIt() throws Exception {
        String payment = sandbox.payment().amount(5_000).add();
        sandbox.faults()
                .next(Fault.executedLate(LateExecution.after(Duration.ofSeconds(400))))
                .on("POST", "/api/v4/payments/refund");
        assertThatThrownBy(() -> client.refund(payment, "4.00")).isInstanceOf(IOException.class);

        CLOCK.advance(Duration.ofSeconds(399));
        sandbox.tick();
        assertThat(sandbox.books().refunded(payment)).isZero();
        CLOCK.advance(Duration.ofSeconds(1));

        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("46.0");
        assertThat(sandbox.books().refunded(payment)).isEqualTo(400);
    }

    @Test
    void aRequestThatWasTooOldOnArrivalIsRefusedLateToo() throws Exception {
        String payment = sandbox.payment().amount(5_000).add();
        LateExecution late = LateExecution.whenReleased();
        sandbox.faults().next(Fault.executedLate(late)).on("POST", "/api/v4/payments/*");
        var body = client.enveloped("{\"payment_reference\":\"" + payment + "\",\"amount\":4.00}");
        CLOCK.advance(Duration.ofMinutes(6));

        assertThatThrownBy(() -> client.post("/payments/refund", body)).isInstanceOf(IOException.class);

        assertThat(late.release()).singleElement().extracting(Reply::status).isEqualTo(401);
        assertThat(sandbox.books().refunded(payment)).isZero();
    }

    @Test
    void everyAnswerTellsTheGatewaysTimeUnlessThatIsSwitchedOff() throws Exception {
        String payment = sandbox.payment().amount(5_000).add();
        CLOCK.set(Instant.parse("2026-02-03T04:05:06.7Z"));

        assertThat(client.payment(payment).response().headers().allValues("Date"))
                .containsExactly("Tue, 03 Feb 2026 04:05:06 GMT");
        sandbox.faults().next(Fault.proxyAnswers(404));
        assertThat(client.payment(payment).response().headers().allValues("Date"))
                .hasSize(1);
        sandbox.tellTime(false);
        assertThat(client.payment(payment).response().headers().allValues("Date"))
                .isEmpty();
        sandbox.reset();
        assertThat(client.payment(sandbox.payment().add()).response().headers().allValues("Date"))
                .hasSize(1);
    }

    @Test
    void readsOfAFrozenPaymentShowWhatItWas() throws Exception {
        String payment = sandbox.payment().amount(5_000).add();
        String other = sandbox.payment().amount(5_000).add();
        sandbox.readLag().frozen(payment);

        assertThat(client.refund(payment, "5.00").raw("standing_amount")).isEqualTo("45.0");
        client.refund(other, "5.00");

        assertThat(client.payment(payment).text("payment_state")).isEqualTo("settled");
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("50.0");
        assertThat(client.payment(other).raw("standing_amount")).isEqualTo("45.0");
        sandbox.readLag().release();
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("45.0");
    }

    @Test
    void readsMayBeAWriteOrSomeTimeBehind() throws Exception {
        String payment = sandbox.payment().amount(5_000).add();
        sandbox.readLag().byWrites(payment, 1);
        client.refund(payment, "5.00");
        sandbox.refundAsStaff(payment, 300);
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("45.0");

        sandbox.readLag().by(payment, Duration.ofSeconds(30));
        CLOCK.advance(Duration.ofSeconds(30));
        client.refund(payment, "1.00");
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("42.0");
        CLOCK.advance(Duration.ofSeconds(30));
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("41.0");
    }

    @Test
    void aProxyAnswersForTheGateway() throws Exception {
        String payment = sandbox.payment().amount(5_000).add();
        sandbox.faults().next(Fault.proxyAnswersEmpty(408)).on("POST", "/api/v4/payments/refund");
        sandbox.faults().next(Fault.proxyAnswersAfterProcessing(404)).on("POST", "/api/v4/payments/refund");

        assertThat(client.refund(payment, "1.00").status()).isEqualTo(408);
        assertThat(sandbox.books().refunded(payment)).isZero();
        assertThat(client.refund(payment, "2.00").text()).contains("<html>");
        assertThat(sandbox.books().refunded(payment)).isEqualTo(200);
    }
}
