package io.maksut.samples.page.view;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.samples.page.search.Search;
import io.maksut.samples.page.search.Search.Field;
import io.maksut.samples.page.search.Search.Parameter;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The search form.
 *
 * @param chips the filters that are set, each with the address of the search without it
 * @param all the address of the same search without "needs attention"
 * @param watched the address of the same search with it
 * @param narrowed whether a filter other than the text is set
 */
public record SearchView(
        String text,
        List<Choice> statuses,
        List<Choice> methods,
        List<Choice> accounts,
        String from,
        String to,
        String min,
        String max,
        List<Choice> currencies,
        boolean attention,
        String all,
        String watched,
        List<Chip> chips,
        List<String> problems,
        boolean narrowed,
        String query) {
    /** A filter that is set. */
    public record Chip(String label, String without) {}

    private static final List<String> CURRENCIES = List.of("EUR", "SEK", "PLN", "DKK", "NOK", "USD", "GBP");

    public static SearchView of(Search search, Collection<String> accounts, Texts texts, Formats formats) {
        Locale locale = formats.locale();
        String currency = search.currency().getCurrencyCode();
        return new SearchView(
                search.text(),
                Arrays.stream(PaymentStatus.values())
                        .map(it -> new Choice(
                                it.name(), it.label(locale), search.statuses().contains(it)))
                        .toList(),
                Arrays.stream(PaymentMethod.values())
                        .map(it -> new Choice(
                                it.name(), it.label(locale), search.methods().contains(it)))
                        .toList(),
                accounts.stream()
                        .map(it -> new Choice(it, it, search.accounts().contains(it)))
                        .toList(),
                search.from().map(LocalDate::toString).orElse(""),
                search.to().map(LocalDate::toString).orElse(""),
                search.min().map(Money::toDecimalString).orElse(""),
                search.max().map(Money::toDecimalString).orElse(""),
                CURRENCIES.stream()
                        .map(it -> new Choice(it, it, it.equals(currency)))
                        .toList(),
                search.attention(),
                search.withAttention(false),
                search.withAttention(true),
                search.parameters().stream()
                        .filter(it -> it.field() != Field.ATTENTION && it.field() != Field.CURRENCY)
                        .map(it -> new Chip(label(it, texts, formats), search.without(it)))
                        .toList(),
                search.problems().stream()
                        .map(it -> texts.text("problem." + it))
                        .toList(),
                !search.isOnlyText(),
                search.asQuery());
    }

    private static String label(Parameter parameter, Texts texts, Formats formats) {
        String value = parameter.value();
        String shown = switch (parameter.field()) {
            case STATUS -> PaymentStatus.valueOf(value).label(formats.locale());
            case METHOD -> PaymentMethod.valueOf(value).label(formats.locale());
            case FROM, TO -> formats.date(LocalDate.parse(value));
            default -> value;
        };
        return texts.text("chip." + parameter.field().parameter(), shown);
    }
}
