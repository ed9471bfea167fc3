package io.maksut.shopify;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of the JDK's: what Shopify posts to. */
final class Endpoint implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    Endpoint(Map<String, HttpHandler> handlers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        handlers.forEach(server::createContext);
        server.start();
    }

    /** The three addresses of a payments app. */
    static Endpoint of(ShopifySessions sessions) {
        return new Endpoint(Map.of(
                "/refund", new JdkSessionHandler(sessions, SessionKind.REFUND),
                "/capture", new JdkSessionHandler(sessions, SessionKind.CAPTURE),
                "/void", new JdkSessionHandler(sessions, SessionKind.VOID)));
    }

    static PaymentsSessions.Addresses addresses(URI root) {
        return new PaymentsSessions.Addresses(root.resolve("refund"), root.resolve("capture"), root.resolve("void"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
