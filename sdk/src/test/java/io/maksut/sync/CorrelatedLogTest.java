package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.observe.LogKey;
import io.maksut.testkit.ChildJvm;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands in the MDC of a program's log. */
class CorrelatedLogTest {
    @Test
    void eachLineSaysForWhichRequestOperationPaymentAccountAndShopItIs() throws IOException, InterruptedException {
        try (ChildJvm shop = ChildJvm.start(List.of("-Xmx256m"), CorrelatedShop.class)) {
            String log = shop.output();
            assertThat(shop.exitCode()).isZero();
            assertThat(log).contains("DONE 500 500");
            String[] parts = log.split("WORK\n|READ\n");
            for (String account : List.of("flatpay", "everypay")) {
                assertThat(lines(parts[1], "debug " + account + ":"))
                        .isNotEmpty()
                        .allMatch(line -> line.contains("maksut.account=" + account))
                        .allMatch(line -> line.contains("maksut.correlation_id=for-" + account))
                        .allMatch(line -> Stream.of(LogKey.values()).allMatch(key -> line.contains(key.key() + "=")));
            }
            assertThat(lines(parts[2], "debug flatpay:")).isNotEmpty().allMatch(line -> line.startsWith("{} "));
        }
    }

    private static List<String> lines(String log, String of) {
        return log.lines().filter(line -> line.contains(of)).toList();
    }
}
