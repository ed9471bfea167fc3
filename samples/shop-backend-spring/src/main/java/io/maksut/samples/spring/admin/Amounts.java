package io.maksut.samples.spring.admin;

import io.maksut.payment.Money;
import java.util.Currency;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Amounts as people type them. */
final class Amounts {
    static final Currency EURO = Currency.getInstance("EUR");

    private Amounts() {}

    /** With a point or a comma; never rounded. What is no amount is answered with 400. */
    static Money positive(String typed, Currency currency) {
        try {
            Money amount = Money.of(currency.getCurrencyCode(), typed.strip().replace(',', '.'));
            if (amount.isPositive()) {
                return amount;
            }
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "no amount", e);
        }
        throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "not positive");
    }
}
