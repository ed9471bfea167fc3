package io.maksut.sandbox.woocommerce;

import io.maksut.sandbox.Books;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.RateLimits;
import io.maksut.sandbox.RequestJournal;
import io.maksut.sandbox.SandboxServer;
import io.maksut.sandbox.TlsIdentity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for a shop that runs WooCommerce, on loopback over HTTP and HTTPS: REST v3, webhooks, and a payment plugin whose
 * refunds can go wrong in every way that has been seen. It behaves as recorded, not as one would wish. Besides the wire it
 * offers what happens outside the client's sight: staff refund and delete, customers order, keys are revoked. Orders and
 * refunds are named by their ids; amounts of orders are decimal text, those of the books minor units. Thread-safe.
 *
 * <pre>{@code
 * try (WooCommerceSandbox shop = WooCommerceSandbox.start()) {
 *     long order = shop.order().total("29.80").transactionId("pay-1").add();
 *     shop.plugin().next(PluginBehaviour.ANOTHER_PLUGIN_THROWS);
 *     // let the client under test refund the order through shop.httpsUrl(), shop.key() and shop.tls()
 *     assert shop.books().refunded(Long.toString(order)) == 2_980;   // although it was answered 500
 *     assert shop.refunds(order).isEmpty();
 * }
 * }</pre>
 */
public final class WooCommerceSandbox implements AutoCloseable {
    private static final ApiKey KEY = new ApiKey(
            "ck_0000000000000000000000000000000000000001",
            "cs_0000000000000000000000000000000000000001",
            ApiKey.Permission.READ_WRITE);
    private static final ApiKey READ_ONLY = new ApiKey(
            "ck_0000000000000000000000000000000000000002",
            "cs_0000000000000000000000000000000000000002",
            ApiKey.Permission.READ);

    /** What seeds work on. */
    record Inside(ShopState state, PaymentPlugin plugin, WooCommerceWebhooks webhooks, Books books) {}

    private final ShopSettings settings;
    private final TlsIdentity tls = TlsIdentity.generate();
    private final FaultPlan faults = new FaultPlan();
    private final Books books = new Books();
    private final RequestJournal requests = new RequestJournal();
    private final PaymentPlugin plugin;
    private final PhpProcesses processes;
    private final SandboxServer server;
    private final WooCommerceWebhooks webhooks;
    private final AtomicReference<WooCommerceShop.@Nullable Site> current;

    WooCommerceSandbox(ShopSettings settings, int port, int httpsPort) {
        this.settings = settings;
        this.plugin = new PaymentPlugin(settings.paymentMethod(), settings.clock(), books);
        this.processes = new PhpProcesses(settings.processes());
        AtomicReference<WooCommerceShop.@Nullable Site> site = new AtomicReference<>();
        AtomicReference<@Nullable SandboxServer> serving = new AtomicReference<>();
        this.current = site;
        this.server = new SandboxServer(
                port,
                httpsPort,
                tls,
                unlimited(),
                faults,
                requests,
                request -> null,
                new WooCommerceShop(() -> Objects.requireNonNull(site.get()), processes, secure -> {
                    SandboxServer started = Objects.requireNonNull(serving.get());
                    return (secure ? started.httpsUrl() : started.url()).toString();
                }));
        serving.set(server);
        this.webhooks = new WooCommerceWebhooks(settings, server.httpsUrl().toString());
        site.set(newSite());
    }

    /** On free ports, with the system clock and the latest release. */
    public static WooCommerceSandbox start() {
        return builder().start();
    }

    public static WooCommerceSandboxBuilder builder() {
        return new WooCommerceSandboxBuilder();
    }

    /** The site over HTTP, without a slash at the end; here only OAuth 1.0a is understood. */
    public URI url() {
        return server.url();
    }

    /** The site over HTTPS, without a slash at the end. */
    public URI httpsUrl() {
        return server.httpsUrl();
    }

    /** What a client has to trust for {@link #httpsUrl()}. */
    public TlsIdentity tls() {
        return tls;
    }

    /** May read and write. */
    public ApiKey key() {
        return KEY;
    }

    public ApiKey readOnlyKey() {
        return READ_ONLY;
    }

    public WooCommerceVersion version() {
        return settings.version();
    }

    public FaultPlan faults() {
        return faults;
    }

    /** What the plugin paid out, and what was paid to begin with, under the order's id. */
    public Books books() {
        return books;
    }

    /** What came over the wire, on both ports. */
    public RequestJournal requests() {
        return requests;
    }

    public PaymentPlugin plugin() {
        return plugin;
    }

    public WooCommerceWebhooks webhooks() {
        return webhooks;
    }

    /** Makes everything as new but the addresses. Requests in flight end in the old state, so release held ones first. */
    public void reset() {
        faults.clear();
        plugin.clear();
        current.set(newSite());
        books.clear();
        requests.clear();
    }

    @Override
    public void close() {
        server.close();
        webhooks.close();
    }

    // How the site is set up, until reset

    /** The host takes the Authorization header away, as some do; credentials in the URL still work. */
    public void stripsAuthorization(boolean on) {
        site().authentication().stripAuthorization(on);
    }

    /** HTTPS ends at a proxy and PHP does not learn of it: Basic is ignored, as over HTTP. */
    public void blindToHttps(boolean on) {
        site().authentication().blindToHttps(on);
    }

    public void addKey(ApiKey key) {
        site().authentication().add(key);
    }

    /** As if it had never been. */
    public void revokeKey(ApiKey key) {
        site().authentication().revoke(key);
    }

    /** The user of the keys and webhooks loses the rights of a shop manager. */
    public void demoteUser() {
        user(ShopState.User.DEMOTED);
    }

    /** The user of the keys and webhooks is deleted, the keys stay behind. */
    public void deleteUser() {
        user(ShopState.User.DELETED);
    }

    public void restoreUser() {
        user(ShopState.User.MANAGER);
    }

    /** The site speaks another language: this message of a refund, or its reason, is shown so. */
    public void translate(String english, String translated) {
        synchronized (state()) {
            state().translate(english, translated);
        }
    }

    // What is there, and what happens in the shop

    /** An order to be added or placed. */
    public OrderSeed order() {
        return new OrderSeed(inside());
    }

    /**
     * Many paid orders of 29.80 with transaction ids {@code bulk-000000000} and so on, and refunds of 1.00 each.
     *
     * @param step between two orders; may be zero
     */
    public void bulk(int orders, int refundsEach, Instant first, Duration step) {
        BulkOrders.add(inside(), orders, refundsEach, first, step);
    }

    /**
     * Staff refund in the admin pages.
     *
     * @param throughPlugin whether by the button that pays out, or by the one that only records
     * @return the id of the refund
     * @throws IllegalStateException when it fails
     */
    public long refundAsStaff(long orderId, String amount, String reason, boolean throughPlugin) {
        RefundOrder wanted = new RefundOrder(amount, reason, Map.of(), throughPlugin, true, null, Movement.By.STAFF);
        return processes.run(() -> refundAsStaff(orderId, wanted));
    }

    private long refundAsStaff(long orderId, RefundOrder wanted) {
        HookRun hooks = new HookRun(webhooks);
        try {
            return new RefundCreation(state(), plugin).create(orderId, wanted, hooks).id;
        } catch (RestError e) {
            throw new IllegalStateException("the refund failed: " + e.getMessage(), e);
        } finally {
            hooks.end();
        }
    }

    /** Somebody deletes a refund, or a plugin whose provider rejected it later. No webhook, and the order stays as it was. */
    public void deleteRefund(long refundId) {
        synchronized (state()) {
            Refund refund = state().refund(refundId);
            if (refund == null) {
                throw new IllegalArgumentException("no refund " + refundId);
            }
            state().delete(refund);
        }
    }

    /** Staff set the order's status. */
    public void statusAsStaff(long orderId, String status) {
        HookRun hooks = new HookRun(webhooks);
        synchronized (state()) {
            new OrderStatus(state(), new RefundCreation(state(), plugin), hooks).save(found(orderId), status);
        }
        hooks.end();
    }

    /** The order is gone for good. No webhook. */
    public void deleteOrder(long orderId) {
        synchronized (state()) {
            state().delete(found(orderId));
        }
    }

    public String statusOf(long orderId) {
        synchronized (state()) {
            return found(orderId).status;
        }
    }

    /** The order's refunds, oldest first. */
    public List<RefundRecord> refunds(long orderId) {
        synchronized (state()) {
            return found(orderId).refunds.stream()
                    .map(refund ->
                            new RefundRecord(refund.id, orderId, refund.amount, refund.reason, refund.refundedPayment))
                    .toList();
        }
    }

    /** What WooCommerce believes is left to refund, as decimal text. */
    public String remaining(long orderId) {
        synchronized (state()) {
            return settings.text(state().remaining(found(orderId)));
        }
    }

    private void user(ShopState.User user) {
        synchronized (state()) {
            state().user = user;
        }
    }

    private Order found(long orderId) {
        Order order = state().order(orderId);
        if (order == null) {
            throw new IllegalArgumentException("no order " + orderId);
        }
        return order;
    }

    private Inside inside() {
        return new Inside(state(), plugin, webhooks, books);
    }

    private ShopState state() {
        return site().state();
    }

    private WooCommerceShop.Site site() {
        return Objects.requireNonNull(current.get());
    }

    private WooCommerceShop.Site newSite() {
        ShopState state = new ShopState(settings);
        Authentication authentication = new Authentication();
        authentication.add(KEY);
        authentication.add(READ_ONLY);
        webhooks.clear(WooCommerceShop.payloads(state, () -> server.httpsUrl() + WooCommerceShop.API));
        return WooCommerceShop.site(state, authentication, webhooks, plugin);
    }

    private static RateLimits unlimited() {
        int all = 1_000_000_000;
        return new RateLimits(all, all, all, all, all, System::nanoTime);
    }
}
