package io.maksut.shop;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.text.Identifiers;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shop asks for what was authorised to be captured, or released: a capture or void session of Shopify's. Immutable and
 * thread-safe.
 */
public final class AuthorisationRequest {
    private static final int LONGEST_LOCALE = 35;

    private final String id;
    private final PaymentId payment;
    private final @Nullable Money amount;
    private final @Nullable Locale merchantLocale;

    private AuthorisationRequest(
            String id, PaymentId payment, @Nullable Money amount, @Nullable Locale merchantLocale) {
        this.id = Identifiers.require("Request id", id);
        this.payment = Objects.requireNonNull(payment);
        this.amount = amount;
        this.merchantLocale = merchantLocale;
    }

    /**
     * To take this much.
     *
     * @param id by which the shop knows this request for ever: the same id is the same request, whatever else differs. Not
     *     blank, at most 255 characters, no control characters.
     * @throws IllegalArgumentException if the id breaks the rules, or the amount is not positive
     */
    public static AuthorisationRequest capture(String id, PaymentId payment, Money amount) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("A capture has a positive amount");
        }
        return new AuthorisationRequest(id, payment, amount, null);
    }

    /**
     * To release all of it.
     *
     * @param id as of {@link #capture}
     * @throws IllegalArgumentException if the id breaks the rules
     */
    public static AuthorisationRequest release(String id, PaymentId payment) {
        return new AuthorisationRequest(id, payment, null, null);
    }

    /** The same, and the merchant reads the answer in this language; of a tag of more than 35 characters the language alone counts. */
    public AuthorisationRequest merchantLocale(Locale locale) {
        boolean fits = locale.toLanguageTag().length() <= LONGEST_LOCALE;
        return new AuthorisationRequest(id, payment, amount, fits ? locale : new Locale(locale.getLanguage()));
    }

    /** The same id is the same request, whatever else differs. */
    public String id() {
        return id;
    }

    /** The payment whose reserved money is to be captured or released. */
    public PaymentId payment() {
        return payment;
    }

    /** How much is to be captured; empty where all is to be released. */
    public Optional<Money> amount() {
        return Optional.ofNullable(amount);
    }

    /** In which language the merchant reads the answer; English if not known. */
    public Optional<Locale> merchantLocale() {
        return Optional.ofNullable(merchantLocale);
    }

    @Override
    public String toString() {
        return "AuthorisationRequest[" + id + ", " + payment + ", " + (amount == null ? "release" : amount) + "]";
    }
}
