package io.maksut.flatpay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.Amounts;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.NewPayment;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.testing.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Any status code, any bytes, any truncation: only exceptions of the SDK, and no outcome made up. */
class HostileAnswersTest {
    private static final int CASES = Boolean.getBoolean("maksut.nightly") ? 100_000 : 10_000;
    private static final CallOptions OPTIONS = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(5));

    @Test
    void whateverComesBackOnlyExceptionsOfTheSdkComeOut() throws IOException {
        long seed = Long.getLong("maksut.seed", System.nanoTime());
        System.out.println("HostileAnswersTest: " + CASES + " cases, seed " + seed + " (-Dmaksut.seed=" + seed + ")");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        HostileAnswers answers = new HostileAnswers(random);
        int refused = 0;
        try (ScriptedServer server = ScriptedServer.start(answers::next);
                PaymentGateway gateway = FlatpayPortal.builder()
                        .apiKey("priv_secret")
                        .api(server.address())
                        .checkoutApi(server.address())
                        .attempts(1)
                        .limits(100_000, 100_000, 10, 10)
                        .buildGateway()) {
            for (int i = 0; i < CASES; i++) {
                refused += call(gateway, random, i) ? 0 : 1;
            }
        }
        assertThat(refused).isBetween(CASES / 10, CASES);
    }

    /** Answers whether the call came back with a value. */
    private static boolean call(PaymentGateway gateway, RandomGenerator random, int number) {
        Portal portal = Portal.over(gateway);
        try {
            switch (random.nextInt(8)) {
                case 0 -> portal.payment("order-1", OPTIONS);
                case 1 -> portal.payment("0123456789abcdef0123456789abcdef", OPTIONS);
                case 2 ->
                    portal.payments(PaymentQuery.customerEmail("a@b.test"), OPTIONS).stream()
                            .limit(50)
                            .forEach(it -> assertThat(it.id()).isNotNull());
                case 3 ->
                    portal.payments(PaymentQuery.all().withStatus(PaymentStatus.SETTLED), OPTIONS).stream()
                            .limit(50)
                            .forEach(it -> assertThat(it.id()).isNotNull());
                case 4 -> portal.capture(new PaymentId("flatpay", "order-1"), Money.of("EUR", "1.00"), OPTIONS);
                case 5 -> portal.voidAuthorisation(new PaymentId("flatpay", "order-1"), OPTIONS);
                case 6 ->
                    portal.createPaymentLink(
                            NewPayment.of(new OrderReference("o" + number), Money.of("EUR", "1.00"))
                                    .build(),
                            OPTIONS);
                default -> gateway.refunds().submit(attempt(), OPTIONS);
            }
            return true;
        } catch (MaksutException e) {
            assertThat(String.valueOf(e.getMessage()))
                    .doesNotContain("priv_secret")
                    .doesNotContain("@");
            return false;
        }
    }

    private static Attempt attempt() {
        Money one = Money.of("EUR", "1.00");
        return new Attempt(
                new PaymentId("flatpay", "order-1"),
                one,
                "key-1",
                Instant.EPOCH,
                Amounts.of(one, one, one.minus(one)),
                Map.of());
    }

    /** Answers from plausible to absurd. */
    private record HostileAnswers(RandomGenerator random) {
        private static final List<String> BODIES = List.of(
                """
                {"handle":"order-1","state":"authorized","customer":"c","amount":100,"currency":"EUR",\
                "created":"2026-01-10T10:00:00.000+00:00","source":{"type":"card"},"refunded_amount":0,\
                "authorized_amount":100,"url":"https://pay.example.test/1","id":"0123456789abcdef0123456789abcdef",\
                "content":[],"email":"a@b.test"}""",
                """
                {"handle":"order-1","state":"settled","customer":"c","amount":100,"currency":"EUR",\
                "source":{"type":"card","masked_card":"411111XXXXXX1111","exp_date":"12-28"},"refunded_amount":30,\
                "transaction":"0123456789abcdef0123456789abcdef","error_state":"processing_error","error":"x@y.test"}""",
                """
                {"size":100,"count":1,"content":[{"handle":"order-1","state":"settled","customer":"c","amount":100,\
                "currency":"EUR","refunded_amount":0,"id":"0123456789abcdef0123456789abcdef","invoice":"order-1",\
                "email":"a@b.test"}],"next_page_token":"t"}""",
                """
                {"id":"r1","state":"refunded","invoice":"order-1","amount":100,"currency":"EUR"}""",
                """
                {"code":13,"error":"a@b.test is wrong","http_status":400,"request-id":"r","message":"4111111111111111"}""",
                "<html><body>Maintenance for a@b.test</body></html>",
                "",
                "null",
                "[]",
                "{\"amount\":1e999999999,\"state\":\"settled\",\"handle\":\"h\",\"currency\":\"EUR\"}",
                "[".repeat(5_000));
        private static final List<String> VALUES = List.of(
                "null",
                "-1",
                "1e400",
                "99999999999999999999",
                "0.5",
                "\"\"",
                "[]",
                "{}",
                "true",
                "\"XXX\"",
                "\"\\u0000\"",
                "\"a@b.test\"",
                "[null]",
                "[1]",
                "{\"type\":{}}");

        ScriptedServer.Scripted next() {
            int status = random.nextInt(4) > 0 ? 200 : 100 + random.nextInt(500);
            byte[] body = body();
            int sent = random.nextInt(5) == 0 ? random.nextInt(body.length + 1) : body.length;
            return new ScriptedServer.Scripted(Math.max(200, status), body, sent);
        }

        private byte[] body() {
            if (random.nextInt(10) == 0) {
                byte[] noise = new byte[random.nextInt(2_000)];
                random.nextBytes(noise);
                return noise;
            }
            String body = BODIES.get(random.nextInt(BODIES.size()));
            for (int i = random.nextInt(4); i > 0; i--) {
                body = mutated(body);
            }
            return body.getBytes(UTF_8);
        }

        /** Puts another value behind a random colon, or cuts something out. */
        private String mutated(String body) {
            List<Integer> colons = IntStream.range(0, body.length())
                    .filter(i -> body.startsWith("\":", i))
                    .boxed()
                    .toList();
            if (colons.isEmpty() || random.nextInt(5) == 0) {
                int from = random.nextInt(body.length() + 1);
                return body.substring(0, from) + body.substring(Math.min(body.length(), from + random.nextInt(9)));
            }
            int at = colons.get(random.nextInt(colons.size())) + 2;
            int end = at;
            while (end < body.length() && ",}".indexOf(body.charAt(end)) < 0) {
                end++;
            }
            return body.substring(0, at) + VALUES.get(random.nextInt(VALUES.size())) + body.substring(end);
        }
    }
}
