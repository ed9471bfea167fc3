package io.maksut.sync;

import io.maksut.error.AuthenticationException;
import io.maksut.error.DatabaseException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotFoundException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Judgement;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refusal;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.storage.LeaseLostException;
import io.maksut.sync.LedgerCapture.State;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ship to settle: captures what the shop has shipped, once. As with refunds, what is about to be sent is stored before, and
 * an outcome that is not known is found out by key where the gateway has keys, else by reading. Thread-safe.
 */
final class CaptureWork {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureWork.class);

    private final Engine engine;

    CaptureWork(Engine engine) {
        this.engine = engine;
    }

    /** One step of a capture that is due. */
    void step(Turn turn, LedgerCapture capture) {
        Optional<PaymentGateway> gateway = engine.gateway(capture.payment().account());
        if (gateway.isEmpty()) {
            hold(turn, capture, Hold.ACCOUNT_UNKNOWN, Texts.text(Locale.ENGLISH, "failure.gateway.not_connected"), "");
            return;
        }
        String plugin = "the plugin of " + capture.payment().account();
        try {
            GatewayCall call = Plugins.ask(
                    plugin,
                    () -> gateway.get()
                            .begin(CallOptions.DEFAULT
                                    .withTimeout(engine.settings().callTimeout())
                                    .withIdempotencyKey(capture.key())));
            Payment fresh = Plugins.ask(
                    plugin, () -> call.await(call.read(capture.payment().reference())));
            if (capture.state() == State.WANTED) {
                begin(turn, capture, call, fresh);
            } else {
                resolve(
                        turn,
                        capture,
                        call,
                        fresh,
                        Plugins.ask(plugin, () -> gateway.get().capabilities().idempotencyKeys()));
            }
        } catch (NotFoundException e) {
            hold(turn, capture, Hold.PAYMENT_UNKNOWN, words(e), FailureWords.detail(e));
        } catch (MaksutException e) {
            later(turn, capture, capture.state(), words(e), FailureWords.detail(e));
        }
    }

    private void begin(Turn turn, LedgerCapture capture, GatewayCall call, Payment fresh) {
        if (fresh.method() != PaymentMethod.CARD
                && fresh.status() == PaymentStatus.AUTHORISED
                && !fresh.allowedActions().contains(PaymentAction.CAPTURE)) {
            drop(turn, capture, "not captured here: " + fresh.method());
            return;
        }
        Judgement judgement = fresh.lifecycle();
        Money amount = capture.amount() == null ? judgement.limit(PaymentAction.CAPTURE) : capture.amount();
        Optional<Refusal> refusal =
                capture.amount() == null ? judgement.refusal(PaymentAction.CAPTURE) : judgement.checkCapture(amount);
        if (refusal.isPresent()) {
            notAllowed(turn, capture, fresh, refusal.get());
            return;
        }
        LedgerCapture intended = capture.intended(amount, fresh.amounts().captured(), engine.now());
        turn.store(intended, LedgerEvent.Kind.CAPTURE_INTENDED, null, amount + " under key " + capture.key());
        send(turn, intended, call, fresh);
    }

    private void send(Turn turn, LedgerCapture capture, GatewayCall call, Payment fresh) {
        Money amount = Optional.ofNullable(capture.amount()).orElseThrow();
        turn.holdFor(engine.settings().callTimeout());
        try {
            ActionReceipt receipt = call.await(call.capture(fresh, amount));
            turn.store(capture.captured(), LedgerEvent.Kind.CAPTURED, null, amount + "; " + receipt.call());
        } catch (MaksutException e) {
            failed(turn, capture, e);
        } catch (LeaseLostException | DatabaseException e) {
            throw e;
        } catch (Throwable e) { // an Error, too: it may have been sent
            LOG.error("The gateway's adapter failed on {}", capture, e);
            later(turn, capture, State.INTENDED, Texts.text(Locale.ENGLISH, "failure.gateway.adapter"), "");
        }
    }

    private void failed(Turn turn, LedgerCapture capture, MaksutException failure) {
        if (failure.money() != MoneyOutcome.NOT_MOVED) {
            later(turn, capture, State.INTENDED, words(failure), FailureWords.detail(failure));
            return;
        }
        boolean passes = failure instanceof RateLimitedException || failure instanceof AuthenticationException;
        if (failure instanceof GatewayRefusedException && !passes) {
            hold(turn, capture.again(engine.now()), Hold.CAPTURE_REFUSED, words(failure), FailureWords.detail(failure));
        } else {
            later(turn, capture, State.WANTED, words(failure), FailureWords.detail(failure));
        }
    }

    private void resolve(Turn turn, LedgerCapture capture, GatewayCall call, Payment fresh, boolean hasKeys) {
        Money before = Optional.ofNullable(capture.capturedBefore()).orElseThrow();
        Money amount = Optional.ofNullable(capture.amount()).orElseThrow();
        Money after = fresh.amounts().captured();
        if (!after.sameCurrency(before)) {
            hold(turn, capture, Hold.OUTCOME_UNKNOWN, "the payment's currency has changed", "");
        } else if (after.compareTo(before.plus(amount)) >= 0) {
            turn.store(capture.captured(), LedgerEvent.Kind.CAPTURED, null, amount + ", found by reading");
        } else if (!after.equals(before)) {
            hold(
                    turn,
                    capture,
                    Hold.OUTCOME_UNKNOWN,
                    "captured by something else: " + before + " before, " + after + " now",
                    "");
        } else if (hasKeys && fresh.lifecycle().checkCapture(amount).isEmpty()) {
            send(turn, capture, call, fresh); // the same key: done once at most
        } else if (sentLongAgo(capture)) {
            // It cannot arrive any more, and nothing was captured: begins anew, with what the payment allows now.
            later(turn, capture, State.WANTED, "not captured", "");
        } else {
            later(turn, capture, State.INTENDED, "nothing has changed, but the request could still arrive", "");
        }
    }

    private boolean sentLongAgo(LedgerCapture capture) {
        Instant sent = Optional.ofNullable(capture.intendedAt()).orElse(capture.createdAt());
        return !sent.plus(engine.settings().settleDelay()).isAfter(engine.now());
    }

    private void notAllowed(Turn turn, LedgerCapture capture, Payment fresh, Refusal refusal) {
        String why = refusal.explain(Locale.ENGLISH);
        boolean captured = fresh.status() == PaymentStatus.SETTLED
                || fresh.status() == PaymentStatus.PARTIALLY_REFUNDED
                || fresh.status() == PaymentStatus.REFUNDED;
        if (captured || fresh.lifecycle().isFinal()) {
            drop(turn, capture, "not needed or not possible any more: " + fresh.status() + "; " + why);
        } else if (fresh.status() == PaymentStatus.AUTHORISED) {
            hold(turn, capture, Hold.CAPTURE_REFUSED, why, "");
        } else {
            later(turn, capture, State.WANTED, why, fresh.status().name());
        }
    }

    private static void drop(Turn turn, LedgerCapture capture, String why) {
        turn.store(capture.dropped(why), LedgerEvent.Kind.CAPTURE_DROPPED, null, why);
    }

    /** {@code words} for the merchant, {@code detail} for the auditor only. */
    private static void hold(Turn turn, LedgerCapture capture, Hold hold, String words, String detail) {
        turn.store(
                capture.held(hold, words), LedgerEvent.Kind.CAPTURE_HELD, null, hold + ": " + together(words, detail));
    }

    private void later(Turn turn, LedgerCapture capture, State state, String words, String detail) {
        if (capture.failures() + 1 >= engine.settings().sendTries()) {
            hold(turn, capture, state == State.INTENDED ? Hold.OUTCOME_UNKNOWN : Hold.NOT_SENT, words, detail);
            return;
        }
        Instant next = engine.now().plus(engine.settings().pauseAfter(capture.failures() + 1));
        turn.store(
                capture.later(state, words, next),
                LedgerEvent.Kind.CAPTURE_WANTED,
                null,
                "tried again: " + together(words, detail));
    }

    private static String words(MaksutException failure) {
        return FailureWords.ofGateway(failure, Locale.ENGLISH);
    }

    private static String together(String words, String detail) {
        return detail.isEmpty() ? words : words + " " + detail;
    }
}
