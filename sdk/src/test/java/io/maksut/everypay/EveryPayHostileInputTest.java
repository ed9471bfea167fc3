package io.maksut.everypay;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.maksut.everypay.EveryPayStubs.REFERENCE;
import static io.maksut.everypay.EveryPayStubs.afterwards;
import static io.maksut.everypay.EveryPayStubs.bankPayment;
import static io.maksut.everypay.EveryPayStubs.eur;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.payment.Payment;
import io.maksut.portal.CallOptions;
import io.maksut.portal.spi.RefundAttempt;
import io.maksut.portal.spi.RefundOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever bytes come, there is a payment or one of our exceptions, an outcome, and one refund on the wire. */
class EveryPayHostileInputTest {
    private static @Nullable EveryPayStubs shared;
    private static @Nullable EveryPayGateway sharedGateway;

    @BeforeContainer
    static void start() {
        EveryPayStubs stubs = new EveryPayStubs();
        shared = stubs;
        sharedGateway = stubs.gateway(it -> it.attempts(1));
    }

    @AfterContainer
    static void stop() {
        gateway().close();
        stubs().close();
    }

    private static EveryPayStubs stubs() {
        return Objects.requireNonNull(shared);
    }

    private static EveryPayGateway gateway() {
        return Objects.requireNonNull(sharedGateway);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void anyAnswerToAReadIsAPaymentOrOneOfOurExceptions(@ForAll("answers") ResponseDefinitionBuilder answer) {
        stubs().reset();
        stubs().payment(answer);

        EveryPayCall call = gateway().begin(CallOptions.DEFAULT);
        try {
            Payment payment = call.await(call.details(REFERENCE));

            assertThat(payment.id()).isEqualTo(EveryPayStubs.ID);
            assertThat(payment.allowedActions()).isNotNull();
        } catch (MaksutException expected) {
            assertThat(expected.money()).isEqualTo(MoneyOutcome.NOT_MOVED);
        }
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void anyAnswerToARefundIsAnOutcomeAndTheRefundIsSentOnce(@ForAll("answers") ResponseDefinitionBuilder answer) {
        EveryPayStubs stubs = stubs();
        stubs.reset();
        stubs.payment(payment());
        stubs.action("refund", answer);
        RefundAttempt attempt = gateway().refunds().prepare(REFERENCE, eur("2.90"), CallOptions.DEFAULT);

        RefundOutcome outcome = gateway().refunds().submit(attempt, CallOptions.DEFAULT);

        assertThat(outcome.call().operation()).isEqualTo("refund payment");
        assertThat(stubs.sent("refund")).hasSize(1);
        if (outcome instanceof RefundOutcome.Done done) {
            assertThat(done.refund().amount()).isEqualTo(eur("2.90"));
            assertThat(done.call().httpStatus() / 100).isEqualTo(2);
        }
        stubs.time.advance(Duration.ofMinutes(6));
        assertThat(gateway().refunds().resolve(attempt, CallOptions.DEFAULT))
                .isInstanceOf(RefundOutcome.NotMoved.class);
    }

    @Provide
    Arbitrary<ResponseDefinitionBuilder> answers() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte[]> bodies = Arbitraries.frequencyOf(
                Tuple.of(1, noise),
                Tuple.of(4, Combinators.combine(bases(), edits()).as(EveryPayHostileInputTest::edited)));
        Arbitrary<Integer> statuses = Arbitraries.frequency(
                Tuple.of(12, 200),
                Tuple.of(1, 201),
                Tuple.of(1, 302),
                Tuple.of(1, 400),
                Tuple.of(1, 401),
                Tuple.of(1, 403),
                Tuple.of(1, 404),
                Tuple.of(1, 422),
                Tuple.of(1, 429),
                Tuple.of(1, 500));
        return Combinators.combine(statuses, bodies)
                .as((status, body) -> aResponse().withStatus(status).withBody(body));
    }

    private static Arbitrary<String> bases() {
        return Arbitraries.of(
                payment(),
                bankPayment(),
                payment("payment_state", quoted("refunded"), "standing_amount", "40.00"),
                payment("payment_state", quoted("initial"), "payment_method", "null"),
                afterwards("refunded", "40.00"),
                afterwards("settled", "42.90"),
                "{\"error\":{\"code\":4037,\"message\":\"Open banking payments cannot be refunded\"}}",
                "{\"status\":404,\"error\":\"Not Found\"}");
    }

    private record Edit(int at, int length, String insert) {}

    /** None, one or a few places where something else stands: a value of another type, or a broken byte. */
    private static Arbitrary<List<Edit>> edits() {
        Arbitrary<String> insert = Arbitraries.of(
                "", "null", "[]", "{}", "\"\"", "-1", "1e99", "9".repeat(40), "true", "\u0000", "\uD800", "\"", "}", ",",
                "\\u0000", "0.001", "[".repeat(3000));
        return Combinators.combine(Arbitraries.integers().between(0, 1200), Arbitraries.integers().between(0, 40), insert)
                .as(Edit::new)
                .list()
                .ofMaxSize(3);
    }

    private static byte[] edited(String json, List<Edit> edits) {
        StringBuilder text = new StringBuilder(json);
        for (Edit edit : edits) {
            int at = edit.at() % text.length();
            text.replace(at, Math.min(at + edit.length(), text.length()), edit.insert());
            if (text.isEmpty()) {
                break;
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
