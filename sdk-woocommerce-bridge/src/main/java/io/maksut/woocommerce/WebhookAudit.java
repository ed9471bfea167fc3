package io.maksut.woocommerce;

import java.util.List;

/**
 * What was found, and done, about the webhooks by which a shop tells us of changes. Immutable and thread-safe.
 *
 * @param hooks one for each topic that is wanted, and one more for each that is there twice
 */
public record WebhookAudit(List<Hook> hooks) {
    /** Copies the list. */
    public WebhookAudit {
        hooks = List.copyOf(hooks);
    }

    /** How a webhook was found, or what was done. */
    public enum State {
        /** It is active. */
        ACTIVE,
        /** There is none for this topic and our address. */
        MISSING,
        /** WooCommerce has switched it off after failures in a row: what happened since was never queued. */
        DISABLED,
        /** Somebody has switched it off. */
        PAUSED,
        /** It was missing and is there now. */
        CREATED,
        /** It was disabled or paused and is active again. One more failure disables it again. */
        REACTIVATED
    }

    /**
     * One webhook.
     *
     * @param id WooCommerce's; 0 if there is none
     */
    public record Hook(String topic, long id, State state) {}

    /** Whether changes may have been missed: not all webhooks were active. */
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
