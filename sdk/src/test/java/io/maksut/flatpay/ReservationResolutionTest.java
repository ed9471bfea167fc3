package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Resolution;
import io.maksut.portal.Resolutions;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of captures and voids whose answers were lost, where others did something to the payment meanwhile. */
class ReservationResolutionTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final Money ALL = Money.of("EUR", "10.00");
    private static final Money FOUR = Money.of("EUR", "4.00");
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10));
    private static final String SETTLE = "/v1/charge/*/settle";
    private static final String CANCEL = "/v1/charge/*/cancel";

    private FrisbiiSandbox sandbox;
    private PaymentGateway gateway;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        gateway = FlatpayFixture.settings(sandbox).attempts(1).buildGateway();
        sandbox.charge("a")
                .state("authorized")
                .amount(1_000)
                .currency("EUR")
                .method("card")
                .add();
    }

    @AfterEach
    void disconnect() {
        gateway.close();
    }

    private Attempt lostCapture(Money amount) {
        Attempt attempt = gateway.captures().prepare("a", amount, SOON);
        sandbox.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", SETTLE);
        assertThat(gateway.captures().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        return attempt;
    }

    @Test
    void whereAllThatWasReservedIsCapturedItDoesNotMatterByWhom() {
        Attempt attempt = lostCapture(ALL);
        sandbox.settleAsStaff("a", 1_000);

        assertThat(Resolutions.outcome(gateway.captures().resolve(attempt, SOON)))
                .isInstanceOf(Outcome.Done.class);
        assertThat(sandbox.books().captured("a")).isEqualTo(1_000);
    }

    @Test
    void anEqualPartThatSomebodyElseCapturedIsNotTakenForOurs() {
        Attempt attempt = lostCapture(FOUR);
        sandbox.settleAsStaff("a", 400);
        sandbox.faults()
                .next(Fault.answer(Reply.json(
                        400,
                        "{\"code\":130,\"error\":\"no partial settle\",\"http_status\":400,\"http_reason\":\"\"}")))
                .on("POST", SETTLE);

        assertThat(gateway.captures().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        assertThat(sandbox.books().captured("a")).isEqualTo(400);
    }

    @Test
    void aVoidThatIsRefusedWhileNothingHasChangedWasNotDoneByThatRequest() {
        Attempt attempt = gateway.voids().prepare("a", ALL, SOON);
        sandbox.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", CANCEL);
        assertThat(gateway.voids().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        sandbox.faults()
                .next(Fault.answer(Reply.json(
                        400,
                        "{\"code\":109,\"error\":\"transaction state\",\"http_status\":400,\"http_reason\":\"\"}")))
                .on("POST", CANCEL);

        assertThat(Resolutions.outcome(gateway.voids().resolve(attempt, SOON)))
                .isInstanceOfSatisfying(
                        Outcome.Declined.class,
                        it -> assertThat(it.afterUnknown())
                                .as("the first request may still arrive")
                                .isTrue());
    }

    @Test
    void aVoidThatWasSentAgainReleasesOnce() {
        Attempt attempt = gateway.voids().prepare("a", ALL, SOON);
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", CANCEL);
        Outcome unused = gateway.voids().submit(attempt, SOON);

        for (int look = 0; look < 3; look++) {
            assertThat(Resolutions.outcome(gateway.voids().resolve(attempt, SOON)))
                    .isInstanceOf(Outcome.Done.class);
        }
        assertThat(sandbox.requests().count("POST", CANCEL)).isEqualTo(1);
    }
}
