package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CustomerJourneyTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOON);

    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY =
            new EveryPaySandboxExtension(EveryPaySandbox.builder().clock(CLOCK));

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, CLOCK);

    @BeforeEach
    void noon() {
        CLOCK.set(NOON);
    }

    @Test
    void aCardGoesThrough3dsToAuthorisedUnderPreAuthorisation() throws Exception {
        String payment = created("EUR3D1");

        sandbox.start3ds(payment);
        assertThat(read(payment)).isEqualTo("waiting_for_3ds_response");
        sandbox.confirm3ds(payment);
        assertThat(read(payment)).isEqualTo("confirmed_3ds");
        sandbox.pay(payment);

        RawClient.Answer paid = client.payment(payment);
        assertThat(paid.text("payment_state")).isEqualTo("authorised");
        assertThat(paid.text("payment_method")).isEqualTo("card");
        assertThat(paid.raw("payment_methods")).isEqualTo("null");
        assertThat(paid.text("transaction_time")).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(paid.json().getAsJsonObject("cc_details").get("month").getAsString())
                .isEqualTo("09");
        assertThat(sandbox.books().movements(payment))
                .extracting(Movement::kind)
                .containsExactly(Movement.Kind.AUTHORISE);
    }

    @Test
    void aCardReadsSettledAtOnceUnderFinalAuthorisationAndIsCapturedAtTheDaysEnd() throws Exception {
        String payment = created("EUR1");
        sandbox.pay(payment);

        assertThat(read(payment)).isEqualTo("settled");
        assertThat(sandbox.books().captured(payment)).isZero();

        // Midnight UTC+2 is 22:00 UTC.
        CLOCK.set(Instant.parse("2026-11-20T21:59:59Z"));
        sandbox.tick();
        assertThat(sandbox.books().captured(payment)).isZero();
        CLOCK.advance(Duration.ofSeconds(1));
        sandbox.tick();

        assertThat(sandbox.books().captured(payment)).isEqualTo(1_000);
        assertThat(lastEvent()).isEqualTo("marked_for_capture");
    }

    @Test
    void theCaptureDelayIsInDays() {
        sandbox.account(ProcessingAccount.of("EUR1", "EUR").withCaptureDelayDays(3));
        String payment = sandbox.payment().account("EUR1").uncaptured().add();

        CLOCK.set(Instant.parse("2026-11-23T21:59:59Z"));
        sandbox.tick();
        assertThat(sandbox.books().captured(payment)).isZero();
        CLOCK.set(Instant.parse("2026-11-23T22:00:00Z"));
        sandbox.tick();
        assertThat(sandbox.books().captured(payment)).isEqualTo(10_000);
    }

    @Test
    void aClosed3dsWindowIsAbandonedAfterFifteenMinutesWhenRead() throws Exception {
        String payment = created("EUR3D1");
        sandbox.start3ds(payment);
        sandbox.closes3ds(payment);

        CLOCK.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(read(payment)).isEqualTo("waiting_for_3ds_response");
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(read(payment)).isEqualTo("abandoned");

        assertThat(lastEvent()).isEqualTo("abandoned");
        assertThat(client.payment(payment).raw("standing_amount")).isEqualTo("10.0");
    }

    @Test
    void abandonedOnesAreFoundWithoutBeingRead() {
        String seeded = sandbox.payment()
                .state("waiting_for_3ds_response")
                .created(NOON.minus(Duration.ofMinutes(14)))
                .add();
        CLOCK.advance(Duration.ofMinutes(1));

        sandbox.tick();

        assertThat(sandbox.callbacks().pending()).singleElement().satisfies(callback -> {
            assertThat(callback.paymentReference()).isEqualTo(seeded);
            assertThat(callback.eventName()).isEqualTo("abandoned");
        });
    }

    @Test
    void anUnknownStateIsLeftAloneByTime() throws Exception {
        String payment = created("EUR3D1");
        sandbox.start3ds(payment);
        sandbox.unknownState(payment, "on_the_moon");

        CLOCK.advance(Duration.ofDays(1));
        sandbox.tick();

        assertThat(read(payment)).isEqualTo("on_the_moon");
    }

    @Test
    void aConfirmed3dsIsNotAbandoned() throws Exception {
        String payment = created("EUR3D1");
        sandbox.start3ds(payment);
        sandbox.confirm3ds(payment);

        CLOCK.advance(Duration.ofDays(1));

        assertThat(read(payment)).isEqualTo("confirmed_3ds");
    }

    @Test
    void aCancelled3dsAndADeclineFail() throws Exception {
        String cancelled = created("EUR3D1");
        sandbox.start3ds(cancelled);
        sandbox.cancels3ds(cancelled);
        String declined = created("EUR3D1");
        sandbox.choose(declined, "card");
        sandbox.failed(declined, 4028, "3DS failure due to technical errors");

        RawClient.Answer answer = client.payment(cancelled);
        assertThat(answer.text("payment_state")).isEqualTo("failed");
        assertThat(answer.json().getAsJsonObject("processing_error").get("code").getAsInt())
                .isEqualTo(4018);
        assertThat(answer.json()
                        .getAsJsonObject("cc_details")
                        .get("authorisation_code")
                        .getAsString())
                .isEqualTo("null");
        assertThat(client.payment(declined)
                        .json()
                        .getAsJsonObject("processing_error")
                        .get("code")
                        .getAsInt())
                .isEqualTo(4028);
        assertThat(sandbox.books().movements()).isEmpty();
    }

    @Test
    void aBankPaymentIsConfirmedByTheCustomerAndThenByTheBank() throws Exception {
        String payment = created("EUR3D1");
        sandbox.choose(payment, "lhv_ob_ee");
        assertThat(read(payment)).isEqualTo("initial");
        sandbox.startSca(payment);
        assertThat(read(payment)).isEqualTo("waiting_for_sca");
        sandbox.confirmSca(payment);
        assertThat(read(payment)).isEqualTo("sent_for_processing");
        assertThat(sandbox.books().movements(payment)).isEmpty();
        sandbox.bankConfirms(payment);

        RawClient.Answer answer = client.payment(payment);
        assertThat(answer.text("payment_state")).isEqualTo("settled");
        assertThat(answer.json()
                        .getAsJsonObject("ob_details")
                        .get("ob_payment_state")
                        .getAsString())
                .isEqualTo("ACSC");
        assertThat(sandbox.books().captured(payment)).isEqualTo(1_000);
    }

    @Test
    void aBankRefusesEvenAfterTheCustomerConfirmed() throws Exception {
        String payment = created("EUR3D1");
        sandbox.choose(payment, "lhv_ob_ee");
        sandbox.startSca(payment);
        sandbox.confirmSca(payment);
        sandbox.bankRefuses(payment);

        assertThat(read(payment)).isEqualTo("failed");
        assertThat(sandbox.books().movements(payment)).isEmpty();
    }

    @Test
    void aBankPaymentNeverConfirmedIsAbandoned() throws Exception {
        String payment = created("EUR3D1");
        sandbox.choose(payment, "lhv_ob_ee");
        sandbox.startSca(payment);
        sandbox.neverConfirms(payment);

        assertThat(read(payment)).isEqualTo("abandoned");
    }

    @Test
    void payPalMayWantAReviewBeforeItSettles() throws Exception {
        String reviewed = created("EUR3D1");
        sandbox.choose(reviewed, "paypal");
        sandbox.startSca(reviewed);
        sandbox.payPalReview(reviewed);
        assertThat(read(reviewed)).isEqualTo("authorised");
        assertThat(client.payment(reviewed).json().has("cc_details")).isFalse();
        sandbox.pay(reviewed);
        assertThat(read(reviewed)).isEqualTo("settled");

        String direct = sandbox.payment().state("initial").method("paypal").add();
        sandbox.pay(direct);
        assertThat(read(direct)).isEqualTo("settled");
    }

    @Test
    void stepsThatCannotFollowAreMistakesOfTheTest() throws Exception {
        String payment = created("SEK3D1");

        assertThatThrownBy(() -> sandbox.confirm3ds(payment)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.choose(payment, "lhv_ob_ee")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.startSca(payment)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.chargeback(payment)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.refundAsStaff(payment, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.pay("unknown")).isInstanceOf(IllegalArgumentException.class);
        sandbox.pay(payment);
        assertThatThrownBy(() -> sandbox.pay(payment)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.declined(payment)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theCustomerReturnsToTheShopWithBothReferences() throws Exception {
        String payment = created("EUR3D1");

        assertThat(sandbox.returnUrl(payment))
                .hasToString(
                        "https://shop.example.com/back?payment_reference=" + payment + "&order_reference=order-EUR3D1");
    }

    private String created(String account) throws Exception {
        sandbox.uniqueOrderReferences(false);
        RawClient.Answer answer = client.oneoff(account, "10", "order-" + account);
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("payment_reference");
    }

    private String read(String payment) throws Exception {
        return client.payment(payment).text("payment_state");
    }

    private String lastEvent() {
        var all = sandbox.callbacks().all();
        return all.get(all.size() - 1).eventName();
    }
}
