package io.maksut.everypay;

import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.text.PercentEncoding;
import io.maksut.transport.Answer;
import io.maksut.transport.AttemptSigner;
import io.maksut.transport.Call;
import io.maksut.transport.ErrorClass;
import io.maksut.transport.Repeat;
import io.maksut.transport.Request;
import io.maksut.transport.ResponseClass;
import io.maksut.transport.ResponseClass.Refusal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The requests of the EveryPay API, and the classification of their answers. */
final class EveryPayRequests {
    /** The timestamp is outside the gateway's window: the request was not processed and never will be. */
    static final String BAD_TIMESTAMP = EveryPayCode.BAD_TIMESTAMP.code();

    private static final Map<String, String> JSON = Map.of("Accept", "application/json");
    private static final Map<String, String> JSON_BODY =
            Map.of("Accept", "application/json", "Content-Type", "application/json");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String api;
    private final String username;
    private final Supplier<Instant> clock;
    private final RandomGenerator random;
    private final AttemptSigner credentials;

    EveryPayRequests(URI api, String username, String secret, Supplier<Instant> clock, RandomGenerator random) {
        String text = api.toString();
        this.api = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.username = username;
        this.clock = clock;
        this.random = random;
        String basic = "Basic " + basicCredentials(username, secret);
        this.credentials = (request, attempt) -> request.withHeader("Authorization", basic);
    }

    static String basicCredentials(String username, String secret) {
        return Base64.getEncoder().encodeToString((username + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    Call payment(String reference) {
        return read("read payment", "/payments/" + segment(reference));
    }

    Call account(String name) {
        return read("read processing account", "/processing_accounts/" + segment(name));
    }

    /**
     * Moves no money, and a payment that no customer pays has no effect: it may be repeated like a read, each time
     * under a new nonce and timestamp.
     */
    Call create(JsonObject payment) {
        return write("create payment", "/payments/oneoff", payment, this::signedNow)
                .repeat(Repeat.READ)
                .judge(EveryPayRequests::judgeRead)
                .build();
    }

    Call capture(String reference, Money amount) {
        return capture(reference, amount, this::signedNow);
    }

    /** Carries this stamp on every sending: it is carried out once or, when the timestamp is old, never. */
    Call capture(String reference, Money amount, EveryPayStamp stamp) {
        return capture(reference, amount, body -> sign(body, stamp));
    }

    private Call capture(String reference, Money amount, Consumer<JsonObject> signing) {
        JsonObject body = about(reference);
        body.addProperty("amount", amount.toDecimal());
        return once("capture payment", "/payments/capture", body, signing);
    }

    Call voidAuthorisation(String reference) {
        return once("void payment", "/payments/void", about(reference), this::signedNow);
    }

    /** As {@link #capture(String, Money, EveryPayStamp)}. */
    Call voidAuthorisation(String reference, EveryPayStamp stamp) {
        return once("void payment", "/payments/void", about(reference), body -> sign(body, stamp));
    }

    /** Carries this stamp on every sending: it is carried out once or, when the timestamp is old, never. */
    Call refund(String reference, Money amount, EveryPayStamp stamp) {
        JsonObject body = about(reference);
        body.addProperty("amount", amount.toDecimal());
        return once("refund payment", "/payments/refund", body, it -> sign(it, stamp));
    }

    /** 128 random bits. */
    String nonce() {
        byte[] bytes = new byte[16];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return HexFormat.of().formatHex(bytes);
    }

    private void signedNow(JsonObject body) {
        sign(body, new EveryPayStamp(nonce(), clock.get()));
    }

    private static void sign(JsonObject body, EveryPayStamp stamp) {
        body.addProperty("nonce", stamp.nonce());
        body.addProperty("timestamp", TIMESTAMP.format(stamp.timestamp()));
    }

    private static JsonObject about(String reference) {
        JsonObject body = new JsonObject();
        body.addProperty("payment_reference", reference);
        return body;
    }

    private Call read(String operation, String path) {
        URI uri = URI.create(api + path + "?api_username=" + PercentEncoding.encode(username));
        return Call.builder(operation, Request.get(uri, JSON))
                .signer(credentials)
                .judge(EveryPayRequests::judgeRead)
                .build();
    }

    private Call once(String operation, String path, JsonObject body, Consumer<JsonObject> signing) {
        return write(operation, path, body, signing)
                .repeat(Repeat.ONCE)
                .judge(EveryPayRequests::judgeWrite)
                .build();
    }

    private Call.Builder write(String operation, String path, JsonObject body, Consumer<JsonObject> signing) {
        body.addProperty("api_username", username);
        Request request = new Request("POST", URI.create(api + path), JSON_BODY, null);
        return Call.builder(operation, request).signer((unsigned, attempt) -> {
            JsonObject signed = body.deepCopy();
            signing.accept(signed);
            return credentials.sign(unsigned.withBody(signed.toString().getBytes(StandardCharsets.UTF_8)), attempt);
        });
    }

    /** Encodes dots too: a reference of dots must not climb the path. */
    private static String segment(String text) {
        return PercentEncoding.encode(text).replace(".", "%2E");
    }

    /**
     * Judges a read, or a write that moves no money. The gateway has five forms of errors: an object with a code, with
     * a 4xx and now and then with a 200; a 404 whose error is a text; a 401 without a body; a maintenance page. An
     * answer of any other form is unclear, even with a 404.
     */
    private static ResponseClass judgeRead(Answer answer) {
        JsonDocument body = body(answer);
        Optional<EveryPayError> error = body == null ? Optional.empty() : EveryPayError.of(body);
        String code = error.map(EveryPayError::code).orElse(null);
        String message = error.map(EveryPayError::message).orElse("");
        int status = answer.status();
        if (status / 100 == 2) {
            return accepted(body, error, Refusal.OTHER);
        }
        boolean ownForm = code != null && status / 100 == 4;
        Optional<EveryPayCode> known = code == null ? Optional.empty() : EveryPayCode.of(code);
        if (known.filter(it -> it.meaning() == ErrorClass.UNKNOWN).isPresent()) {
            return new ResponseClass.Unclear(code, message);
        }
        if (BAD_TIMESTAMP.equals(code)) {
            return badTimestamp(message);
        }
        return switch (status) {
            case 401 ->
                ownForm || answer.isEmpty()
                        ? refused(Refusal.AUTHENTICATION, code, message)
                        : new ResponseClass.Unclear(code, message);
            case 403 ->
                ownForm ? refused(Refusal.AUTHENTICATION, code, message) : new ResponseClass.Unclear(code, message);
            case 404 ->
                body != null && EveryPayError.saysNotFound(body)
                        ? refused(Refusal.NOT_FOUND, code, message)
                        : new ResponseClass.Unclear(code, message);
            // No money is at stake, so a 429 of any origin is repeated later.
            case 429 -> new ResponseClass.NotProcessed(code, message);
            default -> ownForm ? refused(Refusal.OTHER, code, message) : new ResponseClass.Unclear(code, message);
        };
    }

    /** Judges a write: only the gateway's own form with a code known to refuse proves that it was not carried out. */
    private static ResponseClass judgeWrite(Answer answer) {
        JsonDocument body = body(answer);
        Optional<EveryPayError> error = body == null ? Optional.empty() : EveryPayError.of(body);
        String code = error.map(EveryPayError::code).orElse(null);
        String message = error.map(EveryPayError::message).orElse("");
        int status = answer.status();
        if (status / 100 == 2) {
            return accepted(body, error, null);
        }
        EveryPayCode known = code == null ? null : EveryPayCode.of(code).orElse(null);
        if (known == null || status / 100 != 4) {
            // Also a 401: a used nonce is answered with it, and then an earlier copy of this very request was accepted.
            return new ResponseClass.Unclear(code, message);
        }
        return known(known, message);
    }

    /**
     * Judges a 2xx. With an error beside a payment, the payment may have been changed.
     *
     * @param unknownCode what an error with an unknown code means; null if it means nothing
     */
    private static ResponseClass accepted(
            @Nullable JsonDocument body, Optional<EveryPayError> error, @Nullable Refusal unknownCode) {
        if (body == null) {
            return new ResponseClass.Unclear(null, "the answer is not a JSON object");
        }
        if (error.isEmpty()) {
            return new ResponseClass.Accepted();
        }
        String code = error.get().code();
        String message = error.get().message();
        if (code == null || body.has("payment_state")) {
            return new ResponseClass.Unclear(code, "accepted, with an error that says too little. " + message);
        }
        Optional<EveryPayCode> known = EveryPayCode.of(code);
        if (known.isPresent()) {
            return known(known.get(), message);
        }
        return unknownCode == null ? new ResponseClass.Unclear(code, message) : refused(unknownCode, code, message);
    }

    private static ResponseClass known(EveryPayCode error, String message) {
        return switch (error.meaning()) {
            case DECLINED, BY_HAND, TOO_WIDE, NOT_FOUND -> refused(Refusal.OTHER, error.code(), message);
            case ACCESS -> badTimestamp(message);
            case TRY_AGAIN, TOO_BUSY -> new ResponseClass.NotProcessed(error.code(), message);
            case UNKNOWN, WRONG_ADDRESS -> new ResponseClass.Unclear(error.code(), message);
        };
    }

    private static ResponseClass badTimestamp(String message) {
        return refused(Refusal.AUTHENTICATION, BAD_TIMESTAMP, message + "; is the clock of this machine right?");
    }

    private static ResponseClass refused(Refusal kind, @Nullable String code, String message) {
        return new ResponseClass.Refused(kind, code, message, false);
    }

    private static @Nullable JsonDocument body(Answer answer) {
        try {
            return answer.json();
        } catch (JsonFormatException e) {
            return null;
        }
    }
}
