package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;
import static io.maksut.index.Indexes.references;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.GatewayReference;
import io.maksut.payment.GatewayReference.Kind;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A payment is found by each id that a gateway ever used for it. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class EveryIdTest {
    @Parameter
    TestDatabases kind;

    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(kind);
    }

    private List<String> found(String id) {
        return references(payments.page(PaymentQuery.paymentId(id), null).payments());
    }

    @Test
    void aLaterTransactionDoesNotPushOutAnEarlierOne() {
        int second = 0;
        for (String transaction : List.of("authorisation", "settle-1", "settle-2", "refund")) {
            payments.seen(payment(payments, "p-1")
                    .transaction(transaction)
                    .readAt(NOON.plusSeconds(second++))
                    .build());
        }

        for (String id : List.of("p-1", "authorisation", "settle-1", "settle-2", "refund")) {
            assertThat(found(id)).as("by %s", id).containsExactly("p-1");
        }
    }

    @Test
    void aRefundNamesItsPaymentAlsoWhenAnOlderReadingComesLate() {
        Payment refunded = payment(payments, "p-1")
                .readAt(NOON.plusSeconds(9))
                .builder()
                .refunds(List.of(new Refund("r-1", Money.of("EUR", "1.00"), RefundState.FAILED, null, "failed")))
                .build();
        payments.seen(refunded);
        payments.seen(payment(payments, "p-1").transaction("settle-1").build());
        payments.seen(payment(payments, "p-1").readAt(NOON.plusSeconds(10)).build());

        assertThat(found("r-1")).containsExactly("p-1");
        assertThat(found("settle-1")).containsExactly("p-1");
    }

    @Test
    void theDetailsShowWhichIdIsWhich() {
        Payment.Builder charge = payment(payments, "p-1").transaction("t-1").builder();
        payments.seen(charge.build());
        payments.seen(charge.references(List.of(
                        new GatewayReference(Kind.INVOICE, "i-1"), new GatewayReference(Kind.AUTHORISATION, "t-1")))
                .build());
        payments.seen(charge.references(List.of()).build());

        assertThat(payments.find(charge.build().id()).orElseThrow().payment().references())
                .containsExactlyInAnyOrder(
                        new GatewayReference(Kind.AUTHORISATION, "t-1"), new GatewayReference(Kind.INVOICE, "i-1"));
    }

    @Test
    void anIdThatTwoPaymentsShareFindsBothAndEachIdIsTheAccountsOwn() {
        payments.seen(payment(payments, "a").transaction("b").build());
        payments.seen(payment(payments, "b").build());
        AccountIndex other = Indexes.fresh(kind);
        other.seen(payment(other, "c").transaction("b").build());

        assertThat(found("b")).containsExactlyInAnyOrder("a", "b");
        assertThat(references(other.page(PaymentQuery.paymentId("b"), null).payments()))
                .containsExactly("c");
    }
}
