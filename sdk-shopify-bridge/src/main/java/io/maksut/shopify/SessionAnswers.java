package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import io.maksut.text.StorableText;
import io.maksut.transport.CallContext;
import java.util.Optional;

/**
 * Tells Shopify how a session has ended. The same answer again succeeds and changes nothing; the opposite one is
 * refused, and so is, with the same code, any that comes before our 201 has reached Shopify. Thread-safe.
 *
 * @see <a href="https://shopify.dev/docs/apps/build/payments/request-reference">Shopify's reference of sessions</a>
 */
final class SessionAnswers {
    static final String PROCESSING_ERROR = "PROCESSING_ERROR";
    static final String AUTHORIZATION_EXPIRED = "AUTHORIZATION_EXPIRED";
    private static final int LONGEST_MESSAGE = 500;

    private final GraphqlApi api;

    SessionAnswers(GraphqlApi api) {
        this.api = api;
    }

    void resolve(SessionKind kind, String sessionId, CallContext context) {
        send(kind, kind.resolve(), sessionId, new JsonObject(), context);
    }

    /** Only for a session that will never be carried out. */
    void reject(SessionKind kind, String sessionId, String code, String message, CallContext context) {
        JsonObject reason = new JsonObject();
        reason.addProperty("code", code);
        if (!message.isEmpty()) {
            reason.addProperty("merchantMessage", StorableText.cut(message, LONGEST_MESSAGE));
        }
        JsonObject variables = new JsonObject();
        variables.add("reason", reason);
        send(kind, kind.reject(), sessionId, variables, context);
    }

    private void send(
            SessionKind kind, Operation operation, String sessionId, JsonObject variables, CallContext context) {
        variables.addProperty("id", Gid.session(kind, sessionId));
        GraphqlAnswer answer = write(operation, variables, sessionId, context);
        if (answer.data().object(operation.root()).isEmpty()) {
            throw unclear(answer, "the shop did not say whether it took the answer");
        }
        Optional<String> error = UserErrors.first(answer, operation);
        if (error.isEmpty()) {
            return;
        }
        String code = UserErrors.code(answer, operation).orElse("");
        String words = UserErrors.redacted(error.get());
        if (code.endsWith("_SESSION_INVALID_STATE") || code.endsWith("_SESSION_NOT_FOUND")) {
            throw new GatewayRefusedException(
                    "the shop does not take the answer to a session: " + words, withCode(answer, code));
        }
        throw unclear(answer, "the shop did not take the answer to a session: " + words);
    }

    /** A closed shop or a refused document says nothing about this session: the answer is sent again later. */
    private GraphqlAnswer write(Operation operation, JsonObject variables, String sessionId, CallContext context) {
        try {
            return api.write(operation, variables, sessionId, context);
        } catch (AuthenticationException | RateLimitedException e) {
            throw e;
        } catch (GatewayRefusedException e) {
            OutcomeUnknownException unknown =
                    new OutcomeUnknownException("the shop does not take answers to sessions now", e.call());
            unknown.initCause(e);
            throw unknown;
        }
    }

    private static OutcomeUnknownException unclear(GraphqlAnswer answer, String why) {
        return new OutcomeUnknownException(why, answer.answer().report());
    }

    private static CallReport withCode(GraphqlAnswer answer, String code) {
        CallReport report = answer.answer().report();
        return CallReport.of(
                report.operation(),
                report.attempts(),
                report.idempotencyKey().orElse(null),
                report.requestId().orElse(null),
                report.httpStatus(),
                code);
    }
}
