package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Goes over every type with a text form: no secret, no key and nothing personal is in any. */
class NothingLeaksTest {
    private static final String KEY = "ck_5ecret5ecret";
    private static final String SECRET = "cs_5ecret5ecret";
    private static final String EMAIL = "mari.maasikas@example.test";
    private static final List<String> CANARIES =
            List.of(KEY, SECRET, EMAIL, "Maasikas", "order-key-5ecret", "Y2tfNWVjcmV0");

    private final ShopWorld world = new ShopWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @TestFactory
    Stream<DynamicTest> textFormsShowNothing() throws IOException {
        Map<Class<?>, Object> samples = samples();
        Path classes = Path.of("target/classes/io/maksut/woocommerce");
        List<? extends Class<?>> types;
        try (Stream<Path> files = Files.list(classes)) {
            types = files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".class") && !it.equals("package-info.class"))
                    .map(it -> load("io.maksut.woocommerce." + it.substring(0, it.length() - 6)))
                    .filter(NothingLeaksTest::hasText)
                    .toList();
        }
        assertThat(types).hasSizeGreaterThan(15);
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

    /** Public ones, and every record that may hold a secret or something personal: records print all they have. */
    private static boolean hasText(Class<?> type) {
        if (type.isInterface() || type.isEnum() || type.isSynthetic() || type.isAnonymousClass()) {
            return false;
        }
        boolean isPublic = Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null
                        || Modifier.isPublic(type.getEnclosingClass().getModifiers()));
        boolean wire = type == WireOrder.class || type == WireRefund.class;
        return (isPublic && !isStatic(type)) || wire || ShopCredentials.class.isAssignableFrom(type);
    }

    /** One that nobody makes an object of. */
    private static boolean isStatic(Class<?> type) {
        return type.getDeclaredConstructors().length == 1
                && Modifier.isPrivate(type.getDeclaredConstructors()[0].getModifiers())
                && Stream.of(type.getDeclaredMethods()).allMatch(it -> Modifier.isStatic(it.getModifiers()));
    }

    private Map<Class<?>, Object> samples() {
        RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
        WooCommerceShopBuilder builder = WooCommerceShop.builder(
                        "shop", URI.create("https://shop.example"), TestDatabases.SQLITE.fresh())
                .key(KEY, SECRET)
                .paymentMethod("pay", "acme", "_token");
        WooCommerceShop shop = builder.build();
        WooCommerceWebhooks.Builder webhooks =
                WooCommerceWebhooks.builder("shop").secret(SECRET);
        HandOffEndpoint.Builder endpoint = HandOffEndpoint.builder(sync, shop).secret(SECRET);
        WebhookAudit.Hook hook = new WebhookAudit.Hook("order.updated", 7, WebhookAudit.State.ACTIVE);
        Map<Class<?>, Object> samples = new HashMap<>();
        for (Object sample : List.of(
                builder,
                shop,
                webhooks,
                webhooks.build(),
                endpoint,
                endpoint.build(),
                new JdkHandOffEndpoint(endpoint.build()),
                HandOffReply.declined("the card of " + EMAIL),
                new WebhookRegistration(shop, URI.create("https://hooks.example/" + SECRET), SECRET),
                hook,
                new WebhookAudit(List.of(hook)),
                ShopProfile.UNKNOWN,
                new ShopCredentials.Basic(KEY, SECRET),
                new ShopCredentials.InQuery(KEY, SECRET),
                new ShopCredentials.OAuth(KEY, SECRET, world.clock, new Random(1)),
                new WireOrder(
                        1,
                        "1",
                        "processing",
                        "EUR",
                        "1.00",
                        "pay",
                        SECRET,
                        "order-key-5ecret",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Map.of("customer", EMAIL),
                        List.of()),
                new WireRefund(1, 1, "1.00", Instant.EPOCH, true, Map.of("customer", EMAIL)))) {
            samples.put(sample.getClass(), sample);
        }
        return samples;
    }
}
