package io.maksut.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a stand-in answers: status, headers and bytes. Immutable and thread-safe. */
public final class Reply {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private Reply(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of("Content-Type", List.of(contentType)), body.clone());
    }

    public static Reply of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply json(int status, String body) {
        return of(status, "application/json", body);
    }

    /** The same reply with this header, in place of any of the same name. */
    public Reply with(String name, String value) {
        return withLines(name, List.of(value));
    }

    /** The same reply with one more line of this header. */
    public Reply withAnother(String name, String value) {
        List<String> lines = new ArrayList<>(headers.getOrDefault(name, List.of()));
        lines.add(value);
        return withLines(name, List.copyOf(lines));
    }

    private Reply withLines(String name, List<String> lines) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(name, lines);
        return new Reply(status, Collections.unmodifiableMap(more), body);
    }

    public int status() {
        return status;
    }

    /** The lines of each header. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }
}
