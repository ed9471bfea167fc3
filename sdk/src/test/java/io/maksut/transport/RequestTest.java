package io.maksut.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private static final URI HOME = URI.create("https://gateway.example.test/v1/charge/order-1?api_username=shop77");

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Admin: 1", "a\nb", "a\rb", "a\u0000b", "\u00e4", "a\u007f", "a\u2028b"})
    void aHeaderValueCannotSmuggleAnotherHeaderAndIsNotRepeatedInTheMessage(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.get(HOME, Map.of("X-Note", value)))
                .withMessage("header value is too long or not plain ASCII text: X-Note");
        assertThatIllegalArgumentException().isThrownBy(() -> new CallSettings(null, Map.of("X-Note", value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a:b",
                "a\r\nb",
                "\u00e4",
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Expect",
                "Accept-Encoding",
                "Upgrade",
                "Connection"
            })
    void aHeaderNameIsATokenAndNotOneOfTheClientsOwn(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Request.get(HOME, Map.of(name, "x")));
    }

    @Test
    void aHeaderIsGivenOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> Request.get(HOME, Map.of("X-A", "1", "x-a", "2")));
        assertThat(Request.get(HOME, Map.of("X-A", "1")).withHeader("x-a", "2").headers())
                .hasSize(1)
                .containsEntry("X-A", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Content-Type",
                "content-encoding",
                "Cookie",
                "Idempotency-Key",
                "X-Shopify-Access-Token",
                "Proxy-Authorization",
                "Accept"
            })
    void aHeaderPerCallTouchesNeitherAuthenticationNorContentNorKey(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CallSettings(null, Map.of(name, "x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/relative",
                "ftp://host/",
                "https:///path",
                "https://user:secret@host/",
                "mailto:x",
                "file:///etc/passwd"
            })
    void anAddressIsAbsoluteHttpWithoutCredentials(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.get(URI.create(uri), Map.of()))
                .satisfies(exception -> assertThat(exception.getMessage()).doesNotContain("secret"));
    }

    @Test
    void theTextFormsShowNeitherQueryNorHeadersNorBody() {
        Request request = new Request("POST", HOME, Map.of("Authorization", "Basic abc"), new byte[] {'h', 'i'});

        assertThat(request).asString().isEqualTo("POST https://gateway.example.test/v1/charge/order-1");
        assertThat(Call.builder("settle charge", request).build()).asString().isEqualTo("settle charge ONCE");
        assertThat(new CallSettings(Duration.ofSeconds(1), Map.of("X-A", "v")))
                .asString()
                .isEqualTo("timeout PT1S, headers [X-A]");
    }

    @Test
    void theBodyCannotBeChangedFromOutside() {
        byte[] bytes = {1, 2};
        Request request = new Request("POST", HOME, Map.of(), bytes);
        bytes[0] = 9;
        request.body()[1] = 9;

        assertThat(request.body()).containsExactly(1, 2);
        assertThat(request.withBody(null).body()).isNull();
    }

    @Test
    void aKeyedWriteHasItsKeyAndAGetIsARead() {
        Call.Builder get = Call.builder("read charge", Request.get(HOME, Map.of()));
        Call.Builder post = Call.builder("settle charge", new Request("POST", HOME, Map.of(), null));

        assertThat(get.build().repeat()).isEqualTo(Repeat.READ);
        assertThat(post.build().repeat()).isEqualTo(Repeat.ONCE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> post.repeat(Repeat.KEYED_WRITE).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> get.repeat(Repeat.ONCE).build());
        assertThatIllegalArgumentException().isThrownBy(() -> post.idempotencyKey("a\r\nb"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Call.builder("settle {0}\n", Request.get(HOME, Map.of())));
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CallSettings(Duration.ZERO, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySettings(0, Duration.ofMillis(1), Duration.ofMillis(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySettings(1, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LimitSettings(1, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BreakerSettings(5, 6, 50, Duration.ofSeconds(1), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transport.builder("x").maxResponseBytes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transport.builder("x").attemptTimeout(Duration.ZERO));
    }
}
