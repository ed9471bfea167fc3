package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MaksutException;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.RecordedRequest;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.woocommerce.ApiKey;
import io.maksut.sandbox.woocommerce.WooCommerceFaults;
import io.maksut.testkit.TestDatabases;
import io.maksut.text.PercentEncoding;
import io.maksut.transport.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the bridge says who it is, and how it tells apart why it is not let in. */
class AccessTest {
    private final ShopWorld world = new ShopWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private WooCommerceShopBuilder overHttp() {
        return WooCommerceShop.builder("http", world.shop.url(), TestDatabases.SQLITE.fresh())
                .key(world.shop.key().consumerKey(), world.shop.key().consumerSecret())
                .paymentMethod("sandboxpay", "flatpay")
                .attempts(1)
                .clock(world.clock);
    }

    private static void refused(WooCommerceShop shop, ShopFailure expected) {
        assertThatExceptionOfType(MaksutException.class)
                .isThrownBy(shop::check)
                .satisfies(e -> assertThat(ShopFailure.of(e)).contains(expected));
        shop.close();
    }

    @Test
    void byKeyOverHttps() {
        ShopProfile profile = world.bridge.check();

        assertThat(profile).isEqualTo(new ShopProfile("10.9.1", ShopProfile.Storage.ORDER_TABLES, "EUR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.1", "9.0.2", "6.9.4", "5.9.0"})
    void bySignatureOverHttpForReadsAndWrites(String release) {
        world.close();
        try (ShopWorld other = new ShopWorld(release);
                WooCommerceShop shop = WooCommerceShop.builder("http", other.shop.url(), TestDatabases.SQLITE.fresh())
                        .key(other.shop.key().consumerKey(), other.shop.key().consumerSecret())
                        .paymentMethod("sandboxpay", "flatpay")
                        .clock(other.clock)
                        .build()) {
            long order = other.shop.order().transactionId("a&b c/ä").add();
            assertThat(shop.order("" + order)).isPresent();
            assertThat(shop.changedSince(java.time.Instant.EPOCH, null).orders())
                    .hasSize(1);
            ShopClient.Single written = shop.client()
                    .write(
                            "POST",
                            "record refund",
                            RestQuery.of("/orders/" + order + "/refunds").with("dp", 6),
                            "{\"amount\":\"1.00\",\"api_refund\":false}",
                            shop.begin());
            assertThat(written.json().text("amount")).contains("1.000000");
        }
    }

    @Test
    void theSecretNeverLeavesOverHttpAndEachAttemptHasAFreshNonceAndTimestamp() {
        try (WooCommerceShop shop = overHttp().attempts(3).build()) {
            world.shop.faults().next(WooCommerceFaults.fatalError()).times(2);
            shop.check();
        }
        Set<String> nonces = new HashSet<>();
        Set<String> signatures = new HashSet<>();
        for (RecordedRequest request : world.shop.requests().all()) {
            assertThat(request.query()).doesNotContain(world.shop.key().consumerSecret());
            var parameters = PercentEncoding.parameters(request.query());
            nonces.add(parameters.get("oauth_nonce"));
            signatures.add(parameters.get("oauth_signature"));
            assertThat(parameters.get("oauth_timestamp")).isEqualTo("" + ShopWorld.START.getEpochSecond());
        }
        assertThat(world.shop.requests().count()).isEqualTo(4);
        assertThat(nonces).hasSize(4);
        assertThat(signatures).hasSize(4);
    }

    /** The expected value is from a few lines of Python, which give the signature of a request that a real shop accepted, too. */
    @Test
    void theSignatureIsTheOneThatARealShopExpects() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_795_347_479), ZoneOffset.UTC);
        ShopCredentials oauth = new ShopCredentials.OAuth("ck_1", "cs_2", clock, () -> 0L);
        RestQuery query = RestQuery.of("/orders")
                .with("include", List.of(81L, 82L))
                .with("search", "ä b+c~*")
                .with("modified_after", Instant.parse("2026-06-01T09:00:00Z"));

        Request signed = oauth.sign(Request.get(query.on(URI.create("http://127.0.0.1:8088/wp-json/wc/v3")), Map.of()));

        assertThat(PercentEncoding.parameters(signed.uri().getRawQuery()))
                .containsEntry("oauth_signature", "leHac0+HZMg+li+yi6V54MURG/KKSe8xSLK/D8RZx3c=");
    }

    @Test
    void aClockThatIsOffIsToldApart() {
        refused(
                overHttp()
                        .clock(Clock.offset(world.clock, Duration.ofSeconds(1_000)))
                        .build(),
                ShopFailure.SIGNATURE_REFUSED);
    }

    @Test
    void inTheAddressForHostsThatTakeTheHeaderAway() {
        world.shop.stripsAuthorization(true);
        refused(world.builder().build(), ShopFailure.UNKNOWN_KEY);

        try (WooCommerceShop shop = world.builder().keyInQuery().build()) {
            assertThat(shop.check().version()).isEqualTo("10.9.1");
        }
    }

    @Test
    void aLostHttpsFlagLooksLikeAnUnknownKey() {
        world.shop.blindToHttps(true);

        refused(world.builder().build(), ShopFailure.UNKNOWN_KEY);
    }

    @Test
    void anUnknownKeyAWrongSecretAndAKeyThatWasRevoked() {
        refused(world.builder().key("ck_none", "cs_none").build(), ShopFailure.UNKNOWN_KEY);
        refused(overHttp().key("ck_none", "cs_none").build(), ShopFailure.UNKNOWN_KEY);
        refused(world.builder().key(world.shop.key().consumerKey(), "cs_wrong").build(), ShopFailure.WRONG_SECRET);
        refused(overHttp().key(world.shop.key().consumerKey(), "cs_wrong").build(), ShopFailure.SIGNATURE_REFUSED);
        world.shop.revokeKey(world.shop.key());
        refused(world.builder().build(), ShopFailure.UNKNOWN_KEY);
    }

    @Test
    void aUserWhoWasDemotedOrDeleted() {
        world.shop.demoteUser();
        refused(world.builder().build(), ShopFailure.USER_LACKS_RIGHT);
        world.shop.deleteUser();
        refused(world.builder().build(), ShopFailure.UNKNOWN_KEY);
    }

    @Test
    void aKeyThatMayOnlyWrite() {
        ApiKey writer = new ApiKey("ck_writer", "cs_writer", ApiKey.Permission.WRITE);
        world.shop.addKey(writer);

        refused(world.builder().key("ck_writer", "cs_writer").build(), ShopFailure.KEY_LACKS_RIGHT);
    }

    @Test
    void aShopThatSpeaksItsOwnLanguageIsStillToldApartAsFarAsCodesGo() {
        Reply finnish = Reply.json(
                401,
                "{\"code\":\"woocommerce_rest_authentication_error\",\"message\":\"Salaisuus ei kelpaa.\",\"data\":{\"status\":401}}");
        world.shop.faults().next(Fault.answer(finnish)).always();

        refused(world.builder().build(), ShopFailure.KEY_REFUSED);
    }

    @Test
    void anApiThatIsSwitchedOffAFirewallAWrongAddressAndARedirect() {
        Reply off =
                Reply.json(401, "{\"code\":\"rest_disabled\",\"message\":\"REST is off.\",\"data\":{\"status\":401}}");
        Reply inactive =
                Reply.json(404, "{\"code\":\"rest_no_route\",\"message\":\"No route.\",\"data\":{\"status\":404}}");
        Reply page = Reply.of(404, "text/html", "<html>Not found</html>");
        Reply front = Reply.of(200, "text/html", "<html>Welcome</html>");
        Reply moved = Reply.of(301, "text/html", "").with("Location", "https://www.example.test/");
        assertTold(Fault.answer(off), ShopFailure.API_DISABLED);
        assertTold(Fault.answer(inactive), ShopFailure.API_DISABLED);
        assertTold(Fault.answer(page), ShopFailure.NOT_THE_API);
        assertTold(Fault.answer(front), ShopFailure.NOT_THE_API);
        assertTold(Fault.answer(moved), ShopFailure.REDIRECTED);
        assertTold(WooCommerceFaults.blockedByFirewall(), ShopFailure.BLOCKED);
        assertTold(WooCommerceFaults.tooManyRequests(Duration.ofSeconds(5)), ShopFailure.BUSY);
        assertTold(WooCommerceFaults.maintenance(), ShopFailure.HOST_ERROR);
        assertTold(WooCommerceFaults.fatalError(), ShopFailure.FATAL_ERROR);
    }

    private void assertTold(Fault fault, ShopFailure expected) {
        world.shop.faults().next(fault).always();
        refused(world.builder().build(), expected);
        world.shop.faults().clear();
    }

    @ParameterizedTest
    @EnumSource(ShopFailure.class)
    void eachFailureHasAdviceInThreeLanguages(ShopFailure failure) {
        Set<String> texts = new HashSet<>();
        for (String language : new String[] {"en", "fi", "lv"}) {
            texts.add(failure.advice(Locale.forLanguageTag(language)));
        }
        assertThat(texts).hasSize(3).doesNotContain("");
        assertThat(failure.advice(Locale.FRENCH)).isEqualTo(failure.advice(Locale.ENGLISH));
    }

    @Test
    void anExceptionThatIsNotOfAnAnswerIsNoFailureOfTheShop() {
        assertThat(ShopFailure.of(
                        new GatewayRefusedException("text", io.maksut.error.CallReport.notSent("tell shop", null))))
                .isEmpty();
    }

    @Test
    void aCacheInBetweenIsSeenAndPassedBy() {
        long order = world.shop.order().add();
        world.bridge.check();
        Reply stale =
                Reply.json(200, "{\"id\":" + order + ",\"status\":\"pending\"}").with("X-Cache", "HIT from edge-1");
        world.shop
                .faults()
                .next(Fault.answer(stale))
                .matching(request -> !request.query().contains("_nocache"))
                .always();
        try (WooCommerceShop shop = world.builder().attempts(3).build()) {
            assertThat(shop.order("" + order)).as("the second attempt").isPresent();
            world.shop.requests().clear();
            shop.order("" + order);
        }
        assertThat(world.shop.requests().all())
                .as("from then on at once")
                .singleElement()
                .satisfies(request -> assertThat(request.query()).contains("_nocache="));
    }

    @Test
    void aCacheThatKeepsEvenThatIsAFailureAndNotAnAnswer() {
        Reply stale = Reply.json(200, "[]").with("Age", "30");
        world.shop.faults().next(Fault.answer(stale)).always();
        try (WooCommerceShop shop = world.builder().attempts(2).build()) {
            refused(shop, ShopFailure.FROM_CACHE);
        }
    }

    @Test
    void aShopWithACertificateOfItsOwnIsReachedByAClientOfTheCallers() {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(world.shop.tls().trustingContext())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try (WooCommerceShop shop = WooCommerceShop.builder(
                        "own-client", world.shop.httpsUrl(), TestDatabases.SQLITE.fresh())
                .key(world.shop.key().consumerKey(), world.shop.key().consumerSecret())
                .paymentMethod("sandboxpay", "flatpay")
                .httpClient(client)
                .build()) {
            assertThat(shop.check().version()).isEqualTo("10.9.1");
        }
        try (WooCommerceShop distrusting = WooCommerceShop.builder(
                        "distrusting", world.shop.httpsUrl(), TestDatabases.SQLITE.fresh())
                .key(world.shop.key().consumerKey(), world.shop.key().consumerSecret())
                .paymentMethod("sandboxpay", "flatpay")
                .attempts(1)
                .build()) {
            assertThatExceptionOfType(MaksutException.class).isThrownBy(distrusting::check);
        }
    }

    @Test
    void keysNeverReachAMessageOrAStackTrace() {
        String key = world.shop.key().consumerKey();
        String secret = world.shop.key().consumerSecret();
        String encoded = Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(StandardCharsets.UTF_8));
        Reply echo = Reply.json(
                400,
                "{\"code\":\"rest_invalid_param\",\"message\":\"Bad: " + key + " " + secret + " Basic " + encoded
                        + " ?consumer_secret=" + secret + "\",\"data\":{\"status\":400}}");
        world.shop.faults().next(Fault.answer(echo)).always();
        try (WooCommerceShop shop = world.builder().keyInQuery().build()) {
            assertThatExceptionOfType(
                            AuthenticationException.class.getSuperclass().asSubclass(Exception.class))
                    .isThrownBy(shop::check)
                    .satisfies(e -> {
                        java.io.StringWriter trace = new java.io.StringWriter();
                        e.printStackTrace(new java.io.PrintWriter(trace));
                        assertThat(trace.toString()).doesNotContain(key, secret, encoded);
                    });
        }
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WooCommerceShop.builder(
                        "shop", URI.create("ftp://shop.example"), TestDatabases.SQLITE.fresh()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WooCommerceShop.builder(
                        "shop", URI.create("https://u:p@shop.example"), TestDatabases.SQLITE.fresh()));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        WooCommerceShop.builder("", URI.create("https://shop.example"), TestDatabases.SQLITE.fresh()));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        world.builder().httpClient(HttpClient.newHttpClient()).build());
        assertThatIllegalStateException()
                .isThrownBy(() -> overHttp().keyInQuery().build());
        assertThatIllegalStateException()
                .isThrownBy(() -> WooCommerceShop.builder(
                                "shop", URI.create("https://shop.example"), TestDatabases.SQLITE.fresh())
                        .key("ck", "cs")
                        .build());
        assertThatIllegalStateException()
                .isThrownBy(() -> WooCommerceShop.builder(
                                "shop", URI.create("https://shop.example"), TestDatabases.SQLITE.fresh())
                        .paymentMethod("everypay", "everypay")
                        .build());
    }
}
