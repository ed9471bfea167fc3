package io.maksut.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    @Test
    void theStoryIsToldFromBeginningToEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Quickstart.tell(new PrintStream(bytes, true, UTF_8));

        String text = bytes.toString(UTF_8);
        assertThat(text)
                .contains("Valtuutettu")
                .contains("Autorizēts")
                .contains("money: NOT_MOVED, requests that asked for it: 0")
                .contains("captured EUR 49.90, now Settled")
                .contains("status Partially refunded, EUR 10.00 of EUR 25.00 refunded, EUR 15.00 left")
                .contains("2 requests, 1 movement of money in the gateway's books: EUR 30.00 captured once")
                .doesNotContain("order-2001");
        assertThat(text.lines()).allSatisfy(it -> assertThat(it).doesNotContain("mari@example.test"));
    }
}
