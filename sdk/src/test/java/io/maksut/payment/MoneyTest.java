package io.maksut.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Currency;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final Currency EUR = Currency.getInstance("EUR");

    @ParameterizedTest
    @CsvSource({
        "EUR, 12.50,   1250,  12.50",
        "EUR, 12.500,  1250,  12.50",
        "EUR, 12,      1200,  12.00",
        "EUR, -0.01,   -1,    -0.01",
        "EUR, 0,       0,     0.00",
        "JPY, 500,     500,   500",
        "JPY, 500.0,   500,   500",
        "ISK, 990,     990,   990",
        "KWD, 1.234,   1234,  1.234",
        "HUF, 1990.55, 199055, 1990.55",
        "CLF, 0.0001,  1,     0.0001",
        "EUR, 92233720368547758.07, 9223372036854775807, 92233720368547758.07",
        "EUR, -92233720368547758.08, -9223372036854775808, -92233720368547758.08"
    })
    void readsTheDigitsOfTheCurrencyAndWritesThemBack(String currency, String text, long minorUnits, String written) {
        Money money = Money.of(currency, text);

        assertThat(money.minorUnits()).isEqualTo(minorUnits);
        assertThat(money.toDecimalString()).isEqualTo(written);
        assertThat(money).hasToString(currency + " " + written);
        assertThat(money).isEqualTo(Money.ofMinor(currency, minorUnits));
    }

    @ParameterizedTest
    @CsvSource({"EUR,12.345", "JPY,500.5", "ISK,0.01", "KWD,1.2345", "HUF,1.001", "EUR,0.0000000000000000000000001"})
    void refusesRatherThanRounds(String currency, String text) {
        assertThatExceptionOfType(InexactAmountException.class)
                .isThrownBy(() -> Money.of(currency, text))
                .withMessageContaining(currency);
    }

    @ParameterizedTest
    @ValueSource(strings = {"92233720368547758.08", "-92233720368547758.09", "1000000000000000000000000000000"})
    void refusesWhatDoesNotFit(String text) {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.of("EUR", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                ".",
                "1.",
                ".5",
                "+1",
                "--1",
                "1 000",
                "1,50",
                "1.000,00",
                "1e3",
                "1E999999999",
                "1e-999999999",
                "NaN",
                "Infinity",
                "0x10",
                "1\u0000",
                "\u0661\u0662",
                "\uFF11",
                "\uD835\uDFCF",
                "1.5\n",
                "1_000",
                " 1",
                "1d",
                "€1"
            })
    void refusesTextThatIsNotPlainDecimal(String text) {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> Money.of("EUR", text))
                .withMessage("Not an amount in plain decimal notation");
    }

    @Test
    void refusesHostileAmountsAtOnce() {
        String nines = "9".repeat(10_000_000);
        BigDecimal[] huge = {
            new BigDecimal("1e999999999"),
            new BigDecimal("1e-999999999"),
            new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE),
            new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE),
            new BigDecimal(BigInteger.ONE.shiftLeft(10_000_000), 5)
        };

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThatThrownBy(() -> Money.of("EUR", nines)).isInstanceOf(NumberFormatException.class);
            for (BigDecimal amount : huge) {
                assertThatThrownBy(() -> Money.of(EUR, amount)).isInstanceOf(ArithmeticException.class);
            }
            assertThat(Money.of(EUR, new BigDecimal("0e999999999"))).isEqualTo(Money.zero(EUR));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXX", "XAU", "ZZZ", "eur", "EU", "EURO", "", "\u0000\u0000\u0000", "ＥＵＲ"})
    void refusesCurrenciesWithoutMinorUnitAndWhatIsNoCurrency(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.ofMinor(code, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(code, "1"));
    }

    @Test
    void refusesACurrencyWithoutMinorUnitAsObject() {
        Currency gold = Currency.getInstance("XAU");

        assertThatIllegalArgumentException().isThrownBy(() -> Money.zero(gold));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(gold, BigDecimal.ZERO));
    }

    @Test
    void doesNotMixCurrencies() {
        Money euro = Money.ofMinor("EUR", 1);
        Money krona = Money.ofMinor("SEK", 1);

        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> euro.plus(krona));
        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> euro.minus(krona));
        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> euro.compareTo(krona));
        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> Money.min(euro, krona));
        assertThat(euro).isNotEqualTo(krona);
        assertThat(euro.sameCurrency(krona)).isFalse();
    }

    @Test
    void doesNotWrapAround() {
        Money most = Money.ofMinor("EUR", Long.MAX_VALUE);
        Money least = Money.ofMinor("EUR", Long.MIN_VALUE);
        Money one = Money.ofMinor("EUR", 1);

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(one));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.minus(one));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(least::negate);
    }

    @Test
    void knowsItsSignAndOrder() {
        Money less = Money.ofMinor("EUR", -5);
        Money more = less.negate();

        assertThat(less.isNegative()).isTrue();
        assertThat(more.isPositive()).isTrue();
        assertThat(less.plus(more).isZero()).isTrue();
        assertThat(Money.min(more, less)).isEqualTo(less);
        assertThat(less).isLessThan(more).hasSameHashCodeAs(Money.of("EUR", "-0.05"));
    }

    @Test
    void isWrittenForPeopleWithTheDigitsOfItsCurrency() {
        Locale finnish = Locale.forLanguageTag("fi");

        assertThat(Money.of("EUR", "1234.50").format(finnish))
                .contains("234,50")
                .contains("€");
        assertThat(Money.of("HUF", "1.5").format(finnish)).contains("1,50");
        assertThat(Money.of("JPY", "500").format(Locale.ENGLISH))
                .contains("500")
                .doesNotContain("500.");
        assertThat(Money.of("KWD", "1.5").format(Locale.ENGLISH)).contains("1.500");
        assertThat(Money.ofMinor("EUR", Long.MAX_VALUE).format(Locale.ENGLISH)).endsWith("758.07");
    }

    @Property
    void everyAmountSurvivesBeingWrittenAndRead(@ForAll("currencies") String currency, @ForAll long minorUnits) {
        Money money = Money.ofMinor(currency, minorUnits);

        assertThat(Money.of(currency, money.toDecimalString())).isEqualTo(money);
        assertThat(Money.of(money.currency(), money.toDecimal())).isEqualTo(money);
        assertThat(Money.of(money.currency(), money.toDecimal().stripTrailingZeros()))
                .isEqualTo(money);
    }

    @Property
    void sumsAreExactOrRefused(@ForAll long a, @ForAll long b) {
        BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
        Money one = Money.ofMinor("EUR", a);
        Money other = Money.ofMinor("EUR", b);

        if (sum.bitLength() < Long.SIZE) {
            assertThat(one.plus(other).minorUnits()).isEqualTo(sum.longValueExact());
            assertThat(one.plus(other).minus(other)).isEqualTo(one);
        } else {
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> one.plus(other));
        }
    }

    @Property
    void anyTextIsReadOrRefusedWithoutQuotingIt(@ForAll String text) {
        try {
            assertThat(Money.of("EUR", text).toDecimal()).isEqualByComparingTo(new BigDecimal(text));
        } catch (ArithmeticException | NumberFormatException refused) {
            assertThat(refused)
                    .message()
                    .isIn(
                            "Not an amount in plain decimal notation",
                            "Amount has too many digits",
                            "Amount is too large",
                            "Amount has more digits than EUR has (2)");
        }
    }

    @Provide
    Arbitrary<String> currencies() {
        return Arbitraries.of("EUR", "SEK", "JPY", "ISK", "KWD", "HUF", "CLF");
    }
}
