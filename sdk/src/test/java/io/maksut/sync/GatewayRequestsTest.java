package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.Portal;
import io.maksut.refund.RefundPermit;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.DelegatingHttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a gateway is asked, so that an operation that costs another request, or another wait, is seen. */
class GatewayRequestsTest {
    private static final String CHARGE = "GET /v1/charge/*";
    private static final String INVOICE = "GET /v1/invoice/*";
    private static final String METADATA = "GET /v1/invoice/*/metadata";
    private static final String DISPUTES = "GET /v1/list/dispute";
    private static final String CUSTOMER = "GET /v1/customer/*";
    private static final String PAYMENT = "GET /payments/*";
    private static final String ACCOUNT = "GET /processing_accounts/*";

    private final SyncWorld world = new SyncWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private ListAssert<String> assertSentBy(Runnable operation) {
        world.frisbii.requests().clear();
        world.everypay.requests().clear();
        operation.run();
        return assertThat(
                Stream.concat(world.frisbii.requests().all().stream(), world.everypay.requests().all().stream())
                        .map(GatewayRequestsTest::named)
                        .toList());
    }

    private static String named(RecordedRequest request) {
        String path = request.path()
                .replaceFirst("^/api/v4", "")
                .replaceFirst(
                        "^(/v1/(charge|invoice|customer)|/(payments(?=/[0-9a-f]{64})|processing_accounts))/[^/]+",
                        "$1/*");
        return request.method() + " " + path;
    }

    private Portal portal(Gateway gateway) {
        return Portal.over(world.gateways().get(gateway == Gateway.FLATPAY ? 0 : 1));
    }

    @Test
    void aPaymentAtFlatpayIsReadByFourRequestsInTheTimeOfOne() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        try (Portal portal = FlatpayPortal.builder()
                .apiKey(world.frisbii.privateKey())
                .api(world.frisbii.apiUrl())
                .httpClient(new Together(4))
                .build()) {
            assertSentBy(() -> portal.payment(payment, CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(20))))
                    .containsExactlyInAnyOrder(CHARGE, INVOICE, METADATA, DISPUTES);
        }
    }

    /** Lets no request leave before so many wait, so that whoever waits for an answer in between waits for ever. */
    private static final class Together extends DelegatingHttpClient {
        private final int many;
        private final List<Runnable> waiting = new ArrayList<>();

        Together(int many) {
            this.many = many;
        }

        @Override
        public synchronized <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
            waiting.add(() -> {
                CompletableFuture<?> unused = client.sendAsync(request, handler).whenComplete((response, failure) -> {
                    if (failure == null) {
                        answer.complete(response);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            });
            if (waiting.size() == many) {
                waiting.forEach(Runnable::run);
                waiting.clear();
            }
            return answer;
        }
    }

    @Test
    void aPaymentAtEveryPayIsReadByOneRequestOnceItsAccountIsKnown() {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        Portal portal = portal(Gateway.EVERYPAY);

        assertSentBy(() -> portal.payment(payment)).containsExactly(PAYMENT, ACCOUNT);
        assertSentBy(() -> portal.payment(payment)).containsExactly(PAYMENT);
    }

    @Test
    void aCaptureReadsThePaymentOnce() {
        PaymentId flatpay = world.authorised(Gateway.FLATPAY, "29.80");
        PaymentId everypay = world.authorised(Gateway.EVERYPAY, "29.80");

        assertSentBy(() -> portal(Gateway.FLATPAY).capture(flatpay))
                .containsExactly(CHARGE, "POST /v1/charge/*/settle");
        assertSentBy(() -> portal(Gateway.EVERYPAY).capture(everypay))
                .containsExactly(PAYMENT, "POST /payments/capture");
    }

    @Test
    void aDirectRefundAtFlatpayTakesFiveRequests() {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.failedInShop(Gateway.FLATPAY, "10.00");
        AtomicReference<RefundPermit> permit = new AtomicReference<>();

        assertSentBy(() -> permit.set(clerk.allowed(payment, "10.00")))
                .containsExactlyInAnyOrder(CHARGE, METADATA, INVOICE, DISPUTES);
        assertSentBy(() -> clerk.executed(permit.get()))
                .containsExactlyInAnyOrder(CHARGE, METADATA, INVOICE, DISPUTES, "POST /v1/refund")
                .endsWith("POST /v1/refund");
    }

    @Test
    void ofAPaymentLinkTheCustomerIsAskedForToo() {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.paidByLink(Gateway.FLATPAY, "10.00");
        RefundPermit permit = clerk.allowed(payment, "10.00");

        assertSentBy(() -> clerk.executed(permit))
                .containsExactlyInAnyOrder(CHARGE, METADATA, CUSTOMER, INVOICE, DISPUTES, "POST /v1/refund");
    }

    @Test
    void aDirectRefundAtEveryPayTakesFourRequests() {
        RefundSync sync = world.sync(SyncMode.SHOP_PAYS);
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.failedInShop(Gateway.EVERYPAY, "10.00");
        AtomicReference<RefundPermit> permit = new AtomicReference<>();

        assertSentBy(() -> permit.set(clerk.allowed(payment, "10.00"))).containsExactly(PAYMENT, ACCOUNT, PAYMENT);
        assertSentBy(() -> clerk.executed(permit.get()))
                .as("before the shops are asked, after it, and just before an attempt that has no key")
                .containsExactly(PAYMENT, PAYMENT, PAYMENT, "POST /payments/refund");
    }

    @Test
    void aShopsRefundAtFlatpayTakesFiveRequestsAndTwoMoreForItsFirstOfAnOrder() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        String order = world.shop.order(payment);

        assertSentBy(() -> paidFor(sync, order, payment))
                .containsExactlyInAnyOrder(CHARGE, METADATA, CHARGE, METADATA, INVOICE, DISPUTES, "POST /v1/refund");
        assertSentBy(() -> paidFor(sync, order, payment))
                .containsExactlyInAnyOrder(CHARGE, METADATA, INVOICE, DISPUTES, "POST /v1/refund");
        assertThat(world.refunds(payment)).isEqualTo(2);
    }

    @Test
    void aShopsRefundAtEveryPayTakesThreeRequestsAndOneMoreForItsFirstOfAnOrder() {
        RefundSync sync = world.scanned(SyncMode.PORTAL_PAYS);
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        Payment unused = portal(Gateway.EVERYPAY).payment(payment); // its account is known then
        String order = world.shop.order(payment);

        assertSentBy(() -> paidFor(sync, order, payment))
                .containsExactly(PAYMENT, PAYMENT, PAYMENT, "POST /payments/refund");
        assertSentBy(() -> paidFor(sync, order, payment)).containsExactly(PAYMENT, PAYMENT, "POST /payments/refund");
        assertThat(world.refunds(payment)).isEqualTo(2);
    }

    private void paidFor(RefundSync sync, String order, PaymentId payment) {
        RefundRequest request = world.shop.asksToRefund(order, payment, eur("5.00"));
        sync.request("shop", request);
        int unused = sync.worker().workOff();
    }

    @Test
    void whatShippingCapturesIsReadBeforeAndAfterTheOrder() {
        RefundSync sync = world.without()
                .shop(world.connected(SyncMode.SHOP_PAYS).withShipToSettle())
                .build();
        int unused = sync.worker().scanDue();

        assertSentBy(() -> ships(sync, world.authorised(Gateway.FLATPAY, "29.80")))
                .containsExactly(CHARGE, CHARGE, "POST /v1/charge/*/settle");
        assertSentBy(() -> ships(sync, world.authorised(Gateway.EVERYPAY, "29.80")))
                .containsExactly(PAYMENT, PAYMENT, PAYMENT, "POST /payments/capture");
    }

    private void ships(RefundSync sync, PaymentId payment) {
        world.shop.ships(world.shop.order(payment), Fulfilment.COMPLETE);
        world.clock.advance(Duration.ofMinutes(11));
        int unused = sync.worker().scanDue();
        int unusedToo = sync.worker().workOff();
    }

    @Test
    void whereTheInvoiceTellsOtherSumsTheChargeIsReadAgain() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        Payment outline = call(it -> it.outline(payment.reference()));
        world.refundAsStaff(payment, "5.00");

        AtomicReference<Payment> now = new AtomicReference<>();
        assertSentBy(() -> now.set(call(it -> it.details(outline))))
                .containsExactlyInAnyOrder(INVOICE, DISPUTES, CHARGE, INVOICE);
        assertThat(now.get().amounts().refunded()).isEqualTo(eur("5.00"));
        assertThat(now.get().refunds()).hasSize(1);
        assertThat(now.get()).isEqualTo(call(it -> it.details(payment.reference())));
    }

    @Test
    void whatIsCompletedLaterIsReadThen() {
        PaymentId payment = world.settled(Gateway.FLATPAY, "29.80");
        world.linkPayments.add(payment.reference());
        Payment outline = call(it -> it.outline(payment.reference()));
        assertThat(outline.origin()).isEqualTo(PaymentOrigin.PAYMENT_LINK);
        world.clock.advance(Duration.ofMinutes(1));

        Payment now = call(it -> it.details(outline));

        assertThat(now.timestamps().readAt()).isEqualTo(world.clock.instant());
        assertThat(now).isEqualTo(call(it -> it.details(payment.reference())));
    }

    private Payment call(Function<GatewayCall, CompletableFuture<Payment>> question) {
        GatewayCall call = world.gateways().get(0).begin(CallOptions.DEFAULT);
        return call.await(question.apply(call));
    }
}
