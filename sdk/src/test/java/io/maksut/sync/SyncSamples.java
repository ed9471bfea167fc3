package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.monitor.Health;
import io.maksut.monitor.MaksutMeters;
import io.maksut.monitor.Monitor;
import io.maksut.monitor.Trouble;
import io.maksut.observe.CallEnded;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Outcome;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.Cause;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.AuthorisationRequest;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.RefundWish;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Inbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of each public type of shops and sync, with something private wherever people write or secrets are kept. */
public final class SyncSamples {
    private SyncSamples() {}

    public static List<Object> all(String secretKey, String written) {
        List<Object> samples = new ArrayList<>();
        Instant now = Instant.EPOCH;
        Money ten = Money.of("EUR", "10.00");
        PaymentId payment = new PaymentId("flatpay", "order-1");
        OrderRefund refund = new OrderRefund(
                "r-1", Set.of("r-2"), payment, ten, ShopRefund.State.PENDING, now, OrderRefund.Payout.NOT_TOLD, null);
        Fulfilment.Shipment shipment = new Fulfilment.Shipment("s-1", ten);
        ShopOrder.Builder order =
                ShopOrder.builder("o-1", "#1").payments(List.of(payment)).refunds(List.of(refund));
        RefundRequest.Builder request = RefundRequest.builder("r-1", payment, ten);
        samples.addAll(List.of(
                refund,
                shipment,
                new Fulfilment(false, List.of(shipment)),
                BindingSettings.DEFAULT.withReference("flatpay", "order-{id}"),
                new ReferenceForm("flatpay", "cards", "order-{id}"),
                order,
                order.build(),
                request,
                request.build(),
                new OrderSearch.Found(order.build()),
                new OrderSearch.Several(List.of(order.build(), order.build())),
                new OrderSearch.Absent(true, true),
                new OrderSearch.Unclear(Cause.LOOKUP_FAILED),
                new OrderPage(List.of(order.build()), "2", now),
                new PortalRefund("k-1", "o-1", payment, ten, now, written),
                new Recording.Recorded("r-1"),
                new Recording.ByMerchant(Map.of("en", "by hand")),
                new Recording.Unclear("no answer"),
                new RefundAnswer("r-1", "o-1", payment, ten, RefundAnswer.Verdict.DONE, ""),
                AuthorisationRequest.capture("c-1", payment, ten),
                new AuthorisationAnswer(
                        "c-1", AuthorisationAnswer.Kind.CAPTURE, payment, AuthorisationAnswer.Verdict.DONE, "")));
        addEngine(samples, secretKey, written, request.build());
        return samples;
    }

    private static void addEngine(List<Object> samples, String secretKey, String written, RefundRequest request) {
        Instant now = Instant.EPOCH;
        TestShop shop = new TestShop("shop", Clock.systemUTC());
        try (PaymentGateway gateway = FlatpayPortal.builder().apiKey(secretKey).buildGateway()) {
            ConnectedShop connected = ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay");
            RefundSync.Builder builder = RefundSync.builder(TestDatabases.SQLITE.fresh())
                    .gateway(gateway)
                    .shop(connected);
            RefundSync sync = builder.build();
            RequestReceipt receipt = sync.request("shop", request);
            LedgerOperation stored = receipt.operation();
            RefundPermit permit =
                    new RefundPermit("p-1", request.payment(), request.amount(), now, written, written, List.of());
            RefundDecision.Undetermined undetermined =
                    new RefundDecision.Undetermined(6, Cause.GATEWAY_UNREADABLE, now, false, List.of());
            RefundDecision.Refused refused = new RefundDecision.Refused(
                    1, RefundDecision.Reason.NO_AMOUNT, null, null, null, null, false, List.of());
            RefundDecision.Allowed allowed = new RefundDecision.Allowed(
                    9,
                    RefundDecision.Ground.PAYMENT_LINK_WITHOUT_ORDER,
                    request.payment(),
                    request.amount(),
                    request.amount(),
                    now,
                    null,
                    List.of(),
                    List.of());
            Discrepancy discrepancy = new Discrepancy(
                    1,
                    request.payment(),
                    "shop",
                    DiscrepancyKind.ONLY_IN_SHOP,
                    "",
                    Discrepancy.State.ACCEPTED,
                    request.amount(),
                    null,
                    now,
                    now,
                    written,
                    written);
            OperationDraft shipped = new OperationDraft(
                    1,
                    request.payment(),
                    "shop",
                    "1\no-1\n",
                    LedgerOperation.Action.CAPTURE,
                    LedgerOperation.Kind.SHIPPED,
                    LedgerOperation.State.PENDING,
                    request.amount(),
                    now,
                    CorrelationId.random());
            LedgerOperation capture = shipped.held(ReviewReason.SHIPPED_UNCLEAR, written, null)
                    .closedBy(written, written)
                    .done();
            Monitor monitor = new Monitor(Clock.systemUTC());
            MoneyStop.Ended ended = new MoneyStop.Ended(now, written, written);
            MoneyStop stop =
                    new MoneyStop(1, MoneyStop.Scope.all(), MoneyStop.Cause.BY_HAND, written, written, now, ended);
            Trouble trouble = new Trouble(Trouble.Kind.BREAKER_OPEN, "flatpay", 0, null);
            samples.addAll(List.of(
                    monitor,
                    capture.closing().orElseThrow(),
                    new MaksutMeters(new SimpleMeterRegistry(), monitor),
                    trouble,
                    new Health(List.of(trouble)),
                    new CallEnded(
                            "flatpay",
                            CallReport.notSent("read charge", null),
                            CallEnded.Ending.NOT_SENT,
                            Duration.ZERO,
                            null),
                    CorrelationId.orRandom(written),
                    LogContext.of(CorrelationId.orRandom(secretKey + "@")),
                    sync.ledger().counts(),
                    Inbox.open(TestDatabases.SQLITE.fresh()).counts(),
                    shop.abilities(),
                    connected,
                    builder,
                    sync,
                    receipt,
                    stored,
                    sync.ledger().history(stored).findFirst().orElseThrow(),
                    new LedgerEvent(1, 1, now, LedgerEvent.Kind.CLOSED, written, null, written),
                    permit,
                    allowed.with(permit),
                    refused,
                    undetermined,
                    new DirectRefund.Made(stored),
                    new DirectRefund.MadeBefore(stored, now, written),
                    new DirectRefund.NotAllowed(refused),
                    new DirectRefund.TooLate(permit, now),
                    new DirectRefund.Busy(permit),
                    new DirectRefund.Unanswered(permit, List.of()),
                    new DirectRefund.Stopped(permit, stop),
                    new DirectRefund.WatchesOnly(permit),
                    stop,
                    stop.scope(),
                    ended,
                    new SyncEvent.StopChanged(stop),
                    new LedgerMark("a-ledger", 1, now),
                    LedgerMarkFile.of(Path.of("mark")),
                    new SyncEvent.LedgerNoticed(LedgerNotice.MARK_MISSING),
                    discrepancy,
                    capture,
                    sync.desk(),
                    sync.syncDesk(),
                    sync.statements(),
                    sync.ledger(),
                    sync.worker(),
                    SyncWorker.Settings.DEFAULT,
                    new SyncEvent.RefundChanged(stored, LedgerEvent.Kind.REQUESTED),
                    new SyncEvent.CaptureChanged(capture, LedgerEvent.Kind.CAPTURE_REQUESTED),
                    new SyncEvent.VoidChanged(capture, LedgerEvent.Kind.VOID_REQUESTED),
                    new SyncEvent.StartChanged(capture, LedgerEvent.Kind.START_REQUESTED),
                    new RefundWish("w-1", "o-1", request.payment(), request.amount(), written),
                    new ShopChannel.Preparation.Ready(
                            new PortalRefund("k-1", "o-1", request.payment(), request.amount(), now, written)
                                    .attempt("key", now, Map.of())),
                    new ShopChannel.Preparation.Settled(
                            new Outcome.Done("r-1", request.amount(), CallReport.notSent("start", null))),
                    new SyncEvent.DiscrepancyChanged(discrepancy),
                    new SyncEvent.Decided(request.payment(), request.amount(), refused),
                    new SyncEvent.ScanEnded("changes of shop", 1, Duration.ZERO),
                    new SyncEvent.ScanFailed("changes of shop", "a fault"),
                    new SyncEvent.RecordSetAside("maksut_operation", "1", "column state"),
                    new SetAside("maksut_operation", "1", request.payment(), now, "column state"),
                    new SyncEvent.ClaimAbandoned("no answer")));
        }
    }
}
