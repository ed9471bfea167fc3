package io.maksut.flatpay;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.AttemptSigner;
import io.maksut.transport.Call;
import io.maksut.transport.Repeat;
import io.maksut.transport.Request;
import io.maksut.transport.Verdict;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The requests of the Frisbii API, and what their answers mean before anybody looks at the content. */
final class FrisbiiRequests {
    private static final Map<String, String> JSON = Map.of("Accept", "application/json");
    private static final Map<String, String> JSON_BODY =
            Map.of("Accept", "application/json", "Content-Type", "application/json");

    private final URI api;
    private final URI checkout;
    private final AttemptSigner signer;

    FrisbiiRequests(URI api, URI checkout, String apiKey) {
        this.api = api;
        this.checkout = checkout;
        // Basic authentication: the private key is the user, and there is no password.
        String credentials =
                "Basic " + Base64.getEncoder().encodeToString((apiKey + ":").getBytes(StandardCharsets.UTF_8));
        this.signer = (request, attempt) -> request.withHeader("Authorization", credentials);
    }

    Call charge(String handle) {
        return read("read charge", "/v1/charge/" + encoded(handle), List.of());
    }

    /** The invoice of a charge; found by its own id, too. */
    Call invoice(String handleOrId) {
        return read("read invoice", "/v1/invoice/" + encoded(handleOrId), List.of());
    }

    Call metadata(String handle) {
        return read("read metadata", "/v1/invoice/" + encoded(handle) + "/metadata", List.of());
    }

    Call customer(String handle) {
        return read("read customer", "/v1/customer/" + encoded(handle), List.of());
    }

    /** {@code kind}: charge, customer, transaction or dispute. */
    Call list(String kind, List<Map.Entry<String, String>> parameters) {
        return read("list " + kind + "s", "/v1/list/" + kind, parameters);
    }

    Call settle(String handle, long minorUnits, String key) {
        JsonObject body = new JsonObject();
        body.addProperty("key", key);
        body.addProperty("amount", minorUnits);
        return write("settle charge", "/v1/charge/" + encoded(handle) + "/settle", body)
                .repeat(Repeat.KEYED_WRITE)
                .idempotencyKey(key)
                .build();
    }

    /** Has no key at the gateway, so it is sent once; a lost answer is found out by reading. */
    Call cancel(String handle) {
        return write("cancel charge", "/v1/charge/" + encoded(handle) + "/cancel", new JsonObject())
                .repeat(Repeat.ONCE)
                .build();
    }

    Call refund(String handle, long minorUnits, String key) {
        JsonObject body = new JsonObject();
        body.addProperty("invoice", handle);
        body.addProperty("key", key);
        body.addProperty("amount", minorUnits);
        return write("refund charge", "/v1/refund", body)
                .repeat(Repeat.KEYED_WRITE)
                .idempotencyKey(key)
                .build();
    }

    /** Moves no money, and a handle can be paid only once: it may be repeated like a read. */
    Call chargeSession(JsonObject body) {
        return call("create session", post(checkout, "/v1/session/charge", body))
                .repeat(Repeat.READ)
                .build();
    }

    private Call read(String operation, String path, List<Map.Entry<String, String>> parameters) {
        String query = parameters.stream()
                .map(it -> encoded(it.getKey()) + "=" + encoded(it.getValue()))
                .collect(Collectors.joining("&"));
        URI uri = uri(api, query.isEmpty() ? path : path + "?" + query);
        return call(operation, Request.get(uri, JSON)).repeat(Repeat.READ).build();
    }

    private Call.Builder write(String operation, String path, JsonObject body) {
        return call(operation, post(api, path, body));
    }

    private Call.Builder call(String operation, Request request) {
        return Call.builder(operation, request).signer(signer).judge(FrisbiiRequests::judge);
    }

    private static Request post(URI base, String path, JsonObject body) {
        byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
        return new Request("POST", uri(base, path), JSON_BODY, json);
    }

    private static URI uri(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * 429 was never processed, says the vendor. A 5xx may have been. An answer of 200 that is no JSON object tells nothing,
     * which for a write means that its outcome is not known.
     */
    private static Verdict judge(Answer answer) {
        if (answer.status() / 100 == 2) {
            try {
                JsonDocument.parse(answer.body());
                return new Verdict.Accepted();
            } catch (JsonFormatException e) {
                return new Verdict.Unclear(null, "the answer is not a JSON object");
            }
        }
        Optional<JsonDocument> error = errorBody(answer);
        String code = error.flatMap(it -> scalar(it, "code")).orElse(null);
        String message = error.flatMap(it -> scalar(it, "message").or(() -> scalar(it, "error")))
                .orElse("HTTP " + answer.status());
        return switch (answer.status()) {
            case 429 -> new Verdict.NotProcessed(code, message);
            case 401, 403 -> new Verdict.Refused(Verdict.Refusal.AUTHENTICATION, code, message, false);
            case 404 -> new Verdict.Refused(Verdict.Refusal.NOT_FOUND, code, message, false);
            default ->
                answer.status() / 100 == 4
                        ? new Verdict.Refused(Verdict.Refusal.OTHER, code, message, false)
                        : new Verdict.Unclear(code, message);
        };
    }

    private static Optional<JsonDocument> errorBody(Answer answer) {
        try {
            return Optional.of(JsonDocument.parse(answer.body()));
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    /** Error bodies are hints: a field of an unexpected form is left out. */
    private static Optional<String> scalar(JsonDocument body, String name) {
        try {
            return body.text(name);
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }
}
