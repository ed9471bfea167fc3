package io.maksut.sandbox.frisbii;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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

        long number(String name) {
            return json().get(name).getAsLong();
        }

        JsonArray list(String name) {
            return json().getAsJsonArray(name);
        }
    }

    private final FrisbiiSandbox sandbox;

    RawClient(FrisbiiSandbox sandbox) {
        this.sandbox = sandbox;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(sandbox.apiUrl(), path).GET().build());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(sandbox.apiUrl(), path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    Answer put(String path, String json) throws IOException, InterruptedException {
        return send(request(sandbox.apiUrl(), path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    Answer session(String json) throws IOException, InterruptedException {
        return send(request(sandbox.checkoutUrl(), "/v1/session/charge")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    Answer refund(String invoice, long amount, String key) throws IOException, InterruptedException {
        return post(
                "/v1/refund", "{\"invoice\":\"" + invoice + "\",\"amount\":" + amount + ",\"key\":\"" + key + "\"}");
    }

    Answer settle(String handle, String json) throws IOException, InterruptedException {
        return post("/v1/charge/" + handle + "/settle", json);
    }

    HttpRequest.Builder request(URI host, String path) {
        return HttpRequest.newBuilder(URI.create(host + path))
                .header("Authorization", basic(sandbox.privateKey() + ":"));
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }
}
