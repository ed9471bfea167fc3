package io.maksut.sync;

import static io.maksut.sync.SyncWorld.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundPermit;
import io.maksut.sandbox.Fault;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EveryPay lists no refunds: what is missing of a payment looks the same, whoever took it. What was not sent took nothing. */
class EqualRefundsTest {
    private final SyncWorld world = new SyncWorld();
    private final ThirdGateway everypay = new ThirdGateway(world.gateways().get(1));
    private final RefundSync sync = RefundSync.builder(world.dataSource)
            .clock(world.clock)
            .listener(world.events::add)
            .gateway(everypay)
            .shop(ConnectedShop.of(world.shop, SyncMode.PORTAL_PAYS, "everypay"))
            .build();

    @AfterEach
    void close() {
        world.close();
    }

    private RefundRequest asked(String order, PaymentId payment, String amount) {
        RefundRequest request = world.shop.asksToRefund(order, payment, eur(amount));
        sync.request("shop", request);
        return request;
    }

    private LedgerOperation ledger(RefundRequest request) {
        return sync.ledger().refund("shop", request.id()).orElseThrow();
    }

    /** The answer to a read, as the gateway gives it now. */
    private Fault asItReadsNow(PaymentId payment) throws IOException, InterruptedException {
        String login = world.everypay.apiUsername() + ":" + world.everypay.apiSecret();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(world.everypay.apiUrl() + "/payments/" + payment.reference()
                                        + "?api_username=" + world.everypay.apiUsername()))
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Fault.answer(200, "application/json", answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.00", "3.00", "8.00"})
    void aSecondRefundThatIsPreparedOnAReadFromBeforeTheFirstIsPaidToo(String second) throws Exception {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        String order = world.shop.order(payment);
        Fault before = asItReadsNow(payment);
        RefundRequest one = asked(order, payment, "5.00");
        sync.worker().workOff();
        assertThat(ledger(one).state()).isEqualTo(State.SUCCEEDED);

        world.onRead(payment, before);
        RefundRequest two = asked(order, payment, second);
        world.work(sync, Duration.ofMinutes(5));

        assertThat(ledger(two).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).isEqualTo(2);
        assertThat(world.refunded(payment)).isEqualTo(500 + eur(second).minorUnits());
        assertThat(world.shop.told(two.id())).containsExactly(Verdict.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.00", "7.00"})
    void whatStaffRefundBetweenTheReadAndTheLookIsNotTakenForTheRefundThatWasNotSent(String byStaff) {
        PaymentId payment = world.settled(Gateway.EVERYPAY, "29.80");
        everypay.whilePreparing(() -> world.refundAsStaff(payment, byStaff));

        RefundRequest request = asked(world.shop.order(payment), payment, "5.00");
        world.work(sync, Duration.ofMinutes(5));

        assertThat(world.refunds(payment)).as("refunds that we made").isZero();
        assertThat(ledger(request).reviewReason())
                .as("nobody has said whose money that was")
                .contains(ReviewReason.SUM_UNEXPLAINED);
        sync.syncDesk().retry(ledger(request).id(), "mari", "staff refunded for something else");
        world.work(sync, Duration.ofMinutes(5));
        assertThat(ledger(request).state()).isEqualTo(State.SUCCEEDED);
        assertThat(world.refunds(payment)).as("refunds that we made").isEqualTo(1);
        assertThat(world.refunded(payment)).isEqualTo(500 + eur(byStaff).minorUnits());
    }

    @Test
    void aDirectRefundThatWasNotSentIsNotDoneByWhatStaffRefunded() {
        Clerk clerk = new Clerk(world, sync);
        PaymentId payment = clerk.failedInShop(Gateway.EVERYPAY, "10.00");
        RefundPermit permit = clerk.allowed(payment, "10.00");
        everypay.whilePreparing(() -> world.refundAsStaff(payment, "10.00"));

        LedgerOperation refund = clerk.executed(permit);
        world.work(sync, Duration.ofMinutes(40));

        assertThat(sync.ledger().refund(refund.id()).orElseThrow().state()).isEqualTo(State.DECLINED);
        assertThat(world.refunds(payment)).isZero();
        assertThat(world.shop.writes()).isZero();
    }
}
