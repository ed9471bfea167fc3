package io.maksut.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction = Redaction.of(List.of("priv_0815secret", "p&ss word", "abc"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ask mari.maasikas+shop@example.test now|mari.maasikas|maasikas",
                "Ask mari%40example.test now|mari|example.test",
                "Ask <\u00e4\u00e4kk\u00f6nen@\u00f6ljy.test> now|kk|ljy",
                "{\"email\":\"mari\"}|mari|mari",
                "card 4111111111111111 declined|4111|1111",
                "card 4111 1111 1111 1111 declined|4111|1111",
                "card 4111-1111-1111-1111 declined|4111|1111",
                "card 6304000000000000000 declined|6304|000",
                "IBAN EE382200221020145685 unknown|3822|5685",
                "IBAN FI21 1234 5600 0007 85 unknown|1234|0007",
                "lv80bank0000435195001|0000|5001",
                "Authorization: Basic cHJpdl9hYmM6|cHJpdl9hYmM6|cHJ",
                "sent basic cHJpdl9hYmM6 and|cHJpdl9hYmM6|cHJ",
                "Bearer eyJhbGciOi.J9-_x.y|eyJ|J9",
                "authorization=xyz1|xyz1|xyz",
                "GET /payments/1?api_username=shop77&detailed=true|shop77|shop",
                "{\"api_secret\":\"a b c d\",\"x\":1}|a b|c d",
                "token=tok_1 and access_token: tok_2|tok_1|tok_2",
                "X-Shopify-Access-Token: shpat_1|shpat|pat_1",
                "the refresh of shprt_a1B2c3 failed|shprt|a1B2",
                "key priv_0815secret is wrong|priv_0815|0815secret",
                "key p%26ss+word is wrong|p%26|word"
            })
    void nothingThatIsSecretOrPersonalIsLeft(String text, String secret, String another) {
        assertThat(redaction.redact(text))
                .contains("[redacted]")
                .doesNotContain(secret)
                .doesNotContain(another);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Invoice already settled",
                "Amount 12345678 too high, 99.50 EUR left",
                "key 0b6f9a52-3f0e-4b1c-9df1-6cde8d5a3d11",
                "abc is too short to be a secret",
                "at 2026-03-01T12:00:00Z, code 4997: The timestamp is not valid"
            })
    void whatIsHarmlessStays(String text) {
        assertThat(redaction.redact(text)).isEqualTo(text);
    }

    @Test
    void aResultIsOneShortLine() {
        assertThat(redaction.redact("a\r\nSet-Cookie: b\u0000")).isEqualTo("a  Set-Cookie: b ");
        assertThat(redaction.redact("word ".repeat(1_000_000)))
                .hasSize(Redaction.MAX_LENGTH)
                .endsWith("...");
        assertThat(redaction.redact("x".repeat(1_000_000)).length()).isLessThanOrEqualTo(Redaction.MAX_LENGTH);
    }

    @Test
    void nothingIsCutInTwoAndSoMissed() {
        for (int shift = 0; shift < 60; shift++) {
            // Secrets shrink, so text from behind the cut could come into view.
            String text = "4111 1111 1111 1111 ".repeat(99).substring(0, 1980 - shift)
                    + " mari.maasikas@example.test 4111 1111 1111 1111 priv_0815secret ".repeat(3);
            assertThat(redaction.redact(text))
                    .doesNotContain("maasikas")
                    .doesNotContain("1111 1111")
                    .doesNotContain("0815");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "1 ",
                "@",
                "a@",
                "%40",
                "EE38",
                "token=",
                "\"",
                "basic ",
                "token=\"",
                "Bearer ",
                "a.",
                "=",
                "authorization:",
                "EE38 2200 ",
                "proxy-",
                "\u00e4"
            })
    void hostileTextTakesNoLongerThanOther(String part) {
        String text = part.repeat(2_000_000 / part.length());
        redaction.redact(text);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 200; i++) {
                assertThat(redaction.redact(text).length()).isLessThanOrEqualTo(Redaction.MAX_LENGTH);
            }
        });
    }

    @Test
    void aHarmlessCauseIsKeptAndAnotherReplacedByACopyWithTheSameStack() {
        Exception harmless = new IllegalStateException("nothing here", new java.io.IOException("nor here"));
        Exception leaking = new IllegalStateException("fine", new NumberFormatException("For \"mari@example.test\""));

        assertThat(redaction.cause(harmless)).isSameAs(harmless);
        Throwable copy = redaction.cause(leaking);
        assertThat(copy).hasMessage("java.lang.IllegalStateException: fine");
        assertThat(copy.getStackTrace()).isEqualTo(leaking.getStackTrace());
        assertThat(copy.getCause()).hasMessage("java.lang.NumberFormatException: For \"[redacted]\"");
    }

    @Test
    void aCauseWithoutEndIsCut() {
        Exception first = new Exception("mari@example.test");
        Exception second = new Exception("two", first);
        first.initCause(second);

        assertThat(redaction.cause(first)).hasMessageNotContaining("mari");
    }

    @Test
    void theSecretsAreNotInItsText() {
        assertThat(redaction.toString()).doesNotContain("priv_");
    }
}
