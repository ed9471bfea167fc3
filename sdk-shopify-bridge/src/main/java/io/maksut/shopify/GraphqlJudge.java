package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.AnswerJudge;
import io.maksut.transport.ResponseClass;
import io.maksut.transport.ResponseClass.Accepted;
import io.maksut.transport.ResponseClass.NotProcessed;
import io.maksut.transport.ResponseClass.Refusal;
import io.maksut.transport.ResponseClass.Refused;
import io.maksut.transport.ResponseClass.Unclear;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an answer of a GraphQL endpoint means. Errors come with status 200 as a list with codes or, before a
 * document is executed, with another status and a text. An answer that failed in part counts as failed.
 *
 * <p>Only an answer in one of these forms, with a code or status that is known here, proves that nothing was carried
 * out. Any other answer (a page, an empty body, other JSON) may be a proxy's, while the shop carried the request out:
 * then a write is unknown and a read unavailable. Make one for each call; thread-safe.
 */
final class GraphqlJudge implements AnswerJudge {
    static final String THROTTLED = "THROTTLED";
    static final String SHOP_INACTIVE = "SHOP_INACTIVE";
    static final String ACCESS_DENIED = "ACCESS_DENIED";
    /** The shop does not exist (any more), or not at this address. */
    static final String NOT_FOUND = "NOT_FOUND";
    /** The shop has not paid its bill. It may be open again in an hour. */
    static final String UNAVAILABLE = "UNAVAILABLE";
    /** The shop was locked. It may be open again in an hour. */
    static final String LOCKED = "LOCKED";

    // @formatter:off
    /** Codes with which certainly nothing was carried out. */
    private static final Map<String, Refusal> REFUSALS = Map.ofEntries(
            Map.entry(ACCESS_DENIED,                   Refusal.AUTHENTICATION),
            Map.entry(SHOP_INACTIVE,                   Refusal.OTHER),
            Map.entry("MAX_COST_EXCEEDED",             Refusal.OTHER),
            Map.entry("RESOURCE_NOT_FOUND",            Refusal.NOT_FOUND),
            Map.entry("BAD_REQUEST",                   Refusal.OTHER),
            Map.entry("INVALID_VARIABLE",              Refusal.OTHER),
            Map.entry("undefinedField",                Refusal.OTHER),
            Map.entry("undefinedType",                 Refusal.OTHER),
            Map.entry("argumentNotAccepted",           Refusal.OTHER),
            Map.entry("argumentLiteralsIncompatible",  Refusal.OTHER),
            Map.entry("missingRequiredArguments",      Refusal.OTHER),
            Map.entry("variableMismatch",              Refusal.OTHER));

    /** Errors with a status and a text, before the document is executed; the codes are ours. */
    private static final Map<Integer, Refused> BEFORE_THE_DOCUMENT = Map.of(
            400, new Refused(Refusal.OTHER,          "BAD_REQUEST",  "", false),
            401, new Refused(Refusal.AUTHENTICATION, "UNAUTHORIZED", "", false),
            402, new Refused(Refusal.OTHER,          UNAVAILABLE,    "", false),
            403, new Refused(Refusal.AUTHENTICATION, "FORBIDDEN",    "", false),
            404, new Refused(Refusal.NOT_FOUND,      NOT_FOUND,      "", false),
            423, new Refused(Refusal.OTHER,          LOCKED,         "", false));
    // @formatter:on

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final BigDecimal LONGEST_PAUSE =
            BigDecimal.valueOf(Duration.ofHours(1).toSeconds());

    private final Operation operation;
    private volatile @Nullable GraphqlAnswer accepted;

    GraphqlJudge(Operation operation) {
        this.operation = operation;
    }

    /** The accepted answer; there is one if the call succeeded. */
    GraphqlAnswer answer() {
        GraphqlAnswer answer = accepted;
        if (answer == null) {
            throw new IllegalStateException("no answer was accepted");
        }
        return answer;
    }

    @Override
    public ResponseClass judge(Answer answer) {
        JsonDocument body;
        try {
            body = JsonDocument.parse(answer.body());
        } catch (JsonFormatException e) {
            if (answer.status() == 200 && !operation.writes()) {
                throw e; // a malformed answer to a read
            }
            return new Unclear(null, "HTTP " + answer.status());
        }
        Optional<String> text = body.plainText("errors");
        if (text.isPresent()) {
            return beforeTheDocument(answer.status(), text.get());
        }
        List<JsonDocument> errors = answer.status() == 200 ? body.objects("errors") : List.of();
        if (!errors.isEmpty()) {
            return failed(body, errors.get(0));
        }
        Optional<JsonDocument> data = answer.status() == 200 ? body.object("data") : Optional.empty();
        if (data.isEmpty()) {
            return new Unclear(null, "HTTP " + answer.status() + " without data");
        }
        accepted = new GraphqlAnswer(data.get(), body, answer);
        return new Accepted();
    }

    private static ResponseClass beforeTheDocument(int status, String message) {
        Refused known = BEFORE_THE_DOCUMENT.get(status);
        if (known != null) {
            return new Refused(known.kind(), known.code(), message, false);
        }
        return status == TOO_MANY_REQUESTS ? new NotProcessed(THROTTLED, message) : new Unclear(null, message);
    }

    private ResponseClass failed(JsonDocument body, JsonDocument error) {
        String message = error.plainText("message").orElse("");
        String code = error.object("extensions")
                .flatMap(extensions -> extensions.plainText("code"))
                .orElse("");
        if (code.equals(THROTTLED) || code.equals(Integer.toString(TOO_MANY_REQUESTS))) {
            return new NotProcessed(code, message, pause(body));
        }
        Refusal refusal = REFUSALS.get(code);
        if (refusal == null || (operation.writes() && !beforeTheFact(body, error))) {
            return new Unclear(code.isEmpty() ? null : code, message);
        }
        return new Refused(refusal, code, message, false);
    }

    /** An error within the result of a mutation comes after the mutation was carried out. */
    private boolean beforeTheFact(JsonDocument body, JsonDocument error) {
        boolean nothing = body.object("data")
                .flatMap(data -> data.object(operation.root()))
                .isEmpty();
        return nothing && error.texts("path").size() <= 1;
    }

    /** The time until the rate limit allows the cost of the document. */
    private static Duration pause(JsonDocument body) {
        Optional<JsonDocument> cost = body.object("extensions").flatMap(it -> it.object("cost"));
        Optional<JsonDocument> bucket = cost.flatMap(it -> it.object("throttleStatus"));
        Optional<BigDecimal> requested = cost.flatMap(it -> it.decimal("requestedQueryCost"));
        Optional<BigDecimal> available = bucket.flatMap(it -> it.decimal("currentlyAvailable"));
        Optional<BigDecimal> rate =
                bucket.flatMap(it -> it.decimal("restoreRate")).filter(it -> it.signum() > 0);
        if (requested.isEmpty() || available.isEmpty() || rate.isEmpty()) {
            return SHORTEST_PAUSE;
        }
        BigDecimal missing = requested.get().subtract(available.get());
        BigDecimal seconds = missing.divide(rate.get(), 0, RoundingMode.CEILING).min(LONGEST_PAUSE);
        return seconds.compareTo(BigDecimal.ONE) <= 0 ? SHORTEST_PAUSE : Duration.ofSeconds(seconds.longValueExact());
    }
}
