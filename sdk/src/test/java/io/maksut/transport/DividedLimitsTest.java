package io.maksut.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several gates let through together that divide one limit; all of them have more to do than they may. */
class DividedLimitsTest {
    private static final Duration STEP = Duration.ofMillis(10);
    private static final int SECONDS = 20;
    private static final Duration PATIENT = Duration.ofHours(2);

    private final VirtualTime time = new VirtualTime().reviewWaits();
    private final Scheduler scheduler = new Scheduler(time, Runnable::run);
    private final List<Duration> starts = new ArrayList<>();

    private void neverWantsForWork(RequestLimiter limiter) {
        for (int i = 0; i < 50 * SECONDS; i++) {
            CompletableFuture<?> unused = limiter.enter(new Deadline(time, PATIENT))
                    .thenAccept(pass -> {
                        starts.add(time.elapsed());
                        pass.release();
                    });
        }
    }

    private void pass(Duration span) {
        for (Duration end = time.elapsed().plus(span); time.elapsed().compareTo(end) < 0; ) {
            time.advance(STEP);
        }
    }

    /**
     * As one gate does: its limit in each second, and once more, as a span may begin within a second. Where there are more parts than
     * the limit has starts, each may begin with one.
     */
    private void assertNoSpanHasMoreThan(int perSecond, int parts) {
        for (int seconds = 1; seconds <= SECONDS; seconds++) {
            Duration span = Duration.ofSeconds(seconds);
            for (int from = 0; from < starts.size(); from++) {
                Duration end = starts.get(from).plus(span);
                int first = from;
                int last = from;
                while (last < starts.size() && starts.get(last).compareTo(end) < 0) {
                    last++;
                }
                assertThat(last - first)
                        .as("starts in %s from %s", span, starts.get(from))
                        .isLessThanOrEqualTo(perSecond * seconds + Math.max(perSecond, parts));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,10", "3,10", "4,10", "6,10", "12,10", "25,10", "2,25", "4,25", "3,1", "4,2000"})
    void allPartsTogetherComeToTheLimitAndNoSpanHasMore(int parts, int perSecond) {
        for (int i = 0; i < parts; i++) {
            RequestLimiter limiter = new RequestLimiter("part", perSecond, 10, scheduler);
            limiter.divide(() -> parts);
            neverWantsForWork(limiter);
        }

        pass(Duration.ofSeconds(SECONDS));

        assertNoSpanHasMoreThan(perSecond, parts);
        int most = Math.min(perSecond, 50 * parts);
        assertThat(starts).as("nothing of the limit is lost").hasSizeGreaterThanOrEqualTo(most * (SECONDS - 1));
    }

    @Test
    void changesOfThePartUseNothingTwice() {
        AtomicInteger among = new AtomicInteger(1);
        RequestLimiter limiter = new RequestLimiter("part", 10, 10, scheduler);
        limiter.divide(among::get);
        neverWantsForWork(limiter);

        for (int i = 0; i < 40; i++) {
            among.set(1 + i % 2);
            pass(Duration.ofMillis(500));
        }

        assertNoSpanHasMoreThan(10, 1);
        int changing = starts.size();
        among.set(1);
        pass(Duration.ofSeconds(3));
        assertThat(starts.size() - changing).as("then the whole limit").isBetween(20, 40);
    }

    @Test
    void whatIsUsedOfTheLimitIsUsedOfThePart() {
        AtomicInteger among = new AtomicInteger(1);
        RequestLimiter limiter = new RequestLimiter("part", 10, 10, scheduler);
        limiter.divide(among::get);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.enter(new Deadline(time, PATIENT))).isDone();
        }

        among.set(2);

        assertThat(limiter.enter(new Deadline(time, PATIENT))).isNotDone();
    }

    @Test
    void soManyAtOnceAreDividedTooButEachPartHasOne() {
        AtomicInteger among = new AtomicInteger(4);
        RequestLimiter limiter = new RequestLimiter("part", 10_000, 10, scheduler);
        limiter.divide(among::get);
        List<CompletableFuture<RequestLimiter.Pass>> passes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            passes.add(limiter.enter(new Deadline(time, PATIENT)));
        }
        assertThat(passes).filteredOn(CompletableFuture::isDone).hasSize(2);

        among.set(1);
        passes.get(0).join().release();
        assertThat(passes).filteredOn(CompletableFuture::isDone).hasSize(1 + 10);

        among.set(40);
        for (int i = 1; i <= 9; i++) {
            passes.get(i).join().release();
        }
        assertThat(passes).filteredOn(CompletableFuture::isDone).hasSize(1 + 10);
        passes.get(10).join().release();
        pass(Duration.ofSeconds(1));
        assertThat(passes).filteredOn(CompletableFuture::isDone).hasSize(1 + 10 + 1);
    }
}
