package io.maksut.shopify;

import io.maksut.sandbox.Movement;
import io.maksut.sandbox.shopify.ShopifySandbox;
import io.maksut.sandbox.shopify.session.PaymentsSession;

/** A session that staff of a sandbox shop caused, and what it is to move at the gateway. */
record SessionAsked(ShopifySandbox shop, SessionKind kind, String order, String transactionId) {
    static final String PAYMENT = "p1";

    /** Of the payment p1 over 49.90: 10.00 of it given back, or all of it taken or released. */
    static SessionAsked of(ShopifySandbox shop, SessionKind kind) {
        return of(shop, kind, PAYMENT);
    }

    static SessionAsked of(ShopifySandbox shop, SessionKind kind, String payment) {
        var seed = shop.merchant().order().total("49.90");
        String order = (kind == SessionKind.REFUND
                        ? seed.sale(ShopifyWorld.HANDLE, payment)
                        : seed.authorization(ShopifyWorld.HANDLE, payment))
                .place();
        return asked(shop, kind, order, kind == SessionKind.REFUND ? "10.00" : "49.90");
    }

    private static SessionAsked asked(ShopifySandbox shop, SessionKind kind, String order, String amount) {
        return new SessionAsked(
                shop,
                kind,
                order,
                switch (kind) {
                    case REFUND ->
                        shop.merchant()
                                .refund(order)
                                .amount(amount)
                                .make()
                                .transactionIds()
                                .get(0);
                    case CAPTURE -> shop.merchant().capture(authorization(shop, order), amount);
                    case VOID -> shop.merchant().release(authorization(shop, order));
                });
    }

    private static String authorization(ShopifySandbox shop, String order) {
        return "gid://shopify/OrderTransaction/"
                + shop.order(order).payments().findFirst().orElseThrow().id();
    }

    PaymentsSession now() {
        return shop.sessions().ofTransaction(transactionId);
    }

    /** What Shopify shows of it. */
    String status() {
        long id = Long.parseLong(transactionId.substring(transactionId.lastIndexOf('/') + 1));
        return shop.order(order).transaction(id).orElseThrow().status();
    }

    static String state(SessionKind kind) {
        return kind == SessionKind.REFUND ? "settled" : "authorized";
    }

    static Movement.Kind movement(SessionKind kind) {
        return switch (kind) {
            case REFUND -> Movement.Kind.REFUND;
            case CAPTURE -> Movement.Kind.CAPTURE;
            case VOID -> Movement.Kind.VOID;
        };
    }

    /** Where Frisbii is asked for it. */
    static String path(SessionKind kind) {
        return switch (kind) {
            case REFUND -> "/v1/refund";
            case CAPTURE -> "/v1/charge/*/settle";
            case VOID -> "/v1/charge/*/cancel";
        };
    }
}
