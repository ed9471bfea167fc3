package io.maksut.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentLifecycle.Row;
import io.maksut.payment.PaymentLifecycle.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table in code against the two documents, transcribed in lifecycle.csv. */
class LifecycleTableTest {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");

    @ParameterizedTest
    @MethodSource("transcription")
    void everyTranscribedRowStandsInTheTable(Transcribed line) {
        Row row = PaymentLifecycle.row(line.status, line.method).orElseThrow();

        assertThat(row.status()).isEqualTo(line.status);
        assertThat(row.method()).isEqualTo(line.method);
        assertThat(row.isFinal()).as("final only where the document says so").isEqualTo(line.isFinal.equals("yes"));
        assertThat(row.nextActor()).isEqualTo(line.acts);
        assertThat(row.actions()).isEqualTo(line.allowed);
        assertThat(row.source()).isEqualTo(line.source);
    }

    @ParameterizedTest
    @MethodSource("transcription")
    void theMerchantReadsTheWordsOfTheDocuments(Transcribed line) {
        if (!line.latvian.isEmpty()) {
            assertThat(line.status.label(LATVIAN)).isEqualTo(line.latvian);
        }
        if (!line.finnish.isEmpty()) {
            assertThat(line.status.label(FINNISH)).isEqualTo(line.finnish);
        }
        assertThat(line.latvian.isEmpty()).isEqualTo(line.source == Source.OURS);
        assertThat(line.finnish.isEmpty()).isEqualTo(line.source != Source.EVERYPAY_AND_FLATPAY);
    }

    @Test
    void theTableHasNoRowThatIsNotTranscribed() {
        List<String> inCode = pairs().filter(
                        pair -> PaymentLifecycle.row(pair.status, pair.method).isPresent())
                .map(Pair::toString)
                .toList();
        List<String> inFile = transcription()
                .map(line -> new Pair(line.status, line.method).toString())
                .toList();

        assertThat(inCode).containsExactlyInAnyOrderElementsOf(inFile);
    }

    @Test
    void theTranscriptionHasTheFourFinnishStatusesAndTheTwelveLatvianLabels() {
        assertThat(transcription().map(line -> line.finnish).filter(label -> !label.isEmpty()))
                .containsExactlyInAnyOrder("Valtuutettu", "Suoritettu", "Peruutettu", "Epäonnistunut");
        assertThat(transcription()
                        .map(line -> line.latvian)
                        .filter(label -> !label.isEmpty())
                        .distinct())
                .hasSize(12);
    }

    @Test
    void theMerchantWatchesWhatWaitsForTheMerchantOrTheBankAndNothingElse() {
        pairs().flatMap(pair -> PaymentLifecycle.row(pair.status, pair.method).stream())
                .forEach(row -> assertThat(row.watch())
                        .as(row.toString())
                        .isEqualTo(row.nextActor() == NextActor.MERCHANT || row.nextActor() == NextActor.BANK));
    }

    @Test
    void everyRowExplainsItselfInThreeLanguages() {
        pairs().flatMap(pair -> PaymentLifecycle.row(pair.status, pair.method).stream())
                .forEach(row -> {
                    assertThat(Stream.of(Locale.ENGLISH, FINNISH, LATVIAN).map(row::meaning))
                            .doesNotHaveDuplicates()
                            .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{"));
                    assertThat(Stream.of(Locale.ENGLISH, FINNISH, LATVIAN).map(row::guidance))
                            .doesNotHaveDuplicates()
                            .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{"));
                });
    }

    @Test
    void rowsCannotBeChangedThroughTheirActions() {
        Set<PaymentAction> actions = PaymentLifecycle.row(PaymentStatus.VOIDED, PaymentMethod.CARD)
                .orElseThrow()
                .actions();

        assertThat(actions).isUnmodifiable();
    }

    static Stream<Transcribed> transcription() {
        return lines().stream().map(Transcribed::parse);
    }

    private static List<String> lines() {
        try (InputStream in = LifecycleTableTest.class.getResourceAsStream("lifecycle.csv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (PaymentStatus status : PaymentStatus.values()) {
            for (PaymentMethod method : PaymentMethod.values()) {
                pairs.add(new Pair(status, method));
            }
        }
        return pairs.stream();
    }

    private record Pair(PaymentStatus status, PaymentMethod method) {}

    record Transcribed(
            Source source,
            String latvian,
            String finnish,
            PaymentStatus status,
            PaymentMethod method,
            String isFinal,
            NextActor acts,
            Set<PaymentAction> allowed) {
        static Transcribed parse(String line) {
            String[] cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            assertThat(cells).as(line).hasSize(9);
            assertThat(cells[5]).isIn("yes", "no", "silent");
            Source source = switch (cells[0]) {
                case "everypay" -> Source.EVERYPAY;
                case "both" -> Source.EVERYPAY_AND_FLATPAY;
                case "ours" -> Source.OURS;
                default -> throw new IllegalArgumentException(line);
            };
            return new Transcribed(
                    source,
                    cells[1],
                    cells[2],
                    PaymentStatus.valueOf(cells[3]),
                    PaymentMethod.valueOf(cells[4]),
                    cells[5],
                    NextActor.valueOf(cells[6]),
                    actions(cells[7]));
        }

        private static Set<PaymentAction> actions(String cell) {
            return cell.equals("-")
                    ? Set.of()
                    : Arrays.stream(cell.split(" ")).map(PaymentAction::valueOf).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return status + " " + method;
        }
    }
}
