package io.maksut.flatpay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.testkit.ChildJvm;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log at its most talkative shows: calls, attempts and keys; no secret and nobody's data. */
class LogTest {
    private static final String EMAIL = "mari.maasikas@example.test";

    @Test
    void theLogTellsOfEveryAttemptAndOfNobody() throws IOException, InterruptedException {
        try (FrisbiiSandbox sandbox = FrisbiiSandbox.start()) {
            sandbox.customer("mari", EMAIL, "Mari", "Maasikas");
            sandbox.charge("order-1")
                    .customer("mari")
                    .state("authorized")
                    .card("visa", "411111XXXXXX1111", "12-28")
                    .add();
            sandbox.faults().next(Fault.SERVER_ERROR_AFTER_PROCESSING).on("POST", "/v1/charge/*/settle");
            List<String> options = List.of(
                    "-Xmx128m",
                    "-Dorg.slf4j.simpleLogger.logFile=System.out",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
            try (ChildJvm shop = ChildJvm.start(
                    options,
                    TalkativeShop.class,
                    sandbox.apiUrl().toString(),
                    sandbox.privateKey(),
                    sandbox.checkoutUrl().toString(),
                    EMAIL,
                    "order-1")) {
                String log = shop.output();
                assertThat(shop.exitCode()).isZero();
                assertThat(log)
                        .contains("DONE 2")
                        .contains("settle charge, attempt 1, HTTP 500")
                        .contains("settle charge, attempt 2, HTTP 200")
                        .doesNotContain(
                                sandbox.privateKey(),
                                Base64.getEncoder().encodeToString((sandbox.privateKey() + ":").getBytes(UTF_8)),
                                "mari",
                                "Maasikas",
                                "411111");
            }
        }
    }
}
