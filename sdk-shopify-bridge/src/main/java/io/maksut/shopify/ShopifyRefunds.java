package io.maksut.shopify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.error.RateLimitedException;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shopify.StartedRefund.State;
import io.maksut.storage.Database;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.text.Identifiers;
import io.maksut.text.StorableText;
import io.maksut.transport.CallContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Refunds that a caller starts in the shop, as staff would in Shopify's admin: the shop then asks its payment provider to pay.
 * Each is made once, whatever breaks. Needs the scope {@code write_orders}. Thread-safe.
 *
 * <p>Not for refunds that were made elsewhere: this moves money.
 *
 * <p>What is sent is on disk before, with its idempotency key. Shopify knows a key for 24 hours: within 23 the same is sent
 * again, and is the same refund; after that it is never sent again, and what became of it is read from the order.
 */
public final class ShopifyRefunds {
    private static final Duration KEY_IS_KNOWN = Duration.ofHours(23);
    private static final String MARK = "maksut-start:";
    private static final int LONGEST_NOTE = 500;

    private final Database database;
    private final ShopifyShop shop;
    private final Clock clock;

    private ShopifyRefunds(Database database, ShopifyShop shop, Clock clock) {
        this.database = database;
        this.shop = shop;
        this.clock = clock;
    }

    /** Keeps what was started in this SQLite, PostgreSQL or MariaDB database; its table is made or brought up to date. */
    public static ShopifyRefunds open(DataSource dataSource, ShopifyShop shop) {
        return open(dataSource, shop, Clock.systemUTC());
    }

    /** As {@link #open(DataSource, ShopifyShop)}, with our time. */
    public static ShopifyRefunds open(DataSource dataSource, ShopifyShop shop, Clock clock) {
        Database database = Tables.open(dataSource, "shopify_refunds", clock);
        return new ShopifyRefunds(database, shop, clock);
    }

    /**
     * What is wanted.
     *
     * @param id the caller's: the same id is the same refund for ever
     * @param orderId as {@link io.maksut.shop.ShopOrder#id}
     * @param payment which of the order's payments is to be given back
     * @param amount in the currency of the payment
     * @param note for the merchant to read, at most 500 characters; no personal data
     */
    public record Wish(String id, String orderId, PaymentId payment, Money amount, String note) {
        /**
         * @throws IllegalArgumentException if a part breaks the rules above, or the amount is not positive
         */
        public Wish {
            Identifiers.require("Wish id", id);
            if (!Gid.isOrder(orderId)) {
                throw new IllegalArgumentException("this is no id of an order at Shopify");
            }
            if (!amount.isPositive() || note.length() > LONGEST_NOTE || !StorableText.isStorable(note)) {
                throw new IllegalArgumentException("a refund has a positive amount and a short note");
            }
        }

        /** Leaves out the note, which a person wrote. */
        @Override
        public String toString() {
            return "Wish[" + id + ", " + orderId + ", " + payment + ", " + amount + "]";
        }
    }

    /**
     * Starts a refund, or finds out what became of it: called again with the same wish it goes on where it was.
     *
     * @throws IllegalArgumentException if another wish had this id, or the order has no such payment to give back from
     * @throws MaksutException if the order cannot be read; nothing was sent
     * @throws io.maksut.error.DatabaseException if nothing could be stored; nothing was sent
     */
    public StartedRefund start(Wish wish) {
        StartedRefund known = find(wish.id()).orElse(null);
        if (known == null) {
            known = intend(wish);
        }
        if (!known.orderId.equals(wish.orderId()) || !known.amount.equals(wish.amount())) {
            throw new IllegalArgumentException("another refund was started under this id");
        }
        return known.state == State.SENT ? goOn(known) : known;
    }

    /** What was started under this id, as last known. */
    public Optional<StartedRefund> find(String wishId) {
        return database.read(sql -> find(sql, wishId));
    }

    /** Durable before anything is sent. Two at the same moment agree on one row, and so on one key. */
    private StartedRefund intend(Wish wish) {
        OrderReader.Read order = shop.reader()
                .read(wish.orderId(), shop.begin())
                .orElseThrow(() -> new IllegalArgumentException("the shop has no such order"));
        WireTransaction parent = new RefundableParts(order.wire(), shop.gateways()).parentOf(wish);
        String key = key(wish);
        StartedRefund started = new StartedRefund(
                shop.name(),
                wish.id(),
                wish.orderId(),
                parent.id(),
                Optional.ofNullable(parent.gateway()).orElse(""),
                wish.amount(),
                (wish.note() + " " + MARK + key).strip(),
                key,
                State.SENT,
                clock.instant(),
                null,
                null);
        return database.inTransaction(sql -> {
            insert(sql, started);
            return find(sql, wish.id()).orElseThrow();
        });
    }

    private StartedRefund goOn(StartedRefund refund) {
        boolean known = refund.sentAt.plus(KEY_IS_KNOWN).isAfter(clock.instant());
        return store(known ? send(refund) : read(refund, "its key is not known to the shop any more"));
    }

    private StartedRefund send(StartedRefund refund) {
        CallContext context = shop.begin();
        GraphqlAnswer answer;
        try {
            answer = shop.adminApi().write(Operation.CREATE_REFUND, variables(refund), refund.key, context);
        } catch (RateLimitedException e) {
            return refund.unknown(FailureWords.of(e, refund));
        } catch (GatewayRefusedException e) {
            // Said of this try; an earlier one may have been carried out.
            return read(refund, FailureWords.of(e, refund));
        } catch (MaksutException e) {
            return refund.unknown(FailureWords.of(e, refund));
        }
        try {
            return understood(refund, answer);
        } catch (JsonFormatException | OutcomeUnknownException e) {
            return refund.unknown("the shop's answer cannot be understood");
        }
    }

    private StartedRefund understood(StartedRefund refund, GraphqlAnswer answer) {
        Optional<String> created = answer.data()
                .object(Operation.CREATE_REFUND.root())
                .flatMap(payload -> payload.object("refund"))
                .map(made -> made.requiredText("id"));
        if (created.isPresent()) {
            return refund.created(created.get());
        }
        Optional<String> said = UserErrors.first(answer, Operation.CREATE_REFUND);
        if (said.isEmpty()) {
            return refund.unknown("the shop did not say what it did");
        }
        String words = UserErrors.redacted(said.get());
        return isInProgress(said.get()) ? refund.unknown(words) : read(refund, words);
    }

    /** These errors have no code: only their words tell that another request with this key is under way. */
    private static boolean isInProgress(String said) {
        return said.contains("in progress");
    }

    private static JsonObject variables(StartedRefund refund) {
        JsonObject transaction = new JsonObject();
        transaction.addProperty("amount", refund.amount.toDecimalString());
        transaction.addProperty("gateway", refund.gateway);
        transaction.addProperty("kind", "REFUND");
        transaction.addProperty("orderId", refund.orderId);
        transaction.addProperty("parentId", refund.parentId);
        JsonArray transactions = new JsonArray();
        transactions.add(transaction);
        JsonObject input = new JsonObject();
        input.addProperty("orderId", refund.orderId);
        input.addProperty("currency", refund.amount.currency().getCurrencyCode());
        input.addProperty("note", refund.note);
        input.add("transactions", transactions);
        JsonObject variables = new JsonObject();
        variables.add("input", input);
        variables.addProperty("key", refund.key);
        return variables;
    }

    /** The order shows a refund with our mark, or there is none: reading by id is never behind. */
    private StartedRefund read(StartedRefund refund, String why) {
        Optional<OrderReader.Read> order;
        try {
            order = shop.reader().read(refund.orderId, shop.begin());
        } catch (MaksutException e) {
            return refund.unknown(why + "; " + FailureWords.of(e, refund));
        }
        if (order.isEmpty()) {
            return refund.unknown(why + "; the order is gone");
        }
        List<WireOrder.WireRefund> shown = order.get().wire().refunds();
        return shown.stream()
                .filter(it -> it.note().contains(MARK + refund.key))
                .findFirst()
                .map(it -> refund.created(it.id()))
                .orElseGet(() -> shown.size() < OrderReader.REFUNDS
                        ? refund.refused(why)
                        : refund.unknown(why + "; the order has more refunds than can be read at once"));
    }

    private StartedRefund store(StartedRefund refund) {
        database.inTransaction(sql -> sql.update(
                "update maksut_shopify_refund set state = ?, refund_id = ?, reason = ?, changed_at = ?"
                        + " where shop = ? and wish = ? and state = 'sent'",
                refund.state.stored(),
                refund.refundId,
                refund.reason == null ? null : StorableText.cut(refund.reason, 500),
                clock.instant(),
                refund.shop,
                refund.wish));
        return find(refund.wish).orElseThrow();
    }

    private static void insert(Sql sql, StartedRefund refund) {
        boolean unused = sql.insertIfAbsent(
                "maksut_shopify_refund",
                List.of("shop", "wish"),
                List.of(
                        "order_id",
                        "parent_id",
                        "gateway",
                        "currency",
                        "amount",
                        "note",
                        "idempotency_key",
                        "state",
                        "sent_at",
                        "changed_at"),
                refund.shop,
                refund.wish,
                refund.orderId,
                refund.parentId,
                refund.gateway,
                refund.amount.currency().getCurrencyCode(),
                refund.amount.minorUnits(),
                refund.note,
                refund.key,
                refund.state.stored(),
                refund.sentAt,
                refund.sentAt);
    }

    private Optional<StartedRefund> find(Sql sql, String wish) {
        return sql.one(
                "select shop, wish, order_id, parent_id, gateway, currency, amount, note, idempotency_key, state, sent_at,"
                        + " refund_id, reason from maksut_shopify_refund where shop = ? and wish = ?",
                ShopifyRefunds::read,
                shop.name(),
                wish);
    }

    private static StartedRefund read(Row row) throws SQLException {
        Currency currency = row.parsed("currency", Currency::getInstance);
        return new StartedRefund(
                row.text("shop"),
                row.text("wish"),
                row.text("order_id"),
                row.text("parent_id"),
                row.text("gateway"),
                Money.ofMinor(currency, row.number("amount")),
                row.text("note"),
                row.text("idempotency_key"),
                row.parsed("state", State::of),
                row.instant("sent_at"),
                row.maybeText("refund_id").orElse(null),
                row.maybeText("reason").orElse(null));
    }

    /** A UUID made of names, the same for the same wish, also when the database was restored from an older copy. */
    private String key(Wish wish) {
        try {
            String name = String.join("\n", "maksut", shop.name(), wish.id(), wish.orderId());
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
            hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return "ShopifyRefunds[" + shop.name() + "]";
    }
}
