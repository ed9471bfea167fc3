package io.maksut.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalDataTest {
    private static final Customer MARI = Customer.builder()
            .reference("cust-777")
            .email(" Mari.Test@example.test ")
            .firstName("Mari")
            .lastName("Metsänen")
            .phone("+358401112223")
            .build();
    private static final CardDetails CARD = CardDetails.of("visa", "4111111111111111", YearMonth.of(2031, 7), "FI");
    private static final BankDetails BANK = BankDetails.of("Koeputkipankki", "FI2112345600000785");
    private static final RawState RAW =
            RawState.of("odd-state", "odd-method", "{\"email\":\"mari.test@example.test\"}");

    @Test
    void noToStringShowsPersonalDataOrTheGatewaysWords() {
        Payment payment = Payments.payment(
                        PaymentStatus.SETTLED,
                        PaymentMethod.CARD,
                        Payments.amounts("10", "10", "1"),
                        Payments.flatpay())
                .customer(MARI)
                .card(CARD)
                .bank(BANK)
                .raw(RAW)
                .refunds(List.of(
                        new Refund("r-1", Payments.euro("1"), RefundState.REFUNDED, Instant.EPOCH, "odd-refund")))
                .build();
        String secrets = "(?is).*(mari|mets|358|cust-777|@|visa|4111|1111|2031|koeputki|FI21|0785|odd-).*";

        assertThat(Stream.of(
                                MARI,
                                CARD,
                                BANK,
                                RAW,
                                payment,
                                payment.refunds(),
                                payment.lifecycle(),
                                payment.timestamps())
                        .map(Object::toString))
                .allSatisfy(text -> assertThat(text).doesNotMatch(secrets));
        assertThat(payment)
                .hasToString(
                        "Payment[shop/p-1, SETTLED, CARD, authorised EUR 10.00, captured EUR 10.00, refunded EUR 1.00]");
    }

    @Test
    void aCustomerIsFoundByEmailWhateverItsCapitals() {
        assertThat(MARI.hasEmail("mari.TEST@example.test")).isTrue();
        assertThat(MARI.hasEmail("  mari.test@example.test\n")).isTrue();
        assertThat(MARI.hasEmail("mari@example.test")).isFalse();
        assertThat(Customer.builder().build().hasEmail("")).isFalse();
        assertThat(MARI.email()).contains("Mari.Test@example.test");
        assertThat(Customer.builder().email("  ").build())
                .isEqualTo(Customer.builder().build());
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111111,    411111******1111",
        "4111 1111 1111 1111, 411111******1111",
        "4111-1111-1111-1111, 411111******1111",
        "411111******1111,    411111******1111",
        "457111XXXXXX2077,    457111******2077",
        "41111111,            ******1111",
        "1111,                ******1111",
        "************1111,    ************1111",
        "411111111111111111112222, 411111******2222",
        "41,                  ******",
        "mari@example.test,   ****************"
    })
    void aCardNumberIsMaskedHoweverItCame(String given, String masked) {
        assertThat(CardDetails.of(null, given, null, null).maskedNumber()).contains(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "FI2112345600000785,     FI****0785",
        "FI21 1234 5600 0007 85, FI****0785",
        "LV****4321,             LV****4321",
        "EE**************4321,   EE****4321",
        "1234567890,             ****7890",
        "1234567,                ****",
        "mari@example.test,      ********"
    })
    void anIbanIsMaskedHoweverItCame(String given, String masked) {
        assertThat(BankDetails.of(null, given).maskedIban()).contains(masked);
    }

    @Property
    void noCardNumberKeepsMoreThanTenDigits(@ForAll @NumericChars @StringLength(min = 1, max = 60) String number) {
        String masked = CardDetails.of(null, number, null, null).maskedNumber().orElseThrow();

        assertThat(masked).matches("([0-9]{6})?\\*{6}([0-9]{4})?");
        assertThat(number.length() >= 13 || masked.matches("\\*{6}([0-9]{4})?")).isTrue();
    }

    @Property
    void whateverIsGivenTheMaskIsAMask(@ForAll String text) {
        assertThat(CardDetails.of(null, text, null, null).maskedNumber().orElseThrow())
                .matches("[0-9*]{6,16}")
                .contains("******");
        assertThat(BankDetails.of(null, text).maskedIban().orElseThrow()).matches("([A-Z]{2})?\\*{4}([0-9*]{4})?");
    }
}
