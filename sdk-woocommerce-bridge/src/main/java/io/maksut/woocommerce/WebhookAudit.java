package io.maksut.woocommerce;

import java.util.List;

/**
 * What was found about a shop's webhooks to us, and what was done. Immutable and thread-safe.
 *
 * @param hooks one for each topic that we need, and further ones for a topic with several active webhooks
 */
public record WebhookAudit(List<Hook> hooks) {
    /** Copies the list. */
    public WebhookAudit {
        hooks = List.copyOf(hooks);
    }

    /** The state in which a webhook was found, or what was done to it. */
    public enum State {
        /** It is active. */
        ACTIVE,
        /** There is no webhook for this topic and our address. */
        MISSING,
        /** WooCommerce has disabled it after failures in a row: changes since then were never queued. */
        DISABLED,
        /** A person has paused it. */
        PAUSED,
        /** It was missing and was created. */
        CREATED,
        /** It was disabled or paused and was activated. One more failure disables it again. */
        REACTIVATED
    }

    /**
     * One webhook.
     *
     * @param id WooCommerce's id; 0 if there is no webhook
     */
    public record Hook(String topic, long id, State state) {}

    /** Whether changes may have been missed, as not all webhooks were active. */
    public boolean gap() {
        return hooks.stream().anyMatch(hook -> hook.state() != State.ACTIVE);
    }

    /** Whether all are active now. */
    public boolean complete() {
        return hooks.stream()
                .noneMatch(hook -> hook.state() == State.MISSING
                        || hook.state() == State.DISABLED
                        || hook.state() == State.PAUSED);
    }
}
