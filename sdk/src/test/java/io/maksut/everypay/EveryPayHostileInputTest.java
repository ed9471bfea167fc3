package io.maksut.everypay;

import static io.maksut.everypay.EveryPayStubs.ID;
import static io.maksut.everypay.EveryPayStubs.REFERENCE;
import static io.maksut.everypay.EveryPayStubs.afterwards;
import static io.maksut.everypay.EveryPayStubs.bankPayment;
import static io.maksut.everypay.EveryPayStubs.eur;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static io.maksut.portal.Resolutions.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.error.MoneyOutcome;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.Portal;
import io.maksut.testing.ScriptedServer;
import io.maksut.testing.ScriptedServer.Scripted;
import io.maksut.transport.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Any status code, any bytes, any truncation: a payment or one of our exceptions, and no refund that is made up. */
class EveryPayHostileInputTest {
    private static final int CASES = Boolean.getBoolean("maksut.nightly") ? 10_000 : 1_000;
    private static final Scripted PAYMENT = answer(200, bankPayment("currency", quoted("EUR")));

    private static final List<String> BODIES = List.of(
            payment(),
            payment("currency", quoted("EUR")),
            bankPayment("currency", quoted("EUR")),
            payment("payment_state", quoted("refunded"), "standing_amount", "40.00"),
            payment("payment_state", quoted("initial"), "payment_method", "null"),
            afterwards("refunded", "40.00"),
            afterwards("refunded", "40.00"),
            afterwards("settled", "42.90"),
            EveryPayStubs.account(),
            "{\"error\":{\"code\":4037,\"message\":\"Open banking payments cannot be refunded\"}}",
            "{\"status\":404,\"error\":\"Not Found\"}");

    private static final List<String> INSERTS = List.of(
            "",
            "null",
            "[]",
            "{}",
            "\"\"",
            "-1",
            "1e99",
            "9".repeat(40),
            "true",
            "\u0000",
            "\"",
            "}",
            ",",
            "\\u0000",
            "\\ud800",
            "0.001",
            "[".repeat(3_000));

    private static final List<Integer> STATUSES =
            List.of(200, 200, 200, 200, 200, 201, 302, 400, 401, 403, 404, 422, 429, 500);

    /** Dates of an answer that do not tell that the gateway's window has closed; the empty one: the answer has no Date. */
    private static final List<String> NO_TIMES =
            List.of("", " ", "soon", "0", "2026-03-01T12:30:00Z", "Sun, 01 Mar 2020 12:00:00 GMT");

    private final long seed = Long.getLong("maksut.seed", System.nanoTime());
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    private final VirtualTime time = new VirtualTime();
    private final Deque<Scripted> script = new ArrayDeque<>();
    private int requests;

    /** What the script says next, and when it is at its end a good payment with the time of the gateway. */
    private synchronized Scripted next() {
        requests++;
        return script.isEmpty()
                ? PAYMENT.dated(RFC_1123_DATE_TIME.format(time.now().atZone(UTC)))
                : script.remove();
    }

    private synchronized void script(Scripted... answers) {
        script.clear();
        script.addAll(List.of(answers));
        requests = 0;
    }

    private synchronized int requests() {
        return requests;
    }

    private EveryPayGateway gateway(ScriptedServer server) {
        return (EveryPayGateway) EveryPayPortal.builder()
                .apiUsername(EveryPayStubs.USER)
                .apiSecret(EveryPayStubs.SECRET)
                .accountName(EveryPayStubs.ACCOUNT)
                .api(server.address())
                .openBankingRefund(OpenBankingRefund.EXECUTED)
                .attempts(1)
                .limits(1_000_000, 1_000_000, 10, 10)
                .time(time)
                .buildGateway();
    }

    @Test
    void whateverAReadIsAnsweredWithOnlyExceptionsOfTheSdkComeOut() throws IOException {
        int read = 0;
        try (ScriptedServer server = ScriptedServer.start(this::next);
                EveryPayGateway gateway = gateway(server);
                Portal portal = Portal.over(gateway)) {
            for (int i = 0; i < CASES; i++) {
                script(hostile(), hostile());
                try {
                    assertThat(portal.payment(REFERENCE).id()).isEqualTo(ID);
                    read++;
                } catch (MaksutException e) {
                    assertThat(e.money()).as("seed %s", seed).isEqualTo(MoneyOutcome.NOT_MOVED);
                    assertThat(e.toString()).doesNotContain(EveryPayStubs.SECRET, "liisa@");
                }
                calmDown();
            }
        }
        assertThat(read).as("seed %s", seed).isBetween(CASES / 100, CASES / 2);
    }

    @Test
    void whateverARefundIsAnsweredWithItIsSentOnceAndDoneOnlyWhereTheGatewaySaysSo() throws IOException {
        int done = 0;
        try (ScriptedServer server = ScriptedServer.start(this::next);
                EveryPayGateway gateway = gateway(server)) {
            for (int i = 0; i < CASES; i++) {
                script();
                Attempt attempt = gateway.refunds().prepare(REFERENCE, eur("2.90"), CallOptions.DEFAULT);
                Scripted answer = hostile();
                script(PAYMENT, answer);

                Outcome outcome = gateway.refunds().submit(attempt, CallOptions.DEFAULT);

                assertThat(requests()).as("seed %s: read and refund", seed).isEqualTo(2);
                if (outcome instanceof Outcome.Done) {
                    done++;
                    assertThat(new String(answer.body(), UTF_8)).contains("refunded", "40");
                }
                calmDown();
                String noTime = oneOf(NO_TIMES);
                script(noTime.isEmpty() ? PAYMENT : PAYMENT.dated(noTime));
                assertThat(outcome(gateway.refunds().resolve(attempt, CallOptions.DEFAULT)))
                        .as("seed %s: nothing is missing at a time that nobody tells: %s", seed, noTime)
                        .isInstanceOf(Outcome.Unknown.class);
                assertThat(outcome(gateway.refunds().resolve(attempt, CallOptions.DEFAULT)))
                        .as("seed %s: nothing is missing", seed)
                        .isInstanceOf(Outcome.NotMoved.class);
            }
        }
        assertThat(done).as("seed %s", seed).isBetween(1, CASES / 2);
    }

    /** Long enough for a circuit breaker that has opened to let a call through, and for the gateway's window to close. */
    private void calmDown() {
        time.advance(Duration.ofMinutes(25));
    }

    private Scripted hostile() {
        int status = oneOf(STATUSES);
        if (random.nextInt(6) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return new Scripted(status, noise, noise.length);
        }
        StringBuilder text = new StringBuilder(oneOf(BODIES));
        for (int edits = random.nextInt(3); edits > 0 && !text.isEmpty(); edits--) {
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(at + random.nextInt(40), text.length()), oneOf(INSERTS));
        }
        byte[] body = text.toString().getBytes(UTF_8);
        boolean cut = body.length > 0 && random.nextInt(12) == 0;
        return new Scripted(status, body, cut ? random.nextInt(body.length) : body.length);
    }

    private <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private static Scripted answer(int status, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return new Scripted(status, bytes, bytes.length);
    }
}
