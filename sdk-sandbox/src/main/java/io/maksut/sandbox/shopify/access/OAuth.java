package io.maksut.sandbox.shopify.access;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code POST /admin/oauth/access_token}: client credentials and refresh tokens, as a form or as JSON. */
public final class OAuth {
    private final Apps apps;

    public OAuth(Apps apps) {
        this.apps = apps;
    }

    public Reply answer(WireRequest request) {
        if (!request.method().equals("POST")) {
            return Reply.json(404, "{\"errors\":\"Not Found\"}");
        }
        Map<String, String> form = fields(request);
        Optional<App> app = apps.byClientId(form.getOrDefault("client_id", ""));
        if (app.isEmpty() || !same(app.get().secret(), form.getOrDefault("client_secret", ""))) {
            return error(401, "invalid_client", "Client authentication failed");
        }
        if (!app.get().installed()) {
            return error(400, "app_not_installed", "The app is not installed on this shop");
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> tokens(app.get(), app.get().clientCredentials());
            case "refresh_token" ->
                app.get()
                        .refresh(form.getOrDefault("refresh_token", ""))
                        .map(tokens -> tokens(app.get(), tokens))
                        .orElseGet(() -> error(400, "invalid_grant", "The refresh token is not valid"));
            default -> error(400, "unsupported_grant_type", "The grant type is not supported");
        };
    }

    private static Reply tokens(App app, App.Tokens tokens) {
        JsonObject json = new JsonObject();
        json.addProperty("access_token", tokens.accessToken());
        json.addProperty("scope", String.join(",", app.scopes()));
        json.addProperty("expires_in", tokens.expiresIn().toSeconds());
        if (tokens.refreshToken() != null && tokens.refreshExpiresIn() != null) {
            json.addProperty("refresh_token", tokens.refreshToken());
            json.addProperty(
                    "refresh_token_expires_in", tokens.refreshExpiresIn().toSeconds());
        }
        return Reply.json(200, json.toString());
    }

    private static Reply error(int status, String error, String description) {
        JsonObject json = new JsonObject();
        json.addProperty("error", error);
        json.addProperty("error_description", description);
        return Reply.json(status, json.toString());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> fields(WireRequest request) {
        Map<String, String> fields = new HashMap<>();
        String type = request.header("Content-Type");
        if (type != null && type.startsWith("application/json")) {
            try {
                JsonElement json = JsonParser.parseString(request.body());
                if (json.isJsonObject()) {
                    json.getAsJsonObject().entrySet().stream()
                            .filter(entry -> entry.getValue().isJsonPrimitive())
                            .forEach(entry ->
                                    fields.put(entry.getKey(), entry.getValue().getAsString()));
                }
            } catch (JsonParseException e) {
                // No fields: the client is unknown then.
                return fields;
            }
            return fields;
        }
        for (String pair : request.body().split("&")) {
            int mark = pair.indexOf('=');
            if (mark > 0) {
                fields.put(decoded(pair.substring(0, mark)), decoded(pair.substring(mark + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A stray percent sign is no credential of ours.
            return "";
        }
    }
}
