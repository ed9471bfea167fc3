package io.maksut.index;

import static io.maksut.index.PaymentColumns.Merge.FIRST;
import static io.maksut.index.PaymentColumns.Merge.KEPT;
import static io.maksut.index.PaymentColumns.Merge.KEY;
import static io.maksut.index.PaymentColumns.Merge.LATEST;
import static io.maksut.index.PaymentColumns.Merge.ORDER;
import static io.maksut.index.PaymentColumns.Merge.PERSONAL;
import static io.maksut.index.PaymentColumns.Merge.PERSONAL_KEPT;

import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.Timestamps;
import io.maksut.storage.Dialect;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a payment is written into its row, and how two readings of one payment become one row, in whatever order they come. */
final class PaymentColumns {
    private PaymentColumns() {}

    /** What becomes of a column when the payment is seen again. "Later" is by when it was read from the gateway. */
    enum Merge {
        KEY,
        /** The later reading counts. */
        LATEST,
        /** Does not change at the gateway: what one reading leaves out is taken from the other. */
        KEPT,
        /** The earliest that any reading tells. */
        FIRST,
        /** As LATEST, until the customer is erased. */
        PERSONAL,
        /** As KEPT, until the customer is erased. */
        PERSONAL_KEPT,
        /** The creation time if either reading tells it, else what it was. */
        ORDER
    }

    private record Column(String name, Merge merge, Function<Payment, @Nullable Object> value) {}

    // MariaDB assigns from the left, and what follows sees the new value: created before created_at, read_at last.
    // @formatter:off
    private static final List<Column> COLUMNS = List.of(
        new Column("account",               KEY,           it -> it.id().account()),
        new Column("reference",             KEY,           it -> it.id().reference()),
        new Column("created",               ORDER,         it -> orElse(created(it), it.timestamps().readAt())),
        new Column("created_at",            KEPT,          it -> created(it)),
        new Column("status",                LATEST,        it -> it.status().name()),
        new Column("method",                LATEST,        it -> it.method().name()),
        new Column("method_name",           LATEST,        it -> text(it.methodName())),
        new Column("raw_state",             LATEST,        it -> text(it.raw().map(RawState::state))),
        new Column("raw_method",            LATEST,        it -> text(it.raw().flatMap(RawState::method))),
        new Column("currency",              LATEST,        it -> it.amounts().currency().getCurrencyCode()),
        new Column("authorised",            LATEST,        it -> it.amounts().authorised().minorUnits()),
        new Column("captured",              LATEST,        it -> it.amounts().captured().minorUnits()),
        new Column("refunded",              LATEST,        it -> it.amounts().refunded().minorUnits()),
        new Column("capturable",            LATEST,        it -> it.amounts().capturable().minorUnits()),
        new Column("refundable",            LATEST,        it -> it.amounts().refundable().minorUnits()),
        new Column("refunds",               LATEST,        it -> StoredRefunds.write(it.refunds())),
        new Column("uncaptured_known",      LATEST,        Payment::uncapturedKnown),
        new Column("chargeback_open",       LATEST,        Payment::chargebackOpen),
        new Column("authorised_at",         LATEST,        it -> time(it, Timestamps::authorised)),
        new Column("settled_at",            LATEST,        it -> time(it, Timestamps::settled)),
        new Column("cancelled_at",          LATEST,        it -> time(it, Timestamps::cancelled)),
        new Column("waiting_for_3ds_since", FIRST,         it -> waitingFor3dsSince(it)),
        new Column("reserved_until",        LATEST,        it -> time(it, Timestamps::reservedUntil)),
        new Column("due_at",                LATEST,        it -> due(it, it.timestamps().readAt())),
        new Column("origin",                KEPT,          it -> it.origin() == PaymentOrigin.UNKNOWN ? null : it.origin().name()),
        new Column("order_reference",       KEPT,          it -> key(it.orderReference().map(OrderReference::value), 255)),
        new Column("transaction_id",        KEPT,          it -> key(it.transactionId(), 255)),
        new Column("customer_reference",    PERSONAL_KEPT, it -> key(customer(it, Customer::reference), 255)),
        new Column("email",                 PERSONAL_KEPT, it -> customer(it, Customer::email).map(StoredText::email).orElse(null)),
        new Column("email_folded",          PERSONAL_KEPT, it -> customer(it, Customer::email).map(StoredText::foldedEmail).orElse(null)),
        new Column("first_name",            PERSONAL_KEPT, it -> text(customer(it, Customer::firstName))),
        new Column("last_name",             PERSONAL_KEPT, it -> text(customer(it, Customer::lastName))),
        new Column("phone",                 PERSONAL_KEPT, it -> text(customer(it, Customer::phone))),
        new Column("card_brand",            PERSONAL,      it -> text(it.card().flatMap(CardDetails::brand))),
        new Column("card_number",           PERSONAL,      it -> text(it.card().flatMap(CardDetails::maskedNumber))),
        new Column("card_expiry",           PERSONAL,      it -> text(it.card().flatMap(CardDetails::expiry).map(YearMonth::toString))),
        new Column("card_country",          PERSONAL,      it -> text(it.card().flatMap(CardDetails::issuerCountry))),
        new Column("bank_name",             PERSONAL,      it -> text(it.bank().flatMap(BankDetails::bankName))),
        new Column("iban",                  PERSONAL,      it -> text(it.bank().flatMap(BankDetails::maskedIban))),
        new Column("read_at",               LATEST,        it -> it.timestamps().readAt()));
    // @formatter:on

    /** All columns, for a SELECT. */
    static final String ALL = names() + ", id, erased_at";

    /** Inserts a row or merges with the one that is there, atomically: no read goes before it, no lock is held. */
    static String upsert(Dialect dialect) {
        String marks = COLUMNS.stream().map(it -> "?").collect(Collectors.joining(", "));
        String conflict = switch (dialect) {
            case SQLITE, POSTGRESQL -> " on conflict (account, reference) do update set ";
            case MARIADB -> " on duplicate key update ";
        };
        return "insert into maksut_payment (" + names() + ") values (" + marks + ")" + conflict
                + COLUMNS.stream()
                        .filter(it -> it.merge() != KEY)
                        .map(it -> it.name() + " = " + merged(it, dialect))
                        .collect(Collectors.joining(", "));
    }

    /** One parameter of {@link #upsert} for each column. */
    static @Nullable Object[] values(Payment payment) {
        return COLUMNS.stream().map(it -> it.value().apply(payment)).toArray();
    }

    /** Removes what is personal from the rows that the condition finds, and marks them, so that it does not come back. */
    static String erase(String condition) {
        return "update maksut_payment set erased_at = ?, "
                + COLUMNS.stream()
                        .filter(it -> it.merge() == PERSONAL || it.merge() == PERSONAL_KEPT)
                        .map(it -> it.name() + " = null")
                        .collect(Collectors.joining(", "))
                + " where " + condition;
    }

    private static String names() {
        return COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private static String merged(Column column, Dialect dialect) {
        String given = given(column.name(), dialect);
        String old = old(column.name());
        String either = ifTold(column.name(), dialect);
        return switch (column.merge()) {
            case LATEST -> ifLater(dialect, given, old);
            case KEPT -> either;
            case FIRST ->
                "case when " + given + " < " + old + " then " + given + " else coalesce(" + old + ", " + given
                        + ") end";
            case PERSONAL -> unlessErased(ifLater(dialect, given, old));
            case PERSONAL_KEPT -> unlessErased(either);
            case ORDER -> "coalesce(" + ifTold("created_at", dialect) + ", " + old + ")";
            case KEY -> throw new IllegalArgumentException(column.name());
        };
    }

    private static String ifTold(String column, Dialect dialect) {
        String given = given(column, dialect);
        String old = old(column);
        return ifLater(dialect, "coalesce(" + given + ", " + old + ")", "coalesce(" + old + ", " + given + ")");
    }

    private static String ifLater(Dialect dialect, String given, String old) {
        String later = given("read_at", dialect) + " >= " + old("read_at");
        return "case when " + later + " then " + given + " else " + old + " end";
    }

    private static String unlessErased(String value) {
        return "case when " + old("erased_at") + " is null then " + value + " end";
    }

    private static String given(String column, Dialect dialect) {
        return dialect == Dialect.MARIADB ? "values(" + column + ")" : "excluded." + column;
    }

    private static String old(String column) {
        return "maksut_payment." + column;
    }

    /** No gateway tells when the wait began: it is when the payment was first seen waiting. */
    private static @Nullable Instant waitingFor3dsSince(Payment payment) {
        Instant told = time(payment, Timestamps::waitingFor3dsSince);
        boolean waits = payment.status() == PaymentStatus.WAITING_FOR_3DS;
        return told == null && waits ? payment.timestamps().readAt() : told;
    }

    /** When it is to be read again, if it was read, or tried, at {@code after}. */
    static @Nullable Instant due(Payment payment, Instant after) {
        return payment.lifecycle()
                .readAgainAt(after)
                .filter(StoredTime::isPlausible)
                .orElse(null);
    }

    private static @Nullable Instant created(Payment payment) {
        return time(payment, Timestamps::created);
    }

    private static @Nullable Instant time(Payment payment, Function<Timestamps, Optional<Instant>> which) {
        return which.apply(payment.timestamps()).filter(StoredTime::isPlausible).orElse(null);
    }

    private static Instant orElse(@Nullable Instant time, Instant otherwise) {
        return time == null ? otherwise : time;
    }

    private static Optional<String> customer(Payment payment, Function<Customer, Optional<String>> which) {
        return payment.customer().flatMap(which);
    }

    private static @Nullable String text(Optional<String> text) {
        return StoredText.display(text.orElse(null));
    }

    private static @Nullable String key(Optional<String> text, int longest) {
        return StoredText.key(text.orElse(null), longest);
    }
}
