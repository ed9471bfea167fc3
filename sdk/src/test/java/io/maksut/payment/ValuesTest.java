package io.maksut.payment;

import static io.maksut.payment.Payments.amounts;
import static io.maksut.payment.Payments.euro;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final Instant THEN = Instant.parse("2026-02-01T00:00:00Z");

    @Test
    void aPaymentIdIsWrittenAndReadBack() {
        PaymentId id = new PaymentId("flatpay-fi", "order/1042 b");

        assertThat(id).hasToString("flatpay-fi/order/1042 b");
        assertThat(PaymentId.parse(id.toString())).isEqualTo(id);
    }

    @Property
    void everyTextIsAPaymentIdThatReadsBackOrIsRefused(
            @ForAll("texts") String account, @ForAll("texts") String reference) {
        PaymentId id;
        try {
            id = new PaymentId(account, reference);
        } catch (IllegalArgumentException refused) {
            assertThat(account.isBlank()
                            || reference.isBlank()
                            || account.contains("/")
                            || (account + reference).contains("\u0000"))
                    .isTrue();
            return;
        }
        assertThat(PaymentId.parse(id.toString())).isEqualTo(id);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('a', '/', ' ', '\u00e9', '-', '\u0000')
                .ofMaxLength(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "\u007f", "a\u2028b", "\uD800", "\u0085"})
    void anIdentifierIsNeitherBlankNorHidesControlCharacters(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PaymentId(value, "p"));
        assertThatIllegalArgumentException().isThrownBy(() -> new PaymentId("a", value));
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderReference(value));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Refund(value, euro("1"), RefundState.UNKNOWN, null, ""));
    }

    @Test
    void anIdentifierIsOfLimitedLengthAndAnAccountHasNoSlash() {
        assertThat(new OrderReference("x".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderReference("x".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PaymentId("a/b", "p"));
        assertThatIllegalArgumentException().isThrownBy(() -> PaymentId.parse("no-slash"));
        assertThatIllegalArgumentException().isThrownBy(() -> PaymentId.parse("/p"));
        assertThatIllegalArgumentException().isThrownBy(() -> PaymentId.parse("a/"));
    }

    @Test
    void amountsDeriveWhatIsLeft() {
        Amounts amounts = amounts("10", "6", "1.50");

        assertThat(amounts.capturable()).isEqualTo(euro("4"));
        assertThat(amounts.refundable()).isEqualTo(euro("4.50"));
        assertThat(amounts("0", "10", "0").capturable()).as("no authorisation").isEqualTo(euro("0"));
        assertThat(amounts.currency().getCurrencyCode()).isEqualTo("EUR");
    }

    @Test
    void amountsThatCannotBeAreRefused() {
        Money zero = euro("0");
        Money ten = euro("10");
        Money eleven = euro("11");
        Money least = Money.ofMinor("EUR", Long.MIN_VALUE);

        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.of(ten, ten, eleven));
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.of(ten, least, zero));
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.of(least, ten, zero));
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.of(ten, ten, least));
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.of(ten, Money.of("SEK", "10"), zero));
        assertThatIllegalArgumentException().isThrownBy(() -> new Amounts(ten, zero, zero, eleven, zero));
        assertThatIllegalArgumentException().isThrownBy(() -> new Amounts(ten, ten, ten, zero, ten));
        assertThatIllegalArgumentException().isThrownBy(() -> new Amounts(ten, ten, zero, zero, least));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Refund("r", euro("-1"), RefundState.REFUNDED, null, "refunded"));
    }

    @Test
    void aPaymentIsCopiedWholeAndComparedByValue() {
        Payment payment = full();

        assertThat(payment.toBuilder().build()).isEqualTo(payment).hasSameHashCodeAs(payment);
        assertThat(full()).isEqualTo(payment);
        assertThat(payment.toBuilder().chargebackOpen(false).build()).isNotEqualTo(payment);
        assertThat(payment.toBuilder().transactionId(null).build()).isNotEqualTo(payment);
        assertThat(payment.allowedActions()).isEqualTo(payment.lifecycle().allowedActions());
    }

    @Test
    void aPaymentWithoutTimestampsOrWithAStrangersRefundIsNoPayment() {
        Payment.Builder builder = Payment.builder(
                new PaymentId("a", "p"),
                PaymentStatus.SETTLED,
                PaymentMethod.CARD,
                amounts("1", "1", "0"),
                Payments.flatpay());

        assertThatIllegalStateException().isThrownBy(builder::build);
        builder.timestamps(Timestamps.builder(THEN).build())
                .refunds(List.of(new Refund("r", Money.of("SEK", "1"), RefundState.REFUNDED, null, "")));
        assertThatIllegalArgumentException().isThrownBy(builder::build);
    }

    @Test
    void aPaymentCannotBeChangedThroughWhatItHandsOut() {
        assertThat(full().refunds()).isUnmodifiable();
        assertThat(full().allowedActions()).isUnmodifiable();
        assertThat(full().capabilities().actions(PaymentMethod.CARD, null)).isUnmodifiable();
    }

    @Test
    void aGatewayKeepsWhatItWasToldAndNotWhatChangesLater() {
        Set<PaymentAction> actions = EnumSet.of(PaymentAction.VOID);
        GatewayCapabilities.Builder builder = GatewayCapabilities.builder("g").method(PaymentMethod.CARD, actions);
        GatewayCapabilities gateway = builder.build();
        actions.add(PaymentAction.REFUND);
        builder.method(PaymentMethod.CARD, Set.of());

        assertThat(gateway.actions(PaymentMethod.CARD, null)).containsExactly(PaymentAction.VOID);
        assertThat(gateway.actions(PaymentMethod.OTHER, "never-told")).isEmpty();
        assertThat(gateway).isNotEqualTo(builder.build()).hasToString("GatewayCapabilities[g]");
        assertThat(Payments.flatpay()).isEqualTo(Payments.flatpay()).hasSameHashCodeAs(Payments.flatpay());
    }

    private static Payment full() {
        return Payments.payment(
                        PaymentStatus.PARTIALLY_REFUNDED,
                        PaymentMethod.OTHER,
                        amounts("10", "10", "1"),
                        Payments.flatpay())
                .timestamps(Timestamps.builder(Payments.READ_AT)
                        .created(THEN)
                        .authorised(THEN)
                        .settled(THEN)
                        .cancelled(THEN)
                        .waitingFor3dsSince(THEN)
                        .build())
                .origin(PaymentOrigin.PAYMENT_LINK)
                .refunds(List.of(new Refund("r-1", euro("1"), RefundState.PROCESSING, THEN, "processing")))
                .uncapturedKnown(true)
                .chargebackOpen(true)
                .methodName("invoice")
                .orderReference(new OrderReference("1042"))
                .customer(Customer.builder().email("mari@example.test").build())
                .card(CardDetails.of("visa", "1111", YearMonth.of(2031, 1), "FI"))
                .bank(BankDetails.of("Bank", "FI2112345600000785"))
                .raw(RawState.of("settled", "invoice", "{}"))
                .transactionId("t-1")
                .build();
    }
}
