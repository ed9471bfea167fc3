package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several accounts as one list, and what a merchant asks of it. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class AccountGroupTest {
    @Parameter
    TestDatabases kind;

    private AccountIndex one;
    private AccountIndex other;
    private AccountGroup both;

    @BeforeEach
    void open() {
        one = Indexes.fresh(kind);
        other = Indexes.fresh(kind);
        both = Indexes.index(kind).group(one, other);
    }

    @Test
    void onlyPaymentsOfTheGroupAreThere() {
        AccountIndex stranger = Indexes.fresh(kind);
        one.seen(payment(one, "ours").build());
        other.seen(payment(other, "ours too").build());
        stranger.seen(payment(stranger, "not ours").build());

        assertThat(Indexes.references(both.page(PaymentQuery.all(), null, 10).payments()))
                .containsExactly("ours too", "ours");
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        for (int number = 0; number < 10; number++) {
            AccountIndex account = number % 3 == 0 ? one : other;
            account.seen(payment(account, "p-" + number)
                    .created(NOON.plusSeconds(number / 4)) // several at the same moment, in both
                    .build());
        }

        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            IndexedPage page = both.page(PaymentQuery.all(), cursor, 4);
            found.addAll(Indexes.references(page.payments()));
            sizes.add(page.payments().size());
            cursor = page.next().orElse(null);
        } while (cursor != null);

        assertThat(found).containsExactly("p-9", "p-8", "p-7", "p-6", "p-5", "p-4", "p-3", "p-2", "p-1", "p-0");
        assertThat(sizes).containsExactly(4, 4, 2);
        assertThat(both.search(PaymentQuery.all()).toList()).hasSize(10);
    }

    @Test
    void aPageHasASizeAndACursorOfTheIndex() {
        assertThatIllegalArgumentException().isThrownBy(() -> both.page(PaymentQuery.all(), null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> both.page(PaymentQuery.all(), null, 1_001));
        assertThatIllegalArgumentException().isThrownBy(() -> both.page(PaymentQuery.all(), "nonsense", 10));
    }

    @Test
    void watchedAreExactlyThoseThatTheLifecycleSaysToWatch() {
        Random random = new Random(7);
        List<Payment> all = new ArrayList<>();
        for (PaymentStatus status : PaymentStatus.values()) {
            for (PaymentMethod method : PaymentMethod.values()) {
                AccountIndex account = random.nextBoolean() ? one : other;
                all.add(payment(account, status + "-" + method)
                        .status(status)
                        .method(method)
                        .email(status == PaymentStatus.SETTLED ? "mari@example.test" : "janis@example.test")
                        .builder()
                        .chargebackOpen(random.nextInt(4) == 0)
                        .build());
            }
        }
        all.forEach(it -> (it.id().account().equals(Indexes.nameOf(one)) ? one : other).seen(it));

        assertWatched(all, PaymentQuery.all());
        assertWatched(all, PaymentQuery.all().withStatus(PaymentStatus.SETTLED, PaymentStatus.REFUNDED));
        assertWatched(all, PaymentQuery.all().withMethod(PaymentMethod.CARD, PaymentMethod.OPEN_BANKING));
        assertWatched(all, PaymentQuery.all().withStatus(PaymentStatus.SETTLED).withMethod(PaymentMethod.CARD));
        assertWatched(all, PaymentQuery.customerEmail("mari@example.test"));
        assertWatched(all, PaymentQuery.paymentId("SETTLED-CARD"));
    }

    private void assertWatched(List<Payment> all, PaymentQuery query) {
        PaymentQuery watched = query.withWatched();
        List<String> expected = all.stream()
                .filter(watched::matches)
                .filter(it -> it.customer()
                        .orElseThrow()
                        .hasEmail(query.customerEmail()
                                .orElse(it.customer().orElseThrow().email().orElseThrow())))
                .filter(it -> query.paymentId().map(it.id().reference()::equals).orElse(true))
                .map(it -> it.id().reference())
                .toList();

        assertThat(Indexes.references(both.page(watched, null, 1_000).payments()))
                .as("%s", watched)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(both.totals(watched).stream()
                        .mapToLong(PaymentTotals::payments)
                        .sum())
                .isEqualTo(expected.size());
    }

    @Test
    void totalsAddUpByAccountStatusMethodAndCurrency() {
        one.seen(payment(one, "a").amounts(amounts("EUR", "10.00", "4.00")).build());
        one.seen(payment(one, "b").amounts(amounts("EUR", "5.50", "0.00")).build());
        one.seen(payment(one, "c").amounts(amounts("SEK", "100.00", "0.00")).build());
        one.seen(payment(one, "d")
                .method(PaymentMethod.PAYPAL)
                .builder()
                .chargebackOpen(true)
                .build());
        other.seen(payment(other, "e")
                .status(PaymentStatus.FAILED)
                .created(NOON.minusSeconds(1))
                .build());

        assertThat(both.totals(PaymentQuery.all()))
                .containsExactlyInAnyOrder(
                        totals(one, PaymentStatus.SETTLED, PaymentMethod.CARD, 2, 0, "EUR", "15.50", "4.00"),
                        totals(one, PaymentStatus.SETTLED, PaymentMethod.CARD, 1, 0, "SEK", "100.00", "0.00"),
                        totals(one, PaymentStatus.SETTLED, PaymentMethod.PAYPAL, 1, 1, "EUR", "10.00", "0.00"),
                        totals(other, PaymentStatus.FAILED, PaymentMethod.CARD, 1, 0, "EUR", "10.00", "0.00"));
        assertThat(both.totals(PaymentQuery.all().withCreated(null, NOON)))
                .containsExactly(totals(other, PaymentStatus.FAILED, PaymentMethod.CARD, 1, 0, "EUR", "10.00", "0.00"));
        assertThat(both.totals(PaymentQuery.paymentId("a").withMethod(PaymentMethod.CARD)))
                .containsExactly(totals(one, PaymentStatus.SETTLED, PaymentMethod.CARD, 1, 0, "EUR", "10.00", "4.00"));
        assertThat(both.totals(PaymentQuery.customerEmail("nobody@example.test")))
                .isEmpty();
    }

    private static Amounts amounts(String currency, String captured, String refunded) {
        return Amounts.of(Money.of(currency, captured), Money.of(currency, captured), Money.of(currency, refunded));
    }

    private static PaymentTotals totals(
            AccountIndex account,
            PaymentStatus status,
            PaymentMethod method,
            long payments,
            long disputed,
            String currency,
            String captured,
            String refunded) {
        Money sum = Money.of(currency, captured);
        return new PaymentTotals(
                Indexes.nameOf(account), status, method, payments, disputed, sum, sum, Money.of(currency, refunded));
    }
}
