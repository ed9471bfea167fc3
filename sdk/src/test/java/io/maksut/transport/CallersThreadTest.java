package io.maksut.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits for a call carries it out: no step of it is handed to another thread. */
@Timeout(60)
class CallersThreadTest {
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread caller = Thread.currentThread();
    private volatile boolean waitsForAnswers;
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> {
            while (waitsForAnswers && caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            // Unavailable at first: the call is repeated.
            wire.answer(answers.incrementAndGet() == 1 ? 503 : 200, "{}");
        });
        transport = Transport.builder("test").time(new VirtualTime()).build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private void here(String step) {
        steps.add(step + " by " + Thread.currentThread().getName());
    }

    private Call call(String path) {
        return Calls.read(server.uri(path))
                .signer((request, attempt) -> {
                    here("signed " + attempt);
                    return request;
                })
                .judge(answer -> {
                    here("judged " + answer.status());
                    return AnswerJudge.byStatus().judge(answer);
                })
                .build();
    }

    @Test
    void aCallThatIsWaitedForIsSignedJudgedRepeatedAndReadByWhoeverWaits() {
        waitsForAnswers = true;
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> two = context.send(call("/charge"))
                .thenCompose(first -> {
                    here("read");
                    return context.send(call("/invoice"));
                })
                .thenApply(second -> {
                    here("read");
                    return second;
                });

        assertThat(context.await(two).status()).isEqualTo(200);

        String me = caller.getName();
        assertThat(steps)
                .containsExactly(
                        "signed 1 by " + me,
                        "judged 503 by " + me,
                        "signed 2 by " + me,
                        "judged 200 by " + me,
                        "read by " + me,
                        "signed 1 by " + me,
                        "judged 200 by " + me,
                        "read by " + me);
    }

    @Test
    void aCallThatNobodyWaitsForGoesOnByItself() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());

        Answer answer = context.send(call("/charge")).get(20, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(steps).hasSize(4);
    }

    @Test
    void whatIsStillOnItsWayWhenTheWaitingEndsGoesOnByItself() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> first = context.send(call("/charge"));
        CompletableFuture<Answer> second = context.send(call("/invoice"));

        Answer unused = context.await(first);

        assertThat(second.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(transport.limiter(Repeat.READ).free()).isEqualTo(10);
    }

    @Test
    void twoMayWaitForOneOperation() throws Exception {
        CallContext context = transport.begin(CallSettings.defaults());
        CompletableFuture<Answer> first = context.send(call("/charge"));
        CompletableFuture<Answer> second = context.send(call("/invoice"));
        CompletableFuture<Answer> elsewhere = CompletableFuture.supplyAsync(() -> context.await(first));

        assertThat(context.await(second).status()).isEqualTo(200);
        assertThat(elsewhere.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
}
