package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Payment;
import io.maksut.payment.Timestamps;
import io.maksut.refund.Cause;
import io.maksut.shop.OrderSearch;
import io.maksut.text.Folding;
import io.maksut.transport.CallContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order that a payment paid, or says how certain it is that there is none. Shopify's search lags, ignores
 * case, and finds everything when the query is mistaken. So each order that it finds is read by id, and its payment ids
 * are compared exactly. Thread-safe.
 */
final class OrderLookup {
    private static final int MOST_PAGES = 4;
    private static final Set<String> DISCONNECTED = Set.of(
            GraphqlJudge.SHOP_INACTIVE,
            GraphqlJudge.NOT_FOUND,
            GraphqlJudge.UNAVAILABLE,
            GraphqlJudge.LOCKED,
            "app_not_installed");

    private final GraphqlApi api;
    private final OrderReader reader;
    private final OrdersAlike alike;
    private final ShopGateways gateways;
    private final String domain;
    private final Clock clock;
    private final Duration searchLag;
    private final BooleanSupplier uninstalled;

    OrderLookup(
            GraphqlApi api,
            OrderReader reader,
            OrdersAlike alike,
            ShopGateways gateways,
            String domain,
            Clock clock,
            Duration searchLag,
            BooleanSupplier uninstalled) {
        this.api = api;
        this.reader = reader;
        this.alike = alike;
        this.gateways = gateways;
        this.domain = domain;
        this.clock = clock;
        this.searchLag = searchLag;
        this.uninstalled = uninstalled;
    }

    OrderSearch find(Payment payment, CallContext context) {
        try {
            Set<String> ids = gateways.byHandle().values().stream()
                    .filter(matching -> matching.account().equals(payment.id().account()))
                    .flatMap(matching -> matching.shopifyPaymentId(payment).stream())
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.toCollection(TreeSet::new));
            // Without an id nothing was looked for, which is not the same as nothing found.
            return ids.isEmpty() ? unclear(Cause.NOT_LOOKED_UP) : search(ids, payment, context);
        } catch (MaksutException e) {
            return unclear(cause(e));
        } catch (JsonFormatException e) {
            return unclear(Cause.LOOKUP_FAILED);
        }
    }

    /** The account may have had several gateways in the shop, each with its own id for the payment. */
    private OrderSearch search(Set<String> paymentIds, Payment payment, CallContext context) {
        OrderSearch weakest = unclear(Cause.NOT_LOOKED_UP);
        boolean absentSoFar = true;
        for (String paymentId : paymentIds) {
            OrderSearch search = search(paymentId, payment, context);
            if (search instanceof OrderSearch.Found) {
                return search;
            }
            if (absentSoFar) {
                weakest = search;
                absentSoFar = search instanceof OrderSearch.Absent;
            }
        }
        return weakest instanceof OrderSearch.Absent absent && absent.completeHistory()
                ? new OrderSearch.Absent(absent.authorised(), true, alike.of(payment, context))
                : weakest;
    }

    private OrderSearch search(String paymentId, Payment payment, CallContext context) {
        Scopes scopes = null;
        String cursor = null;
        boolean vanished = false;
        for (int page = 0; page < MOST_PAGES; page++) {
            GraphqlAnswer answer = page(paymentId, cursor, context);
            if (answer.searchWasMistaken()) {
                return unclear(Cause.LOOKUP_FAILED);
            }
            if (!isThisShop(answer.data())) {
                return unclear(Cause.SHOP_DISCONNECTED);
            }
            scopes = Scopes.of(answer.data());
            JsonDocument orders =
                    answer.data().object("orders").orElseThrow(() -> new JsonFormatException("no field orders"));
            for (String candidate : ids(orders)) {
                Optional<OrderReader.Read> read = reader.read(candidate, context);
                if (read.filter(it -> it.isPaidBy(paymentId)).isPresent()) {
                    return new OrderSearch.Found(read.get().order());
                }
                vanished |= read.isEmpty();
            }
            cursor = Page.of(orders).next();
            if (cursor == null) {
                // An order that the search still shows and the shop no longer has may have been this payment's.
                return vanished ? unclear(Cause.ORDER_DELETED) : absent(payment, scopes);
            }
        }
        return unclear(Cause.LOOKUP_FAILED); // so many hits mean that the query was not understood
    }

    private GraphqlAnswer page(String paymentId, @Nullable String cursor, CallContext context) {
        JsonObject variables = new JsonObject();
        variables.addProperty("query", "payment_id:" + quoted(paymentId));
        if (cursor != null) {
            variables.addProperty("after", cursor);
        }
        return api.read(Operation.ORDERS_OF_PAYMENT, variables, context);
    }

    /** Quotes a value for the search language. */
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private boolean isThisShop(JsonDocument data) {
        return data.object("shop")
                .flatMap(shop -> shop.text("myshopifyDomain"))
                .filter(answered -> Folding.ascii(answered).equals(domain))
                .isPresent();
    }

    private static List<String> ids(JsonDocument orders) {
        List<String> ids = new ArrayList<>();
        for (JsonDocument node : orders.objects("nodes")) {
            String id = node.requiredText("id");
            if (!Gid.isOrder(id)) {
                throw new JsonFormatException("no id of an order");
            }
            ids.add(id);
        }
        return ids;
    }

    private OrderSearch absent(Payment payment, Scopes scopes) {
        if (!scopes.has(Scopes.READ_ORDERS)) {
            return unclear(Cause.ACCESS_LOST);
        }
        Instant now = clock.instant();
        boolean searchMayLag = times(payment).anyMatch(at -> at.plus(searchLag).isAfter(now));
        if (searchMayLag) {
            return unclear(Cause.PAYMENT_TOO_YOUNG);
        }
        // Without the scope, Shopify hides orders older than 60 days. An order may be much older than its payment, and
        // the age of one that was not found is unknown.
        return new OrderSearch.Absent(true, scopes.has(Scopes.READ_ALL_ORDERS));
    }

    private static Stream<Instant> times(Payment payment) {
        Timestamps times = payment.timestamps();
        return Stream.of(times.created(), times.authorised(), times.settled()).flatMap(Optional::stream);
    }

    /** Why the order is not known. */
    private Cause cause(MaksutException failure) {
        String code = failure.call().gatewayCode().orElse("");
        if (failure instanceof GatewayRefusedException && DISCONNECTED.contains(code)) {
            return Cause.SHOP_DISCONNECTED;
        }
        if (failure instanceof AuthenticationException) {
            return uninstalled.getAsBoolean() ? Cause.SHOP_DISCONNECTED : Cause.ACCESS_LOST;
        }
        return Cause.LOOKUP_FAILED;
    }

    private static OrderSearch unclear(Cause cause) {
        return new OrderSearch.Unclear(cause);
    }
}
