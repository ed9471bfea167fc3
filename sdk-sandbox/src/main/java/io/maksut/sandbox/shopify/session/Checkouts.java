package io.maksut.sandbox.shopify.session;

import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Transaction;
import io.maksut.sandbox.shopify.shop.Gateway;
import io.maksut.sandbox.shopify.shop.OrderSeed;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.Payments;
import io.maksut.sandbox.shopify.shop.Shop;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Customers at the checkout who pay through a payments app. The order comes into being when the app says that the payment
 * is done or pending; of a checkout that was abandoned meanwhile no order comes, though the payment is resolved. Thread-safe.
 */
public final class Checkouts {
    /** A payment session as it stands. Immutable. */
    public record PaymentSession(
            String id,
            State state,
            @Nullable String reason,
            @Nullable String merchantMessage,
            @Nullable Instant authorizationExpiresAt,
            @Nullable Instant pendingExpiresAt) {
        /** What became of it. */
        public enum State {
            OPEN,
            PENDING,
            RESOLVED,
            REJECTED
        }

        public String gid() {
            return PREFIX + id;
        }
    }

    private static final String PREFIX = "gid://shopify/PaymentSession/";

    private static final class Checkout {
        private final OrderSeed seed;
        private final Gateway gateway;
        private final String kind;
        private PaymentSession session;
        private boolean abandoned;
        private @Nullable String orderId;

        Checkout(OrderSeed seed, Gateway gateway, String kind, PaymentSession session) {
            this.seed = seed;
            this.gateway = gateway;
            this.kind = kind;
            this.session = session;
        }
    }

    private final Shop shop;
    private final Payments payments;
    private final Map<String, Checkout> checkouts = new LinkedHashMap<>();

    public Checkouts(Shop shop, Payments payments) {
        this.shop = shop;
        this.payments = payments;
    }

    public synchronized void reset() {
        checkouts.clear();
    }

    /**
     * A customer is about to pay for the order; returns the payment session's gid.
     *
     * @param kind SALE or AUTHORIZATION
     */
    public synchronized String open(OrderSeed seed, Gateway gateway, String kind) {
        String id = shop.ids().token(24);
        PaymentSession session = new PaymentSession(id, PaymentSession.State.OPEN, null, null, null, null);
        checkouts.put(session.gid(), new Checkout(seed, gateway, kind, session));
        return session.gid();
    }

    /** The customer has gone, or the checkout has timed out. */
    public synchronized void abandon(String gid) {
        get(gid).abandoned = true;
    }

    /** The gid of the order that came of it. */
    public synchronized Optional<String> orderOf(String gid) {
        return Optional.ofNullable(get(gid).orderId);
    }

    public synchronized Optional<PaymentSession> find(String gid) {
        return Optional.ofNullable(checkouts.get(gid)).map(checkout -> checkout.session);
    }

    public synchronized PaymentsSessions.Verdict resolve(String gid, @Nullable Instant authorizationExpiresAt) {
        Checkout checkout = checkouts.get(gid);
        if (checkout == null) {
            return PaymentsSessions.Verdict.NOT_FOUND;
        }
        switch (checkout.session.state()) {
            case RESOLVED -> {
                return PaymentsSessions.Verdict.DONE;
            }
            case REJECTED -> {
                return PaymentsSessions.Verdict.INVALID_STATE;
            }
            case PENDING -> paid(checkout).ifPresent(payment -> payments.conclude(payment.id(), Outcome.success()));
            case OPEN -> place(checkout, Transaction.SUCCESS, authorizationExpiresAt);
        }
        checkout.session = new PaymentSession(
                checkout.session.id(),
                PaymentSession.State.RESOLVED,
                null,
                null,
                authorizationExpiresAt,
                checkout.session.pendingExpiresAt());
        return PaymentsSessions.Verdict.DONE;
    }

    public synchronized PaymentsSessions.Verdict reject(String gid, String code, @Nullable String merchantMessage) {
        Checkout checkout = checkouts.get(gid);
        if (checkout == null) {
            return PaymentsSessions.Verdict.NOT_FOUND;
        }
        if (checkout.session.state() == PaymentSession.State.REJECTED) {
            return PaymentsSessions.Verdict.DONE;
        }
        if (checkout.session.state() == PaymentSession.State.RESOLVED) {
            return PaymentsSessions.Verdict.INVALID_STATE;
        }
        String told = merchantMessage == null ? "The payment was declined" : merchantMessage;
        paid(checkout).ifPresent(payment -> payments.conclude(payment.id(), Outcome.failure(code, told)));
        checkout.session = new PaymentSession(
                checkout.session.id(), PaymentSession.State.REJECTED, code, merchantMessage, null, null);
        return PaymentsSessions.Verdict.DONE;
    }

    public synchronized PaymentsSessions.Verdict pend(String gid, String reason, Instant expiresAt) {
        Checkout checkout = checkouts.get(gid);
        if (checkout == null) {
            return PaymentsSessions.Verdict.NOT_FOUND;
        }
        if (checkout.session.state() == PaymentSession.State.OPEN) {
            place(checkout, Transaction.PENDING, null);
        } else if (checkout.session.state() != PaymentSession.State.PENDING) {
            return PaymentsSessions.Verdict.INVALID_STATE;
        }
        checkout.session =
                new PaymentSession(checkout.session.id(), PaymentSession.State.PENDING, reason, null, null, expiresAt);
        return PaymentsSessions.Verdict.DONE;
    }

    private static void place(Checkout checkout, String status, @Nullable Instant authorizedUntil) {
        if (checkout.abandoned) {
            return;
        }
        OrderSeed seed =
                checkout.seed.tender(checkout.kind, status, checkout.gateway.handle(), checkout.session.id(), null);
        if (authorizedUntil != null) {
            seed.authorizedUntil(authorizedUntil);
        }
        checkout.orderId = seed.place();
    }

    private Optional<Transaction> paid(Checkout checkout) {
        return Optional.ofNullable(checkout.orderId)
                .flatMap(orderId -> shop.orders().find(Gid.number("Order", orderId)))
                .flatMap(order -> payment(order, checkout.session.id()));
    }

    private static Optional<Transaction> payment(Order order, String paymentId) {
        return order.payments()
                .filter(payment -> paymentId.equals(payment.paymentId()))
                .findFirst();
    }

    private Checkout get(String gid) {
        Checkout checkout = checkouts.get(gid);
        if (checkout == null) {
            throw new IllegalArgumentException("no payment session " + gid);
        }
        return checkout;
    }
}
