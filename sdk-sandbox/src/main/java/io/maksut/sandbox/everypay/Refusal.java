package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Reply;
import java.nio.charset.StandardCharsets;

/** What the gateway does not carry out; outside of a request a mistake of the test. */
final class Refusal extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    final transient Reply reply;

    Refusal(Reply reply) {
        super("HTTP " + reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8));
        this.reply = reply;
    }
}
