package io.maksut.samples.spring.hooks;

import io.maksut.webhook.Inbox;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookReply;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stores what gateways and shops deliver, and answers; the inbox's workers do the rest. */
@RestController
class HookController {
    private final Map<String, WebhookHandler> handlers;

    HookController(List<Hook> hooks, Inbox inbox) {
        handlers = hooks.stream()
                .collect(Collectors.toUnmodifiableMap(Hook::path, hook -> new WebhookHandler(hook.source(), inbox)));
    }

    @RequestMapping("/hooks/{path}")
    ResponseEntity<String> receive(@PathVariable String path, HttpServletRequest request) throws IOException {
        WebhookHandler handler = handlers.get(path);
        if (handler == null) {
            return ResponseEntity.notFound().build();
        }
        WebhookReply reply = handler.handle(RawRequest.of(request, handler.maxBody()));
        return ResponseEntity.status(reply.status())
                .contentType(MediaType.TEXT_PLAIN)
                .body(reply.text());
    }
}
