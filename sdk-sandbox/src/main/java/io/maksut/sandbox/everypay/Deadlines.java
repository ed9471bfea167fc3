package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What time alone does to payments; looked at before every reading and change. Thread-safe. */
final class Deadlines {
    private static final Duration LIMIT_3DS = Duration.ofMinutes(15);

    private final EveryPayState state;
    private final Books books;
    private final Events events;

    Deadlines(EveryPayState state, Books books, Events events) {
        this.state = state;
        this.books = books;
        this.events = events;
    }

    /** The caller holds the payment's monitor. */
    void catchUp(Payment payment) {
        Instant now = state.now();
        Instant since = payment.waitingFor3dsSince;
        if (since != null && !now.isBefore(since.plus(LIMIT_3DS))) {
            payment.waitingFor3dsSince = null;
            payment.state = "abandoned";
            payment.transactionTime = now;
            state.watched.remove(payment);
            events.result(payment, "abandoned");
        }
        Instant due = payment.captureDue;
        if (due != null && !now.isBefore(due)) {
            capture(payment);
        }
    }

    void tick() {
        for (Payment payment : state.watched) {
            synchronized (payment) {
                catchUp(payment);
            }
        }
    }

    /** Captures every final authorisation now. */
    void dayEnd() {
        for (Payment payment : state.watched) {
            synchronized (payment) {
                if (payment.captureDue != null) {
                    capture(payment);
                }
            }
        }
    }

    /** The gateway's day ends at midnight UTC+2. */
    Instant captureDue(Instant paid, int delayDays) {
        return paid.atOffset(ZoneOffset.ofHours(2))
                .toLocalDate()
                .plusDays(1L + delayDays)
                .atStartOfDay()
                .toInstant(ZoneOffset.ofHours(2));
    }

    /** Captures a final authorisation that is still uncaptured, by the gateway itself. */
    void capture(Payment payment) {
        if (payment.captureDue == null) {
            return;
        }
        payment.captureDue = null;
        state.watched.remove(payment);
        books.add(new Movement(
                Movement.Kind.CAPTURE,
                payment.reference,
                payment.initial,
                payment.currency,
                null,
                state.now(),
                Movement.By.STAFF));
        events.plain(payment, "marked_for_capture");
    }
}
