package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.RefundRequest;
import io.maksut.shopify.ShopifySession.State;
import io.maksut.sync.Hold;
import io.maksut.sync.RefundSync;
import io.maksut.sync.RequestReceipt;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step of a session: find its payment, do what it asks for, tell Shopify. Thread-safe. */
final class SessionWork {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWork.class);
    /** An index that does not know a payment yet may be catching up. */
    private static final int LOOKS_FOR_UNKNOWN = 8;

    private final RefundSync sync;
    private final Map<String, ShopifyShop> shops;
    private final Map<String, PaymentGateway> gateways;
    private final SessionSettings settings;

    SessionWork(
            RefundSync sync,
            Map<String, ShopifyShop> shops,
            Map<String, PaymentGateway> gateways,
            SessionSettings settings) {
        this.sync = sync;
        this.shops = Map.copyOf(shops);
        this.gateways = Map.copyOf(gateways);
        this.settings = settings;
    }

    /** Works off what is due of a payment. */
    void work(SessionTurn turn) {
        for (Optional<ShopifySession> next = turn.nextDue(); next.isPresent(); next = turn.nextDue()) {
            step(turn, next.get());
        }
    }

    private void step(SessionTurn turn, ShopifySession session) {
        ShopifyShop shop = shops.get(session.shop);
        if (sync.watchesOnly()) {
            later(turn, session, "this program only watches");
        } else if (session.state.ended()) {
            tell(turn, session, shop);
        } else if (shop == null) {
            later(turn, session, "the shop is not connected");
        } else {
            doAsAsked(turn, session, shop);
        }
    }

    private void doAsAsked(SessionTurn turn, ShopifySession session, ShopifyShop shop) {
        Optional<PaymentId> payment;
        try {
            PaymentMatching matching = shop.paymentsMatching();
            payment = matching == null ? Optional.empty() : matching.payment(turn.paymentId());
        } catch (MaksutException e) {
            later(turn, session, FailureWords.of(e, session));
            return;
        }
        if (payment.isEmpty()) {
            unknownPayment(turn, session);
        } else if (session.kind == SessionKind.REFUND) {
            handOver(turn, session, payment.get());
        } else {
            PaymentGateway gateway = gateways.get(payment.get().account());
            if (gateway == null) {
                ShopifySession unused = turn.store(session.edit()
                        .held(Hold.ACCOUNT_UNKNOWN, "no gateway is connected for the payment's account", null));
            } else if (sync.ledger().stopOf(payment.get(), session.shop).isPresent()) {
                later(turn, session, "money operations are stopped");
            } else {
                new SessionMoney(turn, gateway, payment.get(), settings).step(session);
            }
        }
    }

    private void unknownPayment(SessionTurn turn, ShopifySession session) {
        if (session.failures < LOOKS_FOR_UNKNOWN) {
            later(turn, session, "no payment is known by Shopify's payment id");
            return;
        }
        ShopifySession unused = turn.store(session.edit()
                .declined(
                        SessionAnswers.PROCESSING_ERROR,
                        Texts.text(session.language, "session.payment_unknown"),
                        "no payment is known by Shopify's payment id",
                        turn.now()));
    }

    /** Once the engine has it, its own row says what becomes of it; handed over twice it is there once. */
    private void handOver(SessionTurn turn, ShopifySession session, PaymentId payment) {
        Money amount = session.amount;
        if (amount == null) {
            throw new IllegalStateException("a refund without an amount was not declined");
        }
        try {
            RequestReceipt receipt = sync.request(
                    session.shop,
                    RefundRequest.builder(session.sessionId, payment, amount)
                            .merchantLocale(session.language)
                            .build());
            if (receipt.kind() == RequestReceipt.Kind.CONTRADICTS) {
                Optional.ofNullable(shops.get(session.shop))
                        .ifPresent(shop ->
                                shop.reports().warn(new ShopifyEvent.SessionEdited(session.shop, session.sessionId)));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error("{} cannot be handed to the engine: {}", session, e.getMessage());
            later(turn, session, "the engine is not set up for it");
            return;
        }
        SessionDraft draft = session.edit();
        draft.state = State.HANDED_OVER;
        draft.dueAt = null;
        ShopifySession unused = turn.store(draft);
    }

    private void tell(SessionTurn turn, ShopifySession session, @Nullable ShopifyShop shop) {
        turn.hold();
        String failure = "the shop is not connected";
        boolean isFinal = false;
        try {
            if (shop != null) {
                answer(session, shop);
                ShopifySession unused = turn.store(session.edit().told(turn.now()));
                return;
            }
        } catch (MaksutException e) {
            failure = FailureWords.of(e, session);
            boolean passes = e instanceof RateLimitedException || e instanceof AuthenticationException;
            isFinal = e instanceof GatewayRefusedException && !passes;
        }
        Hold hold = isFinal || !settings.tellsOn(session.tellFailures) ? Hold.SHOP_NOT_TOLD : null;
        Instant next = isFinal ? null : turn.now().plus(settings.pauseBeforeTelling(session.tellFailures));
        ShopifySession unused = turn.store(session.edit().notTold(failure, next, hold));
    }

    private static void answer(ShopifySession session, ShopifyShop shop) {
        if (session.state == State.DONE) {
            shop.answers().resolve(session.kind, session.sessionId, shop.begin());
        } else {
            shop.answers()
                    .reject(
                            session.kind,
                            session.sessionId,
                            orElse(session.rejectCode, SessionAnswers.PROCESSING_ERROR),
                            orElse(session.answer, ""),
                            shop.begin());
        }
    }

    private void later(SessionTurn turn, ShopifySession session, String why) {
        Instant next = turn.now().plus(settings.pauseAfter(session.failures + 1));
        ShopifySession unused = turn.store(session.edit().later(session.state, why, next));
    }

    private static String orElse(@Nullable String text, String other) {
        return text == null ? other : text;
    }
}
