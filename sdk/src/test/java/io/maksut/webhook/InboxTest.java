package io.maksut.webhook;

import static io.maksut.webhook.Workers.SOURCE;
import static io.maksut.webhook.Workers.delivery;
import static io.maksut.webhook.Workers.together;
import static io.maksut.webhook.Workers.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.maksut.sandbox.ManualClock;
import io.maksut.storage.LeaseLostException;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.InboxDelivery.State;
import io.maksut.webhook.InboxQueue.Claim;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class InboxTest {
    private static final Duration LEASE = Duration.ofMinutes(1);

    @Parameter
    TestDatabases kind;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private DataSource dataSource;
    private Inbox inbox;

    @BeforeEach
    void open() {
        dataSource = kind.fresh();
        inbox = Inbox.open(dataSource, clock);
    }

    @Test
    void theSameIdIsADuplicateForEver() {
        assertThat(inbox.accept(SOURCE, delivery("id-1", "p1"))).isTrue();
        assertThat(inbox.accept(SOURCE, delivery("id-1", "p1"))).isFalse();
        assertThat(look()).isEqualTo(1);
        clock.advance(Duration.ofDays(400));
        assertThat(inbox.accept(SOURCE, delivery("id-1", "p1"))).isFalse();
        assertThat(look()).isZero();
        assertThat(seen).containsExactly("p1");
    }

    @Test
    void idsOfDifferentSourcesOrInDifferentCaseAreDifferent() {
        assertThat(inbox.accept(SOURCE, delivery("id-1", "p1"))).isTrue();
        assertThat(inbox.accept("other", delivery("id-1", "p1"))).isTrue();
        assertThat(inbox.accept(SOURCE, delivery("ID-1", "p1"))).isTrue();
    }

    @Test
    void ofTwoThatArriveAtOnceOneIsNew() throws Exception {
        for (int round = 0; round < 10; round++) {
            Delivery delivery = delivery("id-" + round, "p" + round);
            assertThat(together(2, () -> inbox.accept(SOURCE, delivery))).containsExactlyInAnyOrder(true, false);
        }
        assertThat(look()).isEqualTo(10);
    }

    @Test
    void aCopyWithOtherContentDoesNotKeepTheTrueOneOut() {
        assertThat(inbox.accept(SOURCE, Delivery.identifiedWithContent("id-1", "forged", new byte[] {1})))
                .isTrue();
        assertThat(inbox.accept(SOURCE, Delivery.identifiedWithContent("id-1", "p1", new byte[] {1})))
                .isTrue();
        assertThat(inbox.accept(SOURCE, Delivery.identifiedWithContent("id-1", "p1", new byte[] {1})))
                .isFalse();
    }

    @Test
    void withoutAnIdEqualOnesAreOneWhileTheFirstIsWaiting() {
        Delivery delivery = Delivery.anonymous("p1", new byte[] {1});
        assertThat(inbox.accept(SOURCE, delivery)).isTrue();
        assertThat(inbox.accept(SOURCE, delivery)).isFalse();
        assertThat(inbox.accept(SOURCE, Delivery.anonymous("p1", new byte[] {2})))
                .isTrue();
        assertThat(inbox.accept(SOURCE, Delivery.anonymous("p2", new byte[] {1})))
                .isTrue();
        assertThat(look()).isEqualTo(3);
        assertThat(inbox.accept(SOURCE, delivery)).as("a later change").isTrue();
        assertThat(look()).isEqualTo(1);
    }

    @Test
    void withoutAnIdWhatComesDuringTheLookIsLookedAtAgain() {
        Delivery delivery = Delivery.anonymous("p1", new byte[] {1});
        inbox.accept(SOURCE, delivery);
        List<Boolean> during = new ArrayList<>();
        InboxWorker worker = worker(inbox, it -> {
            seen.add(it.subject().orElseThrow());
            if (during.isEmpty()) {
                during.add(inbox.accept(SOURCE, delivery));
            }
            return ProcessingResult.done();
        });
        assertThat(worker.workOff()).isEqualTo(2);
        assertThat(during).containsExactly(true);
        assertThat(seen).containsExactly("p1", "p1");
    }

    @Test
    void whatWasAcceptedSurvivesARestart() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        Inbox afterRestart = Inbox.open(dataSource, clock);
        assertThat(afterRestart.accept(SOURCE, delivery("id-1", "p1"))).isFalse();
        assertThat(worker(afterRestart, this::note).workOff()).isEqualTo(1);
        assertThat(seen).containsExactly("p1");
    }

    @Test
    void whatADeadWorkerHadIsTakenOverWhenItsLeaseRunsOut() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        InboxQueue dead = queue();
        Claim lost = dead.claim().orElseThrow();

        clock.advance(LEASE.minusMillis(1));
        assertThat(look()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(look()).isEqualTo(1);
        assertThat(seen).containsExactly("p1");
        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> dead.done(lost));
        assertThat(states("p1")).containsExactly(State.DONE);
    }

    @Test
    void aWorkerThatOverranItsLeaseDoesNotLetAThirdOneIn() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        inbox.accept(SOURCE, delivery("id-2", "p1"));
        inbox.accept(SOURCE, delivery("id-3", "p1"));
        InboxQueue slow = queue();
        InboxQueue second = queue();
        Claim late = slow.claim().orElseThrow();
        clock.advance(LEASE);
        Claim taken = second.claim().orElseThrow();
        assertThat(taken.delivery().id()).isNotEqualTo(late.delivery().id());
        slow.done(late);
        assertThat(queue().claim()).as("p1 is still being worked on").isEmpty();
        second.done(taken);
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue().claim()).isPresent();
    }

    @Test
    void aDeliveryThatKillsItsWorkersIsParkedAtLast() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(queue().claim()).isPresent();
            clock.advance(LEASE);
        }
        assertThat(queue().claim()).isEmpty();
        assertThat(inbox.deadLetters()).singleElement().satisfies(it -> {
            assertThat(it.reason()).contains("the worker did not survive the last of 3 attempts");
            assertThat(it.attempts()).isEqualTo(3);
        });
    }

    @Test
    void aFailureIsTriedAgainWithLongerPausesThenParked() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        AtomicInteger calls = new AtomicInteger();
        InboxWorker worker = worker(inbox, it -> {
            assertThat(it.attempts()).isEqualTo(calls.incrementAndGet());
            throw new IOException("mari@example.test could not be told");
        });
        assertThat(worker.workOff()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(worker.workOff()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(worker.workOff()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(15).minusMillis(1));
        assertThat(worker.workOff()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(worker.workOff()).isEqualTo(1);
        clock.advance(Duration.ofDays(1));
        assertThat(worker.workOff()).isZero();

        assertThat(inbox.deadLetters()).singleElement().satisfies(it -> {
            assertThat(it.state()).isEqualTo(State.DEAD_LETTER);
            assertThat(it.reason().orElseThrow())
                    .startsWith("java.io.IOException at ")
                    .doesNotContain("@");
        });
    }

    @Test
    void aPersonCanReopenWhatIsParked() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        worker(inbox, it -> ProcessingResult.deadLetter("somebody has to look")).workOff();
        assertThat(look()).isZero();
        InboxDelivery deadLetters = inbox.deadLetters().findFirst().orElseThrow();
        assertThat(deadLetters.reason()).contains("somebody has to look");

        assertThat(inbox.reopen(deadLetters.id())).isTrue();
        assertThat(inbox.reopen(deadLetters.id())).isFalse();
        assertThat(inbox.deadLetters()).isEmpty();
        assertThat(look()).isEqualTo(1);
        assertThat(states("p1")).containsExactly(State.DONE);
    }

    @Test
    void anErrorOrNothingFromAProcessorStopsNoOther() {
        inbox.accept(SOURCE, delivery("id-1", "endless"));
        inbox.accept(SOURCE, delivery("id-2", "nothing"));
        inbox.accept(SOURCE, delivery("id-3", "good"));
        InboxWorker worker = worker(inbox, it -> switch (it.subject().orElseThrow()) {
            case "endless" -> throw new StackOverflowError();
            case "nothing" -> null;
            default -> note(it);
        });
        assertThat(worker.workOff()).isEqualTo(3);
        assertThat(seen).containsExactly("good");
        assertThat(states("endless")).containsExactly(State.WAITING);
        assertThat(states("nothing")).containsExactly(State.WAITING);
    }

    @Test
    void deliveriesOfOneSubjectAreNeverWorkedOnAtOnce() throws Exception {
        int subjects = 3;
        for (int i = 0; i < 30; i++) {
            inbox.accept(SOURCE, delivery("id-" + i, "p" + i % subjects));
        }
        Set<String> busy = ConcurrentHashMap.newKeySet();
        AtomicInteger clashes = new AtomicInteger();
        DeliveryProcessor processor = it -> {
            String subject = it.subject().orElseThrow();
            clashes.addAndGet(busy.add(subject) ? 0 : 1);
            seen.add(subject);
            busy.remove(subject);
            return ProcessingResult.done();
        };
        // What had to wait is due a second later.
        for (int round = 0; seen.size() < 30 && round < 100; round++) {
            together(3, () -> worker(inbox, processor).workOff());
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(clashes).hasValue(0);
        assertThat(seen).hasSize(30);
        assertThat(look()).isZero();
    }

    @Test
    void whileOneSubjectIsWorkedOnOthersGoOn() {
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        inbox.accept(SOURCE, delivery("id-2", "p1"));
        inbox.accept(SOURCE, delivery("id-3", "p2"));
        InboxQueue first = queue();
        Claim p1 = first.claim().orElseThrow();
        assertThat(queue().claim().orElseThrow().delivery().subject()).contains("p2");
        first.done(p1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue().claim().orElseThrow().delivery().subject()).contains("p1");
    }

    @Test
    void deliveriesAboutNothingInParticularDoNotWaitForEachOther() {
        inbox.accept(SOURCE, Delivery.identified("id-1", null, new byte[0]));
        inbox.accept(SOURCE, Delivery.identified("id-2", null, new byte[0]));
        assertThat(queue().claim()).isPresent();
        assertThat(queue().claim()).isPresent();
    }

    @Test
    void aWorkerLeavesTheSourcesOfOthersAlone() {
        for (int i = 0; i < 25; i++) {
            inbox.accept("shop", delivery("id-" + i, "order"));
        }
        inbox.accept(SOURCE, delivery("id-1", "p1"));
        while (look() == 0) {
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(seen).containsExactly("p1");
        assertThat(inbox.history("shop", "order"))
                .hasSize(25)
                .allSatisfy(it -> assertThat(it.attempts()).isZero());
        clock.advance(Duration.ofMinutes(1));
        InboxWorker theirs = InboxWorker.builder(inbox).on("shop", this::note).build();
        assertThat(theirs.workOff()).isEqualTo(25);
    }

    @Test
    void theHistoryOfASubjectIsReadPageByPage() {
        IntStream.range(0, 250).forEach(i -> inbox.accept(SOURCE, delivery("id-" + i, i % 2 == 0 ? "even" : "odd")));
        assertThat(inbox.history(SOURCE, "even"))
                .hasSize(125)
                .isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
        assertThat(inbox.history(SOURCE, "even").findFirst().orElseThrow().receivedAt())
                .isEqualTo(clock.instant());
        assertThat(inbox.history("other", "even")).isEmpty();
    }

    @Test
    void aStartedWorkerLooksByItselfUntilItIsClosed() throws Exception {
        Map<String, CountDownLatch> looked = new HashMap<>();
        IntStream.range(0, 3).forEach(i -> looked.put("p" + i, new CountDownLatch(1)));
        inbox.accept(SOURCE, delivery("id-0", "p0"));
        InboxWorker worker = InboxWorker.builder(inbox)
                .on(SOURCE, it -> {
                    looked.get(it.subject().orElseThrow()).countDown();
                    return ProcessingResult.done();
                })
                .poll(Duration.ofMillis(5))
                .build();
        worker.start();
        for (int i = 0; i < 2; i++) {
            assertThat(looked.get("p" + i).await(60, TimeUnit.SECONDS)).isTrue();
            inbox.accept(SOURCE, delivery("id-" + (i + 1), "p" + (i + 1)));
        }
        assertThat(looked.get("p2").await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
        inbox.accept(SOURCE, delivery("id-3", "p3"));
        assertThat(worker.workOff()).isZero();
        assertThat(states("p2")).containsExactly(State.DONE);
        assertThat(states("p3")).containsExactly(State.WAITING);
    }

    private ProcessingResult note(InboxDelivery delivery) {
        seen.add(delivery.subject().orElseThrow());
        return ProcessingResult.done();
    }

    private int look() {
        return worker(inbox, this::note).workOff();
    }

    private InboxQueue queue() {
        return new InboxQueue(inbox, Set.of(SOURCE), LEASE, 3);
    }

    private List<State> states(String subject) {
        return inbox.history(SOURCE, subject).map(InboxDelivery::state).toList();
    }
}
