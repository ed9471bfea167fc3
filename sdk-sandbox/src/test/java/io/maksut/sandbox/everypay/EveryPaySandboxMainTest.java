package io.maksut.sandbox.everypay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EveryPaySandboxMainTest {
    @Test
    @Timeout(60)
    void itServesUntilItsInputEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EveryPaySandboxMain.class.getName(),
                        "--bulk",
                        "10")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String[] ready = output.readLine().split(" ");

            assertThat(ready).hasSize(4).startsWith("READY");
            RawClient.Answer answer = RawClient.send(HttpRequest.newBuilder(
                            URI.create(ready[1] + "/payments/b" + "0".repeat(63) + "?api_username=" + ready[2]))
                    .header("Authorization", RawClient.basic(ready[2], ready[3]))
                    .build());
            assertThat(answer.text("order_reference")).isEqualTo("bulk-000000000");

            process.getOutputStream().close();
            assertThat(output.readLine()).isEqualTo("SERVED 1");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> EveryPaySandboxMain.main(new String[] {"--rate", "1"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EveryPaySandboxMain.main(new String[] {"--port"}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
