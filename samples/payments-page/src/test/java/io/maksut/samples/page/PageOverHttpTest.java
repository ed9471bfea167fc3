package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.samples.page.demo.DemoWorld;
import io.maksut.samples.page.web.PageSettings;
import io.maksut.samples.page.web.PaymentsPage;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and what becomes of requests that no page of ours makes. */
class PageOverHttpTest {
    private static final Pattern NOTICE =
            Pattern.compile("<p class=\"notice [a-z]+\">.*?<span>(.*?)</span>", Pattern.DOTALL);

    private final PageUnderTest page = PageUnderTest.get();

    private Client client() {
        return new Client(page.address());
    }

    @Test
    void itListensOnLoopbackUnlessToldOtherwise() {
        PageSettings local = PageSettings.local(0, PageUnderTest.ZONE);
        assertThat(local.address()).isEqualTo("127.0.0.1");
        assertThat(client().get("/login", "X-Forwarded-Host", "elsewhere.example")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/payments",
                "/payments/abc",
                "/desk",
                "/desk/refunds/1",
                "/analysis",
                "/audit",
                "/users",
                "/refunds/1",
                "/exports/1",
                "/exports/1/file"
            })
    void whoIsNotSignedInIsSentToSignIn(String path) {
        HttpResponse<String> answer = client().get(path);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("/login?to=");
    }

    @Test
    void theStreamOfEventsIsForThoseWhoAreSignedIn() {
        assertThat(client().get("/events").statusCode()).isEqualTo(401);
    }

    @Test
    void signingInLeadsBackToPagesOfOursOnly() {
        for (String to :
                new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"}) {
            Client client = client();
            HttpResponse<String> answer = client.post(
                    "/login",
                    client.formOf("/login", Map.of("name", "katri", "password", DemoWorld.PASSWORD, "to", to)));
            assertThat(answer.headers().firstValue("Location")).as(to).hasValue("/payments");
        }
    }

    @Test
    void everyPageCarriesAStrictPolicyAndIsNotKept() {
        HttpResponse<String> answer = Client.signedIn(page, "aino").get("/payments");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.body()).doesNotContain("style=", "onclick", "javascript:", "<style");
        assertThat(Pattern.compile("(src|href)=\"(https?:)?//")
                        .matcher(answer.body())
                        .find())
                .isFalse();
    }

    @Test
    void theSessionIsInACookieThatScriptsAndOtherSitesDoNotGet() {
        Client client = client();
        HttpResponse<String> answer = client.post(
                "/login", client.formOf("/login", Map.of("name", "katri", "password", DemoWorld.PASSWORD, "to", "")));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(it -> assertThat(it).startsWith("maksut_session=").contains("HttpOnly", "SameSite=Lax"));
    }

    @Test
    void aForgedFormIsNotActedOn() {
        PaymentId id = page.authorised("forged-1", 5_000);
        Client client = Client.signedIn(page, "mari");
        String path = PageUnderTest.path(id) + "/capture";
        Map<String, String> form = client.formOf(path, Map.of("amount", "50.00"));
        Map<String, String> without = new HashMap<>(form);
        without.remove("csrf");
        Map<String, String> others = new HashMap<>(form);
        others.put("csrf", Client.signedIn(page, "mari").formOf(path, Map.of()).get("csrf"));

        assertThat(client.post(path, without).statusCode()).isEqualTo(403);
        assertThat(client.post(path, others).statusCode()).isEqualTo(403);
        assertThat(client.post(path, form, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);

        assertThat(page.world().flatpay().books().captured("forged-1")).isZero();
        assertThat(client.post(path, form).statusCode()).isEqualTo(303);
        assertThat(page.world().flatpay().books().captured("forged-1")).isEqualTo(5_000);
    }

    @Test
    void aFormThatComesManyTimesAtOnceIsActedOnOnce() {
        PaymentId id = page.authorised("many-1", 5_000);
        Client client = Client.signedIn(page, "mari");
        String path = PageUnderTest.path(id) + "/capture";
        Map<String, String> form = client.formOf(path, Map.of("amount", "10.00"));

        List<CompletableFuture<Integer>> answers = java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> client.post(path, form).statusCode()))
                .toList();
        assertThat(answers).allSatisfy(it -> assertThat(it.join()).isEqualTo(303));

        assertThat(page.world().flatpay().books().captured("many-1")).isEqualTo(1_000);
    }

    @Test
    void rolesAreCheckedWhereItIsDoneNotOnlyWhereItIsShown() {
        PaymentId id = page.authorised("roles-1", 5_000);
        Client katri = Client.signedIn(page, "katri");
        Map<String, String> form = katri.formOf("/payments", Map.of("amount", "50.00", "reason", "r", "note", "n"));
        form.put("ticket", UUID.randomUUID().toString());
        String path = PageUnderTest.path(id);
        for (String action : new String[] {"/capture", "/void", "/refund"}) {
            assertThat(katri.post(path + action, form).statusCode()).as(action).isEqualTo(403);
        }
        Client mari = Client.signedIn(page, "mari");
        Map<String, String> hers = mari.formOf(path + "/capture", Map.of("note", "n", "text", "t"));
        for (String action : new String[] {
            "/desk/refunds/1/retry",
            "/desk/refunds/1/paid",
            "/desk/discrepancies/1/accept",
            "/users",
            path + "/record/release"
        }) {
            assertThat(mari.post(action, hers).statusCode()).as(action).isEqualTo(403);
        }
        assertThat(mari.get("/audit").statusCode()).isEqualTo(403);
        assertThat(page.world().flatpay().books().captured("roles-1")).isZero();
    }

    @Test
    void whoIsShutOutIsOutAtOnce() {
        page.world().users().add("leena", io.maksut.samples.page.access.Role.LOOK, DemoWorld.PASSWORD);
        Client leena = Client.signedIn(page, "leena");
        assertThat(leena.get("/payments").statusCode()).isEqualTo(200);
        Client aino = Client.signedIn(page, "aino");
        aino.post("/users/change", aino.formOf("/users", Map.of("name", "leena", "role", "LOOK", "blocked", "1")));
        assertThat(leena.get("/payments").statusCode()).isEqualTo(303);
        assertThat(aino.get("/audit").body()).contains("leena", "LOOK, blocked");
    }

    @Test
    void whatIsDoneAndWhatIsRefusedStandsInTheAudit() {
        PaymentId id = page.authorised("audit-1", 5_000);
        Client mari = Client.signedIn(page, "mari");
        String path = PageUnderTest.path(id) + "/capture";
        mari.post(path, mari.formOf(path, Map.of("amount", "7.00")));
        String audit = Client.signedIn(page, "aino").get("/audit").body();
        assertThat(audit).contains("mari", "EUR 7.00", path.split("/")[2]);
    }

    @Test
    void passwordsCannotBeTriedOneAfterTheOther() {
        DemoWorld world = page.world();
        try (PaymentsPage other = PaymentsPage.start(
                world.merchant(),
                world.users(),
                world.database(),
                PageSettings.local(0, PageUnderTest.ZONE),
                world.clock())) {
            Client client = new Client(other.address());
            Map<String, String> wrong = client.formOf("/login", Map.of("name", "mari", "password", "wrong", "to", ""));
            for (int i = 0; i < 5; i++) {
                assertThat(client.post("/login", wrong).statusCode()).isEqualTo(401);
            }
            Map<String, String> right = new HashMap<>(wrong);
            right.put("password", DemoWorld.PASSWORD);
            HttpResponse<String> answer = client.post("/login", right);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 11L);
            assertThat(answer.body()).contains("Too many tries");
        }
    }

    @Test
    void theRawAnswerOfTheGatewayIsShownWithoutItsSecrets() {
        PaymentId reference = page.world()
                .merchant()
                .payments(java.util.Set.of(DemoWorld.EVERYPAY))
                .page(io.maksut.portal.PaymentQuery.all(), null, 1)
                .payments()
                .get(0)
                .payment()
                .id();
        String body = Client.signedIn(page, "katri")
                .get(PageUnderTest.path(reference))
                .body();
        Matcher raw = Pattern.compile("<details class=\"card raw\">.*?<pre[^>]*>(.*?)</pre>", Pattern.DOTALL)
                .matcher(body);
        assertThat(raw.find()).isTrue();
        assertThat(raw.group(1)).contains("payment_state").doesNotContainPattern("(token|secret)[^\\n]*[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/payments/zzz",
                "/payments/bm90aGluZw",
                "/payments/%00%ff",
                "/payments/ZmxhdHBheTpub3RoaW5nLWhlcmU",
                "/payments?after=nonsense",
                "/refunds/1",
                "/refunds/%F0%9F%92%A9",
                "/desk/refunds/999999999999999999",
                "/desk/refunds/99999999999999999999",
                "/desk/refunds/-1",
                "/desk/discrepancies/x",
                "/exports/../../etc/passwd",
                "/exports/x/file",
                "/language/xx",
                "/assets/..%2f..%2fview/layout.ftlh",
                "/assets/page.txt",
                "/webjars/../secret",
                "/.git/config",
                "/callbacks/nobody"
            })
    void whatIsNotThereIsAnsweredInTheFourHundreds(String path) {
        HttpResponse<String> answer = Client.signedIn(page, "aino").get(path);
        assertThat(answer.statusCode()).isBetween(400, 499);
        requireNoStackTrace(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/payments?q=%00%01%02",
                "/payments?q=%F0%9F%92%A9%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/payments?status=NOTHING&method=X&account=%00&attention=maybe&unknown=1",
                "/payments?from=9999999-01-01&to=0000-00-00&min=1e99999&max=-5&currency=XXX",
                "/payments?min=99999999999999999999999999&max=0.001",
                "/analysis?from=1&to=x&currency=%27&account=none",
                "/analysis?from=0001-01-01&to=9999-12-31",
                "/audit?before=-1",
                "/audit?before=999999999999999999"
            })
    void whatCannotBeUnderstoodIsPassedOverOrExplained(String path) {
        HttpResponse<String> answer = Client.signedIn(page, "aino").get(path);
        assertThat(answer.statusCode()).isIn(200, 404);
        assertThat(answer.body()).doesNotContain("<script>alert");
        requireNoStackTrace(answer);
    }

    @Test
    void hostileFormsAreRefusedAndMoveNothing() {
        PaymentId id = page.authorised("hostile-1", 5_000);
        Client client = Client.signedIn(page, "aino");
        String path = PageUnderTest.path(id) + "/capture";
        for (String amount : new String[] {
            "", "-1", "0", "1e3", "NaN", "50.001", "50.01", "٣", "9".repeat(400), "1,000.00.0", "\u0000", "=1+1", "💩"
        }) {
            HttpResponse<String> answer = client.post(path, client.formOf(path, Map.of("amount", amount)));
            assertThat(answer.statusCode()).as(amount).isEqualTo(422);
            requireNoStackTrace(answer);
        }
        Map<String, String> noTicket = client.formOf(path, Map.of("amount", "1.00"));
        noTicket.put("ticket", "' or 1=1 --");
        assertThat(client.post(path, noTicket).statusCode()).isEqualTo(400);
        Map<String, String> large = client.formOf(path, Map.of("amount", "1".repeat(100_000)));
        assertThat(client.post(path, large).statusCode()).isBetween(400, 499);
        assertThat(page.world().flatpay().books().captured("hostile-1")).isZero();
    }

    @Test
    void aRefundWithoutAmountOrReasonIsNotEvenAskedFor() {
        PaymentId id = page.payment("no-reason", "settled", "card", 5_000);
        Client client = Client.signedIn(page, "mari");
        String path = PageUnderTest.path(id) + "/refund";
        for (Map<String, String> fields : List.of(
                Map.of("amount", "0", "reason", "the parcel came back"),
                Map.of("amount", "10.00", "reason", "  "),
                Map.of("amount", "10.00", "reason", "x".repeat(501)))) {
            HttpResponse<String> answer = client.post(path, client.formOf(path, fields));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("role=\"alert\"");
            requireNoStackTrace(answer);
        }
    }

    @Test
    void methodsThatNoPageUsesAreRefused() {
        Client client = Client.signedIn(page, "aino");
        for (String method : new String[] {"PUT", "DELETE", "PATCH", "TRACE"}) {
            HttpResponse<String> answer = client.send(method, "/payments");
            assertThat(answer.statusCode()).as(method).isBetween(400, 499);
            requireNoStackTrace(answer);
        }
        assertThat(client.post("/payments", client.formOf("/payments", Map.of()))
                        .statusCode())
                .isBetween(400, 499);
    }

    @Test
    void callbacksThatNoGatewaySentAreRefused() {
        HttpResponse<String> answer = client().post("/callbacks/flatpay", Map.of("id", "x", "signature", "y"));
        assertThat(answer.statusCode()).isBetween(400, 499);
        requireNoStackTrace(answer);
    }

    @Test
    void aNoticeIsShownOnce() {
        Client client = Client.signedIn(page, "aino");
        client.post("/desk/refunds/1/retry", client.formOf("/desk/refunds/1", Map.of("note", "")));
        assertThat(NOTICE.matcher(client.get("/desk").body()).find()).isTrue();
        assertThat(NOTICE.matcher(client.get("/desk").body()).find()).isFalse();
    }

    private static void requireNoStackTrace(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "io.maksut", "org.eclipse", "Jetty");
    }
}
