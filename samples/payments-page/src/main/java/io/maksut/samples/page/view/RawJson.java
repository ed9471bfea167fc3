package io.maksut.samples.page.view;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A gateway's answer for people to read, without what opens doors: tokens, secrets, signatures, numbers of cards and accounts. */
final class RawJson {
    private static final String HIDDEN = "••••••";
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(token|secret|signature|hmac|nonce|password|cvc|cvv|api_?key|session|fingerprint|iban).*");
    private static final Pattern LONG_NUMBER = Pattern.compile("(?<![0-9a-f])[0-9]{12,19}(?![0-9a-f])");
    private static final Pattern ACCOUNT_NUMBER = Pattern.compile("\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}\\b");
    private static final Pattern ADDRESS_WITH_SECRETS = Pattern.compile("https?://[^\\s\"]*[?/=][^\\s\"]*");
    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();
    private static final int DEEPEST = 50;

    private RawJson() {}

    static String readable(String json) {
        if (json.isEmpty()) {
            return "";
        }
        try {
            return PRETTY.toJson(hidden("", JsonParser.parseString(json), 0));
        } catch (JsonParseException | StackOverflowError e) {
            return ""; // what is no JSON is not shown: nothing in it could be hidden
        }
    }

    private static JsonElement hidden(String name, JsonElement value, int depth) {
        if (depth > DEEPEST || (SECRET_NAME.matcher(name).matches() && !value.isJsonNull())) {
            return new JsonPrimitive(HIDDEN);
        }
        if (value.isJsonObject()) {
            JsonObject copy = new JsonObject();
            for (Map.Entry<String, JsonElement> field : value.getAsJsonObject().entrySet()) {
                copy.add(field.getKey(), hidden(field.getKey().toLowerCase(Locale.ROOT), field.getValue(), depth + 1));
            }
            return copy;
        }
        if (value.isJsonArray()) {
            JsonArray copy = new JsonArray();
            value.getAsJsonArray().forEach(it -> copy.add(hidden(name, it, depth + 1)));
            return copy;
        }
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
                ? new JsonPrimitive(hidden(value.getAsString()))
                : value;
    }

    private static String hidden(String text) {
        String shown = LONG_NUMBER.matcher(text).replaceAll(HIDDEN);
        shown = ACCOUNT_NUMBER.matcher(shown).replaceAll(HIDDEN);
        return ADDRESS_WITH_SECRETS.matcher(shown).replaceAll(HIDDEN);
    }
}
