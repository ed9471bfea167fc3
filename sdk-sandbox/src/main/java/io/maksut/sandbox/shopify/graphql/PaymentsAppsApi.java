package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.session.Checkouts;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import io.maksut.sandbox.shopify.session.PaymentsSessions.Verdict;
import io.maksut.sandbox.shopify.shop.Payout;
import io.maksut.sandbox.shopify.shop.Shop;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Payments Apps API: how a payments app answers its sessions. It cannot ask for their states. Thread-safe. */
public final class PaymentsAppsApi {
    private static final String SESSIONS = "write_payment_sessions";
    private static final String GATEWAYS = "write_payment_gateways";

    private final PaymentsSessions sessions;
    private final Checkouts checkouts;
    private final Clock clock;
    private final FieldFaults faults = new FieldFaults();
    private final CompiledSchema schema;

    public PaymentsAppsApi(
            Shop shop, ApiVersions versions, PaymentsSessions sessions, Checkouts checkouts, Clock clock) {
        this.sessions = sessions;
        this.checkouts = checkouts;
        this.clock = clock;
        ShopRows shopRows = new ShopRows(shop, versions);
        this.schema = new CompiledSchema(
                SchemaText.paymentsApps(),
                List.of(
                        Fields.root("QueryRoot").row("publicApiVersions", caller -> shopRows.versions()),
                        mutations(),
                        ShopRows.version()),
                faults,
                source -> source instanceof Map<?, ?> map ? String.valueOf(map.get("__typename")) : "");
    }

    public FieldFaults faults() {
        return faults;
    }

    CompiledSchema schema() {
        return schema;
    }

    private Fields<Caller> mutations() {
        return Fields.root("MutationRoot")
                .row("refundSessionResolve", SESSIONS, (caller, env) -> resolve(Payout.Kind.REFUND, env))
                .row("refundSessionReject", SESSIONS, (caller, env) -> reject(Payout.Kind.REFUND, env))
                .row("captureSessionResolve", SESSIONS, (caller, env) -> resolve(Payout.Kind.CAPTURE, env))
                .row("captureSessionReject", SESSIONS, (caller, env) -> reject(Payout.Kind.CAPTURE, env))
                .row("voidSessionResolve", SESSIONS, (caller, env) -> resolve(Payout.Kind.VOID, env))
                .row("voidSessionReject", SESSIONS, (caller, env) -> reject(Payout.Kind.VOID, env))
                .row("paymentSessionResolve", SESSIONS, (caller, env) -> resolvePayment(env))
                .row("paymentSessionReject", SESSIONS, (caller, env) -> rejectPayment(env))
                .row("paymentSessionPending", SESSIONS, (caller, env) -> pendPayment(env))
                .row("paymentsAppConfigure", GATEWAYS, (caller, env) -> configure(env));
    }

    // Refund, capture, void

    private Object resolve(Payout.Kind kind, DataFetchingEnvironment env) {
        String gid = Arguments.of(env).text("id");
        return payload(kind, gid, sessions.resolve(kind, gid));
    }

    private Object reject(Payout.Kind kind, DataFetchingEnvironment env) {
        String gid = Arguments.of(env).text("id");
        Arguments reason = Arguments.of(env).object("reason");
        return payload(
                kind,
                gid,
                sessions.reject(
                        kind,
                        gid,
                        reason.text("code"),
                        reason.find("merchantMessage").orElse(null)));
    }

    private Object payload(Payout.Kind kind, String gid, Verdict verdict) {
        String name = kind.name().toLowerCase(Locale.ROOT) + "Session";
        if (verdict != Verdict.DONE) {
            return refused(name, kind.name() + "_SESSION_" + verdict.name());
        }
        PaymentsSession session = sessions.find(kind, gid).orElseThrow();
        boolean resolved = session.state() == PaymentsSession.State.RESOLVED;
        String type = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "State";
        Map<String, @Nullable Object> state = new HashMap<>();
        state.put("__typename", type + (resolved ? "Resolved" : "Rejected"));
        state.put("code", resolved ? "RESOLVED" : "REJECTED");
        state.put("reason", session.reason());
        state.put("merchantMessage", session.merchantMessage());
        return Payload.done(name, Map.of("id", session.gid(), "state", state));
    }

    private static Object refused(String name, String code) {
        Map<String, @Nullable Object> error = new HashMap<>();
        error.put("field", List.of("id"));
        error.put("code", code);
        error.put(
                "message",
                code.endsWith("NOT_FOUND") ? "Session not found" : "Session is not in a state that allows this");
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put(name, null);
        payload.put("userErrors", List.of(error));
        return payload;
    }

    // Payments

    private Object resolvePayment(DataFetchingEnvironment env) {
        Arguments arguments = Arguments.of(env);
        String gid = arguments.text("id");
        Instant expiresAt = env.getArgument("authorizationExpiresAt");
        return payment(gid, checkouts.resolve(gid, expiresAt), "NOT_FOUND", "INVALID_STATE");
    }

    private Object rejectPayment(DataFetchingEnvironment env) {
        Arguments arguments = Arguments.of(env);
        String gid = arguments.text("id");
        Arguments reason = arguments.object("reason");
        Verdict verdict = checkouts.reject(
                gid, reason.text("code"), reason.find("merchantMessage").orElse(null));
        return payment(gid, verdict, "NOT_FOUND", "INVALID_STATE");
    }

    private Object pendPayment(DataFetchingEnvironment env) {
        Arguments arguments = Arguments.of(env);
        String gid = arguments.text("id");
        Instant expiresAt = env.getArgument("pendingExpiresAt");
        if (expiresAt == null || !expiresAt.isAfter(clock.instant())) {
            return refused("paymentSession", "EXPIRED_PENDING_EXPIRES_AT");
        }
        return payment(
                gid, checkouts.pend(gid, arguments.text("reason"), expiresAt), "NOT_FOUND", "PENDING_INVALID_STATE");
    }

    private Object payment(String gid, Verdict verdict, String notFound, String invalidState) {
        Optional<Checkouts.PaymentSession> found = checkouts.find(gid);
        if (verdict != Verdict.DONE || found.isEmpty()) {
            return refused("paymentSession", verdict == Verdict.NOT_FOUND ? notFound : invalidState);
        }
        Checkouts.PaymentSession session = found.get();
        String code = session.state().name();
        Map<String, @Nullable Object> state = new HashMap<>();
        state.put(
                "__typename",
                "PaymentSessionState" + code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT));
        state.put("code", code);
        state.put("reason", session.reason());
        state.put("merchantMessage", session.merchantMessage());
        Map<String, @Nullable Object> view = new HashMap<>();
        view.put("id", gid);
        view.put("state", state);
        view.put("authorizationExpiresAt", session.authorizationExpiresAt());
        view.put("pendingExpiresAt", session.pendingExpiresAt());
        return Payload.done("paymentSession", view);
    }

    private static Object configure(DataFetchingEnvironment env) {
        Arguments arguments = Arguments.of(env);
        Map<String, @Nullable Object> configuration = new HashMap<>();
        configuration.put("externalHandle", arguments.find("externalHandle").orElse(null));
        configuration.put("ready", arguments.flag("ready"));
        return Payload.done("paymentsAppConfiguration", configuration);
    }
}
