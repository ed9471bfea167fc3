package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An app's server: remembers what comes and answers as it is told. */
final class Listener implements AutoCloseable {
    /** One request. */
    record Received(String path, Headers headers, byte[] body) {
        String header(String name) {
            return headers.getFirst(name);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Listener(int status) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Received(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
            arrivals.release();
            gate.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Integer planned = answers.poll();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            now.decrementAndGet();
            exchange.sendResponseHeaders(planned == null ? status : planned, -1);
            exchange.close();
        });
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The next answers; after them the usual one again. */
    void answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Nobody is answered before so many are there. */
    void holdUntil(int requests) {
        gate = new CountDownLatch(requests);
    }

    int mostAtOnce() {
        return most.get();
    }

    List<Received> received(String path) {
        return received.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Waits until so many requests have come in all. */
    void await(String path, int count) throws InterruptedException {
        while (received(path).size() < count) {
            assertThat(arrivals.tryAcquire(30, TimeUnit.SECONDS))
                    .as("a request to " + path)
                    .isTrue();
        }
    }

    @Override
    public void close() {
        holdUntil(0);
        server.stop(0);
        threads.shutdownNow();
    }
}
