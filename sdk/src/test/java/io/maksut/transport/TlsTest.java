package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static io.maksut.transport.Calls.keyedWrite;
import static io.maksut.transport.Calls.once;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.error.NotSentException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.sandbox.woocommerce.WooCommerceSandbox;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
            MaksutException failure =
                    failure(MaksutException.class, transport, keyedWrite(uri).build());

            assertNotSentAsFarAsCanBeKnown(failure);
            assertThat(failure).hasStackTraceContaining("PKIX");
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
            Queue<String> received = new ConcurrentLinkedQueue<>();
            Thread thread = new Thread(() -> answerPlainly(plain, received));
            thread.setDaemon(true);
            thread.start();

            MaksutException failure = failure(
                    MaksutException.class,
                    transport,
                    once(URI.create("https://localhost:" + plain.getLocalPort() + "/"))
                            .build());

            assertNotSentAsFarAsCanBeKnown(failure);
            assertThat(received).noneMatch(it -> it.contains("POST"));
        }
    }

    /** The client may ask for the body although the handshake fails; then it is unknown here, and never more than that. */
    private static void assertNotSentAsFarAsCanBeKnown(MaksutException failure) {
        assertThat(failure).isInstanceOfAny(NotSentException.class, OutcomeUnknownException.class);
        if (failure instanceof NotSentException) {
            assertThat(failure.call().attempts()).isZero();
        }
    }

    private static void answerPlainly(ServerSocket listener, Queue<String> received) {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
                    byte[] bytes = new byte[4096];
                    int count = socket.getInputStream().read(bytes);
                    received.add(new String(bytes, 0, Math.max(0, count), US_ASCII));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void aServerWithACertificateOfItsOwnIsReachedByAClientThatTrustsIt() {
        try (WooCommerceSandbox shop = WooCommerceSandbox.start();
                Transport transport = Transport.builder("test")
                        .trust(shop.tls().trustingContext())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            NotFoundException answered = failure(
                    NotFoundException.class,
                    transport,
                    once(URI.create(shop.httpsUrl() + "/no-such-route")).build());

            assertThat(answered.call().attempts()).isEqualTo(1);
            assertThat(shop.requests().count("POST", "/no-such-route")).isEqualTo(1);
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
