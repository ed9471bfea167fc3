package io.maksut.sync;

import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes what is due at a payment, and when. Pure.
 *
 * <p>One refund of a payment is worked on at a time: until it has ended, later ones wait. So the amounts before and
 * after an attempt show what the attempt did, and the sum refunded never exceeds what was captured (domain 4, invariant
 * 2). Telling the shop waits for no other operation.
 */
final class Schedule {
    private Schedule() {}

    /** The refund to work on next: the one that was begun, even if another is older; else the oldest pending one. */
    static Optional<LedgerOperation> first(List<LedgerOperation> refunds) {
        Optional<LedgerOperation> begun = refunds.stream()
                .filter(refund -> refund.state.mayBeSent() || refund.state == State.PROCESSING)
                .findFirst();
        return begun.or(() ->
                refunds.stream().filter(refund -> refund.state == State.PENDING).findFirst());
    }

    /** The refund whose money is due now. */
    static Optional<LedgerOperation> moneyDue(List<LedgerOperation> refunds, Instant now) {
        return first(refunds).filter(refund -> isDue(refund.dueAt, now));
    }

    /**
     * The capture or void to work on next: the one that was begun, so that the amounts before and after it show what it
     * did; else the oldest that is pending with a due time, even while it waits for its next try: a void must not
     * overtake a capture, which needs the reservation. One that only waits for a person blocks no other.
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

    /** The write into a shop that is to be sent or resolved now; writes do not wait for each other. */
    static Optional<LedgerOperation> writeDue(List<LedgerOperation> operations, Instant now) {
        return writes(operations).filter(it -> isDue(it.dueAt, now)).findFirst();
    }

    /** The operation whose outcome is to be told to the shop now. */
    static Optional<LedgerOperation> followUpDue(List<LedgerOperation> operations, Instant now) {
        return operations.stream()
                .filter(LedgerOperation::shopWaits)
                .filter(it -> isDue(it.followAt, now))
                .findFirst();
    }

    /** When the payment is due next; empty if never. */
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
