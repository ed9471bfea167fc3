package io.maksut.index;

import static io.maksut.index.Indexes.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.maksut.error.AuthenticationException;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentQuery;
import io.maksut.testkit.TestDatabases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportTest {
    private static final CallReport REPORT = CallReport.notSent("read payment", null);

    private final List<PaymentId> read = new ArrayList<>();
    private final List<ImportProgress> progress = new ArrayList<>();
    private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
    private final ImportListener listener = new ImportListener() {
        @Override
        public void progress(ImportProgress now) {
            progress.add(now);
        }

        @Override
        public void failed(String reference, RuntimeException why) {
            failures.put(reference, why);
        }
    };

    private AccountIndex payments;

    @BeforeEach
    void open() {
        payments = Indexes.fresh(TestDatabases.SQLITE);
    }

    private Payment gateway(PaymentId id) {
        read.add(id);
        return payment(payments, id.reference()).build();
    }

    /** Fails for one reference, as long as {@code failure} is not null. */
    private Function<PaymentId, Payment> failingAt(String reference, MaksutException failure) {
        return id -> {
            if (id.reference().equals(reference)) {
                throw failure;
            }
            return gateway(id);
        };
    }

    private static Stream<String> references(int count) {
        return IntStream.range(0, count).mapToObj(it -> "p-" + it);
    }

    @Test
    void referencesAreReadAndNotedAndProgressIsTold() {
        ImportProgress result = payments.importReferences(references(120), this::gateway, listener);

        assertThat(result).isEqualTo(new ImportProgress(120, 0, 0));
        assertThat(progress).extracting(ImportProgress::total).containsExactly(50L, 100L, 120L);
        assertThat(payments.search(PaymentQuery.all()).count()).isEqualTo(120);
    }

    @Test
    void anImportThatIsStartedAgainReadsOnlyWhatIsMissing() {
        GatewayUnavailableException outage = new GatewayUnavailableException("no answer", REPORT);
        assertThatThrownBy(() -> payments.importReferences(references(120), failingAt("p-70", outage), listener))
                .isSameAs(outage);
        assertThat(payments.search(PaymentQuery.all()).count()).isEqualTo(70);
        read.clear();

        ImportProgress result = payments.importReferences(references(120), this::gateway, listener);

        assertThat(result).isEqualTo(new ImportProgress(50, 70, 0));
        assertThat(read).hasSize(50).doesNotHaveDuplicates();
        assertThat(failures).isEmpty();
    }

    @Test
    void oneBadReferenceDoesNotStopTheOthers() {
        NotFoundException unknown = new NotFoundException("no such payment", REPORT);
        MalformedAnswerException senseless = new MalformedAnswerException("no JSON", REPORT);
        Function<PaymentId, Payment> gateway = id -> switch (id.reference()) {
            case "p-1" -> throw unknown;
            case "p-2" -> throw senseless;
            default -> gateway(id);
        };

        ImportProgress result = payments.importReferences(
                Stream.of("p-0", "p-1", "", "p-2", "x\u0000", "y".repeat(256), " p-3 "), gateway, listener);

        assertThat(result).isEqualTo(new ImportProgress(2, 0, 5));
        assertThat(failures).containsEntry("p-1", unknown).containsEntry("p-2", senseless);
        assertThat(failures.get("x\u0000")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Indexes.references(payments.search(PaymentQuery.all()).toList()))
                .containsExactly("p-3", "p-0");
    }

    @Test
    void wrongCredentialsStopTheImport() {
        AuthenticationException refused = new AuthenticationException("who are you", REPORT);

        assertThatThrownBy(() -> payments.importReferences(references(3), failingAt("p-1", refused), listener))
                .isSameAs(refused);
        assertThat(failures).isEmpty();
        assertThat(read).hasSize(1);
    }

    @Test
    void referencesAreTakenAsTheyAreNeeded() {
        List<Integer> taken = new ArrayList<>();
        Stream<String> endless =
                IntStream.iterate(0, it -> it + 1).peek(taken::add).mapToObj(it -> "p-" + it);
        GatewayUnavailableException outage = new GatewayUnavailableException("no answer", REPORT);

        assertThatThrownBy(() -> payments.importReferences(endless, failingAt("p-200", outage), listener))
                .isSameAs(outage);
        assertThat(taken).hasSize(201);
    }
}
