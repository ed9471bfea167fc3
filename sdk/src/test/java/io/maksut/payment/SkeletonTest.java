package io.maksut.payment;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SkeletonTest {
    @Test
    void runs() {
        assertThat("a".length()).isEqualTo(1);
    }

    @Property(tries = 10)
    void jq(@ForAll int a) {
        assertThat(a - a).isEqualTo(0);
    }
}
