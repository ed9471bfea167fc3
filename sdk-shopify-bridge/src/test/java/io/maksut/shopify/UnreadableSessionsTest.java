package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.DatabaseException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.shop.RefundWish;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newer version wrote is set aside with its payment, and nothing else waits for it. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnreadableSessionsTest {
    private static final String FIRST_OF = " where id = (select id from (select min(id) as id from %s) as first)";

    @Parameter
    private TestDatabases kind;

    private final Matching matching = new Matching();
    private DataSource dataSource;
    private ShopifyWorld world;
    private ShopifyShop shop;
    private RefundSync sync;
    private ShopifySessions sessions;

    /** An index that is behind, until a test says otherwise. */
    private static final class Matching implements PaymentMatching {
        private final PaymentMatching real = PaymentMatching.reference("flatpay");
        private volatile boolean behind;

        @Override
        public Optional<PaymentId> payment(String shopifyPaymentId) {
            return behind ? Optional.empty() : real.payment(shopifyPaymentId);
        }

        @Override
        public Optional<String> shopifyPaymentId(Payment payment) {
            return real.shopifyPaymentId(payment);
        }

        @Override
        public String account() {
            return real.account();
        }
    }

    @BeforeEach
    void open() {
        dataSource = kind.fresh();
        world = new ShopifyWorld(dataSource, it -> it, null);
        world.connectPaymentsApp();
        shop = world.settings()
                .paymentsApp(ShopifyWorld.HANDLE, ShopifyTokens.fixed(world.sandbox.paymentsToken()))
                .gateway(ShopifyWorld.HANDLE, matching)
                .build();
        sync = world.sync(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay"));
        sessions = ShopifySessions.builder(dataSource, sync)
                .shop(shop)
                .clientVerified(request -> true)
                .clock(world.clock)
                .build();
    }

    @AfterEach
    void close() {
        sessions.close();
        shop.close();
        world.close();
    }

    /** A capture session of a payment of its own. */
    private PaymentId asked(String payment) {
        PaymentId id = world.authorised(payment, "49.90");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.CAPTURE, payment).now();
        assertThat(world.post(sessions, SessionKind.CAPTURE, session).status()).isEqualTo(201);
        return id;
    }

    private void work() {
        sessions.workOff();
        sync.worker().workOff();
    }

    private long captured(PaymentId payment) {
        return world.frisbii.books().captured(payment.reference());
    }

    private void change(String table, String columns) throws SQLException {
        TestDatabases.execute(dataSource, "update " + table + " set " + columns + FIRST_OF.formatted(table));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state = 'paused'", "kind = 'extend'"})
    void aSessionWithoutAPaymentOfANewerVersionStopsNoOther(String columns) throws SQLException {
        matching.behind = true;
        PaymentId first = asked("p1");
        PaymentId second = asked("p2");
        change("maksut_shopify_session", columns);
        matching.behind = false;

        work();

        assertThat(List.of(captured(first), captured(second))).containsExactly(0L, 4_990L);
        assertThat(sessions.setAside())
                .extracting(ShopifySessions.SetAside::paymentId)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state = 'paused'", "action = 'extend'", "kind = 'foreseen'"})
    void anOperationOfANewerVersionStopsNoOtherSession(String columns) throws SQLException {
        PaymentId first = asked("p1");
        PaymentId second = asked("p2");
        change("maksut_operation", columns);

        work();

        assertThat(List.of(captured(first), captured(second))).containsExactly(0L, 4_990L);
        assertThat(sync.ledger().setAside()).hasSize(1);
    }

    @Test
    void aReasonToWaitOfANewerVersionIsNoReasonToHideTheOthers() throws SQLException {
        matching.behind = true;
        asked("p1");
        asked("p2");
        TestDatabases.execute(dataSource, "update maksut_shopify_session set review_reason = 'not_sent'");
        change("maksut_shopify_session", "review_reason = 'stop_switch'");

        assertThat(sessions.waiting()).hasSize(1);
        assertThat(sessions.setAside()).hasSize(1);
    }

    @Test
    void aReasonToWaitOfANewerVersionHidesNoOtherOperation() throws SQLException {
        asked("p1");
        asked("p2");
        TestDatabases.execute(dataSource, "update maksut_operation set review_reason = 'not_sent'");
        change("maksut_operation", "review_reason = 'no_reason_yet'");

        assertThat(sync.ledger().waitingForPerson())
                .extracting(LedgerOperation::action)
                .containsExactly(LedgerOperation.Action.CAPTURE);
        assertThat(sync.ledger().setAside()).hasSize(1);
    }

    @Test
    void aVersionThatKnowsItGoesOnWithIt() throws SQLException {
        matching.behind = true;
        PaymentId payment = asked("p1");
        matching.behind = false;
        TestDatabases.execute(dataSource, "update maksut_shopify_session set currency = 'QQQ'");
        work();
        assertThat(captured(payment)).isZero();
        TestDatabases.execute(dataSource, "update maksut_shopify_session set currency = 'EUR'");
        world.clock.advance(Duration.ofHours(1));

        work();

        assertThat(captured(payment)).isEqualTo(4_990);
        assertThat(sessions.setAside()).isEmpty();
    }

    @Test
    void aStartedRefundOfANewerVersionIsNotStartedAgain() throws SQLException {
        PaymentId payment = world.paid("p1", "49.90");
        String order = world.order(payment, "49.90");
        RefundWish wish = new RefundWish("w", order, payment, ShopifyWorld.eur("5.00"), "n");
        LedgerOperation unused = sync.start("shop", wish);
        TestDatabases.execute(
                dataSource, "update maksut_operation set state = 'scheduled' where action = 'start_refund'");

        assertThatThrownBy(() -> sync.start("shop", wish))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("column state")
                .hasMessageNotContaining("scheduled");
        assertThat(world.sandbox.order(order).refunds()).hasSize(1);
    }
}
