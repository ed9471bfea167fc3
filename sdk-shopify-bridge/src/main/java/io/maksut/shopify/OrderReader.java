package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderPage;
import io.maksut.shop.ShopOrder;
import io.maksut.transport.CallContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads single orders by id, and changed orders page by page. Thread-safe; keeps no orders. */
final class OrderReader {
    /** The numbers that the GraphQL documents ask for. */
    private static final int TRANSACTIONS = 80;

    static final int REFUNDS = 20;
    private static final int TRANSACTIONS_OF_PAGE = 4;
    private static final int MOST_DELETED = 10_000;

    private final GraphqlApi api;
    private final OrderMapping mapping;
    private final ShopGateways gateways;
    private final boolean readsShipping;
    private final Clock clock;
    private final Duration searchLag;
    private final String shop;
    private final Reports reports;
    /** Orders that the shop itself reported as deleted. */
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    OrderReader(
            GraphqlApi api,
            OrderMapping mapping,
            ShopGateways gateways,
            boolean readsShipping,
            Clock clock,
            Duration searchLag,
            String shop,
            Reports reports) {
        this.api = api;
        this.mapping = mapping;
        this.gateways = gateways;
        this.readsShipping = readsShipping;
        this.clock = clock;
        this.searchLag = searchLag;
        this.shop = shop;
        this.reports = reports;
    }

    /** Notes that the shop reported this order as deleted. */
    void wasDeleted(String orderId) {
        if (deleted.size() < MOST_DELETED) {
            deleted.add(orderId);
        }
    }

    /** An order, with the shop's answer: it has all payment ids, not only ours. */
    record Read(ShopOrder order, WireOrder wire) {
        /** Whether a payment with exactly this id paid the order. */
        boolean isPaidBy(String shopifyPaymentId) {
            return wire.transactions().values().stream()
                    .anyMatch(it -> it.isPayment() && shopifyPaymentId.equals(it.paymentId()));
        }
    }

    /**
     * Reads the order as it is now.
     *
     * @return empty only if the shop certainly has no such order: without {@code read_all_orders} it answers the same
     *     for old ones, which is an exception here
     */
    Optional<Read> read(String orderId, CallContext context) {
        JsonObject variables = new JsonObject();
        variables.addProperty("id", orderId);
        GraphqlAnswer answer = api.read(Operation.ORDER, variables, context);
        return understood(answer, () -> {
            Optional<JsonDocument> found = answer.data().object("order");
            if (found.isPresent()) {
                WireOrder wire = WireOrder.of(found.get(), TRANSACTIONS);
                requireSame(orderId, wire);
                return Optional.of(new Read(mapping.map(wire, fulfilment(wire, context)), wire));
            }
            if (!Scopes.of(answer.data()).has(Scopes.READ_ALL_ORDERS) && !deleted.contains(orderId)) {
                throw new NotSupportedByGatewayException(
                        "without the scope read_all_orders the shop shows no order of more than 60 days ago: whether there"
                                + " is one is not known",
                        answer.answer().report());
            }
            return Optional.<Read>empty();
        });
    }

    private static void requireSame(String orderId, WireOrder wire) {
        if (!wire.id().equals(orderId)) {
            throw new JsonFormatException("another order was answered");
        }
    }

    private Fulfilment fulfilment(WireOrder wire, CallContext context) {
        if (!readsShipping || !Shipping.matters(wire, gateways)) {
            return Fulfilment.NONE;
        }
        JsonObject variables = new JsonObject();
        variables.addProperty("id", wire.id());
        GraphqlAnswer answer = api.read(Operation.SHIPPING, variables, context);
        return understood(
                answer,
                () -> answer.data()
                        .object("order")
                        .map(json -> Shipping.of(wire, json))
                        .orElse(Fulfilment.NONE));
    }

    /** A page of changed orders. An order that cannot be understood is reported and left out. */
    OrderPage changedSince(Instant since, @Nullable String cursor, CallContext context) {
        Instant seenUntil = clock.instant().minus(searchLag);
        JsonObject variables = new JsonObject();
        if (since.isAfter(Instant.EPOCH)) {
            // In whole seconds, as the shop compares no finer.
            variables.addProperty("query", "updated_at:>='" + since.truncatedTo(ChronoUnit.SECONDS) + "'");
        }
        if (cursor != null) {
            variables.addProperty("after", cursor);
        }
        GraphqlAnswer answer = api.read(Operation.CHANGED_ORDERS, variables, context);
        return understood(answer, () -> {
            if (answer.searchWasMistaken()) {
                throw new JsonFormatException("the shop did not search as it was asked to");
            }
            JsonDocument orders =
                    answer.data().object("orders").orElseThrow(() -> new JsonFormatException("no field orders"));
            List<ShopOrder> page = new ArrayList<>();
            for (JsonDocument node : orders.objects("nodes")) {
                changed(node, context).ifPresent(page::add);
            }
            return new OrderPage(page, Page.of(orders).next(), seenUntil);
        });
    }

    private Optional<ShopOrder> changed(JsonDocument node, CallContext context) {
        String id = node.requiredText("id");
        if (!Gid.isOrder(id)) {
            throw new JsonFormatException("no id of an order");
        }
        try {
            if (isSimple(node)) {
                WireOrder wire = WireOrder.of(node, TRANSACTIONS_OF_PAGE);
                if (!readsShipping || !Shipping.matters(wire, gateways)) {
                    return Optional.of(mapping.map(wire, Fulfilment.NONE));
                }
            }
            return read(id, context).map(Read::order);
        } catch (JsonFormatException
                | IllegalArgumentException
                | MalformedAnswerException
                | NotSupportedByGatewayException e) {
            reports.once(new ShopifyEvent.OrderNotUnderstood(shop, id, why(e)), reason(e));
            return Optional.empty();
        }
    }

    /** Whether there are no refunds and the page has all transactions: pages have no amounts of refunds. */
    private static boolean isSimple(JsonDocument node) {
        boolean refunded = node.objects("refunds").stream()
                .anyMatch(it -> !it.requiredText("id").isEmpty());
        return !refunded
                && WireOrder.isWhole(node, TRANSACTIONS_OF_PAGE)
                && node.objects("transactions").stream()
                        .noneMatch(it -> it.text("kind").orElse("").equals("REFUND"));
    }

    /** The words for people; {@link #reason} is for the log. */
    private static String why(RuntimeException e) {
        return e instanceof NotSupportedByGatewayException
                ? "the shop does not show all of its money"
                : "what the shop tells of its money cannot be understood";
    }

    /** The words for the log: names of fields, never values. */
    private static String reason(RuntimeException e) {
        return e instanceof JsonFormatException || e instanceof MaksutException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    /** Reads an answer; one that does not fit is malformed, whatever the reading throws. */
    static <T> T understood(GraphqlAnswer answer, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            MalformedAnswerException malformed = new MalformedAnswerException(
                    "the shop's answer cannot be understood: "
                            + (e instanceof JsonFormatException
                                    ? e.getMessage()
                                    : e.getClass().getSimpleName()),
                    answer.answer().report());
            malformed.initCause(e);
            throw malformed;
        }
    }
}
