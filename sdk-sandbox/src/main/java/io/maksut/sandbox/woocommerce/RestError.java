package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.stream.Collectors;

/** A request that ends with one of WordPress's error bodies. */
final class RestError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with one parameter. */
    record Problem(String code, String message, JsonElement data) {
        static Problem of(String code, String message) {
            return new Problem(code, message, JsonNull.INSTANCE);
        }

        static Problem wrongType(String parameter, String type) {
            JsonObject data = new JsonObject();
            data.addProperty("param", parameter);
            return new Problem("rest_invalid_type", parameter + " is not of type " + type + ".", data);
        }
    }

    /** How the request died, which decides about headers and about what still happens at its end. */
    enum Ending {
        ANSWERED,
        /** Refused before any route was asked: no {@code Allow}. */
        NOT_DISPATCHED,
        /** PHP stopped with an Error; the shutdown functions still ran. */
        FATAL,
        /** The process was killed: the web server answers by itself. */
        KILLED
    }

    final int status;
    final transient JsonObject body;
    final Ending ending;

    private RestError(int status, JsonObject body, Ending ending) {
        super("HTTP " + status + " " + body, null, false, false);
        this.status = status;
        this.body = body;
        this.ending = ending;
    }

    static RestError of(int status, String code, String message) {
        return new RestError(status, body(code, message, data(status)), Ending.ANSWERED);
    }

    static RestError notDispatched(int status, String code, String message) {
        return new RestError(status, body(code, message, data(status)), Ending.NOT_DISPATCHED);
    }

    /** WooCommerce gives WordPress the status where it expects an array: the answer is 500 and {@code data} a bare number. */
    static RestError withLostStatus(String code, String message, int intended) {
        return new RestError(500, body(code, message, new JsonPrimitive(intended)), Ending.ANSWERED);
    }

    static RestError noRoute() {
        return notDispatched(404, "rest_no_route", "No route was found matching the URL and request method.");
    }

    static RestError invalidJson() {
        JsonObject data = data(400);
        data.addProperty("json_error_code", 4);
        data.addProperty("json_error_message", "Syntax error");
        return new RestError(400, body("rest_invalid_json", "Invalid JSON body passed.", data), Ending.ANSWERED);
    }

    static RestError invalidParameters(Map<String, Problem> problems) {
        JsonObject params = new JsonObject();
        JsonObject details = new JsonObject();
        problems.forEach((name, problem) -> {
            params.addProperty(name, problem.message());
            details.add(name, body(problem.code(), problem.message(), problem.data()));
        });
        JsonObject data = data(400);
        data.add("params", params);
        data.add("details", details);
        String message = problems.keySet().stream().collect(Collectors.joining(", ", "Invalid parameter(s): ", ""));
        return new RestError(400, body("rest_invalid_param", message, data), Ending.ANSWERED);
    }

    static RestError fatal() {
        JsonObject body = body(
                "internal_server_error",
                "<p>There has been a critical error on this website.</p><p><a href=\""
                        + "https://wordpress.org/documentation/article/faq-troubleshooting/\">"
                        + "Learn more about troubleshooting WordPress.</a></p>",
                data(500));
        body.add("additional_errors", new JsonArray());
        return new RestError(500, body, Ending.FATAL);
    }

    static RestError killed() {
        return new RestError(502, new JsonObject(), Ending.KILLED);
    }

    /** As it stands inside a batch. */
    JsonObject inBatch(long id) {
        JsonObject error = new JsonObject();
        error.add("code", body.get("code"));
        error.add("message", body.get("message"));
        error.add("data", body.get("data"));
        JsonObject item = new JsonObject();
        item.addProperty("id", id);
        item.add("error", error);
        return item;
    }

    private static JsonObject body(String code, String message, JsonElement data) {
        JsonObject body = new JsonObject();
        body.addProperty("code", code);
        body.addProperty("message", message);
        body.add("data", data);
        return body;
    }

    private static JsonObject data(int status) {
        JsonObject data = new JsonObject();
        data.addProperty("status", status);
        return data;
    }
}
