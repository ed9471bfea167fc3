package io.maksut.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.testkit.TestDatabases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a shop's bridge needs of this package: the raw body signed in Base64, an id in a header, or none. */
class ShopSourceTest {
    private static final String BODY = "{\"id\":7,\"name\":\"Väinö\"}";
    // By openssl dgst -sha256 -hmac shpss_5ecret
    private static final String SIGNATURE = "inEocGAKfjsMeIaZ5qZlxoF4DifqgdbEoJ2jjg8Nh0U=";

    private final Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh());
    private final WebhookHandler handler = new WebhookHandler(new Shop(), inbox);

    private static final class Shop implements WebhookSource {
        private final SigningSecrets secrets = SigningSecrets.of("next", "shpss_5ecret");

        @Override
        public String name() {
            return "shop-1";
        }

        @Override
        public Optional<Delivery> receive(WebhookRequest request) {
            if (request.parameters().map(it -> it.containsKey("webhook_id")).orElse(false)) {
                return Optional.empty(); // a first, unsigned call that only wants a 200
            }
            String signature = request.header("X-Shop-Hmac-Sha256").orElse("");
            if (!secrets.matchBase64(request.body(), signature)) {
                throw new DeliveryRefusedException(Reason.BAD_SIGNATURE, name());
            }
            return Optional.of(request.header("X-Shop-Webhook-Id")
                    .filter(Delivery::isId)
                    .map(id -> Delivery.identified(id, "7", request.body()))
                    .orElseGet(() -> Delivery.anonymous("7", request.body())));
        }
    }

    @Test
    void deliveriesWithAnIdAreToldApartByIt() {
        assertThat(post(BODY, SIGNATURE, "b54557e4-bdd9-4b37")).isEqualTo(200);
        assertThat(post(BODY, SIGNATURE, "b54557e4-bdd9-4b37")).isEqualTo(200);
        assertThat(post(BODY, SIGNATURE, "c0ffee00-bdd9-4b37")).isEqualTo(200);
        assertThat(inbox.history("shop-1", "7")).hasSize(2);
    }

    @Test
    void deliveriesWithoutAnIdAreKeptToo() {
        assertThat(post(BODY, SIGNATURE, "")).isEqualTo(200);
        assertThat(post(BODY, SIGNATURE, "")).isEqualTo(200);
        assertThat(inbox.history("shop-1", "7"))
                .singleElement()
                .satisfies(it -> assertThat(it.payload()).isEqualTo(BODY.getBytes(UTF_8)));
    }

    @Test
    void oneByteOfTheBodyMatters() {
        assertThat(post(BODY + "\n", SIGNATURE, "id")).isEqualTo(401);
        assertThat(post(BODY, "", "id")).isEqualTo(401);
        assertThat(inbox.history("shop-1", "7")).isEmpty();
    }

    @Test
    void aPingIsAnswered() {
        WebhookRequest ping = new WebhookRequest(
                "POST",
                "/",
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
                "webhook_id=8".getBytes(UTF_8));
        assertThat(handler.handle(ping).status()).isEqualTo(200);
        assertThat(inbox.history("shop-1", "7")).isEmpty();
    }

    private int post(String body, String signature, String id) {
        WebhookRequest request = new WebhookRequest(
                "POST",
                "/",
                Map.of(
                        "content-type", List.of("application/json"),
                        "x-shop-hmac-sha256", List.of(signature),
                        "x-shop-webhook-id", List.of(id)),
                body.getBytes(UTF_8));
        return handler.handle(request).status();
    }
}
