package io.maksut.sync;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends this process the signal when it comes to a point for the n-th time. */
final class SignalKiller implements Killer {
    private final KillPoint point;
    private final AtomicInteger left;
    private final String signal;

    /** @param signal KILL or STOP */
    SignalKiller(KillPoint point, int nth, String signal) {
        this.point = point;
        this.left = new AtomicInteger(nth);
        this.signal = signal;
    }

    @Override
    public void at(KillPoint reached) {
        if (reached == point && left.decrementAndGet() == 0) {
            System.out.println("REACHED " + reached);
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
