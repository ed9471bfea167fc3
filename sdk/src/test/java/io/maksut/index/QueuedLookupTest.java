package io.maksut.index;

import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.QueryFilter;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueuedLookupTest {
    private DataSource dataSource;
    private AccountIndex payments;
    private PaymentLookup lookup;

    @BeforeEach
    void open() {
        dataSource = TestDatabases.SQLITE.fresh();
        PaymentIndex index = PaymentIndex.open(dataSource, Clock.systemUTC());
        payments = index.account("everypay", Indexes.CAPABILITIES);
        lookup = index.lookup("everypay", Indexes.CAPABILITIES);
    }

    @Test
    void aSearchFindsAllThatWasShownBefore() {
        for (int number = 0; number < 1_200; number++) {
            lookup.seen(payment(payments, "p-%04d".formatted(number)).build());
        }
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            PaymentPage page = lookup.page(PaymentQuery.all(), cursor);
            page.payments().forEach(it -> found.add(it.id().reference()));
            cursor = page.next().orElse(null);
        } while (cursor != null);

        assertThat(found).hasSize(1_200).doesNotHaveDuplicates();
        assertThat(payments.find(new PaymentId("everypay", "p-0000"))).isPresent();
    }

    @Test
    void everyFilterIsAppliedAtOnce() {
        assertThat(lookup.plan(PaymentQuery.customerEmail("mari@example.test")).byGateway())
                .containsExactly(QueryFilter.CUSTOMER_EMAIL);
    }

    @Test
    void theThreadEndsWhenThereIsNothingToStore() throws InterruptedException {
        lookup.seen(payment(payments, "p-1").build());
        lookup.page(PaymentQuery.all(), null);

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("maksut-index")) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
                assertThat(thread.isAlive()).isFalse();
            }
        }
        lookup.seen(payment(payments, "p-2").build());
        assertThat(lookup.page(PaymentQuery.all(), null).payments()).hasSize(2);
    }

    @Test
    void aDatabaseThatFailsIsAnAnswerThatCannotBeHadAndNotAnEmptyOne() throws SQLException {
        TestDatabases.execute(dataSource, "drop table maksut_payment");
        lookup.seen(payment(payments, "p-1").email("mari@example.test").build());

        assertThatThrownBy(() -> lookup.page(PaymentQuery.all(), null))
                .isInstanceOf(GatewayUnavailableException.class)
                .hasMessageContaining("payment index");
    }

    @Test
    void cursorsAndPaymentsOfOthersAreRefusedAtOnce() {
        Payment foreign = payment(Indexes.fresh(TestDatabases.SQLITE), "p-1").build();

        assertThatIllegalArgumentException().isThrownBy(() -> lookup.seen(foreign));
        assertThatIllegalArgumentException().isThrownBy(() -> lookup.page(PaymentQuery.all(), "not ours"));
    }
}
