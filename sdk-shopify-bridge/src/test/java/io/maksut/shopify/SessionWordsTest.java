package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read of a session holds no exception, class, key, code or HTTP status. */
class SessionWordsTest {
    private static final String TECHNICAL = "(?s).*(Exception|HTTP|maksut-|attempt|gateway code|\\d{3}|io\\.).*";

    private final ShopifyWorld world = ShopifyWorld.withPaymentsApp();
    private final RefundSync sync = world.sync(SyncMode.PORTAL_PAYS);
    private final ShopifySessions sessions = world.sessions(sync);

    @BeforeEach
    void connect() {
        world.connectPaymentsApp();
    }

    @AfterEach
    void close() {
        sessions.close();
        world.close();
    }

    private ShopifySession captured(String language, int status, String body) {
        world.authorised("p1", "49.90");
        PaymentsSession asked =
                SessionAsked.of(world.sandbox, SessionKind.CAPTURE).now();
        if (status > 0) {
            world.frisbii
                    .faults()
                    .next(Fault.answer(Reply.json(status, body)))
                    .on("POST", SessionAsked.path(SessionKind.CAPTURE))
                    .always();
        }
        String request = new String(world.request(asked).body(), StandardCharsets.UTF_8);
        assertThat(sessions.handle(
                                SessionKind.CAPTURE,
                                world.sessionRequest(request.replace(
                                        "\"merchant_locale\":\"fi\"", "\"merchant_locale\":\"" + language + "\"")))
                        .status())
                .isEqualTo(201);
        world.sandbox.sessions().acknowledged(asked.id());
        sync.worker().workOff();
        return sessions.session("shop", asked.id()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "en,The payment gateway declined this. No money has moved.",
        "fi,Maksuportaali hylkäsi pyynnön. Rahaa ei ole siirtynyt.",
        "lv,Maksājumu portāls noraidīja pieprasījumu. Nauda nav pārskaitīta."
    })
    void aDeclineIsToldInTheMerchantsWords(String language, String words) {
        ShopifySession session = captured(language, 400, "{\"code\":77,\"error\":\"Key cad7 refused\"}");

        assertThat(session.state()).isEqualTo(LedgerOperation.State.DECLINED);
        assertThat(session.answer()).contains(words);
        assertThat(session.reason().orElseThrow()).doesNotMatch(TECHNICAL);
    }

    @ParameterizedTest
    @CsvSource({"429", "401", "403", "500", "502", "404"})
    void whatTheGatewayMetIsToldInWords(int status) {
        ShopifySession session = captured("en", status, "{\"message\":\"Key cad7\"}");

        assertThat(session.reason().orElseThrow()).isNotBlank().doesNotMatch(TECHNICAL);
    }

    @Test
    void whatIsDoneIsToldInWords() {
        assertThat(captured("en", 0, "").reason()).contains("the gateway has done it");
    }
}
