package io.maksut.shopify;

import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import io.maksut.json.JsonFormatException;
import io.maksut.observe.CorrelationId;
import io.maksut.observe.LogContext;
import io.maksut.observe.LogKey;
import io.maksut.payment.PaymentId;
import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Leases;
import io.maksut.storage.Reading;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundSync;
import io.maksut.sync.ReviewReason;
import io.maksut.sync.SyncDesk;
import io.maksut.text.Folding;
import io.maksut.text.Identifiers;
import io.maksut.text.StorableText;
import io.maksut.webhook.WebhookReply;
import io.maksut.webhook.WebhookRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A payments app's side of Shopify's Payments Apps API. A session is stored, answered with 201 at once, and carried out
 * later by the engine ({@link RefundSync#request}), which then has Shopify told. Only sessions without a known payment
 * wait here: the payment is looked for, and a session whose payment is not found is declined. Nothing is done twice,
 * over crashes, retries and simultaneous copies. Thread-safe.
 *
 * <p>Shopify signs nothing: its client certificate is the only proof. Put this behind a proxy that ends TLS and demands
 * that certificate, and set with {@link ShopifySessionsBuilder#clientVerified} how the proxy reports it.
 *
 * <p>Do not combine it with ship to settle for the same shop: where a payments app is connected, Shopify asks for
 * captures.
 *
 * @see <a href="https://shopify.dev/docs/apps/build/payments/considerations">Shopify on payments apps</a>
 */
public final class ShopifySessions implements AutoCloseable {
    /** A request is a few hundred bytes. */
    static final int MAX_BODY = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ShopifySessions.class);
    private static final int PAGE = 100;
    /** How long a worker may work on a session before another takes it over. */
    private static final Duration LEASE = Duration.ofMinutes(3);
    /** How long a session waits that cannot be read, or whose step failed. */
    private static final Duration SET_ASIDE = Duration.ofHours(1);

    private static final WebhookReply STORED = new WebhookReply(201, "");
    private static final WebhookReply NOT_VERIFIED = new WebhookReply(401, "refused: client");
    private static final WebhookReply WRONG_METHOD = new WebhookReply(405, "refused: method");
    private static final WebhookReply TOO_LARGE = new WebhookReply(413, "refused: size");
    private static final WebhookReply MALFORMED = new WebhookReply(400, "refused: malformed");
    private static final WebhookReply UNKNOWN_SHOP = new WebhookReply(403, "refused: shop");
    private static final WebhookReply NOT_STORED = new WebhookReply(503, "not stored, ask again");
    private static final WebhookReply FAULT = new WebhookReply(500, "");

    private final Map<String, ShopifyShop> byDomain;
    private final Map<String, ShopifyShop> byName;
    private final Predicate<WebhookRequest> clientVerified;
    private final Database database;
    private final Leases leases;
    private final Clock clock;
    private final RefundSync sync;
    private final SessionWork work;
    private final SessionThreads threads;

    /** Copies the settings: later changes of the builder have no effect. */
    ShopifySessions(ShopifySessionsBuilder settings) {
        this.byDomain = Map.copyOf(settings.byDomain());
        this.byName = Map.copyOf(settings.byName());
        this.clientVerified = settings.clientVerified;
        this.clock = settings.clock;
        this.sync = settings.sync;
        this.database = Tables.open(settings.dataSource, "shopify_sessions", clock);
        this.leases = new Leases(SessionTable.TABLE, UUID.randomUUID().toString(), LEASE, clock);
        this.work = new SessionWork(sync, byName, clock);
        this.threads = new SessionThreads(this::workOnNext, settings.threads, settings.poll);
    }

    /**
     * Starts with the database for sessions without a payment, which may be the ledger's.
     *
     * @param sync the engine; every shop with a payments app is connected to it with {@code SyncMode.PORTAL_PAYS}
     */
    public static ShopifySessionsBuilder builder(javax.sql.DataSource dataSource, RefundSync sync) {
        return new ShopifySessionsBuilder(dataSource, sync);
    }

    // Receiving

    /** Answers a request of Shopify: 201 only when it is on disk. Throws no exception. */
    public WebhookReply handle(SessionKind kind, WebhookRequest request) {
        try {
            return take(kind, request);
        } catch (DatabaseException e) {
            LOG.error("A session was not stored: {}", e.getMessage());
            return NOT_STORED;
        } catch (RuntimeException e) {
            LOG.error("A session was not handled: {}", e.getClass().getName());
            return FAULT;
        }
    }

    private WebhookReply take(SessionKind kind, WebhookRequest request) {
        if (!request.method().equals("POST")) {
            return WRONG_METHOD;
        }
        if (!clientVerified.test(request)) {
            return NOT_VERIFIED;
        }
        byte[] body = request.body();
        if (body.length > MAX_BODY) {
            return TOO_LARGE;
        }
        Optional<ShopifyShop> shop = request.header("Shopify-Shop-Domain")
                .map(Folding::ascii)
                .flatMap(domain -> Optional.ofNullable(byDomain.get(domain)));
        if (shop.isEmpty()) {
            return UNKNOWN_SHOP;
        }
        request.header("Shopify-Api-Version").ifPresent(shop.get().state()::webhookVersion);
        SessionRequest wanted;
        try {
            wanted = SessionRequest.of(kind, shop.get().name(), body);
        } catch (JsonFormatException e) {
            return MALFORMED;
        }
        CorrelationId id =
                CorrelationId.orRandom(request.header("Shopify-Request-Id").orElse(null));
        LogContext.of(id).with(LogKey.SHOP, shop.get().name()).run(() -> take(shop.get(), wanted, id));
        return STORED;
    }

    private void take(ShopifyShop shop, SessionRequest wanted, CorrelationId correlationId) {
        Optional<UnmatchedSession> waiting = database.read(sql -> SessionTable.find(sql, wanted.shop(), wanted.id()));
        if (waiting.isPresent()) {
            repeated(shop, waiting.get(), wanted);
            return;
        }
        Optional<String> impossible = impossible(shop, wanted);
        if (impossible.isEmpty() && requested(shop, wanted)) {
            return;
        }
        Optional<LedgerOperation> known = work.operation(wanted.shop(), wanted.kind(), wanted.id());
        if (known.isPresent()) {
            // The first request stands, as it may be carried out by now. Without a payment, only amounts can be
            // compared.
            boolean same =
                    ShopifySession.of(wanted.id(), known.get()).amount().equals(Optional.ofNullable(wanted.amount()));
            if (impossible.isPresent() || !same) {
                edited(shop, wanted);
            }
            return;
        }
        UnmatchedSession unmatched = UnmatchedSession.of(wanted, correlationId, clock.instant());
        UnmatchedSession session = impossible.map(unmatched::declined).orElse(unmatched);
        if (database.inTransaction(sql -> SessionTable.insert(sql, session))) {
            tellListener(session);
            threads.wake();
        }
    }

    /** Stores the session in the engine's ledger if its payment is known at once; else false. */
    private boolean requested(ShopifyShop shop, SessionRequest wanted) {
        Optional<PaymentId> payment;
        try {
            payment = SessionWork.payment(shop, wanted.paymentId());
        } catch (MaksutException e) {
            return false;
        }
        try {
            payment.ifPresent(
                    it -> work.request(shop, wanted.kind(), wanted.id(), it, wanted.amount(), wanted.language()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error("{} waits, as it cannot be handed to the engine: {}", wanted, e.getMessage());
            return false;
        }
        return payment.isPresent();
    }

    /** A copy of a waiting session makes it due again; a request that differs is ignored. */
    private void repeated(ShopifyShop shop, UnmatchedSession first, SessionRequest wanted) {
        if (!first.same(wanted)) {
            edited(shop, wanted);
        }
        if (first.toldAt() == null) {
            database.inTransaction(sql -> {
                if (first.state() == UnmatchedSession.State.WAITING) {
                    SessionTable.wake(sql, first.id(), clock.instant());
                } else {
                    SessionTable.tellBy(sql, first.id(), clock.instant().plus(SessionWork.afterACopy()));
                }
                return true;
            });
            threads.wake();
        }
    }

    private static void edited(ShopifyShop shop, SessionRequest wanted) {
        shop.reports().warn(new ShopifyEvent.SessionEdited(shop.name(), wanted.id()));
    }

    /** The key of the text that says why it can never be done; no money was moved at that point. */
    private static Optional<String> impossible(ShopifyShop shop, SessionRequest wanted) {
        boolean testMode = shop.gateways().testMode();
        if (wanted.test() != testMode) {
            return Optional.of(testMode ? "session.real" : "session.test");
        }
        return wanted.kind() != SessionKind.VOID && wanted.amount() == null
                ? Optional.of("session.amount")
                : Optional.empty();
    }

    // Working

    /**
     * Starts threads that look for payments, and tell Shopify of sessions declined without one. Sessions with a payment
     * are carried out by the engine's workers.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public void start() {
        threads.start();
    }

    /**
     * Processes, on the calling thread, the sessions that are due now.
     *
     * @return how many sessions were processed
     */
    public int workOff() {
        int count = 0;
        while (workOnNext()) {
            count++;
        }
        return count;
    }

    private boolean workOnNext() {
        Optional<Lease> lease =
                database.inTransaction(sql -> leases.claim(sql, 1).stream().findFirst());
        lease.ifPresent(it -> {
            try {
                UnmatchedSession session = database.read(sql -> SessionTable.get(sql, it.id()));
                session.logContext().run(() -> store(it, session, work.step(session)));
            } catch (UnreadableRowException e) {
                setAside(it.id(), e);
                putOff(it);
            } catch (LeaseLostException e) {
                LOG.warn("Session {} took longer than its lease, another has taken it over", it.id());
            } catch (DatabaseException e) {
                throw e;
            } catch (Throwable e) { // a fault of a plugin or our own, an Error too: the others go on
                LOG.error("Session {} failed and is put off", it.id(), e);
                putOff(it);
            }
        });
        return lease.isPresent();
    }

    private void store(Lease lease, UnmatchedSession before, SessionWork.Step step) {
        UnmatchedSession after = step.session();
        database.inTransaction(sql -> {
            if (after == null || step.pause() == null) {
                leases.finish(sql, lease);
            } else {
                leases.release(sql, lease, clock.instant().plus(step.pause()));
            }
            if (after == null) {
                SessionTable.delete(sql, before.id());
            } else {
                SessionTable.update(sql, after, clock.instant());
            }
            return true;
        });
        if (after != null) {
            tellListener(after);
        }
    }

    private void putOff(Lease lease) {
        database.inTransaction(sql -> {
            leases.release(sql, lease, clock.instant().plus(SET_ASIDE));
            return true;
        });
    }

    private void setAside(long sessionId, UnreadableRowException why) {
        database.inTransaction(sql -> SessionTable.setAside(sql, sessionId, clock.instant()))
                .ifPresent(it -> {
                    LOG.error("Set aside, another version of the SDK has to work on it: {}", why.getMessage());
                    Optional.ofNullable(byName.get(it.shop()))
                            .ifPresent(shop -> shop.reports()
                                    .tell(new ShopifyEvent.PaymentSetAside(it.shop(), it.paymentId(), why.why())));
                });
    }

    private void tellListener(UnmatchedSession session) {
        Optional.ofNullable(byName.get(session.shop()))
                .ifPresent(shop -> shop.reports()
                        .tell(new ShopifyEvent.SessionChanged(session.shop(), ShopifySession.of(session))));
    }

    /** Starts nothing new, and waits for what is being worked on, 45 seconds at most. */
    @Override
    public void close() {
        threads.close();
    }

    // For people

    /** A session and its state; empty if there is none. */
    public Optional<ShopifySession> session(String shopName, String sessionId) {
        Optional<ShopifySession> unmatched = database.read(sql -> SessionTable.find(sql, shopName, sessionId))
                .map(ShopifySession::of);
        return unmatched
                .or(() -> sync.ledger().captureOrVoid(shopName, sessionId).map(it -> ShopifySession.of(sessionId, it)))
                .or(() -> sync.ledger().refund(shopName, sessionId).map(it -> ShopifySession.of(sessionId, it)));
    }

    /**
     * Sessions without a payment that need a person, because Shopify does not accept the answer, the oldest first. One
     * that this version cannot read is {@linkplain #setAside set aside} instead. Sessions that the engine has are in
     * its ledger ({@link io.maksut.sync.RefundLedger#waitingForPerson}). Lazy; one page in memory.
     */
    public Stream<ShopifySession> waiting() {
        Stream<Reading<UnmatchedSession>> held = database.scan(
                PAGE, (sql, last, limit) -> SessionTable.held(sql, last == null ? 0 : last.number(), limit));
        return held.flatMap(reading -> {
            reading.unreadable().ifPresent(why -> setAside(reading.number(), why));
            return reading.read().map(ShopifySession::of).stream();
        });
    }

    /**
     * A payment with a session that this version cannot read, because a newer one wrote it. Immutable and thread-safe.
     *
     * @param paymentId Shopify's id of it
     * @param since when this was found
     */
    public record SetAside(String shop, String paymentId, Instant since) {}

    /** Sessions without a payment of ours that wait for a version that can read them. Lazy; one page in memory. */
    public Stream<SetAside> setAside() {
        Stream<SessionTable.Unreadable> unreadable = database.scan(
                PAGE, (sql, last, limit) -> SessionTable.setAside(sql, last == null ? 0 : last.id(), limit));
        return unreadable.map(it -> new SetAside(it.shop(), it.paymentId(), it.since()));
    }

    /**
     * Makes a session without a payment due at once: its payment is looked for, or Shopify told. For sessions that the
     * engine has there is {@link SyncDesk#retry}.
     *
     * @return empty if a worker has it just now: try again
     * @throws IllegalArgumentException if there is no such session here, or author or reason breaks the rules
     * @throws IllegalStateException if nothing is left to be done
     */
    public Optional<ShopifySession> retry(String shopName, String sessionId, String author, String reason) {
        return act(shopName, sessionId, author, reason, session -> {
            if (session.toldAt() != null) {
                throw new IllegalStateException("nothing is left to be done for " + session);
            }
            return session.anew();
        });
    }

    /**
     * Accepts that Shopify was told by hand that a session was declined, or need not be: the bridge does not tell it
     * any more.
     *
     * @return empty if a worker has it just now: try again
     * @throws IllegalArgumentException if there is no such session here, or author or reason breaks the rules
     * @throws IllegalStateException if it does not need a person
     */
    public Optional<ShopifySession> accept(String shopName, String sessionId, String author, String reason) {
        return act(shopName, sessionId, author, reason, session -> {
            if (session.reviewReason() != ReviewReason.SHOP_NOT_TOLD) {
                throw new IllegalStateException("does not wait for a person: " + session);
            }
            return session.told(clock.instant());
        });
    }

    private Optional<ShopifySession> act(
            String shopName, String sessionId, String author, String reason, UnaryOperator<UnmatchedSession> change) {
        String who = Identifiers.require("Author", author);
        String why = requireReason(reason);
        UnmatchedSession known = database.read(sql -> SessionTable.find(sql, shopName, sessionId))
                .orElseThrow(() -> new IllegalArgumentException("there is no such session"));
        Optional<UnmatchedSession> changed = database.inTransaction(sql -> {
            SessionTable.wake(sql, known.id(), clock.instant());
            return leases.claimRow(sql, known.id()).map(lease -> {
                UnmatchedSession session = change.apply(SessionTable.get(sql, known.id()));
                SessionTable.update(sql, session, clock.instant());
                SessionTable.decided(sql, known.id(), who, why);
                if (session.toldAt() == null) {
                    leases.release(sql, lease, clock.instant());
                } else {
                    leases.finish(sql, lease);
                }
                return session;
            });
        });
        changed.ifPresent(this::tellListener);
        threads.wake();
        return changed.map(ShopifySession::of);
    }

    private static String requireReason(String reason) {
        if (reason.isBlank() || reason.length() > 2_000 || !StorableText.isStorable(reason)) {
            throw new IllegalArgumentException("a reason has 1 to 2,000 characters, none that cannot be stored");
        }
        return reason;
    }

    @Override
    public String toString() {
        return "ShopifySessions" + byName.keySet();
    }
}
