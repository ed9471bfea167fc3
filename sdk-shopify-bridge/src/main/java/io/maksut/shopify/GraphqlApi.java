package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.error.AuthenticationException;
import io.maksut.error.MaksutException;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import io.maksut.transport.Repeat;
import io.maksut.transport.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the two GraphQL endpoints of a shop. Blocks; thread-safe. */
final class GraphqlApi {
    private static final int UNAUTHORIZED = 401;

    private final URI endpoint;
    private final TokenSource tokens;
    private final Observer observer;

    /** Observes how calls end. */
    interface Observer {
        void answered(Answer answer);

        void failed(MaksutException failure);
    }

    /**
     * @param root {@code https://corner.myshopify.com}
     * @param path {@code admin} or {@code payments_apps}
     */
    GraphqlApi(URI root, String path, String version, TokenSource tokens, Observer observer) {
        this.endpoint = root.resolve("/" + path + "/api/" + version + "/graphql.json");
        this.tokens = tokens;
        this.observer = observer;
    }

    /** Sends a query. */
    GraphqlAnswer read(Operation operation, JsonObject variables, CallContext context) {
        return send(operation, variables, null, context);
    }

    /**
     * Sends a mutation.
     *
     * @param key names what is to be done, where sending it twice does it once, by the directive in the document or by
     *     its nature. Null where that is not so: then it is sent once.
     */
    GraphqlAnswer write(Operation operation, JsonObject variables, @Nullable String key, CallContext context) {
        return send(operation, variables, key, context);
    }

    private GraphqlAnswer send(Operation operation, JsonObject variables, @Nullable String key, CallContext context) {
        try {
            return withToken(operation, variables, key, context);
        } catch (MaksutException e) {
            observer.failed(e);
            throw e;
        }
    }

    private GraphqlAnswer withToken(
            Operation operation, JsonObject variables, @Nullable String key, CallContext context) {
        String token = tokens.current(context);
        try {
            return send(operation, variables, key, token, context);
        } catch (AuthenticationException e) {
            // Missing scopes are no fault of the token.
            if (e.call().httpStatus() != UNAUTHORIZED || !tokens.replace(token, context)) {
                throw e;
            }
            return send(operation, variables, key, tokens.current(context), context);
        }
    }

    private GraphqlAnswer send(
            Operation operation, JsonObject variables, @Nullable String key, String token, CallContext context) {
        JsonObject body = new JsonObject();
        body.addProperty("query", operation.document());
        body.add("variables", variables);
        Request request = new Request(
                "POST",
                endpoint,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/json",
                        "X-Shopify-Access-Token",
                        token),
                body.toString().getBytes(StandardCharsets.UTF_8));
        GraphqlJudge judge = new GraphqlJudge(operation);
        Call.Builder call = Call.builder(operation.title(), request)
                .judge(judge)
                .repeat(!operation.writes() ? Repeat.READ : key != null ? Repeat.KEYED_WRITE : Repeat.ONCE);
        if (key != null) {
            call.idempotencyKey(key);
        }
        Answer answer = context.await(context.send(call.build()));
        observer.answered(answer);
        return judge.answer();
    }
}
