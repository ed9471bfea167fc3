package io.maksut.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {
    private static final String EMOJI = "\uD83D\uDE00";

    @Test
    void aPairCountsAsOneCharacterAndIsNeverCutInTwo() {
        assertThat(StorableText.cut("a".repeat(499) + EMOJI, 500)).isEqualTo("a".repeat(499) + EMOJI);
        assertThat(StorableText.cut("a".repeat(500) + EMOJI, 500)).isEqualTo("a".repeat(500));
        assertThat(StorableText.cut(EMOJI.repeat(600), 500)).isEqualTo(EMOJI.repeat(500));
    }

    @Test
    void whatNoDatabaseKeepsIsReplacedWhereverItStands() {
        assertThat(StorableText.cut("a\0b", 10)).isEqualTo("a\uFFFDb");
        assertThat(StorableText.cut("a\uD83D", 10)).isEqualTo("a\uFFFD");
        assertThat(StorableText.cut("\uDE00\uD83D", 10)).isEqualTo("\uFFFD\uFFFD");
        assertThat(StorableText.cut("a\uD83D".repeat(10), 3)).isEqualTo("a\uFFFDa");
    }

    @Test
    void whatFitsStaysAsItIs() {
        String text = "Pärnu maantee 5 " + EMOJI;

        assertThat(StorableText.cut(text, 500)).isSameAs(text);
        assertThat(StorableText.cut("", 0)).isEmpty();
    }
}
