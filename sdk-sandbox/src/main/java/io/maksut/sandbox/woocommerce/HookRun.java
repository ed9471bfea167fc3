package io.maksut.sandbox.woocommerce;

import java.util.ArrayList;
import java.util.List;

/** The hooks that ran during one request; webhooks are queued when it ends. For one thread. */
final class HookRun {
    /**
     * One hook.
     *
     * @param arg its first argument, which is all that webhooks get
     * @param order whether the argument is an order that webhooks may tell of
     */
    record Fired(String hook, long arg, boolean order) {}

    private final WooCommerceWebhooks webhooks;
    private final List<Fired> fired = new ArrayList<>();

    HookRun(WooCommerceWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    void ofOrder(String hook, Order order) {
        fired.add(new Fired(hook, order.id, !order.status.equals("auto-draft")));
    }

    void of(String hook, long arg) {
        fired.add(new Fired(hook, arg, false));
    }

    /** PHP's shutdown functions: they run after a fatal error too, but not when the process is killed. */
    void end() {
        webhooks.queue(List.copyOf(fired));
        fired.clear();
    }
}
