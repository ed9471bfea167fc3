package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
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
final class Schedule {
    private Schedule() {}

    /** The refund whose money is next: one that was begun before any other, also one that came in earlier. */
    static Optional<LedgerOperation> first(List<LedgerOperation> refunds) {
        Optional<LedgerOperation> begun = refunds.stream()
                .filter(refund -> refund.state.mayBeSent() || refund.state == State.PROCESSING)
                .findFirst();
        return begun.or(() ->
                refunds.stream().filter(refund -> refund.state == State.PENDING).findFirst());
    }

    /** The refund whose money is to be worked on now. */
    static Optional<LedgerOperation> moneyDue(List<LedgerOperation> refunds, Instant now) {
        return first(refunds).filter(refund -> isDue(refund.dueAt, now));
    }

    /**
     * The capture or void that is next: one that was begun, so that what was captured or released before and after it tells whose
     * doing it was; else that which was asked for first, also while it waits to be tried again: a void that overtakes a capture
     * takes away what it is made of. One that waits for a person keeps no other waiting.
     */
    static Optional<LedgerOperation> captureOrVoidNext(List<LedgerOperation> capturesAndVoids) {
        Optional<LedgerOperation> begun = capturesAndVoids.stream()
                .filter(it -> it.state.mayBeSent() || it.state == State.PROCESSING)
                .findFirst();
        return begun.or(() -> capturesAndVoids.stream()
                .filter(it -> it.state == State.PENDING && it.dueAt != null)
                .findFirst());
    }

    static List<LedgerOperation> capturesAndVoids(List<LedgerOperation> operations) {
        return operations.stream()
                .filter(it -> it.action == Action.CAPTURE || it.action == Action.VOID)
                .toList();
    }

    private static Stream<LedgerOperation> refunds(List<LedgerOperation> operations) {
        return operations.stream().filter(it -> it.action == Action.REFUND);
    }

    private static Stream<LedgerOperation> writes(List<LedgerOperation> operations) {
        return operations.stream().filter(it -> it.inShop() && it.state.inFlight());
    }

    /** What is to be written into a shop, or found out about, now: each by itself. */
    static Optional<LedgerOperation> writeDue(List<LedgerOperation> operations, Instant now) {
        return writes(operations).filter(it -> isDue(it.dueAt, now)).findFirst();
    }

    /** The operation of which the shop is to be told, or written to, now. */
    static Optional<LedgerOperation> followUpDue(List<LedgerOperation> operations, Instant now) {
        return operations.stream()
                .filter(LedgerOperation::shopWaits)
                .filter(it -> isDue(it.followAt, now))
                .findFirst();
    }

    /** When somebody has to look at the payment next; empty if never. */
    static Optional<Instant> nextDue(List<LedgerOperation> operations, @Nullable Instant compareAt) {
        Stream<LedgerOperation> begunOrNext = Stream.of(
                        first(refunds(operations).toList()), captureOrVoidNext(capturesAndVoids(operations)))
                .flatMap(Optional::stream);
        Stream<Instant> due = Stream.concat(begunOrNext, writes(operations)).flatMap(it -> Stream.ofNullable(it.dueAt));
        Stream<Instant> shops = operations.stream().flatMap(it -> it.nextFollowUp().stream());
        return Stream.of(due, shops, Stream.ofNullable(compareAt))
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    static boolean isDue(@Nullable Instant at, Instant now) {
        return at != null && !at.isAfter(now);
    }
}
