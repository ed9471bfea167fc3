package io.maksut.sandbox.shopify;

import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import io.maksut.sandbox.shopify.access.ApiVersions;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.access.Apps;
import io.maksut.sandbox.shopify.access.OAuth;
import io.maksut.sandbox.shopify.access.ShopStatus;
import io.maksut.sandbox.shopify.graphql.AdminApi;
import io.maksut.sandbox.shopify.graphql.CostBucket;
import io.maksut.sandbox.shopify.graphql.GraphqlRoutes;
import io.maksut.sandbox.shopify.graphql.PaymentsAppsApi;
import io.maksut.sandbox.shopify.session.Checkouts;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import io.maksut.sandbox.shopify.shop.Identifiers;
import io.maksut.sandbox.shopify.shop.OrderChanges;
import io.maksut.sandbox.shopify.shop.Payments;
import io.maksut.sandbox.shopify.shop.Refunds;
import io.maksut.sandbox.shopify.shop.Shipping;
import io.maksut.sandbox.shopify.shop.Shop;
import io.maksut.sandbox.shopify.shop.ShopEvent;
import io.maksut.sandbox.shopify.webhook.Announcer;
import io.maksut.sandbox.shopify.webhook.ShopifyWebhooks;
import io.maksut.sandbox.shopify.webhook.Subscriptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All that one shop consists of, wired together, and how it answers requests. Thread-safe. */
final class Account implements AutoCloseable {
    private static final List<String> PAYMENTS_SCOPES = List.of("write_payment_gateways", "write_payment_sessions");

    final ApiVersions versions;
    final Shop shop;
    final Apps apps;
    final Payments payments;
    final Refunds refunds;
    final OrderChanges changes;
    final Shipping shipping;
    final ShopifyWebhooks webhooks;
    final Announcer announcer;
    final PaymentsSessions sessions;
    final Checkouts checkouts;
    final AdminApi admin;
    final PaymentsAppsApi paymentsApps;
    final CostBucket bucket;
    private final CostBucket paymentsBucket;
    volatile String adminToken;
    volatile String paymentsToken;
    volatile ShopStatus status = ShopStatus.OPEN;

    private final OAuth oauth;
    private final GraphqlRoutes routes;

    Account(ShopifySandboxBuilder settings, Supplier<URI> host) {
        Identifiers ids = new Identifiers(settings.firstId, settings.seed);
        versions = new ApiVersions(settings.clock);
        shop = new Shop(settings.profile(), settings.clock, ids, this::happened);
        Supplier<String> random = () -> ids.token(32);
        App adminApp = new App("maksut-bridge", "client-" + ids.token(12), settings.clock, random, settings.scopes);
        App paymentsApp =
                new App("maksut-payments", "client-" + ids.token(12), settings.clock, random, PAYMENTS_SCOPES);
        apps = new Apps(adminApp, paymentsApp, this::appChanged);
        adminToken = adminApp.staticToken();
        paymentsToken = paymentsApp.staticToken();
        payments = new Payments(shop);
        refunds = new Refunds(shop, payments);
        changes = new OrderChanges(shop, payments, refunds);
        shipping = new Shipping(shop, payments);
        webhooks = new ShopifyWebhooks(
                settings.clock,
                adminApp,
                versions,
                settings.domain,
                new Subscriptions(shop, adminApp),
                settings.webhookTimeLimit);
        announcer = new Announcer(shop, settings.clock, webhooks);
        sessions = new PaymentsSessions(shop, payments, settings.clock, versions::newest);
        checkouts = new Checkouts(shop, payments);
        admin = new AdminApi(
                shop, settings.clock, versions, payments, refunds, changes, webhooks.subscriptions(), announcer, host);
        paymentsApps = new PaymentsAppsApi(shop, versions, sessions, checkouts, settings.clock);
        bucket = new CostBucket(settings.bucketCapacity, settings.restoredPerSecond, settings.nanoTime);
        paymentsBucket =
                new CostBucket(settings.paymentsBucketCapacity, settings.paymentsRestoredPerSecond, settings.nanoTime);
        oauth = new OAuth(apps);
        routes = new GraphqlRoutes(
                apps, versions, () -> status, ids::uuid, settings.clock, admin, bucket, paymentsApps, paymentsBucket);
    }

    /** Everything as new. */
    void reset() {
        webhooks.reset();
        sessions.reset();
        checkouts.reset();
        admin.reset();
        paymentsApps.faults().clear();
        announcer.reset();
        shop.reset();
        apps.reset();
        adminToken = apps.admin().staticToken();
        paymentsToken = apps.payments().staticToken();
        bucket.fill();
        paymentsBucket.fill();
        status = ShopStatus.OPEN;
    }

    private void happened(List<ShopEvent> events) {
        announcer.happened(events);
    }

    private void appChanged(Apps.Change change, List<String> scopesBefore) {
        switch (change) {
            case UNINSTALLED -> announcer.uninstalled();
            case INSTALLED -> announcer.reinstalled();
            case SCOPES -> announcer.scopesChanged(scopesBefore, apps.admin().scopes());
        }
    }

    /** Does what is due. */
    void tick() {
        admin.jobs().tick();
        admin.bulk().tick();
    }

    Reply answer(WireRequest request) {
        tick();
        if (request.path().equals("/admin/oauth/access_token")) {
            return oauth.answer(request);
        }
        Optional<Reply> graphql = routes.answer(request);
        if (graphql.isPresent()) {
            return graphql.get();
        }
        Optional<String> file = request.method().equals("GET") ? admin.bulk().file(request.path()) : Optional.empty();
        return file.map(text -> Reply.of(200, "application/jsonl", text))
                .orElseGet(() -> Reply.json(404, "{\"errors\":\"Not Found\"}"));
    }

    @Override
    public void close() {
        webhooks.close();
        sessions.close();
    }
}
