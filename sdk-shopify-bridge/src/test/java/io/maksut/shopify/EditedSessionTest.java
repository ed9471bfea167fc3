package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.maksut.payment.PaymentId;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shopify asks under the id of a session for something else: the first stands, and people are told at once. */
class EditedSessionTest {
    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final ShopifySessions sessions = world.sessions(sync);

    @BeforeEach
    void connect() {
        world.connectPaymentsApp();
    }

    @AfterEach
    void close() {
        sessions.close();
        world.close();
    }

    private void takeTwice(SessionKind kind, PaymentsSession session, String amount, String other) {
        String body = new String(world.request(session).body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(body).contains("\"" + amount + "\"");
        for (String asked : new String[] {body, body.replace("\"" + amount + "\"", "\"" + other + "\"")}) {
            assertThat(sessions.handle(kind, world.sessionRequest(asked)).status())
                    .isEqualTo(201);
        }
    }

    private void isTold(PaymentsSession session) {
        assertThat(world.news).contains(new ShopifyEvent.SessionEdited("shop", session.id()));
    }

    @Test
    void aRefundSessionWithAnotherAmountIsADiscrepancyAtOnce() {
        world.charge("p1", "settled", "49.90", "EUR");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.REFUND).now();

        takeTwice(SessionKind.REFUND, session, "10.00", "12.00");

        isTold(session);
        assertThat(sync.ledger().discrepancies(Discrepancy.State.OPEN))
                .extracting(Discrepancy::kind)
                .containsExactly(DiscrepancyKind.REQUEST_EDITED);
        sync.worker().workOff();
        assertThat(world.frisbii.books().refunded("p1")).isEqualTo(1_000);
    }

    @Test
    void aCaptureSessionWithAnotherAmountIsToldAndTheFirstIsDone() {
        PaymentId payment = world.authorised("p1", "49.90");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.CAPTURE).now();

        takeTwice(SessionKind.CAPTURE, session, "49.90", "39.90");

        isTold(session);
        assertThat(sync.ledger().discrepanciesOf(payment))
                .extracting(
                        Discrepancy::kind,
                        Discrepancy::state,
                        Discrepancy::subject,
                        it -> it.amount().toString())
                .containsExactly(
                        tuple(DiscrepancyKind.REQUEST_EDITED, Discrepancy.State.OPEN, session.id(), "EUR 39.90"));
        sync.worker().workOff();
        assertThat(world.frisbii.books().captured(payment.reference())).isEqualTo(4_990);
    }

    @Test
    void aVoidSessionThatComesAgainForAnotherPaymentIsADiscrepancyOfTheFirst() {
        PaymentId payment = world.authorised("p1", "49.90");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.VOID).now();
        String body = new String(world.request(session).body(), java.nio.charset.StandardCharsets.UTF_8);

        sessions.handle(SessionKind.VOID, world.sessionRequest(body));
        sessions.handle(
                SessionKind.VOID, world.sessionRequest(body.replace("\"" + session.paymentId() + "\"", "\"other\"")));

        isTold(session);
        assertThat(sync.ledger().discrepanciesOf(payment))
                .extracting(
                        Discrepancy::kind,
                        Discrepancy::subject,
                        it -> it.amount().toString())
                .containsExactly(tuple(DiscrepancyKind.REQUEST_EDITED, session.id(), "EUR 49.90"));
    }

    @Test
    void anEditedCaptureIsOneDiscrepancyHoweverOftenItComes() {
        PaymentId payment = world.authorised("p1", "49.90");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.CAPTURE).now();

        takeTwice(SessionKind.CAPTURE, session, "49.90", "39.90");
        takeTwice(SessionKind.CAPTURE, session, "49.90", "39.90");

        assertThat(sync.ledger().discrepanciesOf(payment)).hasSize(1);
    }

    @Test
    void theSameSessionAgainTellsNobody() {
        world.authorised("p1", "49.90");
        PaymentsSession session =
                SessionAsked.of(world.sandbox, SessionKind.CAPTURE).now();

        takeTwice(SessionKind.CAPTURE, session, "49.90", "49.90");

        assertThat(world.news).noneMatch(ShopifyEvent.SessionEdited.class::isInstance);
    }
}
