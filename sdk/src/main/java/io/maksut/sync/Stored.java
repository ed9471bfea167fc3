package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.storage.Row;
import java.sql.SQLException;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Reads values that take more than one column. */
final class Stored {
    private Stored() {}

    /** An amount; neither column is null. */
    static Money money(Row row, String currencyColumn, String amountColumn) throws SQLException {
        Currency currency = row.parsed(currencyColumn, Stored::currency);
        return Money.ofMinor(currency, row.number(amountColumn));
    }

    /** An amount; null if either column is null. */
    static @Nullable Money maybeMoney(Row row, String currencyColumn, String amountColumn) throws SQLException {
        Currency currency = row.maybeParsed(currencyColumn, Stored::currency).orElse(null);
        Long amount = row.maybeNumber(amountColumn).orElse(null);
        return currency == null || amount == null ? null : Money.ofMinor(currency, amount);
    }

    private static Currency currency(String code) {
        return Money.ofMinor(code, 0).currency();
    }
}
