package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.maksut.error.NotSentException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without a finished TLS handshake nothing has been sent, not even by a write without a key. */
@Timeout(60)
class TlsTest {
    private static WireMockServer server;

    @BeforeAll
    static void start() {
        server = new WireMockServer(
                WireMockConfiguration.options().httpDisabled(true).dynamicHttpsPort());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    static Stream<HttpClient> clients() {
        return Stream.of(
                HttpClient.newHttpClient(),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aServerWithAnUntrustedCertificateIsNotSentAnything(HttpClient client) {
        URI uri = URI.create("https://localhost:" + server.httpsPort() + "/settle?api_username=shop77");
        try (Transport transport = Transport.builder("test")
                .httpClient(client)
                .time(new VirtualTime())
                .build()) {
            NotSentException notSent =
                    failure(NotSentException.class, transport, keyedWrite(uri).build());

            assertThat(notSent.call().attempts()).isZero();
            assertThat(notSent).hasStackTraceContaining("PKIX");
            assertThat(server.getAllServeEvents()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aServerThatDoesNotSpeakTlsIsNotSentAnything(HttpClient client) throws IOException {
        try (ServerSocket plain = new ServerSocket(0);
                Transport transport = Transport.builder("test")
                        .httpClient(client)
                        .time(new VirtualTime())
                        .build()) {
            Thread thread = new Thread(() -> answerPlainly(plain));
            thread.setDaemon(true);
            thread.start();

            failure(
                    NotSentException.class,
                    transport,
                    once(URI.create("https://localhost:" + plain.getLocalPort() + "/"))
                            .build());
        }
    }

    private static void answerPlainly(ServerSocket listener) {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().read(new byte[4096]);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsNotSentAnything() throws IOException {
        try (ServerSocket silent = new ServerSocket(0);
                Transport transport = Transport.builder("test")
                        .attemptTimeout(Duration.ofMillis(300))
                        .retry(new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1)))
                        .build()) {
            NotSentException notSent = failure(
                    NotSentException.class,
                    transport,
                    once(URI.create("https://localhost:" + silent.getLocalPort() + "/"))
                            .build());

            assertThat(notSent.call().attempts()).isZero();
        }
    }
}
