package io.maksut.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.sandbox.ManualClock;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A delivery that a newer version wrote is set aside, and the others are worked on. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnreadableDeliveriesTest {
    @Parameter
    private TestDatabases database;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-06-01T09:00:00Z"));
    private final List<String> worked = new ArrayList<>();
    private DataSource dataSource;
    private Inbox inbox;
    private InboxWorker worker;

    @BeforeEach
    void open() {
        dataSource = database.fresh();
        inbox = Inbox.open(dataSource, clock);
        worker = InboxWorker.builder(inbox)
                .on("shop", delivery -> {
                    worked.add(delivery.subject().orElseThrow());
                    return ProcessingResult.done();
                })
                .build();
    }

    private void arrive(String... subjects) {
        for (String subject : subjects) {
            inbox.accept("shop", Delivery.identified("delivery-" + subject, subject, new byte[0]));
        }
    }

    @Test
    void aStateOfANewerVersionStopsNoOtherDelivery() throws SQLException {
        arrive("a", "b", "c", "d");
        TestDatabases.execute(dataSource, "update maksut_inbox set state = 'paused' where subject = 'a'");

        worker.workOff();

        assertThat(worked).containsExactly("b", "c", "d");
        assertThat(inbox.counts().setAside()).isEqualTo(1);
        assertThat(inbox.counts().waiting()).isZero();
        assertThat(inbox.setAside()).extracting(InboxDelivery::state).containsExactly(InboxDelivery.State.UNKNOWN);
        assertThat(inbox.history("shop", "a")).hasSize(1);
        assertThat(new Monitor(clock).watch(inbox).health().troubles())
                .extracting(Trouble::kind)
                .containsExactly(Trouble.Kind.DELIVERIES_SET_ASIDE);
    }

    @Test
    void itIsWorkedOnOnceAVersionKnowsIt() throws SQLException {
        arrive("a", "b");
        TestDatabases.execute(dataSource, "update maksut_inbox set state = 'paused' where subject = 'a'");
        worker.workOff();
        TestDatabases.execute(dataSource, "update maksut_inbox set state = 'waiting' where subject = 'a'");
        clock.advance(Duration.ofHours(1));

        worker.workOff();

        assertThat(worked).containsExactly("b", "a");
        assertThat(inbox.counts().setAside()).isZero();
    }
}
