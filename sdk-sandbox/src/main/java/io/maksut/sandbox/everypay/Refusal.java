package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Reply;
import java.nio.charset.StandardCharsets;

/** A request that the gateway does not carry out. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient Reply reply;

    Refusal(Reply reply) {
        super("HTTP " + reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8), null, false, false);
        this.reply = reply;
    }
}
