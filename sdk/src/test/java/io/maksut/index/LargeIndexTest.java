package io.maksut.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large index is filled, read from end to end and searched with 64 MB of memory. */
class LargeIndexTest {
    private static final int PAYMENTS = Boolean.getBoolean("maksut.nightly") ? 1_000_000 : 50_000;

    @TempDir
    private Path folder;

    @Test
    void aLargeIndexIsFilledReadAndSearchedInLittleMemory() throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(
                List.of("-Xmx64m"),
                SearchLargeIndex.class,
                folder.resolve("index.db").toString(),
                Integer.toString(PAYMENTS))) {
            String time;
            do {
                time = child.line("TIME");
                System.out.println(PAYMENTS + " payments, 64 MB: " + time);
            } while (!time.startsWith("walk"));
            assertThat(child.line("FOUND")).isEqualTo(PAYMENTS + " " + PAYMENTS / 1_000 + " 1 1");
            assertThat(child.exitCode()).isZero();
        }
    }
}
