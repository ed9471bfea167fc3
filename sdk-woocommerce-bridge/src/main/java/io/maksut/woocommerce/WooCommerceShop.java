package io.maksut.woocommerce;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.payment.Payment;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shop.ShopPlatform;
import io.maksut.storage.Database;
import io.maksut.transport.CallContext;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A WooCommerce shop, through its REST API v3. Thread-safe; each call reads the shop afresh.
 *
 * <pre>{@code
 * WooCommerceShop shop = WooCommerceShop.builder("shop", URI.create("https://shop.example"), dataSource)
 *         .key(consumerKey, consumerSecret)
 *         .paymentMethod("everypay", "everypay")
 *         .build();
 * RefundSync sync = RefundSync.builder(dataSource)
 *         .gateway(gateway)
 *         .shop(ConnectedShop.of(shop, SyncMode.SHOP_PAYS, "everypay"))
 *         .build();
 * }</pre>
 *
 * <p>WooCommerce cannot be asked for the order of a payment. The bridge keeps an index of the orders it has read, in a
 * database of the caller's, by which it finds them, and knows when it has read all of them: only then it says that there is
 * no order.
 *
 * <p>Besides what {@link ShopPlatform} says, methods throw {@link io.maksut.error.DatabaseException} when that database does
 * not answer. What a {@link MaksutException} of a shop means, {@link ShopFailure#of(MaksutException)} tells.
 */
public final class WooCommerceShop implements ShopPlatform {
    /** Names a refund where an order's id is expected: some webhooks tell no more. */
    static final String REFUND = "refund/";

    private static final Pattern ORDER_ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern REFUND_ID = Pattern.compile(REFUND + "([1-9][0-9]{0,17})");
    /** A page of changes takes up to a hundred requests in old shops. */
    private static final int PAGES_TAKE_LONGER = 4;

    private final String name;
    private final boolean readOnly;
    private final Duration timeout;
    private final Parts parts;

    /** What the builder has put together. */
    record Parts(
            ShopClient client,
            ShopProfiles profiles,
            PaymentReferences references,
            OrderReader reader,
            ChangedOrders changes,
            OrderFinder finder,
            RefundRecording recording,
            Database database,
            Clock clock) {}

    WooCommerceShop(String name, boolean readOnly, Duration timeout, Parts parts) {
        this.name = name;
        this.readOnly = readOnly;
        this.timeout = timeout;
        this.parts = parts;
    }

    /**
     * A key and at least one payment method must follow.
     *
     * @param name of the shop in ledger, inbox and index: an identifier of at most 120 characters, unique, never changed
     * @param site the address of the shop's front page, such as {@code https://shop.example} or
     *     {@code https://example.com/shop}, as WordPress has it in its settings
     * @param dataSource SQLite, PostgreSQL or MariaDB; may be the ledger's. Its tables are made or brought up to date.
     * @throws IllegalArgumentException if the name or the address breaks the rules
     */
    public static WooCommerceShopBuilder builder(String name, URI site, DataSource dataSource) {
        return new WooCommerceShopBuilder(name, site, dataSource);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * WooCommerce does not wait for answers: what it handed off is done or failed for it when {@link HandOffEndpoint} answers.
     * It can be written into, unless it was built {@link WooCommerceShopBuilder#readOnly}. Its refunds have one id, and are in
     * their order before a plugin is asked to pay them, until they are deleted.
     */
    @Override
    public ShopAbilities abilities() {
        return new ShopAbilities(false, !readOnly, false).withShownRequests();
    }

    /**
     * Asks the shop who it is, and thereby whether address, key and rights are right.
     *
     * @throws MaksutException if they are not, or the shop does not answer; {@link ShopFailure} tells what to do
     */
    public ShopProfile check() {
        CallContext context = parts.client.begin(timeout);
        ShopProfile profile = parts.profiles.fresh(context);
        ShopClient.Page unused = parts.client.list(
                "list orders", RestQuery.of("/orders").with("per_page", 1).with("_fields", "id"), context);
        return profile;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Compared are the transaction id, the meta fields of payment plugins, the order's key, and, where nothing else speaks
     * against it, number and price. Several orders for one payment are unclear. That there is none is said only if all orders
     * were read after the payment was made, as many as the shop counts, and everything that changed since; what this call's
     * time does not suffice for, the next ones go on with.
     */
    @Override
    public OrderSearch findOrder(Payment payment) {
        return parts.finder.find(payment, parts.profiles, parts.client.begin(timeout));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code refund/14} is the order of refund 14, for webhooks that tell only that.
     */
    @Override
    public Optional<ShopOrder> order(String orderId) {
        return order(orderId, timeout);
    }

    @Override
    public Optional<ShopOrder> order(String orderId, Duration most) {
        return asked(most.compareTo(timeout) < 0 ? most : timeout, context -> {
            ShopProfile profile = parts.profiles.current(context);
            return id(orderId, profile, context)
                    .flatMap(id -> parts.reader.read(id, context))
                    .map(reading -> parts.reader.complete(reading, null, profile, context));
        });
    }

    private Optional<Long> id(String orderId, ShopProfile profile, CallContext context) {
        Matcher refund = REFUND_ID.matcher(orderId);
        if (refund.matches()) {
            return parts.reader.orderOf(Long.parseLong(refund.group(1)), profile.release(), context);
        }
        // No order of WooCommerce has any other id.
        return ORDER_ID.matcher(orderId).matches() ? Optional.of(Long.parseLong(orderId)) : Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>How much a shop can tell depends on its release. From 9.0 on everything but deleted refunds; from 7.6 on what changes
     * an order, so not the record of a refund that broke off in the middle; before that, refunds of orders that are not older
     * than {@link WooCommerceShopBuilder#recentOrders}. The rest is found by walks of all orders ({@link Instant#EPOCH}).
     */
    @Override
    public OrderPage changedSince(Instant since, @Nullable String cursor) {
        return asked(
                timeout.multipliedBy(PAGES_TAKE_LONGER),
                context -> parts.changes.page(since, cursor, parts.profiles.current(context), context));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The record carries our key. One without it that has the amount and is younger than the refund is taken for neither
     * ours nor another's: it is not known what became of it.
     */
    @Override
    public ShopChannel records() {
        return readOnly
                ? ShopChannel.keyed(refund -> new Recording.ByMerchant(
                        Texts.inEachLanguage("record.by_hand", refund.amount().toString(), refund.orderId())))
                : parts.recording;
    }

    /** WooCommerce has no call for it, and {@link #abilities} says so. */
    @Override
    public void tell(RefundAnswer answer) {
        throw new GatewayRefusedException(
                "WooCommerce cannot be told how a refund has ended", CallReport.notSent("tell shop", null));
    }

    /** What goes on with the shop's webhooks. */
    ShopClient client() {
        return parts.client;
    }

    ShopProfile profile() {
        return parts.profiles.current(parts.client.begin(timeout));
    }

    CallContext begin() {
        return parts.client.begin(timeout);
    }

    PaymentReferences references() {
        return parts.references;
    }

    Database database() {
        return parts.database;
    }

    Clock clock() {
        return parts.clock;
    }

    private <T> T asked(Duration most, Function<CallContext, T> question) {
        try {
            return question.apply(parts.client.begin(most));
        } catch (GatewayRefusedException e) {
            if (ShopFailure.of(e).filter(it -> it == ShopFailure.API_DISABLED).isPresent()) {
                parts.profiles.forget(); // perhaps it is another release by now
            }
            throw e;
        }
    }

    @Override
    public void close() {
        parts.client.close();
    }

    @Override
    public String toString() {
        return "WooCommerceShop[" + name + "]";
    }
}
