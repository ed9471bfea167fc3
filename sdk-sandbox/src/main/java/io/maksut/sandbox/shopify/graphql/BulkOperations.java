package io.maksut.sandbox.shopify.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.shop.Refusal;
import io.maksut.sandbox.shopify.shop.Shop;
import io.maksut.sandbox.shopify.webhook.Announcer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bulk operations: a query is executed later over everything, and its answer lies as JSON lines under an address for seven
 * days. Finished at the first request or tick after they are due. Thread-safe.
 */
public final class BulkOperations {
    private static final Duration KEPT = Duration.ofDays(7);

    /** Executes the query of an operation. */
    interface Engine {
        /**
         * The lines, empty ones for no result.
         *
         * @throws Refusal when the query cannot be run in bulk
         */
        BulkResult run(String query, Caller caller);

        /** @throws Refusal when the query cannot be run in bulk */
        void check(String query, Caller caller);
    }

    /** One operation as it stands. Immutable. */
    private record Operation(
            long id,
            String token,
            String query,
            Caller caller,
            Instant createdAt,
            Instant dueAt,
            String status,
            @Nullable Instant completedAt,
            @Nullable BulkResult result) {
        Operation ended(String newStatus, Instant at, @Nullable BulkResult made) {
            return new Operation(id, token, query, caller, createdAt, dueAt, newStatus, at, made);
        }

        boolean running() {
            return status.equals("CREATED");
        }
    }

    private final Shop shop;
    private final Clock clock;
    private final Announcer announcer;
    private final Supplier<URI> host;
    private final Supplier<Engine> engine;
    private final Map<Long, Operation> operations = new LinkedHashMap<>();
    private Duration delay = Duration.ZERO;
    private int toFail;

    BulkOperations(Shop shop, Clock clock, Announcer announcer, Supplier<URI> host, Supplier<Engine> engine) {
        this.shop = shop;
        this.clock = clock;
        this.announcer = announcer;
        this.host = host;
        this.engine = engine;
    }

    synchronized void reset() {
        operations.clear();
        delay = Duration.ZERO;
        toFail = 0;
    }

    /** How long an operation takes; default nothing, which is until the next request. */
    public synchronized void delay(Duration time) {
        delay = time;
    }

    /** The next operation fails half way. */
    public synchronized void failNext() {
        toFail++;
    }

    /** Finishes what is due. */
    public void tick() {
        for (Operation due : due()) {
            BulkResult result = engine.get().run(due.query(), due.caller());
            boolean fails = fails();
            Instant now = shop.now();
            synchronized (this) {
                operations.put(
                        due.id(), due.ended(fails ? "FAILED" : "COMPLETED", now, fails ? result.half() : result));
            }
            announcer.bulkFinished(due.id(), fails ? "failed" : "completed", due.createdAt());
        }
    }

    private synchronized boolean fails() {
        if (toFail > 0) {
            toFail--;
            return true;
        }
        return false;
    }

    private synchronized List<Operation> due() {
        Instant now = clock.instant();
        List<Operation> due = new ArrayList<>();
        for (Operation operation : operations.values()) {
            if (operation.running() && !operation.dueAt().isAfter(now)) {
                due.add(operation);
            }
        }
        due.forEach(
                operation -> operations.put(operation.id(), operation.ended("RUNNING", operation.createdAt(), null)));
        return due;
    }

    /** The file at this path of the sandbox, while it is kept. */
    public synchronized Optional<String> file(String path) {
        Instant now = clock.instant();
        return operations.values().stream()
                .filter(operation -> path.equals(path(operation)))
                .filter(operation -> operation.completedAt() != null
                        && now.isBefore(operation.completedAt().plus(KEPT)))
                .flatMap(operation -> Optional.ofNullable(operation.result()).stream())
                .map(BulkResult::text)
                .findFirst();
    }

    private static String path(Operation operation) {
        return "/bulk/" + operation.id() + "-" + operation.token().toLowerCase(Locale.ROOT) + ".jsonl";
    }

    // The API

    Map<String, @Nullable Object> run(Caller caller, DataFetchingEnvironment env) {
        String query = Arguments.of(env).text("query");
        Caller later = new Caller(caller.app(), caller.version(), clock.instant(), true);
        Operation operation;
        try {
            engine.get().check(query, later);
            operation = create(query, later);
        } catch (Refusal e) {
            Map<String, @Nullable Object> payload = new HashMap<>();
            payload.put("bulkOperation", null);
            boolean busy = "A bulk operation is already in progress.".equals(e.getMessage());
            payload.put("userErrors", List.of(Payload.error(e, busy ? "OPERATION_IN_PROGRESS" : "INVALID")));
            return payload;
        }
        return Payload.done("bulkOperation", view(operation));
    }

    private synchronized Operation create(String query, Caller caller) {
        if (operations.values().stream().anyMatch(Operation::running)) {
            throw new Refusal("A bulk operation is already in progress.");
        }
        Operation operation = new Operation(
                shop.ids().next("BulkOperation"),
                shop.ids().token(12),
                query,
                caller,
                shop.now(),
                clock.instant().plus(delay),
                "CREATED",
                null,
                null);
        operations.put(operation.id(), operation);
        return operation;
    }

    synchronized Map<String, @Nullable Object> cancel(DataFetchingEnvironment env) {
        Operation operation =
                operations.get(Ids.number("BulkOperation", Arguments.of(env).text("id")));
        if (operation == null || !operation.running()) {
            return Payload.refused(new Refusal("The bulk operation is not running", "id"), "bulkOperation");
        }
        Operation canceled = operation.ended("CANCELED", shop.now(), null);
        operations.put(canceled.id(), canceled);
        return Payload.done("bulkOperation", view(canceled));
    }

    synchronized @Nullable Object find(String gid) {
        return Optional.ofNullable(operations.get(Ids.number("BulkOperation", gid)))
                .map(this::view)
                .orElse(null);
    }

    synchronized @Nullable Object latest() {
        return operations.values().stream()
                .reduce((first, second) -> second)
                .map(this::view)
                .orElse(null);
    }

    private Map<String, @Nullable Object> view(Operation operation) {
        BulkResult result = operation.result();
        String url = result == null || result.lines().isEmpty() ? null : host.get() + path(operation);
        boolean completed = operation.status().equals("COMPLETED");
        Map<String, @Nullable Object> view = new HashMap<>();
        view.put("__typename", "BulkOperation");
        view.put("id", Gid.of("BulkOperation", operation.id()));
        view.put("query", operation.query());
        view.put("status", operation.status());
        view.put("type", "QUERY");
        view.put("createdAt", operation.createdAt());
        view.put("completedAt", operation.completedAt());
        view.put("errorCode", operation.status().equals("FAILED") ? "INTERNAL_SERVER_ERROR" : null);
        view.put("objectCount", result == null ? 0 : result.lines().size());
        view.put("rootObjectCount", result == null ? 0 : result.roots());
        view.put(
                "fileSize", url == null || result == null ? null : result.text().length());
        view.put("url", completed ? url : null);
        view.put("partialDataUrl", completed ? null : url);
        return view;
    }
}
