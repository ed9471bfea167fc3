package io.maksut.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {
    @Test
    void anArrayOfObjectsIsReadObjectByObject() {
        List<JsonDocument> orders = JsonDocument.parseObjects(new StringReader("\uFEFF[{\"id\":7},{\"id\":\"8\"}]\n"));

        assertThat(orders).extracting(order -> order.requiredInteger("id")).containsExactly(7L, 8L);
        assertThat(JsonDocument.parseObjects(new StringReader("[]"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "[1]", "[{}", "[{}]x", "[{}][]", "null", "<html>", "[{\"a\":1,}]"})
    void whatIsNotOneArrayOfObjectsIsRefused(String text) {
        assertThatExceptionOfType(JsonFormatException.class)
                .isThrownBy(() -> JsonDocument.parseObjects(new StringReader(text)));
    }

    @Test
    void aFieldInWhichAnybodyMayPutAnythingIsTextOrNothing() {
        JsonDocument json = JsonDocument.parse("{\"a\":\"x\",\"b\":1.50,\"c\":[1],\"d\":{\"e\":1},\"f\":null}");

        assertThat(json.plainText("a")).contains("x");
        assertThat(json.plainText("b")).contains("1.50");
        assertThat(List.of(json.plainText("c"), json.plainText("d"), json.plainText("f"), json.plainText("g")))
                .allMatch(text -> text.isEmpty());
    }

    @Test
    void anArrayOfPlainValuesIsReadAsTexts() {
        JsonDocument json = JsonDocument.parse("{\"a\":[\"x\",9007199254740993,true],\"b\":[],\"c\":null}");

        assertThat(json.texts("a")).containsExactly("x", "9007199254740993", "true");
        assertThat(List.of(json.texts("b"), json.texts("c"), json.texts("d"))).allMatch(List::isEmpty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"x\"}", "{\"a\":{}}", "{\"a\":[{}]}", "{\"a\":[null]}", "{\"a\":[[\"x\"]]}"})
    void whatIsNoArrayOfPlainValuesIsRefused(String text) {
        assertThatExceptionOfType(JsonFormatException.class)
                .isThrownBy(() -> JsonDocument.parse(text).texts("a"));
    }
}
