package io.maksut.shopify;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * Amounts as Shopify writes them: {@code "277.61"}, {@code "0.0"}, {@code "1500"}, JSON numbers. An amount that the
 * currency cannot hold exactly is refused, never rounded; so are currencies that Java does not know (USDC, JEP) or that
 * have no unit (XXX).
 */
final class WireMoney {
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

    private WireMoney() {}

    /** The customer's side of a {@code MoneyBag}: money moves in that currency, the shop's currency is bookkeeping. */
    static Money presentment(JsonDocument owner, String field) {
        JsonDocument money = owner.object(field)
                .flatMap(bag -> bag.object("presentmentMoney"))
                .orElseThrow(() -> new JsonFormatException("no field " + field));
        BigDecimal amount = money.decimal("amount").orElseThrow(() -> new JsonFormatException("no amount in " + field));
        return exact(money.text("currencyCode").orElse(""), amount, field);
    }

    /**
     * An amount in a currency.
     *
     * @throws JsonFormatException if it is no exact amount of money; {@code what} names the field in the message
     */
    static Money exact(String currency, BigDecimal amount, String what) {
        if (!CODE.matcher(currency).matches()) {
            throw new JsonFormatException("no currency in " + what);
        }
        try {
            return Money.of(Currency.getInstance(currency), amount);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw (JsonFormatException) new JsonFormatException("no exact amount in " + what).initCause(e);
        }
    }
}
