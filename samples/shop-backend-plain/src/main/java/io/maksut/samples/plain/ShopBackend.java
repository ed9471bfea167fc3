package io.maksut.samples.plain;

import static io.maksut.samples.plain.Web.known;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.maksut.everypay.*;
import io.maksut.flatpay.*;
import io.maksut.index.*;
import io.maksut.monitor.*;
import io.maksut.payment.*;
import io.maksut.portal.*;
import io.maksut.refund.*;
import io.maksut.samples.plain.Web.Answer;
import io.maksut.samples.plain.Web.Html;
import io.maksut.shopify.*;
import io.maksut.sync.*;
import io.maksut.webhook.*;
import io.maksut.woocommerce.*;
import io.micrometer.prometheusmetrics.*;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.*;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A shop's back end on the JDK's HTTP server, told by environment variables: those that {@code told} names, after SHOP_. */
public final class ShopBackend implements AutoCloseable {
    private static final Map<String, Money> SHELF =
            Map.of("sencha", Money.of("EUR", "9.90"), "teapot", Money.of("EUR", "49.90"));

    private final Map<String, String> settings;
    private final HikariDataSource database = new HikariDataSource();
    private final Map<String, PaymentGateway> gateways;
    private final PaymentIndex seen;
    private final RefundSync sync;
    private final SyncWorker syncWorker;
    private final InboxWorker inboxWorker;
    private final UnfinishedPayments unfinished;
    private final HttpServer server;

    // @formatter:off
    ShopBackend(Map<String, String> settings) throws IOException {
        this.settings = settings;
        database.setJdbcUrl(told("DATABASE"));
        seen = PaymentIndex.open(database, Clock.systemUTC());
        Inbox inbox = Inbox.open(database);
        Monitor monitor = new Monitor(Clock.systemUTC()).watch(inbox);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MaksutMeters meters = new MaksutMeters(metrics, monitor);

        PaymentGateway flatpay = FlatpayPortal.builder().apiKey(told("FLATPAY_APIKEY")).listener(meters)
                .api(URI.create(told("FLATPAY_API"))).checkoutApi(URI.create(told("FLATPAY_CHECKOUTAPI"))).buildGateway();
        PaymentGateway everypay = EveryPayPortal.builder().api(URI.create(told("EVERYPAY_API"))).listener(meters)
                .apiUsername(told("EVERYPAY_APIUSERNAME")).apiSecret(told("EVERYPAY_APISECRET"))
                .accountName(told("EVERYPAY_ACCOUNTNAME")).index(seen::lookup).buildGateway();
        WooCommerceShop woocommerce = WooCommerceShop.builder("woocommerce", URI.create(told("WOOCOMMERCE_SITE")), database)
                .key(told("WOOCOMMERCE_KEY"), told("WOOCOMMERCE_SECRET"))
                .paymentMethod(told("WOOCOMMERCE_PAYMENTMETHOD"), "flatpay").listener(meters).build();
        ShopifyShop shopify = ShopifyShop.builder(told("SHOPIFY_DOMAIN")).address(URI.create(told("SHOPIFY_ADDRESS")))
                .adminApp(ShopifyTokens.clientCredentials(told("SHOPIFY_CLIENTID"), told("SHOPIFY_CLIENTSECRET")))
                .gateway(told("SHOPIFY_GATEWAY"), PaymentMatching.orderReference(everypay)).build();
        gateways = Map.of("flatpay", flatpay, "everypay", everypay);
        sync = RefundSync.builder(database).gateway(flatpay).gateway(everypay).listener(meters)
                .shop(ConnectedShop.of(woocommerce, SyncMode.PORTAL_PAYS, "flatpay"))
                .shop(ConnectedShop.of(shopify, SyncMode.SHOP_PAYS, "everypay")).build();

        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(told("PORT"))), 0);
        server.setExecutor(Executors.newFixedThreadPool(16));
        ShopifyWebhooks hooks = ShopifyWebhooks.builder().secret(told("SHOPIFY_CLIENTSECRET")).shop(shopify).build();
        deliveries("flatpay", FlatpayWebhooks.builder().secret(told("FLATPAY_WEBHOOKSECRET")).build(), inbox);
        deliveries("everypay-" + told("EVERYPAY_CALLBACKKEY"), EveryPayCallbacks.builder().build(), inbox);
        deliveries("woocommerce", WooCommerceWebhooks.builder("woocommerce").secret(told("WOOCOMMERCE_WEBHOOKSECRET")).build(), inbox);
        deliveries("shopify", hooks, inbox);
        server.createContext("/hooks/woocommerce/refunds", new JdkHandOffEndpoint(
                HandOffEndpoint.builder(sync, woocommerce).secret(told("WOOCOMMERCE_HANDOFFSECRET")).build()));
        inboxWorker = InboxWorker.builder(inbox)
                .on("flatpay", new PaymentNotifications(Portal.over(flatpay), this::changed))
                .on("everypay", new PaymentNotifications(Portal.over(everypay), this::changed))
                .on("woocommerce", sync.hints("woocommerce")).on("shopify", hooks.processor(sync)).build();
        syncWorker = sync.worker();
        unfinished = UnfinishedPayments.builder(Clock.systemUTC()).gateway(flatpay, seen).gateway(everypay, seen).build();
        monitor.watch(sync.ledger()).watch(unfinished);

        Web web = new Web(server, told("ADDRESS"), told("STAFF_PASSWORD"));
        web.shows("/", fields -> Answer.page("shelf", UUID.randomUUID(), Html.choices(SHELF), Html.choices(gateways)));
        web.acts("/checkout", this::checkout);
        web.shows("/orders", this::order);
        web.staff(web.shows("/admin", this::payments));
        web.staff(web.acts("/admin/decide", this::decide));
        web.staff(web.acts("/admin/refund", this::refund));
        web.staff(web.shows("/health", fields -> health(monitor.health())));
        web.staff(web.shows("/metrics", fields -> new Answer(200, metrics.scrape())));
        syncWorker.start();
        inboxWorker.start();
        unfinished.start();
        server.start();
    }
    // @formatter:on

    public static void main(String[] arguments) throws IOException {
        ShopBackend backEnd = new ShopBackend(System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(backEnd::close, "close"));
    }

    private void deliveries(String path, WebhookSource source, Inbox inbox) {
        server.createContext("/hooks/" + path, new JdkWebhookHandler(new WebhookHandler(source, inbox)));
    }

    // @formatter:off
    /** The order's id is made with the form: a form that is sent twice is one order. */
    private Answer checkout(Map<String, String> fields) {
        PaymentGateway gateway = known(gateways, known(fields, "account"));
        OrderReference order = new OrderReference("order-" + UUID.fromString(known(fields, "order")));
        NewPayment payment = NewPayment.of(order, known(SHELF, known(fields, "article")))
                .returnTo(URI.create(told("ADDRESS") + "/orders?account=" + gateway.account() + "&order=" + order)).build();
        return new Answer(303, Portal.over(gateway).createCheckout(payment).page().toString());
    }

    /** Where customers come back to. The address is believed nothing: the payment is read at its gateway. */
    private Answer order(Map<String, String> fields) {
        Portal portal = Portal.over(known(gateways, known(fields, "account")));
        PaymentQuery query = PaymentQuery.all().withOrderReference(new OrderReference(known(fields, "order")));
        Payment payment = portal.payment(portal.payments(query).iterator().next().id());
        return Answer.page("order", payment.amounts().paid(Locale.ENGLISH), payment.status().label(Locale.ENGLISH));
    }

    /** After a callback, with the payment as it was read then. */
    private void changed(PaymentChange change) {
        seen.account(known(gateways, change.payment().id().account())).seen(change.payment());
    }

    private Answer payments(Map<String, String> fields) {
        String list = gateways.values().stream()
                .flatMap(it -> seen.account(it).search(PaymentQuery.all()).limit(50)).map(IndexedPayment::payment)
                .map(p -> Html.of("row", p.id(), p.amounts().authorised(), p.status(), p.amounts().captured()).text()).collect(Collectors.joining());
        return Answer.page("admin", new Html(list), Html.choices(gateways));
    }

    /** Moves nothing. A release, on record, is for what the rule alone cannot decide, such as orders of these checkouts. */
    private Answer decide(Map<String, String> fields) {
        PaymentId payment = new PaymentId(known(fields, "account"), known(fields, "payment"));
        Money amount = Money.of("EUR", known(fields, "amount"));
        String reason = known(fields, "reason");
        if (fields.containsKey("release")) {
            sync.statements().release(payment, "staff", reason);
        }
        RefundDecision decision = sync.desk().decide(payment, amount, "staff", reason);
        String words = decision.explain(Locale.ENGLISH); // the questions are in it
        return decision instanceof RefundDecision.Allowed allowed
                ? confirmation(words, allowed.permit(), allowed.permit().questions()) : Answer.page("said", words);
    }

    /** To send it is to say yes to each question that its words hold, and to no other. No id has a tab in it. */
    private static Answer confirmation(String words, RefundPermit permit, List<RefundQuestion> asked) {
        String seen = asked.stream().map(RefundQuestion::id).collect(Collectors.joining("\t"));
        return Answer.page("allowed", words, permit.id(), permit.amount(), permit.until(), seen);
    }

    /** However often it is sent, a permit pays once. */
    private Answer refund(Map<String, String> fields) {
        RefundPermit permit = sync.desk().permit(known(fields, "permit")).orElseThrow();
        List<String> seen = List.of(fields.getOrDefault("seen", "").split("\t"));
        permit.questions().stream().filter(it -> seen.contains(it.id())).forEach(it -> sync.desk().answer(permit, it, "staff"));
        DirectRefund refund = sync.desk().execute(permit);
        if (refund instanceof DirectRefund.Unanswered open) {
            String words = open.questions().stream().map(it -> it.ask(Locale.ENGLISH, ZoneId.systemDefault())).collect(Collectors.joining(" "));
            return confirmation(words, permit, open.questions());
        }
        String said = refund instanceof DirectRefund.Made made ? made.refund().amount() + " is " + made.refund().state()
                : refund instanceof DirectRefund.MadeBefore before ? "Made before: " + before.refund().amount() + " is " + before.refund().state()
                : "Nothing was sent. Ask again.";
        return Answer.page("said", said);
    }

    private static Answer health(Health now) {
        return new Answer(now.status() == Health.Status.DOWN ? 503 : 200, now.status() + " " + now.explain(Locale.ENGLISH));
    }
    // @formatter:on

    private String told(String name) {
        return known(settings, "SHOP_" + name);
    }

    @Override
    public void close() {
        server.stop(1);
        inboxWorker.close();
        syncWorker.close();
        unfinished.close();
        gateways.values().forEach(PaymentGateway::close);
        database.close();
    }
}
