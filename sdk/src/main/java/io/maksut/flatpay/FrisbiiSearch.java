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

/** How a query is asked of the gateway, and how a search goes on from page to page. */
final class FrisbiiSearch {
    private static final Set<QueryFilter> BY_GATEWAY = EnumSet.of(
            QueryFilter.CUSTOMER_EMAIL,
            QueryFilter.PAYMENT_ID,
            QueryFilter.ORDER_REFERENCE,
            QueryFilter.STATUS,
            QueryFilter.CREATED);

    /** What a query by payment id or e-mail finds is exact; of the rest, only the order reference is. */
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
            // One payment is read; everything else is compared.
            onTheWay.addAll(query.filters());
            onTheWay.remove(QueryFilter.PAYMENT_ID);
            byGateway.retainAll(EnumSet.of(QueryFilter.PAYMENT_ID));
        }
        return new SearchPlan(byGateway, onTheWay);
    }

    /** Whether no charge of the gateway can be in any of the statuses asked for. */
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

    /** When the charges of a query may have been created. */
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

    /** Left out when it lies beyond what the gateway can write, which is after now in any case. */
    private static Optional<LocalDateTime> to(Instant before) {
        Instant most = LocalDateTime.of(9999, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        if (before.isAfter(most)) {
            return Optional.empty();
        }
        Instant to = before.isBefore(Instant.EPOCH) ? Instant.EPOCH : before;
        return Optional.of(FrisbiiList.local(to.plus(FrisbiiList.ZONES).plusSeconds(1)));
    }

    /**
     * A name of what is asked for, which tells no address. The range of time is not in it: the place in a list is one of time,
     * and a search of the last days may move on while its pages are read.
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
     * Where a search stands: for a search by e-mail the customers whose charges are still to be listed, where the list of
     * customers goes on, and where the list of charges goes on. Travels as text; what a caller hands back is checked.
     *
     * @param query names the query that it is of, see {@link #name}
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
