package io.maksut.everypay;

import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends the requests of one logical operation and reads their answers; an unreadable answer fails as malformed. */
final class EveryPayExchange {
    private final CallContext context;

    EveryPayExchange(CallContext context) {
        this.context = context;
    }

    CallContext context() {
        return context;
    }

    /** For a read, or a write that moves no money. */
    <T> CompletableFuture<T> read(Call call, Function<JsonDocument, T> reading) {
        return context.send(call).thenApply(answer -> understood(answer.report(), () -> reading.apply(answer.json())));
    }

    static <T> T understood(CallReport report, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            String why = e instanceof JsonFormatException ? e.getMessage() : "a value that does not fit";
            throw new MalformedAnswerException("the gateway's answer cannot be understood: " + why, report);
        }
    }
}
