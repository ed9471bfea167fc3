package io.maksut.flatpay;

import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import io.maksut.transport.StageFailure;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one logical operation and reads their answers; an unreadable answer fails as malformed. */
final class FrisbiiExchange {
    private final CallContext context;

    FrisbiiExchange(CallContext context) {
        this.context = context;
    }

    CallContext context() {
        return context;
    }

    /** For a read, or a write that moves no money. */
    <T> CompletableFuture<T> read(Call call, Function<JsonDocument, T> reading) {
        return read(call, (json, answer) -> reading.apply(json));
    }

    /** As above, for a reading that needs more of the answer than its JSON. */
    <T> CompletableFuture<T> read(Call call, BiFunction<JsonDocument, Answer, T> reading) {
        return context.send(call).thenApply(answer -> {
            try {
                return reading.apply(answer.json(), answer);
            } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
                throw malformed(e, answer.report());
            }
        });
    }

    /** For a write: an unreadable answer leaves its outcome unknown. */
    <T> CompletableFuture<T> write(Call call, WriteReading<T> reading) {
        return context.send(call).thenApply(answer -> written(answer, reading));
    }

    static <T> T written(Answer answer, WriteReading<T> reading) {
        try {
            return reading.read(answer.json(), answer.report());
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            throw new OutcomeUnknownException("the gateway's answer cannot be understood", answer.report());
        }
    }

    /** Reads the answer to a write. */
    @FunctionalInterface
    interface WriteReading<T> {
        T read(JsonDocument answer, CallReport report);
    }

    /** Runs a reading that sends further requests; an unreadable answer fails the future as malformed. */
    static <T> CompletableFuture<T> understood(String operation, Supplier<CompletableFuture<T>> reading) {
        try {
            return reading.get();
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            return CompletableFuture.failedFuture(malformed(e, CallReport.of(operation, 1, null, null, 200, null)));
        }
    }

    static <T> CompletableFuture<T> orIfNotFound(CompletableFuture<T> first, Supplier<CompletableFuture<T>> second) {
        return first.exceptionallyCompose(failure -> {
            Throwable cause = StageFailure.cause(failure);
            return cause instanceof NotFoundException ? second.get() : CompletableFuture.failedFuture(cause);
        });
    }

    /** The token of the next page. A gateway that repeats the token of the request would make a search endless. */
    static @Nullable String nextToken(JsonDocument page, @Nullable String token) {
        String next = page.text("next_page_token").filter(it -> !it.isBlank()).orElse(null);
        if (next != null && next.equals(token)) {
            throw new JsonFormatException("the next page is this page");
        }
        return next;
    }

    private static MalformedAnswerException malformed(RuntimeException cause, CallReport report) {
        String why = cause instanceof JsonFormatException ? cause.getMessage() : "a value that does not fit";
        return new MalformedAnswerException("the gateway's answer cannot be understood: " + why, report);
    }
}
