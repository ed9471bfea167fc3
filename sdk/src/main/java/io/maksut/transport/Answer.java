package io.maksut.transport;

import io.maksut.error.CallReport;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A complete answer of the server, with any status. Thread-safe; {@link #toString()} shows no content. */
public final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final CallReport report;
    private @Nullable JsonDocument json;
    private @Nullable JsonFormatException notJson;

    Answer(int status, HttpHeaders headers, byte[] body, CallReport report) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.report = report;
    }

    public int status() {
        return status;
    }

    /** The first value of this header. Names are compared without regard to case. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** A copy of the body, empty if there was none. */
    public byte[] body() {
        return body.clone();
    }

    public boolean isEmpty() {
        return body.length == 0;
    }

    /**
     * The JSON object that is the whole body. It is parsed at the first call only; the judge and later readers share
     * it.
     *
     * @throws JsonFormatException if the body is not one JSON object; the same exception each time
     */
    public synchronized JsonDocument json() {
        if (json == null && notJson == null) {
            try {
                json = JsonDocument.parse(body);
            } catch (JsonFormatException e) {
                notJson = e;
            }
        }
        if (json == null) {
            throw Objects.requireNonNull(notJson);
        }
        return json;
    }

    /** The body as UTF-8; malformed bytes are replaced. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as UTF-8 without copying it; malformed bytes are replaced. */
    public Reader reader() {
        return new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
    }

    /** The call so far: attempts, key, the gateway's request id, status. */
    public CallReport report() {
        return report;
    }

    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes (" + report + ")";
    }
}
