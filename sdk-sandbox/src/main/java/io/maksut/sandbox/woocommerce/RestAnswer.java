package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/**
 * What an endpoint answers, before the headers that all answers have. Immutable.
 *
 * @param headers one line each
 */
record RestAnswer(int status, JsonElement body, List<Header> headers) {
    record Header(String name, String value) {}

    static RestAnswer ok(JsonElement body) {
        return new RestAnswer(200, body, List.of());
    }

    static RestAnswer created(JsonElement body, String location) {
        return new RestAnswer(201, body, List.of(new Header("Location", location)));
    }

    RestAnswer with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new RestAnswer(status, body, List.copyOf(more));
    }
}
