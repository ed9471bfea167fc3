package io.maksut.sandbox.shopify;

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

class ShopifySandboxMainTest {
    @Test
    @Timeout(120)
    void itServesInAnotherJvmUntilItsInputEnds() throws Exception {
        try (Listener app = new Listener(200)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ShopifySandboxMain.class.getName(),
                            "--bulk",
                            "1000000",
                            "--rate",
                            "5000,500",
                            "--webhooks",
                            app.uri("/hook").toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                String[] ready = out.readLine().split(" ");
                assertThat(ready).hasSize(6).startsWith("READY");
                RawClient.Answer found =
                        ask(ready, "{ orders(first: 1, query: \\\"payment_id:bulk-000999999\\\") { nodes { id } } }");
                assertThat(found.text("extensions.cost.throttleStatus.maximumAvailable"))
                        .isEqualTo("5000.0");
                String order = found.text("data.orders.nodes.0.id");
                ask(ready, "mutation { tagsAdd(id: \\\"" + order + "\\\", tags: [\\\"x\\\"]) { node { id } } }");
                app.await("/hook", 1);
                assertThat(app.received("/hook").get(0).header("X-Shopify-Topic"))
                        .isEqualTo("orders/updated");

                process.getOutputStream().close();
                assertThat(out.readLine()).isEqualTo("SERVED 2");
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static RawClient.Answer ask(String[] ready, String document) throws Exception {
        return RawClient.send(HttpRequest.newBuilder(URI.create(ready[1] + "/admin/api/2026-10/graphql.json"))
                .header("Content-Type", "application/json")
                .header("X-Shopify-Access-Token", ready[2])
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + document + "\"}"))
                .build());
    }

    @Test
    void anOptionThatItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> ShopifySandboxMain.main(new String[] {"--pot", "1"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShopifySandboxMain.main(new String[] {"--port"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShopifySandboxMain.main(new String[] {"--rate", "1"}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
