package io.maksut.everypay;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.index.AccountIndex;
import io.maksut.index.PaymentIndex;
import io.maksut.index.UnfinishedPayments;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.testkit.TestDatabases;
import io.maksut.webhook.Inbox;
import io.maksut.webhook.InboxWorker;
import io.maksut.webhook.PaymentNotifications;
import io.maksut.webhook.WebhookHandler;
import io.maksut.webhook.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No callback comes: the payment ends where the gateway has it all the same. */
class LostCallbackTest {
    private final ManualClock clock = ManualClock.at(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final EveryPaySandbox gateway =
            EveryPaySandbox.builder().clock(clock).start();
    private final PaymentIndex index = PaymentIndex.open(TestDatabases.SQLITE.fresh(), clock);
    private final Portal portal = EveryPayFixture.settings(gateway)
            .clock(clock)
            .index(index::lookup)
            .customerUrl(URI.create("https://shop.example.test/thanks"))
            .build();
    private final AccountIndex payments = index.account("everypay", portal.capabilities());

    @AfterEach
    void stop() {
        portal.close();
        gateway.close();
    }

    private PaymentId checkout() {
        PaymentId id = portal.createCheckout(NewPayment.of(new OrderReference("1042"), Money.of("EUR", "12.50"))
                        .build())
                .id();
        assertThat(portal.payments(PaymentQuery.all())).hasSize(1);
        return id;
    }

    private PaymentStatus seen(PaymentId id) {
        return payments.find(id).orElseThrow().payment().status();
    }

    private UnfinishedPayments worker() {
        return UnfinishedPayments.builder(clock)
                .account(payments, portal::payment)
                .build();
    }

    @Test
    void aWaitFor3dsThatNobodyToldTheEndOfIsAbandoned() {
        PaymentId id = checkout();
        gateway.start3ds(id.reference());
        Payment waiting = payments.note(portal.payment(id));
        assertThat(waiting.status()).isEqualTo(PaymentStatus.WAITING_FOR_3DS);
        assertThat(waiting.lifecycle().abandonedAt())
                .contains(waiting.timestamps().readAt().plus(Duration.ofMinutes(15)));

        clock.advance(Duration.ofMinutes(17));
        assertThat(worker().workOff()).isOne();

        assertThat(seen(id)).isEqualTo(PaymentStatus.ABANDONED);
    }

    @Test
    void aPaymentThatWasPaidIsSeenPaid() {
        PaymentId id = checkout();
        gateway.pay(id.reference());

        clock.advance(Duration.ofMinutes(6));
        assertThat(worker().workOff()).isOne();

        assertThat(seen(id)).isNotEqualTo(PaymentStatus.INITIATED);
    }

    @Test
    void aCallbackSaysSinceWhenThePaymentWaits() {
        PaymentId id = checkout();
        gateway.start3ds(id.reference());
        Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh(), clock);
        List<Payment> told = new ArrayList<>();
        Instant received = clock.instant();
        new WebhookHandler(EveryPayCallbacks.builder().clock(clock).build(), inbox)
                .handle(new WebhookRequest(
                        "GET",
                        "/callback?payment_reference=" + id.reference() + "&event_name=status_updated",
                        Map.of(),
                        new byte[0]));
        clock.advance(Duration.ofMinutes(3));
        InboxWorker.builder(inbox)
                .on("everypay", new PaymentNotifications(portal, change -> told.add(change.payment())))
                .build()
                .workOff();

        assertThat(told).singleElement().satisfies(it -> {
            assertThat(it.status()).isEqualTo(PaymentStatus.WAITING_FOR_3DS);
            assertThat(it.lifecycle().abandonedAt())
                    .hasValueSatisfying(at -> assertThat(at)
                            .isBetween(
                                    received.plus(Duration.ofMinutes(15)).minusMillis(1),
                                    received.plus(Duration.ofMinutes(15)).plusMillis(1)));
        });
    }
}
