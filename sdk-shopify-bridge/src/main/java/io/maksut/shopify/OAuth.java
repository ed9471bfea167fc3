package io.maksut.shopify;

import io.maksut.error.MalformedAnswerException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import io.maksut.transport.Repeat;
import io.maksut.transport.Request;
import io.maksut.transport.ResponseClass;
import io.maksut.transport.ResponseClass.Refusal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The shop's endpoint that issues tokens. Blocks; thread-safe. */
final class OAuth {
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    private static final Set<Integer> FINAL = Set.of(400, 401, 403);

    private final URI endpoint;
    private final Clock clock;

    OAuth(URI root, Clock clock) {
        this.endpoint = root.resolve("/admin/oauth/access_token");
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** For apps of the shop's own organisation. */
    Grant clientCredentials(ClientSecret app, CallContext context) {
        return ask("client credentials", Map.of("grant_type", "client_credentials"), app, context);
    }

    /**
     * For public apps. The same refresh token may be sent again until the new pair was used: a lost answer is no loss.
     */
    Grant refresh(ClientSecret app, String refreshToken, CallContext context) {
        return ask("refresh token", Map.of("grant_type", "refresh_token", "refresh_token", refreshToken), app, context);
    }

    private Grant ask(String what, Map<String, String> parameters, ClientSecret app, CallContext context) {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("client_id", app.id());
        form.put("client_secret", app.secret());
        String body = form.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Request request = new Request(
                "POST",
                endpoint,
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
        // Moves no money: after a lost answer it is sent again.
        Call call = Call.builder("Shopify " + what, request)
                .repeat(Repeat.READ)
                .judge(OAuth::judge)
                .build();
        Instant asked = clock.instant();
        Answer answer = context.await(context.send(call));
        try {
            return grant(JsonDocument.parse(answer.body()), asked);
        } catch (JsonFormatException e) {
            MalformedAnswerException malformed =
                    new MalformedAnswerException("the shop gave out no token that can be understood", answer.report());
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static Grant grant(JsonDocument json, Instant asked) {
        Optional<String> refresh = json.text("refresh_token").filter(it -> !it.isBlank());
        return new Grant(
                token(json.requiredText("access_token")),
                asked.plus(life(json, "expires_in")),
                refresh.map(OAuth::token).orElse(null),
                refresh.isPresent() && json.has("refresh_token_expires_in")
                        ? asked.plus(life(json, "refresh_token_expires_in"))
                        : null);
    }

    private static Duration life(JsonDocument json, String field) {
        long seconds = json.requiredInteger(field);
        if (seconds < 1 || seconds > LONGEST_LIFE.toSeconds()) {
            throw new JsonFormatException("field " + field + " is no life of a token");
        }
        return Duration.ofSeconds(seconds);
    }

    private static String token(String text) {
        if (!ShopifyTokens.isToken(text)) {
            throw new JsonFormatException("no token");
        }
        return text;
    }

    /**
     * 400, 401 and 403 in Shopify's form are final; the error code tells whether the app is still installed. Any other
     * answer may be a proxy's, and says nothing about the token.
     */
    private static ResponseClass judge(Answer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new ResponseClass.Accepted();
        }
        return FINAL.contains(status) ? refused(answer) : new ResponseClass.Unclear(null, "HTTP " + status);
    }

    /** {@code {"error": "invalid_grant"}}, or a text in {@code errors} where the app may not have such a token. */
    private static ResponseClass refused(Answer answer) {
        String code;
        try {
            JsonDocument body = JsonDocument.parse(answer.body());
            code = body.plainText("error").or(() -> body.plainText("errors")).orElse("");
        } catch (JsonFormatException e) {
            code = "";
        }
        return code.isBlank()
                ? new ResponseClass.Unclear(null, "HTTP " + answer.status())
                : new ResponseClass.Refused(Refusal.AUTHENTICATION, code, code, false);
    }
}
