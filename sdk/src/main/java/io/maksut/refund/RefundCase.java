package io.maksut.refund;

import static java.util.Comparator.comparing;

import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.refund.OrderFinding.Found;
import io.maksut.refund.OrderFinding.NotFound;
import io.maksut.refund.OrderFinding.Unknown;
import io.maksut.refund.PaymentReading.Read;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.ShopRefund.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the facts mean: the questions that the rows of {@link RefundRules} ask. A row may trust those above it. */
final class RefundCase {
    private final RefundFacts facts;
    /** Null where the gateway did not tell, told too long ago, or does not show yet what is captured. */
    private final @Nullable Payment payment;

    private final @Nullable DenialReason denial;
    private final List<ShopRefund> failures;
    private final List<ShopRefund> standing;
    private final Proofs proofs;

    RefundCase(RefundFacts facts) {
        this.facts = facts;
        payment = facts.payment() instanceof Read read
                        && isFresh(read.payment().timestamps().readAt())
                        && !facts.captureNotShown()
                ? read.payment()
                : null;
        denial = payment == null
                ? null
                : facts.requested()
                        .flatMap(amount -> payment.lifecycle().checkRefund(amount))
                        .orElse(null);
        failures = facts.shopRefunds().stream().filter(ShopRefund::failed).toList();
        standing = failures.stream().filter(failure -> !refundedSince(failure)).toList();
        proofs = new Proofs(facts);
    }

    /** Why something cannot be established, and from when waiting may have helped; null if it will not. */
    record Doubt(Cause cause, @Nullable Instant askAgainAt) {}

    RefundFacts facts() {
        return facts;
    }

    // Row 1

    boolean notRefundable() {
        return amountMissing() || denial().isPresent();
    }

    Optional<DenialReason> denial() {
        return Optional.ofNullable(denial);
    }

    private boolean amountMissing() {
        return facts.requested().filter(Money::isPositive).isEmpty();
    }

    // Row 2

    boolean refundInFlight() {
        return !facts.inFlight().isEmpty()
                || facts.shopRefunds().stream().anyMatch(ShopRefund::unfinished)
                || (payment != null && payment.refunds().stream().anyMatch(RefundCase::unfinished));
    }

    static boolean unfinished(Refund refund) {
        return refund.state() == RefundState.PROCESSING || refund.state() == RefundState.UNKNOWN;
    }

    // Rows 3 to 6

    boolean failureMoved() {
        return moved().findAny().isPresent();
    }

    /** Those whose money moved, unless the shop's record of it was repaired by hand, and not paid again. */
    Stream<ShopRefund> moved() {
        return failures.stream()
                .filter(failure -> failure.attribution() == Attribution.MOVED)
                .filter(failure -> madeAgain(failure) || !refundedSince(failure));
    }

    /** Whether the shop has paid after it, so that the customer probably has its money twice. */
    boolean madeAgain(ShopRefund failure) {
        return succeededSince(failure).anyMatch(other -> !other.byHand());
    }

    /** Row 4 is for money that surely did not move, or whose record was put right; where that is not certain, see row 6. */
    boolean shopRefundedSince() {
        return !failures.isEmpty()
                && standing.isEmpty()
                && failures.stream().noneMatch(failure -> failure.attribution() == Attribution.UNCERTAIN);
    }

    boolean failureUsable() {
        return doubt().isEmpty() && usedFailure().isPresent();
    }

    /** The failure that this refund would use up: the smallest that covers it, so that larger ones stay for more. */
    Optional<ShopRefund> usedFailure() {
        return unused().filter(failure -> failure.amount().compareTo(requested()) >= 0)
                .min(comparing(ShopRefund::amount).thenComparing(ShopRefund::at).thenComparing(ShopRefund::id));
    }

    /** Those that are surely another failure than every one that is known otherwise. */
    Stream<ShopRefund> unused() {
        return standing.stream()
                .filter(failure -> !failure.used())
                .filter(failure -> proofs.questions(failure).isEmpty());
    }

    boolean failureDoubtful() {
        return rowSixDoubt().isPresent();
    }

    /** Doubt about the failures themselves, or, where none of them allows the refund, whether one is known already. */
    Optional<Doubt> rowSixDoubt() {
        Optional<Doubt> doubt = doubt();
        return doubt.isPresent() || openQuestions().isEmpty() ? doubt : doubt(Cause.FAILURE_MAY_BE_KNOWN, null);
    }

    /** What a person has to say of failures before this refund is judged any further. */
    List<RefundQuestion> openQuestions() {
        return doubt().isPresent() || usedFailure().isPresent()
                ? List.of()
                : standing.stream()
                        .flatMap(failure -> proofs.questions(failure).stream())
                        .distinct()
                        .toList();
    }

    /**
     * What is not known where a shop refund failed. Doubt about one failure is doubt about all: money that belongs to one may
     * be taken for another's.
     */
    Optional<Doubt> doubt() {
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        if (payment == null) {
            return notRead();
        }
        if (failures.stream().anyMatch(failure -> failure.attribution() == Attribution.UNCERTAIN)) {
            return doubt(Cause.MONEY_NOT_ATTRIBUTABLE, null);
        }
        if (standing.stream().anyMatch(failure -> !failure.amount().sameCurrency(requested()))) {
            return doubt(Cause.FAILURE_IN_OTHER_CURRENCY, null);
        }
        // Counted to the reading, not to now: an early reading does not show what moved after it.
        Instant seen = earlier(payment.timestamps().readAt(), facts.now());
        return standing.stream()
                .map(ShopRefund::knownSince)
                .filter(since -> !settled(since, seen))
                .max(Comparator.naturalOrder())
                .flatMap(since -> doubt(Cause.FAILURE_TOO_YOUNG, afterSettling(since)));
    }

    private Optional<Doubt> notRead() {
        if (facts.payment() instanceof Read && facts.captureNotShown()) {
            return doubt(Cause.CAPTURE_NOT_SHOWN, afterSettling(facts.now()));
        }
        boolean stale = facts.payment() instanceof Read;
        return doubt(stale ? Cause.READING_STALE : Cause.GATEWAY_UNREADABLE, facts.now());
    }

    private boolean refundedSince(ShopRefund failure) {
        return succeededSince(failure).findAny().isPresent();
    }

    /** A success at the very same instant counts as later; so nobody gains by a coarse clock. */
    private Stream<ShopRefund> succeededSince(ShopRefund failure) {
        return facts.shopRefunds().stream()
                .filter(other -> other.state() == State.SUCCEEDED && !other.at().isBefore(failure.at()));
    }

    /**
     * Questions that go with a permit: about earlier direct refunds, about refunds that may still arrive, and about orders
     * that are like this payment's.
     */
    List<RefundQuestion> permitQuestions(@Nullable ShopRefund failure) {
        Stream<RefundQuestion> refunds = facts.paidDirectly().stream()
                .filter(made -> failure == null || !saidToBeAnother(failure, made))
                .map(made -> new RefundQuestion.AnotherRefund(made.id(), made.amount(), made.at()));
        Stream<RefundQuestion> orders = failure == null && facts.order() instanceof NotFound nothing
                ? nothing.alike().stream().map(RefundQuestion.AnotherOrder::new)
                : Stream.of();
        Stream<RefundQuestion> late = facts.watched().stream()
                .filter(it -> it.until().isAfter(facts.now()))
                .map(it -> new RefundQuestion.AnotherThanWatched(it.id(), it.amount(), it.at(), it.until()));
        return Stream.of(refunds, late, orders).flatMap(it -> it).toList();
    }

    private static boolean saidToBeAnother(ShopRefund failure, PaidDirectly made) {
        String uses = made.uses();
        return failure.anotherThan().contains(made.id())
                || (uses != null && failure.anotherThan().contains(uses));
    }

    // Rows 7 and 8

    boolean orderFound() {
        return order().isPresent();
    }

    Optional<Found> order() {
        return facts.order() instanceof Found found ? Optional.of(found) : Optional.empty();
    }

    /** The orders to be named: the one that was found, or those that it may be. */
    List<Found> orders() {
        if (facts.order() instanceof Unknown unknown) {
            return unknown.orders();
        }
        return order().map(List::of).orElse(List.of());
    }

    /** A record by hand without money where the shop's own plugin pays: a release lets the money go (row 7). */
    boolean handRecordMayBeReleased() {
        return mayBeReleased()
                && facts.handRecord().filter(record -> !record.portalPays()).isPresent();
    }

    /** Whether a release counts: the checks at the gateway hold for it, so the gateway has to be read. */
    boolean mayBeReleased() {
        return payment != null;
    }

    boolean orderDoubtful() {
        return orderDoubt().isPresent();
    }

    Optional<Doubt> orderDoubt() {
        if (payment == null) {
            return notRead();
        }
        if (facts.order() instanceof Unknown unknown && !noShopDeclared()) {
            return doubt(unknown.cause(), null);
        }
        if (!facts.shopRefunds().isEmpty()) {
            return doubt(Cause.SHOP_REFUND_WITHOUT_ORDER, null);
        }
        Instant paid = paidAt().orElse(null);
        if (paid == null) {
            return doubt(Cause.PAYMENT_AGE_UNKNOWN, null);
        }
        if (!settled(paid, facts.now())) {
            return doubt(Cause.PAYMENT_TOO_YOUNG, afterSettling(paid));
        }
        return facts.order() instanceof NotFound nothing ? searchDoubt(nothing, paid) : Optional.empty();
    }

    private Optional<Doubt> searchDoubt(NotFound nothing, Instant paid) {
        if (!nothing.authorised()) {
            return doubt(Cause.ACCESS_LOST, null);
        }
        if (!nothing.completeHistory()) {
            return doubt(Cause.HISTORY_LIMITED, null);
        }
        boolean sincePayment = !nothing.firstLookup().isBefore(paid);
        if (!sincePayment || !settled(nothing.firstLookup(), earlier(nothing.lastLookup(), facts.now()))) {
            return doubt(Cause.LOOKED_UP_ONCE, afterSettling(sincePayment ? nothing.firstLookup() : facts.now()));
        }
        return isFresh(nothing.lastLookup()) ? Optional.empty() : doubt(Cause.LOOKUP_STALE, facts.now());
    }

    /** The latest that is known: a payment link is created long before it is paid. */
    private Optional<Instant> paidAt() {
        return Optional.ofNullable(payment)
                .map(Payment::timestamps)
                .flatMap(times -> Stream.of(times.created(), times.authorised(), times.settled())
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder()));
    }

    // Rows 9 to 12

    boolean linkWithoutOrder() {
        return origin() == PaymentOrigin.PAYMENT_LINK
                && facts.order() instanceof NotFound
                && orderDoubt().isEmpty();
    }

    boolean linkWithoutShop() {
        return origin() == PaymentOrigin.PAYMENT_LINK && noShopDeclared();
    }

    boolean originUnknown() {
        return origin() == PaymentOrigin.UNKNOWN;
    }

    boolean checkoutWithoutOrder() {
        return origin() == PaymentOrigin.CHECKOUT;
    }

    // Every row that would let money move

    /**
     * Money that went back and that nothing explains may have gone back for what is asked for now. A gateway that shows less
     * than is explained has not caught up, or money came back: what it shows is no ground either.
     */
    Optional<Doubt> moneyDoubt() {
        if (payment == null) {
            return Optional.empty();
        }
        Money shown = payment.amounts().refunded();
        Money refunded = facts.refunded().filter(shown::sameCurrency).orElse(shown);
        Money explained =
                facts.explained().filter(refunded::sameCurrency).orElseGet(() -> Money.zero(refunded.currency()));
        if (refunded.equals(explained)) {
            return Optional.empty();
        }
        return refunded.compareTo(explained) > 0
                ? doubt(Cause.MONEY_UNEXPLAINED, null)
                : doubt(Cause.REFUND_NOT_SHOWN, afterSettling(facts.now()));
    }

    Optional<Release> unusedRelease() {
        return facts.release().filter(release -> !release.used());
    }

    private boolean noShopDeclared() {
        return facts.noShop().isPresent()
                && facts.order() instanceof Unknown unknown
                && unknown.cause() == Cause.NO_SHOP_CONNECTED;
    }

    PaymentOrigin origin() {
        return payment == null ? PaymentOrigin.UNKNOWN : payment.origin();
    }

    /** The payment, in rows that are reached only with a fresh reading of it. */
    Payment payment() {
        if (payment == null) {
            throw new IllegalStateException("The payment was not read");
        }
        return payment;
    }

    /** The amount, in the rows below the first. */
    Money requested() {
        return facts.requested().orElseThrow();
    }

    private boolean isFresh(Instant seen) {
        return Duration.between(seen, facts.now()).compareTo(facts.permitLife()) <= 0;
    }

    private boolean settled(Instant since, Instant seen) {
        return Duration.between(since, seen).compareTo(facts.settleDelay()) >= 0;
    }

    /** Null where the calendar ends: a hostile platform may tell any time. */
    private @Nullable Instant afterSettling(Instant since) {
        return since.isBefore(Instant.MAX.minus(facts.settleDelay())) ? since.plus(facts.settleDelay()) : null;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Optional<Doubt> doubt(Cause cause, @Nullable Instant askAgainAt) {
        return Optional.of(new Doubt(cause, askAgainAt));
    }
}
