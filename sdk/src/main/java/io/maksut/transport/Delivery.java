package io.maksut.transport;

import io.github.resilience4j.retry.Retry;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.observe.LogContext;
import io.maksut.transport.Exchange.Reception;
import io.maksut.transport.Outcome.Answered;
import io.maksut.transport.Outcome.Barred;
import io.maksut.transport.Outcome.Lost;
import io.maksut.transport.Outcome.Thrown;
import io.maksut.transport.Outcome.Unreached;
import io.maksut.transport.Outcome.Unusable;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one logical call: waits for the rate limiter, signs, sends and judges, and repeats that while it is safe
 * and there is time.
 *
 * <p>One step is under way at a time; {@link #stop} ends that step early.
 */
final class Delivery implements Shared.Stoppable {
    private final Shared shared;
    private final Call call;
    private final Deadline deadline;
    private final Map<String, String> headers;
    private final LogContext logContext;
    private final Steps steps;
    private final History history = new History();
    private final Retry.AsyncContext<Outcome> retry;
    private final CompletableFuture<Answer> result = new CompletableFuture<>();
    private @Nullable String stopped;
    private Consumer<String> step = why -> {};
    private volatile boolean departed;

    Delivery(
            Shared shared,
            Call call,
            Deadline deadline,
            Map<String, String> headers,
            LogContext logContext,
            Steps steps) {
        this.shared = shared;
        this.call = call;
        this.deadline = deadline;
        this.headers = headers;
        this.logContext = logContext;
        this.steps = steps;
        this.retry = shared.retryPolicy().begin(call.repeat());
    }

    CompletableFuture<Answer> start() {
        long began = shared.scheduler().time().nanoTime();
        CompletableFuture<?> unused = result.whenComplete((answer, failure) -> {
            CallReport report = failure instanceof MaksutException ours ? ours.call() : history.report(call, null);
            Duration took = Duration.ofNanos(shared.scheduler().time().nanoTime() - began);
            logContext.run(() -> shared.ended(
                    report, failure, took, logContext.correlationId().orElse(null)));
        });
        safely(this::attempt);
        return result;
    }

    /** Runs the next part of the call on a thread that waits for the operation, if there is one. */
    private void goOn(Runnable next) {
        steps.run(() -> safely(next));
    }

    /** A failure of our own code, of a signer or of a judge still completes the result. */
    private void safely(Runnable next) {
        try {
            logContext.run(next);
        } catch (Throwable failure) {
            result.completeExceptionally(
                    new OutcomeMapping(call, history, shared.redaction()).ofOurOwn(failure, departed));
        }
    }

    @Override
    public void stop(String why) {
        Consumer<String> current;
        synchronized (this) {
            if (stopped != null) {
                return;
            }
            stopped = why;
            current = step;
        }
        current.accept(why);
    }

    /** Registers how {@link #stop} ends the step that is under way now. */
    private void underWay(Consumer<String> ending) {
        String why;
        synchronized (this) {
            step = ending;
            why = stopped;
        }
        if (why != null) {
            ending.accept(why);
        }
    }

    private synchronized @Nullable String stopped() {
        return stopped;
    }

    private void attempt() {
        int number = history.begin();
        Barred barred = barred();
        if (barred != null) {
            decide(barred);
        } else if (shared.breaker().refuses()) {
            decide(breakerOpen());
        } else {
            waitForPass(number);
        }
    }

    private @Nullable Barred barred() {
        String why = stopped();
        if (why != null) {
            return new Barred(why, null);
        }
        return deadline.passed() ? new Barred("the deadline had passed", null) : null;
    }

    private void waitForPass(int number) {
        CompletableFuture<RequestLimiter.Pass> pass =
                shared.limiter(call.repeat()).enter(deadline);
        Cancellable alarm =
                pass.isDone() ? () -> {} : shared.scheduler().alarm(deadline.remaining(), () -> pass.cancel(false));
        underWay(reason -> pass.cancel(false));
        CompletableFuture<?> unused = pass.whenComplete((granted, failure) -> goOn(() -> {
            alarm.cancel();
            if (granted == null) {
                String reason = stopped();
                decide(new Barred(
                        reason != null ? reason : "the wait under the rate limit would have passed the deadline",
                        null));
            } else {
                exchange(number, granted);
            }
        }));
    }

    private static Barred breakerOpen() {
        return new Barred("the circuit breaker is open, because the other side did not answer properly of late", null);
    }

    private void exchange(int number, RequestLimiter.Pass pass) {
        Barred barred = barred();
        if (barred != null) {
            pass.unused();
            decide(barred);
            return;
        }
        Breaker breaker = shared.breaker();
        if (!breaker.enter()) {
            pass.unused();
            decide(breakerOpen());
            return;
        }
        long started = shared.scheduler().time().nanoTime();
        Exchange exchange;
        try {
            Request request = call.signer().sign(call.request(), number);
            departed = true;
            exchange = shared.exchange(call, request, headers, deadline.remaining());
        } catch (Throwable failure) {
            breaker.left();
            pass.unused();
            decide(
                    failure instanceof MaksutException ours
                            ? new Thrown(ours)
                            : new Barred("the request could not be made", failure));
            return;
        }
        underWay(exchange::stop);
        CompletableFuture<?> unused = exchange.over()
                .whenComplete((reception, none) -> goOn(() -> {
                    pass.release();
                    Duration took = Duration.ofNanos(shared.scheduler().time().nanoTime() - started);
                    report(breaker, reception, took);
                    log(number, reception, took);
                    decide(judged(reception));
                }));
    }

    private static void report(Breaker breaker, Reception reception, Duration took) {
        if (reception instanceof Reception.Failed failed && failed.stopped()) {
            breaker.left();
        } else {
            breaker.ended(took, reception instanceof Reception.Received received && received.status() < 500);
        }
    }

    private void log(int number, Reception reception, Duration took) {
        if (Shared.LOG.isDebugEnabled()) {
            String what = reception instanceof Reception.Received received
                    ? "HTTP " + received.status()
                    : ((Reception.Failed) reception).what();
            Shared.LOG.debug(
                    "{}: {}, attempt {}, {}, {} ms, key {}",
                    shared.name(),
                    call.operation(),
                    number,
                    what,
                    took.toMillis(),
                    call.idempotencyKey());
        }
    }

    private Outcome judged(Reception reception) {
        if (reception instanceof Reception.Received received) {
            history.sent(received.status(), received.headers());
            return judged(
                    new Answer(received.status(), received.headers(), received.body(), history.report(call, null)));
        }
        Reception.Failed failed = (Reception.Failed) reception;
        if (!failed.mayHaveLeft()) {
            return failed.stopped()
                    ? new Barred(failed.what(), failed.cause())
                    : new Unreached(failed.what(), failed.cause());
        }
        ResponseInfo head = failed.head();
        history.sent(head == null ? 0 : head.statusCode(), head == null ? null : head.headers());
        return failed.cause() instanceof IncomingBody.TooLarge && !call.repeat().writes()
                ? new Unusable(failed.what(), failed.cause())
                : new Lost(failed.what(), failed.cause());
    }

    private Outcome judged(Answer answer) {
        try {
            return new Answered(answer, Objects.requireNonNull(call.judge().judge(answer), "verdict"));
        } catch (Throwable failure) {
            if (!call.repeat().writes()) {
                return failure instanceof MaksutException ours
                        ? new Thrown(ours)
                        : new Unusable("the answer could not be understood", failure);
            }
            // An exception of a judge never proves that a write was not carried out, unless it is a refusal.
            boolean refusal = failure instanceof GatewayRefusedException
                    || (failure instanceof MaksutException ours && ours.money() != MoneyOutcome.NOT_MOVED);
            return refusal
                    ? new Thrown((MaksutException) failure)
                    : new Lost("the answer could not be understood", failure);
        }
    }

    private void decide(Outcome outcome) {
        history.add(outcome);
        if (outcome instanceof Answered answered && answered.responseClass() instanceof ResponseClass.Accepted) {
            result.complete(answered.answer());
            return;
        }
        long wait = stopped() != null || !call.repeated() ? -1 : retry.onResult(outcome);
        if (wait < 0 || deadline.passedAfter(Duration.ofMillis(wait))) {
            result.completeExceptionally(new OutcomeMapping(call, history, shared.redaction()).of(outcome));
            return;
        }
        CompletableFuture<Boolean> backoff = new CompletableFuture<>();
        Cancellable timer = shared.scheduler().after(Duration.ofMillis(wait), () -> backoff.complete(true));
        CompletableFuture<?> unused = backoff.whenComplete((waited, failure) -> goOn(() -> {
            timer.cancel();
            attempt();
        }));
        underWay(why -> backoff.complete(false));
    }
}
