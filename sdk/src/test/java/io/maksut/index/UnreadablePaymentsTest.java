package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that a newer version wrote is left out of lists, and no page ends because of it. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnreadablePaymentsTest {
    @Parameter
    TestDatabases kind;

    private DataSource dataSource;
    private PaymentIndex index;
    private AccountIndex account;

    @BeforeEach
    void open() {
        dataSource = kind.fresh();
        index = PaymentIndex.open(dataSource, Clock.fixed(Indexes.LATER, ZoneOffset.UTC));
        account = index.account("account", Indexes.CAPABILITIES);
        for (int i = 0; i < 5; i++) {
            account.seen(payment(account, "p" + i).created(NOON.minusSeconds(i)).build());
        }
    }

    private void change(String reference, String change) throws SQLException {
        TestDatabases.execute(
                dataSource, "update maksut_payment set " + change + " where reference = '" + reference + "'");
    }

    @Test
    void theOthersAreOnTheirPagesAndThePageSaysThatOneIsLeftOut() throws SQLException {
        change("p1", "currency = 'QQQ'");
        change("p3", "refunds = 'v2'");
        List<String> found = new ArrayList<>();
        List<Integer> leftOut = new ArrayList<>();
        String next = null;
        do {
            IndexedPage page = account.page(PaymentQuery.all(), next, 2);
            found.addAll(Indexes.references(page.payments()));
            leftOut.add(page.unreadable());
            next = page.next().orElse(null);
        } while (next != null);

        assertThat(found).containsExactly("p0", "p2", "p4");
        assertThat(leftOut).containsExactly(1, 1, 0);
        assertThat(account.search(PaymentQuery.all())).hasSize(3);
        assertThat(account.find(new PaymentId("account", "p1"))).isEmpty();
        assertThat(index.group(account).search(PaymentQuery.all())).hasSize(3);
    }

    @Test
    void sumsAreToldForTheCurrenciesThatAreKnown() throws SQLException {
        change("p1", "currency = 'QQQ'");

        assertThat(index.group(account).totals(PaymentQuery.all()))
                .singleElement()
                .satisfies(it -> assertThat(it.payments()).isEqualTo(4));
    }

    @Test
    void aPaymentThatIsSeenAgainIsBack() throws SQLException {
        change("p1", "currency = 'QQQ'");

        account.seen(payment(account, "p1").created(NOON.minusSeconds(1)).build());

        assertThat(account.find(new PaymentId("account", "p1"))).isPresent();
    }
}
