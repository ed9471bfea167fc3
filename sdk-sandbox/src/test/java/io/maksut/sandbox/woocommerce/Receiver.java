package io.maksut.sandbox.woocommerce;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An endpoint for webhooks that keeps what it gets. */
final class Receiver implements AutoCloseable {
    /** One request; pings have no topic. */
    record Received(String body, Headers headers) {
        String topic() {
            return header("X-WC-Webhook-Topic");
        }

        String header(String name) {
            String value = headers.getFirst(name);
            return value == null ? "" : value;
        }

        boolean signedWith(String secret) throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
            return expected.equals(header("X-WC-Webhook-Signature"));
        }
    }

    /** Something that takes its time. */
    interface Step {
        void run() throws InterruptedException;
    }

    volatile Step beforeAnswering = () -> {};

    /** Of the next requests; 200 when there are none. */
    final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(body, exchange.getRequestHeaders()));
            try {
                beforeAnswering.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Integer status = answers.poll();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Received> pings() {
        return all(true);
    }

    List<Received> deliveries() {
        return all(false);
    }

    private List<Received> all(boolean pings) {
        synchronized (received) {
            return received.stream()
                    .filter(request -> request.topic().isEmpty() == pings)
                    .toList();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
