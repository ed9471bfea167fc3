package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.sync.RefundDesk;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Every page: whether everybody can use it, on whatever screen; and pictures of it, in {@code target/screenshots}. */
class LookOfThePageTest {
    private static final Path PICTURES = Path.of("target/screenshots");

    private final PageUnderTest page = PageUnderTest.get();

    private List<String> pages() {
        PaymentId id = page.payment("look-settled", "settled", "card", 4_200);
        PaymentId reserved = page.authorised("look-reserved", 4_200);
        String payment = PageUnderTest.path(id);
        return List.of(
                "/payments",
                "/payments?q=nobody%40example.test",
                "/payments?status=SETTLED&method=CARD&min=10&from=nonsense",
                "/payments?attention=1",
                payment,
                PageUnderTest.path(PageUnderTest.flatpay("order-5013")),
                payment + "/refund",
                payment + "/record",
                PageUnderTest.path(reserved) + "/capture",
                PageUnderTest.path(reserved) + "/void",
                payment + "/capture",
                "/desk",
                "/desk/refunds/1",
                "/desk/discrepancies/1",
                "/analysis",
                "/audit",
                "/users",
                "/nowhere");
    }

    @Test
    void everybodyCanUseEveryPageInLightInTheDarkAndOnAPhone() {
        Browser browser = Browser.signedIn("aino");
        for (String path : pages()) {
            browser.open(path);
            requireUsable(browser, path);
        }
        Browser.fresh().open("/login");
        requireUsable(browser, "/login");
    }

    private static void requireUsable(Browser browser, String page) {
        requireNothingFound(browser, page);
        browser.dark();
        requireNothingFound(browser, page + " in the dark");
        browser.phone();
        requireNothingFound(browser, page + " on a phone, in the dark");
        browser.light();
        browser.desktop();
    }

    private static void requireNothingFound(Browser browser, String page) {
        assertThat(browser.violations()).as(page).isEmpty();
        assertThat(browser.scrollsSideways()).as("%s scrolls sideways", page).isFalse();
        assertThat(browser.consoleErrors().stream().filter(it -> !it.contains("/nowhere")))
                .as("errors on %s", page)
                .isEmpty();
    }

    @Test
    void theAnswersOfTheRefundDeskCanBeUsedByEverybody() {
        for (String order : new String[] {"order-5003", "order-5007"}) {
            Browser browser = Browser.signedIn("aino");
            browser.open(PageUnderTest.path(PageUnderTest.flatpay(order)) + "/refund");
            browser.type("#reason", "to be looked at");
            browser.go("form.stack button.primary");
            requireUsable(browser, order);
        }
    }

    @Test
    void picturesAreTaken() throws IOException {
        try (PageUnderTest untouched = PageUnderTest.at(Instant.parse("2026-11-20T09:41:00Z"))) {
            takeAll(untouched);
        }
    }

    private static void takeAll(PageUnderTest page) throws IOException {
        PaymentId refused = page.payment("order-6001", "settled", "card", 7_900);
        page.world().kotikauppa().order("6001", refused);
        PaymentId refunded = PageUnderTest.flatpay("order-5001");
        RefundDesk desk = page.world().merchant().sync().desk();
        RefundDecision decision = desk.decide(
                refunded, Money.of("EUR", "20.00"), "mari", "the shop could not refund it, and the customer waits");
        assertThat(decision).isInstanceOf(RefundDecision.Allowed.class);
        desk.execute(((RefundDecision.Allowed) decision).permit());
        Browser browser = Browser.signedIn(page, "aino");
        take(browser, "/payments", "list");
        browser.tall();
        take(browser, PageUnderTest.path(refunded), "details");
        browser.desktop();
        take(browser, "/desk", "sync-desk");
        take(browser, "/analysis", "analysis");
        browser.open(PageUnderTest.path(refused) + "/refund");
        browser.type("#reason", "It did not fit; the customer sent it back.");
        browser.go("form.stack button.primary");
        write(browser, "refused-refund");
        browser.open(PageUnderTest.path(PageUnderTest.flatpay("order-5002")) + "/refund");
        browser.type("#reason", "The shop could not refund it.");
        browser.go("form.stack button.primary");
        write(browser, "allowed-refund");
        browser.dark();
        take(browser, PageUnderTest.path(PageUnderTest.flatpay("order-5014")), "details-dark");
        browser.light();
        browser.phone();
        take(browser, "/payments", "phone");
    }

    private static void take(Browser browser, String path, String name) throws IOException {
        browser.open(path);
        browser.until("what comes later is there", () -> browser.all(".loading").isEmpty());
        write(browser, name);
    }

    private static void write(Browser browser, String name) throws IOException {
        byte[] picture = small(browser.screenshot());
        assertThat(picture.length).as("bytes of %s", name).isBetween(5_000, 200_000);
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), picture);
    }

    /** A browser is in a hurry: packed again, and without transparency, a picture is a good deal smaller. */
    private static byte[] small(byte[] picture) throws IOException {
        BufferedImage full = ImageIO.read(new ByteArrayInputStream(picture));
        BufferedImage opaque = new BufferedImage(full.getWidth(), full.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(full, 0, 0, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(opaque, "png", out);
        return out.toByteArray();
    }
}
