package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.access.App;
import io.maksut.sandbox.shopify.access.ShopStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final ManualClock CLOCK = ManualClock.at(START);
    private static final String TOKENS = "/admin/oauth/access_token";

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final RawClient client = new RawClient(sandbox);

    @BeforeEach
    void timeBeginsAnew() {
        CLOCK.set(START);
    }

    private RawClient.Answer asking(String version, String token) throws Exception {
        return client.admin(version, token, "{ shop { name } }", Map.of());
    }

    private boolean accepted(String token) throws Exception {
        RawClient.Answer answer = asking("2026-10", token);
        if (answer.status() == 401) {
            assertThat(answer.text("errors")).startsWith("[API] Invalid API key or access token");
        }
        return answer.status() == 200;
    }

    private String credentials() {
        return "client_id=" + sandbox.app().clientId() + "&client_secret="
                + sandbox.app().secret();
    }

    private RawClient.Answer refresh(String token) throws Exception {
        return client.form(TOKENS, credentials() + "&grant_type=refresh_token&refresh_token=" + token);
    }

    // Tokens

    @Test
    void anUnknownTokenIsToldSoInAText() throws Exception {
        assertThat(accepted("shpat_unknown")).isFalse();
        assertThat(accepted(sandbox.adminToken())).isTrue();
        sandbox.app().revoke(sandbox.adminToken());
        assertThat(accepted(sandbox.adminToken())).isFalse();
    }

    @Test
    void clientCredentialsGiveATokenForADay() throws Exception {
        RawClient.Answer answer = client.form(TOKENS, credentials() + "&grant_type=client_credentials");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("expires_in").getAsInt()).isEqualTo(86_399);
        assertThat(answer.text("scope")).contains("read_all_orders,write_orders");
        assertThat(answer.json().has("refresh_token")).isFalse();
        String token = answer.text("access_token");
        CLOCK.advance(Duration.ofSeconds(86_398));
        assertThat(accepted(token)).isTrue();
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(accepted(token)).isFalse();
    }

    @Test
    void credentialsComeAsJsonToo() throws Exception {
        RawClient.Answer answer = client.post(
                TOKENS,
                "",
                "{\"client_id\":\"" + sandbox.app().clientId() + "\",\"client_secret\":\""
                        + sandbox.app().secret() + "\",\"grant_type\":\"client_credentials\"}");

        assertThat(accepted(answer.text("access_token"))).isTrue();
    }

    @Test
    void wrongCredentialsAreRefused() throws Exception {
        assertThat(client.form(TOKENS, credentials().replace("shpss_", "x") + "&grant_type=client_credentials")
                        .text("error"))
                .isEqualTo("invalid_client");
        assertThat(client.form(TOKENS, "client_id").status()).isEqualTo(401);
        assertThat(client.form(TOKENS, credentials() + "&grant_type=password").text("error"))
                .isEqualTo("unsupported_grant_type");
        assertThat(refresh("shprt_unknown").status()).isEqualTo(400);
        assertThat(refresh("shprt_unknown").text("error")).isEqualTo("invalid_grant");
        sandbox.apps().uninstall();
        assertThat(client.form(TOKENS, credentials() + "&grant_type=client_credentials")
                        .text("error"))
                .isEqualTo("app_not_installed");
    }

    @Test
    void anOfflineTokenLivesAnHourAndIsReplacedByRefreshing() throws Exception {
        App.Tokens first = sandbox.app().offlineTokens();
        assertThat(accepted(first.accessToken())).isTrue();
        CLOCK.advance(Duration.ofMinutes(60));
        assertThat(accepted(first.accessToken())).isFalse();

        RawClient.Answer second = refresh(first.refreshToken());

        assertThat(second.at("expires_in").getAsInt()).isEqualTo(3_600);
        assertThat(second.at("refresh_token_expires_in").getAsInt()).isEqualTo(7_776_000);
        assertThat(second.text("refresh_token")).isNotEqualTo(first.refreshToken());
        assertThat(accepted(second.text("access_token"))).isTrue();
        String third = refresh(second.text("refresh_token")).text("access_token");
        assertThat(accepted(second.text("access_token"))).isFalse();
        assertThat(accepted(third)).isTrue();
    }

    @Test
    void aRefreshTokenWhoseAnswerWasLostWorksUntilItsReplacementIsUsed() throws Exception {
        String first = sandbox.app().offlineTokens().refreshToken();
        String lost = refresh(first).text("refresh_token");

        RawClient.Answer again = refresh(first);
        assertThat(again.status()).isEqualTo(200);
        assertThat(refresh(lost).status()).isEqualTo(400);
        String used = again.text("refresh_token");
        assertThat(refresh(used).status()).isEqualTo(200);
        assertThat(refresh(first).status()).isEqualTo(400);
    }

    @Test
    void theRecoveryOfARefreshTokenEndsAfterThirtyDaysAndItsLifeAfterNinety() throws Exception {
        String first = sandbox.app().offlineTokens().refreshToken();
        refresh(first);
        CLOCK.advance(Duration.ofDays(30).minusSeconds(1));
        String second = refresh(first).text("refresh_token");
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(refresh(first).status()).isEqualTo(400);
        CLOCK.advance(Duration.ofDays(90));
        assertThat(refresh(second).status()).isEqualTo(400);
    }

    @Test
    void aPublicAppMayBeMadeToUseExpiringTokens() throws Exception {
        sandbox.app().onlyExpiringTokens(true);

        assertThat(asking("2026-10", sandbox.adminToken()).status()).isEqualTo(403);
        assertThat(accepted(sandbox.app().offlineTokens().accessToken())).isTrue();
    }

    // Scopes

    @Test
    void aMissingScopeDeniesTheFieldAndNothingElse() throws Exception {
        String order = sandbox.merchant().order().sale("flatpay", "r1").place();
        sandbox.apps().grant(List.of("read_fulfillments"));

        RawClient.Answer both =
                client.admin("query($id: ID!) { shop { name } order(id: $id) { id } }", Map.of("id", order));

        assertThat(both.status()).isEqualTo(200);
        assertThat(both.errorCode()).isEqualTo("ACCESS_DENIED");
        assertThat(both.at("errors.0.path").toString()).isEqualTo("[\"order\"]");
        assertThat(both.text("errors.0.message")).startsWith("Access denied for order field.");
        assertThat(both.text("data.shop.name")).isEqualTo("Maksut sandbox");
        assertThat(both.at("data.order").isJsonNull()).isTrue();
        RawClient.Answer list = client.admin("{ orders(first: 1) { nodes { id } } }");
        assertThat(list.errorCode()).isEqualTo("ACCESS_DENIED");
        assertThat(list.at("data").isJsonNull()).isTrue();
        assertThat(client.admin("query($id: ID!) { node(id: $id) { id } }", Map.of("id", order))
                        .errorCode())
                .isEqualTo("ACCESS_DENIED");
    }

    @Test
    void customersAndReturnsTakeScopesOfTheirOwn() throws Exception {
        String order = sandbox.merchant().order().sale("flatpay", "r1").place();
        sandbox.apps().grant(List.of("write_orders"));

        RawClient.Answer customer =
                client.admin("query($id: ID!) { order(id: $id) { name customer { id } } }", Map.of("id", order));
        RawClient.Answer returns = client.admin(
                "query($id: ID!) { order(id: $id) { returns(first: 1) { nodes { id } } } }", Map.of("id", order));

        assertThat(customer.errorCode()).isEqualTo("ACCESS_DENIED");
        assertThat(customer.at("data.order.customer").isJsonNull()).isTrue();
        assertThat(returns.errorCode()).isEqualTo("ACCESS_DENIED");
    }

    @Test
    void writingContainsReadingButNotTheOtherWayRound() throws Exception {
        sandbox.apps().grant(List.of("read_orders"));
        assertThat(client.admin("{ orders(first: 1) { nodes { id } } }").json().has("errors"))
                .isFalse();
        assertThat(client.admin("mutation { tagsAdd(id: \"gid://shopify/Order/1\", tags: [\"x\"]) { node { id } } }")
                        .errorCode())
                .isEqualTo("ACCESS_DENIED");
        sandbox.apps().grant(List.of("write_orders"));
        assertThat(client.admin("{ orders(first: 1) { nodes { id } } }").json().has("errors"))
                .isFalse();
        assertThat(client.admin("{ currentAppInstallation { accessScopes { handle } } }")
                        .list("data.currentAppInstallation.accessScopes")
                        .toString())
                .isEqualTo("[{\"handle\":\"write_orders\"}]");
    }

    // Versions

    @ParameterizedTest
    @CsvSource({
        "2026-10, 2026-10",
        "2026-07, 2026-07",
        "2026-01, 2026-01",
        "2025-10, 2026-01",
        "2023-04, 2026-01",
        "2027-01, 2027-01",
        "unstable, unstable"
    })
    void aDeadVersionIsAnsweredByTheOldestLivingOne(String asked, String served) throws Exception {
        RawClient.Answer answer = asking(asked, sandbox.adminToken());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Shopify-API-Version")).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource({"2027-04", "2026-11", "v1", "2026-1"})
    void aVersionThatNeverWasIsNotFound(String asked) throws Exception {
        RawClient.Answer answer = asking(asked, sandbox.adminToken());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("errors")).isEqualTo("Not Found");
    }

    @Test
    void versionsComeAndGoByTheCalendar() throws Exception {
        CLOCK.set(Instant.parse("2027-01-01T16:59:59Z"));
        assertThat(asking("2027-01", sandbox.adminToken()).header("X-Shopify-API-Version"))
                .isEqualTo("2027-01");
        assertThat(asking("2027-04", sandbox.adminToken()).status()).isEqualTo(404);
        CLOCK.set(Instant.parse("2027-01-01T17:00:00Z"));
        assertThat(asking("2027-04", sandbox.adminToken()).status()).isEqualTo(200);
        assertThat(asking("2026-01", sandbox.adminToken()).header("X-Shopify-API-Version"))
                .isEqualTo("2026-01");
        CLOCK.set(Instant.parse("2027-01-16T15:00:00Z"));
        assertThat(asking("2026-01", sandbox.adminToken()).header("X-Shopify-API-Version"))
                .isEqualTo("2026-04");
    }

    @Test
    void anOldVersionLacksWhatCameLater() throws Exception {
        String document = "{ orders(first: 1) { nodes { checkoutToken cartToken } } }";

        assertThat(client.admin("2026-07", sandbox.adminToken(), document, Map.of())
                        .json()
                        .has("errors"))
                .isFalse();
        assertThat(client.admin("2026-04", sandbox.adminToken(), document, Map.of())
                        .errorCode())
                .isEqualTo("undefinedField");
        assertThat(client.admin(
                                "2026-01",
                                sandbox.adminToken(),
                                "{ __type(name: \"WebhookSubscription\") { fields { name } } }",
                                Map.of())
                        .text())
                .doesNotContain("\"name\":\"name\"");
    }

    // The shop

    @Test
    void aShopThatIsNotOpenSaysSoInItsWay() throws Exception {
        sandbox.status(ShopStatus.FROZEN);
        assertThat(asking("2026-10", sandbox.adminToken()).status()).isEqualTo(402);
        sandbox.status(ShopStatus.LOCKED);
        assertThat(asking("2026-10", sandbox.adminToken()).status()).isEqualTo(423);
        assertThat(asking("2026-10", sandbox.adminToken()).at("errors").isJsonPrimitive())
                .isTrue();
        sandbox.status(ShopStatus.GONE);
        assertThat(asking("2026-10", sandbox.adminToken()).text("errors")).isEqualTo("Not Found");
        sandbox.status(ShopStatus.INACTIVE);
        assertThat(asking("2026-10", sandbox.adminToken()).status()).isEqualTo(200);
        assertThat(asking("2026-10", sandbox.adminToken()).errorCode()).isEqualTo("SHOP_INACTIVE");
        sandbox.status(ShopStatus.OPEN);
        assertThat(accepted(sandbox.adminToken())).isTrue();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(client.post("/admin/api/2026-10/orders.json", sandbox.adminToken(), "{}")
                        .status())
                .isEqualTo(404);
        assertThat(client.get(URI.create(sandbox.url() + "/admin/api/2026-10/graphql.json"))
                        .status())
                .isEqualTo(404);
        assertThat(client.get(URI.create(sandbox.url() + "/bulk/1-x.jsonl")).status())
                .isEqualTo(404);
    }
}
