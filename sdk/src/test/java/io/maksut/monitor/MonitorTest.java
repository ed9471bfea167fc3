package io.maksut.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.CallReport;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CallEnded.Ending;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What calls say of the credentials. */
class MonitorTest {
    private final Monitor monitor = new Monitor(Clock.systemUTC());

    private void ended(String client, Ending ending) {
        monitor.ended(new CallEnded(client, CallReport.notSent("read charge", null), ending, Duration.ZERO, null));
    }

    @Test
    void anAccountThatDoesNotAcceptOurCredentialsIsDownAndSaysWhatToDo() {
        ended("everypay", Ending.ACCEPTED);
        ended("flatpay", Ending.UNAUTHORISED);

        assertThat(monitor.health().status()).isEqualTo(Health.Status.DOWN);
        assertThat(monitor.health().explain(Locale.ENGLISH))
                .containsExactly(
                        "flatpay does not accept our credentials. Nothing can be asked, captured or refunded there."
                                + " See whether the key was revoked or changed, and give this program the new one.");
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "REFUSED", "NOT_FOUND"})
    void whoeverAnswersACallHasAcceptedThem(Ending answered) {
        ended("flatpay", Ending.UNAUTHORISED);
        ended("flatpay", answered);

        assertThat(monitor.health().status()).isEqualTo(Health.Status.WELL);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "UNAVAILABLE", "RATE_LIMITED", "MALFORMED", "OUTCOME_UNKNOWN", "FAULT"})
    void otherEndsSayNothingOfThem(Ending unanswered) {
        ended("everypay", unanswered);
        ended("flatpay", Ending.UNAUTHORISED);
        ended("flatpay", unanswered);

        assertThat(monitor.health().troubles())
                .extracting(Trouble::kind, Trouble::about)
                .containsExactly(org.assertj.core.api.Assertions.tuple(Trouble.Kind.CREDENTIALS_REFUSED, "flatpay"));
    }
}
