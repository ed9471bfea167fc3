package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.ShopChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts a refund in the shop, as staff would in Shopify's admin: the shop then asks its payment provider to pay. Needs
 * the scope {@code write_orders}. Thread-safe.
 *
 * <p>Shopify keeps an idempotency key for 24 hours. Within 23 hours an attempt may be sent again, and makes no second
 * refund; later it is never sent again. What became of it is read from the order, where the refund's note has our key.
 */
final class RefundStarts implements ShopChannel {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");
    private static final Duration KEY_IS_KNOWN = Duration.ofHours(23);

    private final ShopifyShop shop;
    private final Clock clock;

    RefundStarts(ShopifyShop shop, Clock clock) {
        this.shop = shop;
        this.clock = clock;
    }

    @Override
    public Preparation prepare(PortalRefund wanted, CallOptions options) {
        if (!Gid.isOrder(wanted.orderId())) {
            return declined("start.order_unknown", CallReport.notSent(Operation.ORDER.title(), null));
        }
        Optional<WireOrder> order = read(wanted.orderId());
        if (order.isEmpty()) {
            return declined("start.order_unknown", looked());
        }
        Optional<Outcome> made = made(order.get(), wanted);
        if (made.isPresent()) {
            return new Preparation.Settled(made.get());
        }
        RefundableParts parts = new RefundableParts(order.get(), shop.gateways());
        List<WireTransaction> ofPayment = parts.of(wanted.payment());
        return ofPayment.stream()
                .filter(it -> parts.hasLeft(it, wanted.amount()))
                .findFirst()
                .<Preparation>map(it -> new Preparation.Ready(attempt(wanted, it, options)))
                // Shopify's default, the order's first payment, would refund another payment's money.
                .orElseGet(() ->
                        declined(ofPayment.isEmpty() ? "start.nothing_of_payment" : "start.too_little_left", looked()));
    }

    private static Preparation declined(String reason, CallReport call) {
        return new Preparation.Settled(new Outcome.Declined(reason(reason), call));
    }

    private Attempt attempt(PortalRefund wanted, WireTransaction parent, CallOptions options) {
        byte[] name = options.idempotencyKey().orElseThrow().getBytes(StandardCharsets.UTF_8);
        return wanted.attempt(
                UUID.nameUUIDFromBytes(name).toString(),
                clock.instant(),
                Map.of(
                        "parent",
                        parent.id(),
                        "gateway",
                        Optional.ofNullable(parent.gateway()).orElse("")));
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        try {
            return create(attempt);
        } catch (NotSentException | GatewayRefusedException e) {
            if (e.call().attempts() > 1) {
                throw e; // it is about the last copy: an earlier one may have been carried out
            }
            return new Outcome.NotMoved(reason("start.not_taken"), true, e.call());
        }
    }

    private Outcome create(Attempt attempt) {
        GraphqlAnswer answer =
                shop.adminApi().write(Operation.CREATE_REFUND, variables(attempt), attempt.key(), shop.begin());
        CallReport call = answer.answer().report();
        try {
            Optional<String> created = answer.data()
                    .object(Operation.CREATE_REFUND.root())
                    .flatMap(payload -> payload.object("refund"))
                    .map(made -> made.requiredText("id"));
            if (created.isPresent()) {
                return new Outcome.Done(created.get(), attempt.amount(), call);
            }
            return UserErrors.first(answer, Operation.CREATE_REFUND)
                    .filter(said -> !isInProgress(said))
                    .<Outcome>map(said -> new Outcome.Declined(refused(said), call.attempts() > 1, call))
                    .orElseGet(() -> new Outcome.Unknown(reason("start.unclear"), call));
        } catch (JsonFormatException | OutcomeUnknownException e) {
            return new Outcome.Unknown(reason("start.unclear"), call);
        }
    }

    /** These errors have no code: only the words tell that another request with this key is under way. */
    private static boolean isInProgress(String said) {
        return said.contains("in progress");
    }

    /**
     * {@inheritDoc} Reads the order before it sends again: under a forgotten key the refund would be made twice, and
     * the attempt's age may be wrong, as it is taken from the clocks of two machines. A refused repetition says nothing
     * about the first request; the order proves only what it shows.
     */
    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        PortalRefund wanted = PortalRefund.of(attempt);
        Optional<WireOrder> order = read(wanted.orderId());
        Optional<Outcome> made = order.flatMap(it -> made(it, wanted));
        if (made.isPresent()) {
            return Resolution.of(made.get());
        }
        Outcome notMade = new Outcome.Declined(reason("start.not_made"), looked());
        if (isYoung(attempt)) {
            notMade = create(attempt);
            if (!(notMade instanceof Outcome.Declined)) {
                return Resolution.of(notMade);
            }
            order = read(wanted.orderId());
        }
        // Only if all refunds of the order were read, a missing one was not made.
        boolean seenAll =
                order.filter(it -> it.refunds().size() < OrderReader.REFUNDS).isPresent();
        Outcome otherwise = seenAll ? notMade : new Outcome.Unknown(reason("start.unclear"), looked());
        return Resolution.of(order.flatMap(it -> made(it, wanted)).orElse(otherwise));
    }

    /** An attempt from the future was prepared by a wrong clock, so the difference counts. */
    private boolean isYoung(Attempt attempt) {
        Duration age = Duration.between(attempt.preparedAt(), clock.instant()).abs();
        return age.compareTo(KEY_IS_KNOWN) < 0;
    }

    private Optional<WireOrder> read(String orderId) {
        return shop.reader().read(orderId, shop.begin()).map(OrderReader.Read::wire);
    }

    private static Optional<Outcome> made(WireOrder order, PortalRefund wanted) {
        return order.refunds().stream()
                .filter(it -> it.note().contains(wanted.key()))
                .findFirst()
                .map(it -> new Outcome.Done(it.id(), wanted.amount(), looked()));
    }

    /** The report of reading the order, which is always up to date when read by id. */
    private static CallReport looked() {
        return CallReport.of(Operation.ORDER.title(), 1, null, null, 200, null);
    }

    private static JsonObject variables(Attempt attempt) {
        PortalRefund wanted = PortalRefund.of(attempt);
        Money amount = attempt.amount();
        JsonObject transaction = new JsonObject();
        transaction.addProperty("amount", amount.toDecimalString());
        transaction.addProperty("gateway", attempt.protocol().get("gateway"));
        transaction.addProperty("kind", "REFUND");
        transaction.addProperty("orderId", wanted.orderId());
        transaction.addProperty("parentId", attempt.protocol().get("parent"));
        JsonArray transactions = new JsonArray();
        transactions.add(transaction);
        JsonObject input = new JsonObject();
        input.addProperty("orderId", wanted.orderId());
        input.addProperty("currency", amount.currency().getCurrencyCode());
        input.addProperty("note", (wanted.reason() + " " + wanted.key()).strip());
        input.add("transactions", transactions);
        JsonObject variables = new JsonObject();
        variables.add("input", input);
        variables.addProperty("key", attempt.key());
        return variables;
    }

    private static OutcomeReason refused(String said) {
        return reason("start.refused", UserErrors.redacted(said));
    }

    private static OutcomeReason reason(String text, String... arguments) {
        return OutcomeReason.of(
                text.substring(text.indexOf('.') + 1),
                Texts.text(Locale.ENGLISH, text, arguments),
                Texts.text(FINNISH, text, arguments),
                Texts.text(LATVIAN, text, arguments));
    }
}
