package io.maksut.sync;

import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done at a payment, and when. Pure.
 *
 * <p>One refund of a payment at a time: while one is wanted, on its way or unknown, those that came later wait. So what
 * stands of the payment before and after an attempt tells whose doing it was, and no sum is exceeded. Telling the shop waits
 * for nobody.
 */
final class Agenda {
    private Agenda() {}

    /** The refund whose money is next: one that was begun before any other, also one that came in earlier. */
    static Optional<LedgerOperation> first(List<LedgerOperation> refunds) {
        Optional<LedgerOperation> begun = refunds.stream()
                .filter(refund -> refund.state == State.INTENDED || refund.state == State.PROCESSING)
                .findFirst();
        return begun.or(() -> refunds.stream()
                .filter(refund -> refund.state == State.RECEIVED)
                .findFirst());
    }

    /** The refund whose money is to be worked on now. */
    static Optional<LedgerOperation> moneyDue(List<LedgerOperation> refunds, Instant now) {
        return first(refunds).filter(refund -> isDue(refund.dueAt, now));
    }

    /**
     * The capture that is next: one that was begun, so that what was captured before and after it tells whose doing it was; else
     * that which is due first. One that waits for a person keeps no other waiting.
     */
    static Optional<LedgerOperation> captureNext(List<LedgerOperation> captures) {
        Optional<LedgerOperation> begun = captures.stream()
                .filter(capture -> capture.state == State.INTENDED || capture.state == State.PROCESSING)
                .findFirst();
        return begun.or(() -> captures.stream()
                .filter(capture -> capture.state == State.RECEIVED && capture.dueAt != null)
                .min(Comparator.comparing(capture -> Objects.requireNonNull(capture.dueAt))));
    }

    /** The refund whose shop is to be told, or written to, now. */
    static Optional<LedgerOperation> followUpDue(List<LedgerOperation> refunds, Instant now) {
        return refunds.stream()
                .filter(Agenda::followsUp)
                .filter(refund -> isDue(refund.followAt, now))
                .findFirst();
    }

    /** When somebody has to look at the payment next; empty if never. */
    static Optional<Instant> nextDue(
            List<LedgerOperation> refunds, List<LedgerOperation> captures, @Nullable Instant compareAt) {
        Stream<Instant> money = first(refunds).map(refund -> refund.dueAt).stream();
        Stream<Instant> shops = refunds.stream()
                .filter(Agenda::followsUp)
                .flatMap(refund -> Optional.ofNullable(refund.followAt).stream());
        Stream<Instant> shipping =
                captureNext(captures).flatMap(capture -> Optional.ofNullable(capture.dueAt)).stream();
        Stream<Instant> comparing = Optional.ofNullable(compareAt).stream();
        return Stream.of(money, shops, shipping, comparing)
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    static boolean isDue(@Nullable Instant at, Instant now) {
        return at != null && !at.isAfter(now);
    }

    private static boolean followsUp(LedgerOperation refund) {
        return refund.followUp == FollowUp.TELL || refund.followUp == FollowUp.RECORD;
    }
}
