package io.maksut.samples.quickstart;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;

/** At Flatpay's gateway, Frisbii. */
final class FlatpayMerchant implements Merchant {
    private static final String SETTLE = "/v1/charge/*/settle";

    private final FrisbiiSandbox sandbox;
    private final Portal portal;

    private FlatpayMerchant(FrisbiiSandbox sandbox) {
        this.sandbox = sandbox;
        this.portal = FlatpayPortal.builder()
                .apiKey(sandbox.privateKey())
                .api(sandbox.apiUrl())
                .checkoutApi(sandbox.checkoutUrl())
                .build();
    }

    static FlatpayMerchant open() {
        FlatpayMerchant merchant = new FlatpayMerchant(FrisbiiSandbox.start());
        merchant.fill();
        return merchant;
    }

    private void fill() {
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        sandbox.customer("janis", "janis@example.test", "Janis", "Berzins");
        add("order-1001", "mari", "authorized", 4_990, "card");
        add("order-1002", "mari", "settled", 2_500, "card");
        add("order-1003", "mari", "failed", 12_000, "card");
        add("order-1004", "mari", "authorized", 8_000, "card");
        add("order-1005", "mari", "pending", 1_950, "mobilepay");
        add("order-1006", "mari", "settled", 700, "paypal");
        add("order-1007", "mari", "cancelled", 3_300, "card");
        add("order-2001", "janis", "settled", 9_900, "card");
    }

    private void add(String handle, String customer, String state, long amount, String method) {
        sandbox.charge(handle)
                .customer(customer)
                .state(state)
                .amount(amount)
                .currency("EUR")
                .method(method)
                .add();
    }

    @Override
    public String gateway() {
        return "Flatpay (Frisbii)";
    }

    @Override
    public Portal portal() {
        return portal;
    }

    @Override
    public PaymentId toShip() {
        return id("order-1001");
    }

    @Override
    public PaymentId settled() {
        return id("order-1002");
    }

    @Override
    public PaymentId failed() {
        return id("order-1003");
    }

    @Override
    public PaymentId waiting() {
        return id("order-1005");
    }

    @Override
    public PaymentId toLose() {
        return id("order-1004");
    }

    private static PaymentId id(String handle) {
        return new PaymentId("flatpay", handle);
    }

    @Override
    public void staffRefund(PaymentId id, Money amount) {
        sandbox.refundAsStaff(id.reference(), amount.minorUnits());
    }

    @Override
    public void loseNextCaptureAnswer() {
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", SETTLE);
    }

    @Override
    public long captures(PaymentId id) {
        return sandbox.books().count(Movement.Kind.CAPTURE, id.reference());
    }

    @Override
    public long captureRequests() {
        return sandbox.requests().count("POST", SETTLE);
    }

    @Override
    public void close() {
        portal.close();
        sandbox.close();
    }
}
