package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.DatabaseException;
import io.maksut.payment.PaymentId;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a newer version of the bridge wrote is set aside with its payment, and nothing else waits for it. */
@ParameterizedClass
@EnumSource(TestDatabases.class)
class UnreadableSessionsTest {
    @Parameter
    private TestDatabases kind;

    private DataSource dataSource;
    private ShopifyWorld world;
    private ShopifySessions sessions;

    @BeforeEach
    void open() {
        dataSource = kind.fresh();
        world = new ShopifyWorld(dataSource, it -> it, null);
        world.connectPaymentsApp();
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        sessions = world.sessions(sync);
    }

    @AfterEach
    void close() {
        sessions.close();
        world.close();
    }

    /** A capture session of a payment of its own. */
    private PaymentId asked(String payment) {
        PaymentId id = world.authorised(payment, "49.90");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.CAPTURE, payment).now();
        assertThat(sessions.handle(SessionKind.CAPTURE, world.request(session)).status())
                .isEqualTo(201);
        return id;
    }

    private void theOtherIsCaptured(String change) throws SQLException {
        PaymentId first = asked("p1");
        PaymentId second = asked("p2");
        TestDatabases.execute(
                dataSource,
                "update maksut_shopify_session set " + change + " where id = (select id from (select min(id) as id"
                        + " from maksut_shopify_session) as first)");

        sessions.workOff();

        assertThat(List.of(captured(first), captured(second))).containsExactly(0L, 4_990L);
        assertThat(sessions.setAside())
                .extracting(ShopifySessions.SetAside::paymentId)
                .hasSize(1);
    }

    private long captured(PaymentId payment) {
        return world.frisbii.books().captured(payment.reference());
    }

    @Test
    void aStateOfANewerVersionStopsNoOtherSession() throws SQLException {
        theOtherIsCaptured("state = 'paused'");
    }

    @Test
    void aKindOfANewerVersionStopsNoOtherSession() throws SQLException {
        theOtherIsCaptured("kind = 'extend'");
    }

    @Test
    void aReasonToWaitOfANewerVersionIsNoReasonToHideTheOthers() throws SQLException {
        asked("p1");
        asked("p2");
        TestDatabases.execute(dataSource, "update maksut_shopify_session set hold = 'not_sent'");
        TestDatabases.execute(
                dataSource,
                "update maksut_shopify_session set hold = 'stop_switch' where id = (select id from"
                        + " (select min(id) as id from maksut_shopify_session) as first)");

        assertThat(sessions.waiting()).hasSize(1);
        assertThat(sessions.setAside()).hasSize(1);
    }

    @Test
    void aVersionThatKnowsItGoesOnWithIt() throws SQLException {
        PaymentId payment = asked("p1");
        TestDatabases.execute(dataSource, "update maksut_shopify_session set currency = 'QQQ'");
        sessions.workOff();
        assertThat(captured(payment)).isZero();
        TestDatabases.execute(dataSource, "update maksut_shopify_session set currency = 'EUR'");
        world.clock.advance(Duration.ofHours(1));

        sessions.workOff();

        assertThat(captured(payment)).isEqualTo(4_990);
        assertThat(sessions.setAside()).isEmpty();
    }

    @Test
    void aStartedRefundOfANewerVersionIsNotStartedAgain() throws SQLException {
        ShopifyRefunds refunds = ShopifyRefunds.open(dataSource, world.shop, world.clock);
        TestDatabases.execute(
                dataSource,
                "insert into maksut_shopify_refund (shop, wish, order_id, parent_id, gateway, currency, amount, note,"
                        + " idempotency_key, state, sent_at, changed_at) values ('shop', 'w', 'o', 'p', 'g', 'EUR', 500, 'n', 'k',"
                        + " 'scheduled', 1, 1)");

        assertThatThrownBy(() -> refunds.find("w"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("column state")
                .hasMessageNotContaining("scheduled");
    }
}
