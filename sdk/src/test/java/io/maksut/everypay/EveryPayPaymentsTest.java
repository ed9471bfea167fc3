package io.maksut.everypay;

import static io.maksut.everypay.EveryPayStubs.bankPayment;
import static io.maksut.everypay.EveryPayStubs.eur;
import static io.maksut.everypay.EveryPayStubs.payment;
import static io.maksut.everypay.EveryPayStubs.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryPayPaymentsTest {
    private static final ProcessingAccount PRE =
            new ProcessingAccount("EUR7X2", Currency.getInstance("EUR"), false, Set.of("card"));
    private static final ProcessingAccount FINAL =
            new ProcessingAccount("EUR7X2", Currency.getInstance("EUR"), true, Set.of("card"));

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private final EveryPayPayments payments = new EveryPayPayments(
            "everypay",
            EveryPayMethods.capabilities(OpenBankingRefund.EXECUTED),
            () -> now,
            id -> PaymentOrigin.CHECKOUT);

    private Payment read(String json) {
        return payments.payment(JsonDocument.parse(json), PRE);
    }

    private Payment readFinal(String json) {
        return payments.payment(JsonDocument.parse(json), FINAL);
    }

    @Test
    void aSettledCardPaymentIsReadInFull() {
        Payment payment = read(payment("cc_details", """
                {"token":"a1b2c3d4e5f6a7b8c9d0e1f2","bin":"455673","last_four_digits":"0042","month":"03","year":"2029",
                "type":"visa","holder_name":"Liisa Kask","issuer_country":"LV","authorization_code":"77120Q"}"""));

        assertThat(payment.id()).isEqualTo(EveryPayStubs.ID);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(payment.method()).isEqualTo(PaymentMethod.CARD);
        assertThat(payment.methodName()).contains("card");
        assertThat(payment.orderReference()).contains(new OrderReference("AB-2041"));
        assertThat(payment.customer().flatMap(Customer::email)).contains("liisa@example.test");
        assertThat(payment.origin()).isEqualTo(PaymentOrigin.CHECKOUT);
        assertThat(payment.timestamps().created()).contains(Instant.parse("2026-02-27T08:15:30.125Z"));
        assertThat(payment.timestamps().readAt()).isEqualTo(now);
        assertThat(payment.card()).contains(CardDetails.of("visa", "455673******0042", YearMonth.of(2029, 3), "LV"));
        assertThat(payment.allowedActions()).containsExactly(PaymentAction.REFUND, PaymentAction.PARTIAL_REFUND);
    }

    @Test
    void aCardOfWhichOnlyFourDigitsAreKnownKeepsItsLeadingZeros() {
        assertThat(read(payment()).card().flatMap(CardDetails::maskedNumber)).contains("******0042");
    }

    @Test
    void aSettledBankPaymentIsReadInFull() {
        Payment payment = read(bankPayment());

        assertThat(payment.method()).isEqualTo(PaymentMethod.OPEN_BANKING);
        assertThat(payment.methodName()).contains("seb_ob_lv");
        assertThat(payment.bank()).contains(BankDetails.of("seb_ob_lv", "LV80BANK0000435195001"));
        assertThat(payment.transactionId()).contains("9b0c-77");
        assertThat(payment.timestamps().settled()).contains(Instant.parse("2026-02-27T08:16:02.004Z"));
        assertThat(payment.card()).isEmpty();
        assertThat(payment.toString()).doesNotContain("LV80", "liisa");
    }

    @Test
    void aPaymentThatFailedAt3dsAllowsNothing() {
        Payment payment = read(payment(
                "payment_state", quoted("failed"),
                "payment_methods", "null",
                "stan", "null",
                "processing_error", "{\"code\":4018,\"message\":\"3D secure cancelled by issuing bank\"}"));

        assertThat(payment.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(payment.amounts().captured()).isEqualTo(eur("0"));
        assertThat(payment.allowedActions()).isEmpty();
    }

    @Test
    void aNewPaymentHasNoMethodYet() {
        Payment payment = read(payment("payment_state", quoted("initial"), "payment_method", "null"));

        assertThat(payment.status()).isEqualTo(PaymentStatus.INITIATED);
        assertThat(payment.method()).isEqualTo(PaymentMethod.NOT_CHOSEN);
        assertThat(payment.amounts().authorised()).isEqualTo(eur("42.90"));
    }

    @ParameterizedTest
    @CsvSource({
        "initial,                  INITIATED",
        "waiting_for_3ds_response, WAITING_FOR_3DS",
        "waiting_for_sca,          WAITING_FOR_SCA",
        "confirmed_3ds,            CONFIRMED_3DS",
        "3ds_confirmed,            CONFIRMED_3DS",
        "sent_for_processing,      SENT_FOR_PROCESSING",
        "authorised,               AUTHORISED",
        "authorized,               AUTHORISED",
        "settled,                  SETTLED",
        "failed,                   FAILED",
        "abandoned,                ABANDONED",
        "voided,                   VOIDED",
        "chargebacked,             CHARGED_BACK",
        "charged_back,             CHARGED_BACK",
        "cancelled,                UNKNOWN",
        "partially_refunded,       UNKNOWN",
        "SETTLED,                  UNKNOWN",
    })
    void eachStateHasItsStatusAndIsKeptAsItCame(String state, PaymentStatus status) {
        Payment payment = read(payment("payment_state", quoted(state)));

        assertThat(payment.status()).isEqualTo(status);
        assertThat(payment.raw().map(RawState::state)).contains(state);
        if (status == PaymentStatus.UNKNOWN) {
            assertThat(payment.allowedActions()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "card,            CARD",
        "lhv_ob_ee,       OPEN_BANKING",
        "swedbank_ob_lt,  OPEN_BANKING",
        "ob_ourbank_ee,   OPEN_BANKING",
        "paypal,          PAYPAL",
        "apple_pay,       OTHER",
        "mobile_wallet,   OTHER",
        "job_card,        OTHER",
    })
    void eachMethodHasItsKindAndKeepsItsName(String name, PaymentMethod method) {
        Payment payment = read(payment("payment_method", quoted(name), "currency", quoted("EUR")));

        assertThat(payment.method()).isEqualTo(method);
        assertThat(payment.methodName()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"null\""})
    void aSettledPaymentWithoutMethodHasNoneThatWeKnowAndAllowsNothing(String method) {
        Payment payment = read(payment("payment_method", method));

        assertThat(payment.method()).isEqualTo(PaymentMethod.UNKNOWN);
        assertThat(payment.allowedActions()).isEmpty();
    }

    @Test
    void anAuthorisedPaymentMayBeCapturedOnceInFullOrInPart() {
        Payment payment = read(payment("payment_state", quoted("authorised")));

        assertThat(payment.amounts().captured()).isEqualTo(eur("0"));
        assertThat(payment.amounts().capturable()).isEqualTo(eur("42.90"));
        assertThat(payment.allowedActions())
                .containsExactly(PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, PaymentAction.VOID);
    }

    @Test
    void settledWithLessStandingIsAShortCaptureAndNeverARefund() {
        Payment payment = read(payment("standing_amount", "30.40"));

        assertThat(payment.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(payment.amounts().captured()).isEqualTo(eur("30.40"));
        assertThat(payment.amounts().refunded()).isEqualTo(eur("0"));
        assertThat(payment.amounts().refundable()).isEqualTo(eur("30.40"));
        assertThat(payment.amounts().capturable()).isEqualTo(eur("0"));
    }

    @Test
    void refundedWithSomethingStandingIsPartlyRefundedAndTheRestMayFollow() {
        Payment payment = read(payment("payment_state", quoted("refunded"), "standing_amount", quoted("40.00")));

        assertThat(payment.status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(payment.amounts().refunded()).isEqualTo(eur("2.90"));
        assertThat(payment.amounts().refundable()).isEqualTo(eur("40"));
        assertThat(payment.allowedActions()).containsExactly(PaymentAction.REFUND, PaymentAction.PARTIAL_REFUND);
    }

    @Test
    void refundedWithNothingStandingIsRefunded() {
        Payment payment = read(payment("payment_state", quoted("refunded"), "standing_amount", "0.0"));

        assertThat(payment.status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(payment.amounts().refunded()).isEqualTo(eur("42.90"));
        assertThat(payment.allowedActions()).isEmpty();
    }

    @Test
    void refundedWithEverythingStandingContradictsItselfAndAllowsNothing() {
        Payment payment = read(payment("payment_state", quoted("refunded")));

        assertThat(payment.status()).isEqualTo(PaymentStatus.UNKNOWN);
        assertThat(payment.allowedActions()).isEmpty();
    }

    @Test
    void aChargebackIsOpenAndAllowsNoRefund() {
        Payment payment = read(payment("payment_state", quoted("chargebacked")));

        assertThat(payment.chargebackOpen()).isTrue();
        assertThat(payment.allowedActions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2.5, 2.50", "'\"2.50\"', 2.50", "10.0, 10.00", "10, 10.00", "1E1, 10.00", "0.01, 0.01"})
    void amountsComeAsNumbersOrTextAndStayExact(String json, String amount) {
        Payment payment = read(payment("initial_amount", json, "standing_amount", json));

        assertThat(payment.amounts().captured()).isEqualTo(eur(amount));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.234",
                "-1.00",
                "\"12,50\"",
                "\"\"",
                "true",
                "[]",
                "{}",
                "null",
                "1e99",
                "99999999999999999999",
                "\"NaN\"",
                "\"0x10\""
            })
    void anAmountThatIsNoneIsRefusedAsMalformed(String json) {
        assertThatThrownBy(() -> read(payment("initial_amount", json))).isInstanceOf(JsonFormatException.class);
    }

    @Test
    void aSettledPaymentOfWhichNobodySaysWhatStandsIsMalformed() {
        assertThatThrownBy(() -> read(payment("standing_amount", "null")))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("standing_amount");
    }

    @Test
    void moreStandingThanThereWasIsMalformed() {
        assertThatThrownBy(() -> read(payment("standing_amount", "43")))
                .isInstanceOf(JsonFormatException.class)
                .hasMessage("more stands than was there at first");
    }

    @Test
    void anUnknownStateIsReadEvenWithoutWhatStands() {
        assertThat(read(payment("payment_state", quoted("on_hold"), "standing_amount", "null"))
                        .status())
                .isEqualTo(PaymentStatus.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "stan,                   '\"514573\"'",
        "stan,                   514573",
        "fraud_score,            '\"1600\"'",
        "fraud_score,            null",
        "payment_methods,        null",
        "customer_url,           null",
        "acquiring_completed_at, '\"2026-02-27 11:00:59\"'",
        "transaction_time,       '\"yesterday\"'",
        "payment_created_at,     '\"2026-02-27T08:15:30+0000\"'",
        "warnings,               '\"none\"'",
        "linkpay_customer_data,  '{\"a\":[1,2]}'",
        "a_field_of_tomorrow,    '[{}]'",
    })
    void fieldsOfChangingTypeDoNotBreakReading(String field, String json) {
        assertThat(read(payment(field, json)).status()).isEqualTo(PaymentStatus.SETTLED);
    }

    @Test
    void timesWithoutZoneAreLeftOutRatherThanGuessed() {
        Payment payment = read(payment("acquiring_completed_at", quoted("2026-02-27 11:00:59")));

        assertThat(payment.timestamps().settled()).isEmpty();
    }

    @Test
    void theCurrencyIsThePaymentsOwnElseItsAccounts() {
        assertThat(read(payment("currency", quoted("SEK"))).amounts().currency().getCurrencyCode())
                .isEqualTo("SEK");
        assertThat(read(payment()).amounts().currency().getCurrencyCode()).isEqualTo("EUR");
        assertThatThrownBy(() -> payments.payment(JsonDocument.parse(payment()), null))
                .isInstanceOf(JsonFormatException.class);
        assertThatThrownBy(() -> read(payment("currency", quoted("EURO")))).isInstanceOf(JsonFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // Estonia's midnight is 21:00 UTC in summer and 22:00 in winter: the earlier one counts, less ten minutes.
        "2026-03-01T08:00:00Z, 2026-03-01T08:00:00Z, true",
        "2026-03-01T08:00:00Z, 2026-03-01T20:49:59Z, true",
        "2026-03-01T08:00:00Z, 2026-03-01T20:50:00Z, false",
        "2026-03-01T08:00:00Z, 2026-03-02T07:00:00Z, false",
        "2026-03-01T08:00:00Z, 2026-03-01T07:59:59Z, false",
        "2026-03-01T21:30:00Z, 2026-03-01T21:35:00Z, true",
        "2026-03-01T21:30:00Z, 2026-03-01T21:55:00Z, false",
        "2026-03-01T22:30:00Z, 2026-03-02T12:00:00Z, true",
        "2026-02-27T08:00:00Z, 2026-03-01T08:00:00Z, false",
        "+999999999-12-31T23:59:59Z, 2026-03-01T08:00:00Z, false",
    })
    void onAFinalAuthorisationAccountACardPaymentMayBeVoidedUntilTheMidnightThatEndsItsDay(
            String created, Instant now, boolean uncaptured) {
        this.now = now;
        Payment payment = readFinal(payment("payment_created_at", quoted(created)));

        assertThat(payment.uncapturedKnown()).isEqualTo(uncaptured);
        assertThat(payment.allowedActions().contains(PaymentAction.VOID)).isEqualTo(uncaptured);
    }

    @Test
    void nothingElseIsKnownToBeUncaptured() {
        String today = quoted("2026-03-01T11:59:00Z");

        assertThat(readFinal(payment("payment_created_at", today)).uncapturedKnown())
                .isTrue();
        assertThat(read(payment("payment_created_at", today)).uncapturedKnown()).isFalse();
        assertThat(readFinal(bankPayment("payment_created_at", today)).uncapturedKnown())
                .isFalse();
        assertThat(readFinal(payment("payment_created_at", "null")).uncapturedKnown())
                .isFalse();
        assertThat(readFinal(payment("payment_created_at", today, "standing_amount", "42.89"))
                        .uncapturedKnown())
                .isFalse();
        assertThat(readFinal(payment(
                                "payment_created_at",
                                today,
                                "payment_state",
                                quoted("refunded"),
                                "standing_amount",
                                "1"))
                        .uncapturedKnown())
                .isFalse();
    }

    @Test
    void theAnswerToAnActionIsLaidOverWhatWasReadBefore() {
        Payment fresh = read(payment("payment_state", quoted("authorised")));

        Payment after = payments.after(fresh, JsonDocument.parse(EveryPayStubs.afterwards("settled", "\"30.00\"")));

        assertThat(after.status()).isEqualTo(PaymentStatus.SETTLED);
        assertThat(after.amounts().captured()).isEqualTo(eur("30"));
        assertThat(after.customer()).isEqualTo(fresh.customer());
        assertThat(after.timestamps().settled()).contains(Instant.parse("2026-03-01T12:00:01Z"));
    }

    @Test
    void anAnswerAboutAnotherPaymentIsNotLaidOver() {
        Payment fresh = read(payment());

        assertThatThrownBy(() -> payments.after(
                        fresh, JsonDocument.parse("{\"payment_reference\":\"0000\",\"payment_state\":\"voided\"}")))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("another payment");
    }
}
