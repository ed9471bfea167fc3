package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.sync.RefundSync;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A permission that was used before: whoever reads page, timeline or audit sees one refund. */
class MadeBeforePageTest {
    private final PageUnderTest page = PageUnderTest.get();

    private RefundPermit permit(PaymentId payment, String amount) {
        RefundSync sync = page.world().merchant().sync();
        sync.statements().release(payment, "aino", "agreed with the customer");
        RefundDecision decision = sync.desk().decide(payment, Money.of("EUR", amount), "mari", "agreed");
        return ((RefundDecision.Allowed) decision).permit();
    }

    private static String confirm(Client client, RefundPermit permit, String language) {
        String path = "/refunds/" + permit.id();
        client.post(path, client.formOf(path, Map.of()), "Accept-Language", language);
        return client.get(PageUnderTest.path(permit.payment()), "Accept-Language", language)
                .body();
    }

    @Test
    void theSecondConfirmationSaysWhenAndByWhomItWasMadeAndThatNothingWasSentNow() {
        PaymentId payment = page.payment("made-before-1", "settled", "card", 4_000);
        RefundPermit permit = permit(payment, "10.00");
        Client mari = Client.signedIn(page, "mari");
        Client aino = Client.signedIn(page, "aino");

        assertThat(confirm(mari, permit, "en")).contains("Refunded: €10.00.");
        String again = confirm(aino, permit, "en");

        assertThat(again).contains("Nothing was sent now", "was made before", "mari");
        assertThat(confirm(aino, permit, "fi")).contains("Nyt ei lähetetty mitään", "mari");
        assertThat(confirm(aino, permit, "lv")).contains("Tagad nekas netika nosūtīts", "mari");
        assertThat(page.world().flatpay().books().refunded("made-before-1")).isEqualTo(1_000);
    }

    @Test
    void theAuditHasOneRefundThatWasMade() {
        PaymentId payment = page.payment("made-before-2", "settled", "card", 4_000);
        RefundPermit permit = permit(payment, "10.00");
        Client mari = Client.signedIn(page, "mari");
        confirm(mari, permit, "en");
        confirm(mari, permit, "en");
        Client aino = Client.signedIn(page, "aino");

        List<String> rows = List.of(aino.get("/audit").body().split("<tr>")).stream()
                .filter(it -> it.contains(PageUnderTest.path(payment).substring("/payments/".length())))
                .toList();

        assertThat(rows).hasSize(2);
        assertThat(rows).filteredOn(it -> it.contains("Refunded: €10.00.")).hasSize(1);
        assertThat(rows).filteredOn(it -> it.contains("Nothing was sent now")).hasSize(1);
        assertThat(page.world().flatpay().books().refunded("made-before-2")).isEqualTo(1_000);
    }

    @Test
    void aConfirmationThatIsNotAllowedAnyMoreBeginsWithThatNothingWasSent() {
        PaymentId payment = page.payment("made-before-3", "settled", "card", 4_000);
        RefundPermit permit = permit(payment, "20.00");
        page.world().flatpay().refundAsStaff("made-before-3", 3_000);

        String answer = confirm(Client.signedIn(page, "mari"), permit, "en");

        assertThat(answer).contains("Nothing was sent. ");
        assertThat(page.world().flatpay().books().refunded("made-before-3")).isEqualTo(3_000);
    }
}
