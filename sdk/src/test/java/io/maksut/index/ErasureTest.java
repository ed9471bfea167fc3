package io.maksut.index;

import static io.maksut.index.Indexes.LATER;
import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.euros;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class ErasureTest {
    private static final String EMAIL = "Mari@Example.test";

    @Parameter
    TestDatabases kind;

    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    private Payment marisPayment(String reference) {
        return personal(payment(payments, reference)).build();
    }

    private static Payment.Builder personal(Indexes.Draft draft) {
        return draft.order("order-1")
                .customer(Customer.builder()
                        .reference("c-maasikas")
                        .email(EMAIL)
                        .firstName("Mari-Liis")
                        .lastName("Maasikas")
                        .phone("+3725551234")
                        .build())
                .builder()
                .card(CardDetails.of("brand-x", "4111111111111111", YearMonth.of(2028, 2), "EE"))
                .bank(BankDetails.of("Bank-y", "EE382200221020145685"))
                .raw(RawState.of("settled", "card", "{\"email\":\"" + EMAIL + "\"}"));
    }

    @Test
    void anErasedCustomerIsGoneAndTheMoneyStays() {
        payments.seenAll(List.of(marisPayment("p-1"), marisPayment("p-2")));
        payments.seen(payment(payments, "p-3").email("other@example.test").build());

        assertThat(payments.eraseCustomer(" mari@EXAMPLE.test ")).isEqualTo(2);

        IndexedPayment erased = payments.find(marisPayment("p-1").id()).orElseThrow();
        assertThat(erased.erased()).isTrue();
        assertThat(erased.payment().customer()).isEmpty();
        assertThat(erased.payment().card()).isEmpty();
        assertThat(erased.payment().bank()).isEmpty();
        assertThat(erased.payment().amounts()).isEqualTo(euros("10.00"));
        assertThat(erased.payment().status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(erased.payment().orderReference()).isPresent();
        assertThat(payments.search(PaymentQuery.customerEmail(EMAIL))).isEmpty();
        assertThat(payments.search(PaymentQuery.customerEmail("other@example.test")))
                .singleElement()
                .satisfies(it -> assertThat(it.erased()).isFalse());
    }

    @Test
    void aPaymentThatIsSeenAgainDoesNotBringThePersonBack() {
        payments.seen(marisPayment("p-1"));
        payments.eraseCustomer(EMAIL);

        payments.seen(personal(payment(payments, "p-1").readAt(LATER).status(PaymentStatus.REFUNDED))
                .build());
        payments.seen(
                personal(payment(payments, "p-1").readAt(NOON.minusSeconds(1))).build());

        IndexedPayment erased = payments.find(marisPayment("p-1").id()).orElseThrow();
        assertThat(erased.erased()).isTrue();
        assertThat(erased.payment().status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(erased.payment().customer()).isEmpty();
        assertThat(erased.payment().card()).isEmpty();
        assertThat(payments.eraseCustomer(EMAIL)).isZero();
    }

    @Test
    void aCustomerIsErasedByReferenceToo() {
        payments.seenAll(List.of(marisPayment("p-1"), payment(payments, "p-2").build()));

        assertThat(payments.eraseCustomerReference("c-other")).isZero();
        assertThat(payments.eraseCustomerReference("c-maasikas")).isEqualTo(1);
        assertThat(payments.search(PaymentQuery.customerEmail(EMAIL))).isEmpty();
    }

    @Test
    void otherAccountsKeepTheirCustomers() {
        AccountIndex other = Indexes.fresh(kind);
        payments.seen(marisPayment("p-1"));
        other.seen(personal(payment(other, "p-1")).build());

        payments.eraseCustomer(EMAIL);

        assertThat(other.search(PaymentQuery.customerEmail(EMAIL))).hasSize(1);
    }

    @Test
    void noColumnHoldsWhatIsPersonal() throws SQLException {
        DataSource dataSource = kind.fresh();
        payments = PaymentIndex.open(dataSource, Clock.systemUTC()).account("account", Indexes.CAPABILITIES);
        payments.seen(marisPayment("p-1"));
        assertThat(everything(dataSource).toLowerCase(java.util.Locale.ROOT))
                .contains("mari@example.test", "mari-liis", "maasikas", "+3725551234", "411111", "ee****5685")
                .contains("2028-02", "brand-x", "bank-y");

        payments.eraseCustomer(EMAIL);

        assertThat(everything(dataSource).toLowerCase(java.util.Locale.ROOT))
                .contains("p-1", "order-1")
                .doesNotContain("example.test", "mari-liis", "maasikas", "5551234", "1111", "5685")
                .doesNotContain("2028-02", "brand-x", "bank-y", "|ee|");
    }

    private static String everything(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from maksut_payment")) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(row.getString(column)));
                }
            }
            return String.join("|", values);
        }
    }
}
