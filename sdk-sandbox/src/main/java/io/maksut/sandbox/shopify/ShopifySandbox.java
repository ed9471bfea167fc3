package io.maksut.sandbox.shopify;

import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.RateLimits;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.RequestJournal;
import io.maksut.sandbox.SandboxServer;
import io.maksut.sandbox.StandIn;
import io.maksut.sandbox.WireRequest;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.access.Apps;
import io.maksut.sandbox.shopify.access.ShopStatus;
import io.maksut.sandbox.shopify.graphql.BulkOperations;
import io.maksut.sandbox.shopify.graphql.IdempotencyDirective;
import io.maksut.sandbox.shopify.graphql.Jobs;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.session.Checkouts;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import io.maksut.sandbox.shopify.shop.Gateway;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stand-in for one Shopify shop on loopback: the Admin API and the Payments Apps API execute any document, webhooks and
 * refund sessions are sent, tokens are given out. Beside the wire it offers the merchant's side, see {@link #merchant()}. Ids
 * in Java are gids, amounts are texts in the customer's currency. What the shop would refuse throws
 * {@link IllegalStateException}, an unknown id {@link IllegalArgumentException}. Thread-safe.
 *
 * <pre>{@code
 * try (ShopifySandbox shop = ShopifySandbox.start()) {
 *     shop.webhooks().subscribe(URI.create("http://127.0.0.1:8080/hook"), "refunds/create");
 *     String order = shop.merchant().order().total("49.90").sale("flatpay", "rPayment1").place();
 *     shop.merchant().refund(order).make();
 *     shop.webhooks().deliverPending();
 * }
 * }</pre>
 */
public final class ShopifySandbox implements AutoCloseable {
    private final ShopifySandboxBuilder settings;
    private final FaultPlan faults = new FaultPlan();
    private final RequestJournal requests = new RequestJournal();
    private final SandboxServer server;
    private final Account account;
    private final Merchant merchant;

    ShopifySandbox(ShopifySandboxBuilder settings) {
        this.settings = settings;
        this.account = new Account(settings, this::url);
        this.merchant = new Merchant(account);
        this.server = new SandboxServer(
                settings.port, unlimited(), faults, requests, IdempotencyDirective::of, new StandIn() {
                    @Override
                    public Reply answer(WireRequest request) {
                        return account.answer(request);
                    }

                    @Override
                    public Reply refuse(WireRequest request, RateLimits.Verdict verdict) {
                        return Reply.json(429, "{\"errors\":\"Too Many Requests\"}");
                    }
                });
    }

    /** On a free port, with the system clock and a real shop's cost limits. */
    public static ShopifySandbox start() {
        return builder().start();
    }

    public static ShopifySandboxBuilder builder() {
        return new ShopifySandboxBuilder();
    }

    /** Stands for {@code https://{shop}.myshopify.com}; no slash at the end. */
    public URI url() {
        return server.url();
    }

    /** What the shop calls itself in headers and bodies. */
    public String domain() {
        return settings.domain;
    }

    /** A token of the Admin app that does not expire; for others see {@link #app()}. */
    public String adminToken() {
        return account.adminToken;
    }

    /** A token of the payments app that does not expire. */
    public String paymentsToken() {
        return account.paymentsToken;
    }

    /** The Admin app: its client id and secret, its scopes, tokens that expire. */
    public App app() {
        return account.apps.admin();
    }

    /** The payments app. */
    public App paymentsApp() {
        return account.apps.payments();
    }

    /** Removing the Admin app, installing it again, giving it other scopes. */
    public Apps apps() {
        return account.apps;
    }

    public FaultPlan faults() {
        return faults;
    }

    /** What came over the wire. */
    public RequestJournal requests() {
        return requests;
    }

    public ShopifyWebhooks webhooks() {
        return account.webhooks;
    }

    /** Refund, capture and void sessions, once {@link PaymentsSessions#connect} says where they go. */
    public PaymentsSessions sessions() {
        return account.sessions;
    }

    /** Customers who pay through a payments app. */
    public Checkouts checkouts() {
        return account.checkouts;
    }

    public BulkOperations bulkOperations() {
        return account.admin.bulk();
    }

    /** Cancellations asked for through the API. */
    public Jobs jobs() {
        return account.admin.jobs();
    }

    /** What happens in the shop. */
    public Merchant merchant() {
        return merchant;
    }

    /** The payment gateway with this handle, which comes into being when it is first named. */
    public Gateway gateway(String handle) {
        return account.shop.gateway(handle);
    }

    /** The order as it is now. */
    public Order order(String orderId) {
        return account.shop
                .orders()
                .find(Gid.number("Order", orderId))
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId));
    }

    /** Makes everything as new but the address and the client ids. Release held requests first. */
    public void reset() {
        faults.clear();
        account.reset();
        requests.clear();
    }

    /** Does what has fallen due by the clock: jobs and bulk operations. Every request does it too. */
    public void tick() {
        account.tick();
    }

    @Override
    public void close() {
        account.close();
        server.close();
    }

    // What is wrong with the shop

    /** Default open. */
    public void status(ShopStatus status) {
        account.status = status;
    }

    /** How long it takes until searches see a change; reading by id always does. Default none. */
    public void searchLag(Duration lag) {
        account.shop.orders().searchLag(lag);
    }

    /** The next answers have an error in place of this field of this type, beside all other data. */
    public void failField(String type, String field, int times) {
        account.admin.faults().next(type, field, times);
    }

    /** The app is not approved for this field, which holds protected customer data, until {@link #reset}. */
    public void denyField(String type, String field) {
        account.admin.faults().deny(type, field);
    }

    /** Fills the Admin API's cost bucket. */
    public void refillBucket() {
        account.bucket.fill();
    }

    // Very many orders

    /** Orders spread over the 30 days before now, paid through the gateway {@code bulk}, see below. */
    public void bulk(int count) {
        Duration month = Duration.ofDays(30);
        bulk(count, account.shop.now().minus(month), month.dividedBy(Math.max(1, count)), "bulk");
    }

    /**
     * Any number of orders that take no memory, in the shop's currency, oldest first, with the payment ids
     * {@code bulk-000000000} and so on. Of 20 orders 17 are paid, 2 authorised, 1 refunded.
     *
     * @param step between two orders; may be zero
     */
    public void bulk(int count, Instant first, Duration step, String gateway) {
        long firstId = settings.firstId + (1L << 40);
        account.shop
                .orders()
                .addBulk(
                        count,
                        firstId,
                        first,
                        step,
                        gateway,
                        account.shop.profile().currency());
    }

    /** The gids of the bulk orders from the one to before the other, oldest first. */
    public List<String> bulkOrders(int from, int end) {
        return account.shop.orders().bulkIds(from, end).stream()
                .map(id -> Gid.of("Order", id))
                .toList();
    }

    /** Thousands of webhooks at once, for a load generator. */
    public Storm storm() {
        return new Storm(this);
    }

    private static RateLimits unlimited() {
        int all = 1_000_000_000;
        return new RateLimits(all, 1, all, 1, all, System::nanoTime);
    }
}
