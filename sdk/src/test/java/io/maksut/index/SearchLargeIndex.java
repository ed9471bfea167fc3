package io.maksut.index;

import static io.maksut.index.Indexes.NOON;
import static io.maksut.index.Indexes.payment;

import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlite.SQLiteDataSource;

/** A program of its own: fills an SQLite file with payments, searches it and tells how long that took. */
public final class SearchLargeIndex {
    private SearchLargeIndex() {}

    /** Arguments: file, number of payments (thousands). */
    public static void main(String[] args) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + args[0]);
        int count = Integer.parseInt(args[1]);
        AccountIndex payments =
                PaymentIndex.open(dataSource, Clock.systemUTC()).account("everypay", Indexes.CAPABILITIES);
        timed("fill", () -> {
            payments.seenAll(() -> IntStream.range(0, count)
                    .mapToObj(number -> typical(payments, number))
                    .iterator());
            return count;
        });
        PaymentQuery all = PaymentQuery.all();
        page(payments, "first page of all", all);
        page(payments, "common status", all.withStatus(PaymentStatus.SETTLED));
        page(payments, "every status", all.withStatus(PaymentStatus.values()));
        page(payments, "method", all.withMethod(PaymentMethod.CARD));
        page(payments, "day", all.withCreated(NOON.plusSeconds(50), NOON.plusSeconds(86_450)));
        page(payments, "amount", all.withAmount(Money.of("EUR", "5.00"), Money.of("EUR", "6.00")));
        page(payments, "amount that nobody paid", all.withAmount(Money.of("EUR", "500.00"), null));
        page(
                payments,
                "status and amount that nobody paid",
                all.withStatus(PaymentStatus.SETTLED).withAmount(Money.of("EUR", "500.00"), null));
        long rare = timed(
                "rare status, all pages",
                () -> payments.search(all.withStatus(PaymentStatus.CHARGED_BACK))
                        .count());
        int byEmail = page(payments, "e-mail", PaymentQuery.customerEmail("CUSTOMER7@example.test"));
        page(payments, "e-mail that nobody has", PaymentQuery.customerEmail("nobody@example.test"));
        int byOrder = page(payments, "order", all.withOrderReference(new OrderReference("order-7")));
        page(payments, "payment id", PaymentQuery.paymentId("t-7"));
        long found =
                timed("walk through all", () -> ordered(payments.search(all).iterator()));
        System.out.println("FOUND " + found + " " + rare + " " + byEmail + " " + byOrder);
    }

    private static Payment typical(AccountIndex payments, int number) {
        return payment(payments, "p-" + number)
                .created(NOON.plusSeconds(number / 3))
                .status(number % 1_000 == 0 ? PaymentStatus.CHARGED_BACK : PaymentStatus.SETTLED)
                .method(number % 3 == 0 ? PaymentMethod.OPEN_BANKING : PaymentMethod.CARD)
                .amounts(Indexes.euros((1 + number % 100) + ".00"))
                .customer(Customer.builder()
                        .email("customer" + number + "@example.test")
                        .firstName("Mari")
                        .lastName("Maasikas")
                        .phone("+372 5551234")
                        .build())
                .order("order-" + number)
                .transaction("t-" + number)
                .build();
    }

    private static int page(AccountIndex payments, String name, PaymentQuery query) {
        return timed(name, () -> payments.page(query, null).payments().size());
    }

    /** The number of payments; an error if one is newer than the one before. */
    private static long ordered(Iterator<IndexedPayment> found) {
        long count = 0;
        for (Instant before = Instant.MAX; found.hasNext(); count++) {
            Instant created = found.next().payment().timestamps().created().orElseThrow();
            if (created.isAfter(before)) {
                throw new IllegalStateException("not newest first");
            }
            before = created;
        }
        return count;
    }

    private static <T extends Number> T timed(String name, Supplier<T> work) {
        long start = System.nanoTime();
        T found = work.get();
        String millis = "%.1f".formatted((System.nanoTime() - start) / 1e6);
        System.out.println("TIME " + name + ": " + found + " in " + millis + " ms");
        return found;
    }
}
