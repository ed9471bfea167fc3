package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A shop asks for a refund while a direct one waits to be recorded there: the desk asks what it is, and acts as told. */
class RecordOrRefundPageTest {
    private final PageUnderTest page = PageUnderTest.get();

    @Test
    void theDeskAsksAndTheRecordEndsWithoutMoney() {
        RefundSync sync = page.world().merchant().sync();
        LedgerOperation direct;
        try (Stream<LedgerOperation> waiting = sync.ledger().waitingForPerson()) {
            direct = waiting.filter(it -> it.reviewReason()
                            .filter(ReviewReason.RECORD_BY_MERCHANT::equals)
                            .isPresent())
                    .findFirst()
                    .orElseThrow();
        }
        long paid = page.world().everypay().books().refunded(direct.payment().reference());
        LedgerOperation request = sync.request(
                        "Veikals Liepa",
                        page.world()
                                .liepa()
                                .asksToRefund(
                                        direct.orderId().orElseThrow(), "R-asked", direct.payment(), direct.amount()))
                .operation();
        String path = "/desk/refunds/" + request.id();
        Client aino = Client.signedIn(page, "aino");

        assertThat(asked(aino, "en", path)).contains("The record of the direct refund of", "or another refund?");
        assertThat(asked(aino, "fi", path)).contains("Suoran palautuksen", "kirjaus vai toinen palautus?");
        assertThat(asked(aino, "lv", path)).contains("ieraksts vai cita atmaksa?");
        assertThat(asked(aino, "en", path))
                .contains(path + "/record/" + direct.id(), path + "/another", path + "/not-paid")
                .doesNotContain(path + "/paid", path + "/retry");
        Client mari = Client.signedIn(page, "mari");
        Map<String, String> hers = mari.formOf("/payments", Map.of("note", "pay"));
        hers.put("ticket", UUID.randomUUID().toString());
        assertThat(mari.post(path + "/another", hers).statusCode()).isEqualTo(403);

        aino.post(path + "/record/" + direct.id(), aino.formOf(path, Map.of("note", "I entered it")));

        LedgerOperation answered = sync.ledger().refund(request.id()).orElseThrow();
        assertThat(answered.recordOf()).contains(direct.id());
        assertThat(asked(aino, "en", path)).contains("Record of a direct refund", "A person said what the request is");
        Map<String, String> late = aino.formOf("/payments", Map.of("note", "pay it all the same"));
        late.put("ticket", UUID.randomUUID().toString());
        aino.post(path + "/another", late);
        assertThat(sync.ledger().refund(request.id()).orElseThrow().state()).isEqualTo(LedgerOperation.State.CANCELLED);
        assertThat(page.world().everypay().books().refunded(direct.payment().reference()))
                .isEqualTo(paid);
    }

    private static String asked(Client client, String language, String path) {
        return client.get(path, "Accept-Language", language).body();
    }
}
