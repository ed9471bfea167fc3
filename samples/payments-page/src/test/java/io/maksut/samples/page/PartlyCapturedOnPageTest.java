package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** 1.00 of 67.00 was captured: neither list nor details read as if the customer had paid 67.00. */
class PartlyCapturedOnPageTest {
    private final PageUnderTest page = PageUnderTest.get();

    private Client reader(String handle, String language) {
        page.world()
                .flatpay()
                .charge(handle)
                .state("authorized")
                .amount(6_700)
                .currency("EUR")
                .method("card")
                .created(page.world().clock().instant().minusSeconds(600))
                .add();
        page.world().flatpay().settleAsStaff(handle, 100);
        page.world().merchant().reader().read(PageUnderTest.flatpay(handle));
        Client client = Client.signedIn(page, "katri");
        client.get("/language/" + language);
        return client;
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]*>", " ")
                .replace("&euro;", "€")
                .replace('\u00a0', ' ')
                .replace('\u202f', ' ')
                .replaceAll("\\s+", " ");
    }

    @Test
    void theListAndTheDetailsSayWhatWasCapturedOfWhat() {
        for (String[] expected : new String[][] {
            {"en", "€1.00 of €67.00", "You can deliver"},
            {"fi", "1,00 € / 67,00 €", "Voit toimittaa tilauksen"},
            {"lv", "1,00 € no 67,00 €", "Varat nosūtīt preci"}
        }) {
            String reference = "partly-" + expected[0];
            Client client = reader(reference, expected[0]);
            String list = text(client.get("/payments?q=" + reference).body());
            String details = text(client.get(PageUnderTest.path(PageUnderTest.flatpay(reference)))
                    .body());

            assertThat(list).contains(expected[1]);
            assertThat(details).contains(expected[1]).doesNotContain(expected[2]);
        }
    }

    @Test
    void theDetailsShowWhichIdIsWhichAndTheListFindsTheCaptureById() {
        Client client = reader("ids-of-part", "en");
        List<String> ids =
                page.world().merchant().reader().read(PageUnderTest.flatpay("ids-of-part")).references().stream()
                        .map(it -> it.value())
                        .toList();
        String details = text(client.get(PageUnderTest.path(PageUnderTest.flatpay("ids-of-part")))
                .body());

        assertThat(ids).hasSizeGreaterThanOrEqualTo(3);
        for (String id : ids) {
            assertThat(details).contains(id);
            assertThat(client.get("/payments?q=" + id).body()).contains("ids-of-part");
        }
        assertThat(details).contains("Invoice (id)", "Authorisation (id)", "Capture (id)");
    }
}
