package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Amounts;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.samples.page.demo.DemoWorld;
import io.maksut.samples.page.merchant.GatewayAccount;
import io.maksut.samples.page.web.PageSettings;
import io.maksut.samples.page.web.PaymentsPage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of a merchant with very many payments: how large it is, and how long the server takes for it. */
class ManyPaymentsTest {
    private static final int PAYMENTS = 100_000;
    private static final int LARGEST = 100 << 10;
    private static final long LONGEST_MILLIS = 100;
    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
    private static final boolean NIGHTLY = Boolean.getBoolean("maksut.nightly");

    @Test
    void theListOfAHundredThousandPaymentsIsSmallAndQuick() {
        try (DemoWorld world = DemoWorld.open(0, 1_000, Clock.systemUTC());
                PaymentsPage page = PaymentsPage.start(
                        world.merchant(),
                        world.users(),
                        world.database(),
                        PageSettings.local(0, PageUnderTest.ZONE),
                        world.clock())) {
            fill(
                    world.merchant().account(DemoWorld.EVERYPAY).orElseThrow(),
                    world.clock().instant());
            Client client = Client.signedIn(page.address(), "katri");
            String second = next(client.get("/payments").body());
            for (String path : new String[] {
                "/payments",
                second,
                "/payments?status=SETTLED&method=CARD",
                "/payments?attention=1",
                "/payments?q=customer500%40example.test",
                "/payments?min=90&max=91"
            }) {
                measure(client, path);
            }
        }
    }

    private static void measure(Client client, String path) {
        int rounds = NIGHTLY ? 200 : 10;
        IntStream.range(0, NIGHTLY ? 200 : 5).forEach(i -> client.get(path));
        double[] millis = new double[rounds];
        int size = 0;
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = client.get(path);
            millis[i] = (System.nanoTime() - begin) / 1e6;
            assertThat(answer.body()).contains("class=\"payments\"");
            size = answer.body().getBytes(StandardCharsets.UTF_8).length;
        }
        Arrays.sort(millis);
        double median = millis[rounds / 2];
        double p99 = millis[(int) Math.ceil(rounds * 0.99) - 1];
        System.out.printf("%s: median %.1f ms, p99 %.1f ms, %,d bytes%n", path, median, p99, size);
        assertThat(size).as("bytes of %s", path).isLessThan(LARGEST);
        if (NIGHTLY) {
            assertThat(median).as("milliseconds for %s", path).isLessThan(LONGEST_MILLIS);
        }
    }

    private static String next(String body) {
        Matcher next = NEXT.matcher(body);
        assertThat(next.find()).isTrue();
        return next.group(1).replace("&amp;", "&");
    }

    private static void fill(GatewayAccount account, Instant now) {
        account.index()
                .seenAll(() -> IntStream.range(0, PAYMENTS)
                        .mapToObj(i -> payment(account, now, i))
                        .iterator());
    }

    private static Payment payment(GatewayAccount account, Instant now, int i) {
        PaymentStatus[] statuses = {
            PaymentStatus.SETTLED, PaymentStatus.SETTLED, PaymentStatus.AUTHORISED, PaymentStatus.FAILED
        };
        PaymentStatus status = statuses[i % statuses.length];
        Money amount = Money.ofMinor("EUR", 500 + i % 20_000);
        Money none = Money.ofMinor("EUR", 0);
        return Payment.builder(
                        new PaymentId(account.name(), "%064d".formatted(i)),
                        status,
                        i % 5 == 0 ? PaymentMethod.OPEN_BANKING : PaymentMethod.CARD,
                        Amounts.of(amount, status == PaymentStatus.SETTLED ? amount : none, none),
                        account.gateway().capabilities())
                .timestamps(Timestamps.builder(now)
                        .created(now.minusSeconds(60L * i))
                        .build())
                .orderReference(new OrderReference("M-" + i))
                .customer(Customer.builder()
                        .email("customer" + i % 5_000 + "@example.test")
                        .build())
                .build();
    }
}
