package io.maksut.everypay;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.GatewayFixture;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import java.net.URI;
import java.util.List;

/** EveryPay as a sandbox. */
final class EveryPayFixture implements GatewayFixture, AutoCloseable {
    private final EveryPaySandbox sandbox;
    private final PaymentGateway gateway;
    private final Portal portal;

    EveryPayFixture(EveryPaySandbox sandbox) {
        this.sandbox = sandbox;
        this.gateway = settings(sandbox).buildGateway();
        this.portal = Portal.over(gateway);
    }

    static EveryPayPortal.Builder settings(EveryPaySandbox sandbox) {
        return EveryPayPortal.builder()
                .apiUsername(sandbox.apiUsername())
                .apiSecret(sandbox.apiSecret())
                .accountName("EUR3D1")
                .api(sandbox.apiUrl())
                .customerUrl(URI.create("https://shop.example.test/thanks"))
                .limits(2_000, 2_000, 10, 10);
    }

    @Override
    public PaymentGateway gateway() {
        return gateway;
    }

    @Override
    public Portal portal() {
        return portal;
    }

    @Override
    public Portal portalWithWrongCredentials() {
        return settings(sandbox).apiSecret("wrong").build();
    }

    @Override
    public PaymentId authorised(Money amount) {
        return payment("authorised", amount);
    }

    @Override
    public PaymentId settled(Money amount) {
        return payment("settled", amount);
    }

    @Override
    public PaymentId failed(Money amount) {
        return payment("failed", amount);
    }

    private PaymentId payment(String state, Money amount) {
        String reference = sandbox.payment()
                .account("EUR3D1")
                .state(state)
                .amount(amount.minorUnits())
                .method("card")
                .add();
        return new PaymentId(gateway.account(), reference);
    }

    @Override
    public String unknownReference() {
        return "f".repeat(64);
    }

    @Override
    public void voidElsewhere(PaymentId id) {
        sandbox.voidAsStaff(id.reference());
    }

    @Override
    public void lose(Loss loss, Operation operation) {
        Fault fault = loss == Loss.AFTER_PROCESSING ? Fault.RESET_AFTER_PROCESSING : Fault.RESET_BEFORE_PROCESSING;
        sandbox.faults().next(fault).on("POST", path(operation));
    }

    @Override
    public void loseNextRefundForGood() {
        sandbox.faults()
                .next(Fault.RESET_AFTER_PROCESSING)
                .on("POST", path(Operation.REFUND))
                .always();
        // The look before it is sent is answered, the one after it is not.
        sandbox.faults()
                .next(Fault.RESET_BEFORE_PROCESSING)
                .on("GET", "/api/v4/payments/*")
                .afterMatching(1)
                .always();
    }

    @Override
    public void turnAway(int status) {
        sandbox.faults()
                .next(Fault.answer(Reply.of(status, "text/html", "<html><body>proxy</body></html>")))
                .always();
    }

    @Override
    public void answerForRefunds(int status) {
        sandbox.faults()
                .next(Fault.answerAfterProcessing(Reply.of(status, "text/html", "<html><body>proxy</body></html>")))
                .on("POST", path(Operation.REFUND))
                .always();
    }

    @Override
    public void recover() {
        sandbox.faults().clear();
    }

    @Override
    public PaymentGateway afresh() {
        return settings(sandbox).buildGateway();
    }

    @Override
    public PaymentGateway unreachable() {
        // Nobody listens at the port of discarded data.
        return settings(sandbox).api(URI.create("http://localhost:9/")).buildGateway();
    }

    @Override
    public long requests(Operation operation) {
        return sandbox.requests().count("POST", path(operation));
    }

    private static String path(Operation operation) {
        return switch (operation) {
            case CAPTURE -> "/api/v4/payments/capture";
            case VOID -> "/api/v4/payments/void";
            case REFUND -> "/api/v4/payments/refund";
        };
    }

    @Override
    public Movements movements(PaymentId id, Operation operation) {
        List<Movement> movements = sandbox.books().movements(id.reference()).stream()
                .filter(it -> it.kind().name().equals(operation.name()))
                .filter(it -> it.by() == Movement.By.API)
                .toList();
        return new Movements(movements.stream().mapToLong(Movement::amountMinor).sum(), movements.size());
    }

    @Override
    public void customerPays(HostedPayment hosted) {
        sandbox.pay(hosted.id().reference());
    }

    @Override
    public void close() {
        portal.close();
    }
}
