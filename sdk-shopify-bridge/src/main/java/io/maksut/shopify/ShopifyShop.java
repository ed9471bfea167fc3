package io.maksut.shopify;

import com.google.gson.JsonObject;
import io.maksut.error.CallReport;
import io.maksut.error.NotSentException;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.json.JsonDocument;
import io.maksut.payment.Payment;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shop.ShopPlatform;
import io.maksut.shopify.ShopifyHealth.Problem;
import io.maksut.text.Folding;
import io.maksut.transport.Answer;
import io.maksut.transport.CallContext;
import io.maksut.transport.CallSettings;
import io.maksut.transport.Transport;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Shopify shop, accessed through an app that is installed in it. Thread-safe; keeps no orders.
 *
 * <pre>{@code
 * ShopifyShop shop = ShopifyShop.builder("corner.myshopify.com")
 *         .adminApp(ShopifyTokens.clientCredentials(clientId, clientSecret))
 *         .gateway("flatpay", PaymentMatching.reference("flatpay"))
 *         .build();
 * }</pre>
 *
 * <p>With a {@link ShopifyShopBuilder#paymentsApp payments app}, Shopify requests each refund from it ({@link
 * ShopifySessions}), and the engine pays ({@code SyncMode.PORTAL_PAYS}). Without one, the shop's own payment provider
 * pays, and the engine compares ({@code SyncMode.SHOP_PAYS}).
 */
public final class ShopifyShop implements ShopPlatform {
    private static final String PAYMENTS_APP = "payments_apps";

    private final String name;
    private final String domain;
    private final Set<String> neededScopes;
    private final Duration timeout;
    private final Clock clock;
    private final Transport transport;
    private final ShopGateways gateways;
    private final Reports reports;
    private final ShopState state;
    private final GraphqlApi admin;
    private final OrderReader reader;
    private final OrderLookup lookup;
    private final Recorder recorder;
    private final @Nullable SessionAnswers answers;
    private final @Nullable PaymentMatching paymentsMatching;

    ShopifyShop(ShopifyShopBuilder settings, ShopifyTokens adminTokens, @Nullable ShopifyTokens paymentsTokens) {
        name = settings.name;
        domain = settings.domain;
        neededScopes = neededScopes(settings);
        timeout = settings.timeout;
        clock = settings.clock;
        transport = settings.transport();
        gateways = new ShopGateways(settings.gateways, settings.testMode);
        reports = new Reports(settings.listener);
        state = new ShopState(name, settings.apiVersion, settings.clock, reports);
        URI root = settings.address;
        OAuth oauth = new OAuth(root, settings.clock);
        admin = new GraphqlApi(root, "admin", settings.apiVersion, adminTokens.open(oauth, domain), state);
        URI orders = URI.create("https://" + domain + "/admin/orders/");
        reader = new OrderReader(
                admin,
                new OrderMapping(name, orders, gateways, reports),
                gateways,
                settings.readsShipping,
                settings.clock,
                settings.searchLag,
                name,
                reports);
        lookup = new OrderLookup(
                admin,
                reader,
                new OrdersAlike(admin, reader, name, reports),
                gateways,
                domain,
                settings.clock,
                settings.searchLag,
                state::isUninstalled);
        recorder = new Recorder(admin, orders, name, paymentsTokens != null, reports);
        paymentsMatching = settings.paymentsMatching();
        answers = paymentsTokens == null
                ? null
                : new SessionAnswers(new GraphqlApi(
                        root,
                        PAYMENTS_APP,
                        settings.apiVersion,
                        paymentsTokens.open(oauth, domain),
                        versionOnly(state)));
    }

    /** The payments app is a separate app: its access says nothing about the other app's. */
    private static GraphqlApi.Observer versionOnly(ShopState state) {
        return new GraphqlApi.Observer() {
            @Override
            public void answered(Answer answer) {
                state.compareVersion(answer);
            }

            @Override
            public void failed(io.maksut.error.MaksutException failure) {
                // Nothing to note: the engine repeats the answer to the session.
            }
        };
    }

    private static Set<String> neededScopes(ShopifyShopBuilder settings) {
        Set<String> needed = new LinkedHashSet<>();
        needed.add(Scopes.READ_ORDERS);
        if (settings.readsShipping) {
            needed.add(Scopes.READ_FULFILLMENTS);
        }
        return Set.copyOf(needed);
    }

    /**
     * Starts with the shop's {@code myshopify.com} domain, which never changes. {@link ShopifyShopBuilder#adminApp} and
     * one {@link ShopifyShopBuilder#gateway} are required.
     *
     * @throws IllegalArgumentException if the domain is no host name
     */
    public static ShopifyShopBuilder builder(String domain) {
        return new ShopifyShopBuilder(domain);
    }

    @Override
    public String name() {
        return name;
    }

    /** The {@code myshopify.com} domain, in small letters. */
    public String domain() {
        return domain;
    }

    @Override
    public ShopAbilities abilities() {
        boolean sessions = answers != null;
        return new ShopAbilities(sessions, false, sessions, sessions).withVouchedRequests(sessions);
    }

    @Override
    public OrderSearch findOrder(Payment payment) {
        return lookup.find(payment, begin());
    }

    @Override
    public Optional<ShopOrder> order(String orderId) {
        if (!Gid.isOrder(orderId)) {
            throw new NotSentException(
                    "this is no id of an order at Shopify", CallReport.notSent(Operation.ORDER.title(), null));
        }
        return reader.read(orderId, begin()).map(OrderReader.Read::order);
    }

    @Override
    public OrderPage changedSince(Instant since, @Nullable String cursor) {
        // A page may take many reads, and the shop may make us wait before each.
        return reader.changedSince(since, cursor, begin(timeout.multipliedBy(3)));
    }

    /** {@inheritDoc} Always by the merchant: the order is tagged, and the merchant is told what to do. */
    @Override
    public ShopChannel records() {
        return ShopChannel.keyed(this::record);
    }

    Recording record(PortalRefund refund) {
        return recorder.record(refund, begin());
    }

    @Override
    public ShopChannel starts() {
        return new RefundStarts(this, clock);
    }

    @Override
    public void tell(RefundAnswer answer) {
        if (Gid.isTransaction(answer.requestId())) {
            return; // a person had a refund paid that appeared in the shop: no session waits for an answer
        }
        switch (answer.verdict()) {
            case DONE -> answers().resolve(SessionKind.REFUND, answer.requestId(), begin());
            case DECLINED ->
                answers()
                        .reject(
                                SessionKind.REFUND,
                                answer.requestId(),
                                SessionAnswers.PROCESSING_ERROR,
                                answer.message(),
                                begin());
        }
    }

    @Override
    public void tell(AuthorisationAnswer answer) {
        SessionKind kind = answer.kind() == AuthorisationAnswer.Kind.CAPTURE ? SessionKind.CAPTURE : SessionKind.VOID;
        switch (answer.verdict()) {
            case DONE -> answers().resolve(kind, answer.requestId(), begin());
            case DECLINED -> reject(kind, answer, SessionAnswers.PROCESSING_ERROR);
            case NOTHING_RESERVED -> reject(kind, answer, SessionAnswers.AUTHORIZATION_EXPIRED);
        }
    }

    private void reject(SessionKind kind, AuthorisationAnswer answer, String code) {
        answers().reject(kind, answer.requestId(), code, answer.message(), begin());
    }

    /** What has been noticed so far; sends nothing. */
    public ShopifyHealth health() {
        return state.health();
    }

    /**
     * Asks the shop whether scopes, version of the API and domain are what the bridge needs. For the start of a
     * program, and for its health page.
     *
     * @throws io.maksut.error.MaksutException if the shop does not answer as it should
     */
    public ShopifyHealth check() {
        GraphqlAnswer answer = admin.read(Operation.INSTALLATION, new JsonObject(), begin());
        OrderReader.understood(answer, () -> {
            Scopes scopes = Scopes.of(answer.data());
            Set<String> missing = scopes.missing(neededScopes);
            Set<Problem> problems = EnumSet.noneOf(Problem.class);
            if (!missing.isEmpty()) {
                problems.add(Problem.SCOPES_MISSING);
            }
            if (!scopes.has(Scopes.READ_ALL_ORDERS)) {
                problems.add(Problem.HISTORY_LIMITED);
            }
            if (!supports(answer.data(), state.health().expectedVersion())) {
                problems.add(Problem.VERSION_UNSUPPORTED);
            }
            boolean same = answer.data()
                    .object("shop")
                    .flatMap(shop -> shop.text("myshopifyDomain"))
                    .filter(answered -> Folding.ascii(answered).equals(domain))
                    .isPresent();
            if (!same) {
                problems.add(Problem.OTHER_SHOP);
            }
            state.checked(problems, missing);
            return true;
        });
        return state.health();
    }

    private static boolean supports(JsonDocument data, String version) {
        return data.objects("publicApiVersions").stream()
                .anyMatch(it -> version.equals(it.text("handle").orElse("")) && it.flag("supported"));
    }

    /** Releases its own connections and threads. */
    @Override
    public void close() {
        transport.close();
    }

    CallContext begin() {
        return begin(timeout);
    }

    private CallContext begin(Duration most) {
        return transport.begin(new CallSettings(most, Map.of()));
    }

    GraphqlApi adminApi() {
        return admin;
    }

    OrderReader reader() {
        return reader;
    }

    ShopState state() {
        return state;
    }

    Reports reports() {
        return reports;
    }

    ShopGateways gateways() {
        return gateways;
    }

    Set<String> neededScopes() {
        return neededScopes;
    }

    /** How payments of the payments app are matched; null without a payments app. */
    @Nullable
    PaymentMatching paymentsMatching() {
        return paymentsMatching;
    }

    /**
     * Tells Shopify how sessions ended.
     *
     * @throws NotSupportedByGatewayException without a payments app
     */
    SessionAnswers answers() {
        if (answers == null) {
            throw new NotSupportedByGatewayException(
                    "no payments app is connected to this shop: set paymentsApp",
                    CallReport.notSent("Shopify session", null));
        }
        return answers;
    }

    @Override
    public String toString() {
        return "ShopifyShop[" + name + "]";
    }
}
