package io.maksut.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.maksut.error.DeliveryRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A {@link WebhookHandler} in the JDK's own server. Thread-safe.
 *
 * <p>Give the server an executor with several threads, and set these properties before it is created:
 *
 * <ul>
 *   <li>{@code sun.net.httpserver.maxReqTime} (seconds): without it, a client that never ends its request holds a
 *       thread; this class cannot prevent that.
 *   <li>{@code sun.net.httpserver.nodelay=true}: on Java 17 an answer on a kept connection takes 40 ms without it.
 * </ul>
 */
public final class JdkWebhookHandler implements HttpHandler {
    private final WebhookHandler handler;

    /** Hands every request of the context to {@code handler}, whatever follows the context's path. */
    public JdkWebhookHandler(WebhookHandler handler) {
        this.handler = handler;
    }

    /** Reads one byte more than the allowed body at most. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body;
            try (InputStream in = exchange.getRequestBody()) {
                body = in.readNBytes(handler.maxBody() + 1);
                WebhookReply reply = body.length > handler.maxBody()
                        ? WebhookReply.refused(Reason.TOO_LARGE)
                        : handler.handle(new WebhookRequest(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().toASCIIString(),
                                exchange.getRequestHeaders(),
                                body));
                send(exchange, reply);
            }
        }
    }

    private static void send(HttpExchange exchange, WebhookReply reply) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        byte[] text = isHead ? new byte[0] : reply.text().getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=us-ascii");
        exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(text);
            }
        }
    }
}
