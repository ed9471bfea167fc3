package io.maksut.samples.quickstart;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.index.PaymentIndex;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentId;
import io.maksut.portal.NewPayment;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.everypay.EveryPayCallback;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** At EveryPay, which cannot search: the SDK searches an index of the payments it has seen. */
final class EveryPayMerchant implements Merchant {
    private static final String CAPTURE = "/api/v4/payments/capture";

    private final EveryPaySandbox sandbox;
    private final SampleDatabase database;
    private final Portal portal;
    private final PaymentId toShip;
    private final PaymentId settled;
    private final PaymentId failed;
    private final PaymentId waiting;
    private final PaymentId toLose;

    private EveryPayMerchant(EveryPaySandbox sandbox, SampleDatabase database) {
        this.sandbox = sandbox;
        this.database = database;
        this.portal = EveryPayPortal.builder()
                .apiUsername(sandbox.apiUsername())
                .apiSecret(sandbox.apiSecret())
                .accountName("EUR3D1")
                .api(sandbox.apiUrl())
                .customerUrl(URI.create("https://shop.example.test/thanks"))
                .index(PaymentIndex.open(database.source(), Clock.systemUTC())::lookup)
                .build();
        this.toShip = seen("order-1001", "authorised", 4_990, "card");
        this.settled = seen("order-1002", "settled", 2_500, "card");
        this.failed = seen("order-1003", "failed", 12_000, "card");
        this.toLose = seen("order-1004", "authorised", 8_000, "card");
        this.waiting = seen("order-1005", "sent_for_processing", 1_950, "lhv_ob_ee");
    }

    static EveryPayMerchant open() {
        return new EveryPayMerchant(EveryPaySandbox.start(), SampleDatabase.create());
    }

    /** Whatever the portal reads goes into the index; a shop would have seen its payments when it created them. */
    private PaymentId seen(String order, String state, long amount, String method) {
        String reference = sandbox.payment()
                .account("EUR3D1")
                .orderReference(order)
                .email("mari@example.test")
                .state(state)
                .amount(amount)
                .method(method)
                .add();
        return portal.payment(reference).id();
    }

    @Override
    public String gateway() {
        return "EveryPay";
    }

    @Override
    public Portal portal() {
        return portal;
    }

    SampleDatabase database() {
        return database;
    }

    @Override
    public PaymentId toShip() {
        return toShip;
    }

    @Override
    public PaymentId settled() {
        return settled;
    }

    @Override
    public PaymentId failed() {
        return failed;
    }

    @Override
    public PaymentId waiting() {
        return waiting;
    }

    @Override
    public PaymentId toLose() {
        return toLose;
    }

    @Override
    public void staffRefund(PaymentId id, Money amount) {
        sandbox.refundAsStaff(id.reference(), amount.minorUnits());
    }

    @Override
    public void loseNextCaptureAnswer() {
        sandbox.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", CAPTURE);
    }

    @Override
    public long captures(PaymentId id) {
        return sandbox.books().count(Movement.Kind.CAPTURE, id.reference());
    }

    @Override
    public long captureRequests() {
        return sandbox.requests().count("POST", CAPTURE);
    }

    /** The shop creates a payment; on the gateway's page the customer chooses a card and is asked for 3DS. */
    PaymentId customerStartsToPay(URI callbacks) {
        sandbox.callbacks().deliverTo(callbacks);
        PaymentId id = portal.createCheckout(NewPayment.of(new OrderReference("order-1008"), Money.of("EUR", "15.00"))
                        .customer(Customer.builder().email("mari@example.test").build())
                        .build())
                .id();
        sandbox.choose(id.reference(), "card");
        sandbox.start3ds(id.reference());
        sandbox.event(id.reference(), "status_updated");
        deliver();
        return id;
    }

    void customerPays(PaymentId id) {
        sandbox.pay(id.reference());
        deliver();
    }

    /** The gateway delivers at least once, so sometimes twice. */
    void repeatLastCallback() {
        List<EveryPayCallback> all = sandbox.callbacks().all();
        sandbox.callbacks().redeliver(all.get(all.size() - 1).id());
    }

    private void deliver() {
        sandbox.callbacks().deliverPending();
    }

    @Override
    public void close() {
        portal.close();
        sandbox.close();
        database.close();
    }
}
