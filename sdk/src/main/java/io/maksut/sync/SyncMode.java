package io.maksut.sync;

/** Who pays the refunds of a shop. Chosen once per shop. */
public enum SyncMode {
    /**
     * The shop's refund is a request, and the engine makes the gateway refund. A refund that merely appears in the shop is
     * linked and compared, never paid by itself.
     */
    PORTAL_PAYS,
    /**
     * The shop's own plugin pays. The engine pays none of its refunds, also not on a person's word ({@link SyncDesk#pay}):
     * it links, verifies and alarms.
     */
    SHOP_PAYS
}
