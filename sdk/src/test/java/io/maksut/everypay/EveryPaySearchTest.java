package io.maksut.everypay;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static io.maksut.everypay.EveryPayStubs.ID;
import static io.maksut.everypay.EveryPayStubs.REFERENCE;
import static io.maksut.everypay.EveryPayStubs.afterwards;
import static io.maksut.everypay.EveryPayStubs.eur;
import static io.maksut.everypay.EveryPayStubs.json;
import static io.maksut.everypay.EveryPayStubs.maintenance;
import static io.maksut.everypay.EveryPayStubs.notFound;
import static io.maksut.everypay.EveryPayStubs.ok;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.portal.QueryFilter;
import io.maksut.portal.SearchPlan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EveryPaySearchTest {
    private static EveryPayStubs stubs;

    @BeforeAll
    static void start() {
        stubs = new EveryPayStubs();
    }

    @BeforeEach
    void reset() {
        stubs.reset();
    }

    @AfterAll
    static void stop() {
        stubs.close();
    }

    /** Keeps what it sees in memory, newest last, and finds by order reference. */
    private static final class Seen implements PaymentLookup {
        final List<Payment> payments = new CopyOnWriteArrayList<>();

        @Override
        public SearchPlan plan(PaymentQuery query) {
            return new SearchPlan(Set.of(), query.filters());
        }

        @Override
        public PaymentPage page(PaymentQuery query, @Nullable String cursor) {
            return new PaymentPage(payments.stream().filter(query::matches).toList(), null);
        }

        @Override
        public void seen(Payment payment) {
            payments.add(payment);
        }
    }

    /** A lookup whose store is broken. */
    private static final class Broken implements PaymentLookup {
        @Override
        public SearchPlan plan(PaymentQuery query) {
            return new SearchPlan(Set.of(), query.filters());
        }

        @Override
        public PaymentPage page(PaymentQuery query, @Nullable String cursor) {
            throw new IllegalStateException("disk full");
        }

        @Override
        public void seen(Payment payment) {
            throw new IllegalStateException("disk full");
        }
    }

    @Test
    void aPaymentIdIsReadAtTheGatewayAndTheOtherFiltersAreComparedOnTheWay() {
        stubs.payment(payment());
        try (Portal portal = stubs.builder().build()) {
            PaymentQuery query = PaymentQuery.paymentId(REFERENCE).withStatus(PaymentStatus.SETTLED);

            assertThat(portal.payments(query).plan())
                    .isEqualTo(new SearchPlan(Set.of(QueryFilter.PAYMENT_ID), Set.of(QueryFilter.STATUS)));
            assertThat(portal.payments(query)).extracting(Payment::id).containsExactly(ID);
            assertThat(portal.payments(query.withCustomerEmail(" LIISA@example.test")))
                    .hasSize(1);
            assertThat(portal.payments(query.withCustomerEmail("other@example.test")))
                    .isEmpty();
            assertThat(portal.payments(query.withStatus(PaymentStatus.FAILED))).isEmpty();
        }
    }

    @Test
    void aPaymentIdThatTheGatewayDoesNotKnowFindsNothing() {
        stubs.payment(notFound());
        try (Portal portal = stubs.builder().build()) {
            assertThat(portal.payments(PaymentQuery.paymentId(REFERENCE))).isEmpty();
        }
    }

    @Test
    void anOutageIsNeverAnEmptyResult() {
        stubs.payment(maintenance(404));
        try (Portal portal = stubs.builder().build()) {
            assertThatThrownBy(() -> portal.payments(PaymentQuery.paymentId(REFERENCE)).stream()
                            .toList())
                    .isInstanceOf(GatewayUnavailableException.class);
        }
    }

    @Test
    void withoutAnIndexEverySearchIsRefusedAndNothingIsSent() {
        try (Portal portal = stubs.builder().build()) {
            for (PaymentQuery query : List.of(
                    PaymentQuery.all(),
                    PaymentQuery.customerEmail("liisa@example.test"),
                    PaymentQuery.all().withOrderReference(new OrderReference("AB-2041")),
                    PaymentQuery.all().withStatus(PaymentStatus.SETTLED))) {
                assertThatThrownBy(() -> portal.payments(query).plan())
                        .isInstanceOf(NotSupportedByGatewayException.class);
                assertThatThrownBy(() -> portal.payments(query).iterator().hasNext())
                        .isInstanceOfSatisfying(NotSupportedByGatewayException.class, refused -> {
                            assertThat(refused.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
                            assertThat(refused.call().attempts()).isZero();
                            assertThat(refused).hasMessageContaining("index");
                        });
            }
        }
        assertThat(stubs.server.findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void anIndexSeesEveryPaymentThatIsReadCreatedOrChangedAndAnswersSearches() {
        Seen index = new Seen();
        stubs.action("oneoff", json(201, payment("payment_state", quoted("initial"), "payment_method", "null")));
        stubs.payment(payment("payment_state", quoted("authorised")));
        stubs.action("capture", ok(afterwards("settled", "42.90")));
        try (Portal portal =
                stubs.builder().index((account, capabilities) -> index).build()) {
            portal.createCheckout(
                    NewPayment.of(new OrderReference("AB-2041"), eur("42.90")).build());
            portal.capture(ID);

            assertThat(index.payments)
                    .extracting(Payment::status)
                    .containsExactly(PaymentStatus.INITIATED, PaymentStatus.AUTHORISED, PaymentStatus.SETTLED);
            assertThat(index.payments.get(0).origin()).isEqualTo(PaymentOrigin.CHECKOUT);
            PaymentQuery query = PaymentQuery.all().withStatus(PaymentStatus.SETTLED);
            assertThat(portal.payments(query).plan().onTheWay()).containsExactly(QueryFilter.STATUS);
            assertThat(portal.payments(query)).hasSize(1);
        }
    }

    @Test
    void anIndexThatFailsBreaksSearchesButNoReading() {
        stubs.payment(payment());
        try (Portal portal =
                stubs.builder().index((account, capabilities) -> new Broken()).build()) {
            assertThat(portal.payment(ID).status()).isEqualTo(PaymentStatus.SETTLED);
            assertThatThrownBy(
                            () -> portal.payments(PaymentQuery.all()).iterator().hasNext())
                    .isInstanceOf(GatewayUnavailableException.class)
                    .hasRootCauseMessage("disk full");
        }
    }
}
