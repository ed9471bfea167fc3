package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.samples.page.merchant.GatewayAccount;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookReply;
import io.maksut.webhook.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where gateways send their callbacks: {@code /callbacks/ACCOUNT}. The SDK verifies and stores, and only then is accepted. */
final class CallbackRoutes {
    private final Services services;

    CallbackRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/callbacks/{account}", this::take);
        routes.post("/callbacks/{account}", this::take);
    }

    private void take(Context context) throws IOException {
        WebhookHandler handler = services.merchant()
                .account(context.pathParam("account"))
                .map(GatewayAccount::callbacks)
                .orElseThrow(() -> new NotFoundResponse("no such account"));
        WebhookReply reply = handler.handle(request(context.req(), handler.maxBody()));
        context.status(reply.status())
                .contentType("text/plain; charset=us-ascii")
                .result(reply.text());
    }

    private static WebhookRequest request(HttpServletRequest request, int maxBody) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(name, Collections.list(request.getHeaders(name))));
        String query = request.getQueryString();
        String target = request.getRequestURI() + (query == null ? "" : "?" + query);
        // One byte more than is allowed is enough for the handler to refuse it.
        byte[] body = request.getInputStream().readNBytes(maxBody + 1);
        return new WebhookRequest(request.getMethod(), target, headers, body);
    }
}
