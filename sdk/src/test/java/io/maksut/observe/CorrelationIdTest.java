package io.maksut.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id comes from strangers: it is taken over as it is, or not at all. */
class CorrelationIdTest {
    static Stream<String> hostile() {
        return Stream.of(
                "",
                " ",
                "a b",
                "x".repeat(65),
                "x".repeat(10_240),
                "id\nERROR the ledger was deleted",
                "id\r\nX-Forged: yes",
                "id\u0000",
                "id\u001b[2J",
                "id\u2028",
                "\u202egnihton",
                "pälkäne",
                "\ud800",
                "mari@example.test",
                "${jndi:ldap://example.test}",
                "<script>",
                "'; drop table maksut_operation; --",
                "%X{password}",
                "{0}");
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("hostile")
    void whatHasAnotherFormIsReplacedByANewOneAndNoPartOfItIsKept(String given) {
        CorrelationId id = CorrelationId.orRandom(given);

        assertThat(id.value()).matches("[0-9a-f]{32}");
        assertThat(CorrelationId.orRandom(given)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aProgramIsToldWhichFormItHas(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorrelationId(given))
                .withMessageNotContaining("drop")
                .withMessageContaining("64 characters");
    }

    /** Shops recognise what we wrote into them by these. */
    @ParameterizedTest
    @ValueSource(strings = {"maksut:5c1d", "maksut-start:00000000-0000-0000-0000-000000000000"})
    void noneCanBeAMarkOfOurs(String mark) {
        assertThat(CorrelationId.orRandom(mark).value()).isNotEqualTo(mark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0af7651916cd43dd8448eb211c80319c",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "9dbd6f54-1bb3-4d6f-8d4b-2d2f3c7a90a1",
                "req_8.1-B"
            })
    void usualOnesAreTakenOver(String given) {
        assertThat(CorrelationId.orRandom(given)).hasToString(given).isEqualTo(new CorrelationId(given));
    }

    @Test
    void aNewOneIsNoOthers() {
        assertThat(CorrelationId.random()).isNotEqualTo(CorrelationId.random());
    }
}
