package io.maksut.flatpay;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.text.PercentEncoding;
import io.maksut.transport.Answer;
import io.maksut.transport.AnswerJudge;
import io.maksut.transport.AttemptSigner;
import io.maksut.transport.Call;
import io.maksut.transport.Repeat;
import io.maksut.transport.Request;
import io.maksut.transport.ResponseClass;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The requests of the Frisbii API, and the classification of their answers. */
final class FrisbiiRequests {
    private static final Map<String, String> JSON = Map.of("Accept", "application/json");
    private static final Map<String, String> JSON_BODY =
            Map.of("Accept", "application/json", "Content-Type", "application/json");

    private static final int TOO_MANY_REQUESTS = 429;

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
        return read(
                "read charge",
                "/v1/charge/" + PercentEncoding.encode(handle),
                List.of(),
                FrisbiiError.INVOICE_NOT_FOUND);
    }

    /** The invoice of a charge, by the charge's handle or the invoice's own id. */
    Call invoice(String handleOrId) {
        return read(
                "read invoice",
                "/v1/invoice/" + PercentEncoding.encode(handleOrId),
                List.of(),
                FrisbiiError.INVOICE_NOT_FOUND);
    }

    Call transaction(String handle, String transaction) {
        return read(
                "read transaction",
                "/v1/invoice/" + PercentEncoding.encode(handle) + "/transaction/" + PercentEncoding.encode(transaction),
                List.of(),
                FrisbiiError.INVOICE_NOT_FOUND,
                FrisbiiError.TRANSACTION_NOT_FOUND);
    }

    /** An invoice that never had metadata has none under this path: a code 8 here means "none", not a wrong address. */
    Call metadata(String handle) {
        return read(
                "read metadata",
                "/v1/invoice/" + PercentEncoding.encode(handle) + "/metadata",
                List.of(),
                FrisbiiError.INVOICE_NOT_FOUND,
                FrisbiiError.PATH_NOT_FOUND);
    }

    Call customer(String handle) {
        return read(
                "read customer",
                "/v1/customer/" + PercentEncoding.encode(handle),
                List.of(),
                FrisbiiError.CUSTOMER_NOT_FOUND,
                FrisbiiError.CUSTOMER_DELETED);
    }

    /** {@code kind}: "charge", "customer", "transaction" or "dispute". */
    Call list(String kind, List<Map.Entry<String, String>> parameters) {
        return read("list " + kind + "s", "/v1/list/" + kind, parameters);
    }

    Call settle(String handle, long minorUnits, String key) {
        JsonObject body = new JsonObject();
        body.addProperty("key", key);
        body.addProperty("amount", minorUnits);
        return write("settle charge", "/v1/charge/" + PercentEncoding.encode(handle) + "/settle", body)
                .repeat(Repeat.KEYED_WRITE)
                .idempotencyKey(key)
                .build();
    }

    /** The gateway knows no key for it, so it is sent once; after a lost answer the charge is read. */
    Call cancel(String handle) {
        return write("cancel charge", "/v1/charge/" + PercentEncoding.encode(handle) + "/cancel", new JsonObject())
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
                .judge(reads())
                .build();
    }

    /** {@code absent}: the codes that mean "does not exist". */
    private Call read(
            String operation, String path, List<Map.Entry<String, String>> parameters, FrisbiiError... absent) {
        String query = parameters.stream()
                .map(it -> PercentEncoding.encode(it.getKey()) + "=" + PercentEncoding.encode(it.getValue()))
                .collect(Collectors.joining("&"));
        URI uri = uri(api, query.isEmpty() ? path : path + "?" + query);
        return call(operation, Request.get(uri, JSON))
                .repeat(Repeat.READ)
                .judge(reads(absent))
                .build();
    }

    private Call.Builder write(String operation, String path, JsonObject body) {
        return call(operation, post(api, path, body)).judge(FrisbiiRequests::judgeWrite);
    }

    private Call.Builder call(String operation, Request request) {
        return Call.builder(operation, request).signer(signer);
    }

    private static Request post(URI base, String path, JsonObject body) {
        byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
        return new Request("POST", uri(base, path), JSON_BODY, json);
    }

    private static URI uri(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /**
     * Judges a read: only codes that name the kind of thing that was asked for mean "not found". An answer of another
     * form, or with a code about something else, is unclear.
     */
    private static AnswerJudge reads(FrisbiiError... absent) {
        Set<FrisbiiError> notFound = Set.of(absent);
        return answer -> answer.status() / 100 == 2 ? accepted(answer) : refusedRead(answer, notFound);
    }

    private static ResponseClass refusedRead(Answer answer, Set<FrisbiiError> notFound) {
        Optional<FrisbiiError.Form> form = FrisbiiError.Form.of(answer).filter(it -> answer.status() / 100 == 4);
        FrisbiiError error = form.flatMap(FrisbiiError.Form::known).orElse(null);
        String code = form.map(FrisbiiError.Form::code).orElse(null);
        String message = form.map(FrisbiiError.Form::message).orElse("HTTP " + answer.status());
        if (error == null) {
            // No money is at stake, so a 429 of any origin is repeated later.
            return answer.status() == TOO_MANY_REQUESTS
                    ? new ResponseClass.NotProcessed(code, message)
                    : new ResponseClass.Unclear(code, message);
        }
        if (notFound.contains(error)) {
            return new ResponseClass.Refused(ResponseClass.Refusal.NOT_FOUND, code, message, false);
        }
        return switch (error.meaning()) {
            case DECLINED, BY_HAND, TOO_WIDE ->
                new ResponseClass.Refused(ResponseClass.Refusal.OTHER, code, message, false);
            case ACCESS -> new ResponseClass.Refused(ResponseClass.Refusal.AUTHENTICATION, code, message, false);
            case TOO_BUSY, TRY_AGAIN -> new ResponseClass.NotProcessed(code, message);
            case NOT_FOUND, WRONG_ADDRESS, UNKNOWN -> new ResponseClass.Unclear(code, message);
        };
    }

    /**
     * Judges a write: only a 4xx in the gateway's own form with a code known to refuse proves that it was not carried
     * out. A request answered with a 5xx, or by a proxy on the way, may have been carried out.
     */
    private static ResponseClass judgeWrite(Answer answer) {
        if (answer.status() / 100 == 2) {
            return accepted(answer);
        }
        Optional<FrisbiiError.Form> form = FrisbiiError.Form.of(answer);
        String code = form.map(FrisbiiError.Form::code).orElse(null);
        String message = form.map(FrisbiiError.Form::message).orElse("HTTP " + answer.status());
        FrisbiiError error = form.flatMap(FrisbiiError.Form::known).orElse(null);
        if (error == null || answer.status() / 100 != 4) {
            return new ResponseClass.Unclear(code, message);
        }
        return switch (error.meaning()) {
            case DECLINED, BY_HAND, TOO_WIDE ->
                new ResponseClass.Refused(ResponseClass.Refusal.OTHER, code, message, false);
            case NOT_FOUND -> new ResponseClass.Refused(ResponseClass.Refusal.NOT_FOUND, code, message, false);
            case ACCESS -> new ResponseClass.Refused(ResponseClass.Refusal.AUTHENTICATION, code, message, false);
            case TOO_BUSY, TRY_AGAIN -> new ResponseClass.NotProcessed(code, message);
            case WRONG_ADDRESS, UNKNOWN -> new ResponseClass.Unclear(code, message);
        };
    }

    /** A 200 that is no JSON object is unclear: the outcome of a write is then unknown. */
    private static ResponseClass accepted(Answer answer) {
        try {
            JsonDocument unused = answer.json();
            return new ResponseClass.Accepted();
        } catch (JsonFormatException e) {
            return new ResponseClass.Unclear(null, "the answer is not a JSON object");
        }
    }
}
