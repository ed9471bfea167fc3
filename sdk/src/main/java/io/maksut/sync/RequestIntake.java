package io.maksut.sync;

import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.RefundRequest;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores the refunds that shops ask for: one row each, whether its order was read before or after. Thread-safe.
 */
final class RequestIntake {
    private final Engine engine;

    RequestIntake(Engine engine) {
        this.engine = engine;
    }

    RequestReceipt take(ConnectedShop shop, RefundRequest request) {
        Taken taken = engine.database().inTransaction(sql -> take(sql, shop, request));
        RequestReceipt receipt = taken.receipt();
        taken.alarm().ifPresent(engine::tell);
        if (receipt.kind() == RequestReceipt.Kind.NEW) {
            engine.tell(new SyncEvent.RefundChanged(receipt.operation(), LedgerEvent.Kind.REQUESTED));
            engine.workSignal().announce();
        }
        return receipt;
    }

    /** @param alarm the event to send after the commit */
    private record Taken(RequestReceipt receipt, Optional<SyncEvent> alarm) {}

    private Taken take(Sql sql, ConnectedShop shop, RefundRequest request) {
        Instant now = engine.now();
        long claim = PaymentClaimTable.lockedAndDue(sql, request.payment(), now);
        LedgerOperation known = known(sql, shop, request).orElse(null);
        if (known != null && known.kind != Kind.OBSERVED) {
            return repeated(sql, known, request, claim, now);
        }
        if (known == null && shop.requestsHaveOwnIds()) {
            known = seenUnderAnotherName(sql, shop, claim, request).orElse(null);
        }
        if (known != null
                && !EditedRequests.same(known, request, claim)
                && !isSeenUnderAnotherName(sql, known, request, claim)) {
            return repeated(sql, known, request, claim, now);
        }
        LedgerOperation stored =
                known == null ? add(sql, shop, claim, request, now) : adopt(sql, shop, claim, known, request, now);
        if (stored == null) {
            return repeated(
                    sql, OperationTable.byName(sql, shop.name(), request.id()).orElseThrow(), request, claim, now);
        }
        OperationTable.addNames(sql, stored, request.names());
        request.orderId().ifPresent(order -> {
            request.paymentMethod()
                    .ifPresentOrElse(
                            method -> BindingTable.asked(sql, claim, shop.name(), order, method),
                            () -> PaymentClaimTable.link(sql, claim, shop.name(), order));
        });
        EventTable.add(
                sql, claim, stored.id, now, LedgerEvent.Kind.REQUESTED, null, request.toString() + request.names());
        stored = RecordQuestion.reviewAtIntake(sql, shop, stored, now);
        return new Taken(new RequestReceipt(stored, RequestReceipt.Kind.NEW), Optional.empty());
    }

    private static Optional<LedgerOperation> known(Sql sql, ConnectedShop shop, RefundRequest request) {
        Optional<LedgerOperation> known = OperationTable.byName(sql, shop.name(), request.id());
        for (String name : request.names()) {
            known = known.or(() -> OperationTable.byName(sql, shop.name(), name));
        }
        return known;
    }

    /** A refund that was read in the order before this request came in, under an id that the request does not name. */
    private static Optional<LedgerOperation> seenUnderAnotherName(
            Sql sql, ConnectedShop shop, long claim, RefundRequest request) {
        return SetAsideTable.readable(OperationTable.eachOfPayment(sql, claim)).stream()
                .filter(it -> it.kind == Kind.OBSERVED
                        && it.shop.equals(shop.name())
                        && EditedRequests.same(it, request, claim))
                .filter(it -> it.seen != null && !it.seen.gone() && unfinished(it.seen))
                .findFirst();
    }

    /**
     * Whether the order shows the refund under another payment than is asked for, and the gateway was not asked yet about one of
     * the two: they may be two names of one payment. What lowered a capture stays where it did.
     */
    private static boolean isSeenUnderAnotherName(Sql sql, LedgerOperation seen, RefundRequest request, long claim) {
        if (!seen.payment.account().equals(request.payment().account())
                || seen.beforeCapture()
                || !EditedRequests.same(seen, request, seen.claimId)) {
            return false;
        }
        PaymentClaimTable.PaymentClaimRow asked = PaymentClaimTable.get(sql, claim);
        return (asked.payment().equals(request.payment()) && asked.comparedAt() == null)
                || PaymentClaimTable.get(sql, seen.claimId).comparedAt() == null;
    }

    private static boolean unfinished(Seen seen) {
        return seen.state() == ShopRefund.State.PENDING || seen.state() == ShopRefund.State.UNKNOWN;
    }

    private static Taken repeated(Sql sql, LedgerOperation first, RefundRequest request, long claim, Instant now) {
        if (!EditedRequests.same(first, request, claim)) {
            return new Taken(
                    new RequestReceipt(first, RequestReceipt.Kind.CONTRADICTS),
                    EditedRequests.note(sql, first, request, now));
        }
        ShopNotifier.askedAgain(sql, first, now);
        return new Taken(new RequestReceipt(first, RequestReceipt.Kind.REPEATED), Optional.empty());
    }

    /** Null if another process stored a request with this id at the same moment. */
    private static @Nullable LedgerOperation add(
            Sql sql, ConnectedShop shop, long claim, RefundRequest request, Instant now) {
        OperationDraft draft = new OperationDraft(
                claim,
                request.payment(),
                shop.name(),
                request.id(),
                Kind.REQUESTED,
                State.PENDING,
                request.amount(),
                now,
                OperationDraft.ofRequest());
        draft.dueAt = now;
        draft.language = request.merchantLocale().orElse(Locale.ENGLISH);
        draft.orderId = request.orderId().orElse(null);
        Long id = OperationTable.insert(sql, draft.done()).orElse(null);
        if (id == null) {
            return null;
        }
        draft.id = id;
        return draft.done();
    }

    /**
     * Turns a refund that was only observed in the shop into a request that is to be paid, of the payment that is asked for.
     *
     * @param claim of that payment, by whatever name
     */
    private static @Nullable LedgerOperation adopt(
            Sql sql, ConnectedShop shop, long claim, LedgerOperation seen, RefundRequest request, Instant now) {
        Locale language = request.merchantLocale().orElse(Locale.ENGLISH);
        if (seen.claimId != claim) {
            PaymentClaimTable.compareAt(sql, seen.claimId, now);
        }
        if (!OperationTable.adopt(sql, claim, seen, request.id(), language)) {
            return null;
        }
        LedgerOperation adopted = OperationTable.byId(sql, seen.id).orElseThrow();
        OperationDraft draft = adopted.requested(now);
        boolean saidToBePaid = adopted.seen != null
                && adopted.seen.state() == ShopRefund.State.SUCCEEDED
                && adopted.seen.payout() == OrderRefund.Payout.SUCCEEDED;
        if (adopted.beforeCapture()) {
            // It has lowered the capture: the shop is told "done", in words, and no money moves.
            String words = Texts.text(language, "cancelled.before_capture", adopted.amount.toString());
            draft.ended(State.CANCELLED, words, shop.waitsForAnswer() ? FollowUp.TELL : FollowUp.NONE, now);
        } else if (saidToBePaid) {
            // An earlier ledger, lost or restored since, may have paid it: a person decides.
            draft.held(ReviewReason.OUTCOME_UNKNOWN, "the shop had shown it as paid before it asked", null);
        }
        LedgerOperation stored = OperationTable.update(sql, draft, now);
        if (!seen.key.equals(request.id())) {
            OperationTable.addNames(sql, stored, Set.of(seen.key));
        }
        return stored;
    }
}
