package io.maksut.samples.page.search;

import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for, as it stands in the address of the page: every search is a link. What cannot be understood is left
 * out of the search and told as a {@link Problem}. Immutable and thread-safe.
 */
public final class Search {
    /** The parameters of the address, in the order in which they stand there. */
    public enum Field {
        Q,
        STATUS,
        METHOD,
        ACCOUNT,
        FROM,
        TO,
        MIN,
        MAX,
        CURRENCY,
        ATTENTION;

        public String parameter() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What was typed and could not be understood. */
    public enum Problem {
        FROM_IS_NO_DATE,
        TO_IS_NO_DATE,
        DATES_CROSS,
        MIN_IS_NO_AMOUNT,
        MAX_IS_NO_AMOUNT,
        AMOUNTS_CROSS,
        TEXT_TOO_LONG
    }

    /** One parameter of the address. */
    public record Parameter(Field field, String value) {}

    private static final int LONGEST_TEXT = 255;

    private final List<Parameter> parameters = new ArrayList<>();
    private final Set<Problem> problems = EnumSet.noneOf(Problem.class);
    private final Set<PaymentStatus> statuses;
    private final Set<PaymentMethod> methods;
    private final Set<String> accounts = new TreeSet<>();
    private final String text;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate to;
    private final Currency currency;
    private final @Nullable Money min;
    private final @Nullable Money max;
    private final boolean attention;

    private Search(Map<String, List<String>> raw, Set<String> knownAccounts) {
        String typed = first(raw, Field.Q);
        text = has(Problem.TEXT_TOO_LONG, typed.length() > LONGEST_TEXT) ? "" : typed;
        statuses = constants(PaymentStatus.class, raw, Field.STATUS);
        methods = constants(PaymentMethod.class, raw, Field.METHOD);
        raw.getOrDefault(Field.ACCOUNT.parameter(), List.of()).stream()
                .filter(knownAccounts::contains)
                .forEach(accounts::add);
        currency = currency(first(raw, Field.CURRENCY));
        LocalDate begins = date(first(raw, Field.FROM), Problem.FROM_IS_NO_DATE);
        LocalDate ends = date(first(raw, Field.TO), Problem.TO_IS_NO_DATE);
        boolean datesCross = has(Problem.DATES_CROSS, begins != null && ends != null && ends.isBefore(begins));
        from = datesCross ? null : begins;
        to = datesCross ? null : ends;
        Money least = amount(first(raw, Field.MIN), Problem.MIN_IS_NO_AMOUNT);
        Money most = amount(first(raw, Field.MAX), Problem.MAX_IS_NO_AMOUNT);
        boolean amountsCross = has(Problem.AMOUNTS_CROSS, least != null && most != null && most.compareTo(least) < 0);
        min = amountsCross ? null : least;
        max = amountsCross ? null : most;
        attention = first(raw, Field.ATTENTION).equals("1");
        collect();
    }

    /** Reads the parameters of an address; those that are not ours are passed over. */
    public static Search of(Map<String, List<String>> parameters, Set<String> accounts) {
        return new Search(parameters, accounts);
    }

    /** As it stands in an address, without the question mark; empty for everything. */
    public String asQuery() {
        return asQuery(parameters);
    }

    /** The same without one value. */
    public String without(Parameter value) {
        return asQuery(parameters.stream().filter(it -> !it.equals(value)).toList());
    }

    /** The same, with attention asked for or not. */
    public String withAttention(boolean wanted) {
        List<Parameter> changed = new ArrayList<>(
                parameters.stream().filter(it -> it.field() != Field.ATTENTION).toList());
        if (wanted) {
            changed.add(new Parameter(Field.ATTENTION, "1"));
        }
        return asQuery(changed);
    }

    /** What the payment index is asked. */
    public PaymentQuery query(ZoneId zone) {
        PaymentQuery query = PaymentQuery.all()
                .withStatus(statuses.toArray(PaymentStatus[]::new))
                .withMethod(methods.toArray(PaymentMethod[]::new))
                .withAmount(min, max)
                .withCreated(
                        from == null ? null : from.atStartOfDay(zone).toInstant(),
                        to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant());
        if (!text.isEmpty()) {
            query = isEmail() ? query.withCustomerEmail(text) : query.withPaymentId(text);
        }
        return attention ? query.withWatched() : query;
    }

    /** The same, with the text taken for the shop's order; empty if it cannot be one. */
    public Optional<PaymentQuery> byOrder(ZoneId zone) {
        if (text.isEmpty() || isEmail()) {
            return Optional.empty();
        }
        try {
            OrderReference order = new OrderReference(text);
            return Optional.of(new Search(this).query(zone).withOrderReference(order));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Without the text. */
    private Search(Search other) {
        text = "";
        statuses = other.statuses;
        methods = other.methods;
        accounts.addAll(other.accounts);
        from = other.from;
        to = other.to;
        currency = other.currency;
        min = other.min;
        max = other.max;
        attention = other.attention;
    }

    public boolean isEmail() {
        return text.indexOf('@') > 0;
    }

    /** Whether nothing narrows it down but the text. */
    public boolean isOnlyText() {
        return parameters.stream().allMatch(it -> it.field() == Field.Q);
    }

    public String text() {
        return text;
    }

    public Set<PaymentStatus> statuses() {
        return statuses;
    }

    public Set<PaymentMethod> methods() {
        return methods;
    }

    /** Empty: all. */
    public Set<String> accounts() {
        return accounts;
    }

    public Optional<LocalDate> from() {
        return Optional.ofNullable(from);
    }

    public Optional<LocalDate> to() {
        return Optional.ofNullable(to);
    }

    public Optional<Money> min() {
        return Optional.ofNullable(min);
    }

    public Optional<Money> max() {
        return Optional.ofNullable(max);
    }

    public Currency currency() {
        return currency;
    }

    public boolean attention() {
        return attention;
    }

    public Set<Problem> problems() {
        return problems;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    private void collect() {
        add(Field.Q, text);
        statuses.forEach(it -> add(Field.STATUS, it.name()));
        methods.forEach(it -> add(Field.METHOD, it.name()));
        accounts.forEach(it -> add(Field.ACCOUNT, it));
        add(Field.FROM, from == null ? "" : from.toString());
        add(Field.TO, to == null ? "" : to.toString());
        add(Field.MIN, min == null ? "" : min.toDecimalString());
        add(Field.MAX, max == null ? "" : max.toDecimalString());
        boolean other = !currency.getCurrencyCode().equals("EUR");
        add(Field.CURRENCY, other && (min != null || max != null) ? currency.getCurrencyCode() : "");
        add(Field.ATTENTION, attention ? "1" : "");
    }

    private void add(Field field, String value) {
        if (!value.isEmpty()) {
            parameters.add(new Parameter(field, value));
        }
    }

    private static String asQuery(List<Parameter> parameters) {
        return parameters.stream()
                .map(it -> it.field().parameter() + "=" + URLEncoder.encode(it.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String first(Map<String, List<String>> raw, Field field) {
        return raw.getOrDefault(field.parameter(), List.of()).stream()
                .findFirst()
                .orElse("")
                .strip();
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, Map<String, List<String>> raw, Field field) {
        List<String> names = raw.getOrDefault(field.parameter(), List.of());
        Set<E> constants = EnumSet.noneOf(type);
        Arrays.stream(type.getEnumConstants())
                .filter(it -> names.contains(it.name()))
                .forEach(constants::add);
        return constants;
    }

    private @Nullable LocalDate date(String typed, Problem otherwise) {
        if (typed.isEmpty()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(typed);
            boolean outside = date.getYear() < 1 || date.getYear() > 9_999;
            return has(otherwise, outside) ? null : date;
        } catch (DateTimeException e) {
            problems.add(otherwise);
            return null;
        }
    }

    private @Nullable Money amount(String typed, Problem otherwise) {
        if (typed.isEmpty()) {
            return null;
        }
        Optional<Money> amount = AmountText.parse(currency, typed);
        return has(otherwise, amount.isEmpty()) ? null : amount.orElseThrow();
    }

    private static Currency currency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .filter(it -> it.getCurrencyCode().equals(code) && it.getDefaultFractionDigits() >= 0)
                .findFirst()
                .orElse(Currency.getInstance("EUR"));
    }

    private boolean has(Problem problem, boolean holds) {
        if (holds) {
            problems.add(problem);
        }
        return holds;
    }
}
