package io.maksut.sandbox.frisbii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrisbiiSandboxMainTest {
    @Test
    @Timeout(60)
    void itServesInAnotherJvmUntilItsInputEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrisbiiSandboxMain.class.getName(),
                        "--bulk",
                        "1000000",
                        "--rate",
                        "100,100,20")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String[] ready = out.readLine().split(" ");
            assertThat(ready).hasSize(4).startsWith("READY");
            HttpRequest request = HttpRequest.newBuilder(URI.create(ready[1] + "/v1/charge/bulk-000999999"))
                    .header("Authorization", RawClient.basic(ready[2] + ":"))
                    .build();
            assertThat(RawClient.send(request).text("handle")).isEqualTo("bulk-000999999");

            process.getOutputStream().close();
            assertThat(out.readLine()).isEqualTo("SERVED 1");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anOptionThatItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> FrisbiiSandboxMain.main(new String[] {"--pot", "1"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FrisbiiSandboxMain.main(new String[] {"--port"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FrisbiiSandboxMain.main(new String[] {"--rate", "1,2"}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
