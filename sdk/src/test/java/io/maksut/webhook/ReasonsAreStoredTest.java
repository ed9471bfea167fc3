package io.maksut.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a processor says when it gives up is stored, and the deliveries behind go on. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class ReasonsAreStoredTest {
    private static final String EMOJI = "\uD83D\uDE00";

    @Parameter
    private TestDatabases database;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-06-01T09:00:00Z"));
    private final List<String> worked = new ArrayList<>();
    private Inbox inbox;

    @BeforeEach
    void open() {
        inbox = Inbox.open(database.fresh(), clock);
    }

    /** Deliveries of one subject are worked on one after the other. */
    private void workOff(DeliveryProcessor first) {
        inbox.accept("shop", Delivery.identified("1", "order", new byte[] {1}));
        inbox.accept("shop", Delivery.identified("2", "order", new byte[] {2}));
        InboxWorker worker = InboxWorker.builder(inbox)
                .on("shop", delivery -> {
                    worked.add("" + delivery.payload()[0]);
                    return delivery.payload()[0] == 1 ? first.process(delivery) : ProcessingResult.done();
                })
                .retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1))
                .build();
        for (int round = 0; round < 40; round++) {
            worker.workOff();
            clock.advance(Duration.ofSeconds(2));
        }
    }

    private void isADeadLetterOnceAndTheOtherIsDone(String reason) {
        assertThat(inbox.counts().deadLetters()).isEqualTo(1);
        assertThat(inbox.counts().waiting()).isZero();
        assertThat(worked).containsExactly("1", "2");
        assertThat(inbox.deadLetters())
                .singleElement()
                .satisfies(it -> assertThat(it.reason())
                        .hasValueSatisfying(stored -> assertThat(stored).contains(reason)));
    }

    @Test
    void aReasonOfFourHundredNinetyNineCharactersAndAPair() {
        workOff(delivery -> ProcessingResult.deadLetter("a".repeat(499) + EMOJI));

        isADeadLetterOnceAndTheOtherIsDone("a".repeat(499));
    }

    @Test
    void aReasonWithHalfAPairAndACharacterThatPostgresqlRefuses() {
        workOff(delivery -> ProcessingResult.deadLetter("half \uD83D of it, and \0"));

        isADeadLetterOnceAndTheOtherIsDone("half \uFFFD of it, and \uFFFD");
    }

    @Test
    void theMessageOfAFailure() {
        workOff(delivery -> {
            throw new GatewayRefusedException(
                    "b".repeat(434) + EMOJI.repeat(80) + "\0", CallReport.of("ask", 1, null, null, 400, null));
        });

        isADeadLetterOnceAndTheOtherIsDone("bbb");
    }
}
