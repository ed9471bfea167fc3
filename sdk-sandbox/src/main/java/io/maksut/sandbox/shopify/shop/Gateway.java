package io.maksut.sandbox.shopify.shop;

/** A payment gateway of the shop and its habits. Thread-safe. */
public final class Gateway {
    private final String handle;
    private volatile String formattedName;
    private volatile boolean manual;
    private volatile boolean childPaymentIds;
    private volatile boolean multiCapturable;
    private volatile boolean failedRefundsVanish;
    private volatile PaymentProvider provider;

    Gateway(String handle) {
        this.handle = handle;
        this.formattedName = handle;
        this.manual = handle.equals("manual") || handle.equals("cash");
        boolean ofTheShop =
                manual || handle.equals("gift_card") || handle.equals("shopify_store_credit") || handle.equals("bogus");
        this.childPaymentIds = ofTheShop;
        this.provider = ofTheShop ? payout -> Outcome.success() : payout -> Outcome.pending();
    }

    public String handle() {
        return handle;
    }

    /** As staff read it; default the handle. */
    public Gateway formattedName(String name) {
        formattedName = name;
        return this;
    }

    /** A payment method that staff record by hand: everything succeeds at once. */
    public Gateway manual() {
        manual = true;
        childPaymentIds = true;
        provider = payout -> Outcome.success();
        return this;
    }

    /**
     * Who moves its money. Default: gift cards, store credit, manual methods, cash and the bogus gateway succeed at once;
     * everything else stays pending until the test settles it.
     */
    public Gateway provider(PaymentProvider who) {
        provider = who;
        return this;
    }

    /** Whether captures and refunds get payment ids of their own, as with some gateways; default they have the payment's. */
    public Gateway childPaymentIds(boolean on) {
        childPaymentIds = on;
        return this;
    }

    /** Whether an authorisation can be captured in parts; default not. */
    public Gateway multiCapturable(boolean on) {
        multiCapturable = on;
        return this;
    }

    /** Whether a refund all of whose transactions failed later is gone from the order; default it stays. */
    public Gateway failedRefundsVanish(boolean on) {
        failedRefundsVanish = on;
        return this;
    }

    public String formattedName() {
        return formattedName;
    }

    public boolean isManual() {
        return manual;
    }

    PaymentProvider provider() {
        return provider;
    }

    boolean hasChildPaymentIds() {
        return childPaymentIds;
    }

    boolean isMultiCapturable() {
        return multiCapturable;
    }

    boolean hasVanishingRefunds() {
        return failedRefundsVanish;
    }
}
