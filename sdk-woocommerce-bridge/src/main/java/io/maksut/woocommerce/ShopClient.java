package io.maksut.woocommerce;

import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.NotFoundException;
import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.transport.Answer;
import io.maksut.transport.AttemptSigner;
import io.maksut.transport.Call;
import io.maksut.transport.CallContext;
import io.maksut.transport.CallSettings;
import io.maksut.transport.Request;
import io.maksut.transport.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The REST API v3 of one shop: sends requests and reads the JSON of their answers. Reads are repeated where that helps,
 * writes never. Thread-safe.
 */
final class ShopClient implements AutoCloseable {
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json");

    private static final Map<String, String> WITH_BODY =
            Map.of("Accept", "application/json", "Content-Type", "application/json");

    private final Transport transport;
    private final URI api;
    private final ShopCredentials credentials;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile boolean cacheSeen;

    /** @param api such as {@code https://shop.example/wp-json/wc/v3} */
    ShopClient(Transport transport, URI api, ShopCredentials credentials, Clock clock, RandomGenerator random) {
        this.transport = transport;
        this.api = api;
        this.credentials = credentials;
        this.clock = clock;
        this.random = random;
    }

    /**
     * One page of a list.
     *
     * @param total the number of items on all pages; -1 if the shop did not tell
     * @param at the time of the answer, by the shop's clock
     */
    record Page(List<JsonDocument> items, long total, Instant at, CallReport report) {
        /** Reads each item. */
        <T> List<T> each(Function<JsonDocument, T> reader) {
            try {
                return items.stream().map(reader).toList();
            } catch (JsonFormatException e) {
                throw malformed(report, e.getMessage());
            }
        }
    }

    /** @param at the time of the answer, by the shop's clock */
    record Single(JsonDocument json, Instant at, CallReport report) {
        /** Reads the object. */
        <T> T as(Function<JsonDocument, T> reader) {
            try {
                return reader.apply(json);
            } catch (JsonFormatException e) {
                throw malformed(report, e.getMessage());
            }
        }
    }

    /** Begins one operation of a caller, with one deadline for all its requests. */
    CallContext begin(Duration timeout) {
        return transport.begin(new CallSettings(timeout, Map.of()));
    }

    Page list(String operation, RestQuery query, CallContext context) {
        return context.await(listLater(operation, query, context));
    }

    CompletableFuture<Page> listLater(String operation, RestQuery query, CallContext context) {
        return context.stopsWith(context.send(read(operation, query)).thenApply(this::page));
    }

    Single get(String operation, RestQuery query, CallContext context) {
        return single(context.await(context.send(read(operation, query))));
    }

    /** Empty only if the shop itself says that the object does not exist. */
    Optional<Single> find(String operation, RestQuery query, CallContext context) {
        try {
            return Optional.of(get(operation, query, context));
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    /** Sends a change once. It was carried out if this returns; if this throws, the exception tells what is certain. */
    Single write(String method, String operation, RestQuery query, @Nullable String json, CallContext context) {
        byte[] body = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        Request request = new Request(method, query.on(api), body == null ? HEADERS : WITH_BODY, body);
        Call call = Call.builder(operation, request)
                .signer((unsigned, attempt) -> credentials.sign(unsigned))
                .judge(ShopAnswers.writes())
                .build();
        return single(context.await(context.send(call)));
    }

    private Call read(String operation, RestQuery query) {
        AttemptSigner signer = (request, attempt) -> credentials.sign(cacheSeen ? uncached(request) : request);
        return Call.builder(operation, Request.get(query.on(api), HEADERS))
                .signer(signer)
                .judge(ShopAnswers.reads(() -> cacheSeen = true))
                .build();
    }

    /** Makes the address unique, so that no cache has it; WooCommerce ignores unknown parameters. */
    private Request uncached(Request request) {
        byte[] nonce = new byte[8];
        random.nextBytes(nonce);
        return ShopCredentials.withParameters(
                request, Map.of("_nocache", HexFormat.of().formatHex(nonce)));
    }

    private Page page(Answer answer) {
        try {
            return new Page(JsonDocument.parseObjects(answer.reader()), total(answer), at(answer), answer.report());
        } catch (JsonFormatException e) {
            throw malformed(answer.report(), e.getMessage());
        }
    }

    private Single single(Answer answer) {
        try {
            return new Single(JsonDocument.parse(answer.text()), at(answer), answer.report());
        } catch (JsonFormatException e) {
            throw malformed(answer.report(), e.getMessage());
        }
    }

    static MalformedAnswerException malformed(CallReport report, @Nullable String why) {
        return new MalformedAnswerException("The shop's answer cannot be read: " + why, report);
    }

    private static long total(Answer answer) {
        return answer.header("X-WP-Total")
                .filter(total -> total.length() <= 18
                        && !total.isEmpty()
                        && total.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private Instant at(Answer answer) {
        try {
            return answer.header("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .orElseGet(clock::instant);
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "ShopClient[" + api.getHost() + "]";
    }
}
