package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Resolution;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import io.maksut.sandbox.frisbii.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a refund whose answer was lost, early and late. */
class RefundResolutionTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private static final Money FOUR = Money.of("EUR", "4.00");
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10));

    private final SetClock clock = new SetClock();
    private FrisbiiSandbox sandbox;
    private PaymentGateway gateway;

    /** A clock of this machine that goes as the test says. */
    private static final class SetClock extends Clock {
        private volatile Duration off = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }
    }

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        gateway = FlatpayFixture.settings(sandbox).attempts(1).clock(clock).buildGateway();
        sandbox.charge("a").amount(1_000).currency("EUR").add();
    }

    @AfterEach
    void disconnect() {
        gateway.close();
    }

    private Attempt lost(Fault how) {
        Attempt attempt = gateway.refunds().prepare("a", FOUR, SOON);
        sandbox.faults().next(how).on("POST", "/v1/refund");
        assertThat(gateway.refunds().submit(attempt, SOON)).isInstanceOf(Outcome.Unknown.class);
        return attempt;
    }

    private long sent() {
        return sandbox.requests().count("POST", "/v1/refund");
    }

    @Test
    void whileItIsYoungItIsAskedAboutUnderTheSameKey() {
        Attempt attempt = lost(Fault.RESET_AFTER_PROCESSING);
        clock.off = Duration.ofHours(2);

        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.Resolved.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 32, 24 * 30, -4})
    void onceItIsOldItIsNeverSentAgainAndLeftToAPerson(long hours) {
        Attempt attempt = lost(Fault.RESET_AFTER_PROCESSING);
        clock.off = Duration.ofHours(hours);
        long before = sent();

        for (int look = 0; look < 3; look++) {
            assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        }

        assertThat(sent()).isEqualTo(before);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void theAgeIsASetting() {
        try (PaymentGateway strict = FlatpayFixture.settings(sandbox)
                .attempts(1)
                .clock(clock)
                .repeatRefundsFor(Duration.ofMinutes(10))
                .buildGateway()) {
            Attempt attempt = lost(Fault.RESET_BEFORE_PROCESSING);
            clock.off = Duration.ofMinutes(11);
            long before = sent();

            assertThat(strict.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
            assertThat(sent()).isEqualTo(before);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlatpayPortal.builder().repeatRefundsFor(Duration.ofDays(2)))
                .withMessageContaining("repeatRefundsFor");
    }

    @Test
    void aClockEightMinutesAheadMovesTheMoneyOnce() {
        clock.off = Duration.ofMinutes(8);
        Attempt attempt = lost(Fault.RESET_AFTER_PROCESSING);
        clock.off = Duration.ZERO;

        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.Resolved.class);
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void nothingIsSentAgainWhileItsPaymentCannotBeRead() {
        Attempt attempt = lost(Fault.RESET_BEFORE_PROCESSING);
        sandbox.faults().next(Fault.MAINTENANCE_PAGE).on("GET", "/v1/invoice/a");
        long before = sent();

        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
        assertThat(sent()).isEqualTo(before);
    }

    @Test
    void anEqualRefundOfSomebodyElseIsNotTakenForIt() {
        Attempt attempt = lost(Fault.RESET_BEFORE_PROCESSING);
        sandbox.refundAsStaff("a", 400);
        clock.off = Duration.ofHours(5);

        assertThat(gateway.refunds().resolve(attempt, SOON))
                .asInstanceOf(type(Resolution.StillUnresolved.class))
                .satisfies(it -> assertThat(it.cause().code()).isEqualTo("changed_since"));
        assertThat(sandbox.books().refunded("a")).isEqualTo(400);
    }

    @Test
    void aRepetitionThatIsDeclinedIsDeclinedAfterAnUnknownAttempt() {
        Attempt attempt = lost(Fault.RESET_BEFORE_PROCESSING);
        sandbox.faults().next(FrisbiiFaults.error(400, 132, "Refused")).on("POST", "/v1/refund");

        assertThat(gateway.refunds().resolve(attempt, SOON))
                .asInstanceOf(type(Resolution.Resolved.class))
                .extracting(Resolution.Resolved::outcome)
                .asInstanceOf(type(Outcome.Declined.class))
                .satisfies(it -> assertThat(it.afterUnknown()).isTrue());
    }

    @Test
    void aDeclineThatCameToTheSecondCopyWithinOneCallIsAfterAnUnknownOneToo() {
        try (PaymentGateway trying =
                FlatpayFixture.settings(sandbox).attempts(2).buildGateway()) {
            Attempt attempt = trying.refunds().prepare("a", FOUR, SOON);
            sandbox.faults().next(Fault.RESET_BEFORE_PROCESSING).on("POST", "/v1/refund");
            sandbox.declineNext(Operation.REFUND, "declined_by_acquirer", "hard_declined");

            assertThat(trying.refunds().submit(attempt, SOON))
                    .asInstanceOf(type(Outcome.Declined.class))
                    .satisfies(it -> assertThat(it.afterUnknown()).isTrue());
        }
    }

    @Test
    void aRepetitionThatIsDeclinedWhileMoreIsRefundedThanBeforeProvesNothing() {
        Attempt attempt = lost(Fault.RESET_AFTER_PROCESSING);
        sandbox.faults()
                .next(FrisbiiFaults.error(400, 65, "Refund amount too high"))
                .on("POST", "/v1/refund");

        assertThat(gateway.refunds().resolve(attempt, SOON)).isInstanceOf(Resolution.StillUnresolved.class);
    }
}
