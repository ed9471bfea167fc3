package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.OrderRefund;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Refunds past the shop, in a browser: the answer of the rule, and that money moves once whatever is pressed. */
class RefundInBrowserTest {
    private final PageUnderTest page = PageUnderTest.get();

    private static Browser ask(String user, PaymentId id, String reason) {
        Browser browser = Browser.signedIn(user).open(PageUnderTest.path(id));
        browser.go("a[href$='/refund']");
        browser.type("#reason", reason);
        browser.go("form.stack button.primary");
        return browser;
    }

    @Test
    void aRefundThatBelongsInTheShopIsRefusedWithTheRemedyAndTheOrder() {
        PaymentId id = page.payment("refused-1", "settled", "card", 7_900);
        page.world().kotikauppa().order("7101", id);

        Browser browser = ask("mari", id, "it did not fit");

        assertThat(browser.text(".verdict")).isEqualTo("Not here");
        assertThat(browser.text("#explanation")).contains("7101").containsIgnoringCase("in the shop");
        assertThat(browser.find(".answer a.primary").getDomAttribute("href"))
                .isEqualTo("https://kotikauppa.example.test/orders/7101");
        assertThat(page.world().flatpay().books().refunded("refused-1")).isZero();
    }

    @Test
    void anOutageIsNoAnswerAndMayBeTriedAgain() {
        PaymentId id = PageUnderTest.flatpay("order-5007");

        Browser browser = ask("mari", id, "the customer asked");
        assertThat(browser.text(".verdict")).isEqualTo("Cannot be told");
        assertThat(browser.text("#explanation")).isNotEmpty();
        browser.go(".answer form button");

        assertThat(browser.text(".verdict")).isEqualTo("Cannot be told");
        assertThat(page.world().flatpay().books().refunded("order-5007")).isZero();
    }

    @Test
    void anAllowedRefundIsConfirmedPaidOnceAndTheShopBroughtInLine() {
        PaymentId id = PageUnderTest.flatpay("order-5001");

        Browser browser = ask("mari", id, "the shop's refund failed");
        assertThat(browser.text(".answer"))
                .contains("€49.90", "the shop's refund failed", "mari", "Permission ends at");
        String confirmation = browser.path();
        browser.go(".answer button.primary");
        browser.until("back at the payment", () -> browser.path().equals(PageUnderTest.path(id)));

        assertThat(browser.text(".notices")).contains("Refunded: €49.90");
        browser.until("the status follows", () -> browser.text("h1").contains("Refunded"));
        browser.until("the shop shows it", () -> recordedInShop(id) == 1);
        assertThat(page.world().flatpay().books().refunded("order-5001")).isEqualTo(4_990);

        browser.reload();
        browser.open(confirmation);
        if (!browser.all(".answer button.primary").isEmpty()) {
            browser.go(".answer button.primary");
        }
        browser.open(PageUnderTest.path(id)).reload();
        assertThat(page.world().flatpay().books().refunded("order-5001")).isEqualTo(4_990);
        assertThat(recordedInShop(id)).isEqualTo(1);
        assertThat(browser.text(".timeline")).contains("mari", "the shop's refund failed");
    }

    private long recordedInShop(PaymentId id) {
        return page.world().kotikauppa().refunds(id).stream()
                .filter(it -> it.portalKey() != null && it.money() == OrderRefund.Payout.NONE)
                .filter(it -> it.amount().equals(Money.of("EUR", "49.90")))
                .count();
    }

    @Test
    void aDoubleClickRefundsOnce() {
        PaymentId id = PageUnderTest.flatpay("order-5002");
        Browser browser = ask("mari", id, "the shop's refund failed");

        browser.doubleClick(".answer button.primary");

        browser.until("back at the payment", () -> browser.path().equals(PageUnderTest.path(id)));
        browser.until("paid", () -> page.world().flatpay().books().refunded("order-5002") > 0);
        page.world().merchant().workOff();
        assertThat(page.world().flatpay().books().refunded("order-5002")).isEqualTo(12_000);
    }

    @Test
    void aDoubleClickCapturesOnce() {
        PaymentId id = page.authorised("double-1", 5_000);
        Browser browser = Browser.signedIn("mari").open(PageUnderTest.path(id) + "/capture");
        browser.type("#amount", "20.00");

        browser.doubleClick("form.stack button.primary");

        browser.until("back at the payment", () -> browser.path().equals(PageUnderTest.path(id)));
        browser.until("captured", () -> page.world().flatpay().books().captured("double-1") > 0);
        browser.reload();
        assertThat(page.world().flatpay().books().captured("double-1")).isEqualTo(2_000);
    }

    @Test
    void anAuthorisationIsVoidedAndThenNothingIsAllowedAnyMore() {
        PaymentId id = page.authorised("void-1", 5_000);
        Browser browser = Browser.signedIn("mari").open(PageUnderTest.path(id));
        browser.go("a[href$='/void']");
        browser.go("form button.danger");

        browser.until("voided", () -> browser.text("h1").contains("Cancelled"));
        assertThat(browser.all(".actions button[disabled]")).hasSize(3);
        assertThat(browser.all(".whys dd"))
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.getText()).isNotBlank());
        assertThat(page.world().flatpay().stateOf("void-1")).isEqualTo("cancelled");
    }

    @Test
    void whoMayOnlyLookSeesWhyTheButtonsAreDisabled() {
        PaymentId id = page.authorised("look-1", 5_000);
        Browser browser = Browser.signedIn("katri").open(PageUnderTest.path(id));

        assertThat(browser.all(".actions a")).isEmpty();
        assertThat(browser.all(".actions button[disabled]")).hasSize(3);
        assertThat(browser.text(".whys")).contains("May look");
        browser.open(PageUnderTest.path(id) + "/refund");
        assertThat(browser.text("h1")).isEqualTo("Not allowed");
    }

    @Test
    void aCaseAtTheSyncDeskIsClosedWithANoteAndLeavesTheList() {
        Browser browser = Browser.signedIn("aino").open("/desk");
        int before = browser.all("section[aria-labelledby=h-discrepancies] .cases > li")
                .size();
        assertThat(before).isPositive();
        browser.go("section[aria-labelledby=h-discrepancies] .cases .title a");
        browser.type("#note", "settled with the customer by telephone");
        browser.go("form.decide button");

        assertThat(browser.text(".notices")).contains("on record");
        browser.open("/desk");
        assertThat(browser.all("section[aria-labelledby=h-discrepancies] .cases > li"))
                .hasSize(before - 1);
        browser.open("/audit");
        assertThat(browser.text(".plain")).contains("settled with the customer by telephone", "aino");
    }

    @Test
    void aRefundWhoseOutcomeIsNotKnownIsClosedAsPaidAndLeavesTheDesk() {
        Browser browser = Browser.signedIn("aino").open("/desk");
        browser.goByLink("Refund of €20.00");
        assertThat(browser.text("h1")).contains("Outcome not known");
        browser.type("#note-paid", "the gateway's portal shows it");
        browser.go("form[action$='/paid'] button");

        assertThat(browser.text("h1")).doesNotContain("Outcome not known");
        browser.open("/desk");
        assertThat(browser.text()).doesNotContain("Refund of €20.00");
        browser.open("/audit");
        assertThat(browser.text(".plain")).contains("Closed as paid", "the gateway's portal shows it", "aino");
    }

    @Test
    void theKeyboardAloneRefunds() {
        PaymentId id = PageUnderTest.flatpay("order-5004");
        Browser browser = Browser.signedIn("mari").open(PageUnderTest.path(id));
        browser.tabTo("a[href$='/refund']");
        browser.press(Keys.ENTER);
        browser.until("the form", () -> browser.path().endsWith("/refund"));
        browser.tabTo("#reason");
        browser.press("no mouse at hand");
        browser.tabTo("form.stack button.primary");
        browser.press(Keys.ENTER);
        browser.until("the answer", () -> !browser.all(".answer button.primary").isEmpty());
        browser.tabTo(".answer button.primary");
        browser.press(Keys.ENTER);

        browser.until("refunded", () -> page.world().flatpay().books().refunded("order-5004") == 7_500);
    }

    @Test
    void aFormWithoutItsTokenIsNotActedOn() {
        PaymentId id = page.authorised("tokenless", 5_000);
        Browser browser = Browser.signedIn("mari").open(PageUnderTest.path(id) + "/void");
        Object unused =
                browser.script("document.querySelectorAll('input[name=csrf]').forEach(field => field.remove())");

        browser.go("form button.danger");

        assertThat(browser.text("main")).contains("Nothing was done");
        assertThat(page.world().flatpay().stateOf("tokenless")).isEqualTo("authorized");
    }
}
