package io.maksut.index;

import io.maksut.payment.Amounts;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.testkit.TestDatabases;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One index for each kind of database, in which every test has an account of its own, and payments to put there. */
final class Indexes {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOON.plusSeconds(60);
    static final GatewayCapabilities CAPABILITIES = GatewayCapabilities.builder("everypay")
            .method(PaymentMethod.CARD, EnumSet.allOf(PaymentAction.class))
            .build();

    private static final Map<TestDatabases, PaymentIndex> OPEN = new EnumMap<>(TestDatabases.class);
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private Indexes() {}

    /** An account that nobody else uses; its clock stands at {@link #LATER}. */
    static AccountIndex fresh(TestDatabases kind) {
        return index(kind).account("account-" + ACCOUNTS.incrementAndGet(), CAPABILITIES);
    }

    static synchronized PaymentIndex index(TestDatabases kind) {
        PaymentIndex index = OPEN.get(kind);
        if (index == null) {
            index = PaymentIndex.open(kind.fresh(), Clock.fixed(LATER, ZoneOffset.UTC));
            OPEN.put(kind, index);
        }
        return index;
    }

    static String nameOf(AccountIndex account) {
        return account.toString().replaceAll(".*\\[(.*)]", "$1");
    }

    static Amounts euros(String authorised) {
        Money amount = Money.of("EUR", authorised);
        return Amounts.of(amount, amount, Money.zero(amount.currency()));
    }

    static Customer mari() {
        return Customer.builder().email("mari@example.test").build();
    }

    /** Starts a settled card payment of EUR 10.00, created and read at noon. */
    static Draft payment(AccountIndex account, String reference) {
        return new Draft(new PaymentId(nameOf(account), reference));
    }

    static List<String> references(List<IndexedPayment> payments) {
        return payments.stream().map(it -> it.payment().id().reference()).toList();
    }

    /** What tests vary of a payment. */
    static final class Draft {
        private final PaymentId id;
        private PaymentStatus status = PaymentStatus.SETTLED;
        private PaymentMethod method = PaymentMethod.CARD;
        private Amounts amounts = euros("10.00");
        private @Nullable Instant created = NOON;
        private Instant readAt = NOON;
        private @Nullable Customer customer;
        private @Nullable String order;
        private @Nullable String transaction;

        private Draft(PaymentId id) {
            this.id = id;
        }

        Draft status(PaymentStatus status) {
            this.status = status;
            return this;
        }

        Draft method(PaymentMethod method) {
            this.method = method;
            return this;
        }

        Draft amounts(Amounts amounts) {
            this.amounts = amounts;
            return this;
        }

        Draft created(@Nullable Instant created) {
            this.created = created;
            return this;
        }

        Draft readAt(Instant readAt) {
            this.readAt = readAt;
            return this;
        }

        Draft email(String email) {
            return customer(Customer.builder().email(email).build());
        }

        Draft customer(Customer customer) {
            this.customer = customer;
            return this;
        }

        Draft order(String order) {
            this.order = order;
            return this;
        }

        Draft transaction(String transaction) {
            this.transaction = transaction;
            return this;
        }

        Payment build() {
            return builder().build();
        }

        Payment.Builder builder() {
            return Payment.builder(id, status, method, amounts, CAPABILITIES)
                    .timestamps(Timestamps.builder(readAt).created(created).build())
                    .customer(customer)
                    .orderReference(order == null ? null : new OrderReference(order))
                    .transactionId(transaction);
        }
    }
}
