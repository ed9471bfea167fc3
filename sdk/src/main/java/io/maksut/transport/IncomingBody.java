package io.maksut.transport;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer up to a limit; above the limit, cancels the transfer. */
final class IncomingBody implements BodySubscriber<byte[]> {
    /** The body is larger than the limit, or its Content-Length is, or cannot be read. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int limit) {
            super("the body is larger than " + limit + " bytes");
        }
    }

    private final int limit;
    private final boolean declaredTooLarge;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private long size;
    private @Nullable Subscription subscription;

    /** {@code declared}: the Content-Length header, null if there is none. */
    IncomingBody(int limit, @Nullable String declared) {
        this.limit = limit;
        this.declaredTooLarge = declared != null && !fits(declared.strip(), limit);
    }

    private static boolean fits(String declared, int limit) {
        try {
            return Long.parseLong(declared) <= limit;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (declaredTooLarge) {
            refuse();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (result.isDone()) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            size += buffer.remaining();
        }
        if (size > limit) {
            refuse();
        } else {
            parts.addAll(buffers);
        }
    }

    private void refuse() {
        parts.clear();
        result.completeExceptionally(new TooLarge(limit));
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        parts.clear();
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        byte[] all = new byte[(int) size];
        int at = 0;
        for (ByteBuffer part : parts) {
            int length = part.remaining();
            part.get(all, at, length);
            at += length;
        }
        result.complete(all);
    }
}
