package io.maksut.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Kills workers in processes of their own, one after the other, each at its target, and counts where they died. A worker
 * stands by until it is told {@code go}, prints {@code REACHED} where it dies ({@link SignalKiller}), and takes orders as lines.
 * Not thread-safe.
 */
public final class KillRun {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long FIRST_PAUSE_MILLIS = 300;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** What surrounds the kills. */
    public interface World {
        /** A worker that stands by, and dies when it comes to the target for the n-th time. */
        ChildJvm start(KillTarget target, int nth) throws IOException;

        /** Work for all that run. {@code worker} is the next to die. */
        void deliver(Orders worker, KillTarget target);

        /** Time passes, so that what the dead one held is free. */
        void afterAKill();
    }

    /** Says a line to a worker; what a dead one is told is lost. */
    @FunctionalInterface
    public interface Orders {
        void say(String line);
    }

    private record Running(ChildJvm process, KillTarget target) {
        void say(String line) {
            try {
                process.say(line);
            } catch (IOException e) {
                return; // it has just died
            }
        }
    }

    private final List<KillTarget> targets;
    private final RandomGenerator random;
    private final World world;
    private final Consumer<String> log;
    private final Map<KillTarget, Integer> kills = new LinkedHashMap<>();
    private final Map<String, Integer> reached = new LinkedHashMap<>();
    private int started;

    /** @param targets come to in turn */
    public KillRun(List<KillTarget> targets, RandomGenerator random, World world, Consumer<String> log) {
        this.targets = List.copyOf(targets);
        this.random = random;
        this.world = world;
        this.log = log;
        targets.forEach(target -> kills.put(target, 0));
    }

    /** So many kills, while so many workers run. */
    public void kill(int count, int workers) throws IOException, InterruptedException {
        Deque<Running> running = new ArrayDeque<>(); // the last one stands by: starting takes longer than dying
        long began = System.nanoTime();
        try {
            while (running.size() < workers) {
                running.add(next());
                running.getLast().say("go");
            }
            running.add(next());
            for (int kill = 0; kill < count; kill++) {
                awaitDeath(running.getFirst());
                running.removeFirst().process().close();
                world.afterAKill();
                running.getLast().say("go");
                running.add(next());
            }
        } finally {
            running.forEach(it -> it.process().close());
        }
        log.accept("killed in " + Duration.ofNanos(System.nanoTime() - began));
    }

    private Running next() throws IOException {
        KillTarget target = targets.get(started++ % targets.size());
        int nth = 1 + random.nextInt(2);
        log.accept("worker for " + target + " the " + nth + ". time");
        return new Running(world.start(target, nth), target);
    }

    /** More work comes in until the worker has come to its target, ever more slowly, or one that is slow would never catch up. */
    private void awaitDeath(Running next) throws InterruptedException {
        // On a thread of its own: the common pool, on which the JDK's HTTP client completes its futures, may have one.
        CompletableFuture<String> died = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return next.process().line("REACHED");
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "until-it-dies").start());
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long pause = FIRST_PAUSE_MILLIS;
                System.nanoTime() < end;
                pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_MILLIS)) {
            world.deliver(next::say, next.target());
            try {
                String where = died.get(pause, TimeUnit.MILLISECONDS);
                int exit = next.process().exitCode();
                if (exit != 137) {
                    throw new AssertionError("ended with " + exit + ", not killed by signal 9");
                }
                kills.merge(next.target(), 1, Integer::sum);
                reached.merge(where, 1, Integer::sum);
                log.accept("killed " + where);
                return;
            } catch (TimeoutException e) {
                log.accept("not there yet");
            } catch (ExecutionException e) {
                throw new AssertionError("the worker for " + next.target() + " ended by itself", e);
            }
        }
        throw new AssertionError("the worker does not come to " + next.target());
    }

    /** How often workers died at the target at which fewest did. */
    public int fewest() {
        return kills.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    /** Where workers died and how often, a line each. */
    public List<String> counts() {
        List<String> lines = new ArrayList<>();
        reached.forEach((where, count) -> lines.add(count + " " + where));
        lines.sort(null);
        return lines;
    }
}
