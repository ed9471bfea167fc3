package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Speaks to the sandbox as any HTTP client would; shares no code with it. JSON is written with single quotes here. */
final class RawClient {
    record Answer(int status, String text, HttpResponse<String> response) {
        JsonObject json() {
            return JsonParser.parseString(text).getAsJsonObject();
        }

        JsonArray array() {
            return JsonParser.parseString(text).getAsJsonArray();
        }

        long id() {
            return json().get("id").getAsLong();
        }

        String text(String name) {
            return json().get(name).getAsString();
        }

        /** The field's JSON as written. */
        String raw(String name) {
            return json().get(name).toString();
        }

        List<Long> ids() {
            List<Long> ids = new ArrayList<>();
            array().forEach(item -> ids.add(item.getAsJsonObject().get("id").getAsLong()));
            return ids;
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final WooCommerceSandbox shop;
    private final HttpClient http;
    private final ApiKey key;

    RawClient(WooCommerceSandbox shop) {
        this(shop, shop.key());
    }

    RawClient(WooCommerceSandbox shop, ApiKey key) {
        this.shop = shop;
        this.key = key;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(shop.tls().trustingContext())
                .build();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build());
    }

    Answer put(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    /** Posts a refund of the order. */
    Answer refund(long order, String json) throws IOException, InterruptedException {
        return post("/orders/" + order + "/refunds", json);
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    HttpRequest.Builder request(String path) {
        return at(shop.httpsUrl(), path).header("Authorization", basic(key));
    }

    /** Nobody's. */
    static HttpRequest.Builder at(URI site, String path) {
        return HttpRequest.newBuilder(URI.create(site + "/wp-json/wc/v3" + path));
    }

    static String basic(ApiKey key) {
        String credentials = key.consumerKey() + ":" + key.consumerSecret();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
