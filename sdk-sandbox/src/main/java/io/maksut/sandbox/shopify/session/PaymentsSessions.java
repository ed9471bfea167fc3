package io.maksut.sandbox.shopify.session;

import com.google.gson.JsonObject;
import io.maksut.sandbox.Delivery;
import io.maksut.sandbox.shopify.order.Gid;
import io.maksut.sandbox.shopify.outbox.Together;
import io.maksut.sandbox.shopify.outbox.Workers;
import io.maksut.sandbox.shopify.shop.Gateway;
import io.maksut.sandbox.shopify.shop.Outcome;
import io.maksut.sandbox.shopify.shop.Payments;
import io.maksut.sandbox.shopify.shop.Payout;
import io.maksut.sandbox.shopify.shop.Shop;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Refund, capture and void sessions. Each is posted to the app until that answers 201; then it waits, for as long as it
 * takes, until the app resolves or rejects it, which is refused before. Delivered only when the test says so, or by
 * threads of their own after {@link #automatic}. Thread-safe; without threads, deliveries happen one at a time.
 */
public final class PaymentsSessions implements AutoCloseable {
    /** How an app's answer was taken. */
    public enum Verdict {
        DONE,
        NOT_FOUND,
        INVALID_STATE
    }

    /** Where a payments app wants to be asked. */
    public record Addresses(
            URI refund, @Nullable URI capture, @Nullable URI voiding) {}

    /** Retries after the first attempt; that there are several is all that is published. */
    private static final List<Duration> RETRIES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final Shop shop;
    private final Payments payments;
    private final Clock clock;
    private final Supplier<String> apiVersion;
    private final Delivery delivery = new Delivery(TIME_LIMIT);
    private final Object delivering = new Object();
    private final Map<String, PaymentsSession> sessions = new LinkedHashMap<>();
    private final Map<String, URI> targets = new LinkedHashMap<>();
    private final Set<String> beingSent = new HashSet<>();
    private final Workers<String> threads = new Workers<>("shopify-sessions", this::takeDue, this::attempt);

    public PaymentsSessions(Shop shop, Payments payments, Clock clock, Supplier<String> apiVersion) {
        this.shop = shop;
        this.payments = payments;
        this.clock = clock;
        this.apiVersion = apiVersion;
    }

    /** No sessions, no threads. */
    public void reset() {
        threads.close();
        synchronized (this) {
            sessions.clear();
            targets.clear();
            beingSent.clear();
        }
    }

    /** From now on the gateway's money is moved by a payments app that is asked at these addresses. */
    public void connect(Gateway gateway, Addresses addresses) {
        Map<Payout.Kind, URI> byKind = new EnumMap<>(Payout.Kind.class);
        byKind.put(Payout.Kind.REFUND, addresses.refund());
        if (addresses.capture() != null) {
            byKind.put(Payout.Kind.CAPTURE, addresses.capture());
        }
        if (addresses.voiding() != null) {
            byKind.put(Payout.Kind.VOID, addresses.voiding());
        }
        gateway.provider(payout -> open(payout, byKind.get(payout.kind())));
    }

    private Outcome open(Payout payout, @Nullable URI target) {
        if (target == null) {
            return Outcome.failure("UNSUPPORTED_FEATURE", "The payments app has no address for this");
        }
        String id = shop.ids().token(24);
        synchronized (this) {
            targets.put(id, target);
            sessions.put(
                    id,
                    new PaymentsSession(
                            id,
                            payout.kind(),
                            payout.paymentId(),
                            payout.amount(),
                            payout.test(),
                            payout.transactionId(),
                            shop.now(),
                            PaymentsSession.State.OPEN,
                            null,
                            null,
                            0,
                            false,
                            clock.instant()));
        }
        threads.wake();
        return Outcome.pending();
    }

    // What there is

    /** All of them, oldest first. */
    public synchronized List<PaymentsSession> all() {
        return List.copyOf(sessions.values());
    }

    /** Those that neither the app has acknowledged nor the shop given up. */
    public List<PaymentsSession> pending() {
        return chosen(session -> true);
    }

    /** The session of a transaction, given by its gid. */
    public PaymentsSession ofTransaction(String transactionId) {
        return all().stream()
                .filter(session -> session.transactionId().equals(transactionId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no session of " + transactionId));
    }

    // Delivering

    /**
     * Posts each that is not acknowledged once, its retry due or not, oldest first.
     *
     * @return the status of each attempt, 0 when no answer came
     */
    public List<Integer> deliverPending() {
        return deliverAll(session -> true);
    }

    /** Posts each once that is not acknowledged and due by the sandbox's clock. */
    public List<Integer> deliverDue() {
        Instant now = clock.instant();
        return deliverAll(session -> !session.dueAt().isAfter(now));
    }

    /** Posts this one once more, whatever its state. */
    public int redeliver(String id) {
        synchronized (delivering) {
            return attempt(id);
        }
    }

    /** Posts this one so many times at the same instant, each with a request id of its own. */
    public List<Integer> deliverTogether(String id, int copies) {
        get(id);
        return Together.run(copies, () -> attempt(id));
    }

    /** For who hands the request to the app past this: the app has answered it with 201. */
    public synchronized void acknowledged(String id) {
        sessions.put(id, get(id).attempted(true, clock.instant()));
    }

    /** From now on so many threads deliver as soon as something is due; 0 for none. */
    public void automatic(int count) {
        threads.run(count);
    }

    @Override
    public void close() {
        threads.close();
    }

    private List<Integer> deliverAll(Predicate<PaymentsSession> wanted) {
        synchronized (delivering) {
            return chosen(wanted).stream().map(session -> attempt(session.id())).toList();
        }
    }

    private synchronized List<PaymentsSession> chosen(Predicate<PaymentsSession> wanted) {
        return sessions.values().stream()
                .filter(PaymentsSessions::undelivered)
                .filter(wanted)
                .toList();
    }

    private static boolean undelivered(PaymentsSession session) {
        return session.state() == PaymentsSession.State.OPEN && !session.acknowledged();
    }

    private synchronized Optional<String> takeDue() {
        Instant now = clock.instant();
        Optional<String> next = sessions.values().stream()
                .filter(PaymentsSessions::undelivered)
                .filter(session -> !session.dueAt().isAfter(now) && !beingSent.contains(session.id()))
                .map(PaymentsSession::id)
                .findFirst();
        next.ifPresent(beingSent::add);
        return next;
    }

    private int attempt(String id) {
        int status = delivery.send(request(get(id)));
        boolean givenUp = attempted(id, status == 201);
        if (givenUp) {
            payments.conclude(transactionNumber(get(id)), Outcome.error("The payments app could not be reached"));
        }
        return status;
    }

    /** Whether that was the last attempt of a session that nobody acknowledged. */
    private synchronized boolean attempted(String id, boolean success) {
        beingSent.remove(id);
        PaymentsSession before = get(id);
        int retry = before.attempts();
        boolean last = retry >= RETRIES.size();
        PaymentsSession after = before.attempted(
                success, last ? before.dueAt() : clock.instant().plus(RETRIES.get(retry)));
        boolean givenUp = last && undelivered(after);
        sessions.put(id, givenUp ? after.ended(PaymentsSession.State.GIVEN_UP, null, null) : after);
        return givenUp;
    }

    private synchronized HttpRequest request(PaymentsSession session) {
        URI target = targets.get(session.id());
        if (target == null) {
            throw new IllegalArgumentException("no session " + session.id());
        }
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("Shopify-Shop-Domain", shop.profile().domain())
                .header("Shopify-Request-Id", shop.ids().uuid())
                .header("Shopify-Api-Version", apiVersion.get())
                .POST(HttpRequest.BodyPublishers.ofString(body(session).toString()))
                .build();
    }

    private static JsonObject body(PaymentsSession session) {
        JsonObject json = new JsonObject();
        json.addProperty("id", session.id());
        json.addProperty("gid", session.gid());
        json.addProperty("payment_id", session.paymentId());
        if (session.kind() != Payout.Kind.VOID) {
            json.addProperty("amount", session.amount().text());
            json.addProperty("currency", session.amount().currency());
        }
        json.addProperty("test", session.test());
        json.addProperty("merchant_locale", "en");
        json.addProperty("proposed_at", session.proposedAt().toString());
        return json;
    }

    // The app's answers, which are taken only once it has answered 201

    /** The app did what was asked. Saying so again changes nothing and succeeds. */
    public synchronized Verdict resolve(Payout.Kind kind, String gid) {
        return end(kind, gid, PaymentsSession.State.RESOLVED, null, null, Outcome.success());
    }

    /** The app will never do it. Saying so again changes nothing and succeeds, whatever reason it gives then. */
    public synchronized Verdict reject(Payout.Kind kind, String gid, String code, @Nullable String merchantMessage) {
        String told = merchantMessage == null ? "The payment provider refused" : merchantMessage;
        return end(kind, gid, PaymentsSession.State.REJECTED, code, merchantMessage, Outcome.failure(code, told));
    }

    private Verdict end(
            Payout.Kind kind,
            String gid,
            PaymentsSession.State state,
            @Nullable String reason,
            @Nullable String message,
            Outcome outcome) {
        Optional<PaymentsSession> known = find(kind, gid);
        if (known.isEmpty()) {
            return Verdict.NOT_FOUND;
        }
        PaymentsSession session = known.get();
        if (session.state() == state) {
            return Verdict.DONE;
        }
        if (session.state() != PaymentsSession.State.OPEN || !session.acknowledged()) {
            return Verdict.INVALID_STATE;
        }
        sessions.put(session.id(), session.ended(state, reason, message));
        payments.conclude(transactionNumber(session), outcome);
        return Verdict.DONE;
    }

    /** By the gid of its kind. */
    public synchronized Optional<PaymentsSession> find(Payout.Kind kind, String gid) {
        PaymentsSession session = sessions.get(gid.substring(gid.lastIndexOf('/') + 1));
        return Optional.ofNullable(session)
                .filter(one -> one.kind() == kind && one.gid().equals(gid));
    }

    private synchronized PaymentsSession get(String id) {
        PaymentsSession session = sessions.get(id);
        if (session == null) {
            throw new IllegalArgumentException("no session " + id);
        }
        return session;
    }

    private static long transactionNumber(PaymentsSession session) {
        return Gid.number("OrderTransaction", session.transactionId());
    }
}
