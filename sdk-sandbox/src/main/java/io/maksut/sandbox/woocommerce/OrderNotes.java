package io.maksut.sandbox.woocommerce;

/** Adds notes to orders. The caller holds the shop's monitor. */
final class OrderNotes {
    /** Whom notes are from that no user wrote. */
    static final String SYSTEM = "WooCommerce";

    private OrderNotes() {}

    static Note add(ShopState state, Order order, String text, HookRun hooks) {
        return add(state, order, SYSTEM, text, false, hooks);
    }

    /** A note changes nothing of the order itself, so webhooks for orders do not tell of it. */
    static Note add(ShopState state, Order order, String author, String text, boolean forCustomer, HookRun hooks) {
        Note note = new Note(state.nextNote(), state.now(), author, text, forCustomer);
        order.notes.add(note);
        hooks.of("woocommerce_order_note_added", note.id());
        return note;
    }
}
