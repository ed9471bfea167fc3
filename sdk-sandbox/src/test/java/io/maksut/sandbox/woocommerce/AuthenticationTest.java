package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(NOW);
    private static final String NOBODY =
            "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sorry, you cannot list resources.\","
                    + "\"data\":{\"status\":401}}";

    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP =
            new WooCommerceSandboxExtension(WooCommerceSandbox.builder().clock(CLOCK));

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);
    private final OAuthClient oauth = new OAuthClient(shop.url(), shop.key(), "HMAC-SHA256");

    private Answer basic(ApiKey key) throws Exception {
        return new RawClient(shop, key).get("/orders");
    }

    private static void assertError(Answer answer, int status, String code, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text())
                .isEqualTo("{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"data\":{\"status\":" + status
                        + "}}");
    }

    private static void assertRefused(Answer answer, String message) {
        assertError(answer, 401, "woocommerce_rest_authentication_error", message);
    }

    // Over HTTPS

    @Test
    void basicCredentialsAreGoodOverHttps() throws Exception {
        assertThat(client.get("/orders").status()).isEqualTo(200);
    }

    @Test
    void credentialsInTheUrlAreAsGood() throws Exception {
        String query = "?consumer_key=" + shop.key().consumerKey() + "&consumer_secret="
                + shop.key().consumerSecret();

        assertThat(client.send(RawClient.at(shop.httpsUrl(), "/orders" + query).build())
                        .status())
                .isEqualTo(200);
        assertThat(client.send(RawClient.at(shop.url(), "/orders" + query).build())
                        .text())
                .isEqualTo(NOBODY);
    }

    @Test
    void anUnknownKeyLooksLikeNoKeyAtAll() throws Exception {
        Answer unknown = basic(new ApiKey("ck_x", "cs_x", ApiKey.Permission.READ_WRITE));
        Answer none = client.send(RawClient.at(shop.httpsUrl(), "/orders").build());

        assertThat(unknown.text()).isEqualTo(NOBODY).isEqualTo(none.text());
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.header("Vary")).isEqualTo("Origin");
        assertThat(unknown.header("Cache-Control")).isEmpty();
        assertThat(unknown.header("Allow")).isEmpty();
    }

    @Test
    void aWrongSecretIsNamed() throws Exception {
        assertRefused(
                basic(new ApiKey(shop.key().consumerKey(), "cs_wrong", ApiKey.Permission.READ_WRITE)),
                "Consumer secret is invalid.");
    }

    @Test
    void aHeaderThatIsNoCredentialsIsNobodys() throws Exception {
        for (String header : new String[] {"Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer abc"}) {
            HttpRequest request = RawClient.at(shop.httpsUrl(), "/orders")
                    .header("Authorization", header)
                    .build();
            assertThat(client.send(request).text()).as(header).isEqualTo(NOBODY);
        }
    }

    @Test
    void aReadOnlyKeyReadsAndIsRefusedToWriteWith401() throws Exception {
        long order = shop.order().add();
        RawClient readOnly = new RawClient(shop, shop.readOnlyKey());

        assertThat(readOnly.get("/orders").status()).isEqualTo(200);
        assertRefused(
                readOnly.refund(order, "{'amount':'1.00'}"), "The API key provided does not have write permissions.");
        assertThat(shop.refunds(order)).isEmpty();
    }

    @Test
    void aWriteOnlyKeyIsRefusedToRead() throws Exception {
        ApiKey key = new ApiKey("ck_w", "cs_w", ApiKey.Permission.WRITE);
        shop.addKey(key);

        assertRefused(basic(key), "The API key provided does not have read permissions.");
    }

    @Test
    void aRevokedKeyIsUnknown() throws Exception {
        shop.revokeKey(shop.key());

        assertThat(client.get("/orders").text()).isEqualTo(NOBODY);
    }

    @Test
    void theKeyOfADeletedUserIsNobodysAndOfADemotedOneForbidden() throws Exception {
        long order = shop.order().add();

        shop.deleteUser();
        assertThat(client.get("/orders").text()).isEqualTo(NOBODY);

        shop.demoteUser();
        assertError(client.get("/orders"), 403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
        assertError(
                client.refund(order, "{'amount':'1.00'}"),
                403,
                "woocommerce_rest_cannot_create",
                "Sorry, you are not allowed to create resources.");

        shop.restoreUser();
        assertThat(client.get("/orders").status()).isEqualTo(200);
    }

    @Test
    void theWordsDependOnWhatNobodyAskedFor() throws Exception {
        long order = shop.order().add();
        String path = "/orders/" + order;

        assertError(nobody("GET", path), 401, "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.");
        assertError(
                nobody("PUT", path),
                401,
                "woocommerce_rest_cannot_edit",
                "Sorry, you are not allowed to edit this resource.");
        assertError(
                nobody("DELETE", path),
                401,
                "woocommerce_rest_cannot_delete",
                "Sorry, you are not allowed to delete this resource.");
        assertError(
                nobody("POST", "/orders/batch"),
                401,
                "woocommerce_rest_cannot_batch",
                "Sorry, you are not allowed to batch manipulate this resource.");
    }

    private Answer nobody(String method, String path) throws Exception {
        return client.send(RawClient.at(shop.httpsUrl(), path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    // Hosts

    @Test
    void aHostThatStripsTheHeaderLeavesCredentialsInTheUrl() throws Exception {
        shop.stripsAuthorization(true);
        String query = "?consumer_key=" + shop.key().consumerKey() + "&consumer_secret="
                + shop.key().consumerSecret();

        assertThat(client.get("/orders").text()).isEqualTo(NOBODY);
        assertThat(client.send(RawClient.at(shop.httpsUrl(), "/orders" + query).build())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void behindAProxyThatHidesHttpsBasicIsIgnoredAndOAuthWorks() throws Exception {
        shop.blindToHttps(true);
        Answer basic = client.get("/orders");

        assertThat(basic.text()).isEqualTo(NOBODY);
        assertThat(basic.header("Link")).startsWith("<" + shop.url());
        assertThat(client.send(oauth.get("/orders", Map.of(), "n1", NOW)).status())
                .isEqualTo(200);
    }

    // Over HTTP

    @Test
    void basicIsIgnoredOverHttp() throws Exception {
        HttpRequest request = RawClient.at(shop.url(), "/orders")
                .header("Authorization", RawClient.basic(shop.key()))
                .build();

        Answer answer = client.send(request);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo(NOBODY);
        assertThat(answer.header("Link")).isEqualTo("<" + shop.url() + "/wp-json/>; rel=\"https://api.w.org/\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HMAC-SHA256", "HMAC-SHA1"})
    void oAuthSignsReadsAndRefunds(String method) throws Exception {
        OAuthClient signing = new OAuthClient(shop.url(), shop.key(), method);
        long order = shop.order().add();

        Answer list = client.send(signing.get("/orders", Map.of("search", "a b+c&d", "per_page", "1"), "n1", NOW));
        Answer refund = client.send(
                signing.post("/orders/" + order + "/refunds", "{\"amount\":\"1.00\",\"api_refund\":false}", "n2", NOW));

        assertThat(list.status()).isEqualTo(200);
        assertThat(refund.status()).isEqualTo(201);
        assertThat(refund.header("Location")).startsWith(shop.url() + "/wp-json/wc/v3/orders/");
    }

    @Test
    void oAuthMayStandInTheHeader() throws Exception {
        Map<String, String> signed = oauth.parameters("GET", "/orders", Map.of("page", "1"), "n1", NOW);
        StringBuilder header = new StringBuilder("OAuth realm=\"shop\"");
        signed.forEach((name, value) -> {
            if (name.startsWith("oauth_")) {
                header.append(", ")
                        .append(OAuthClient.joined(Map.of(name, value)).replaceFirst("=", "=\""))
                        .append('"');
            }
        });

        assertThat(client.send(RawClient.at(shop.url(), "/orders?page=1")
                                .header("Authorization", header.toString())
                                .build())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aWrongSignatureMethodKeyOrFieldIsNamed() throws Exception {
        ApiKey wrong = new ApiKey(shop.key().consumerKey(), "cs_wrong", ApiKey.Permission.READ);
        ApiKey unknown = new ApiKey("ck_unknown", "cs_wrong", ApiKey.Permission.READ);

        assertRefused(
                client.send(new OAuthClient(shop.url(), wrong, "HMAC-SHA256").get("/orders", Map.of(), "n1", NOW)),
                "Invalid signature - provided signature does not match.");
        assertRefused(
                client.send(new OAuthClient(shop.url(), shop.key(), "PLAINTEXT").get("/orders", Map.of(), "n1", NOW)),
                "Invalid signature - signature method is invalid.");
        assertRefused(
                client.send(new OAuthClient(shop.url(), unknown, "HMAC-SHA256").get("/orders", Map.of(), "n1", NOW)),
                "Consumer key is invalid.");
        assertError(
                client.send(RawClient.at(shop.url(), "/orders?oauth_consumer_key=x&oauth_nonce=y")
                        .build()),
                401,
                "woocommerce_rest_authentication_missing_parameter",
                "Missing OAuth parameters oauth_timestamp, oauth_signature, oauth_signature_method");
    }

    @Test
    void aChangedQueryBreaksTheSignature() throws Exception {
        HttpRequest signed = oauth.get("/orders", Map.of("page", "1"), "n1", NOW);
        HttpRequest changed = HttpRequest.newBuilder(
                        URI.create(signed.uri().toString().replace("page=1", "page=2")))
                .build();

        assertRefused(client.send(changed), "Invalid signature - provided signature does not match.");
    }

    @Test
    void aNonceIsGoodOnce() throws Exception {
        HttpRequest request = oauth.get("/orders", Map.of(), "n1", NOW);

        assertThat(client.send(request).status()).isEqualTo(200);
        assertRefused(client.send(request), "Invalid nonce - nonce has already been used.");
    }

    /** WooCommerce remembers nonces by their second. */
    @Test
    void ofTwoNoncesInOneSecondOnlyTheLaterIsRemembered() throws Exception {
        HttpRequest first = oauth.get("/orders", Map.of(), "n1", NOW);

        client.send(first);
        client.send(oauth.get("/orders", Map.of(), "n2", NOW));

        assertThat(client.send(first).status()).isEqualTo(200);
    }

    @Test
    void theClockMayBeOffByFifteenMinutes() throws Exception {
        Duration window = Duration.ofMinutes(15);

        assertThat(client.send(oauth.get("/orders", Map.of(), "n1", NOW.minus(window)))
                        .status())
                .isEqualTo(200);
        assertThat(client.send(oauth.get("/orders", Map.of(), "n2", NOW.plus(window)))
                        .status())
                .isEqualTo(200);
        for (Duration off :
                new Duration[] {window.plusSeconds(1), window.negated().minusSeconds(1)}) {
            assertRefused(client.send(oauth.get("/orders", Map.of(), "n3", NOW.plus(off))), "Invalid timestamp.");
        }
    }
}
