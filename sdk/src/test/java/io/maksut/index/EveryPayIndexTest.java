package io.maksut.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.everypay.EveryPayPortal;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.HostedPayment;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.testkit.TestDatabases;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway that cannot search, over the wire, with an index behind its portal. */
class EveryPayIndexTest {
    private final EveryPaySandbox gateway = EveryPaySandbox.builder().start();
    // A reading is always older than this clock says.
    private final PaymentIndex index =
            PaymentIndex.open(TestDatabases.SQLITE.fresh(), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
    private final Portal portal = EveryPayPortal.builder()
            .apiUsername(gateway.apiUsername())
            .apiSecret(gateway.apiSecret())
            .accountName("EUR3D1")
            .api(gateway.apiUrl())
            .customerUrl(URI.create("https://shop.example.test/thanks"))
            .index(index::lookup)
            .build();
    private final AccountIndex payments = index.account("everypay", portal.capabilities());

    @AfterEach
    void stop() {
        portal.close();
        gateway.close();
    }

    private PaymentId checkout(String order, String email) {
        HostedPayment hosted = portal.createCheckout(NewPayment.of(new OrderReference(order), Money.of("EUR", "12.50"))
                .customer(Customer.builder().email(email).build())
                .build());
        return hosted.id();
    }

    private List<PaymentId> found(PaymentQuery query) {
        return portal.payments(query).stream().map(Payment::id).toList();
    }

    @Test
    void aBankPaymentIsFoundByTheBanksReferenceOnceItWasSeen() {
        PaymentId paid = checkout("1050", "mari@example.test");
        gateway.choose(paid.reference(), "lhv_ob_ee");
        gateway.startSca(paid.reference());
        gateway.confirmSca(paid.reference());
        gateway.bankConfirms(paid.reference());
        Payment payment = portal.payment(paid);

        assertThat(payment.references()).isNotEmpty();
        assertThat(payment.references())
                .allSatisfy(it ->
                        assertThat(found(PaymentQuery.paymentId(it.value()))).containsExactly(paid));
        assertThat(found(PaymentQuery.paymentId("d3400371-0000-46e2-8076-0528888f8758")))
                .isEmpty();
    }

    @Test
    void whatIsCreatedIsFoundAndWhatIsReadIsUpToDate() {
        PaymentId mari = checkout("1042", "Mari@Example.test");
        PaymentId juhan = checkout("1043", "juhan@example.test");

        assertThat(found(PaymentQuery.customerEmail("mari@example.test"))).containsExactly(mari);
        assertThat(found(PaymentQuery.all().withStatus(PaymentStatus.INITIATED)))
                .containsExactlyInAnyOrder(mari, juhan);
        assertThat(found(PaymentQuery.all().withOrderReference(new OrderReference("1043"))))
                .containsExactly(juhan);

        gateway.pay(mari.reference());
        PaymentStatus paid = portal.payment(mari).status();

        assertThat(paid).isNotEqualTo(PaymentStatus.INITIATED);
        assertThat(found(PaymentQuery.customerEmail("mari@example.test").withStatus(paid)))
                .containsExactly(mari);
    }

    @Test
    void aStaleResultIsRefreshedFromTheGateway() {
        PaymentId mari = checkout("1042", "mari@example.test");
        found(PaymentQuery.all());
        gateway.pay(mari.reference());

        IndexedPayment stale = payments.find(mari).orElseThrow();
        IndexedPayment fresh = payments.refreshed(stale, Duration.ofMinutes(1), portal::payment);

        assertThat(stale.payment().status()).isEqualTo(PaymentStatus.INITIATED);
        assertThat(fresh.payment().status())
                .isEqualTo(portal.payment(mari).status())
                .isNotEqualTo(PaymentStatus.INITIATED);
        assertThat(fresh.seenAt()).isAfter(stale.seenAt());
    }

    @Test
    void paymentsFromBeforeTheIndexAreImportedAndAnErasedCustomerStaysErased() {
        String known = gateway.payment()
                .account("EUR3D1")
                .state("settled")
                .amount(1_000)
                .method("card")
                .add();
        String unknown = "f".repeat(64);
        List<String> failed = new ArrayList<>();

        ImportProgress progress = payments.importReferences(
                Stream.of(known, unknown), portal::payment, (reference, why) -> failed.add(reference));

        assertThat(progress.total()).isEqualTo(2);
        assertThat(failed).containsExactly(unknown);
        assertThat(found(PaymentQuery.all().withStatus(PaymentStatus.SETTLED)))
                .extracting(PaymentId::reference)
                .containsExactly(known);

        PaymentId mari = checkout("1042", "mari@example.test");
        assertThat(found(PaymentQuery.customerEmail("mari@example.test"))).containsExactly(mari);
        assertThat(payments.eraseCustomer("mari@example.test")).isEqualTo(1);
        assertThat(portal.payment(mari).customer()).isPresent();
        assertThat(found(PaymentQuery.customerEmail("mari@example.test"))).isEmpty();
        assertThat(payments.find(mari)).get().extracting(IndexedPayment::erased).isEqualTo(true);
    }
}
