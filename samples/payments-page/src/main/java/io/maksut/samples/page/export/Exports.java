package io.maksut.samples.page.export;

import io.maksut.payment.Customer;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes searches into files, in the background; a file is there for an hour. Thread-safe. */
public final class Exports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_FOR_ONE_USER = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final ZoneId zone;
    private final Path folder;
    private final Map<String, Export> exports = new ConcurrentHashMap<>();
    private final ExecutorService writers = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "page-export");
        thread.setDaemon(true);
        return thread;
    });

    public Exports(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
        try {
            this.folder = Files.createTempDirectory("maksut-exports");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Begins an export; empty if this user has too many under way.
     *
     * @param header the names of the 16 columns, in the user's language
     * @param expected how many payments there are about
     * @param payments read once, on another thread, and closed
     */
    public synchronized Optional<Export> begin(
            String userName, Locale locale, List<String> header, long expected, Supplier<Stream<Payment>> payments) {
        forgetOld();
        long running = exports.values().stream()
                .filter(it -> it.isOf(userName) && it.state() == Export.State.RUNNING)
                .count();
        if (running >= MOST_FOR_ONE_USER) {
            return Optional.empty();
        }
        Export export = new Export(userName, expected, folder, clock.instant());
        exports.put(export.id(), export);
        writers.execute(() -> write(export, locale, header, payments));
        return Optional.of(export);
    }

    /** A user's own export; empty for those of others. */
    public Optional<Export> find(String id, String userName) {
        return Optional.ofNullable(exports.get(id)).filter(it -> it.isOf(userName));
    }

    private void write(Export export, Locale locale, List<String> header, Supplier<Stream<Payment>> payments) {
        try {
            writeLines(export, locale, header, payments);
            export.ended(Export.State.READY);
        } catch (IOException | RuntimeException e) {
            LOG.error("An export failed after {} lines", export.written(), e);
            export.ended(Export.State.FAILED);
        }
    }

    private void writeLines(Export export, Locale locale, List<String> header, Supplier<Stream<Payment>> payments)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(export.file());
                Stream<Payment> all = payments.get()) {
            out.write(Csv.BYTE_ORDER_MARK);
            out.write(Csv.line(header));
            for (Payment payment : (Iterable<Payment>) all::iterator) {
                out.write(Csv.line(cells(payment, locale)));
                export.wrote();
            }
        }
    }

    private List<String> cells(Payment payment, Locale locale) {
        Optional<Customer> customer = payment.customer();
        String name = customer.map(it -> Stream.of(it.firstName(), it.lastName())
                        .flatMap(Optional::stream)
                        .reduce((first, last) -> first + " " + last)
                        .orElse(""))
                .orElse("");
        return List.of(
                payment.timestamps().created().map(this::time).orElse(""),
                payment.id().account(),
                payment.id().reference(),
                payment.orderReference().map(OrderReference::value).orElse(""),
                transactions(payment),
                payment.status().label(locale),
                payment.method().label(locale),
                payment.methodName().orElse(""),
                payment.amounts().currency().getCurrencyCode(),
                payment.amounts().authorised().toDecimalString(),
                payment.amounts().captured().toDecimalString(),
                payment.amounts().refunded().toDecimalString(),
                payment.amounts().refundable().toDecimalString(),
                name,
                customer.flatMap(Customer::email).orElse(""),
                payment.chargebackOpen() ? "1" : "0",
                payment.amounts().isPartlyCaptured() ? "1" : "0");
    }

    private static String transactions(Payment payment) {
        return payment.references().isEmpty()
                ? payment.transactionId().orElse("")
                : payment.references().stream().map(GatewayReference::value).collect(Collectors.joining(" "));
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    private void forgetOld() {
        Instant limit = clock.instant().minus(KEPT);
        exports.values().removeIf(export -> {
            boolean old = export.startedAt().isBefore(limit) && export.state() != Export.State.RUNNING;
            if (old) {
                delete(export.file());
            }
            return old;
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("An export could not be deleted: {}", e.toString());
        }
    }

    @Override
    public void close() {
        writers.shutdownNow();
        exports.values().forEach(export -> delete(export.file()));
        delete(folder);
    }
}
