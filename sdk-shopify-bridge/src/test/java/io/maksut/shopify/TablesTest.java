package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.shop.RefundWish;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the bridge keeps, on each database; whoever opens it again finds the tables made and what is in them. */
class TablesTest {
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    private static ShopifyWorld world(DataSource dataSource) {
        return new ShopifyWorld(dataSource, it -> it, null);
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void sessionsSurviveAndAreDoneOnce(TestDatabases kind) {
        DataSource dataSource = kind.fresh();
        try (ShopifyWorld world = world(dataSource)) {
            world.connectPaymentsApp();
            RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
            PaymentId payment = world.authorised("p1", "49.90");
            SessionAsked asked = SessionAsked.of(world.sandbox, SessionKind.CAPTURE);
            PaymentsSession session = asked.now();
            for (int copy = 0; copy < 2; copy++) {
                try (ShopifySessions sessions = world.sessions(sync)) {
                    assertThat(world.post(sessions, SessionKind.CAPTURE, session)
                                    .status())
                            .isEqualTo(201);
                }
            }
            try (ShopifySessions sessions = world.sessions(sync)) {
                ShopifySession stored = sessions.session("shop", session.id()).orElseThrow();
                assertThat(stored.state()).isEqualTo(LedgerOperation.State.PENDING);
                assertThat(stored.amount()).contains(ShopifyWorld.eur("49.90"));
                assertThat(stored.language().getLanguage()).isEqualTo("fi");
                sync.worker().workOff();
                assertThat(sessions.session("shop", session.id()).orElseThrow().isTold())
                        .isTrue();
                assertThat(sessions.waiting()).isEmpty();
            }
            assertThat(asked.now().state()).isEqualTo(PaymentsSession.State.RESOLVED);
            assertThat(world.frisbii.books().captured(payment.reference())).isEqualTo(4_990);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void tokensAreReplacedAndUnreadableOnDisk(TestDatabases kind) throws GeneralSecurityException {
        DataSource dataSource = kind.fresh();
        try (ShopifyWorld world = world(dataSource)) {
            OfflineTokens tokens = OfflineTokens.open(dataSource, KEY, world.clock);
            App.Tokens first = world.sandbox.app().offlineTokens();
            String client = world.sandbox.app().clientId();
            TokenTable.Owner owner = new TokenTable.Owner(client, world.sandbox.domain());
            for (int copy = 0; copy < 2; copy++) {
                tokens.save(
                        client,
                        world.sandbox.domain(),
                        first.accessToken(),
                        first.expiresIn(),
                        Objects.requireNonNull(first.refreshToken()),
                        first.refreshExpiresIn());
            }
            TokenTable.Stored stored = OfflineTokens.open(dataSource, KEY, world.clock)
                    .table()
                    .read(owner)
                    .orElseThrow();

            assertThat(stored.version()).isEqualTo(2);
            assertThat(stored.accessToken()).isEqualTo(first.accessToken());
            assertThat(stored.grant().expiresAt())
                    .isEqualTo(world.clock.instant().plus(Duration.ofHours(1)));
            assertThat(tokens.forget(client, world.sandbox.domain())).isTrue();
            assertThat(tokens.forget(client, world.sandbox.domain())).isFalse();
            assertThat(tokens.table().read(owner)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aRefundThatACallerStartedIsMadeInTheShopOnce(TestDatabases kind) {
        DataSource dataSource = kind.fresh();
        try (ShopifyWorld world = new ShopifyWorld(dataSource, it -> it, it -> it)) {
            PaymentId payment = world.paid("p1", "49.90");
            String order = world.order(payment, "49.90");
            RefundWish wish = new RefundWish("w1", order, payment, ShopifyWorld.eur("10.00"), "Õun ä ž");

            LedgerOperation started = world.sync().start("shop", wish);
            LedgerOperation again = world.sync().start("shop", wish);

            assertThat(started.state()).isEqualTo(LedgerOperation.State.SUCCEEDED);
            assertThat(again.gatewayRefund()).isEqualTo(started.gatewayRefund());
            assertThat(world.sandbox.order(order).refunds())
                    .singleElement()
                    .satisfies(refund -> assertThat(refund.note()).startsWith("Õun ä ž "));
        }
    }
}
