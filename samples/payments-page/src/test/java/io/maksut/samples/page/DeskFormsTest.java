package io.maksut.samples.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.samples.page.access.Tampered;
import io.maksut.samples.page.view.Language;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a person can tell, asked and answered on the page. */
class DeskFormsTest {
    private static PageUnderTest page;

    @BeforeAll
    static void open() {
        page = PageUnderTest.still();
    }

    @AfterAll
    static void close() {
        page.close();
    }

    private static RefundSync sync() {
        return page.world().merchant().sync();
    }

    private static Money eur(String amount) {
        return Money.of("EUR", amount);
    }

    private static long refunded(PaymentId payment) {
        return page.world().flatpay().books().refunded(payment.reference());
    }

    private static Client as(String user, Language language) {
        Client client = Client.signedIn(page, user);
        client.get("/language/" + language.code());
        return client;
    }

    /** A number of its own for each language. */
    private static int number(Language language) {
        return language.code().charAt(0);
    }

    private static Client aino() {
        return as("aino", Language.ENGLISH);
    }

    private static String text(Client client, String path) {
        return TechnicalTextTest.text(client.get(path).body());
    }

    private static LedgerOperation ledger(long id) {
        return sync().ledger().refund(id).orElseThrow();
    }

    // The order of a payment

    /** The shop's order names the payment, and nothing that the shop's key cannot write says so. */
    private static LedgerOperation askedForAStrayPayment(String name, String order) {
        PaymentId payment = page.payment(name, "settled", "card", 5_000);
        page.world().kotikauppa().order(order, payment);
        RefundRequest request = page.world().kotikauppa().asksToRefund(order, "R-" + name, payment, eur("20.00"));
        long id = sync().request("Kotikauppa", request).operation().id();
        for (int i = 0; i < 24 && ledger(id).reviewReason().isEmpty(); i++) {
            page.passes(Duration.ofMinutes(20));
        }
        return ledger(id);
    }

    @Test
    void aPersonConfirmsTheOrderOfAPaymentAndItsRefundIsPaid() {
        LedgerOperation held = askedForAStrayPayment("stray-1", "8101");
        assertThat(held.reviewReason()).contains(ReviewReason.ORDER_NOT_BOUND);
        String path = "/desk/refunds/" + held.id();
        Client aino = aino();
        assertThat(text(aino, path)).contains("Whose payment is it?", "order 8101", "Say so only after a look at both");
        assertThat(text(as("aino", Language.FINNISH), path)).contains("Maksu kuuluu tilaukseen 8101");
        assertThat(text(as("aino", Language.LATVIAN), path)).contains("Tas ir pasūtījuma 8101 maksājums");
        assertThat(text(as("mari", Language.ENGLISH), path)).doesNotContain("Say so only after a look at both");
        assertThat(refunded(held.payment())).isZero();

        aino.post(path + "/confirm-order", aino.formOf(path, Map.of("note", "same name, same minute")));
        page.passes(Duration.ofMinutes(1));

        assertThat(refunded(held.payment())).isEqualTo(2_000);
        assertThat(text(aino, path)).contains("The order of the payment was confirmed", "same name, same minute");
        assertThat(text(aino, "/audit")).contains("Order of the payment confirmed", "Done, and on record.");
    }

    @Test
    void withoutANoteOrARightNothingIsConfirmedAndTheOrderIsAskedForOnce() {
        LedgerOperation held = askedForAStrayPayment("stray-2", "8102");
        String path = "/desk/refunds/" + held.id();
        Client aino = aino();
        Client mari = as("mari", Language.ENGLISH);
        Map<String, String> hers = mari.formOf("/payments", Map.of("note", "pay"));
        hers.put("ticket", UUID.randomUUID().toString());

        assertThat(mari.post(path + "/confirm-order", hers).statusCode()).isEqualTo(403);
        aino.post(path + "/confirm-order", aino.formOf(path, Map.of("note", " ")));
        page.passes(Duration.ofMinutes(1));

        assertThat(ledger(held.id()).reviewReason()).contains(ReviewReason.ORDER_NOT_BOUND);
        assertThat(refunded(held.payment())).isZero();
        aino.post(path + "/not-paid", aino.formOf(path, Map.of("note", "another customer's")));
        Map<String, String> late = aino.formOf("/payments", Map.of("note", "pay it all the same"));
        late.put("ticket", UUID.randomUUID().toString());
        aino.post(path + "/confirm-order", late);
        page.passes(Duration.ofMinutes(1));
        assertThat(text(aino, path)).contains("This cannot be done to it as it is now.");
        assertThat(refunded(held.payment())).isZero();
    }

    // Money that nobody explains

    @ParameterizedTest
    @EnumSource(Language.class)
    void whatWasRefundedElsewhereIsPutOnRecordAndTheRuleGoesOn(Language language) {
        PaymentId payment = page.payment("link-elsewhere-" + language.code(), "settled", "card", 4_000);
        page.world().flatpay().refundAsStaff(payment.reference(), 500);
        RefundDecision first = sync().desk().decide(payment, eur("5.00"), "mari", "the customer asked");
        assertThat(first).isInstanceOf(RefundDecision.Undetermined.class);
        page.world().clock().passes(Duration.ofMinutes(12));
        Client aino = as("aino", language);
        String ask = PageUnderTest.path(payment) + "/refund";
        String record = PageUnderTest.path(payment) + "/record";
        String answer = aino.post(ask, aino.formOf(ask, Map.of("amount", "5.00", "reason", "the customer asked")))
                .body();
        assertThat(answer).contains(record);
        assertThat(text(aino, record))
                .contains(
                        switch (language) {
                            case ENGLISH -> "Refunded elsewhere";
                            case FINNISH -> "Palautettu muualla";
                            case LATVIAN -> "Nauda atgriezta citur";
                        });

        aino.post(
                record + "/refunded-elsewhere",
                aino.formOf(record, Map.of("amount", "5.00", "text", "Jukka, for a broken cup")));

        assertThat(text(aino, record)).contains("Jukka, for a broken cup");
        assertThat(text(aino, "/audit")).contains("EUR 5.00: Jukka, for a broken cup");
        RefundDecision after = sync().desk().decide(payment, eur("5.00"), "mari", "the customer asked");
        assertThat(after).isInstanceOf(RefundDecision.Allowed.class);
        assertThat(refunded(payment)).isEqualTo(500);
    }

    @Test
    void thatTheMoneyIsAFailedRefundsIsPutOnRecordAndNothingTakesItsPlace() {
        PaymentId payment = page.payment("link-failed-paid", "settled", "card", 4_000);
        String failed = sync().statements()
                .shopRefundFailed(payment, eur("5.00"), "aino", "the shop showed an error")
                .id();
        page.world().flatpay().refundAsStaff(payment.reference(), 800);
        page.world().clock().passes(Duration.ofMinutes(12));
        assertThat(sync().desk().decide(payment, eur("5.00"), "mari", "it failed"))
                .isInstanceOf(RefundDecision.Undetermined.class);
        Client aino = aino();
        String record = PageUnderTest.path(payment) + "/record";

        aino.post(
                record + "/failed-refund-paid",
                aino.formOf(record, Map.of("failed", "no-such-refund", "text", "the bank says so")));
        assertThat(text(aino, record)).contains("This payment has no such failed refund.");
        aino.post(
                record + "/failed-refund-paid",
                aino.formOf(record, Map.of("failed", failed, "text", "the bank says so")));

        assertThat(text(aino, record)).contains("the bank says so");
        assertThat(text(aino, "/audit")).contains(failed + ": the bank says so");
        assertThat(sync().desk().decide(payment, eur("5.00"), "mari", "it failed"))
                .isInstanceOf(RefundDecision.Refused.class);
        assertThat(refunded(payment)).isEqualTo(800);
    }

    @Test
    void anAmountThatIsNoneIsNotPutOnRecord() {
        PaymentId payment = page.payment("link-elsewhere-none", "settled", "card", 4_000);
        Client aino = aino();
        String record = PageUnderTest.path(payment) + "/record";
        for (String amount : new String[] {"0", "-5.00", "", "five", "5.001"}) {
            aino.post(
                    record + "/refunded-elsewhere",
                    aino.formOf(record, Map.of("amount", amount, "text", "Jukka, for a broken cup")));
            assertThat(text(aino, record)).as(amount).doesNotContain("Jukka");
        }
        assertThat(sync().statements().of(payment)).isEmpty();
    }

    // Questions that a permit asks

    private static RefundPermit released(PaymentId payment, String amount) {
        sync().statements().release(payment, "aino", "agreed with the customer");
        RefundDecision decision = sync().desk().decide(payment, eur(amount), "mari", "agreed");
        return ((RefundDecision.Allowed) decision).permit();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aSecondDirectRefundIsMadeOnlyWhenItsQuestionIsAnsweredWithYes(Language language) {
        PaymentId payment = page.payment("second-" + language.code(), "settled", "card", 4_000);
        sync().desk().execute(released(payment, "10.00"));
        RefundPermit second = released(payment, "10.00");
        assertThat(second.questions()).hasSize(1);
        Client mari = as("mari", language);
        String path = "/refunds/" + second.id();
        String shown = mari.get(path).body();
        assertThat(shown).contains("name=\"yes\"", second.questions().get(0).id());
        assertThat(TechnicalTextTest.text(shown))
                .contains(second.questions()
                        .get(0)
                        .ask(java.util.Locale.forLanguageTag(language.code()), PageUnderTest.ZONE));

        mari.post(path, mari.formOf(path, Map.of()));
        String said = text(mari, path);
        assertThat(refunded(payment)).isEqualTo(1_000);
        assertThat(said)
                .contains(
                        switch (language) {
                            case ENGLISH -> "Answer the question first. Nothing was sent";
                            case FINNISH -> "Mitään ei lähetetty";
                            case LATVIAN -> "Nekas nav nosūtīts";
                        });

        mari.post(path, mari.formOf(path, Map.of("yes", "another:question")));
        assertThat(refunded(payment)).isEqualTo(1_000);

        mari.post(
                path, mari.formOf(path, Map.of("yes", second.questions().get(0).id())));
        assertThat(refunded(payment)).isEqualTo(2_000);
        assertThat(text(mari, PageUnderTest.path(payment))).contains("yes: ");
    }

    @Test
    void aQuestionThatCameUpAfterThePermitIsShownBeforeItIsAnswered() {
        PaymentId payment = page.payment("second-late", "settled", "card", 4_000);
        RefundPermit early = released(payment, "10.00");
        assertThat(early.questions()).isEmpty();
        sync().desk().execute(released(payment, "10.00"));
        sync().statements().release(payment, "aino", "agreed with the customer again");
        Client mari = as("mari", Language.ENGLISH);
        String path = "/refunds/" + early.id();
        assertThat(mari.get(path).body()).doesNotContain("name=\"yes\"");

        mari.post(path, mari.formOf(path, Map.of()));

        assertThat(refunded(payment)).isEqualTo(1_000);
        assertThat(mari.get(path).body()).contains("name=\"yes\"", "Answer the question first");
    }

    // Failures that may be one

    private static final Pattern QUESTION = Pattern.compile("name=\"question\" value=\"([^\"]+)\"");

    private static String asked(Client client, String path) {
        return client.post(path, client.formOf(path, Map.of("amount", "10.00", "reason", "the shop's refund failed")))
                .body();
    }

    private static PaymentId oneFailureStatedTwiceAndPaidOnce(String name, String order) {
        PaymentId payment = page.payment(name, "settled", "card", 4_000);
        page.world().kotikauppa().order(order, payment);
        for (int i = 0; i < 2; i++) {
            sync().statements().shopRefundFailed(payment, eur("10.00"), "aino", "Could not be refunded: timeout");
            page.world().clock().passes(Duration.ofMinutes(12));
        }
        RefundDecision first = sync().desk().decide(payment, eur("10.00"), "mari", "the shop's refund failed");
        sync().desk().execute(((RefundDecision.Allowed) first).permit());
        return payment;
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whetherAFailureIsAnotherIsAskedAndAnsweredOnTheAnswer(Language language) {
        PaymentId payment = oneFailureStatedTwiceAndPaidOnce("failure-" + language.code(), "83" + number(language));
        Client mari = as("mari", language);
        String path = PageUnderTest.path(payment) + "/refund";
        String answer = asked(mari, path);
        Matcher question = QUESTION.matcher(answer);
        assertThat(question.find()).isTrue();
        assertThat(answer).contains("value=\"another\"", "value=\"same\"");

        Map<String, String> form = mari.formOf(
                path,
                Map.of(
                        "question",
                        question.group(1),
                        "amount",
                        "10.00",
                        "answer",
                        "another",
                        "note",
                        "the second try"));
        form.put("ticket", UUID.randomUUID().toString());
        mari.post(path + "/failure", form);

        assertThat(text(mari, path))
                .contains(
                        switch (language) {
                            case ENGLISH -> "It stands on record.";
                            case FINNISH -> "Kirjattu.";
                            case LATVIAN -> "Fiksēts.";
                        });
        RefundDecision second = sync().desk().decide(payment, eur("10.00"), "mari", "the second failure");
        assertThat(second).isInstanceOf(RefundDecision.Allowed.class);
    }

    @Test
    void theSameFailureAllowsNothingMoreAndNoAnswerIsNone() {
        PaymentId payment = oneFailureStatedTwiceAndPaidOnce("failure-same", "839");
        Client mari = as("mari", Language.ENGLISH);
        String path = PageUnderTest.path(payment) + "/refund";
        Matcher question = QUESTION.matcher(asked(mari, path));
        assertThat(question.find()).isTrue();
        for (String answer : new String[] {"", "maybe", "same"}) {
            Map<String, String> form = mari.formOf(
                    path,
                    Map.of(
                            "question",
                            question.group(1),
                            "amount",
                            "10.00",
                            "answer",
                            answer,
                            "note",
                            "the clerk knows"));
            form.put("ticket", UUID.randomUUID().toString());
            mari.post(path + "/failure", form);
            RefundDecision decision = sync().desk().decide(payment, eur("10.00"), "mari", "once more");
            assertThat(decision).as(answer).isNotInstanceOf(RefundDecision.Allowed.class);
        }
        assertThat(QUESTION.matcher(asked(mari, path)).find()).isFalse();
        assertThat(refunded(payment)).isEqualTo(1_000);
    }

    // What this version cannot read

    @ParameterizedTest
    @EnumSource(Language.class)
    void whatCannotBeReadIsSetAsideAndSeen(Language language) {
        String handle = "order-84" + number(language);
        PaymentId payment = page.payment(handle, "settled", "card", 5_000);
        page.world().kotikauppa().order("84" + number(language), payment);
        RefundRequest request =
                page.world().kotikauppa().asksToRefund("84" + number(language), "R-" + handle, payment, eur("20.00"));
        long id = sync().request("Kotikauppa", request).operation().id();
        Tampered.with(page.world().database(), "update maksut_operation set state = 'reversed' where id = ?", id);
        Tampered.with(
                page.world().database(),
                "insert into maksut_inbox (source, delivery_key, collapses, subject, payload, correlation_id, received_at, attempts,"
                        + " state, lease_token, set_aside_at) values ('flatpay', ?, 0, 'from-a-newer', x'00', 'c', ?, 0,"
                        + " 'waiting', 0, ?)",
                "newer-" + language,
                page.world().clock().instant().toEpochMilli() * 1_000,
                page.world().clock().instant().toEpochMilli() * 1_000);
        page.passes(Duration.ofMinutes(1));
        Client katri = as("katri", language);
        String words = switch (language) {
            case ENGLISH -> "cannot be read by this version";
            case FINNISH -> "tämä versio ei osaa lukea";
            case LATVIAN -> "šī versija to nevar nolasīt";
        };
        String record = switch (language) {
            case ENGLISH -> "Refund or capture ";
            case FINNISH -> "Palautus tai veloitus ";
            case LATVIAN -> "Naudas atgriešana vai iekasēšana ";
        };

        assertThat(text(katri, "/desk"))
                .contains(words, record + id, handle, "from-a-newer")
                .doesNotContain("maksut_operation", "reversed");
        assertThat(text(katri, PageUnderTest.path(payment))).contains(words);
        assertThat(katri.get("/desk/refunds/" + id).statusCode()).isEqualTo(303);
        assertThat(text(katri, "/desk")).contains(words);
        assertThat(refunded(payment)).isZero();
    }
}
