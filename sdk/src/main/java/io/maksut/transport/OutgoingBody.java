package io.maksut.transport;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request body that knows whether the HTTP client has asked for it. Until then the request is not complete, so it
 * cannot have been carried out.
 *
 * <p>The client usually asks only once it is connected and the TLS handshake is done. It may ask while a handshake
 * still runs or has just failed (seen on Java 17, with HTTP/1.1 and with HTTP/2 offered): such a write counts as
 * possibly sent although it was not, which is safe.
 */
final class OutgoingBody implements BodyPublisher {
    private enum State {
        WAITING,
        ASKED,
        WITHHELD
    }

    private final BodyPublisher bytes;
    private final boolean once;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** {@code once}: refuses to be sent again when the client repeats a request by itself. */
    OutgoingBody(byte[] body, boolean once) {
        this.bytes = BodyPublishers.ofByteArray(body);
        this.once = once;
    }

    /** Withholds the body. True if nothing of it has left; then nothing ever will. */
    boolean withhold() {
        return state.compareAndSet(State.WAITING, State.WITHHELD) || state.get() == State.WITHHELD;
    }

    @Override
    public long contentLength() {
        return bytes.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        boolean first = state.compareAndSet(State.WAITING, State.ASKED);
        if (first || (!once && state.get() == State.ASKED)) {
            bytes.subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(new IOException("this body is not sent"));
    }
}
