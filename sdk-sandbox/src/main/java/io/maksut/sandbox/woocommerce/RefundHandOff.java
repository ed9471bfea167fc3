package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * An endpoint outside the shop to which the plugin hands refunds instead of paying them, waiting for the answer: 2xx is
 * success, 4xx a refusal whose reason is the JSON member {@code message}, anything else and an {@link IOException} an exception
 * in the plugin. Called by many threads at once.
 */
@FunctionalInterface
public interface RefundHandOff {
    /**
     * Sends the request, which is a POST of a JSON object with {@code order_id}, {@code order_number}, {@code refund_id},
     * {@code transaction_id}, {@code payment_method}, {@code amount} (text, as WooCommerce made it), {@code currency},
     * {@code reason} and {@code meta}. Its path is a slash; where it goes and how it is signed is up to this.
     */
    Reply send(WireRequest request) throws IOException;

    /** Posts to this address, with the headers that {@code signed} adds to the request. */
    static RefundHandOff to(URI endpoint, Duration timeLimit, UnaryOperator<WireRequest> signed) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeLimit)
                .build();
        return request -> {
            WireRequest ready = signed.apply(request);
            HttpRequest.Builder post = HttpRequest.newBuilder(endpoint)
                    .timeout(timeLimit)
                    .POST(HttpRequest.BodyPublishers.ofString(ready.body()));
            ready.headers().forEach(post::setHeader);
            try {
                HttpResponse<byte[]> answer = client.send(post.build(), HttpResponse.BodyHandlers.ofByteArray());
                String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
                return Reply.of(answer.statusCode(), type, answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the refund was handed off", e);
            }
        };
    }
}
