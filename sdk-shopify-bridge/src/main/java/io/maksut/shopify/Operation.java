package io.maksut.shopify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The operations that the bridge sends to Shopify, each with a document under {@code graphql/}. Tests check each
 * document against the real schemas, and its cost against the budget.
 */
enum Operation {
    // @formatter:off
    ORDER                   ("order",                    "order",                     Access.READ),
    CHANGED_ORDERS          ("changed_orders",           "orders",                    Access.READ),
    ORDERS_OF_PAYMENT       ("orders_of_payment",        "orders",                    Access.READ),
    ORDERS_OF_CUSTOMER      ("orders_of_customer",       "orders",                    Access.READ),
    SHIPPING                ("shipping",                 "order",                     Access.READ),
    INSTALLATION            ("installation",             "currentAppInstallation",    Access.READ),
    WEBHOOK_SUBSCRIPTIONS   ("webhook_subscriptions",    "webhookSubscriptions",      Access.READ),
    TAG_ORDER               ("tag_order",                "tagsAdd",                   Access.WRITE),
    CREATE_WEBHOOK          ("create_webhook",           "webhookSubscriptionCreate", Access.WRITE),
    REPAIR_WEBHOOK          ("repair_webhook",           "webhookSubscriptionUpdate", Access.WRITE),
    CREATE_REFUND           ("create_refund",            "refundCreate",              Access.WRITE),
    RESOLVE_REFUND_SESSION  ("resolve_refund_session",   "refundSessionResolve",      Access.PAYMENTS_APP),
    REJECT_REFUND_SESSION   ("reject_refund_session",    "refundSessionReject",       Access.PAYMENTS_APP),
    RESOLVE_CAPTURE_SESSION ("resolve_capture_session",  "captureSessionResolve",     Access.PAYMENTS_APP),
    REJECT_CAPTURE_SESSION  ("reject_capture_session",   "captureSessionReject",      Access.PAYMENTS_APP),
    RESOLVE_VOID_SESSION    ("resolve_void_session",     "voidSessionResolve",        Access.PAYMENTS_APP),
    REJECT_VOID_SESSION     ("reject_void_session",      "voidSessionReject",         Access.PAYMENTS_APP);
    // @formatter:on

    /** Which API it uses, and whether it changes anything. */
    enum Access {
        READ,
        WRITE,
        PAYMENTS_APP
    }

    private final String file;
    private final String root;
    private final Access access;
    private final String document;

    Operation(String file, String root, Access access) {
        this.file = file;
        this.root = root;
        this.access = access;
        this.document = read(file);
    }

    /** The document as it is sent. */
    String document() {
        return document;
    }

    /** The first field of the answer's data. */
    String root() {
        return root;
    }

    boolean writes() {
        return access != Access.READ;
    }

    Access access() {
        return access;
    }

    /** The name in logs and reports. */
    String title() {
        return "Shopify " + file.replace('_', ' ');
    }

    private static String read(String file) {
        try (InputStream in = Operation.class.getResourceAsStream("graphql/" + file + ".graphql")) {
            if (in == null) {
                throw new IllegalStateException("Missing " + file + ".graphql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
