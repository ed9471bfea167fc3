package io.maksut.sync;

import io.maksut.observe.LogContext;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.storage.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration and services that all parts of the engine share. Thread-safe. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Database database;
    private final Clock clock;
    private final SyncSettings settings;
    private final Map<String, PaymentGateway> gateways;
    private final Map<String, ConnectedShop> shops;
    private final SyncListener listener;
    private final boolean watchesOnly;
    private final PaymentClaimTable claims;
    private final WorkSignal workSignal = new WorkSignal();
    private final Records records = new Records(this);
    private final Stops stops = new Stops(this);

    Engine(
            Database database,
            Clock clock,
            SyncSettings settings,
            Map<String, PaymentGateway> gateways,
            Map<String, ConnectedShop> shops,
            SyncListener listener,
            boolean watchesOnly) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.gateways = Map.copyOf(gateways);
        this.shops = Map.copyOf(shops);
        this.listener = listener;
        this.watchesOnly = watchesOnly;
        this.claims = new PaymentClaimTable(UUID.randomUUID().toString(), settings.lease(), clock);
    }

    Database database() {
        return database;
    }

    Clock clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    SyncSettings settings() {
        return settings;
    }

    PaymentClaimTable claims() {
        return claims;
    }

    /** Wakes idle workers of this process. */
    WorkSignal workSignal() {
        return workSignal;
    }

    /** Sets rows aside that this version cannot read. */
    Records records() {
        return records;
    }

    /** Whether this process is in watch-only mode: it sends no attempt, tells no shop and writes nothing into one. */
    boolean watchesOnly() {
        return watchesOnly;
    }

    /** The money operations that are stopped. */
    Stops stops() {
        return stops;
    }

    Optional<PaymentGateway> gateway(String account) {
        return Optional.ofNullable(gateways.get(account));
    }

    /**
     * @throws IllegalArgumentException if the payment's account is not connected
     */
    PaymentGateway gatewayOf(PaymentId payment) {
        return gateway(payment.account())
                .orElseThrow(
                        () -> new IllegalArgumentException("no gateway is connected for account " + payment.account()));
    }

    /** Options with the configured timeout of one call to a gateway. */
    CallOptions callOptions() {
        return CallOptions.DEFAULT.withTimeout(settings.callTimeout());
    }

    /**
     * Reads the payment at the gateway now, with the details that take further requests.
     *
     * @throws io.maksut.error.MaksutException if it could not be read
     * @throws NamedOtherwiseException if the gateway has it under another id
     */
    Payment read(PaymentId payment, PaymentGateway gateway) {
        return NamedOtherwiseException.require(payment, readByName(payment, gateway));
    }

    /** As {@link #read}, under whatever id the gateway has it. */
    Payment readByName(PaymentId payment) {
        return readByName(payment, gatewayOf(payment));
    }

    /**
     * The id of the payment that has this name, which the gateway told of a payment.
     *
     * @throws io.maksut.error.MaksutException if the gateway did not answer
     */
    PaymentId idOf(PaymentId name, Payment known) {
        return Plugins.ask("the plugin of " + name.account(), () -> {
            GatewayCall call = gatewayOf(name).begin(callOptions());
            return call.await(call.idOf(name.reference(), known));
        });
    }

    private Payment readByName(PaymentId payment, PaymentGateway gateway) {
        return Plugins.ask("the plugin of " + payment.account(), () -> {
            GatewayCall call = gateway.begin(callOptions());
            return call.await(call.details(payment.reference()));
        });
    }

    Collection<PaymentGateway> gateways() {
        return gateways.values();
    }

    Optional<ConnectedShop> shop(String name) {
        return Optional.ofNullable(shops.get(name));
    }

    /** Whether the shop's refunds are for this engine to pay; false if it is not connected. */
    boolean portalPays(String shop) {
        return shop(shop).filter(it -> it.mode() == SyncMode.PORTAL_PAYS).isPresent();
    }

    Collection<ConnectedShop> shops() {
        return shops.values();
    }

    /**
     * The settle delay of an account: the setting, or the time for which the gateway may still carry out a request if
     * that is longer; a day at most.
     */
    Duration settleDelay(String account) {
        Duration arrival = gateway(account)
                .map(gateway -> Plugins.askOr(
                        Duration.ZERO,
                        "the plugin of " + account,
                        () -> gateway.refunds().latestArrival()))
                .orElse(Duration.ZERO);
        Duration delay = settings.settleDelay();
        Duration longer = arrival.compareTo(delay) > 0 ? arrival : delay;
        return longer.compareTo(SyncSettings.LONGEST) < 0 ? longer : SyncSettings.LONGEST;
    }

    /** The shops that have payments in this account, by name. */
    List<ConnectedShop> shopsOf(String account) {
        return shops.values().stream()
                .filter(shop -> shop.accounts().contains(account))
                .sorted(java.util.Comparator.comparing(ConnectedShop::name))
                .toList();
    }

    /** Call it after the commit. What a listener throws is logged. */
    void tell(@Nullable SyncEvent event) {
        if (event == null) {
            return;
        }
        // In the operation's own log context: the thread may work on another operation by now.
        event.operation()
                .map(LedgerOperation::logContext)
                .orElseGet(LogContext::current)
                .run(() -> {
                    try {
                        listener.on(event);
                    } catch (Throwable e) { // an Error, too
                        LOG.error(
                                "A listener failed on {}: {}",
                                event.getClass().getSimpleName(),
                                e.getClass().getName());
                    }
                });
    }
}
