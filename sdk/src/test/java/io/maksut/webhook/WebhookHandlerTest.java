package io.maksut.webhook;

import static io.maksut.webhook.Workers.SOURCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.maksut.error.DeliveryRefusedException;
import io.maksut.error.DeliveryRefusedException.Reason;
import io.maksut.storage.StorageException;
import io.maksut.testkit.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookHandlerTest {
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicReference<String> failOn = new AtomicReference<>("");
    private final DataSource dataSource = breakable(TestDatabases.SQLITE.fresh());
    private final Inbox inbox = Inbox.open(dataSource);
    private final WebhookHandler handler = new WebhookHandler(source(WebhookHandlerTest::accepted), inbox, 10);

    @Test
    void whatIsStoredIsAcceptedAndSoIsItsDuplicate() {
        assertThat(handler.handle(request("a"))).isEqualTo(new WebhookReply(200, "accepted"));
        assertThat(handler.handle(request("a"))).isEqualTo(new WebhookReply(200, "accepted"));
        assertThat(inbox.history(SOURCE, "p1")).hasSize(1);
    }

    @Test
    void whatNobodyHasToLookAtIsAcceptedAndNotKept() {
        WebhookHandler nothing = new WebhookHandler(source(request -> Optional.empty()), inbox);
        assertThat(nothing.handle(request("a")).status()).isEqualTo(200);
        assertThat(inbox.history(SOURCE, "p1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"WRONG_METHOD,405", "TOO_LARGE,413", "MALFORMED,400", "BAD_SIGNATURE,401", "OUTSIDE_WINDOW,401"})
    void eachRefusalHasItsStatus(Reason reason, int status) {
        WebhookHandler refusing = new WebhookHandler(
                source(request -> {
                    throw new DeliveryRefusedException(reason, SOURCE);
                }),
                inbox);
        WebhookReply reply = refusing.handle(request("a"));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).startsWith("refused: ");
    }

    @Test
    void aBodyIsAcceptedUpToTheLimitAndNotAByteMore() {
        assertThat(handler.handle(request("x".repeat(10))).status()).isEqualTo(200);
        assertThat(handler.handle(request("x".repeat(11))).status()).isEqualTo(413);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookHandler(source(it -> Optional.empty()), inbox, -1));
    }

    @Test
    void addressAndHeadersTogetherAreLimited() {
        int limit = 65_536;
        assertThat(handler.handle(new WebhookRequest("POST", "/" + "q".repeat(limit - 1), Map.of(), body("a")))
                        .status())
                .isEqualTo(200);
        assertThat(handler.handle(new WebhookRequest("POST", "/" + "q".repeat(limit), Map.of(), body("a")))
                        .status())
                .isEqualTo(413);
        Map<String, List<String>> headers = Map.of("X", List.of("v".repeat(limit / 2), "v".repeat(limit / 2)));
        assertThat(handler.handle(new WebhookRequest("POST", "/", headers, body("a")))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void whileTheDatabaseIsGoneNothingIsAcknowledged() {
        lost.set(true);
        assertThat(handler.handle(request("a")).status()).isEqualTo(503);
        lost.set(false);
        assertThat(inbox.history(SOURCE, "p1")).isEmpty();
        assertThat(handler.handle(request("a")).status()).isEqualTo(200);
        assertThat(inbox.history(SOURCE, "p1")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"insert into maksut_inbox", "commit"})
    void aConnectionThatIsLostHalfwayIsNotAcknowledged(String statement) {
        failOn.set(statement);
        assertThat(handler.handle(request("a")).status()).isEqualTo(503);
        failOn.set("");
        assertThat(handler.handle(request("a")).status()).isEqualTo(200);
        assertThat(inbox.history(SOURCE, "p1")).hasSize(1);
    }

    @Test
    void aWorkerWithoutItsDatabaseLosesNothing() {
        handler.handle(request("a"));
        InboxWorker worker = InboxWorker.builder(inbox)
                .on(SOURCE, delivery -> {
                    lost.set(true);
                    return ProcessingResult.done();
                })
                .build();
        assertThatExceptionOfType(StorageException.class).isThrownBy(worker::workOff);
        lost.set(false);
        assertThat(inbox.history(SOURCE, "p1"))
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(InboxDelivery.State.WAITING));
    }

    @Test
    void aFaultOfASourceIsAnAnswerToo() {
        WebhookHandler faulty = new WebhookHandler(
                source(request -> {
                    throw new IllegalStateException("mari@example.test");
                }),
                inbox);
        assertThat(faulty.handle(request("a"))).isEqualTo(new WebhookReply(500, ""));
    }

    @Test
    void theTextsOfRequestsAndDeliveriesShowNothing() {
        WebhookRequest request =
                new WebhookRequest("POST", "/?key=secret", Map.of("X-Key", List.of("secret")), body("secret"));
        assertThat(request.toString()).doesNotContain("secret");
        assertThat(Delivery.identified("id", "p1", body("secret")).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"''", "' '", "~a", "a b", "ä"},
            quoteCharacter = '\'')
    void whatIsNoIdIsNotTakenForOne(String id) {
        assertThat(Delivery.isId(id)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Delivery.identified(id, null, new byte[0]));
    }

    @Test
    void idsAndSubjectsHaveLimits() {
        assertThat(Delivery.isId("x".repeat(200))).isTrue();
        assertThat(Delivery.isId("x".repeat(201))).isFalse();
        assertThat(Delivery.isSubject("ä".repeat(255))).isTrue();
        assertThat(Delivery.isSubject("ä".repeat(256))).isFalse();
        assertThat(List.of("", " ", "\u0000", "a\n", "\u2028", "\ud800")).noneMatch(Delivery::isSubject);
        assertThatIllegalArgumentException().isThrownBy(() -> Delivery.anonymous("\u0000", new byte[0]));
    }

    private static Optional<Delivery> accepted(WebhookRequest request) {
        return Optional.of(Delivery.identified("id-1", "p1", request.body()));
    }

    private static WebhookSource source(Function<WebhookRequest, Optional<Delivery>> receive) {
        return new WebhookSource() {
            @Override
            public String name() {
                return SOURCE;
            }

            @Override
            public Optional<Delivery> receive(WebhookRequest request) {
                return receive.apply(request);
            }
        };
    }

    private static WebhookRequest request(String body) {
        return new WebhookRequest("POST", "/", Map.of(), body(body));
    }

    private static byte[] body(String text) {
        return text.getBytes(UTF_8);
    }

    /** Loses its connections when told to: all, or when a certain statement is sent. */
    private DataSource breakable(DataSource real) {
        return proxy(DataSource.class, real, (name, text) -> {
            if (lost.get()) {
                throw new SQLTransientConnectionException("gone", "08006");
            }
        });
    }

    private interface Gate {
        void pass(String method, String text) throws SQLException;
    }

    private <T> T proxy(Class<T> type, T real, Gate gate) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String text = arguments != null && arguments.length > 0 ? String.valueOf(arguments[0]) : "";
                    gate.pass(method.getName(), text);
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (result instanceof Connection connection) {
                        return proxy(Connection.class, connection, this::statement);
                    }
                    return result instanceof java.sql.Statement statement
                                    && !(result instanceof java.sql.PreparedStatement)
                            ? proxy(java.sql.Statement.class, statement, this::statement)
                            : result;
                }));
    }

    private void statement(String method, String text) throws SQLException {
        String wanted = failOn.get();
        if (!wanted.isEmpty() && text.startsWith(wanted)) {
            throw new SQLException("connection lost", "08006");
        }
    }
}
