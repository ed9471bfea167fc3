package io.maksut.index;

import io.maksut.payment.Amounts;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.Timestamps;
import io.maksut.storage.Row;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A payment as it is read back from its row, and its place among the results.
 *
 * @param payment null if this version cannot read the row: a newer one may have written it
 */
record PaymentRow(Position position, @Nullable IndexedPayment payment) {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentRow.class);

    static PaymentRow read(Row row, String account, GatewayCapabilities capabilities) throws SQLException {
        Position position = new Position(row.number("created"), row.number("id"));
        boolean erased = row.maybeNumber("erased_at").isPresent();
        try {
            return new PaymentRow(position, new IndexedPayment(payment(row, account, capabilities), erased));
        } catch (RuntimeException e) {
            LOG.error(
                    "Row {} of the payment index cannot be read by this version and is left out until its payment is seen again",
                    position.id());
            return new PaymentRow(position, null);
        }
    }

    Optional<IndexedPayment> readable() {
        return Optional.ofNullable(payment);
    }

    /** With its names by payment reference; what cannot be read has none. */
    PaymentRow named(Map<String, List<GatewayReference>> references) {
        if (payment == null) {
            return this;
        }
        Payment read = payment.payment();
        List<GatewayReference> own = references.getOrDefault(read.id().reference(), List.of());
        return new PaymentRow(
                position, new IndexedPayment(read.toBuilder().references(own).build(), payment.erased()));
    }

    private static Payment payment(Row row, String account, GatewayCapabilities capabilities) throws SQLException {
        Currency currency = Currency.getInstance(row.text("currency"));
        return Payment.builder(
                        new PaymentId(account, row.text("reference")),
                        StoredWord.of(PaymentStatus.class, row.text("status"), PaymentStatus.UNKNOWN),
                        StoredWord.of(PaymentMethod.class, row.text("method"), PaymentMethod.UNKNOWN),
                        amounts(row, currency),
                        capabilities)
                .timestamps(timestamps(row))
                .origin(row.maybeText("origin")
                        .map(it -> StoredWord.of(PaymentOrigin.class, it, PaymentOrigin.UNKNOWN))
                        .orElse(PaymentOrigin.UNKNOWN))
                .refunds(StoredRefunds.read(row.maybeText("refunds"), currency))
                .uncapturedKnown(row.flag("uncaptured_known"))
                .chargebackOpen(row.flag("chargeback_open"))
                .methodName(text(row, "method_name"))
                .orderReference(row.maybeText("order_reference")
                        .map(OrderReference::new)
                        .orElse(null))
                .transactionId(text(row, "transaction_id"))
                .customer(customer(row))
                .card(card(row))
                .bank(bank(row))
                .raw(raw(row))
                .build();
    }

    private static Amounts amounts(Row row, Currency currency) throws SQLException {
        return new Amounts(
                Money.ofMinor(currency, row.number("authorised")),
                Money.ofMinor(currency, row.number("captured")),
                Money.ofMinor(currency, row.number("refunded")),
                Money.ofMinor(currency, row.number("capturable")),
                Money.ofMinor(currency, row.number("refundable")));
    }

    private static Timestamps timestamps(Row row) throws SQLException {
        return Timestamps.builder(row.instant("read_at"))
                .created(row.maybeInstant("created_at").orElse(null))
                .authorised(row.maybeInstant("authorised_at").orElse(null))
                .settled(row.maybeInstant("settled_at").orElse(null))
                .cancelled(row.maybeInstant("cancelled_at").orElse(null))
                .waitingFor3dsSince(row.maybeInstant("waiting_for_3ds_since").orElse(null))
                .reservedUntil(row.maybeInstant("reserved_until").orElse(null))
                .build();
    }

    private static @Nullable Customer customer(Row row) throws SQLException {
        Customer customer = Customer.builder()
                .reference(text(row, "customer_reference"))
                .email(text(row, "email"))
                .firstName(text(row, "first_name"))
                .lastName(text(row, "last_name"))
                .phone(text(row, "phone"))
                .build();
        return customer.equals(Customer.builder().build()) ? null : customer;
    }

    private static @Nullable CardDetails card(Row row) throws SQLException {
        Optional<YearMonth> expiry = row.maybeText("card_expiry").map(YearMonth::parse);
        CardDetails card = CardDetails.of(
                text(row, "card_brand"), text(row, "card_number"), expiry.orElse(null), text(row, "card_country"));
        return card.equals(CardDetails.of(null, null, null, null)) ? null : card;
    }

    private static @Nullable BankDetails bank(Row row) throws SQLException {
        BankDetails bank = BankDetails.of(text(row, "bank_name"), text(row, "iban"));
        return bank.equals(BankDetails.of(null, null)) ? null : bank;
    }

    private static @Nullable RawState raw(Row row) throws SQLException {
        Optional<String> state = row.maybeText("raw_state");
        return state.isPresent() ? RawState.of(state.get(), text(row, "raw_method"), "") : null;
    }

    private static @Nullable String text(Row row, String column) throws SQLException {
        return row.maybeText(column).orElse(null);
    }
}
