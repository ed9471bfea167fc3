package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The current search as a file. */
class ExportTest {
    private final PageUnderTest page = PageUnderTest.get();

    @Test
    void theSearchIsExportedAndNoCellIsAFormula() {
        page.world().flatpay().customer("customer-of-formula-1", "formula-1@example.test", "=HYPERLINK(\"x\")", "+1;2");
        page.world()
                .flatpay()
                .charge("formula-1")
                .customer("customer-of-formula-1")
                .state("settled")
                .amount(1_234)
                .currency("EUR")
                .method("card")
                .created(page.world().clock().instant().minusSeconds(600))
                .add();
        page.world().merchant().reader().read(PageUnderTest.flatpay("formula-1"));
        Client client = Client.signedIn(page, "katri");

        String file = export(client, "/payments?q=formula-1");

        assertThat(file).startsWith("\ufeffCreated,");
        assertThat(file.lines()).hasSize(2);
        assertThat(file.lines().skip(1))
                .allSatisfy(it -> assertThat(it)
                        .contains("flatpay,formula-1,", ",EUR,12.34,12.34,0.00,12.34,")
                        .contains("\"'=HYPERLINK(\"\"x\"\") +1;2\""));
    }

    @Test
    void aLongExportTellsHowFarItIsAndHasEveryPaymentOnce() {
        Client client = Client.signedIn(page, "katri");
        String file = export(client, "/payments?account=everypay");
        assertThat(file.lines().skip(1).map(it -> it.split(",")[2]))
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates();
    }

    @Test
    void anExportIsOnlyForTheOneWhoAskedForIt() {
        Client katri = Client.signedIn(page, "katri");
        String path = begin(katri, "/payments?q=nobody%40example.test");
        assertThat(Client.signedIn(page, "mari").get(path).statusCode()).isEqualTo(404);
    }

    private static String begin(Client client, String search) {
        String action = "/exports" + search.substring("/payments".length());
        HttpResponse<String> begun = client.post(action, client.formOf(search, Map.of()));
        assertThat(begun.statusCode()).isEqualTo(303);
        return begun.headers().firstValue("Location").orElseThrow();
    }

    private static String export(Client client, String search) {
        String path = begin(client, search);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!client.get(path).body().contains(path + "/file")) {
            assertThat(client.get(path).body()).contains("<progress");
            assertThat(System.nanoTime()).as("it is never ready").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
        HttpResponse<String> file = client.get(path + "/file");
        assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("attachment");
        return file.body();
    }
}
