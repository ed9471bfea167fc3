package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.euros;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.Amounts;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.payment.Timestamps;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class SeenPaymentsTest {
    @Parameter
    TestDatabases kind;

    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    @Test
    void aPaymentComesBackAsItWasSeenButForTheGatewaysWholeAnswer() {
        Payment seen = complete();
        payments.seen(seen);

        IndexedPayment found = payments.find(seen.id()).orElseThrow();

        assertThat(found.payment())
                .isEqualTo(seen.toBuilder()
                        .raw(RawState.of("settled", "card", ""))
                        .references(List.of(
                                new GatewayReference(GatewayReference.Kind.REFUND, "r-1"),
                                new GatewayReference(GatewayReference.Kind.REFUND, "r-2"),
                                new GatewayReference(GatewayReference.Kind.TRANSACTION, "t-1")))
                        .build());
        assertThat(found.payment().allowedActions()).isEqualTo(seen.allowedActions());
        assertThat(found.erased()).isFalse();
    }

    private Payment complete() {
        Money ten = Money.of("EUR", "10.00");
        Amounts amounts = new Amounts(
                ten,
                Money.of("EUR", "9.00"),
                Money.of("EUR", "2.00"),
                Money.of("EUR", "1.00"),
                Money.of("EUR", "7.00"));
        return payment(payments, "p-1")
                .status(PaymentStatus.PARTIALLY_REFUNDED)
                .amounts(amounts)
                .order("order-1")
                .transaction("t-1")
                .customer(Customer.builder()
                        .reference("c-1")
                        .email("Mari@Example.test")
                        .firstName("Mari")
                        .lastName("M\u00e4gi")
                        .phone("+372 1")
                        .build())
                .builder()
                .methodName("visa")
                .origin(PaymentOrigin.PAYMENT_LINK)
                .refunds(List.of(
                        new Refund("r-1", Money.of("EUR", "2.00"), RefundState.REFUNDED, NOON, "refunded"),
                        new Refund("r-2", Money.of("EUR", "0.00"), RefundState.PROCESSING, null, "")))
                .uncapturedKnown(true)
                .chargebackOpen(true)
                .card(CardDetails.of("visa", "4111111111111111", YearMonth.of(2028, 2), "EE"))
                .bank(BankDetails.of("Bank", "EE382200221020145685"))
                .raw(RawState.of("settled", "card", "{\"email\":\"mari@example.test\"}"))
                .timestamps(Timestamps.builder(NOON.plusNanos(123_456_000))
                        .created(NOON)
                        .authorised(NOON.plusSeconds(1))
                        .settled(NOON.plusSeconds(2))
                        .cancelled(NOON.plusSeconds(3))
                        .waitingFor3dsSince(NOON.plusSeconds(4))
                        .build())
                .build();
    }

    @Test
    void aPaymentOfWhichNothingIsKnownComesBackToo() {
        Payment bare = payment(payments, "p-1")
                .status(PaymentStatus.UNKNOWN)
                .method(PaymentMethod.UNKNOWN)
                .created(null)
                .build();
        payments.seen(bare);

        assertThat(payments.find(bare.id()).map(IndexedPayment::payment)).contains(bare);
    }

    @Test
    void aPaymentThatWasNeverSeenIsNotFound() {
        assertThat(payments.find(payment(payments, "p-1").build().id())).isEmpty();
    }

    @Test
    void aLaterReadingReplacesAnEarlierOne() {
        payments.seen(payment(payments, "p-1").status(PaymentStatus.AUTHORISED).build());
        payments.seen(payment(payments, "p-1")
                .amounts(euros("12.00"))
                .readAt(NOON.plusSeconds(1))
                .build());

        Payment found = only();
        assertThat(found.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(found.amounts()).isEqualTo(euros("12.00"));
        assertThat(found.timestamps().readAt()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void anEarlierReadingThatComesLateIsIgnored() {
        payments.seen(payment(payments, "p-1").status(PaymentStatus.REFUNDED).build());
        payments.seen(payment(payments, "p-1")
                .readAt(NOON.minusMillis(1))
                .email("old@example.test")
                .build());

        Payment found = only();
        assertThat(found.status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(found.timestamps().readAt()).isEqualTo(NOON);
    }

    @Test
    void whatCannotChangeIsKeptWhenAReadingLeavesItOutInWhateverOrderTheyCome() {
        for (boolean toldFirst : new boolean[] {true, false}) {
            payments = Indexes.fresh(kind);
            Payment told = complete().toBuilder()
                    .timestamps(Timestamps.builder(NOON)
                            .created(NOON.minusSeconds(9))
                            .build())
                    .build();
            Payment silent = payment(payments, "p-1")
                    .created(null)
                    .readAt(NOON.plusSeconds(1))
                    .build();
            payments.seen(toldFirst ? told : silent);
            payments.seen(toldFirst ? silent : told);

            assertThat(only())
                    .isEqualTo(silent.toBuilder()
                            .timestamps(Timestamps.builder(NOON.plusSeconds(1))
                                    .created(NOON.minusSeconds(9))
                                    .build())
                            .customer(told.customer().orElseThrow())
                            .orderReference(told.orderReference().orElseThrow())
                            .transactionId("t-1")
                            .references(only().references())
                            .origin(PaymentOrigin.PAYMENT_LINK)
                            .build());
            assertThat(only().references()).extracting(GatewayReference::value).containsExactly("r-1", "r-2", "t-1");
        }
    }

    @Test
    void thePlaceInTheOrderFollowsOnceTheGatewayTellsTheCreationTime() {
        payments.seen(payment(payments, "p-1").created(null).build());
        payments.seen(payment(payments, "p-2").created(NOON.minusSeconds(5)).build());
        assertThat(all()).containsExactly("p-1", "p-2");

        payments.seen(payment(payments, "p-1").created(NOON.minusSeconds(10)).build());
        assertThat(all()).containsExactly("p-2", "p-1");

        payments.seen(payment(payments, "p-1")
                .created(null)
                .readAt(NOON.plusSeconds(1))
                .build());
        assertThat(all()).containsExactly("p-2", "p-1");
    }

    @Test
    void manyThreadsThatSeeOnePaymentLeaveTheLatestReading() throws Exception {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(thread);
                running.add(executor.submit(() -> {
                    for (int round = 0; round < 5; round++) {
                        payments.seenAll(shuffledReadings(random));
                    }
                }));
            }
            for (Future<?> it : running) {
                it.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(payments.search(PaymentQuery.all()))
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.payment().amounts()).isEqualTo(euros("20.00")))
                .allSatisfy(it -> assertThat(it.seenAt()).isEqualTo(NOON.plusSeconds(20)));
    }

    private List<Payment> shuffledReadings(Random random) {
        List<Payment> readings = new ArrayList<>();
        for (int second = 1; second <= 20; second++) {
            for (int number = 0; number < 3; number++) {
                readings.add(payment(payments, "p-" + number)
                        .amounts(euros(second + ".00"))
                        .readAt(NOON.plusSeconds(second))
                        .build());
            }
        }
        Collections.shuffle(readings, random);
        return readings;
    }

    @Test
    void manyPaymentsAreStoredInBatchesAndTheLastOneToo() {
        List<Payment> many = new ArrayList<>();
        for (int number = 0; number < 1_001; number++) {
            many.add(payment(payments, "p-" + number).build());
        }
        payments.seenAll(many);
        assertThat(payments.search(PaymentQuery.all()).count()).isEqualTo(1_001);
        payments.seenAll(List.of());
        assertThat(payments.search(PaymentQuery.all()).count()).isEqualTo(1_001);
    }

    @Test
    void hostileTextIsStoredOrMadeStorable() {
        String nasty = "'; drop table maksut_payment; -- \" \\ % _ \ud83d\ude00 \u0000 \ud800 \t\r\n";
        Payment seen = payment(payments, "%' or 1=1 -- \ud83d\ude00")
                .order("100%_\\'\"")
                .transaction("t\u0000\ud800")
                .customer(Customer.builder()
                        .reference("c" + nasty + ".")
                        .email(nasty + "@example.test")
                        .firstName(nasty + ".")
                        .lastName("x".repeat(999) + "\ud83d\ude00\ud83d\ude00")
                        .phone("1".repeat(2_000_000))
                        .build())
                .builder()
                .methodName(nasty)
                .raw(RawState.of(nasty, nasty, ""))
                .refunds(List.of(new Refund("r'", Money.of("EUR", "1.00"), RefundState.UNKNOWN, Instant.MAX, nasty)))
                .build();
        payments.seen(seen);

        String expected = nasty.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd');
        Payment found = only();
        assertThat(found.id()).isEqualTo(seen.id());
        assertThat(found.orderReference()).isEqualTo(seen.orderReference());
        assertThat(found.methodName()).contains(expected);
        assertThat(found.raw().map(RawState::state)).contains(expected);
        assertThat(found.refunds()).first().extracting(Refund::rawState).isEqualTo(expected);
        Customer customer = found.customer().orElseThrow();
        assertThat(customer.reference()).contains("c" + expected + ".");
        assertThat(customer.firstName()).contains(expected + ".");
        assertThat(customer.lastName()).contains("x".repeat(999) + "\ud83d\ude00");
        assertThat(customer.phone()).contains("1".repeat(1_000));
        for (PaymentQuery query : List.of(
                PaymentQuery.customerEmail(nasty + "@EXAMPLE.test"),
                PaymentQuery.paymentId("%' or 1=1 -- \ud83d\ude00"),
                PaymentQuery.paymentId("t\u0000\ud800"),
                PaymentQuery.all().withOrderReference(new OrderReference("100%_\\'\"")))) {
            assertThat(payments.search(query)).hasSize(1);
        }
        for (PaymentQuery query : List.of(
                PaymentQuery.customerEmail("%@example.test"),
                PaymentQuery.paymentId("%"),
                PaymentQuery.paymentId("' or ''='"),
                PaymentQuery.all().withOrderReference(new OrderReference("100_")))) {
            assertThat(payments.search(query)).isEmpty();
        }
    }

    @Test
    void anIdentifierThatIsTooLongToBeSearchedIsLeftOut() {
        payments.seen(payment(payments, "p".repeat(255))
                .order("o".repeat(255))
                .transaction("t".repeat(256))
                .email("e".repeat(321))
                .build());

        assertThat(only().id().reference()).hasSize(255);
        assertThat(only().orderReference()).isPresent();
        assertThat(only().transactionId()).isEmpty();
        assertThat(only().customer()).isEmpty();
    }

    @Test
    void timesThatNobodyHasCountAsNotTold() {
        for (Instant absurd : List.of(Instant.MAX, Instant.MIN, Instant.parse("+10000-01-01T00:00:00Z"))) {
            payments.seen(payment(payments, "p-1").created(absurd).build());
            assertThat(only().timestamps().created()).isEmpty();
            assertThat(all()).containsExactly("p-1");
        }
    }

    @Test
    void accountsAreApart() {
        AccountIndex other = Indexes.fresh(kind);
        payments.seen(payment(payments, "p-1").build());
        other.seen(payment(other, "p-1").status(PaymentStatus.FAILED).build());

        assertThat(only().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(other.search(PaymentQuery.paymentId("p-1")))
                .singleElement()
                .satisfies(it -> assertThat(it.payment().status()).isEqualTo(PaymentStatus.FAILED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.seen(payment(payments, "p-1").build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.find(payment(payments, "p-1").build().id()));
    }

    @Test
    void aResultSaysHowFreshItIsAndIsReadAgainOnlyWhenItIsTooOld() {
        payments.seen(payment(payments, "p-1").status(PaymentStatus.AUTHORISED).build());
        IndexedPayment found = payments.find(only().id()).orElseThrow();
        assertThat(found.seenAt()).isEqualTo(NOON);
        assertThat(found.isOlderThan(Duration.ofSeconds(59), Indexes.LATER)).isTrue();
        assertThat(found.isOlderThan(Duration.ofSeconds(60), Indexes.LATER)).isFalse();

        assertThat(payments.refreshed(found, Duration.ofSeconds(60), id -> {
                    throw new AssertionError("fresh enough");
                }))
                .isSameAs(found);

        IndexedPayment fresh = payments.refreshed(
                found,
                Duration.ofSeconds(59),
                id -> payment(payments, id.reference()).readAt(Indexes.LATER).build());
        assertThat(fresh.seenAt()).isEqualTo(Indexes.LATER);
        assertThat(fresh.payment().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(only().status()).isEqualTo(PaymentStatus.SETTLED);
    }

    @Test
    void aSearchIsRefreshedAsItIsRead() {
        for (int number = 0; number < 5; number++) {
            payments.seen(payment(payments, "p-" + number).build());
        }
        List<PaymentId> read = new ArrayList<>();
        assertThat(payments.search(PaymentQuery.all())
                        .map(it -> payments.refreshed(it, Duration.ZERO, id -> {
                            read.add(id);
                            return payment(payments, id.reference())
                                    .readAt(Indexes.LATER)
                                    .build();
                        }))
                        .limit(2))
                .hasSize(2);
        assertThat(read).hasSize(2);
    }

    @Test
    void aRefreshThatFailsLeavesTheIndexAsItIs() {
        payments.seen(payment(payments, "p-1").build());
        IndexedPayment found = payments.find(only().id()).orElseThrow();

        assertThatThrownBy(() -> payments.refreshed(found, Duration.ZERO, id -> {
                    throw new IllegalStateException("no gateway");
                }))
                .hasMessage("no gateway");
        assertThat(payments.find(only().id())).contains(found);
    }

    private Payment only() {
        return payments.search(PaymentQuery.all())
                .map(IndexedPayment::payment)
                .reduce((one, other) -> {
                    throw new AssertionError("more than one payment");
                })
                .orElseThrow();
    }

    private List<String> all() {
        return Indexes.references(payments.search(PaymentQuery.all()).toList());
    }
}
