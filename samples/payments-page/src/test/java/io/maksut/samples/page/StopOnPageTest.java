package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.flatpay.FlatpayPortal;
import io.maksut.flatpay.FlatpayWebhooks;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.samples.page.access.PageDatabase;
import io.maksut.samples.page.access.Passwords;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Tampered;
import io.maksut.samples.page.access.Users;
import io.maksut.samples.page.demo.DemoWorld;
import io.maksut.samples.page.merchant.Merchant;
import io.maksut.samples.page.web.PageSettings;
import io.maksut.samples.page.web.PaymentsPage;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sync.MoneyStop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The stop switch on the page: seen by everybody, thrown and ended by administrators, once for each form. */
class StopOnPageTest {
    private static PageUnderTest page;

    @BeforeAll
    static void open() {
        page = PageUnderTest.still();
    }

    @AfterAll
    static void close() {
        page.close();
    }

    @AfterEach
    void goOn() {
        stops().forEach(stop -> sync().syncDesk().start(stop.id(), "test", "the next test"));
    }

    private static RefundSync sync() {
        return page.world().merchant().sync();
    }

    private static List<MoneyStop> stops() {
        return sync().ledger().stops();
    }

    private static String text(Client client, String language, String path) {
        return TechnicalTextTest.text(
                client.get(path, "Accept-Language", language).body());
    }

    @Test
    void whatAnAdministratorStopsInTheBrowserMovesNoMoneyUntilItGoesOn() {
        PaymentId payment = page.payment("stopped-1", "settled", "card", 5_000);
        Browser browser = Browser.signedIn(page, "aino").open("/desk");
        browser.type("#stop-note", "the numbers cannot be right");
        browser.go("form[action='/desk/stops'] button");

        assertThat(browser.text(".notices")).contains("All refunds and captures are stopped");
        assertThat(browser.text("section[aria-labelledby=h-stops]"))
                .contains("Everything", "aino", "the numbers cannot be right");
        assertThat(browser.violations()).isEmpty();
        page.world().kotikauppa().order("8801", payment);
        long wanted = sync().request(
                        "Kotikauppa",
                        page.world().kotikauppa().asksToRefund("8801", "R-stopped", payment, Money.of("EUR", "10.00")))
                .operation()
                .id();
        page.passes(Duration.ofMinutes(10));
        assertThat(sync().ledger().refund(wanted).orElseThrow().reviewReason()).contains(ReviewReason.STOPPED);

        browser.open("/desk").go("section[aria-labelledby=h-stops] .title a");
        assertThat(browser.violations()).isEmpty();
        browser.type("#note", "understood");
        browser.doubleClick("form.decide button");
        browser.until("it goes on", () -> stops().isEmpty());

        page.passes(Duration.ofMinutes(10));
        browser.open("/audit");
        assertThat(browser.text(".plain"))
                .contains("Money operations stopped", "Money operations let go on", "understood", "aino");
        assertThat(sync().ledger().refund(wanted).orElseThrow().reviewReason())
                .isNotEqualTo(Optional.of(ReviewReason.STOPPED));
    }

    @Test
    void aFormIsActedOnOnceAndOnlyForWhoMay() {
        Client aino = Client.signedIn(page, "aino");
        Map<String, String> form =
                aino.formOf("/desk", Map.of("scope", "account/flatpay", "note", "the gateway asked us to"));
        assertThat(aino.post("/desk/stops", form).statusCode()).isEqualTo(303);
        assertThat(stops()).hasSize(1);
        assertThat(stops().get(0).scope()).isEqualTo(MoneyStop.Scope.account("flatpay"));
        String ofIt = "/desk/stops/" + stops().get(0).id();

        Client mari = Client.signedIn(page, "mari");
        Map<String, String> hers = mari.formOf("/payments", Map.of("scope", "all", "note", "stop"));
        hers.put("ticket", UUID.randomUUID().toString());
        assertThat(mari.post("/desk/stops", hers).statusCode()).isEqualTo(403);
        assertThat(mari.post(ofIt + "/end", hers).statusCode()).isEqualTo(403);
        assertThat(text(mari, "en", ofIt)).contains("An administrator decides", "the gateway asked us to", "aino");
        assertThat(text(mari, "en", "/desk")).doesNotContain("Stop money operations");

        aino.post(ofIt + "/end", aino.formOf(ofIt, Map.of("note", " ")));
        assertThat(stops()).hasSize(1);
        Map<String, String> end = aino.formOf(ofIt, Map.of("note", "they are well again"));
        aino.post(ofIt + "/end", end);
        assertThat(stops()).isEmpty();
        aino.post("/desk/stops", form);
        aino.post(ofIt + "/end", end);
        assertThat(stops()).isEmpty();
        assertThat(aino.get(ofIt).statusCode()).isEqualTo(404);
        Map<String, String> other = aino.formOf("/desk", Map.of("scope", "account/nobody", "note", "x"));
        assertThat(aino.post("/desk/stops", other).statusCode()).isEqualTo(404);
    }

    @Test
    void aStopThatTheProgramSetItselfSaysWhyInThreeLanguages() {
        Tampered.with(
                page.world().database(),
                "insert into maksut_stop (scope, name, cause, stopped_because, stopped_at)"
                        + " values ('all', '', 'ledger_set_back', 'event 7 is missing', ?)",
                page.world().clock().instant().toEpochMilli());
        Client mari = Client.signedIn(page, "mari");

        assertThat(text(mari, "en", "/desk"))
                .contains("Stopped: no money moves", "This program, by itself", "the ledger was set back")
                .doesNotContain("event 7 is missing");
        assertThat(text(mari, "fi", "/desk")).contains("Pysäytetty: rahaa ei liiku", "Tämä ohjelma itse");
        assertThat(text(mari, "lv", "/desk")).contains("Apturēts: nauda nekustas", "Šī programma pati");
    }

    @Test
    void whereTheProgramOnlyWatchesThePageSaysSo(@TempDir Path folder) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve("watching.db"));
        PageDatabase database = new PageDatabase(dataSource);
        Users users = new Users(database, new Passwords(1_000));
        users.add("mari", Role.REFUND, DemoWorld.PASSWORD);
        try (FrisbiiSandbox flatpay = FrisbiiSandbox.builder().start();
                Merchant watching = Merchant.builder(dataSource, Clock.systemUTC())
                        .account(
                                FlatpayPortal.builder()
                                        .apiKey(flatpay.privateKey())
                                        .api(flatpay.apiUrl())
                                        .checkoutApi(flatpay.checkoutUrl())
                                        .buildGateway(),
                                FlatpayWebhooks.builder()
                                        .secret(flatpay.webhookSecret())
                                        .build())
                        .engine(RefundSync.Builder::watchOnly)
                        .build();
                PaymentsPage other = PaymentsPage.start(
                        watching, users, database, PageSettings.local(0, PageUnderTest.ZONE), Clock.systemUTC())) {
            Client mari = Client.signedIn(other.address(), "mari");

            assertThat(text(mari, "en", "/desk")).contains("This program only watches");
            assertThat(text(mari, "fi", "/desk")).contains("Tämä ohjelma vain seuraa");
            assertThat(text(mari, "lv", "/desk")).contains("Šī programma tikai vēro");
        }
        assertThat(text(Client.signedIn(page, "mari"), "en", "/desk")).doesNotContain("only watches");
    }
}
