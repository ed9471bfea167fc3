package io.maksut.sandbox.everypay;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks to the sandbox as any HTTP client would; shares no code with it. */
final class RawClient {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, String text, HttpResponse<String> response) {
        JsonObject json() {
            return JsonParser.parseString(text).getAsJsonObject();
        }

        String text(String name) {
            return json().get(name).getAsString();
        }

        /** The field's JSON as written. */
        String raw(String name) {
            return json().get(name).toString();
        }

        int error() {
            return json().getAsJsonObject("error").get("code").getAsInt();
        }
    }

    private final EveryPaySandbox sandbox;
    private final Clock clock;
    private final AtomicInteger nonces = new AtomicInteger();

    RawClient(EveryPaySandbox sandbox, Clock clock) {
        this.sandbox = sandbox;
        this.clock = clock;
    }

    Answer payment(String reference) throws IOException, InterruptedException {
        return get("/payments/" + reference);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return getWithQuery(path, "api_username=" + sandbox.apiUsername());
    }

    Answer getWithQuery(String path, String query) throws IOException, InterruptedException {
        return send(request(path + "?" + query).GET().build());
    }

    Answer capture(String reference, String amount) throws IOException, InterruptedException {
        return act("capture", reference, amount);
    }

    Answer refund(String reference, String amount) throws IOException, InterruptedException {
        return act("refund", reference, amount);
    }

    Answer voidPayment(String reference) throws IOException, InterruptedException {
        return post("/payments/void", enveloped("{\"payment_reference\":\"" + reference + "\"}"));
    }

    Answer oneoff(String account, String amount, String orderReference) throws IOException, InterruptedException {
        return post("/payments/oneoff", enveloped(oneoffBody(account, amount, orderReference)));
    }

    static String oneoffBody(String account, String amount, String orderReference) {
        return "{\"account_name\":\"" + account + "\",\"amount\":" + amount + ",\"order_reference\":\"" + orderReference
                + "\",\"customer_url\":\"https://shop.example.com/back\",\"email\":\"anna@example.com\"}";
    }

    Answer post(String path, JsonObject body) throws IOException, InterruptedException {
        return post(path, body.toString());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** The body with user name, a new nonce and the time. */
    JsonObject enveloped(String body) {
        JsonObject json = JsonParser.parseString(body).getAsJsonObject();
        json.addProperty("api_username", sandbox.apiUsername());
        json.addProperty("nonce", "nonce-" + nonces.incrementAndGet());
        json.addProperty("timestamp", clock.instant().toString());
        return json;
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + pathAndQuery))
                .header("Authorization", basic(sandbox.apiUsername(), sandbox.apiSecret()));
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    private Answer act(String action, String reference, String amount) throws IOException, InterruptedException {
        return post(
                "/payments/" + action,
                enveloped("{\"payment_reference\":\"" + reference + "\",\"amount\":" + amount + "}"));
    }
}
