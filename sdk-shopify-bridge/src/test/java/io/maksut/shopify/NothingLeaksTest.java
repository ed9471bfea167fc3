package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.observe.CorrelationId;
import io.maksut.shopify.ShopifyEvent.Privacy;
import io.maksut.shopify.ShopifyEvent.Where;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Goes over every exported type and every record: no secret, no token and nothing personal is in a text form. */
class NothingLeaksTest {
    private static final String SECRET = "shpss_5ecret5ecret";
    private static final String TOKEN = "shpat_5ecret5ecret";
    private static final String REFRESH = "shprt_5ecret5ecret";
    private static final String PERSONAL = "note of mari.maasikas@example.test";
    private static final List<String> CANARIES = List.of("5ecret", "maasikas", "000102030405");

    private static final byte[] KEY = "0001020304050607".getBytes(StandardCharsets.US_ASCII);

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();

    @AfterEach
    void close() {
        world.close();
    }

    @TestFactory
    Stream<DynamicTest> textFormsShowNothing() throws IOException {
        Map<Class<?>, Object> samples = samples();
        List<? extends Class<?>> types;
        try (Stream<Path> files = Files.list(Path.of("target/classes/io/maksut/shopify"))) {
            types = files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".class") && !it.equals("package-info.class"))
                    .map(it -> load("io.maksut.shopify." + it.substring(0, it.length() - 6)))
                    .filter(NothingLeaksTest::mayHoldSomething)
                    .toList();
        }
        assertThat(types).hasSizeGreaterThan(30);
        return types.stream()
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    assertThat(samples)
                            .as("a sample of " + type + ", full of secrets, in this test")
                            .containsKey(type);
                    assertThat(samples.get(type).toString()).doesNotContain(CANARIES);
                }));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exported objects, and the records within that hold tokens or what a shop or a person wrote. */
    private static boolean mayHoldSomething(Class<?> type) {
        if (type.isInterface() || type.isEnum() || type.isAnonymousClass() || type.isSynthetic()) {
            return false;
        }
        Class<?> owner = type.getEnclosingClass();
        boolean exported =
                Modifier.isPublic(type.getModifiers()) && (owner == null || Modifier.isPublic(owner.getModifiers()));
        return exported || WITHIN.contains(type);
    }

    private static final Set<Class<?>> WITHIN = Set.of(
            ClientSecret.class,
            Grant.class,
            TokenCipher.class,
            TokenCipher.Pair.class,
            TokenTable.Stored.class,
            SessionRequest.class,
            WireOrder.WireRefund.class);

    private Map<Class<?>, Object> samples() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        OfflineTokens offline = OfflineTokens.open(world.dataSource, new SecretKeySpec(KEY, "AES"));
        ShopifyTokens tokens = ShopifyTokens.clientCredentials("client", SECRET);
        ShopifyWebhooks.Builder webhooks =
                ShopifyWebhooks.builder().secret(SECRET).shop(world.shop);
        ShopifySessionsBuilder sessions =
                ShopifySessions.builder(world.dataSource, sync).shop(world.shop).clientVerified(request -> true);
        Grant grant = new Grant(TOKEN, Instant.EPOCH, REFRESH, Instant.EPOCH);
        SessionRequest request = new SessionRequest(
                SessionKind.REFUND, "shop", "s1", "p1", ShopifyWorld.eur("1.00"), false, Locale.ENGLISH);
        UnmatchedSession unmatched = UnmatchedSession.of(request, CorrelationId.random(), Instant.EPOCH);
        ShopifySession session = ShopifySession.of(unmatched);
        Map<Class<?>, Object> samples = new HashMap<>();
        for (Object sample : List.of(
                ShopifyShop.builder("corner.myshopify.com").adminApp(ShopifyTokens.fixed(TOKEN)),
                world.shop,
                world.shop.health(),
                tokens,
                offline,
                webhooks,
                webhooks.build(),
                sessions,
                sessions.build(),
                new JdkSessionHandler(sessions.build(), SessionKind.VOID),
                session,
                unmatched,
                ShopifySubscriptions.of(world.shop, URI.create("https://hooks.example/" + SECRET)),
                new ClientSecret("client", SECRET),
                grant,
                new TokenCipher(new SecretKeySpec(KEY, "AES")),
                new TokenCipher.Pair(TOKEN, REFRESH),
                new TokenTable.Stored(1, 1, grant),
                request,
                new WireOrder.WireRefund("gid://shopify/Refund/1", PERSONAL, List.of()),
                new ShopifyEvent.ApiVersionDiffers("shop", Where.ANSWER, "2026-10", "2026-07"),
                new ShopifyEvent.AppUninstalled("shop"),
                new ShopifyEvent.AccessLost("shop", "why"),
                new ShopifyEvent.ScopesChanged("shop", Set.of("read_orders")),
                new ShopifyEvent.PrivacyRequested("shop", Privacy.REDACT_SHOP, List.of()),
                new ShopifyEvent.SubscriptionsRepaired("shop", List.of("orders/updated")),
                new ShopifyEvent.SubscriptionRefused("shop", "orders/updated", "why"),
                new ShopifyEvent.OrderNotTagged("shop", "gid://shopify/Order/1", "why"),
                new ShopifyEvent.GatewayNotNamed("shop", "other"),
                new ShopifyEvent.OrderNotUnderstood("shop", "gid://shopify/Order/1", "why"),
                new ShopifyEvent.PaymentNotMatched("shop", "gid://shopify/Order/1", "flatpay"),
                new ShopifyEvent.PaymentSetAside("shop", "p1", "why"),
                new ShopifyEvent.SessionEdited("shop", "s1"),
                new ShopifyEvent.CustomersNotShown("shop"),
                new ShopifySessions.SetAside("shop", "p1", Instant.EPOCH),
                new ShopifyEvent.SessionChanged("shop", session))) {
            samples.put(sample.getClass(), sample);
        }
        return samples;
    }
}
