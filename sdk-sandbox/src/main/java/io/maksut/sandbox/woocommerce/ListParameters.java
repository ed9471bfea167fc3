package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.woocommerce.RestError.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a list of orders or refunds, checked. What WooCommerce does not know it ignores: above all
 * {@code transaction_id} and {@code payment_method}. Immutable once made.
 */
final class ListParameters {
    private static final List<String> ORDERBY = List.of("date", "id", "include", "title", "slug", "modified");
    private static final List<String> ID_LISTS = List.of("include", "exclude", "parent", "parent_exclude");

    private final ShopSettings settings;
    private final QueryString query;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    /** The query as WordPress has it after the checks, which is what links to other pages are made of. */
    final Map<String, Object> echoed;

    final int page;
    final int perPage;
    /** -1 for none. */
    final int offset;

    final boolean ascending;
    final String orderby;
    final int decimals;
    final Set<Long> include;
    final Set<Long> exclude;
    final Set<Long> parent;
    final Set<Long> parentExclude;
    final @Nullable Instant after;
    final @Nullable Instant before;
    final @Nullable Instant modifiedAfter;
    final @Nullable Instant modifiedBefore;
    final String search;
    final List<String> status;
    final @Nullable Long customer;
    final @Nullable Long product;
    final List<String> createdVia;

    ListParameters(RestRequest request, ShopSettings settings, boolean ofOrders) {
        this.settings = settings;
        this.query = request.query();
        this.echoed = new LinkedHashMap<>(query.values());
        choice("context", List.of("view", "edit"), "view");
        this.page = (int) number("page", 1, 1, null);
        this.perPage = (int) number("per_page", 10, 1, 100);
        this.search = query.has("search") ? String.valueOf(query.text("search")).strip() : "";
        boolean gmt = flag("dates_are_gmt");
        this.after = bound("after", gmt);
        this.before = bound("before", gmt);
        this.modifiedAfter = settings.has(Since.FILTER_BY_MODIFICATION) ? bound("modified_after", gmt) : null;
        this.modifiedBefore = settings.has(Since.FILTER_BY_MODIFICATION) ? bound("modified_before", gmt) : null;
        ID_LISTS.forEach(this::echoList);
        this.exclude = ids("exclude");
        this.include = ids("include");
        this.offset = query.has("offset") ? (int) Math.abs(number("offset", 0, null, null)) : -1;
        this.ascending = choice("order", List.of("asc", "desc"), "desc").equals("asc");
        this.orderby = choice("orderby", ORDERBY, "date");
        this.parent = ids("parent");
        this.parentExclude = ids("parent_exclude");
        this.decimals = (int) Math.min(20, Math.abs(number("dp", settings.decimals(), null, null)));
        this.status = ofOrders ? statuses() : List.of();
        this.customer = ofOrders && query.has("customer") ? (Long) number("customer", 0, null, null) : null;
        this.product = ofOrders && query.has("product") ? (Long) number("product", 0, null, null) : null;
        this.createdVia = ofOrders && settings.has(Since.FILTER_BY_ORIGIN) ? listed("created_via") : List.of();
        if (!problems.isEmpty()) {
            throw RestError.invalidParameters(problems);
        }
    }

    private long number(String name, long byDefault, @Nullable Integer least, @Nullable Integer most) {
        String text = query.text(name);
        if (!query.has(name)) {
            return byDefault;
        }
        if (text == null || !text.matches("[+-]?\\d{1,9}")) {
            problems.put(name, Problem.wrongType(name, "integer"));
            return byDefault;
        }
        long value = Long.parseLong(text);
        if ((least != null && value < least) || (most != null && value > most)) {
            problems.put(name, Problem.of("rest_out_of_bounds", outOfBounds(name, least, most)));
            return byDefault;
        }
        echoed.put(name, Long.toString(value));
        return value;
    }

    private static String outOfBounds(String name, @Nullable Integer least, @Nullable Integer most) {
        return most == null
                ? name + " must be greater than or equal to " + least
                : name + " must be between " + least + " (inclusive) and " + most + " (inclusive)";
    }

    private String choice(String name, List<String> allowed, String byDefault) {
        if (!query.has(name)) {
            return byDefault;
        }
        String text = query.text(name);
        if (text == null || !allowed.contains(text)) {
            problems.put(
                    name,
                    Problem.of("rest_not_in_enum", name + " is not one of " + BodyRules.enumerated(allowed) + "."));
            return byDefault;
        }
        return text;
    }

    private boolean flag(String name) {
        if (!settings.has(Since.FILTER_BY_MODIFICATION) || !query.has(name)) {
            return false;
        }
        String text = String.valueOf(query.text(name)).toLowerCase(Locale.ROOT);
        if (text.equals("true") || text.equals("1")) {
            echoed.put(name, "1");
            return true;
        }
        if (!text.equals("false") && !text.equals("0")) {
            problems.put(name, Problem.wrongType(name, "boolean"));
        }
        echoed.remove(name);
        return false;
    }

    private @Nullable Instant bound(String name, boolean gmt) {
        if (!query.has(name)) {
            return null;
        }
        Instant bound = SiteTime.bound(String.valueOf(query.text(name)), settings.zone(), gmt);
        if (bound == null) {
            problems.put(name, Problem.of("rest_invalid_date", "Invalid date."));
        }
        return bound;
    }

    /** Whatever is no number is 0 or the digits it begins with. */
    private Set<Long> ids(String name) {
        Set<Long> ids = new LinkedHashSet<>();
        for (String item : query.list(name)) {
            ids.add(LooseNumber.value(item)
                    .abs()
                    .min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .longValue());
        }
        return ids;
    }

    private List<String> listed(String name) {
        echoList(name);
        return query.list(name);
    }

    private void echoList(String name) {
        if (query.has(name)) {
            echoed.put(name, query.list(name));
        }
    }

    /** WooCommerce takes the statuses out and puts them back, so that in links they come last. */
    private List<String> statuses() {
        List<String> statuses = query.has("status") ? query.list("status") : List.of("any");
        List<String> allowed = new ArrayList<>(List.of("any", "trash"));
        allowed.addAll(settings.orderStatuses());
        for (int i = 0; i < statuses.size(); i++) {
            if (!allowed.contains(statuses.get(i))) {
                problems.put(
                        "status",
                        Problem.of(
                                "rest_not_in_enum",
                                "status[" + i + "] is not one of " + BodyRules.enumerated(allowed) + "."));
                break;
            }
        }
        echoed.remove("status");
        echoed.put("status", statuses);
        return statuses;
    }
}
