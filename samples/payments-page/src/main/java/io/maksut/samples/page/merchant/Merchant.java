package io.maksut.samples.page.merchant;

import io.maksut.error.MaksutException;
import io.maksut.index.AccountGroup;
import io.maksut.index.AccountIndex;
import io.maksut.index.PaymentIndex;
import io.maksut.index.UnfinishedPayments;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.samples.page.live.LiveEvents;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncEvent;
import io.maksut.sync.SyncWorker;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.PaymentNotifications;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the SDK knows of one merchant: the gateway accounts, the shops, the index of payments, the inbox of callbacks and the
 * refund engine, on one database. Thread-safe.
 */
public final class Merchant implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Merchant.class);
    /** A change is to be on the screen within two seconds. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, GatewayAccount> accounts;
    private final PaymentIndex index;
    private final Inbox inbox;
    private final List<ConnectedShop> shops;
    private final RefundSync sync;
    private final LiveEvents live;
    private final PaymentReader reader;
    private final InboxWorker inboxWorker;
    private final SyncWorker syncWorker;
    private final UnfinishedPayments unfinishedWorker;
    private final ExecutorService rereads = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "page-reread");
        thread.setDaemon(true);
        return thread;
    });

    private Merchant(Builder from) {
        this.index = PaymentIndex.open(from.dataSource, from.clock);
        this.inbox = Inbox.open(from.dataSource, from.clock);
        this.live = new LiveEvents(from.clock);
        this.accounts = new LinkedHashMap<>();
        from.gateways.forEach((gateway, source) -> accounts.put(gateway.account(), account(gateway, source)));
        this.reader = new PaymentReader(accounts, live);
        this.shops = List.copyOf(from.shops);
        RefundSync.Builder engine =
                RefundSync.builder(from.dataSource).clock(from.clock).listener(this::heard);
        from.gateways.keySet().forEach(engine::gateway);
        shops.forEach(engine::shop);
        this.sync = from.settings.apply(engine).build();
        InboxWorker.Builder worker = InboxWorker.builder(inbox).poll(POLL);
        accounts.forEach((name, account) ->
                worker.on(name, new PaymentNotifications(account.portal(), change -> reader.note(change.payment()))));
        this.inboxWorker = worker.build();
        this.syncWorker = sync.worker();
        UnfinishedPayments.Builder unfinished = UnfinishedPayments.builder(from.clock);
        accounts.values().forEach(account -> unfinished.account(account.index(), reader::read));
        this.unfinishedWorker = unfinished.build();
    }

    private GatewayAccount account(PaymentGateway gateway, WebhookSource source) {
        AccountIndex payments = index.account(gateway.account(), gateway.capabilities());
        return new GatewayAccount(Portal.over(gateway), gateway, payments, new WebhookHandler(source, inbox));
    }

    /** One account at least is required. The database holds everything that is to survive a restart. */
    public static Builder builder(DataSource dataSource, Clock clock) {
        return new Builder(dataSource, clock);
    }

    /** Begins to work off callbacks and refunds, and to read unfinished payments again, in threads of its own. */
    public void start() {
        inboxWorker.start();
        syncWorker.start();
        unfinishedWorker.start();
    }

    public Collection<GatewayAccount> accounts() {
        return accounts.values();
    }

    public Optional<GatewayAccount> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    public List<ConnectedShop> shops() {
        return shops;
    }

    /** The shops that have payments in this account. */
    public List<ConnectedShop> shopsOf(String account) {
        return shops.stream().filter(shop -> shop.accounts().contains(account)).toList();
    }

    /** The payments of these accounts, or of all if none is named. */
    public AccountGroup payments(Collection<String> accountNames) {
        return index.group(accounts.values().stream()
                .filter(account -> accountNames.isEmpty() || accountNames.contains(account.name()))
                .map(GatewayAccount::index)
                .toArray(AccountIndex[]::new));
    }

    public PaymentReader reader() {
        return reader;
    }

    public RefundSync sync() {
        return sync;
    }

    public Inbox inbox() {
        return inbox;
    }

    public LiveEvents live() {
        return live;
    }

    /** Works off, on the calling thread, what came in and what is due. */
    public void workOff() {
        inboxWorker.workOff();
        syncWorker.workOff();
        int unused = unfinishedWorker.workOff();
    }

    /** Runs every scan that is due, on the calling thread. */
    public void scan() {
        syncWorker.scanDue();
    }

    private void heard(SyncEvent event) {
        if (event instanceof SyncEvent.RefundChanged changed) {
            moved(changed.refund().payment());
        } else if (event instanceof SyncEvent.CaptureChanged changed) {
            moved(changed.capture().payment());
        } else if (event instanceof SyncEvent.VoidChanged changed) {
            moved(changed.released().payment());
        } else if (event instanceof SyncEvent.StartChanged changed) {
            moved(changed.started().payment());
        } else if (event instanceof SyncEvent.DiscrepancyChanged changed) {
            live.publish(PaymentKey.of(changed.discrepancy().payment()));
        } else if (event instanceof SyncEvent.Decided decided) {
            live.publish(PaymentKey.of(decided.payment()));
        }
        live.publish(LiveEvents.DESK);
    }

    private void moved(PaymentId payment) {
        live.publish(PaymentKey.of(payment));
        rereads.execute(() -> {
            try {
                reader.read(payment);
            } catch (MaksutException | IllegalArgumentException e) {
                LOG.info("{} could not be read after a refund: {}", payment, e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        inboxWorker.close();
        syncWorker.close();
        unfinishedWorker.close();
        rereads.shutdownNow();
        live.close();
        accounts.values().forEach(account -> account.portal().close());
        shops.forEach(shop -> shop.platform().close());
    }

    /** Collects accounts and shops. Not thread-safe. */
    public static final class Builder {
        private final DataSource dataSource;
        private final Clock clock;
        private final Map<PaymentGateway, WebhookSource> gateways = new LinkedHashMap<>();
        private final List<ConnectedShop> shops = new ArrayList<>();
        private UnaryOperator<RefundSync.Builder> settings = UnaryOperator.identity();

        private Builder(DataSource dataSource, Clock clock) {
            this.dataSource = dataSource;
            this.clock = clock;
        }

        /** A gateway account, and who understands what it sends. It is closed with the merchant. */
        public Builder account(PaymentGateway gateway, WebhookSource callbacks) {
            gateways.put(gateway, callbacks);
            return this;
        }

        /** A shop. It is closed with the merchant. */
        public Builder shop(ConnectedShop shop) {
            shops.add(shop);
            return this;
        }

        /** Settings of the refund engine. */
        public Builder engine(UnaryOperator<RefundSync.Builder> changed) {
            this.settings = changed;
            return this;
        }

        public Merchant build() {
            return new Merchant(this);
        }
    }
}
