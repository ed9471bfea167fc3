package io.maksut.shopify;

import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.shop.RefundRequest;
import io.maksut.shopify.ShopifySession.State;
import io.maksut.storage.Database;
import io.maksut.storage.LeaseLostException;
import io.maksut.storage.Leases;
import io.maksut.storage.Reading;
import io.maksut.storage.UnreadableRowException;
import io.maksut.sync.Hold;
import io.maksut.sync.RefundSync;
import io.maksut.sync.RequestReceipt;
import io.maksut.text.Folding;
import io.maksut.text.Identifiers;
import io.maksut.text.StorableText;
import io.maksut.webhook.WebhookReply;
import io.maksut.webhook.WebhookRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A payments app's side of Shopify's Payments Apps API: what Shopify asks is stored, answered with 201 at once, and done
 * afterwards. Refunds go to the engine ({@link RefundSync#request}), which pays and has Shopify told; captures and voids are
 * done here. Nothing is done twice, over crashes, retries and copies at the same instant. Thread-safe.
 *
 * <p>Shopify signs nothing: its client certificate is the only proof. Put this behind something that ends TLS and demands that
 * certificate, and say with {@link ShopifySessionsBuilder#clientVerified} how it tells that it did.
 *
 * <p>Do not combine it with ship to settle for the same shop: where a payments app is connected, Shopify asks for captures.
 *
 * @see <a href="https://shopify.dev/docs/apps/build/payments/considerations">Shopify on payments apps</a>
 */
public final class ShopifySessions implements AutoCloseable {
    /** A request is a few hundred bytes. */
    static final int MAX_BODY = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ShopifySessions.class);
    private static final int PAGE = 100;
    /** How long a payment waits of which something cannot be read, or that a fault was met at. */
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
    private final Map<String, PaymentGateway> gateways;
    private final SessionWork work;
    private final SessionThreads threads;

    /** What is set in the builder afterwards is of the next. */
    ShopifySessions(ShopifySessionsBuilder settings) {
        this.byDomain = Map.copyOf(settings.byDomain());
        this.byName = Map.copyOf(settings.byName());
        this.clientVerified = settings.clientVerified;
        this.clock = settings.clock;
        this.sync = settings.sync;
        this.database = Tables.open(settings.dataSource, "shopify_sessions", clock);
        this.leases = new Leases("maksut_shopify_turn", UUID.randomUUID().toString(), settings.times.lease(), clock);
        this.gateways = Map.copyOf(settings.gateways);
        this.work = new SessionWork(sync, byName, gateways, settings.times);
        this.threads = new SessionThreads(this::workOnNext, settings.threads, settings.poll);
    }

    /**
     * Starts with the database in which sessions are kept, which may be the ledger's.
     *
     * @param sync the engine; every shop with a payments app is connected to it with {@code SyncMode.PORTAL_PAYS}
     */
    public static ShopifySessionsBuilder builder(javax.sql.DataSource dataSource, RefundSync sync) {
        return new ShopifySessionsBuilder(dataSource, sync);
    }

    // Taking in

    /** Answers a request of Shopify's: 201 only when it is on disk. Never throws. */
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
        take(shop.get(), wanted);
        return STORED;
    }

    private void take(ShopifyShop shop, SessionRequest wanted) {
        Optional<String> impossible = impossible(shop, wanted);
        if (impossible.isEmpty() && wanted.kind() == SessionKind.REFUND && requested(shop, wanted)) {
            return;
        }
        boolean isNew = database.inTransaction(sql -> {
            long turn = SessionTable.turn(sql, wanted.shop(), wanted.paymentId());
            SessionDraft draft = new SessionDraft(turn, wanted, State.RECEIVED, clock.instant());
            impossible.ifPresent(text -> draft.declined(
                    SessionAnswers.PROCESSING_ERROR,
                    Texts.text(wanted.language(), text),
                    Texts.text(Locale.ENGLISH, text),
                    clock.instant()));
            boolean added = SessionTable.insert(sql, draft.finished());
            SessionTable.wake(sql, turn, clock.instant());
            return added;
        });
        if (isNew) {
            database.read(sql -> SessionTable.find(sql, wanted.shop(), wanted.id()))
                    .ifPresent(this::tellListener);
            threads.wake();
        } else if (!sameAsStored(wanted)) {
            edited(shop, wanted);
            discrepancy(shop, wanted);
        }
    }

    private boolean sameAsStored(SessionRequest wanted) {
        return database.read(sql -> {
            Optional<ShopifySession> first = SessionTable.find(sql, wanted.shop(), wanted.id());
            return first.isEmpty()
                    || (first.get().kind == wanted.kind()
                            && Objects.equals(first.get().amount, wanted.amount())
                            && SessionTable.turn(sql, first.get().turnId)
                                    .paymentId()
                                    .equals(wanted.paymentId()));
        });
    }

    /** The first stands, as it may be done by now. */
    private static void edited(ShopifyShop shop, SessionRequest wanted) {
        shop.reports().warn(new ShopifyEvent.SessionEdited(shop.name(), wanted.id()));
    }

    /** Of a session that the engine does not know as a refund; where its payment is not known, only the event tells. */
    private void discrepancy(ShopifyShop shop, SessionRequest wanted) {
        PaymentMatching matching = shop.paymentsMatching();
        Optional<String> first = database.read(sql -> SessionTable.find(sql, wanted.shop(), wanted.id())
                .map(it -> SessionTable.turn(sql, it.turnId).paymentId()));
        try {
            Optional<PaymentId> payment = matching == null ? Optional.empty() : first.flatMap(matching::payment);
            Optional<Money> amount = Optional.ofNullable(wanted.amount()).or(() -> payment.flatMap(this::authorised));
            if (payment.isPresent() && amount.isPresent()) {
                sync.requestEdited(shop.name(), payment.get(), wanted.id(), amount.get());
            }
        } catch (MaksutException e) {
            LOG.warn("No finding tells of the edited session {} of {}: {}", wanted.id(), shop.name(), e.call());
        }
    }

    /** What a void would release: its session tells no amount. */
    private Optional<Money> authorised(PaymentId payment) {
        return Optional.ofNullable(gateways.get(payment.account())).map(gateway -> {
            GatewayCall call = gateway.begin(CallOptions.DEFAULT);
            return call.await(call.details(payment.reference())).amounts().authorised();
        });
    }

    /** The text that tells why it will never be done; no money has been thought of by then. */
    private static Optional<String> impossible(ShopifyShop shop, SessionRequest wanted) {
        boolean testMode = shop.gateways().testMode();
        if (wanted.test() != testMode) {
            return Optional.of(testMode ? "session.real" : "session.test");
        }
        return wanted.kind() != SessionKind.VOID && wanted.amount() == null
                ? Optional.of("session.amount")
                : Optional.empty();
    }

    /** Straight into the engine's ledger, where its payment is known at once; false where it has to be looked for. */
    private boolean requested(ShopifyShop shop, SessionRequest wanted) {
        PaymentMatching matching = shop.paymentsMatching();
        Optional<PaymentId> payment;
        try {
            payment = matching == null ? Optional.empty() : matching.payment(wanted.paymentId());
        } catch (MaksutException e) {
            return false;
        }
        if (payment.isEmpty() || wanted.amount() == null) {
            return false;
        }
        RequestReceipt receipt = sync.request(
                shop.name(),
                RefundRequest.builder(wanted.id(), payment.get(), wanted.amount())
                        .merchantLocale(wanted.language())
                        .build());
        if (receipt.kind() == RequestReceipt.Kind.CONTRADICTS) {
            edited(shop, wanted);
        }
        return true;
    }

    // Working

    /**
     * Begins to work in threads of its own.
     *
     * @throws IllegalStateException if it has begun already
     */
    public void start() {
        threads.start();
    }

    /**
     * Works off, on the calling thread, what is due now.
     *
     * @return how many payments were worked on
     */
    public int workOff() {
        int count = 0;
        while (workOnNext()) {
            count++;
        }
        return count;
    }

    private boolean workOnNext() {
        Optional<SessionTurn> turn = SessionTurn.next(database, leases, clock, this::tellListener);
        turn.ifPresent(it -> {
            try {
                work.work(it);
                it.end();
            } catch (UnreadableRowException e) {
                setAside(it, e);
            } catch (LeaseLostException e) {
                LOG.warn("{} took longer than its lease, another has taken it over", it);
            } catch (DatabaseException e) {
                throw e;
            } catch (Throwable e) { // a fault of a plugin or our own, an Error too: the others go on
                LOG.error("{} failed and is put off", it, e);
                it.putOff(clock.instant().plus(SET_ASIDE));
            }
        });
        return turn.isPresent();
    }

    private void setAside(SessionTurn turn, UnreadableRowException why) {
        if (turn.setAside(clock.instant().plus(SET_ASIDE))) {
            alarm(turn.shop(), turn.paymentId(), why);
        }
    }

    private void alarm(String shop, String paymentId, UnreadableRowException why) {
        LOG.error("Set aside, another version of the SDK has to work on it: {}", why.getMessage());
        Optional.ofNullable(byName.get(shop))
                .ifPresent(it -> it.reports().tell(new ShopifyEvent.PaymentSetAside(shop, paymentId, why.why())));
    }

    private void tellListener(ShopifySession session) {
        Optional.ofNullable(byName.get(session.shop))
                .ifPresent(shop -> shop.reports().tell(new ShopifyEvent.SessionChanged(session.shop, session)));
    }

    /** Takes up nothing new, and waits for what is being worked on, 45 seconds at most. */
    @Override
    public void close() {
        threads.close();
    }

    // For people

    /** A session as it stands; empty if there is none, or the engine has had it from the start. */
    public Optional<ShopifySession> session(String shopName, String sessionId) {
        return database.read(sql -> SessionTable.find(sql, shopName, sessionId));
    }

    /**
     * Those that wait for a person, the oldest first; one that this version cannot read has its payment {@linkplain #setAside set
     * aside}. Lazy; one page in memory.
     */
    public Stream<ShopifySession> waiting() {
        Stream<Reading<ShopifySession>> held = database.scan(
                PAGE, (sql, last, limit) -> SessionTable.held(sql, last == null ? 0 : last.number(), limit));
        return held.flatMap(reading -> {
            reading.unreadable().ifPresent(why -> noteUnreadable(reading.number(), why));
            return reading.read().stream();
        });
    }

    private void noteUnreadable(long sessionId, UnreadableRowException why) {
        Optional<SessionTable.TurnRow> news = database.inTransaction(sql -> {
            long turn = SessionTable.turnOf(sql, sessionId);
            return SessionTable.setAside(sql, turn, clock.instant())
                    ? Optional.of(SessionTable.turn(sql, turn))
                    : Optional.empty();
        });
        news.ifPresent(turn -> alarm(turn.shop(), turn.paymentId(), why));
    }

    /**
     * A payment of which a session cannot be read by this version, because a newer one wrote it. Immutable and thread-safe.
     *
     * @param paymentId Shopify's
     * @param since when that was found
     */
    public record SetAside(String shop, String paymentId, Instant since) {}

    /** Payments at which nothing is done until a version that can read their sessions works on them. Lazy; one page in memory. */
    public Stream<SetAside> setAside() {
        Stream<SessionTable.TurnRow> turns = database.scan(
                PAGE, (sql, last, limit) -> SessionTable.setAside(sql, last == null ? 0 : last.id(), limit));
        return turns.map(turn -> new SetAside(
                turn.shop(),
                turn.paymentId(),
                Optional.ofNullable(turn.setAsideAt()).orElse(Instant.EPOCH)));
    }

    /** How a person says a session has ended. */
    public enum Verdict {
        /** It is done at the gateway. */
        DONE,
        /** It was not done, and will not be. */
        NOT_DONE
    }

    /**
     * Has a session looked at again, at once. Never does anything twice: as long as something may have reached the gateway,
     * looking again means finding out about it.
     *
     * @return empty if a worker is at the payment at this very moment: try again
     * @throws IllegalArgumentException if there is no such session, or author or reason breaks the rules
     * @throws IllegalStateException if nothing is left to be done
     */
    public Optional<ShopifySession> retry(String shopName, String sessionId, String author, String reason) {
        return act(shopName, sessionId, author, reason, draft -> {
            if (draft.state.ended() && draft.toldAt == null) {
                draft.tellFailures = 0;
                draft.tellAt = clock.instant();
            } else if (draft.state == State.RECEIVED || draft.state == State.INTENDED) {
                draft.failures = 0;
                draft.dueAt = clock.instant();
            } else {
                throw new IllegalStateException("nothing is left to be done for " + draft.finished());
            }
            draft.hold = null;
            return draft;
        });
    }

    /**
     * Closes a session that waits for a person, on that person's word; Shopify is told accordingly. Of an outcome that is not
     * known say {@link Verdict#NOT_DONE} only after a look at the gateway's own portal.
     *
     * @return empty if a worker is at the payment at this very moment: try again
     * @throws IllegalArgumentException if there is no such session, or author or reason breaks the rules
     * @throws IllegalStateException if it does not wait for a person
     */
    public Optional<ShopifySession> close(
            String shopName, String sessionId, Verdict verdict, String author, String reason) {
        return act(shopName, sessionId, author, reason, draft -> {
            if (draft.hold == null) {
                throw new IllegalStateException("does not wait for a person: " + draft.finished());
            }
            if (draft.state.ended() && draft.hold == Hold.SHOP_NOT_TOLD) {
                return draft.told(clock.instant()); // a person has brought Shopify in line, or accepts it as it is
            }
            return verdict == Verdict.DONE
                    ? draft.done("closed by a person", clock.instant())
                    : draft.declined(
                            SessionAnswers.PROCESSING_ERROR,
                            Texts.text(draft.language, "session.closed"),
                            "closed by a person",
                            clock.instant());
        });
    }

    private Optional<ShopifySession> act(
            String shopName, String sessionId, String author, String reason, UnaryOperator<SessionDraft> change) {
        String who = Identifiers.require("Author", author);
        String why = requireReason(reason);
        ShopifySession known = session(shopName, sessionId)
                .orElseThrow(() -> new IllegalArgumentException("there is no such session"));
        Optional<SessionTurn> turn = SessionTurn.at(database, leases, clock, this::tellListener, known.turnId);
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        try {
            ShopifySession now = turn.get().sessions().stream()
                    .filter(it -> it.id == known.id)
                    .findFirst()
                    .orElseThrow();
            SessionDraft draft = change.apply(now.edit());
            draft.decidedBy = who;
            draft.decidedBecause = why;
            return Optional.of(turn.get().store(draft));
        } finally {
            turn.get().end();
            threads.wake();
        }
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
