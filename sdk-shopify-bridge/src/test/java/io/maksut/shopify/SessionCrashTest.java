package io.maksut.shopify;

import static io.maksut.shopify.SessionAsked.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sandbox.shopify.ShopifySandbox;
import io.maksut.sandbox.shopify.session.PaymentsSession.State;
import io.maksut.testkit.ChildJvm;
import io.maksut.testkit.MemoryFolder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The payments app is killed when the money has moved and Shopify does not know it: its successor only tells. */
@Timeout(120)
class SessionCrashTest {
    private static final String TELLING = "/payments_apps/api/*/graphql.json";

    private final FrisbiiSandbox gateway =
            FrisbiiSandbox.builder().withoutRateLimits().start();
    private final ShopifySandbox shop =
            ShopifySandbox.builder().withoutThrottling().start();

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @AfterEach
    void close() {
        shop.close();
        gateway.close();
    }

    private SessionAsked asked(ChildJvm process, SessionKind kind) throws Exception {
        URI address = URI.create(process.line("READY"));
        shop.sessions().connect(shop.gateway(ShopifyWorld.HANDLE), Endpoint.addresses(address));
        gateway.charge(PAYMENT)
                .state(SessionAsked.state(kind))
                .amount(4_990)
                .currency("EUR")
                .method("card")
                .add();
        SessionAsked asked = SessionAsked.of(shop, kind);
        assertThat(shop.sessions().deliverPending()).containsExactly(201);
        return asked;
    }

    private ChildJvm process() throws Exception {
        return ChildJvm.start(
                List.of("-Xmx256m"),
                SessionProcess.class,
                folder.resolve("ledger.db").toString(),
                shop.url().toString(),
                shop.domain(),
                shop.adminToken(),
                shop.paymentsToken(),
                gateway.apiUrl().toString(),
                gateway.privateKey());
    }

    private void succeed(SessionAsked asked) {
        try (SessionProcess successor = new SessionProcess(
                folder.resolve("ledger.db"),
                shop.url(),
                shop.domain(),
                new String[] {shop.adminToken(), shop.paymentsToken()},
                gateway.apiUrl(),
                gateway.privateKey())) {
            assertThat(successor).isNotNull();
            while (asked.now().state() == State.OPEN) {
                Thread.onSpinWait();
            }
        }
        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
        assertThat(asked.status()).isEqualTo("SUCCESS");
        assertThat(moved(asked.kind())).isEqualTo(1);
    }

    private long moved(SessionKind kind) {
        return gateway.books().count(SessionAsked.movement(kind), PAYMENT);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void beforeTheGatewaysAnswerCame(SessionKind kind) throws Exception {
        gateway.faults().next(Fault.slow(Duration.ofSeconds(5))).on("POST", SessionAsked.path(kind));
        SessionAsked asked;
        try (ChildJvm process = process()) {
            asked = asked(process, kind);
            while (moved(kind) == 0) {
                Thread.onSpinWait();
            }
            process.kill();
        }
        assertThat(asked.now().state()).isEqualTo(State.OPEN);

        succeed(asked);
    }

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void whileShopifyWasBeingTold(SessionKind kind) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        var telling = shop.faults().next(Fault.heldUntil(arrived)).on("POST", TELLING);
        SessionAsked asked;
        try (ChildJvm process = process()) {
            asked = asked(process, kind);
            while (telling.fired() == 0) {
                Thread.onSpinWait();
            }
            process.kill();
        }
        assertThat(moved(kind)).isEqualTo(1);
        assertThat(asked.now().state()).isEqualTo(State.OPEN);

        succeed(asked);
        arrived.countDown(); // what the dead process said arrives as well
        assertThat(asked.now().state()).isEqualTo(State.RESOLVED);
    }
}
