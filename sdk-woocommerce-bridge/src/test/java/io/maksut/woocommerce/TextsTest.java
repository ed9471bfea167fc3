package io.maksut.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.DiscrepancyKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream("texts_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void everyTextIsThereInEachLanguageWithTheSamePlaces() throws IOException {
        Properties english = texts("en");
        for (String language : List.of("fi", "lv")) {
            Properties texts = texts(language);
            assertThat(new TreeSet<>(texts.stringPropertyNames()))
                    .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
            for (String key : english.stringPropertyNames()) {
                assertThat(places(texts.getProperty(key)))
                        .as(language + " " + key)
                        .isEqualTo(places(english.getProperty(key)));
                assertThat(texts.getProperty(key)).as(language + " " + key).isNotEqualTo(english.getProperty(key));
            }
        }
    }

    private static Set<String> places(String text) {
        Set<String> places = new HashSet<>();
        Pattern.compile("\\{\\d}").matcher(text).results().forEach(it -> places.add(it.group()));
        return places;
    }

    @ParameterizedTest
    @EnumSource(DiscrepancyKind.class)
    void everyDiscrepancyHasARemedyInTheWordsOfWooCommerce(DiscrepancyKind kind) {
        for (String orderId : new String[] {"81", null}) {
            Discrepancy discrepancy = new Discrepancy(
                    1,
                    new PaymentId("flatpay", "charge-1"),
                    "teashop",
                    kind,
                    "82",
                    Discrepancy.State.OPEN,
                    ShopWorld.eur("5.00"),
                    orderId,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null,
                    null);
            for (String language : List.of("en", "fi", "lv")) {
                assertThat(WooCommerceRemedies.of(discrepancy, Locale.forLanguageTag(language)))
                        .contains(orderId == null ? "flatpay/charge-1" : "81")
                        .doesNotContain("{");
            }
        }
    }
}
