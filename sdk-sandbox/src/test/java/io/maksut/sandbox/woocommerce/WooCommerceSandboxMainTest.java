package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WooCommerceSandboxMainTest {
    @Test
    @Timeout(60)
    void itServesInAnotherJvmUntilItsInputEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WooCommerceSandboxMain.class.getName(),
                        "--version",
                        "9.0.2",
                        "--bulk",
                        "20,2")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String[] ready = output.readLine().split(" ");
            assertThat(ready).hasSize(6).startsWith("READY");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(ready[5])).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(ready[2] + "/wp-json/wc/v3/refunds"))
                    .header("Authorization", RawClient.basic(new ApiKey(ready[3], ready[4], ApiKey.Permission.READ)))
                    .build();

            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-WP-Total")).hasValue("40");

            process.getOutputStream().close();
            assertThat(output.readLine()).isEqualTo("SERVED 1");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static SSLContext trusting(String certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "shop",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(certificate))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void anOptionThatItDoesNotKnowIsRefused() {
        for (String[] args : new String[][] {{"--pot", "1"}, {"--port"}, {"--bulk", "5"}, {"--version", "x"}}) {
            assertThatThrownBy(() -> WooCommerceSandboxMain.main(args)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
