package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.observe.CallEnded;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.LogKey;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundPermit;
import io.maksut.sandbox.Fault;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.webhook.Delivery;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import io.maksut.webhook.WebhookSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The id of a request goes with all that comes of it, and decides nothing. */
class CorrelationTest {
    private static final CorrelationId ID = new CorrelationId("request-7f3a");
    private static final CorrelationId OTHER = new CorrelationId("request-0b11");

    private final SyncWorld world = new SyncWorld();

    @AfterEach
    void close() {
        assertThat(LogContext.current()).isSameAs(LogContext.EMPTY);
        world.close();
    }

    private static <T> T in(CorrelationId id, Supplier<T> request) {
        return LogContext.of(id).call(request);
    }

    private List<CallEnded> callsFor(CorrelationId id) {
        return world.calls.stream()
                .filter(call -> id.equals(call.correlationId()))
                .toList();
    }

    private static List<LedgerEvent> history(RefundSync sync, LedgerOperation operation) {
        return sync.ledger().history(operation).toList();
    }

    /** A shop whose deliveries say in a header which they are. */
    private record Source() implements WebhookSource {
        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Optional<Delivery> receive(WebhookRequest request) {
            return Optional.of(Delivery.identified(
                    request.header("X-Id").orElseThrow(),
                    request.header("X-Order").orElseThrow(),
                    new byte[0]));
        }
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void theIdOfADeliveryIsThatOfTheCaptureTheCallsAndTheEventsThatComeOfIt(Gateway gateway) {
        List<LogContext> told = new CopyOnWriteArrayList<>();
        RefundSync sync = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .listener(event -> event.operation().ifPresent(it -> told.add(LogContext.current())))
                .build();
        sync.worker().scanDue();
        Inbox inbox = Inbox.open(world.dataSource, world.clock);
        PaymentId payment = world.authorised(gateway, "29.80");
        String order = world.shop.order(payment);
        world.shop.ships(order, Fulfilment.COMPLETE);

        WebhookRequest delivery = new WebhookRequest(
                "POST", "/", Map.of("X-Id", List.of(ID.value()), "X-Order", List.of(order)), new byte[0]);
        assertThat(new WebhookHandler(new Source(), inbox).handle(delivery).status())
                .isEqualTo(200);
        InboxWorker.builder(inbox).on("shop", sync.hints("shop")).build().workOff();
        sync.worker().workOff();

        LedgerOperation capture = sync.ledger().capturesOf(payment).get(0);
        assertThat(capture.state()).isEqualTo(State.SUCCEEDED);
        assertThat(capture.correlationId()).isEqualTo(ID);
        assertThat(history(sync, capture))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.correlationId()).isEqualTo(ID));
        assertThat(callsFor(ID)).anyMatch(call -> call.call().operation().matches("(settle|capture).*"));
        assertThat(told).isNotEmpty().allSatisfy(context -> {
            assertThat(context.correlationId()).contains(ID);
            assertThat(context.value(LogKey.OPERATION)).contains("" + capture.id());
            assertThat(context.value(LogKey.PAYMENT)).contains(payment.reference());
            assertThat(context.value(LogKey.ACCOUNT)).contains(payment.account());
            assertThat(context.value(LogKey.SHOP)).contains("shop");
        });
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void aDirectRefundAndItsRecordHaveTheIdOfWhoAskedForItAndCustomersReadNothingOfIt(Gateway gateway) {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.failedInShop(gateway, "10.00");
        RefundPermit permit = clerk.allowed(payment, "10.00");
        world.calls.clear();

        LedgerOperation refund = in(ID, () -> clerk.executed(permit));

        assertThat(refund.state()).isEqualTo(State.SUCCEEDED);
        assertThat(refund.correlationId()).isEqualTo(ID);
        assertThat(callsFor(ID)).hasSameSizeAs(world.calls).isNotEmpty();
        assertThat(operations(payment))
                .filteredOn(it -> it.action() == Action.RECORD)
                .extracting(LedgerOperation::correlationId)
                .containsExactly(ID);
        assertThat(world.shop.notes()).containsExactly("Refunded directly at the payment gateway");
    }

    private List<LedgerOperation> operations(PaymentId payment) {
        return io.maksut.storage.Database.open(world.dataSource).read(sql -> {
            long claim = PaymentClaimTable.ensure(sql, payment);
            List<LedgerOperation> all = new ArrayList<>(OperationTable.ofPayment(sql, claim));
            all.addAll(SetAsideTable.readable(OperationTable.eachOtherOfPayment(sql, claim)));
            return all;
        });
    }

    @Test
    void whoGivesNoIdGetsOneAndItIsTheSameInCallsAndRow() {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        RefundPermit permit = clerk.allowed(payment, "10.00");
        world.calls.clear();

        LedgerOperation refund = clerk.executed(permit);

        assertThat(callsFor(refund.correlationId())).hasSameSizeAs(world.calls).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Gateway.class)
    void itStaysOverALostAnswerARestartAndAnotherWorker(Gateway gateway) {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(gateway, "29.80");
        String order = world.shop.order(payment);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("5.00"));
        world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
        in(ID, () -> sync.request("shop", request));
        world.sync(SyncMode.PORTAL_PAYS).worker().workOff();

        RefundSync restarted = world.sync(SyncMode.PORTAL_PAYS);
        in(OTHER, () -> restarted.request("shop", request));
        in(OTHER, () -> {
            world.work(restarted, Duration.ofHours(1));
            return true;
        });

        LedgerOperation refund = restarted.ledger().refundsOf(payment).get(0);
        assertThat(refund.state()).isEqualTo(State.SUCCEEDED);
        assertThat(refund.correlationId()).isEqualTo(ID);
        assertThat(history(restarted, refund))
                .extracting(LedgerEvent::correlationId)
                .containsOnly(ID);
        assertThat(callsFor(ID)).isNotEmpty();
        assertThat(callsFor(OTHER)).isEmpty();
        assertThat(world.refunds(payment)).isEqualTo(1);
    }

    @Test
    void twoOperationsOnOneThreadAreKeptApartInCallsAndInWhatListenersHear() {
        record Heard(LedgerOperation operation, LogContext context) {}
        List<Heard> heard = new CopyOnWriteArrayList<>();
        RefundSync sync = world.builder(SyncMode.PORTAL_PAYS)
                .listener(event -> event.operation().ifPresent(it -> heard.add(new Heard(it, LogContext.current()))))
                .build();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId another = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        in(ID, () -> sync.request("shop", world.shop.asksToRefund(order, payment, eur("5.00"))));
        in(OTHER, () -> sync.request("shop", world.shop.asksToRefund(order, payment, eur("6.00"))));
        PaymentId direct = another;
        String second = world.shop.order(direct);
        sync.request("shop", world.shop.asksToRefund(second, direct, eur("7.00")));

        sync.worker().workOff();

        assertThat(world.refunded(payment)).isEqualTo(1_100);
        assertThat(callsFor(ID))
                .filteredOn(call -> call.call().operation().contains("refund"))
                .hasSize(1);
        assertThat(callsFor(OTHER))
                .filteredOn(call -> call.call().operation().contains("refund"))
                .hasSize(1);
        assertThat(world.calls)
                .filteredOn(call -> call.client().equals("everypay"))
                .isNotEmpty()
                .extracting(CallEnded::correlationId)
                .doesNotContain(ID, OTHER);
        assertThat(heard).hasSizeGreaterThan(6).allSatisfy(it -> {
            assertThat(it.context().correlationId()).contains(it.operation().correlationId());
            assertThat(it.context().value(LogKey.OPERATION))
                    .contains("" + it.operation().id());
        });
    }

    @Test
    void anOperationThatFailsInAWayOfItsOwnLeavesNothingBehindForTheNext() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        PaymentId next = world.settled(Gateway.FLATPAY, "29.80");
        world.shop.bug(TestShop.Question.TELL, () -> new StackOverflowError("a bridge"));
        in(ID, () -> sync.request("shop", world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"))));
        in(OTHER, () -> sync.request("shop", world.shop.asksToRefund(world.shop.order(next), next, eur("5.00"))));

        sync.worker().workOff();

        assertThat(world.calls)
                .filteredOn(call -> call.call().operation().contains("refund"))
                .extracting(CallEnded::correlationId)
                .containsExactly(ID, OTHER);
    }

    @Test
    void anothersIdMakesTwoRequestsNeitherOneNorTheSame() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);

        in(ID, () -> sync.request("shop", world.shop.asksToRefund(order, payment, eur("5.00"))));
        in(ID, () -> sync.request("shop", world.shop.asksToRefund(order, payment, eur("5.00"))));
        sync.worker().workOff();

        assertThat(sync.ledger().refundsOf(payment))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.correlationId()).isEqualTo(ID));
        assertThat(world.refunded(payment)).isEqualTo(1_000);
    }

    @Test
    void whatIsMerelyNoticedWhileAnotherOperationIsWorkedOnHasAnIdOfItsOwn() {
        RefundSync sync = world.without()
                .shop(world.connected(SyncMode.PORTAL_PAYS).withShipToSettle())
                .build();
        sync.worker().scanDue();
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("5.00"));
        String seen = world.shop.refund(
                order,
                payment,
                eur("1.00"),
                io.maksut.refund.ShopRefund.State.PENDING,
                io.maksut.shop.OrderRefund.Payout.NOT_TOLD);
        in(ID, () -> sync.request("shop", request));

        sync.worker().workOff();

        LedgerOperation noticed = sync.ledger().refund("shop", seen).orElseThrow();
        assertThat(noticed.kind()).isEqualTo(LedgerOperation.Kind.OBSERVED);
        assertThat(noticed.correlationId()).isNotEqualTo(ID);
    }

    @Test
    void aRefundThatWasSeenBeforeItIsAskedForIsThatOfWhoAsksForIt() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        RefundRequest request = world.shop.asksToRefund(world.shop.order(payment), payment, eur("5.00"));
        sync.worker().scanDue();
        assertThat(sync.ledger().refundsOf(payment)).hasSize(1);

        in(ID, () -> sync.request("shop", request));

        assertThat(sync.ledger().refundsOf(payment))
                .singleElement()
                .satisfies(it -> assertThat(it.correlationId()).isEqualTo(ID));
    }
}
