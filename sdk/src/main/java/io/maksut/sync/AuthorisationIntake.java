package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the captures and voids that shops ask for: one row for each id. Thread-safe. */
final class AuthorisationIntake {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorisationIntake.class);
    /** The currency of a void's zero amount until the payment is read; it means nothing. */
    private static final Currency EURO = Currency.getInstance("EUR");

    private final Engine engine;

    AuthorisationIntake(Engine engine) {
        this.engine = engine;
    }

    RequestReceipt take(ConnectedShop shop, AuthorisationRequest request) {
        RequestReceipt receipt = engine.database().inTransaction(sql -> take(sql, shop, request));
        if (receipt.kind() == RequestReceipt.Kind.NEW) {
            engine.tell(PaymentClaim.changed(receipt.operation(), LedgerEvent.Kind.REQUESTED));
            engine.workSignal().announce();
        } else if (receipt.kind() == RequestReceipt.Kind.CONTRADICTS) {
            edited(receipt.operation(), request);
        }
        return receipt;
    }

    private RequestReceipt take(Sql sql, ConnectedShop shop, AuthorisationRequest request) {
        Instant now = engine.now();
        long claim = PaymentClaimTable.locked(sql, request.payment());
        Optional<LedgerOperation> known = OperationTable.captureOrVoid(sql, shop.name(), request.id());
        if (known.isEmpty()) {
            OperationDraft draft = draft(claim, shop, request, now);
            Optional<Long> id = OperationTable.insert(sql, draft.done());
            if (id.isPresent()) {
                draft.id = id.get();
                LedgerOperation asked = draft.done();
                EventTable.add(
                        sql, claim, asked.id, now, asked.event(LedgerEvent.Kind.REQUESTED), null, request.toString());
                PaymentClaimTable.wake(sql, claim, now);
                return new RequestReceipt(asked, RequestReceipt.Kind.NEW);
            }
            known = OperationTable.captureOrVoid(sql, shop.name(), request.id()); // stored at the same moment elsewhere
        }
        LedgerOperation first = known.orElseThrow();
        if (!same(first, request, claim)) {
            return new RequestReceipt(first, RequestReceipt.Kind.CONTRADICTS);
        }
        ShopNotifier.askedAgain(sql, first, now);
        return new RequestReceipt(first, RequestReceipt.Kind.REPEATED);
    }

    private static OperationDraft draft(long claim, ConnectedShop shop, AuthorisationRequest request, Instant now) {
        OperationDraft draft = new OperationDraft(
                claim,
                request.payment(),
                shop.name(),
                request.id(),
                request.amount().isPresent() ? Action.CAPTURE : Action.VOID,
                Kind.REQUESTED,
                State.PENDING,
                request.amount().orElse(Money.zero(EURO)),
                now,
                OperationDraft.ofRequest());
        draft.language = request.merchantLocale().orElse(Locale.ENGLISH);
        draft.dueAt = now;
        return draft;
    }

    private static boolean same(LedgerOperation first, AuthorisationRequest request, long claim) {
        boolean sameAmount = first.action == Action.VOID
                ? request.amount().isEmpty()
                : request.amount().filter(first.amount::equals).isPresent();
        return sameAmount && first.claimId == claim;
    }

    /** The first request stands, as it may be done by now; a person is told. A void counts as what it would release. */
    private void edited(LedgerOperation first, AuthorisationRequest request) {
        try {
            Money amount = request.amount().orElseGet(() -> authorised(first.payment));
            engine.database()
                    .inTransaction(sql -> {
                        PaymentClaimTable.lock(sql, first.claimId);
                        return EditedRequests.note(sql, first, request.toString(), amount, engine.now());
                    })
                    .ifPresent(engine::tell);
        } catch (MaksutException | IllegalArgumentException e) {
            LOG.warn("No discrepancy tells that {} was asked for otherwise: {}", first, Plugins.describe(e));
        }
    }

    private Money authorised(PaymentId payment) {
        return engine.readByName(payment).amounts().authorised();
    }
}
