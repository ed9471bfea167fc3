package io.maksut.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What may prove that a payment belongs to the order for which a shop asks a refund (domain 4, bindings 1 to 4). The
 * order that was written at the gateway at checkout always counts; except for payment links, so does the ledger's
 * record that the order named the payment in time. The rest is the merchant's choice. Immutable and thread-safe.
 *
 * @param references how the shop's payment plugins make a payment's reference from the order's id. Default: none. Where
 *     shops share an account, all of them have forms or none has, and no reference fits the forms of two.
 * @param namingWindow the most time between the payment's creation (by the gateway's clock) and the moment when the
 *     ledger first saw the order name it (by ours). Default: an hour.
 * @param ordersTrusted whether, as the last resort, the order's own word counts: total and currency agree, no other
 *     order of any connected shop names the payment, and no permit, release or direct refund outside this order does.
 *     Anybody who can write orders can write that word. Default: false.
 * @param linksOnlyHere whether the merchant makes payment links through this SDK alone, never in the gateway's own
 *     portal; {@code ordersTrusted} needs it for payments of unknown origin. Default: false.
 */
public record BindingSettings(
        List<ReferenceForm> references, Duration namingWindow, boolean ordersTrusted, boolean linksOnlyHere) {
    /** No reference forms, and no order's word is trusted. */
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
     * Adds a form for all payment methods of the shop.
     *
     * @throws IllegalArgumentException if the form is not valid ({@link ReferenceForm})
     */
    public BindingSettings withReference(String account, String form) {
        return with(new ReferenceForm(account, null, form));
    }

    /**
     * Adds a form for orders of one payment method of the shop.
     *
     * @throws IllegalArgumentException if the form is not valid ({@link ReferenceForm})
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
     * Sets {@code namingWindow}.
     *
     * @throws IllegalArgumentException if it is negative or longer than a day
     */
    public BindingSettings withNamingWindow(Duration window) {
        return new BindingSettings(references, window, ordersTrusted, linksOnlyHere);
    }

    /** Sets {@code ordersTrusted}. */
    public BindingSettings withOrdersTrusted() {
        return new BindingSettings(references, namingWindow, true, linksOnlyHere);
    }

    /** Sets {@code linksOnlyHere}. */
    public BindingSettings withLinksOnlyHere() {
        return new BindingSettings(references, namingWindow, ordersTrusted, true);
    }
}
