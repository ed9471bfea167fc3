package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.GatewayRefusedException;
import io.maksut.payment.Payment;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.PaymentSearch;
import io.maksut.portal.Portal;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that covers too much for the gateway (code 144) is asked for by parts, and comes to the same. */
class LongListsTest {
    private static final Instant NOW = Instant.parse("2026-11-15T10:00:00Z");

    private FrisbiiSandbox sandbox;
    private Portal portal;

    @AfterEach
    void stop() {
        portal.close();
        sandbox.close();
    }

    private void start(ZoneId zone, Duration ahead) {
        sandbox = FrisbiiSandbox.builder()
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .zone(zone)
                .start();
        portal = FlatpayFixture.settings(sandbox)
                .clock(Clock.fixed(NOW.plus(ahead), ZoneOffset.UTC))
                .build();
    }

    private void charge(String handle, Instant created) {
        sandbox.charge(handle).customer("mari").created(created).add();
    }

    private static List<String> handles(Iterable<Payment> payments) {
        List<String> handles = new ArrayList<>();
        payments.forEach(it -> handles.add(it.id().reference()));
        return handles;
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,40,0",
        "Europe/Riga,40,0",
        "Asia/Tokyo,31,0",
        "UTC,2,0",
        "UTC,40,8",
        "Europe/Helsinki,40,60000",
        "UTC,40,-600"
    })
    void nothingIsLostOrDoubledAtTheSeams(String zone, long longestDays, long minutesAhead) {
        start(ZoneId.of(zone), Duration.ofMinutes(minutesAhead));
        for (int seam = 0; seam < 12; seam++) {
            // On every place where a part may end, and as near to it as the gateway can tell.
            Instant at = NOW.minus(Duration.ofDays(seam * 30L));
            charge("at-" + seam, at);
            charge("before-" + seam, at.minusMillis(1));
            charge("hour-" + seam, at.minus(Duration.ofHours(2)));
        }
        for (int i = 0; i < 230; i++) {
            charge("dense-" + i, NOW.minus(Duration.ofDays(3)).minusSeconds(i));
        }
        PaymentQuery query = PaymentQuery.all().withCreated(NOW.minus(Duration.ofDays(420)), null);
        List<String> all = handles(portal.payments(query));
        assertThat(all).hasSize(36 + 230).doesNotHaveDuplicates();

        sandbox.longestQuery(Duration.ofDays(longestDays));

        assertThat(handles(portal.payments(query))).isEqualTo(all);
    }

    @Test
    void whatIsYearsOldIsFoundByTheCustomersAddressToo() {
        start(ZoneOffset.UTC, Duration.ZERO);
        sandbox.customer("mari", "mari@example.test", "Mari", "Maasikas");
        charge("new", NOW.minus(Duration.ofDays(1)));
        charge("old", NOW.minus(Duration.ofDays(3_000)));
        sandbox.longestQuery(Duration.ofDays(200));

        assertThat(handles(portal.payments(PaymentQuery.customerEmail("mari@example.test"))))
                .containsExactly("new", "old");
    }

    @Test
    void aRangeOfTimeIsKeptInParts() {
        start(ZoneOffset.UTC, Duration.ZERO);
        for (int day = 0; day < 400; day += 10) {
            charge("day-" + day, NOW.minus(Duration.ofDays(day)));
        }
        PaymentQuery query =
                PaymentQuery.all().withCreated(NOW.minus(Duration.ofDays(300)), NOW.minus(Duration.ofDays(100)));
        List<String> whole = handles(portal.payments(query));
        assertThat(whole).hasSize(20);
        sandbox.longestQuery(Duration.ofDays(33));

        assertThat(handles(portal.payments(query))).isEqualTo(whole);
    }

    @Test
    void aSearchInPartsGoesOnFromAStoredCursor() {
        start(ZoneOffset.UTC, Duration.ZERO);
        for (int day = 0; day < 200; day++) {
            charge("day-" + day, NOW.minus(Duration.ofDays(day)));
        }
        sandbox.longestQuery(Duration.ofDays(40));
        PaymentSearch search = portal.payments(PaymentQuery.all().withCreated(NOW.minus(Duration.ofDays(250)), null));

        List<String> found = new ArrayList<>();
        for (PaymentPage page = first(search);
                ;
                page = first(search.from(page.next().orElseThrow()))) {
            page.payments().forEach(it -> found.add(it.id().reference()));
            if (page.next().isEmpty()) {
                break;
            }
        }

        assertThat(found).hasSize(200).doesNotHaveDuplicates().first().isEqualTo("day-0");
    }

    private static PaymentPage first(PaymentSearch search) {
        return search.pages().iterator().next();
    }

    @Test
    void aTransactionIsFoundInParts() {
        start(ZoneOffset.UTC, Duration.ZERO);
        charge("old", NOW.minus(Duration.ofDays(500)));
        charge("new", NOW);
        String transaction = portal.payment("old").transactionId().orElseThrow();
        sandbox.longestQuery(Duration.ofDays(40));

        assertThat(portal.payment(transaction).id().reference()).isEqualTo("old");
    }

    @Test
    void aListOfWhichEvenAnHourIsTooMuchIsRefusedAndNotAskedForEver() {
        start(ZoneOffset.UTC, Duration.ZERO);
        charge("a", NOW);
        sandbox.longestQuery(Duration.ofMinutes(1));

        assertThatThrownBy(() -> portal.payments(PaymentQuery.all()).stream().toList())
                .isInstanceOf(GatewayRefusedException.class);
        List<RecordedRequest> asked = sandbox.requests().all("GET", "/v1/list/charge");
        assertThat(asked).hasSizeBetween(2, 20);
    }
}
