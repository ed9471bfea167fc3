package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.euros;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.QueryFilter;
import io.maksut.testkit.TestDatabases;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class SearchTest {
    private static final List<PaymentStatus> STATUSES =
            List.of(PaymentStatus.SETTLED, PaymentStatus.FAILED, PaymentStatus.AUTHORISED, PaymentStatus.UNKNOWN);
    private static final List<PaymentMethod> METHODS =
            List.of(PaymentMethod.CARD, PaymentMethod.PAYPAL, PaymentMethod.OTHER);

    @Parameter
    TestDatabases kind;

    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    @Test
    void withoutAFilterEveryPaymentIsFoundNewestFirst() {
        payments.seen(payment(payments, "middle").created(NOON).build());
        payments.seen(payment(payments, "oldest").created(NOON.minusSeconds(1)).build());
        payments.seen(payment(payments, "newest").created(NOON.plusSeconds(1)).build());

        assertThat(found(PaymentQuery.all())).containsExactly("newest", "middle", "oldest");
    }

    @Test
    void anEmailAddressIsFoundWhateverItsCapitalsAndOnlyAsAWhole() {
        payments.seen(payment(payments, "ascii").email("Mari.M@Example.TEST").build());
        payments.seen(payment(payments, "letters")
                .email("\u00c4\u00d5\u0160\u0130\u03a3@example.test")
                .build());
        payments.seen(
                payment(payments, "eszett").email("stra\u00dfe@example.test").build());
        payments.seen(payment(payments, "nobody").build());

        assertThat(found(PaymentQuery.customerEmail(" mari.m@EXAMPLE.test\t"))).containsExactly("ascii");
        assertThat(found(PaymentQuery.customerEmail("\u00c4\u00d5\u0160\u0130\u03a3@EXAMPLE.TEST")))
                .containsExactly("letters");
        assertThat(found(PaymentQuery.customerEmail("\u00e4\u00f5\u0161i\u03c2@EXAMPLE.TEST")))
                .isEmpty();
        assertThat(found(PaymentQuery.customerEmail("mari.m@example"))).isEmpty();
        assertThat(found(PaymentQuery.customerEmail("strasse@example.test"))).isEmpty();
        assertThat(found(PaymentQuery.customerEmail("\u00e9@example.test"))).isEmpty();
    }

    @Test
    void aPaymentIdIsTheReferenceOrTheTransaction() {
        payments.seen(payment(payments, "a").transaction("b").build());
        payments.seen(payment(payments, "b")
                .created(NOON.plusSeconds(1))
                .transaction("c")
                .build());
        payments.seen(payment(payments, "d").transaction("d").build());

        assertThat(found(PaymentQuery.paymentId("a"))).containsExactly("a");
        assertThat(found(PaymentQuery.paymentId("c"))).containsExactly("b");
        assertThat(found(PaymentQuery.paymentId("b"))).containsExactly("b", "a");
        assertThat(found(PaymentQuery.paymentId("d"))).containsExactly("d");
        assertThat(found(PaymentQuery.paymentId("B"))).isEmpty();
        assertThat(found(PaymentQuery.paymentId("b").withStatus(PaymentStatus.FAILED)))
                .isEmpty();
    }

    @Test
    void ordersOfOneReferenceAreFound() {
        payments.seen(payment(payments, "first").order("order-1").build());
        payments.seen(payment(payments, "again").order("order-1").build());
        payments.seen(payment(payments, "other").order("order-10").build());

        assertThat(found(PaymentQuery.all().withOrderReference(new OrderReference("order-1"))))
                .containsExactly("again", "first");
    }

    @Test
    void severalStatusesAndMethodsAreFoundInOneOrder() {
        PaymentStatus[] statuses = {PaymentStatus.SETTLED, PaymentStatus.FAILED, PaymentStatus.VOIDED};
        PaymentMethod[] methods = {PaymentMethod.CARD, PaymentMethod.PAYPAL};
        for (int number = 0; number < 12; number++) {
            payments.seen(payment(payments, "p-" + number)
                    .created(NOON.plusSeconds(number))
                    .status(statuses[number % 3])
                    .method(methods[number % 2])
                    .build());
        }

        assertThat(found(PaymentQuery.all().withStatus(PaymentStatus.SETTLED, PaymentStatus.VOIDED)))
                .containsExactly("p-11", "p-9", "p-8", "p-6", "p-5", "p-3", "p-2", "p-0");
        assertThat(found(PaymentQuery.all().withStatus(PaymentStatus.AUTHORISED)))
                .isEmpty();
        assertThat(found(PaymentQuery.all().withMethod(PaymentMethod.PAYPAL, PaymentMethod.OPEN_BANKING)))
                .containsExactly("p-11", "p-9", "p-7", "p-5", "p-3", "p-1");
        assertThat(found(PaymentQuery.all().withStatus(PaymentStatus.FAILED).withMethod(PaymentMethod.CARD)))
                .containsExactly("p-10", "p-4");
        assertThat(pages(PaymentQuery.all().withStatus(statuses), 5))
                .extracting(List::size)
                .containsExactly(5, 5, 2);
    }

    @Test
    void creationTimesIncludeTheStartAndNotTheEndToTheMicrosecond() {
        payments.seen(payment(payments, "start").created(NOON).build());
        payments.seen(payment(payments, "end").created(NOON.plusNanos(1_000)).build());

        assertThat(found(created(NOON, NOON.plusNanos(1_000)))).containsExactly("start");
        assertThat(found(created(NOON, NOON.plusNanos(1_001)))).containsExactly("end", "start");
        assertThat(found(created(NOON.plusNanos(1), null))).containsExactly("end");
        assertThat(found(created(null, NOON))).isEmpty();
        assertThat(found(created(Instant.MIN, Instant.MAX))).hasSize(2);
        assertThat(found(created(Instant.MAX, null))).isEmpty();
        assertThat(found(created(null, Instant.MIN))).isEmpty();
    }

    private static PaymentQuery created(Instant from, Instant before) {
        return PaymentQuery.all().withCreated(from, before);
    }

    @Test
    void amountsIncludeBothEndsAndOnlyOneCurrency() {
        payments.seen(payment(payments, "nine").amounts(euros("9.99")).build());
        payments.seen(payment(payments, "ten").amounts(euros("10.00")).build());
        payments.seen(payment(payments, "twenty").amounts(euros("20.00")).build());
        Money kronor = Money.of("SEK", "15.00");
        payments.seen(payment(payments, "kronor")
                .amounts(Amounts.of(kronor, kronor, Money.zero(kronor.currency())))
                .build());

        assertThat(found(PaymentQuery.all().withAmount(Money.of("EUR", "10.00"), Money.of("EUR", "20.00"))))
                .containsExactly("twenty", "ten");
        assertThat(found(PaymentQuery.all().withAmount(null, Money.of("EUR", "10.00"))))
                .containsExactly("ten", "nine");
        assertThat(found(PaymentQuery.all().withAmount(Money.of("SEK", "0.00"), null)))
                .containsExactly("kronor");
    }

    @Test
    void paymentsOfOneInstantArePagedWithoutLossOrRepetition() {
        for (int number = 0; number < 25; number++) {
            payments.seen(payment(payments, "p-" + number).build());
        }
        List<List<String>> pages = pages(PaymentQuery.all(), 10);

        assertThat(pages).extracting(List::size).containsExactly(10, 10, 5);
        assertThat(pages.stream().flatMap(List::stream))
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("p-24", "p-23");
    }

    @Test
    void aFullLastPageHasNoNext() {
        for (int number = 0; number < 10; number++) {
            payments.seen(payment(payments, "p-" + number).build());
        }
        assertThat(payments.page(PaymentQuery.all(), null, 10).next()).isEmpty();
        assertThat(payments.page(PaymentQuery.all(), null, 9).next()).isPresent();
        assertThat(payments.page(PaymentQuery.all().withStatus(PaymentStatus.VOIDED), null)
                        .payments())
                .isEmpty();
    }

    @Test
    void whatIsSeenWhileAReaderPagesDoesNotShiftTheRest() {
        for (int number = 0; number < 4; number++) {
            payments.seen(payment(payments, "p-" + number)
                    .created(NOON.plusSeconds(number))
                    .build());
        }
        IndexedPage first = payments.page(PaymentQuery.all(), null, 2);
        payments.seen(payment(payments, "new").created(NOON.plusSeconds(9)).build());

        IndexedPage second = payments.page(PaymentQuery.all(), first.next().orElseThrow(), 2);

        assertThat(Indexes.references(second.payments())).containsExactly("p-1", "p-0");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void everyCombinationOfFiltersFindsWhatComparingEveryPaymentFinds() {
        Random random = new Random(42);
        List<Payment> all = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            all.add(anyPayment(random, number));
        }
        payments.seenAll(all);
        // Payments of one batch are stored by reference, which here is their order.
        all.sort(Comparator.<Payment, Instant>comparing(
                        it -> it.timestamps().created().orElseThrow())
                .thenComparing(it -> it.id().reference())
                .reversed());
        int hits = 0;
        for (int round = 0; round < 40; round++) {
            PaymentQuery query = anyQuery(random);
            List<String> expected = all.stream()
                    .filter(it -> matches(query, it))
                    .map(it -> it.id().reference())
                    .toList();
            List<String> found = pages(query, 30 + random.nextInt(60)).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(found).as("%s", query).isEqualTo(expected);
            assertThat(found(query)).isEqualTo(expected);
            hits += expected.size();
        }
        assertThat(hits).isGreaterThan(300);
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Payment anyPayment(Random random, int number) {
        return payment(payments, "p-%03d".formatted(number))
                .created(NOON.plusSeconds(random.nextInt(100)))
                .status(any(random, STATUSES))
                .method(any(random, METHODS))
                .amounts(euros((1 + random.nextInt(20)) + ".00"))
                .email("customer" + random.nextInt(20) + "@example.test")
                .order("order-" + random.nextInt(50))
                .transaction("p-%03d".formatted(random.nextInt(300)))
                .build();
    }

    private static PaymentQuery anyQuery(Random random) {
        PaymentQuery query = PaymentQuery.all();
        if (random.nextInt(4) == 0) {
            query = query.withCustomerEmail("CUSTOMER" + random.nextInt(20) + "@example.test");
        }
        if (random.nextInt(8) == 0) {
            query = query.withPaymentId("p-%03d".formatted(random.nextInt(300)));
        }
        if (random.nextInt(8) == 0) {
            query = query.withOrderReference(new OrderReference("order-" + random.nextInt(50)));
        }
        if (random.nextInt(3) == 0) {
            query = query.withStatus(any(random, STATUSES), any(random, STATUSES));
        }
        if (random.nextInt(3) == 0) {
            query = query.withMethod(any(random, METHODS), any(random, METHODS));
        }
        if (random.nextInt(3) == 0) {
            query = query.withCreated(NOON.plusSeconds(random.nextInt(50)), NOON.plusSeconds(50 + random.nextInt(60)));
        }
        if (random.nextInt(3) == 0) {
            query = query.withAmount(
                    Money.of("EUR", random.nextInt(10) + ".00"),
                    random.nextBoolean() ? null : Money.of("EUR", (10 + random.nextInt(10)) + ".00"));
        }
        return query;
    }

    private static boolean matches(PaymentQuery query, Payment payment) {
        Optional<String> id = query.paymentId();
        return query.matches(payment)
                && query.customerEmail()
                        .map(it -> payment.customer().orElseThrow().hasEmail(it))
                        .orElse(true)
                && (id.isEmpty() || id.get().equals(payment.id().reference()) || id.equals(payment.transactionId()));
    }

    @Test
    void everyFilterIsAppliedByTheIndex() {
        PaymentQuery query = PaymentQuery.customerEmail("mari@example.test").withAmount(Money.of("EUR", "1.00"), null);

        assertThat(payments.plan(query).byGateway())
                .containsExactlyInAnyOrder(QueryFilter.CUSTOMER_EMAIL, QueryFilter.AMOUNT);
        assertThat(payments.plan(query).onTheWay()).isEmpty();
    }

    @Test
    void cursorsThatAreNotOursAreRefused() {
        payments.seen(payment(payments, "p-1").build());
        payments.seen(payment(payments, "p-2").build());
        String good = payments.page(PaymentQuery.all(), null, 1).next().orElseThrow();
        List<String> bad = new ArrayList<>(List.of(
                "",
                " ",
                "!",
                "x".repeat(1_000_000),
                good + "A",
                good.substring(1),
                good + "==",
                "\u0000",
                "' or 1=1 --"));
        bad.add(cursor(2, 0, 1));
        bad.add(cursor(1, 0, 0));
        bad.add(cursor(1, 0, -1));
        bad.add(cursor(1, Long.MIN_VALUE, 1));
        bad.add(cursor(1, Long.MAX_VALUE, 1));
        for (String cursor : bad) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> payments.page(PaymentQuery.all(), cursor))
                    .withMessage("this is no cursor of the payment index");
        }
        assertThat(payments.page(PaymentQuery.all(), cursor(1, 0, Long.MAX_VALUE))
                        .payments())
                .isEmpty();
        assertThat(payments.page(PaymentQuery.all(), good).payments()).hasSize(1);
    }

    private static String cursor(int version, long created, long id) {
        byte[] bytes = ByteBuffer.allocate(17)
                .put((byte) version)
                .putLong(created)
                .putLong(id)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void pagesHaveABoundedSize() {
        for (int size : new int[] {Integer.MIN_VALUE, 0, 1_001, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> payments.page(PaymentQuery.all(), null, size));
        }
    }

    private List<String> found(PaymentQuery query) {
        return Indexes.references(payments.search(query).toList());
    }

    private List<List<String>> pages(PaymentQuery query, int size) {
        List<List<String>> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            IndexedPage page = payments.page(query, cursor.orElse(null), size);
            pages.add(Indexes.references(page.payments()));
            cursor = page.next();
        } while (cursor.isPresent());
        return pages;
    }
}
