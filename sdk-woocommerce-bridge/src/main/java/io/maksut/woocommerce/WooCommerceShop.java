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
 * <p>WooCommerce has no search for the order of a payment. So the bridge keeps an index of all orders it has read, in
 * the caller's database. It knows whether it has read all of them, and only then answers that there is no order.
 *
 * <p>Besides the exceptions of {@link ShopPlatform}, methods throw {@link io.maksut.error.DatabaseException} when that
 * database does not answer. {@link ShopFailure#of(MaksutException)} tells what a {@link MaksutException} of a shop
 * means.
 */
public final class WooCommerceShop implements ShopPlatform {
    /** Prefix of a refund's id in place of an order's id, as some webhooks tell no more. */
    static final String REFUND = "refund/";

    private static final Pattern ORDER_ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern REFUND_ID = Pattern.compile(REFUND + "([1-9][0-9]{0,17})");
    /** In old shops, a page of changes takes up to a hundred requests. */
    private static final int PAGES_TAKE_LONGER = 4;

    private final String name;
    private final boolean readOnly;
    private final Duration timeout;
    private final Parts parts;

    /** What the builder made. */
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
     * A key and at least one payment method are required.
     *
     * @param name the shop's name in ledger, inbox and index: an identifier of at most 120 characters, unique, never
     *     changed
     * @param site the address of the shop's front page, such as {@code https://shop.example} or {@code
     *     https://example.com/shop}, as WordPress has it in its settings
     * @param dataSource SQLite, PostgreSQL or MariaDB; may be the ledger's. {@code build} creates its tables or brings
     *     them up to date.
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
     * WooCommerce is told nothing later: for it, the answer of {@link HandOffEndpoint} is final. Refunds can be
     * recorded in it, unless it was built {@link WooCommerceShopBuilder#readOnly}. A refund has one id, and is in its
     * order before a plugin is asked to pay it, until it is deleted.
     */
    @Override
    public ShopAbilities abilities() {
        return new ShopAbilities(false, !readOnly, false).withShownRequests();
    }

    /**
     * Reads the shop's profile and one order, to check address, key and rights.
     *
     * @throws MaksutException if they are wrong, or the shop does not answer; {@link ShopFailure} tells what to do
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
     * <p>It compares the transaction id, the meta fields of payment plugins, the order's key and, if the order names no
     * payment, number and price. Several orders for one payment are ambiguous. Absence is answered only if all orders
     * were read after the payment was made, as many as the shop counts, and everything that changed since. If the time
     * of this call is not enough, the next calls continue.
     */
    @Override
    public OrderSearch findOrder(Payment payment) {
        return parts.finder.find(payment, parts.profiles, parts.client.begin(timeout));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code refund/14} stands for the order of refund 14, as some webhooks name only the refund.
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
        // Any other text is no id of an order in WooCommerce.
        return ORDER_ID.matcher(orderId).matches() ? Optional.of(Long.parseLong(orderId)) : Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>What a shop can tell depends on its release: from 9.0 on, everything but deleted refunds; from 7.6 on, what
     * changes an order, so not a refund that was never completed; before that, refunds of orders that are not older
     * than {@link WooCommerceShopBuilder#recentOrders}. Walks of all orders ({@link Instant#EPOCH}) find the rest.
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
     * <p>The record has our key. If there is a record of the same amount without the key, made since the refund, it may
     * be ours or another's: the outcome is unknown.
     */
    @Override
    public ShopChannel records() {
        return readOnly
                ? ShopChannel.keyed(refund -> new Recording.ByMerchant(
                        Texts.inEachLanguage("record.by_hand", refund.amount().toString(), refund.orderId())))
                : parts.recording;
    }

    /** WooCommerce has no call for it, as {@link #abilities} says. */
    @Override
    public void tell(RefundAnswer answer) {
        throw new GatewayRefusedException(
                "WooCommerce cannot be told how a refund has ended", CallReport.notSent("tell shop", null));
    }

    /** For the registration of the shop's webhooks. */
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
                parts.profiles.forget(); // the shop may have another release by now
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
