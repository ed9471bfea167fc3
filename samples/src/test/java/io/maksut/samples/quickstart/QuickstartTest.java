package io.maksut.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    @Test
    void theStoryIsToldFromBeginningToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Quickstart.tell(new PrintStream(bytes, true, UTF_8));

        String text = bytes.toString(UTF_8);
        assertThat(text)
                .contains("Valtuutettu")
                .contains("Autorizēts")
                .contains("The SDK asked again under the same key: EUR 30.00 captured.")
                .contains("nothing was sent again; the SDK read the payment: EUR 30.00 captured.")
                .contains("callback \"status_updated\": the payment of order-1008 is now")
                .doesNotContain("order-2001");
        for (String told : new String[] {
            "money: NOT_MOVED, requests that asked for it: 0",
            "captured EUR 49.90, now Settled",
            "which is Partially refunded: EUR 15.00 of EUR 25.00 left",
            "In the gateway's books: 1 movement of money."
        }) {
            assertThat(text.split(Pattern.quote(told), -1))
                    .as(told + ", once for each gateway")
                    .hasSize(3);
        }
        assertThat(text.lines()).allSatisfy(it -> assertThat(it).doesNotContain("mari@example.test"));
    }
}
