package io.maksut.transport;

import static io.maksut.transport.Calls.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MoneyOutcome;
import io.maksut.error.OutcomeUnknownException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status that anything between us and the other side may have written proves nothing. */
@Timeout(60)
class StatusAloneTest {
    private RawServer server;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer((request, wire) -> wire.answer(200, "{}"));
        transport = Transport.builder("test").time(new VirtualTime()).build();
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 408, 409, 413, 421, 422, 425, 429, 431, 451})
    void itLeavesTheOutcomeOfAWriteUnknown(int status) {
        server.behave((request, wire) -> wire.answer(status, "<html>not the gateway</html>"));

        OutcomeUnknownException unknown = failure(OutcomeUnknownException.class, transport, write());

        assertThat(unknown.money()).isEqualTo(MoneyOutcome.UNKNOWN);
        assertThat(unknown.call().httpStatus()).isEqualTo(status);
        assertThat(server.requests()).as("sent once, without a key").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 410, 421, 429, 451})
    void itTellsNothingOfWhatWasToBeRead(int status) {
        server.behave((request, wire) -> wire.answer(status, ""));

        failure(GatewayUnavailableException.class, transport, read());
    }

    @Test
    void itsWishToBeLeftAloneIsGranted() {
        server.behave((request, wire) ->
                wire.answer(request.number() == 1 ? 429 : 200, request.number() == 1 ? "" : "{}", "Retry-After: 7"));

        assertThat(Calls.send(transport, read()).report().attempts()).isEqualTo(2);
    }

    private Call read() {
        return Call.builder("read charge", Request.get(server.uri("/charge"), Map.of()))
                .build();
    }

    private Call write() {
        return Call.builder(
                        "refund payment", new Request("POST", server.uri("/refund"), Map.of(), "{}".getBytes(UTF_8)))
                .build();
    }
}
