package io.maksut.sandbox.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Speaks to the sandbox as any HTTP client would; shares no code with it. */
final class RawClient {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, String text, HttpResponse<String> response) {
        JsonObject json() {
            return JsonParser.parseString(text).getAsJsonObject();
        }

        /** What lies under a path such as {@code data.order.refunds.0.id}. */
        JsonElement at(String path) {
            JsonElement here = json();
            for (String step : path.split("\\.")) {
                if (here.isJsonArray()
                        && step.matches("[0-9]+")
                        && here.getAsJsonArray().size() > Integer.parseInt(step)) {
                    here = here.getAsJsonArray().get(Integer.parseInt(step));
                } else if (here.isJsonObject() && here.getAsJsonObject().has(step)) {
                    here = here.getAsJsonObject().get(step);
                } else {
                    throw new AssertionError("no " + path + " in " + text);
                }
            }
            return here;
        }

        String text(String path) {
            return at(path).getAsString();
        }

        JsonArray list(String path) {
            return at(path).getAsJsonArray();
        }

        String errorCode() {
            return text("errors.0.extensions.code");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final ShopifySandbox sandbox;

    RawClient(ShopifySandbox sandbox) {
        this.sandbox = sandbox;
    }

    Answer admin(String document) throws IOException, InterruptedException {
        return admin(document, Map.of());
    }

    Answer admin(String document, Map<String, ?> variables) throws IOException, InterruptedException {
        return admin("2026-10", sandbox.adminToken(), document, variables);
    }

    Answer admin(String version, String token, String document, Map<String, ?> variables)
            throws IOException, InterruptedException {
        return graphql("/admin/api/" + version + "/graphql.json", token, document, variables);
    }

    Answer payments(String document, Map<String, ?> variables) throws IOException, InterruptedException {
        return graphql("/payments_apps/api/2026-10/graphql.json", sandbox.paymentsToken(), document, variables);
    }

    Answer graphql(String path, String token, String document, Map<String, ?> variables)
            throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("query", document);
        JsonObject given = new JsonObject();
        variables.forEach((name, value) -> given.add(
                name,
                value instanceof JsonElement json
                        ? json
                        : value instanceof Number number
                                ? new JsonPrimitive(number)
                                : value instanceof Boolean flag
                                        ? new JsonPrimitive(flag)
                                        : new JsonPrimitive(value.toString())));
        body.add("variables", given);
        return post(path, token, body.toString());
    }

    Answer post(String path, String token, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .header("Content-Type", "application/json")
                .header("X-Shopify-Access-Token", token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer form(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer get(URI uri) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).build());
    }

    static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }

    static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }
}
