package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.GatewayRefusedException;
import io.maksut.payment.Payment;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that becomes too much for the gateway (code 144) while its pages are read goes on by parts where it was. */
class SplitInTheMiddleTest {
    private static final Instant NOW = Instant.parse("2026-11-15T10:00:00Z");
    private static final PaymentQuery YEAR = PaymentQuery.all().withCreated(NOW.minus(Duration.ofDays(420)), null);

    private FrisbiiSandbox sandbox;
    private Portal portal;

    @AfterEach
    void stop() {
        portal.close();
        sandbox.close();
    }

    private void start(ZoneId zone) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        sandbox = FrisbiiSandbox.builder().clock(clock).zone(zone).start();
        portal = FlatpayFixture.settings(sandbox).clock(clock).build();
    }

    private void charge(String handle, Duration ago) {
        sandbox.charge(handle).customer("mari").created(NOW.minus(ago)).add();
    }

    private static void add(List<String> handles, Iterable<Payment> payments) {
        payments.forEach(it -> handles.add(it.id().reference()));
    }

    private List<String> all(PaymentQuery query) {
        List<String> handles = new ArrayList<>();
        add(handles, portal.payments(query));
        return handles;
    }

    /** Reads a search page by page, from a stored cursor each; after {@code pages} of them something happens. */
    private List<String> allWith(PaymentQuery query, int pages, Runnable happens) {
        List<String> handles = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < 10_000; page++) {
            if (page == pages) {
                happens.run();
            }
            Iterator<PaymentPage> search = cursor == null
                    ? portal.payments(query).pages().iterator()
                    : portal.payments(query).from(cursor).pages().iterator();
            PaymentPage read = search.next();
            add(handles, read.payments());
            if (read.next().isEmpty()) {
                return handles;
            }
            cursor = read.next().get();
        }
        throw new AssertionError("there is no end");
    }

    private void fill() {
        for (int seam = 0; seam < 12; seam++) {
            Duration ago = Duration.ofDays(seam * 30L);
            charge("at-" + seam, ago);
            charge("before-" + seam, ago.plusMillis(1));
            charge("hours-" + seam, ago.plusHours(15));
        }
        for (int i = 0; i < 230; i++) {
            charge("dense-" + i, Duration.ofDays(3).plusSeconds(i));
        }
        for (int i = 0; i < 120; i++) {
            charge("wide-" + i, Duration.ofDays(40).plusHours(i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,40,1",
        "UTC,40,2",
        "UTC,2,2",
        "Europe/Riga,40,1",
        "Asia/Tokyo,31,2",
        "Pacific/Kiritimati,10,3",
        "America/Los_Angeles,31,1"
    })
    void nothingIsLostOrDoubled(String zone, long longestDays, int pages) {
        start(ZoneId.of(zone));
        fill();
        List<String> all = all(YEAR);
        assertThat(all).hasSize(36 + 230 + 120).doesNotHaveDuplicates();

        assertThat(allWith(YEAR, pages, () -> sandbox.longestQuery(Duration.ofDays(longestDays))))
                .isEqualTo(all);
    }

    @Test
    void aPartThatBecomesTooMuchIsSplitAgain() {
        start(ZoneId.of("Europe/Riga"));
        fill();
        for (int i = 0; i < 150; i++) {
            charge("second-" + i, Duration.ofDays(5).plusMinutes(10L * i));
        }
        List<String> all = all(YEAR);
        sandbox.longestQuery(Duration.ofDays(40));

        assertThat(allWith(YEAR, 2, () -> sandbox.longestQuery(Duration.ofDays(10))))
                .isEqualTo(all);
    }

    @Test
    void manyOfOneMomentAreToldApart() {
        start(ZoneOffset.UTC);
        for (int i = 0; i < 350; i++) {
            charge("imported-" + i, Duration.ofDays(3));
        }
        charge("older", Duration.ofDays(100));
        List<String> all = all(YEAR);
        assertThat(all).hasSize(351);

        assertThat(allWith(YEAR, 2, () -> sandbox.longestQuery(Duration.ofDays(40))))
                .isEqualTo(all);
    }

    @Test
    void whatComesInMeanwhileIsNotTakenForWhatWasShown() {
        start(ZoneOffset.UTC);
        fill();
        List<String> all = all(YEAR);

        List<String> found = allWith(YEAR, 1, () -> {
            charge("new-1", Duration.ofSeconds(1));
            charge("new-2", Duration.ofHours(1));
            sandbox.longestQuery(Duration.ofDays(40));
        });

        assertThat(found).isEqualTo(all);
    }

    @Test
    void customersOfOneAddressAreListedInPartsToo() {
        start(ZoneOffset.UTC);
        for (int i = 0; i < 130; i++) {
            sandbox.customer("customer-" + i, "mari@example.test", "Mari", "Maasikas");
            sandbox.charge("p-" + i)
                    .customer("customer-" + i)
                    .created(NOW.minus(Duration.ofDays(i)))
                    .add();
        }
        tooLongOnce("customer");

        assertThat(all(PaymentQuery.customerEmail("mari@example.test")))
                .hasSize(130)
                .doesNotHaveDuplicates();
    }

    @Test
    void aTransactionIsFoundBehindThePageThatWasTooMuch() {
        start(ZoneOffset.UTC);
        fill();
        charge("oldest", Duration.ofDays(900));
        String transaction = portal.payment("oldest").transactionId().orElseThrow();
        tooLongOnce("transaction");

        assertThat(portal.payment(transaction).id().reference()).isEqualTo("oldest");
    }

    private void tooLongOnce(String kind) {
        sandbox.faults()
                .next(Fault.answer(Reply.json(400, "{\"code\":144,\"error\":\"Query took too long\"}")))
                .on("GET", "/v1/list/" + kind)
                .afterMatching(1);
    }

    @Test
    void whatIsTooMuchForEverIsNotAskedForEver() {
        start(ZoneOffset.UTC);
        fill();

        assertThatThrownBy(() -> allWith(YEAR, 1, () -> {
                    sandbox.requests().clear();
                    sandbox.longestQuery(Duration.ofMinutes(1));
                }))
                .isInstanceOf(GatewayRefusedException.class);

        List<RecordedRequest> asked = sandbox.requests().all("GET", "/v1/list/charge");
        assertThat(asked).hasSizeBetween(2, 20);
    }
}
