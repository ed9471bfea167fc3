package io.maksut.index;

import io.maksut.payment.GatewayReference;
import io.maksut.payment.GatewayReference.Kind;
import io.maksut.payment.Payment;
import io.maksut.payment.Refund;
import io.maksut.storage.Dialect;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.text.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names by which payments are found, beside their references: what was ever seen stays. */
final class PaymentNames {
    /** An id that more payments have names none of them. */
    private static final int MOST_PAYMENTS_OF_ONE_NAME = 100;

    private PaymentNames() {}

    /** Adds what these payments tell; to be given in the order of their references, so that nobody waits for each other. */
    static void store(Sql sql, List<Payment> payments) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Payment payment : payments) {
            names(payment)
                    .forEach((name, kind) -> rows.add(new Object[] {
                        payment.id().account(), name, payment.id().reference(), kind.name()
                    }));
        }
        if (!rows.isEmpty()) {
            sql.batch(insert(sql.dialect()), rows);
        }
    }

    /** What is told of a transaction later wins over that it is one. */
    private static String insert(Dialect dialect) {
        String insert = "insert into maksut_payment_name (account, name, reference, kind) values (?, ?, ?, ?)";
        String unknown = "case when maksut_payment_name.kind = '" + Kind.TRANSACTION.name() + "' then ";
        return switch (dialect) {
            case SQLITE, POSTGRESQL ->
                insert + " on conflict (account, name, reference) do update set kind = " + unknown
                        + "excluded.kind else maksut_payment_name.kind end";
            case MARIADB ->
                insert + " on duplicate key update kind = " + unknown
                        + "values(kind) else maksut_payment_name.kind end";
        };
    }

    private static Map<String, Kind> names(Payment payment) {
        Map<String, Kind> names = new LinkedHashMap<>();
        for (GatewayReference reference : payment.references()) {
            add(names, reference.value(), reference.kind());
        }
        for (Refund refund : payment.refunds()) {
            add(names, refund.id(), Kind.REFUND);
        }
        payment.transactionId().ifPresent(it -> add(names, it, Kind.TRANSACTION));
        return names;
    }

    private static void add(Map<String, Kind> names, String name, Kind kind) {
        String key = StoredText.key(name, 255);
        if (key != null && Identifiers.isIdentifier(key)) {
            names.merge(key, kind, (one, other) -> one == Kind.TRANSACTION ? other : one);
        }
    }

    /** The references of the payments that go, or went, by this id: their own, or one of their names. */
    static List<String> references(Sql sql, String account, String id) {
        String name = StoredText.storable(id);
        Set<String> references = new LinkedHashSet<>(List.of(name));
        references.addAll(sql.list(
                "select reference from maksut_payment_name where account = ? and name = ? order by id limit "
                        + MOST_PAYMENTS_OF_ONE_NAME,
                row -> row.text("reference"),
                account,
                name));
        return List.copyOf(references);
    }

    /** The rows with all the names that are known of their payments. */
    static List<PaymentRow> named(Sql sql, String account, Collection<PaymentRow> rows) {
        List<Object> parameters = new ArrayList<>(List.of(account));
        rows.forEach(row ->
                row.readable().ifPresent(it -> parameters.add(it.payment().id().reference())));
        int readable = parameters.size() - 1;
        if (readable == 0) {
            return List.copyOf(rows);
        }
        Map<String, List<GatewayReference>> names = new HashMap<>();
        sql.list(
                        "select reference, kind, name from maksut_payment_name where account = ? and reference in ("
                                + String.join(", ", Collections.nCopies(readable, "?")) + ") order by id",
                        Named::read,
                        parameters.toArray())
                .forEach(it -> it.addTo(names));
        return rows.stream().map(it -> it.named(names)).toList();
    }

    private record Named(String of, String kind, String name) {
        static Named read(Row row) throws SQLException {
            return new Named(row.text("reference"), row.text("kind"), row.text("name"));
        }

        /** A name that only a newer version takes for one finds its payment, and is not shown. */
        void addTo(Map<String, List<GatewayReference>> names) {
            if (Identifiers.isIdentifier(name)) {
                names.computeIfAbsent(of, it -> new ArrayList<>())
                        .add(new GatewayReference(StoredWord.of(Kind.class, kind, Kind.TRANSACTION), name));
            }
        }
    }
}
