package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.PaymentSearch;
import io.maksut.portal.Portal;
import io.maksut.portal.QueryFilter;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandboxExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlatpaySearchTest {
    @RegisterExtension
    static final FrisbiiSandboxExtension SANDBOX = new FrisbiiSandboxExtension();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private FrisbiiSandbox sandbox;
    private Portal portal;

    @BeforeEach
    void connect() {
        sandbox = SANDBOX.sandbox();
        portal = FlatpayFixture.settings(sandbox).build();
    }

    @AfterEach
    void disconnect() {
        portal.close();
    }

    @Test
    void paymentsOfACustomerAreFoundByEmailWhateverItsCase() {
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        sandbox.customer("other", "mari@example.test.evil.test", "M", "M");
        sandbox.charge("a").customer("mari").add();
        sandbox.charge("b").customer("mari").add();
        sandbox.charge("c").customer("other").add();

        List<Payment> found = list(PaymentQuery.customerEmail("mari@example.test"));

        assertThat(handles(found)).containsExactlyInAnyOrder("a", "b");
        assertThat(found)
                .allSatisfy(
                        it -> assertThat(it.customer().flatMap(Customer::email)).contains("mari@example.test"));
    }

    @Test
    void twoCustomersWithOneAddressAreBothFound() {
        sandbox.customer("mari-old", "mari@example.test", "Mari", "Maasikas");
        sandbox.customer("mari-new", "mari@example.test", "Mari", "Maasikas");
        sandbox.charge("a").customer("mari-old").add();
        for (int i = 0; i < 130; i++) {
            sandbox.charge("b" + i).customer("mari-new").add();
        }

        assertThat(list(PaymentQuery.customerEmail("mari@example.test"))).hasSize(131);
    }

    @Test
    void paymentsOlderThanAMonthAreFound() {
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        sandbox.charge("old")
                .customer("mari")
                .created(now.minus(Duration.ofDays(400)))
                .add();

        assertThat(handles(list(PaymentQuery.all()))).containsExactly("old");
        assertThat(handles(list(PaymentQuery.customerEmail("mari@example.test"))))
                .containsExactly("old");
    }

    @Test
    void nobodyWithThatAddressIsNoPaymentAndNoError() {
        assertThat(list(PaymentQuery.customerEmail("nobody@example.test"))).isEmpty();
    }

    @Test
    void aPaymentIdIsTheChargeHandleTheInvoiceIdOrTheTransactionId() {
        sandbox.charge("order-1").add();
        sandbox.charge("order-2").add();
        String transaction = portal.payment("order-1").transactionId().orElseThrow();

        assertThat(handles(list(PaymentQuery.paymentId("order-1")))).containsExactly("order-1");
        assertThat(handles(list(PaymentQuery.paymentId(transaction)))).containsExactly("order-1");
        assertThat(portal.payment(transaction).id().reference()).isEqualTo("order-1");
        assertThat(list(PaymentQuery.paymentId("nothing"))).isEmpty();
        assertThat(list(PaymentQuery.paymentId("0123456789abcdef0123456789abcdef")))
                .isEmpty();
    }

    @Test
    void filtersHoldTogetherInAnyCombination() {
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        sandbox.charge("small").customer("mari").amount(500).method("card").add();
        sandbox.charge("big").customer("mari").amount(50_000).method("card").add();
        sandbox.charge("mobile")
                .customer("mari")
                .amount(50_000)
                .method("mobilepay")
                .add();
        sandbox.charge("failed").customer("mari").amount(50_000).state("failed").add();
        sandbox.charge("stranger").amount(50_000).add();

        PaymentQuery query = PaymentQuery.customerEmail("mari@example.test")
                .withStatus(PaymentStatus.SETTLED)
                .withMethod(PaymentMethod.CARD)
                .withAmount(Money.of("EUR", "100.00"), null)
                .withCreated(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));

        assertThat(handles(list(query))).containsExactly("big");
        assertThat(handles(list(query.withPaymentId("big")))).containsExactly("big");
        assertThat(list(query.withPaymentId("small"))).isEmpty();
        assertThat(list(query.withPaymentId("stranger"))).isEmpty();
    }

    @Test
    void statusesThatOnlyAmountsTellAreFoundByStatus() {
        sandbox.charge("settled").amount(1_000).add();
        sandbox.charge("partly").amount(1_000).refunded(300).add();
        sandbox.charge("fully").amount(1_000).refunded(1_000).add();
        sandbox.charge("strange").amount(1_000).add();
        sandbox.unknownState("strange", "quarantined");

        assertThat(handles(list(PaymentQuery.all().withStatus(PaymentStatus.SETTLED))))
                .containsExactly("settled");
        assertThat(handles(list(PaymentQuery.all().withStatus(PaymentStatus.PARTIALLY_REFUNDED))))
                .containsExactly("partly");
        assertThat(handles(list(PaymentQuery.all().withStatus(PaymentStatus.REFUNDED))))
                .containsExactly("fully");
        assertThat(handles(list(PaymentQuery.all().withStatus(PaymentStatus.UNKNOWN))))
                .containsExactly("strange");
    }

    @Test
    void aStatusThatThisGatewayDoesNotHaveCostsNoRequest() {
        assertThat(list(PaymentQuery.all().withStatus(PaymentStatus.WAITING_FOR_3DS)))
                .isEmpty();
        assertThat(sandbox.requests().count()).isZero();
    }

    @Test
    void theRangeOfCreationIsExactAlthoughTheGatewayTakesLocalTimes() {
        sandbox.charge("before").created(now.minusSeconds(1)).add();
        sandbox.charge("at").created(now).add();
        sandbox.charge("end").created(now.plusSeconds(10)).add();

        assertThat(handles(list(PaymentQuery.all().withCreated(now, now.plusSeconds(10)))))
                .containsExactly("at");
    }

    @Test
    void anOrderReferenceIsExactAndNotAPrefix() {
        sandbox.charge("order-1").add();
        sandbox.charge("order-10").add();

        assertThat(handles(list(PaymentQuery.all().withOrderReference(new OrderReference("order-1")))))
                .containsExactly("order-1");
    }

    @Test
    void theQuerySaysWhoAppliesWhichFilter() {
        PaymentSearch search = portal.payments(PaymentQuery.customerEmail("mari@example.test")
                .withMethod(PaymentMethod.CARD)
                .withStatus(PaymentStatus.REFUNDED));

        assertThat(search.plan().byGateway()).containsExactly(QueryFilter.CUSTOMER_EMAIL, QueryFilter.STATUS);
        assertThat(search.plan().onTheWay()).containsExactly(QueryFilter.STATUS, QueryFilter.METHOD);
        assertThat(sandbox.requests().count()).isZero();
    }

    @Test
    void pagesAreFetchedOnlyAsTheyAreRead() {
        for (int i = 0; i < 250; i++) {
            sandbox.charge("c" + i).created(now.minusSeconds(i)).add();
        }
        Iterator<Payment> payments = portal.payments(PaymentQuery.all()).iterator();
        assertThat(sandbox.requests().count()).isZero();

        for (int i = 0; i < 100; i++) {
            assertThat(payments.next().id().reference()).isEqualTo("c" + i);
        }
        assertThat(sandbox.requests().count("GET", "/v1/list/charge")).isEqualTo(1);
        payments.next();
        assertThat(sandbox.requests().count("GET", "/v1/list/charge")).isEqualTo(2);
        assertThat(sandbox.requests().count()).isEqualTo(2);
    }

    @Test
    void paymentsOfTheSameInstantAreNeitherLostNorDoubledBetweenPages() {
        for (int i = 0; i < 250; i++) {
            sandbox.charge("c" + i).created(now).add();
        }

        assertThat(handles(list(PaymentQuery.all()))).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void aSearchGoesOnFromAStoredCursor() {
        for (int i = 0; i < 250; i++) {
            sandbox.charge("c" + i).created(now.minusSeconds(i)).add();
        }
        PaymentSearch search = portal.payments(PaymentQuery.all());
        PaymentPage first = search.pages().iterator().next();

        List<Payment> rest = new ArrayList<>();
        search.from(first.next().orElseThrow()).forEach(rest::add);

        assertThat(first.payments()).hasSize(100);
        assertThat(handles(rest)).hasSize(150).startsWith("c100").endsWith("c249");
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        assertThatThrownBy(() -> portal.payments(PaymentQuery.all())
                        .from("!!")
                        .iterator()
                        .next())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCursorOfAnotherSearchIsRefused() {
        for (String name : List.of("mari", "pekka")) {
            sandbox.customer(name, name + "@example.test", name, "Maasikas");
            for (int i = 0; i < 120; i++) {
                sandbox.charge(name + i)
                        .customer(name)
                        .created(now.minusSeconds(i))
                        .add();
            }
        }
        PaymentQuery mari = PaymentQuery.customerEmail("mari@example.test");
        String cursor = portal.payments(mari).pages().iterator().next().next().orElseThrow();
        List<PaymentQuery> others = List.of(
                PaymentQuery.customerEmail("pekka@example.test"),
                PaymentQuery.all(),
                mari.withStatus(PaymentStatus.SETTLED),
                mari.withWatched());

        for (PaymentQuery other : others) {
            assertThatThrownBy(
                            () -> portal.payments(other).from(cursor).iterator().next())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("example.test");
        }
        List<Payment> rest = new ArrayList<>();
        portal.payments(PaymentQuery.customerEmail(" MARI@example.test "))
                .from(cursor)
                .forEach(rest::add);
        assertThat(rest)
                .hasSize(20)
                .allSatisfy(it -> assertThat(it.id().reference()).startsWith("mari"));
    }

    private List<Payment> list(PaymentQuery query) {
        return portal.payments(query).stream().toList();
    }

    private static List<String> handles(List<Payment> payments) {
        return payments.stream().map(it -> it.id().reference()).toList();
    }
}
