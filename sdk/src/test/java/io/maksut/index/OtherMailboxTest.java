package io.maksut.index;

import static io.maksut.index.Indexes.payment;
import static io.maksut.index.Indexes.references;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An address that only looks like a customer's is another person's: it finds and erases nothing of the customer's. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class OtherMailboxTest {
    private static final String VICTIM = "victim@gmail.com";

    /** Dotless i, dotted capital I and the Kelvin sign, in the domain and before the at sign. */
    private static final List<String> OTHERS = List.of(
            "victim@gma\u0131l.com",
            "v\u0131ct\u0131m@gmail.com",
            "victim@gma\u0130l.com",
            "V\u0130CTIM@gmail.com",
            "victim@gmai\u0307l.com",
            "victim@xn--gmal-nza.com");

    @Parameter
    TestDatabases kind;

    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    @Test
    void anAddressWithALookalikeLetterFindsNothingOfTheCustomers() {
        payments.seen(payment(payments, "victims")
                .email(VICTIM)
                .builder()
                .card(CardDetails.of("visa", "411111******1111", null, null))
                .build());

        for (String other : OTHERS) {
            assertThat(found(other)).as("found by %s", other).isEmpty();
        }
        assertThat(found("VICTIM@GMail.COM")).containsExactly("victims");
    }

    @Test
    void erasingAnAddressWithALookalikeLetterLeavesTheCustomersData() {
        payments.seen(payment(payments, "victims").email(VICTIM).build());

        for (String other : OTHERS) {
            assertThat(payments.eraseCustomer(other)).as("erased by %s", other).isZero();
        }
        assertThat(found(VICTIM)).containsExactly("victims");
        assertThat(payments.eraseCustomer("Victim@Gmail.com")).isOne();
    }

    @Test
    void theKelvinSignIsNoK() {
        payments.seen(payment(payments, "kari").email("kari@kiosk.test").build());

        assertThat(found("\u212Aari@kiosk.test")).isEmpty();
        assertThat(found("kari@\u212Aiosk.test")).isEmpty();
        assertThat(found("KARI@KIOSK.TEST")).containsExactly("kari");
    }

    /** U+017F, full width letters, ligatures, sharp s: each is mapped to plain letters by some rule for capitals or names. */
    @Test
    void norDoesAnyOtherLetterThatSomeRuleMapsToPlainOnes() {
        payments.seen(payment(payments, "fiss").email("fiss@fiss.test").build());

        assertThat(found("fi\u017Fs@fiss.test")).isEmpty();
        assertThat(found("fiss@fi\u017Fs.test")).isEmpty();
        assertThat(found("\uFB01ss@fiss.test")).isEmpty();
        assertThat(found("fiss@\uFB01ss.test")).isEmpty();
        assertThat(found("fiss@\uFF46iss.test")).isEmpty();
        assertThat(found("fiss@fi\u00DF.test")).isEmpty();
        assertThat(found("fiss@fi\u200Dss.test")).isEmpty();
        assertThat(found("fiss@fiss\u3002test")).isEmpty();
        assertThat(found("fiss\uFF20fiss.test")).isEmpty();
    }

    @Test
    void aDomainIsFoundInBothItsSpellings() {
        payments.seen(payment(payments, "letters").email("mari@M\u00C4RI.test").build());
        payments.seen(
                payment(payments, "encoded").email("mari@XN--MRI-QLA.test").build());

        assertThat(found("MARI@m\u00E4ri.test")).containsExactlyInAnyOrder("letters", "encoded");
        assertThat(found("mari@xn--mri-qla.test")).containsExactlyInAnyOrder("letters", "encoded");
        assertThat(payments.eraseCustomer("mari@m\u00E4ri.TEST")).isEqualTo(2);
    }

    @Test
    void whatIsNoAddressIsComparedAsItStandsAndNeverThrows() {
        String[] odd = {
            "@",
            "a@",
            "@b",
            "a@b@c",
            "a@.",
            "a@..b",
            "a@-b-.c_d",
            "a@xn--",
            "a@xn--\u00E4",
            "\u00E4",
            "a@\uFFFD",
            "a@" + "\u00E4".repeat(300),
            "a@" + "\u00E4.".repeat(150),
            "a@" + "x".repeat(300),
            "a@\uD83D\uDE00.test",
            "a@\u0000.test",
            "a@\uD800.test",
            "a@\uD801.test"
        };
        for (String address : odd) {
            Customer customer = Customer.builder().email(address).build();
            payments.seen(payment(payments, "p").customer(customer).build());
            for (String other : odd) {
                assertThat(customer.hasEmail(other))
                        .as("%s is %s", address, other)
                        .isEqualTo(address.equals(other));
                if (!address.equals(other)) {
                    assertThat(found(other)).as("%s finds %s", other, address).isEmpty();
                }
            }
        }
    }

    private List<String> found(String email) {
        return references(payments.page(PaymentQuery.customerEmail(email), null).payments());
    }
}
