package io.maksut.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretsTest {
    private static final byte[] SIGNED = "{\"id\":7,\"name\":\"Väinö\"}".getBytes(UTF_8);
    // By openssl dgst -sha256 -hmac shpss_5ecret
    private static final String BASE64 = "inEocGAKfjsMeIaZ5qZlxoF4DifqgdbEoJ2jjg8Nh0U=";
    private static final String HEX = "8a712870600a7e3b0c788699e6a665c681780e27ea81d6c4a09da38e0f0d8745";

    private final SigningSecrets secrets = SigningSecrets.of("shpss_5ecret");

    @Test
    void aRightSignatureIsFoundInHexadecimalAndInBase64() {
        assertThat(secrets.matchHex(SIGNED, HEX)).isTrue();
        assertThat(secrets.matchHex(SIGNED, HEX.toUpperCase(Locale.ROOT))).isTrue();
        assertThat(secrets.matchBase64(SIGNED, BASE64)).isTrue();
    }

    @Test
    void oneByteMoreIsAnotherText() {
        byte[] longer = "{\"id\":7,\"name\":\"Väinö\"}\n".getBytes(UTF_8);
        assertThat(secrets.matchHex(longer, HEX)).isFalse();
        assertThat(secrets.matchBase64(longer, BASE64)).isFalse();
        assertThat(secrets.matchHex(new byte[0], HEX)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8",
                "8a",
                "zz712870600a7e3b0c788699e6a665c681780e27ea81d6c4a09da38e0f0d8745",
                "8a712870600a7e3b0c788699e6a665c681780e27ea81d6c4a09da38e0f0d87",
                "8a712870600a7e3b0c788699e6a665c681780e27ea81d6c4a09da38e0f0d874500",
                "9a712870600a7e3b0c788699e6a665c681780e27ea81d6c4a09da38e0f0d8745",
                "inEocGAKfjsMeIaZ5qZlxoF4DifqgdbEoJ2jjg8Nh0A=",
                "inEocGAKfjsMeIaZ5qZlxoF4DifqgdbEoJ2jjg8Nh0U= ",
                "\u0000",
                "ä"
            })
    void anythingElseFitsNothing(String signature) {
        assertThat(secrets.matchHex(SIGNED, signature)).isFalse();
        assertThat(secrets.matchBase64(SIGNED, signature)).isFalse();
    }

    @Test
    void whileASecretIsChangedTheOldAndTheNewOneHold() {
        assertThat(SigningSecrets.of("new", "shpss_5ecret").matchHex(SIGNED, HEX))
                .isTrue();
        assertThat(SigningSecrets.of("shpss_5ecret", "new").matchHex(SIGNED, HEX))
                .isTrue();
        assertThat(SigningSecrets.of("new", "newer").matchHex(SIGNED, HEX)).isFalse();
    }

    @Test
    void spacesOfASecretCount() {
        assertThat(SigningSecrets.of("shpss_5ecret ").matchHex(SIGNED, HEX)).isFalse();
    }

    @Test
    void withoutASecretThereIsNoVerification() {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningSecrets.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningSecrets.of("right", " "));
    }
}
