package io.maksut.flatpay;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.QueryFilter;
import io.maksut.portal.SearchPlan;
import io.maksut.text.Folding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Translates a query into the gateway's filters, and keeps the position of a search between pages. */
final class FrisbiiSearch {
    private static final Set<QueryFilter> BY_GATEWAY = EnumSet.of(
            QueryFilter.CUSTOMER_EMAIL,
            QueryFilter.PAYMENT_ID,
            QueryFilter.ORDER_REFERENCE,
            QueryFilter.STATUS,
            QueryFilter.CREATED);

    /** Payment id, e-mail and order reference find exactly; all other filters are applied to each payment. */
    private static final Set<QueryFilter> ON_THE_WAY = EnumSet.of(
            QueryFilter.STATUS, QueryFilter.METHOD, QueryFilter.CREATED, QueryFilter.AMOUNT, QueryFilter.WATCHED);

    private FrisbiiSearch() {}

    static SearchPlan plan(PaymentQuery query) {
        Set<QueryFilter> byGateway = EnumSet.noneOf(QueryFilter.class);
        byGateway.addAll(query.filters());
        Set<QueryFilter> onTheWay = EnumSet.noneOf(QueryFilter.class);
        onTheWay.addAll(query.filters());
        byGateway.retainAll(BY_GATEWAY);
        onTheWay.retainAll(ON_THE_WAY);
        if (query.statuses().contains(PaymentStatus.UNKNOWN)) {
            byGateway.remove(QueryFilter.STATUS);
        }
        if (query.paymentId().isPresent()) {
            // One payment is read, and all other filters are applied to it.
            onTheWay.addAll(query.filters());
            onTheWay.remove(QueryFilter.PAYMENT_ID);
            byGateway.retainAll(EnumSet.of(QueryFilter.PAYMENT_ID));
        }
        return new SearchPlan(byGateway, onTheWay);
    }

    /** Whether no charge of the gateway can have any of the statuses in the query. */
    static boolean findsNothing(PaymentQuery query) {
        return !query.statuses().isEmpty()
                && !query.statuses().contains(PaymentStatus.UNKNOWN)
                && FrisbiiStates.statesOf(query.statuses()).isEmpty();
    }

    static List<Map.Entry<String, String>> chargeFilters(PaymentQuery query, @Nullable String customer) {
        List<Map.Entry<String, String>> filters = new ArrayList<>();
        query.orderReference().ifPresent(it -> filters.add(Map.entry("handle", it.value())));
        if (!query.statuses().isEmpty() && !query.statuses().contains(PaymentStatus.UNKNOWN)) {
            FrisbiiStates.statesOf(query.statuses()).forEach(it -> filters.add(Map.entry("state", it)));
        }
        if (customer != null) {
            filters.add(Map.entry("customer", customer));
        }
        return filters;
    }

    /** The range of creation times, as the gateway takes it. */
    static FrisbiiList.Range range(PaymentQuery query) {
        return new FrisbiiList.Range(
                query.createdFrom().map(FrisbiiSearch::from).orElse(FrisbiiList.Range.EVER.from()),
                query.createdBefore().flatMap(FrisbiiSearch::to).orElse(null));
    }

    private static LocalDateTime from(Instant from) {
        Instant epoch = Instant.EPOCH;
        return from.isBefore(epoch.plus(FrisbiiList.ZONES))
                ? FrisbiiList.Range.EVER.from()
                : FrisbiiList.local(from.minus(FrisbiiList.ZONES));
    }

    /** Empty when later than any time the gateway can write, and so in the future. */
    private static Optional<LocalDateTime> to(Instant before) {
        Instant most = LocalDateTime.of(9999, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        if (before.isAfter(most)) {
            return Optional.empty();
        }
        Instant to = before.isBefore(Instant.EPOCH) ? Instant.EPOCH : before;
        return Optional.of(FrisbiiList.local(to.plus(FrisbiiList.ZONES).plusSeconds(1)));
    }

    /**
     * A name for the query, which shows no e-mail address. The time range is not part of it: a position in a list is a
     * time, and the range of "the last days" may move on while pages are read.
     */
    static String name(PaymentQuery query) {
        String all = String.join(
                "\n",
                query.customerEmail().map(Folding::email).orElse(""),
                query.orderReference().map(OrderReference::value).orElse(""),
                new TreeSet<>(query.statuses()).toString(),
                new TreeSet<>(query.methods()).toString(),
                query.amountFrom().toString(),
                query.amountTo().toString(),
                Boolean.toString(query.watched()));
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * The position of a search: for a search by e-mail the customers whose charges are still to be listed, where the
     * list of customers continues, and where the list of charges continues. Callers hold it as text, so it is checked.
     *
     * @param query the query's name, see {@link #name}
     */
    record Cursor(
            String query,
            List<String> customers,
            FrisbiiList.@Nullable Position customerList,
            FrisbiiList.@Nullable Position chargeList) {
        String encode() {
            JsonObject json = new JsonObject();
            json.addProperty("query", query);
            JsonArray handles = new JsonArray();
            customers.forEach(it -> {
                JsonObject customer = new JsonObject();
                customer.addProperty("handle", it);
                handles.add(customer);
            });
            json.add("customers", handles);
            json.add("customerList", customerList == null ? null : customerList.toJson());
            json.add("chargeList", chargeList == null ? null : chargeList.toJson());
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
        }

        static Cursor decode(String text, String query) {
            Cursor cursor = decode(text);
            if (!cursor.query().equals(query)) {
                throw new IllegalArgumentException("this is a cursor of another search");
            }
            return cursor;
        }

        private static Cursor decode(String text) {
            try {
                JsonDocument json = JsonDocument.parse(Base64.getUrlDecoder().decode(text));
                return new Cursor(
                        json.requiredText("query"),
                        json.objects("customers").stream()
                                .map(it -> it.requiredText("handle"))
                                .toList(),
                        json.object("customerList")
                                .map(FrisbiiList.Position::of)
                                .orElse(null),
                        json.object("chargeList").map(FrisbiiList.Position::of).orElse(null));
            } catch (JsonFormatException | IllegalArgumentException e) {
                throw new IllegalArgumentException("this is no cursor of this gateway", e);
            }
        }
    }
}
