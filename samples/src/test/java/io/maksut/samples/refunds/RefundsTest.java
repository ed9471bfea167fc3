package io.maksut.samples.refunds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefundsTest {
    @Test
    void theStoryIsToldToItsEnd() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Refunds.tell(new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(told.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "R2 arrives: NEW",
                        "R1 arrives: NEW",
                        "R2 arrives: REPEATED",
                        "2 refunds, EUR 20.00",
                        "R1 is DONE",
                        "Refused (row 7)",
                        "cornershop.example.test/orders/1002",
                        "Undetermined (row 6)",
                        "Allowed (row 5)",
                        "1 refunds, EUR 25.00",
                        "recorded by us without moving money",
                        "Undetermined (row 8)",
                        "Allowed (row 9)",
                        "1 refunds, EUR 15.00",
                        "Undetermined (row 8)",
                        "0 refunds, EUR 0.00",
                        "killed: exit code 137",
                        "outcome unknown: true",
                        "asked again under the same key: SUCCEEDED",
                        "1 refunds, EUR 60.00");
    }
}
