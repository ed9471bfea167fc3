package io.maksut.flatpay;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.GatewayFixture;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Flatpay's gateway as a sandbox. */
final class FlatpayFixture implements GatewayFixture, AutoCloseable {
    private final FrisbiiSandbox sandbox;
    private final PaymentGateway gateway;
    private final Portal portal;
    private final AtomicInteger number = new AtomicInteger();

    FlatpayFixture(FrisbiiSandbox sandbox) {
        this.sandbox = sandbox;
        this.gateway = settings(sandbox).buildGateway();
        this.portal = Portal.over(gateway);
    }

    /** A client of that sandbox that is not slowed down by the gateway's limits. */
    static FlatpayPortal.Builder settings(FrisbiiSandbox sandbox) {
        return FlatpayPortal.builder()
                .apiKey(sandbox.privateKey())
                .api(sandbox.apiUrl())
                .checkoutApi(sandbox.checkoutUrl())
                .limits(2_000, 2_000, 10, 10);
    }

    FrisbiiSandbox sandbox() {
        return sandbox;
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
        return settings(sandbox).apiKey("priv_wrong").build();
    }

    @Override
    public PaymentId authorised(Money amount) {
        return charge("authorized", amount);
    }

    @Override
    public PaymentId settled(Money amount) {
        return charge("settled", amount);
    }

    @Override
    public PaymentId failed(Money amount) {
        return charge("failed", amount);
    }

    private PaymentId charge(String state, Money amount) {
        String handle = sandbox.charge("charge-" + number.incrementAndGet())
                .state(state)
                .amount(amount.minorUnits())
                .currency(amount.currency().getCurrencyCode())
                .method("card")
                .add();
        return new PaymentId("flatpay", handle);
    }

    @Override
    public String unknownReference() {
        return "no-such-charge";
    }

    @Override
    public void voidElsewhere(PaymentId id) {
        sandbox.cancelAsStaff(id.reference());
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
            case CAPTURE -> "/v1/charge/*/settle";
            case VOID -> "/v1/charge/*/cancel";
            case REFUND -> "/v1/refund";
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
        sandbox.payCheckout(session(hosted));
    }

    /** The session's id ends the address of its page. */
    static String session(HostedPayment hosted) {
        String page = hosted.page().toString();
        return page.substring(page.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        portal.close();
    }
}
