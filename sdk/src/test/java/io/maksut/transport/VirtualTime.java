package io.maksut.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Time that stands still until somebody waits or a test moves it. A wait ({@link #after}) runs at once and moves time to
 * its end; an alarm rings when time has moved past it, by a wait or by {@link #advance}.
 */
public final class VirtualTime implements TransportTime {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private record Alarm(long at, Runnable task) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private final List<Duration> scheduler = new CopyOnWriteArrayList<>();
    private long nanos;
    private boolean waitsHeld;

    /** From now on waits too end only when the test moves time. */
    public synchronized VirtualTime reviewWaits() {
        waitsHeld = true;
        return this;
    }

    private synchronized boolean held() {
        return waitsHeld;
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        scheduler.add(delay);
        if (held()) {
            return alarm(delay, task);
        }
        advance(delay);
        task.run();
        return () -> {};
    }

    @Override
    public synchronized Cancellable alarm(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(nanos + delay.toNanos(), task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** Moves time, and rings what it passes, in order. */
    public void advance(Duration by) {
        List<Alarm> due;
        synchronized (this) {
            nanos += by.toNanos();
            due = alarms.stream()
                    .filter(alarm -> alarm.at() <= nanos)
                    .sorted(Comparator.comparingLong(Alarm::at))
                    .toList();
            alarms.removeAll(due);
        }
        due.forEach(alarm -> alarm.task().run());
    }

    /** All waits so far, in order. */
    public List<Duration> scheduler() {
        return scheduler;
    }

    /** How many alarms are set: none when nothing is under way. */
    public synchronized int alarms() {
        return alarms.size();
    }

    public synchronized Duration elapsed() {
        return Duration.ofNanos(nanos);
    }
}
