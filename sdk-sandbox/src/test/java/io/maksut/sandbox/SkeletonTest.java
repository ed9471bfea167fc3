package io.maksut.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkeletonTest {
    @Test
    void runs() {
        assertThat("a".length()).isEqualTo(1);
    }
}
