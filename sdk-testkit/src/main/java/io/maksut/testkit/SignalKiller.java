package io.maksut.testkit;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends this process the signal when it comes to its target for the n-th time, and prints {@code REACHED} and the target. Thread-safe. */
public final class SignalKiller implements Killer {
    private final KillTarget target;
    private final AtomicInteger left;
    private final String signal;

    /** @param signal KILL or STOP */
    public SignalKiller(KillTarget target, int nth, String signal) {
        this.target = target;
        this.left = new AtomicInteger(nth);
        this.signal = signal;
    }

    @Override
    public void at(KillPoint reached, Set<KilledWork> of) {
        if (target.isReached(reached, of) && left.decrementAndGet() == 0) {
            System.out.println("REACHED " + new KillTarget(reached, of));
            System.out.flush();
            send();
        }
    }

    private void send() {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + signal, "" + ProcessHandle.current().pid())
                    .start();
            if (signal.equals("KILL")) {
                while (true) {
                    LockSupport.parkNanos(1_000_000_000); // nothing more is done here until the signal arrives
                }
            }
            kill.waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
