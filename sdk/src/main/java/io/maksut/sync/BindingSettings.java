package io.maksut.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * By what it may be established that a payment belongs to the order for which a shop asks a refund. What the engine's own
 * checkout wrote at the gateway counts always, and so does what the ledger saw when the payment was made; the rest is the
 * merchant's to say. Immutable and thread-safe.
 *
 * @param references how the shop's payment plugins make the reference of a payment of the order's id. None by default. Where
 *     an account serves several connected shops, each of them has forms, and no two of them fit one reference.
 * @param namingWindow how far apart the payment's creation (by the gateway's clock) and the moment at which the ledger first
 *     saw the order name it (by ours) may be. Default: an hour.
 * @param ordersTrusted whether at last the order's own word counts: its total and currency are the payment's, no other order
 *     of any connected shop names the payment, and no permit, release or direct refund outside of this order does. Whoever
 *     can write orders can write that word. Default: false.
 * @param linksOnlyHere whether the merchant says that payment links are made through this SDK alone, never in the gateway's
 *     own portal; needed for {@code ordersTrusted} where it is not known how the customer came to pay. Default: false.
 */
public record BindingSettings(
        List<ReferenceForm> references, Duration namingWindow, boolean ordersTrusted, boolean linksOnlyHere) {
    /** No plugin's form is known, and no order's word is trusted. */
    public static final BindingSettings DEFAULT = new BindingSettings(List.of(), Duration.ofHours(1), false, false);

    /**
     * @throws IllegalArgumentException if the window is negative or longer than a day
     */
    public BindingSettings {
        references = List.copyOf(references);
        if (namingWindow.isNegative() || namingWindow.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("namingWindow is between nothing and a day, not " + namingWindow);
        }
    }

    /**
     * The same with one more form, for all payment methods of the shop.
     *
     * @throws IllegalArgumentException if the form is none
     */
    public BindingSettings withReference(String account, String form) {
        return with(new ReferenceForm(account, null, form));
    }

    /**
     * The same with one more form, for orders of one payment method of the shop.
     *
     * @throws IllegalArgumentException if the form is none
     */
    public BindingSettings withReference(String account, String paymentMethod, String form) {
        return with(new ReferenceForm(account, paymentMethod, form));
    }

    private BindingSettings with(ReferenceForm form) {
        List<ReferenceForm> more = new ArrayList<>(references);
        more.add(form);
        return new BindingSettings(more, namingWindow, ordersTrusted, linksOnlyHere);
    }

    /**
     * The same with another window.
     *
     * @throws IllegalArgumentException if it is negative or longer than a day
     */
    public BindingSettings withNamingWindow(Duration window) {
        return new BindingSettings(references, window, ordersTrusted, linksOnlyHere);
    }

    /** The same, and the order's word counts at last. */
    public BindingSettings withOrdersTrusted() {
        return new BindingSettings(references, namingWindow, true, linksOnlyHere);
    }

    /** The same, and the merchant says that no payment links are made outside of this SDK. */
    public BindingSettings withLinksOnlyHere() {
        return new BindingSettings(references, namingWindow, ordersTrusted, true);
    }
}
