package io.maksut.shopify;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.RequestReceipt;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands sessions to the engine as soon as their payments are known, and tells Shopify of those that were declined
 * before. Repeating a step has no second effect: the engine knows sessions by their ids. Thread-safe.
 */
final class SessionWork {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWork.class);
    /** The index may learn of a payment late, so it is searched this often. */
    private static final int LOOKS_FOR_UNKNOWN = 8;

    // @formatter:off
    /** Pauses between searches for a payment, and while the shop or the engine is not set up for it. */
    private static final List<Duration> LOOKS = List.of(
            Duration.ofSeconds(2), Duration.ofSeconds(5),  Duration.ofSeconds(15), Duration.ofSeconds(30),
            Duration.ofMinutes(1), Duration.ofMinutes(2),  Duration.ofMinutes(5),  Duration.ofMinutes(10),
            Duration.ofMinutes(20), Duration.ofMinutes(40), Duration.ofHours(1));

    /** Pauses between attempts to tell Shopify, which wants up to 18 of them in a day; then once an hour. */
    private static final List<Duration> TELLING = List.of(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(45),
            Duration.ofMinutes(1), Duration.ofMinutes(2),  Duration.ofMinutes(5),  Duration.ofMinutes(12),
            Duration.ofMinutes(38), Duration.ofHours(1),   Duration.ofHours(2),    Duration.ofHours(4),
            Duration.ofHours(4),   Duration.ofHours(4),    Duration.ofHours(4),    Duration.ofHours(4));
    // @formatter:on

    /** So many of these, some twenty minutes, before a person is asked of what Shopify refuses: it may not have our 201 yet. */
    private static final int TELLING_REFUSED = 8;

    private static final Duration HOURLY = Duration.ofHours(1);

    private final RefundSync sync;
    private final Map<String, ShopifyShop> shops;
    private final Clock clock;

    SessionWork(RefundSync sync, Map<String, ShopifyShop> shops, Clock clock) {
        this.sync = sync;
        this.shops = Map.copyOf(shops);
        this.clock = clock;
    }

    /**
     * The result of a step.
     *
     * @param session null if the engine has it now
     * @param pause until the next step; null if there is none
     */
    record Step(
            @Nullable UnmatchedSession session, @Nullable Duration pause) {}

    /** Carries out the next step of a session. */
    Step step(UnmatchedSession session) {
        if (sync.watchesOnly()) {
            return new Step(session, HOURLY);
        }
        ShopifyShop shop = shops.get(session.shop());
        boolean declined = session.state() == UnmatchedSession.State.DECLINED;
        if (shop == null) {
            return declined
                    ? notTold(session, "the shop is not connected", TELLING.size())
                    : later(session, "the shop is not connected");
        }
        return declined ? tell(session, shop) : match(session, shop);
    }

    private Step match(UnmatchedSession session, ShopifyShop shop) {
        Optional<PaymentId> payment;
        try {
            payment = payment(shop, session.paymentId());
        } catch (MaksutException e) {
            return later(session, FailureWords.of(e, session));
        }
        if (payment.isEmpty()) {
            return unknownPayment(session);
        }
        try {
            request(shop, session.kind(), session.sessionId(), payment.get(), session.amount(), session.language());
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error("{} cannot be handed to the engine: {}", session, e.getMessage());
            return later(session, "the engine is not set up for it");
        }
        return new Step(null, null);
    }

    private Step unknownPayment(UnmatchedSession session) {
        if (operation(session.shop(), session.kind(), session.sessionId()).isPresent()) {
            return new Step(null, null); // a copy of the request found the payment
        }
        return session.failures() < LOOKS_FOR_UNKNOWN
                ? later(session, "no payment is known by Shopify's payment id")
                : new Step(session.declined("session.payment_unknown"), Duration.ZERO);
    }

    /** The payment with this id at Shopify; empty if there is none. */
    static Optional<PaymentId> payment(ShopifyShop shop, String shopifyPaymentId) {
        PaymentMatching matching = shop.paymentsMatching();
        return matching == null ? Optional.empty() : matching.payment(shopifyPaymentId);
    }

    /** The engine's operation for a session. */
    Optional<LedgerOperation> operation(String shop, SessionKind kind, String sessionId) {
        return kind == SessionKind.REFUND
                ? sync.ledger().refund(shop, sessionId)
                : sync.ledger().captureOrVoid(shop, sessionId);
    }

    /**
     * Stores a session in the engine's ledger, where its row then shows what becomes of it. A second call has no
     * effect.
     *
     * @throws IllegalArgumentException if the engine is not set up for it
     * @throws IllegalStateException likewise
     */
    void request(
            ShopifyShop shop, SessionKind kind, String id, PaymentId payment, @Nullable Money amount, Locale language) {
        RequestReceipt receipt = switch (kind) {
            case REFUND ->
                sync.request(
                        shop.name(),
                        RefundRequest.builder(id, payment, Objects.requireNonNull(amount))
                                .merchantLocale(language)
                                .build());
            case CAPTURE ->
                sync.request(
                        shop.name(),
                        AuthorisationRequest.capture(id, payment, Objects.requireNonNull(amount))
                                .merchantLocale(language));
            case VOID ->
                sync.request(
                        shop.name(), AuthorisationRequest.release(id, payment).merchantLocale(language));
        };
        if (receipt.kind() == RequestReceipt.Kind.CONTRADICTS) {
            shop.reports().warn(new ShopifyEvent.SessionEdited(shop.name(), id));
        }
    }

    private Step tell(UnmatchedSession session, ShopifyShop shop) {
        try {
            String words = session.answer() == null ? "" : session.answer();
            shop.answers()
                    .reject(session.kind(), session.sessionId(), SessionAnswers.PROCESSING_ERROR, words, shop.begin());
            return new Step(session.told(clock.instant()), null);
        } catch (MaksutException e) {
            String failure = FailureWords.of(e, session);
            boolean passes = e instanceof RateLimitedException || e instanceof AuthenticationException;
            boolean refused = e instanceof GatewayRefusedException && !passes;
            return notTold(session, failure, refused ? TELLING_REFUSED : TELLING.size());
        }
    }

    /** @param tries before a person is asked; it goes on being told all the same */
    private static Step notTold(UnmatchedSession session, String why, int tries) {
        int failures = session.failures();
        return new Step(
                failures < tries ? session.later(why) : session.notTold(why),
                failures < TELLING.size() ? TELLING.get(failures) : HOURLY);
    }

    /** After a copy of a session: its own 201 has to reach Shopify before an answer. */
    static Duration afterACopy() {
        return TELLING.get(0);
    }

    private static Step later(UnmatchedSession session, String why) {
        return new Step(session.later(why), LOOKS.get(Math.min(session.failures(), LOOKS.size() - 1)));
    }
}
