package io.maksut.samples.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maksut.samples.page.demo.DemoWorld;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** A real, headless Chromium, started once for all tests. */
final class Browser {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String AXE = axe();

    private static Browser only;

    private final ChromeDriver driver;
    private PageUnderTest page;

    private Browser(PageUnderTest page) {
        Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-background-timer-throttling",
                "--lang=en",
                "--hide-scrollbars",
                "--force-device-scale-factor=1");
        this.driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .usingAnyFreePort()
                        .build(),
                options);
        this.page = page;
    }

    /** As on a desktop, in light, in English, with nobody signed in. */
    static synchronized Browser fresh() {
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        assumeTrue(Files.isExecutable(DRIVER), "chromedriver is not installed");
        if (only == null) {
            Browser browser = new Browser(PageUnderTest.get());
            Runtime.getRuntime().addShutdownHook(new Thread(browser.driver::quit));
            only = browser;
        }
        only.page = PageUnderTest.get();
        only.open("/login");
        only.driver.manage().deleteAllCookies();
        only.desktop();
        only.light();
        only.languages("en");
        only.consoleErrors(); // those of whoever was here before
        return only;
    }

    static Browser signedIn(String user) {
        return signedIn(PageUnderTest.get(), user);
    }

    static Browser signedIn(PageUnderTest page, String user) {
        Browser browser = fresh();
        browser.page = page;
        String token = Client.signedIn(page, user).sessionCookie();
        browser.driver.manage().addCookie(new Cookie("maksut_session", token, "/"));
        return browser;
    }

    // How it looks at the page

    void desktop() {
        size(1_280, 840, false);
    }

    /** As on a desktop on whose screen a long page has room. */
    void tall() {
        size(1_280, 1_400, false);
    }

    void phone() {
        size(390, 844, true);
    }

    private void size(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    void light() {
        scheme("light");
    }

    void dark() {
        scheme("dark");
    }

    private void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** As a browser whose user reads these. */
    void languages(String accepted) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", accepted)));
    }

    // What it does

    Browser open(String path) {
        driver.get(page.address() + path);
        return this;
    }

    void signIn(String user) {
        type("#name", user);
        type("#password", DemoWorld.PASSWORD);
        go("button.primary");
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    void click(String selector) {
        find(selector).click();
    }

    /** Clicks on what leads to another page, and waits for that. */
    void go(String selector) {
        go(find(selector));
    }

    void goByLink(String text) {
        go(driver.findElement(By.linkText(text)));
    }

    private void go(WebElement link) {
        script("window.left = true");
        link.click();
        until(
                "another page",
                () -> Boolean.TRUE.equals(
                        script("return window.left === undefined && document.readyState === 'complete'")));
    }

    void doubleClick(String selector) {
        new Actions(driver).doubleClick(find(selector)).perform();
    }

    void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Goes on with the tabulator until this is reached; fails if it never is. */
    void tabTo(String selector) {
        for (int i = 0; i < 80; i++) {
            press(Keys.TAB);
            if (is(selector)) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    private boolean is(String selector) {
        return Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", selector));
    }

    void reload() {
        driver.navigate().refresh();
    }

    String path() {
        return driver.getCurrentUrl().substring(page.address().toString().length());
    }

    String text() {
        return find("body").getText();
    }

    String text(String selector) {
        return find(selector).getText();
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Waits until something is so, ten seconds at most. */
    void until(String what, BooleanSupplier holds) {
        until(what, PATIENCE, holds);
    }

    void until(String what, Duration most, BooleanSupplier holds) {
        long end = System.nanoTime() + most.toNanos();
        while (!holdsNow(holds)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + most + ": " + what + "\n" + text());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** What is looked at may be replaced at that very moment. */
    private static boolean holdsNow(BooleanSupplier holds) {
        try {
            return holds.getAsBoolean();
        } catch (StaleElementReferenceException | NoSuchElementException e) {
            return false;
        }
    }

    // What it finds

    /** What axe-core finds against WCAG 2.2 AA and its own best practices, one line each. */
    @SuppressWarnings("unchecked")
    List<String> violations() {
        if (Boolean.FALSE.equals(script("return 'axe' in window"))) {
            driver.executeScript(AXE);
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                                    rules: { 'target-size': { enabled: true } } })
                  .then(result => done(result.violations.flatMap(v => v.nodes.map(n =>
                      v.id + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary.replace(/\\s+/g, ' ')))))
                  .catch(error => done(['axe failed: ' + error]));
                """);
        return (List<String>) found;
    }

    /** Violations of the content security policy and errors of scripts since the page was opened. */
    List<String> consoleErrors() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(it -> it.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(it -> it.getMessage())
                .toList();
    }

    /** Whether something sticks out to the right, so that a reader has to scroll both ways. */
    boolean scrollsSideways() {
        return Boolean.TRUE.equals(
                script("return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    byte[] screenshot() {
        Object data = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        return Base64.getDecoder().decode((String) data);
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
