package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Looking for payments, in a browser: by what is typed, by filters, live, by keyboard, in three languages. */
class SearchInBrowserTest {
    private static final Duration LIVE = Duration.ofSeconds(2);

    private final PageUnderTest page = PageUnderTest.get();

    @Test
    void aPaymentIsFoundByEmailByIdAndByLink() {
        page.authorised("search-1", 1_250);
        Browser browser = Browser.signedIn("katri").open("/payments");

        browser.type("#q", "search-1@example.test");
        browser.go(".search .line button");
        assertThat(browser.all(".payments tbody tr")).hasSize(1);
        assertThat(browser.text(".payments tbody tr")).contains("€12.50", "Authorised", "search-1");
        assertThat(browser.path()).isEqualTo("/payments?q=search-1%40example.test");

        browser.type("#q", "search-1");
        browser.go(".search .line button");
        String link = browser.path();
        browser.open("/payments").open(link);
        browser.go(".payments .order a");
        assertThat(browser.path()).isEqualTo(PageUnderTest.path(PageUnderTest.flatpay("search-1")));
    }

    @Test
    void filtersNarrowDownAndAreTakenAwayOneByOne() {
        Browser browser = Browser.signedIn("katri").open("/payments");
        browser.click(".filters summary");
        browser.click("input[name=status][value=SETTLED]");
        browser.click("input[name=method][value=OPEN_BANKING]");
        browser.type("input[name=min]", "10,00");
        browser.go(".panel .submit button");
        assertThat(browser.all(".payments .status .badge"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.getText()).isEqualTo("Settled"));
        assertThat(browser.all(".chips a")).hasSize(3);

        browser.go(".chips li:last-child a");
        assertThat(browser.all(".chips a")).hasSize(2);
        assertThat(browser.path()).contains("status=SETTLED").doesNotContain("min=");
    }

    @Test
    void whatIsNowhereIsAnsweredWithAdviceAndWhatCannotBeReadWithTheReason() {
        Browser browser = Browser.signedIn("katri").open("/payments?q=nobody%40example.test");
        assertThat(browser.text(".empty")).contains("Nothing was found", "has to be complete");
        browser.open("/payments?from=yesterday&min=a+lot");
        assertThat(browser.all(".notice.bad")).hasSize(2);
    }

    @Test
    void olderPaymentsAreOnePageOnAndNoneIsShownTwice() {
        Browser browser = Browser.signedIn("katri").open("/payments");
        List<String> first = shown(browser);
        browser.go(".pages a[rel=next]");
        List<String> second = shown(browser);
        assertThat(first).hasSize(50).doesNotContainAnyElementsOf(second);
    }

    private static List<String> shown(Browser browser) {
        return browser.all(".payments tbody tr").stream()
                .map(it -> it.getDomAttribute("id"))
                .toList();
    }

    @Test
    void aChangeAtTheGatewayIsOnTheListAndOnThePaymentWithinTwoSeconds() {
        PaymentId id = page.authorised("live-1", 2_000);
        Browser browser = Browser.signedIn("katri").open("/payments?q=live-1");
        String mark = UUID.randomUUID().toString();
        browser.script("window.mark = arguments[0]", mark);

        page.world().flatpay().settleAsStaff("live-1", 2_000);
        page.world().deliver();
        browser.until(
                "the list shows it",
                LIVE,
                () -> browser.text(".payments .status").contains("Settled"));
        assertThat(browser.script("return window.mark")).as("no reload").isEqualTo(mark);
        browser.until("it is said aloud", LIVE, () -> said(browser).equals("live-1: Settled"));

        browser.open(PageUnderTest.path(id));
        browser.script("window.mark = arguments[0]", mark);
        page.world().flatpay().refundAsStaff("live-1", 500);
        page.world().deliver();
        browser.until("the payment shows it", LIVE, () -> browser.text("h1").contains("Partially refunded"));
        assertThat(browser.script("return window.mark")).as("no reload").isEqualTo(mark);
    }

    private static String said(Browser browser) {
        return (String) browser.script("return document.getElementById('said').textContent");
    }

    @Test
    void aPaymentIsFoundOpenedAndCapturedByKeyboardAlone() {
        PaymentId id = page.authorised("keys-1", 3_000);
        Browser browser = Browser.fresh().open("/payments");
        browser.press("mari", Keys.TAB, io.maksut.samples.page.demo.DemoWorld.PASSWORD, Keys.ENTER);
        browser.until("signed in", () -> browser.path().equals("/payments"));

        browser.tabTo("a.skip");
        browser.press(Keys.ENTER);
        browser.tabTo("#q");
        browser.press("keys-1", Keys.ENTER);
        browser.until("found", () -> browser.all(".payments tbody tr").size() == 1);
        browser.tabTo(".payments .order a");
        browser.press(Keys.ENTER);
        browser.until("opened", () -> browser.path().equals(PageUnderTest.path(id)));
        browser.tabTo("a[href$='/capture']");
        browser.press(Keys.ENTER);
        browser.until("the form", () -> browser.path().endsWith("/capture"));
        browser.tabTo("#amount");
        browser.press(Keys.chord(Keys.CONTROL, "a"), "10.00", Keys.ENTER);
        browser.until("captured", () -> browser.text(".notices").contains("€10.00"));

        assertThat(page.world().flatpay().books().captured("keys-1")).isEqualTo(1_000);
    }

    @Test
    void thePageSpeaksTheBrowsersLanguageOrTheOneThatIsChosen() {
        page.payment("tongues-1", "settled", "card", 123_450);
        Browser browser = Browser.signedIn("katri");
        browser.languages("fi-FI,fi;q=0.9,en;q=0.5");
        browser.open("/payments?q=tongues-1");
        assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("fi");
        assertThat(browser.text(".payments tbody tr")).contains("Suoritettu", "1 234,50 €");

        browser.languages("de");
        browser.open("/payments?q=tongues-1");
        assertThat(browser.text(".payments tbody tr")).contains("Settled", "€1,234.50");

        browser.goByLink("Latviešu");
        assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("lv");
        assertThat(browser.path()).isEqualTo("/payments?q=tongues-1");
        assertThat(browser.text(".payments tbody tr")).contains("Izpildīts");
    }
}
