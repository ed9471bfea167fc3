package io.maksut.flatpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.frisbii.FrisbiiSandboxMain;
import io.maksut.testkit.ChildJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every payment of a large account is read with 64 MB of memory and without a request per payment. */
class LargeSearchTest {
    private static final int PAYMENTS = Boolean.getBoolean("maksut.nightly") ? 1_000_000 : 50_000;

    @Test
    void aLargeAccountIsReadPageByPageInLittleMemory() throws IOException, InterruptedException {
        try (ChildJvm gateway = ChildJvm.start(
                List.of("-Xmx2g"),
                FrisbiiSandboxMain.class,
                "--bulk",
                Integer.toString(PAYMENTS),
                "--rate",
                "2000,2000,10")) {
            String[] ready = gateway.line("READY").split(" ");
            try (ChildJvm client = ChildJvm.start(List.of("-Xmx64m"), SearchEverything.class, ready)) {
                String[] found = client.line("FOUND").split(" ");
                assertThat(client.exitCode()).isZero();
                assertThat(Integer.parseInt(found[0])).isEqualTo(PAYMENTS);
                gateway.endInput();
                long requests = Long.parseLong(gateway.line("SERVED"));
                System.out.println(PAYMENTS + " payments in " + requests + " requests and " + found[2] + " ms");
                assertThat(requests).isBetween(PAYMENTS / 100L, PAYMENTS / 100L + 1);
            }
        }
    }
}
