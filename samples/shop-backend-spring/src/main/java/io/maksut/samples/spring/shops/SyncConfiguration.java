package io.maksut.samples.spring.shops;

import io.maksut.index.PaymentIndex;
import io.maksut.index.UnfinishedPayments;
import io.maksut.monitor.MaksutMeters;
import io.maksut.monitor.Monitor;
import io.maksut.portal.PaymentGateway;
import io.maksut.samples.spring.hooks.Hook;
import io.maksut.samples.spring.order.OwnShop;
import io.maksut.samples.spring.order.PaymentChanges;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundDesk;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.sync.SyncWorker;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine over all shops and gateways that there are. {@link Workers} starts and stops what works. */
@Configuration(proxyBeanMethods = false)
class SyncConfiguration {
    /** The shop's own orders: captured when they are shipped, at whichever gateway they were paid. */
    @Bean
    ConnectedShop connectedOwnShop(OwnShop shop, List<PaymentGateway> gateways) {
        String[] accounts = gateways.stream().map(PaymentGateway::account).toArray(String[]::new);
        return ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, accounts[0])
                .withAccounts(accounts)
                .withShipToSettle();
    }

    @Bean
    RefundSync refundSync(
            DataSource dataSource,
            List<PaymentGateway> gateways,
            List<ConnectedShop> shops,
            MaksutMeters meters,
            Clock clock) {
        RefundSync.Builder builder =
                RefundSync.builder(dataSource).listener(meters).clock(clock);
        gateways.forEach(builder::gateway);
        shops.forEach(builder::shop);
        return builder.build();
    }

    @Bean
    RefundDesk refundDesk(RefundSync sync) {
        return sync.desk();
    }

    @Bean(destroyMethod = "")
    SyncWorker syncWorker(RefundSync sync) {
        return sync.worker();
    }

    /** A callback that got lost leaves no order waiting for ever. */
    @Bean(destroyMethod = "")
    UnfinishedPayments unfinishedPayments(
            List<PaymentGateway> gateways, PaymentIndex index, PaymentChanges changes, Monitor monitor, Clock clock) {
        UnfinishedPayments.Builder builder = UnfinishedPayments.builder(clock).listener(changes::note);
        gateways.forEach(gateway -> builder.gateway(gateway, index));
        UnfinishedPayments worker = builder.build();
        monitor.watch(worker);
        return worker;
    }

    @Bean(destroyMethod = "")
    InboxWorker inboxWorker(Inbox inbox, List<Hook> hooks, Monitor monitor, RefundSync sync) {
        monitor.watch(inbox).watch(sync.ledger());
        InboxWorker.Builder builder = InboxWorker.builder(inbox);
        hooks.forEach(hook -> builder.on(hook.source().name(), hook.processor()));
        return builder.build();
    }
}
