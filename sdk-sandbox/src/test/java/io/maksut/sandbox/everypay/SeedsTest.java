package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.sandbox.Movement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsTest {
    @RegisterExtension
    static final EveryPaySandboxExtension GATEWAY = new EveryPaySandboxExtension();

    private final EveryPaySandbox sandbox = GATEWAY.sandbox();
    private final RawClient client = new RawClient(sandbox, Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initial",
                "waiting_for_3ds_response",
                "waiting_for_sca",
                "confirmed_3ds",
                "sent_for_processing",
                "authorised",
                "settled",
                "failed",
                "abandoned",
                "voided",
                "refunded",
                "chargebacked"
            })
    void aPaymentCanStandInAnyState(String state) throws Exception {
        String payment = sandbox.payment().state(state).add();

        assertThat(client.payment(payment).text("payment_state")).isEqualTo(state);
        assertThat(sandbox.callbacks().all()).isEmpty();
    }

    @Test
    void aSeededPaymentHasTheBooksOfOneThatCameAboutInTheUsualWay() throws Exception {
        String payment = sandbox.payment()
                .amount(1_000)
                .captured(800)
                .state("refunded")
                .refunded(300)
                .email("anna@example.com")
                .created(Instant.parse("2026-01-02T03:04:05Z"))
                .card("master_card", "0007")
                .add();

        RawClient.Answer answer = client.payment(payment);
        assertThat(answer.raw("standing_amount")).isEqualTo("5.0");
        assertThat(answer.text("payment_created_at")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(answer.json().getAsJsonObject("cc_details").get("last_four_digits"))
                .hasToString("\"0007\"");
        assertThat(sandbox.books().movements(payment))
                .extracting(Movement::kind, Movement::amountMinor, Movement::by)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Movement.Kind.AUTHORISE, 1_000L, Movement.By.SEED),
                        org.assertj.core.groups.Tuple.tuple(Movement.Kind.CAPTURE, 800L, Movement.By.SEED),
                        org.assertj.core.groups.Tuple.tuple(Movement.Kind.REFUND, 300L, Movement.By.SEED));
    }

    @Test
    void settingsThatDoNotFitTogetherAreRefused() {
        assertThatThrownBy(() -> sandbox.payment().captured(10_001).add()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.payment().refunded(1).add()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.payment().uncaptured().add()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.payment().account("NOK1").add()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProcessingAccount.of("JPY1", "JPY")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMillionPaymentsTakeNoMemoryAndEachCanBeReadAndChanged() throws Exception {
        String other = sandbox.payment().add();
        sandbox.bulk(1_000_000, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(1));

        assertThat(sandbox.references().distinct().count()).isEqualTo(1_000_001);
        String last = sandbox.references().skip(999_998).findFirst().orElseThrow();
        RawClient.Answer answer = client.payment(last);
        assertThat(last).matches("[0-9a-f]{64}").isNotEqualTo(other);
        assertThat(answer.text("payment_state")).isEqualTo("settled");
        assertThat(answer.text("order_reference")).isEqualTo("bulk-000999998");
        assertThat(answer.text("email")).isEqualTo("bulk-customer-9998@example.com");
        assertThat(answer.text("payment_created_at")).isEqualTo("2026-01-12T13:46:38Z");

        assertThat(client.refund(last, "1").status()).isEqualTo(200);
        assertThat(client.payment(last).text("payment_state")).isEqualTo("refunded");
        assertThat(sandbox.references().count()).isEqualTo(1_000_001);
        assertThat(client.payment("b" + "0".repeat(57) + "0f4240").status()).isEqualTo(404);
        assertThat(client.payment("b" + "0".repeat(57) + "-00001").status()).isEqualTo(404);
    }

    @Test
    void bulkPaymentsAreOfSeveralStates() throws Exception {
        sandbox.bulk(20);

        assertThat(sandbox.references().map(sandbox::stateOf).filter("settled"::equals))
                .hasSize(16);
        assertThat(sandbox.references().map(sandbox::stateOf).distinct())
                .containsExactlyInAnyOrder("settled", "authorised", "voided", "failed");
    }

    @Test
    void theSameSeedGivesTheSameReferences() {
        try (EveryPaySandbox one = EveryPaySandbox.builder().seed(7).start();
                EveryPaySandbox two = EveryPaySandbox.builder().seed(7).start();
                EveryPaySandbox three = EveryPaySandbox.builder().seed(8).start()) {
            assertThat(one.payment().add())
                    .isEqualTo(two.payment().add())
                    .isNotEqualTo(three.payment().add());
        }
    }

    @Test
    void resetMakesAllAsNew() throws Exception {
        String payment = sandbox.payment().add();
        sandbox.amountsAsStrings(true);
        sandbox.refundAsStaff(payment, 1);
        sandbox.reset();

        assertThat(client.payment(payment).status()).isEqualTo(404);
        assertThat(sandbox.books().movements()).isEmpty();
        assertThat(sandbox.callbacks().all()).isEmpty();
        assertThat(client.payment(sandbox.payment().add()).raw("initial_amount"))
                .isEqualTo("100.0");
    }
}
