package io.maksut.samples.refunds;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.RefundDecision;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.BindingSettings;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Where a refund may be made, and refunds that move money at most once: a shop, a gateway's sandbox, and a worker that is
 * killed in the middle.
 */
public final class Refunds implements AutoCloseable {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");

    private final PrintStream out;
    private final StoryClock clock = new StoryClock();
    private final FrisbiiSandbox sandbox = FrisbiiSandbox.builder().clock(clock).start();
    private final CornerShop shop = new CornerShop(clock);
    private final Path folder;
    private final PaymentGateway gateway;
    private final RefundSync sync;
    private final SyncWorker worker;

    private Refunds(PrintStream out) throws IOException {
        this.out = out;
        folder = Files.createTempDirectory("maksut-refunds");
        gateway = FlatpayPortal.builder()
                .apiKey(sandbox.privateKey())
                .api(sandbox.apiUrl())
                .clock(clock)
                .origin(payment ->
                        payment.reference().startsWith("link") ? PaymentOrigin.PAYMENT_LINK : PaymentOrigin.CHECKOUT)
                .buildGateway();
        sync = RefundSync.builder(Ledger.at(ledger()))
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, gateway.account())
                        .withBinding(BindingSettings.DEFAULT.withReference(gateway.account(), "order-{id}")))
                .clock(clock)
                .build();
        worker = sync.worker();
    }

    public static void main(String[] arguments) throws Exception {
        tell(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void tell(PrintStream out) throws Exception {
        try (Refunds story = new Refunds(out)) {
            story.aShopRefundArrivesThreeTimes();
            story.theOrderIsInTheShop();
            story.theShopsRefundFailed();
            story.aPaymentLinkWithoutOrder();
            story.theShopIsDown();
            story.aWorkerIsKilled();
        }
    }

    private Path ledger() {
        return folder.resolve("ledger.db");
    }

    private void aShopRefundArrivesThreeTimes() {
        heading("Two refunds of one order arrive three times each, the later one first");
        PaymentId payment = paid("order-1001", "49.90");
        shop.order("1001", payment);
        RefundRequest first = shop.pressesRefund("1001", "R1", payment, eur("10.00"));
        RefundRequest second = shop.pressesRefund("1001", "R2", payment, eur("10.00"));
        for (RefundRequest arriving : List.of(second, first, second, first, first, second)) {
            out.println(arriving.id() + " arrives: "
                    + sync.request(shop.name(), arriving).kind());
        }
        worker.workOff();
        books(payment);
        shop.told().forEach(it -> out.println("the shop was told: " + it));
    }

    private void theOrderIsInTheShop() {
        heading("A direct refund of a payment whose order is in the shop");
        PaymentId payment = paid("order-1002", "25.00");
        shop.order("1002", payment);
        clock.passes(Duration.ofHours(1));
        explain(decide(payment, "25.00"));
    }

    private void theShopsRefundFailed() {
        heading("The same after the shop's own refund has failed");
        PaymentId payment = new PaymentId(gateway.account(), "order-1002");
        shop.refundFails("1002", "R3", payment, eur("25.00"));
        explain(decide(payment, "25.00"));
        clock.passes(Duration.ofMinutes(11));
        execute(decide(payment, "25.00"));
        books(payment);
        for (OrderRefund refund : shop.refunds("1002")) {
            out.println("the shop shows: " + refund.id() + " of " + refund.amount() + ", " + refund.state()
                    + (refund.portalKey() == null ? "" : ", recorded by us without moving money"));
        }
    }

    private void aPaymentLinkWithoutOrder() {
        heading("A payment by payment link, and no order in the shop");
        PaymentId payment = paid("link-7", "15.00");
        clock.passes(Duration.ofHours(1));
        explain(decide(payment, "15.00"));
        clock.passes(Duration.ofMinutes(10));
        execute(decide(payment, "15.00"));
        books(payment);
    }

    private void theShopIsDown() {
        heading("Another one, while the shop is down");
        PaymentId payment = paid("link-8", "15.00");
        clock.passes(Duration.ofHours(1));
        shop.goesDown();
        explain(decide(payment, "15.00"));
        shop.comesBack();
        books(payment);
    }

    private void aWorkerIsKilled() throws Exception {
        heading("A worker is killed while its request is at the gateway, and another one finishes");
        PaymentId payment = paid("order-1003", "60.00");
        shop.order("1003", payment);
        RefundRequest request = shop.pressesRefund("1003", "R4", payment, eur("60.00"));
        CountDownLatch gatewayGoesOn = new CountDownLatch(1);
        FaultPlan.Rule held =
                sandbox.faults().next(Fault.heldUntil(gatewayGoesOn)).on("POST", "/v1/refund");
        sync.request(shop.name(), request);
        Process doomed = start();
        try {
            await(() -> held.fired() > 0);
        } finally {
            doomed.destroyForcibly().waitFor();
        }
        out.println("the worker's process was killed: exit code " + doomed.exitValue());
        gatewayGoesOn.countDown();
        await(() -> sandbox.books().count(Movement.Kind.REFUND, payment.reference()) > 0);
        out.println("the gateway refunds, and there is nobody to hear the answer");
        out.println("the ledger says: " + refund("R4").state() + ", outcome unknown: "
                + refund("R4").outcomeUnknown());
        clock.passes(Duration.ofMinutes(5)); // the lease of the dead worker runs out
        worker.workOff();
        out.println(
                "another worker asked again under the same key: " + refund("R4").state());
        books(payment);
        try (Stream<LedgerEvent> history = sync.ledger().history(refund("R4"))) {
            history.forEach(event -> out.println("  " + event.kind()));
        }
    }

    /** What another process does takes a moment. */
    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the other process does not get on");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private LedgerOperation refund(String id) {
        return sync.ledger().refund(shop.name(), id).orElseThrow();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedWorker.class.getName(),
                        ledger().toString(),
                        sandbox.apiUrl().toString(),
                        sandbox.privateKey(),
                        clock.ahead().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private PaymentId paid(String handle, String amount) {
        sandbox.charge(handle)
                .state("settled")
                .amount(eur(amount).minorUnits())
                .currency("EUR")
                .method("card")
                .created(clock.instant())
                .add();
        return new PaymentId(gateway.account(), handle);
    }

    private RefundDecision decide(PaymentId payment, String amount) {
        return sync.desk().decide(payment, eur(amount), "Mari", "the customer returned the goods");
    }

    private void explain(RefundDecision decision) {
        out.println(decision.getClass().getSimpleName() + " (row " + decision.row() + ")");
        out.println("  en  " + decision.explain(Locale.ENGLISH));
        out.println("  fi  " + decision.explain(FINNISH));
    }

    private void execute(RefundDecision decision) {
        explain(decision);
        if (decision instanceof RefundDecision.Allowed allowed
                && sync.desk().execute(allowed.permit()) instanceof DirectRefund.Made made) {
            out.println(
                    "refunded " + made.refund().amount() + ": " + made.refund().state());
        }
    }

    private void books(PaymentId payment) {
        out.println("in the gateway's books: "
                + sandbox.books().count(Movement.Kind.REFUND, payment.reference()) + " refunds, "
                + Money.ofMinor("EUR", sandbox.books().refunded(payment.reference())));
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text);
    }

    private static Money eur(String amount) {
        return Money.of("EUR", amount);
    }

    @Override
    public void close() throws IOException {
        worker.close();
        gateway.close();
        sandbox.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
