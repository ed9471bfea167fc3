package io.maksut.sandbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request. "After processing" means that the stand-in did the work (state changed,
 * books written, idempotency key remembered) and only the answer is lost or spoilt. Immutable and thread-safe.
 */
public final class Fault {
    /** What happens to the answer on the wire. */
    enum OnTheWire {
        AS_IT_IS,
        RESET,
        TRUNCATED,
        STALLED,
        EMPTIED,
        REPLACED,
        LATER
    }

    private static final Reply SERVER_ERROR =
            Reply.json(500, "{\"http_status\":500,\"http_reason\":\"Internal Server Error\"}");
    private static final Reply MAINTENANCE =
            Reply.of(503, "text/html", "<!DOCTYPE html><html><body><h1>Down for maintenance</h1></body></html>");
    private static final Reply GATEWAY_ERROR =
            Reply.of(502, "text/html", "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>");

    /** The connection is reset; nothing was done. */
    public static final Fault RESET_BEFORE_PROCESSING = new Fault("reset before processing", false, OnTheWire.RESET);
    /** The connection is reset; everything was done. */
    public static final Fault RESET_AFTER_PROCESSING = new Fault("reset after processing", true, OnTheWire.RESET);
    /** Done; full Content-Length announced, half of the body sent, connection closed. */
    public static final Fault TRUNCATED_BODY = new Fault("truncated body", true, OnTheWire.TRUNCATED);
    /** Done; the status of the real answer with no body at all. */
    public static final Fault EMPTY_BODY = new Fault("empty body", true, OnTheWire.EMPTIED);
    /** Status 500; nothing was done. */
    public static final Fault SERVER_ERROR_BEFORE_PROCESSING = new Fault("500 before processing", false, SERVER_ERROR);
    /** Status 500; everything was done. */
    public static final Fault SERVER_ERROR_AFTER_PROCESSING = new Fault("500 after processing", true, SERVER_ERROR);
    /** Status 503 with an HTML page; nothing was done. */
    public static final Fault MAINTENANCE_PAGE = new Fault("503 maintenance page", false, MAINTENANCE);
    /** Status 502 with an HTML page; everything was done. */
    public static final Fault BAD_GATEWAY_AFTER_PROCESSING = new Fault("502 after processing", true, GATEWAY_ERROR);

    private final String name;
    private final boolean processed;
    private final OnTheWire onTheWire;
    private final @Nullable Function<WireRequest, Reply> reply;
    private final Duration delay;
    private final @Nullable CountDownLatch gate;
    private final @Nullable LateExecution late;

    private Fault(String name, boolean processed, OnTheWire onTheWire) {
        this(name, processed, onTheWire, null, Duration.ZERO, null);
    }

    private Fault(LateExecution late, @Nullable Function<WireRequest, Reply> reply) {
        this.name = "executed later";
        this.processed = false;
        this.onTheWire = OnTheWire.LATER;
        this.reply = reply;
        this.delay = Duration.ZERO;
        this.gate = null;
        this.late = late;
    }

    private Fault(String name, boolean processed, Reply reply) {
        this(name, processed, request -> reply);
    }

    private Fault(String name, boolean processed, Function<WireRequest, Reply> reply) {
        this(name, processed, OnTheWire.REPLACED, reply, Duration.ZERO, null);
    }

    private Fault(
            String name,
            boolean processed,
            OnTheWire onTheWire,
            @Nullable Function<WireRequest, Reply> reply,
            Duration delay,
            @Nullable CountDownLatch gate) {
        this.name = name;
        this.processed = processed;
        this.onTheWire = onTheWire;
        this.reply = reply;
        this.delay = delay;
        this.gate = gate;
        this.late = null;
    }

    /** Done at once, but neither headers nor body are sent before {@code delay} has passed. */
    public static Fault slow(Duration delay) {
        return new Fault("slow answer", true, OnTheWire.AS_IT_IS, null, delay, null);
    }

    /** Done; headers and half of the body are sent, then nothing for {@code silence}, then the rest. */
    public static Fault stalledBody(Duration silence) {
        return new Fault("stalled body", true, OnTheWire.STALLED, null, silence, null);
    }

    /** Nothing is done or sent until the latch is released; then the request is processed and answered. */
    public static Fault heldUntil(CountDownLatch released) {
        return new Fault("held", true, OnTheWire.AS_IT_IS, null, Duration.ZERO, released);
    }

    /** This answer, and nothing was done. */
    public static Fault answer(Reply reply) {
        return new Fault("answer " + reply.status(), false, reply);
    }

    /** This answer, and nothing was done. */
    public static Fault answer(int status, String contentType, byte[] body) {
        return answer(Reply.of(status, contentType, body));
    }

    /** This answer, although everything was done. */
    public static Fault answerAfterProcessing(Reply reply) {
        return new Fault("answer " + reply.status() + " after processing", true, reply);
    }

    /** An answer that depends on the request, and nothing was done; the name shows in the journal. */
    public static Fault answer(String name, Function<WireRequest, Reply> reply) {
        return new Fault(name, false, reply);
    }

    /** An answer that depends on the request, although everything was done; the name shows in the journal. */
    public static Fault answerAfterProcessing(String name, Function<WireRequest, Reply> reply) {
        return new Fault(name, true, reply);
    }

    /** The stand-in takes the request in, the connection is lost, and it is carried out later. */
    public static Fault executedLate(LateExecution when) {
        return new Fault(when, null);
    }

    /** The same, and a proxy gives this answer meanwhile. */
    public static Fault executedLate(LateExecution when, Reply answer) {
        return new Fault(when, request -> answer);
    }

    /** A proxy in front of the stand-in answers with this status and an HTML page; the stand-in never saw the request. */
    public static Fault proxyAnswers(int status) {
        return new Fault("proxy answers " + status, false, page(status));
    }

    /** The same, but the stand-in did everything before. */
    public static Fault proxyAnswersAfterProcessing(int status) {
        return new Fault("proxy answers " + status + " after processing", true, page(status));
    }

    /** A proxy in front of the stand-in answers with this status and no body; the stand-in never saw the request. */
    public static Fault proxyAnswersEmpty(int status) {
        return new Fault("proxy answers empty " + status, false, nothing(status));
    }

    /** The same, but the stand-in did everything before. */
    public static Fault proxyAnswersEmptyAfterProcessing(int status) {
        return new Fault("proxy answers empty " + status + " after processing", true, nothing(status));
    }

    private static Reply page(int status) {
        return Reply.of(status, "text/html", "<!DOCTYPE html><html><body><h1>" + status + "</h1></body></html>");
    }

    private static Reply nothing(int status) {
        return Reply.of(status, "text/html", "");
    }

    boolean processed() {
        return processed;
    }

    OnTheWire onTheWire() {
        return onTheWire;
    }

    /** What is sent in the place of the stand-in's answer, null when that is sent itself. */
    @Nullable
    Reply reply(WireRequest request) {
        return reply == null ? null : reply.apply(request);
    }

    Duration delay() {
        return delay;
    }

    @Nullable
    LateExecution late() {
        return late;
    }

    @Nullable
    CountDownLatch gate() {
        return gate;
    }

    @Override
    public String toString() {
        return name;
    }
}
