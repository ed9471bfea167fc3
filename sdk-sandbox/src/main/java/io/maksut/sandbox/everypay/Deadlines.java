package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What time alone does to payments; looked at before every reading and change. Thread-safe. */
final class Deadlines {
    private static final Duration LIMIT_3DS = Duration.ofMinutes(15);
    private static final ZoneOffset GATEWAY_ZONE = ZoneOffset.ofHours(2);

    private final EveryPayState state;
    private final Books books;
    private final Events events;
    private final Set<Payment> watched = ConcurrentHashMap.newKeySet();

    Deadlines(EveryPayState state, Books books, Events events) {
        this.state = state;
        this.books = books;
        this.events = events;
    }

    /** From now on or the given time the customer has 15 minutes. The caller holds the payment's monitor, as below. */
    void await3ds(Payment payment, Instant since) {
        payment.waitingFor3dsSince = since;
        watched.add(payment);
    }

    /** The gateway captures at midnight UTC+2 after the day of payment and the account's delay. */
    void awaitCapture(Payment payment, Instant paid, int delayDays) {
        payment.captureDue = paid.atOffset(GATEWAY_ZONE)
                .toLocalDate()
                .plusDays(1L + delayDays)
                .atStartOfDay()
                .toInstant(GATEWAY_ZONE);
        watched.add(payment);
    }

    /** Time changes this payment no more. */
    void forget(Payment payment) {
        payment.waitingFor3dsSince = null;
        payment.captureDue = null;
        watched.remove(payment);
    }

    void catchUp(Payment payment) {
        Instant now = state.now();
        Instant since = payment.waitingFor3dsSince;
        if (since != null && !now.isBefore(since.plus(LIMIT_3DS))) {
            forget(payment);
            payment.state = "abandoned";
            payment.transactionTime = now;
            events.result(payment, "abandoned");
        }
        Instant due = payment.captureDue;
        if (due != null && !now.isBefore(due)) {
            capture(payment);
        }
    }

    void tick() {
        for (Payment payment : watched) {
            synchronized (payment) {
                catchUp(payment);
            }
        }
    }

    /** Captures every final authorisation now. */
    void dayEnd() {
        for (Payment payment : watched) {
            synchronized (payment) {
                capture(payment);
            }
        }
    }

    /** Captures a final authorisation that is still uncaptured, by the gateway itself. */
    void capture(Payment payment) {
        if (payment.captureDue == null) {
            return;
        }
        forget(payment);
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
