package io.maksut.woocommerce;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A {@link HandOffEndpoint} in the JDK's own server. Thread-safe. Each refund holds a thread while it waits: give the
 * server an executor with several. The server needs the same settings as for {@link
 * io.maksut.webhook.JdkWebhookHandler}.
 */
public final class JdkHandOffEndpoint implements HttpHandler {
    private final HandOffEndpoint endpoint;

    /** Hands every request of the context over, whatever follows the context's path. */
    public JdkHandOffEndpoint(HandOffEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Reads one byte more than the allowed body at most. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(endpoint.maxBody() + 1);
            HandOffReply reply = endpoint.handle(new WebhookRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toASCIIString(),
                    exchange.getRequestHeaders(),
                    body));
            send(exchange, reply);
        }
    }

    private static void send(HttpExchange exchange, HandOffReply reply) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        byte[] text = isHead ? new byte[0] : reply.body();
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(text);
            }
        }
    }

    @Override
    public String toString() {
        return "JdkHandOffEndpoint[" + endpoint + "]";
    }
}
