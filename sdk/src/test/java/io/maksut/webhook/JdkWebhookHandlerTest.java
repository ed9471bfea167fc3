package io.maksut.webhook;

import static io.maksut.webhook.Workers.SOURCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.testkit.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkWebhookHandlerTest {
    private static final int MAX = 100;

    private final Inbox inbox = Inbox.open(TestDatabases.SQLITE.fresh());
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;

    /** Keeps what comes with the query {@code ok}, by the query and the body. */
    private static final class Echo implements WebhookSource {
        @Override
        public String name() {
            return SOURCE;
        }

        @Override
        public Optional<Delivery> receive(WebhookRequest request) {
            if (request.query().equals("fault")) {
                throw new IllegalStateException("secret");
            }
            if (!request.query().equals("ok") || request.header("x-shop").isEmpty()) {
                throw new DeliveryRefusedException(Reason.BAD_SIGNATURE, SOURCE);
            }
            return Optional.of(Delivery.identified(request.method(), "p1", request.body()));
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/in", new JdkWebhookHandler(new WebhookHandler(new Echo(), inbox, MAX)));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aDeliveryComesThroughUnchanged() throws Exception {
        HttpResponse<String> reply = post("ok", "ä\u0000\r\n".getBytes(UTF_8));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("accepted");
        assertThat(inbox.history(SOURCE, "p1"))
                .singleElement()
                .satisfies(it -> assertThat(it.payload()).isEqualTo("ä\u0000\r\n".getBytes(UTF_8)));
    }

    @Test
    void aGetWithoutABodyComesThrough() throws Exception {
        HttpResponse<String> reply = client.send(
                HttpRequest.newBuilder(address("ok")).header("X-Shop", "1").build(), BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadGetsNoBody() throws Exception {
        HttpResponse<String> reply = client.send(
                HttpRequest.newBuilder(address("no"))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void refusalsAndFaultsTellNothing() throws Exception {
        assertThat(post("no", new byte[0]).statusCode()).isEqualTo(401);
        HttpResponse<String> fault = post("fault", new byte[0]);
        assertThat(fault.statusCode()).isEqualTo(500);
        assertThat(fault.body()).isEmpty();
    }

    @Test
    void aBodyAboveTheLimitIsNotReadToItsEnd() throws Exception {
        assertThat(post("ok", new byte[MAX]).statusCode()).isEqualTo(200);
        assertThat(post("ok", new byte[MAX + 1]).statusCode()).isEqualTo(413);
        assertThat(inbox.history(SOURCE, "p1")).hasSize(1);

        // It promises a gigabyte and waits: the answer comes before the rest.
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write("POST /in?ok HTTP/1.1\r\nHost: x\r\nX-Shop: 1\r\nContent-Length: 1000000000\r\n\r\n"
                    .getBytes(UTF_8));
            out.write(new byte[70_000]);
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void afterAClientThatLeftInTheMiddleTheNextIsServed() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write("POST /in?ok HTTP/1.1\r\nHost: x\r\nX-Shop: 1\r\nContent-Length: 50\r\n\r\nhalf"
                        .getBytes(UTF_8));
                out.flush();
            }
        }
        assertThat(post("ok", "whole".getBytes(UTF_8)).statusCode()).isEqualTo(200);
        assertThat(inbox.history(SOURCE, "p1"))
                .singleElement()
                .satisfies(it -> assertThat(it.payload()).isEqualTo("whole".getBytes(UTF_8)));
    }

    private HttpResponse<String> post(String query, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(query))
                        .header("X-Shop", "1")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI address(String query) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in/x?" + query);
    }
}
