package io.maksut.shopify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.maksut.webhook.WebhookReply;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One kind of session in the JDK's own server; for the server's settings see {@link io.maksut.webhook.JdkWebhookHandler}.
 * Thread-safe.
 */
public final class JdkSessionHandler implements HttpHandler {
    private final ShopifySessions sessions;
    private final SessionKind kind;

    /** Hands every request of the context to {@code sessions}. */
    public JdkSessionHandler(ShopifySessions sessions, SessionKind kind) {
        this.sessions = sessions;
        this.kind = kind;
    }

    /** Reads one byte more than the allowed body at most. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body;
            try (InputStream in = exchange.getRequestBody()) {
                body = in.readNBytes(ShopifySessions.MAX_BODY + 1);
            }
            WebhookReply reply = sessions.handle(
                    kind,
                    new WebhookRequest(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toASCIIString(),
                            exchange.getRequestHeaders(),
                            body));
            byte[] text = exchange.getRequestMethod().equals("HEAD")
                    ? new byte[0]
                    : reply.text().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
            if (text.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(text);
                }
            }
        }
    }
}
