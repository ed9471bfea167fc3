package io.maksut.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class KnownFaultTest {
    @Test
    void aTestThatFailsAsDescribedIsSkipped() {
        TestExecutionResult result = run("failsAsDescribed");

        assertThat(result.getStatus()).isEqualTo(Status.ABORTED);
        assertThat(message(result)).contains("known fault: 29.80 is captured for an order of 19.80");
    }

    @Test
    void aTestThatPassesFailsTheBuild() {
        TestExecutionResult result = run("passes");

        assertThat(result.getStatus()).isEqualTo(Status.FAILED);
        assertThat(message(result)).contains("remove @KnownFault");
    }

    @Test
    void aTestThatFailsForAnotherReasonFailsTheBuild() {
        TestExecutionResult result = run("failsOtherwise");

        assertThat(result.getStatus()).isEqualTo(Status.FAILED);
        assertThat(message(result)).contains("0.00");
    }

    @Test
    void aTestThatBreaksFailsTheBuild() {
        TestExecutionResult result = run("breaks");

        assertThat(result.getStatus()).isEqualTo(Status.FAILED);
        assertThat(message(result)).contains("29.80 in the set-up");
    }

    @Test
    void eachCaseOfAParameterisedTestIsJudgedForItself() {
        assertThat(EngineTestKit.engine("junit-jupiter")
                        .selectors(selectMethod(Cases.class, "each", "java.lang.String"))
                        .execute()
                        .testEvents()
                        .finished()
                        .map(KnownFaultTest::result)
                        .map(TestExecutionResult::getStatus))
                .containsExactly(Status.ABORTED, Status.FAILED);
    }

    private static TestExecutionResult run(String method) {
        Optional<Event> end = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Cases.class, method))
                .execute()
                .testEvents()
                .finished()
                .stream()
                .findFirst();
        return result(end.orElseThrow());
    }

    private static TestExecutionResult result(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class);
    }

    private static String message(TestExecutionResult result) {
        return String.valueOf(result.getThrowable().orElseThrow().getMessage());
    }

    /** Run by the tests above only: no test class by its name. */
    static class Cases {
        @Test
        @KnownFault(value = "29.80 is captured for an order of 19.80", shows = "29.80")
        void failsAsDescribed() {
            assertThat("29.80").isEqualTo("19.80");
        }

        @Test
        @KnownFault(value = "29.80 is captured for an order of 19.80", shows = "29.80")
        void passes() {
            assertThat(List.of("19.80")).contains("19.80");
        }

        @Test
        @KnownFault(value = "29.80 is captured for an order of 19.80", shows = "29.80")
        void failsOtherwise() {
            assertThat("0.00").isEqualTo("19.80");
        }

        @Test
        @KnownFault(value = "29.80 is captured for an order of 19.80", shows = "29.80")
        void breaks() {
            throw new IllegalStateException("29.80 in the set-up");
        }

        @ParameterizedTest
        @ValueSource(strings = {"29.80", "19.80"})
        @KnownFault(value = "29.80 is captured for an order of 19.80", shows = "29.80")
        void each(String captured) {
            assertThat(captured).isEqualTo("19.80");
        }
    }
}
