package io.maksut.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.maksut.error.MaksutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Short ways to make the calls that the tests are about. */
final class Calls {
    static final String KEY = "key-4711";

    static final AttemptSigner CANNOT_SIGN = (request, attempt) -> {
        throw new IllegalStateException("no key to sign " + request + ", attempt " + attempt);
    };

    /** A gateway in whose own error form the status is the code. */
    static final AnswerJudge BY_CODE = answer -> {
        int status = answer.status();
        String code = Integer.toString(status);
        return switch (status) {
            case 401, 403 -> new ResponseClass.Refused(ResponseClass.Refusal.AUTHENTICATION, code, "", false);
            case 404 -> new ResponseClass.Refused(ResponseClass.Refusal.NOT_FOUND, code, "", false);
            case 429 -> new ResponseClass.NotProcessed(code, "");
            default ->
                status / 100 == 4
                        ? new ResponseClass.Refused(ResponseClass.Refusal.OTHER, code, "", false)
                        : AnswerJudge.byStatus().judge(answer);
        };
    };

    private Calls() {}

    static Call.Builder read(URI uri) {
        return Call.builder("read charge", Request.get(uri, Map.of())).judge(BY_CODE);
    }

    static Call.Builder keyedWrite(URI uri) {
        byte[] body = ("{\"amount\":100,\"key\":\"" + KEY + "\"}").getBytes(UTF_8);
        return Call.builder("settle charge", new Request("POST", uri, Map.of("Content-Type", "application/json"), body))
                .repeat(Repeat.KEYED_WRITE)
                .idempotencyKey(KEY)
                .judge(BY_CODE);
    }

    static Call.Builder once(URI uri) {
        byte[] body = "{\"amount\":\"1.00\"}".getBytes(UTF_8);
        return Call.builder("refund payment", new Request("POST", uri, Map.of(), body))
                .judge(BY_CODE);
    }

    static CallSettings within(Duration timeout) {
        return new CallSettings(timeout, Map.of());
    }

    /** Sends it and waits for the answer. */
    static Answer send(Transport transport, Call call) {
        CallContext context = transport.begin(CallSettings.defaults());
        return context.await(context.send(call));
    }

    /** The exception it ends with, which must be of this class. */
    static <E extends MaksutException> E failure(Class<E> type, Transport transport, Call call) {
        return catchThrowableOfType(type, () -> send(transport, call));
    }

    static <E extends MaksutException> E failure(Class<E> type, CompletableFuture<Answer> future, CallContext context) {
        return catchThrowableOfType(type, () -> context.await(future));
    }
}
