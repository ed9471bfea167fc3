package io.maksut.samples.spring.hooks;

import io.maksut.webhook.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a request before Spring or the servlet container have understood any of it: signatures are over raw bytes. Nobody may
 * ask the request for a parameter before, because that reads the body of a form away.
 */
public final class RawRequest {
    private RawRequest() {}

    /** Reads one byte more than is allowed at most, by which its reader sees that it is too large. */
    public static WebhookRequest of(HttpServletRequest request, int maxBody) throws IOException {
        byte[] body = request.getInputStream().readNBytes(maxBody + 1);
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        String query = request.getQueryString();
        String target = query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        return new WebhookRequest(request.getMethod(), target, headers, body);
    }
}
