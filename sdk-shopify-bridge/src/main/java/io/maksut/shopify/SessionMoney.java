package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refusal;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.shopify.ShopifySession.State;
import io.maksut.sync.Hold;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures or releases what a session asks for, once. What is about to be sent is stored before; an outcome that is not known
 * is found out by reading the payment, and sent again only where the gateway knows keys, or where what was sent cannot arrive
 * any more. For one step; not thread-safe.
 */
final class SessionMoney {
    private static final Logger LOG = LoggerFactory.getLogger(SessionMoney.class);
    private static final int LOOKS_FOR_UNKNOWN = 5;

    private final SessionTurn turn;
    private final PaymentGateway gateway;
    private final PaymentId payment;
    private final SessionSettings settings;

    SessionMoney(SessionTurn turn, PaymentGateway gateway, PaymentId payment, SessionSettings settings) {
        this.turn = turn;
        this.gateway = gateway;
        this.payment = payment;
        this.settings = settings;
    }

    void step(ShopifySession session) {
        turn.hold();
        GatewayCall call = gateway.begin(
                CallOptions.DEFAULT.withTimeout(settings.callTimeout()).withIdempotencyKey(key(session)));
        Payment fresh;
        try {
            fresh = call.await(call.read(payment.reference()));
        } catch (NotFoundException e) {
            if (session.state == State.RECEIVED && session.failures < LOOKS_FOR_UNKNOWN) {
                later(session, session.state, FailureWords.of(e, session));
            } else {
                hold(session, Hold.PAYMENT_UNKNOWN, FailureWords.of(e, session), null);
            }
            return;
        } catch (MaksutException e) {
            later(session, session.state, FailureWords.of(e, session));
            return;
        }
        if (session.state == State.RECEIVED) {
            begin(session, call, fresh);
        } else {
            resolve(session, call, fresh);
        }
    }

    private void begin(ShopifySession session, GatewayCall call, Payment fresh) {
        if (session.kind == SessionKind.VOID && fresh.status() == PaymentStatus.VOIDED) {
            done(session, "it was released before");
            return;
        }
        Optional<Refusal> refusal = session.kind == SessionKind.VOID
                ? fresh.lifecycle().refusal(PaymentAction.VOID)
                : fresh.lifecycle().checkCapture(amount(session));
        if (refusal.isPresent()) {
            notAllowed(session, fresh, refusal.get());
            return;
        }
        ShopifySession intended =
                turn.store(session.edit().intended(fresh.amounts().captured(), turn.now()));
        send(intended, call, fresh, false);
    }

    private void send(ShopifySession session, GatewayCall call, Payment fresh, boolean again) {
        try {
            ActionReceipt receipt = call.await(
                    session.kind == SessionKind.VOID
                            ? call.voidAuthorisation(fresh)
                            : call.capture(fresh, amount(session)));
            LOG.info("{} is done: {}", session, receipt.call());
            done(session, "the gateway has done it");
        } catch (MaksutException e) {
            failed(session, e, again);
        } catch (RuntimeException e) {
            LOG.error("The gateway's adapter failed on {}", session, e);
            unknown(session, "the gateway's adapter failed");
        }
    }

    private void failed(ShopifySession session, MaksutException failure, boolean again) {
        String why = FailureWords.of(failure, session);
        if (failure.money() != MoneyOutcome.NOT_MOVED) {
            unknown(session, why);
            return;
        }
        boolean passes = failure instanceof RateLimitedException || failure instanceof AuthenticationException;
        boolean refused =
                failure instanceof GatewayRefusedException || failure instanceof NotSupportedByGatewayException;
        if (again && !cannotArriveAnyMore(session)) {
            unknown(session, why); // what was sent first may still be done
        } else if (refused && !passes) {
            decline(session, SessionAnswers.PROCESSING_ERROR, Texts.text(session.language, "session.declined"), why);
        } else {
            later(session, State.RECEIVED, why);
        }
    }

    private void resolve(ShopifySession session, GatewayCall call, Payment fresh) {
        if (session.kind == SessionKind.VOID) {
            resolveVoid(session, fresh);
        } else {
            resolveCapture(session, call, fresh);
        }
    }

    private void resolveVoid(ShopifySession session, Payment fresh) {
        if (fresh.status() == PaymentStatus.VOIDED) {
            done(session, "found by reading");
        } else if (fresh.amounts().captured().isPositive()) {
            decline(
                    session,
                    SessionAnswers.PROCESSING_ERROR,
                    Texts.text(session.language, "session.captured"),
                    "captured meanwhile");
        } else if (cannotArriveAnyMore(session)) {
            later(session, State.RECEIVED, "not released");
        } else {
            unknown(session, "nothing has changed, but the request could still arrive");
        }
    }

    private void resolveCapture(ShopifySession session, GatewayCall call, Payment fresh) {
        Money before = Objects.requireNonNull(session.capturedBefore);
        Money amount = amount(session);
        Money after = fresh.amounts().captured();
        if (!after.sameCurrency(before)) {
            hold(session, Hold.OUTCOME_UNKNOWN, "the payment's currency has changed", null);
        } else if (after.compareTo(before.plus(amount)) >= 0) {
            done(session, "found by reading");
        } else if (!after.equals(before)) {
            hold(
                    session,
                    Hold.OUTCOME_UNKNOWN,
                    "captured by something else: " + before + " before, " + after + " now",
                    nextLook());
        } else if (gateway.capabilities().idempotencyKeys()
                && fresh.lifecycle().checkCapture(amount).isEmpty()) {
            // The same key: done once at most. Stored anew, or a lease that was lost would not be noticed.
            send(turn.store(session.edit().later(State.INTENDED, "sent again", turn.now())), call, fresh, true);
        } else if (cannotArriveAnyMore(session)) {
            later(session, State.RECEIVED, "not captured");
        } else {
            unknown(session, "nothing has changed, but the request could still arrive");
        }
    }

    private boolean cannotArriveAnyMore(ShopifySession session) {
        return !Objects.requireNonNull(session.intendedAt)
                .plus(settings.settleDelay())
                .isAfter(turn.now());
    }

    private void notAllowed(ShopifySession session, Payment fresh, Refusal refusal) {
        String english = refusal.explain(Locale.ENGLISH);
        switch (refusal.reason()) {
            case STATUS_UNKNOWN, NOT_DOCUMENTED -> hold(session, Hold.STATUS_UNKNOWN, english, null);
            default -> {
                if (session.kind == SessionKind.CAPTURE && isCapturedByOthers(session, fresh)) {
                    done(session, "it was captured before, past Shopify");
                } else if (isDecided(fresh)) {
                    decline(session, code(session, fresh), answer(session, fresh, refusal), english);
                } else {
                    later(session, State.RECEIVED, fresh.status() + ": " + english);
                }
            }
        }
    }

    /** Shopify does not know of a capture in the gateway's portal, say: its order is in line when it is told so. */
    private boolean isCapturedByOthers(ShopifySession session, Payment fresh) {
        Money captured = fresh.amounts().captured();
        Money amount = amount(session);
        if (!captured.sameCurrency(amount)) {
            return false;
        }
        Money accounted = amount;
        for (ShopifySession other : turn.sessions()) {
            if (other.kind == SessionKind.CAPTURE && other.state == State.DONE && other.amount != null) {
                accounted = accounted.plus(other.amount);
            }
        }
        return captured.equals(accounted);
    }

    /** Whether waiting changes nothing. */
    private static boolean isDecided(Payment fresh) {
        return fresh.status() == PaymentStatus.AUTHORISED
                || fresh.amounts().captured().isPositive()
                || fresh.lifecycle().isFinal();
    }

    private static String code(ShopifySession session, Payment fresh) {
        return session.kind == SessionKind.CAPTURE && fresh.status() == PaymentStatus.VOIDED
                ? SessionAnswers.AUTHORIZATION_EXPIRED
                : SessionAnswers.PROCESSING_ERROR;
    }

    private static String answer(ShopifySession session, Payment fresh, Refusal refusal) {
        return session.kind == SessionKind.VOID && fresh.amounts().captured().isPositive()
                ? Texts.text(session.language, "session.captured")
                : refusal.explain(session.language);
    }

    private void done(ShopifySession session, String how) {
        ShopifySession unused = turn.store(session.edit().done(how, turn.now()));
    }

    private void decline(ShopifySession session, String code, String told, String why) {
        ShopifySession unused = turn.store(session.edit().declined(code, told, why, turn.now()));
    }

    private void unknown(ShopifySession session, String why) {
        boolean patienceOver = Objects.requireNonNull(session.intendedAt)
                .plus(settings.patience())
                .isBefore(turn.now());
        if (patienceOver) {
            hold(session, Hold.OUTCOME_UNKNOWN, why, nextLook());
        } else {
            Instant next = turn.now().plus(settings.pauseAfter(session.failures + 1));
            ShopifySession unused = turn.store(session.edit().later(State.INTENDED, why, next));
        }
    }

    private void later(ShopifySession session, State state, String why) {
        if (state == State.INTENDED) {
            unknown(session, why);
        } else if (session.failures + 1 >= settings.tries()) {
            SessionDraft draft = session.edit();
            draft.state = state;
            ShopifySession unused = turn.store(draft.held(Hold.NOT_SENT, why, null));
        } else {
            Instant next = turn.now().plus(settings.pauseAfter(session.failures + 1));
            ShopifySession unused = turn.store(session.edit().later(state, why, next));
        }
    }

    private void hold(ShopifySession session, Hold hold, String why, @Nullable Instant next) {
        ShopifySession unused = turn.store(session.edit().held(hold, why, next));
    }

    private Instant nextLook() {
        return turn.now().plus(settings.heldPause());
    }

    private static Money amount(ShopifySession session) {
        return Objects.requireNonNull(session.amount, "a capture has an amount");
    }

    /** The same for the same session, also when the database was restored from an older copy. */
    private String key(ShopifySession session) {
        String name = String.join("\n", payment.toString(), session.shop, session.sessionId);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "maksut-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
