package io.maksut.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTest {
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    @Test
    void headersAreFoundInAnyCaseIfTheyCameOnce() {
        WebhookRequest request = new WebhookRequest(
                "post",
                "/in",
                Map.of("X-Shopify-Webhook-Id", List.of("a-1"), "X-Twice", List.of("a", "b")),
                new byte[0]);
        assertThat(request.header("x-shopify-webhook-ID")).contains("a-1");
        assertThat(request.header("X-Twice")).isEmpty();
        assertThat(request.header("X-None")).isEmpty();
        assertThat(request.method()).isEqualTo("POST");
    }

    @Test
    void theSameHeaderInTwoCasesCameTwice() {
        WebhookRequest request =
                new WebhookRequest("POST", "/", Map.of("x-id", List.of("a"), "X-ID", List.of("b")), new byte[0]);
        assertThat(request.header("X-Id")).isEmpty();
    }

    @Test
    void aServerThatHandsOverNullsBreaksNothing() {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put(null, List.of("HTTP/1.1 200"));
        headers.put("X-Null", null);
        headers.put("X-Values", Arrays.asList(null, "a"));
        headers.put("Content-Type", Collections.singletonList(null));
        WebhookRequest request = new WebhookRequest("GET", "", headers, new byte[0]);
        assertThat(request.header("X-Values")).contains("a");
        assertThat(request.header("X-Null")).isEmpty();
        assertThat(request.parameters()).contains(Map.of());
    }

    @Test
    void theBodyIsTheCallersOwn() {
        byte[] body = {1, 2};
        WebhookRequest request = new WebhookRequest("POST", "/", Map.of(), body);
        body[0] = 9;
        request.body()[1] = 9;
        assertThat(request.body()).containsExactly(1, 2);
    }

    @Test
    void parametersComeFromTheQueryAndTheForm() {
        assertThat(form("/in?a=1&b=%C3%A4+%2B&&c", "d=x%3Dy&a=1").parameters())
                .contains(Map.of("a", "1", "b", "ä +", "c", "", "d", "x=y"));
    }

    @Test
    void aBodyOfAnotherTypeIsNoForm() {
        assertThat(new WebhookRequest(
                                "POST",
                                "/?a=1",
                                Map.of("Content-Type", List.of("application/json")),
                                "b=2".getBytes(UTF_8))
                        .parameters())
                .contains(Map.of("a", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=%C3", "a=ä", "a=b c", "a=1&a=2", "a=\u0000"})
    void whatTwoReadersMayReadDifferentlyIsNotRead(String form) {
        assertThat(form("/", form).parameters()).isEmpty();
    }

    @Test
    void aNameThatHasAnotherValueInTheQueryIsNotRead() {
        assertThat(form("/?payment_reference=one", "payment_reference=two").parameters())
                .isEmpty();
    }

    @Test
    void tooManyParametersAreNotRead() {
        assertThat(form("/", numbered(200)).parameters())
                .hasValueSatisfying(it -> assertThat(it).hasSize(200));
        assertThat(form("/", numbered(201)).parameters()).isEmpty();
    }

    private static String numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i + "=v").collect(Collectors.joining("&"));
    }

    private static WebhookRequest form(String target, String body) {
        return new WebhookRequest("POST", target, Map.of("Content-Type", List.of(FORM)), body.getBytes(UTF_8));
    }
}
