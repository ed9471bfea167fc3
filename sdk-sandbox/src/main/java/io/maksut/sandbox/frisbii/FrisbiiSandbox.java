package io.maksut.sandbox.frisbii;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.FaultPlan;
import io.maksut.sandbox.RateLimits;
import io.maksut.sandbox.ReadLag;
import io.maksut.sandbox.RequestJournal;
import io.maksut.sandbox.SandboxServer;
import io.maksut.sandbox.WireRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Flatpay's gateway, the Frisbii API, on loopback: one merchant account with its charges, customers, refunds,
 * webhooks and limits. Besides the wire it offers what happens outside the client's sight: customers pay or are declined,
 * staff act in the portal, acquirers fail. All amounts are in minor units. What the gateway would refuse throws
 * {@link IllegalStateException}, an unknown handle or id {@link IllegalArgumentException}. Thread-safe.
 *
 * <pre>{@code
 * try (FrisbiiSandbox gateway = FrisbiiSandbox.start()) {
 *     gateway.charge("order-1").amount(5_000).state("settled").add();
 *     gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund");
 *     // let the client under test refund order-1 through gateway.apiUrl() and gateway.privateKey()
 *     assert gateway.books().refunded("order-1") == 5_000;
 * }
 * }</pre>
 */
public final class FrisbiiSandbox implements AutoCloseable {
    private static final String PRIVATE_KEY = "priv_11111111111111111111111111111111";
    private static final String WEBHOOK_SECRET = "webhook_secret_0123456789abcdef0123";
    private static final String DECLINED = "card_declined";

    private final Builder settings;
    private final FaultPlan faults = new FaultPlan();
    private final Books books = new Books();
    private final RequestJournal requests = new RequestJournal();
    private final FrisbiiWebhooks webhooks = new FrisbiiWebhooks(WEBHOOK_SECRET);
    private final ReadLag readLag;
    private final RateLimits limits;
    private final SandboxServer checkout;
    private final SandboxServer api;
    private volatile FrisbiiGateway.Account account;

    private FrisbiiSandbox(Builder settings) {
        this.settings = settings;
        this.limits = settings.limits();
        this.readLag = new ReadLag(settings.clock::instant);
        FrisbiiGateway.Accounts accounts = new FrisbiiGateway.Accounts() {
            @Override
            public FrisbiiGateway.Account current() {
                return account;
            }
        };
        this.checkout = server(0, FrisbiiGateway.checkout(accounts));
        this.account = newAccount();
        this.api = serverOrClose(settings.port, FrisbiiGateway.api(accounts), checkout);
    }

    /** On a free port, with the system clock and the real gateway's rate limits. */
    public static FrisbiiSandbox start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Stands for {@code https://api.frisbii.com}; no slash at the end. */
    public URI apiUrl() {
        return api.url();
    }

    /** Stands for {@code https://checkout-api.frisbii.com}; no slash at the end. */
    public URI checkoutUrl() {
        return checkout.url();
    }

    /** The user of Basic authentication; the password is empty. */
    public String privateKey() {
        return PRIVATE_KEY;
    }

    public String webhookSecret() {
        return WEBHOOK_SECRET;
    }

    public FaultPlan faults() {
        return faults;
    }

    public Books books() {
        return books;
    }

    /** Whether answers have a {@code Date} header, of the sandbox's clock: from the start, and again after a reset. */
    public void tellTime(boolean told) {
        api.tellTime(told);
        checkout.tellTime(told);
    }

    /** How far behind reads of charges, invoices, transactions and refunds are; a payment is named by its handle. */
    public ReadLag readLag() {
        return readLag;
    }

    /** What came over the wire, on both hosts. */
    public RequestJournal requests() {
        return requests;
    }

    public FrisbiiWebhooks webhooks() {
        return webhooks;
    }

    /** Makes everything as new but the addresses. Requests in flight end in the old state, so release held ones first. */
    public void reset() {
        faults.clear();
        readLag.release();
        api.forgetLate();
        checkout.forgetLate();
        tellTime(true);
        webhooks.clear();
        account = newAccount();
        books.clear();
        requests.clear();
        limits.reset();
    }

    /** Carries out what is due of {@link io.maksut.sandbox.LateExecution}; requests do so too. */
    public void tick() {
        api.carryOutDue();
        checkout.carryOutDue();
    }

    @Override
    public void close() {
        api.close();
        checkout.close();
    }

    // The outside world

    public void customer(String handle, @Nullable String email, @Nullable String firstName, @Nullable String lastName) {
        Customer customer =
                new Customer(Fields.handle(handle, "handle"), email, firstName, lastName, null, state().now());
        if (!state().addCustomer(customer)) {
            throw new IllegalStateException("there is a customer " + handle);
        }
        payments().customerEvent("customer_created", handle);
    }

    /** A charge that is there when the test begins; it queues no webhooks. */
    public ChargeSeed charge(String handle) {
        return new ChargeSeed(state(), books, Fields.handle(handle, "handle"));
    }

    /** Charges spread over the 30 days before now, see {@link #bulk(int, Instant, Duration)}. */
    public void bulk(int count) {
        Duration month = Duration.ofDays(30);
        bulk(count, state().now().minus(month), month.dividedBy(Math.max(1, count)));
    }

    /**
     * Any number of card charges in EUR that take no memory: {@code bulk-000000000} and so on, oldest first, paid by
     * {@code bulk-customer-0} to {@code bulk-customer-9999} in turn. Of 20 charges 16 are settled, 2 authorised, 1
     * cancelled and 1 failed. They are not in the books until something happens to them.
     *
     * @param step between two charges; may be zero
     */
    public void bulk(int count, Instant first, Duration step) {
        state().startBulk(count, first, step);
    }

    /** The customer pays on the hosted page by its first payment method, or by card. */
    public void payCheckout(String sessionId) {
        String method = session(sessionId).method();
        payCheckout(sessionId, method == null ? "card" : method);
    }

    /** The customer pays on the hosted page; the charge becomes authorised, or settled if the session says so. */
    public void payCheckout(String sessionId, String method) {
        Session session = session(sessionId);
        payments().pay(owned(session.handle()), PaymentSource.of(method), session.settle(), Payments.Cause.CUSTOMER);
    }

    /** The customer pays by a method whose result comes later, see {@link #pendingResult}. */
    public void payCheckoutPending(String sessionId, String method) {
        Session session = session(sessionId);
        payments().await(owned(session.handle()), PaymentSource.of(method));
    }

    /** The customer tries to pay on the hosted page and is declined. */
    public void declineCheckout(String sessionId) {
        Session session = session(sessionId);
        payments()
                .declinePayment(
                        owned(session.handle()),
                        session.settle(),
                        new Decline(DECLINED, "hard_declined", false),
                        Payments.Cause.CUSTOMER);
    }

    /** A pending charge ends settled or failed. */
    public void pendingResult(String handle, boolean success) {
        Charge charge = owned(handle);
        synchronized (charge) {
            if (!charge.state.equals("pending")) {
                throw new IllegalStateException(handle + " is " + charge.state);
            }
            if (success) {
                charge.state = "created";
                payments().pay(charge, charge.source, true, Payments.Cause.CUSTOMER);
            } else {
                payments()
                        .declinePayment(
                                charge, true, new Decline(DECLINED, "hard_declined", false), Payments.Cause.CUSTOMER);
            }
        }
    }

    /** Staff refund in the portal; returns the refund id. */
    public String refundAsStaff(String handle, long amountMinor) {
        return payments()
                .refund(owned(handle), amountMinor, false, Payments.Cause.STAFF)
                .get("id")
                .getAsString();
    }

    /** Staff settle in the portal. */
    public void settleAsStaff(String handle, long amountMinor) {
        payments().settle(owned(handle), amountMinor, Payments.Cause.STAFF);
    }

    /** Staff cancel in the portal. */
    public void cancelAsStaff(String handle) {
        payments().cancel(owned(handle), Payments.Cause.STAFF);
    }

    /** The customer disputes the whole settled amount; returns the dispute id. */
    public String disputeOpened(String handle) {
        Charge charge = owned(handle);
        synchronized (charge) {
            return disputeOpened(handle, charge.settledAmount);
        }
    }

    /** The customer disputes this much; returns the dispute id. */
    public String disputeOpened(String handle, long amountMinor) {
        Charge charge = owned(handle);
        FrisbiiState state = state();
        Instant now = state.now();
        Dispute dispute =
                new Dispute(state.newId(), handle, amountMinor, "open", "unauthorised", now, now, null, null, null);
        state.add(dispute);
        payments().event("invoice_dispute_opened", charge, null);
        return dispute.id();
    }

    /**
     * The dispute is over; whatever came of it, the amounts of the invoice stay, as nothing is documented of them.
     *
     * @param outcome customer_favor_refund, customer_favor_chargeback, merchant_favor, cancelled_by_customer or provider_payout
     * @param outcomeMinor what the customer got
     * @throws IllegalArgumentException when there is no such dispute
     */
    public void disputeResolved(String disputeId, String outcome, long outcomeMinor) {
        FrisbiiState state = state();
        Dispute open = state.dispute(disputeId);
        if (open == null) {
            throw new IllegalArgumentException("no dispute " + disputeId);
        }
        Instant now = state.now();
        state.replace(new Dispute(
                open.id(),
                open.invoice(),
                open.amount(),
                "resolved",
                open.reason(),
                open.created(),
                now,
                now,
                outcome,
                outcomeMinor));
        payments().event("invoice_dispute_resolved", owned(open.invoice()), null);
    }

    /** Puts the charge into a state that no client knows. */
    public void unknownState(String handle, String newState) {
        Charge charge = owned(handle);
        synchronized (charge) {
            charge.state = newState;
        }
    }

    /** The charge's state, as on the wire. */
    public String stateOf(String handle) {
        Charge charge = owned(handle);
        synchronized (charge) {
            return charge.state;
        }
    }

    // What goes wrong at the acquirer

    /**
     * The next operation of this kind is declined and no money moves: HTTP 200 with state failed, but for CANCEL code 108.
     *
     * @param errorState soft_declined, hard_declined or processing_error
     */
    public void declineNext(Operation operation, String error, String errorState) {
        state().declineNext(operation, new Decline(error, errorState, false));
    }

    /** The next operation of this kind fails with a processing error; the money may have moved unknown to the gateway. */
    public void processingErrorNext(Operation operation, boolean moneyMoved) {
        state().declineNext(operation, new Decline("acquirer_communication_error", "processing_error", moneyMoved));
    }

    /**
     * From now on an idempotency key is forgotten so long after its first use, so that the same request under it is carried
     * out once more; null, the default, for never. How long the gateway keeps a key is not told.
     */
    public void keysKeptFor(@Nullable Duration age) {
        state().keys.keepFor(age);
    }

    /** What charges paid by this source type can do, such as "swish"; until reset. */
    public void methodSupports(String sourceType, MethodSupport support) {
        state().support(sourceType, support);
    }

    /** Code 141 for every settle of a charge that was settled so often; how often is too often is not told. */
    public void settlesAtMost(int count) {
        state().maxSettles = count;
    }

    /**
     * Makes the account so large that a list over more time than this is answered with code 144, unless it is narrowed down
     * to one handle or invoice; null makes it small again. Which accounts are large is not told.
     */
    public void longestQuery(@Nullable Duration longest) {
        state().longestQuery = longest;
    }

    /**
     * Whether a transaction of the invoice is under way at the acquirer, from now until switched off: settle, cancel and
     * refund are answered with code 80, and charge and invoice say that they are processing.
     */
    public void processing(String handle, boolean on) {
        Charge charge = owned(handle);
        synchronized (charge) {
            charge.processing = on;
        }
    }

    /** Whether refunds of anything but cards stay in state processing until {@link #finishRefund}. */
    public void asyncRefunds(boolean on) {
        state().asyncRefunds = on;
    }

    /** Ends a refund in state processing as refunded or failed. */
    public void finishRefund(String refundId, boolean success) {
        TransactionOfCharge refund = state().transaction(refundId);
        if (refund == null) {
            throw new IllegalArgumentException("no refund " + refundId);
        }
        payments().finishRefund(owned(refund.charge().handle), refund.transaction(), success);
    }

    private FrisbiiState state() {
        return account.state();
    }

    private Payments payments() {
        return account.payments();
    }

    private Session session(String sessionId) {
        return account.orders().open(sessionId, state().now());
    }

    private Charge owned(String handle) {
        Charge charge = state().own(handle);
        if (charge == null) {
            throw new IllegalArgumentException("no charge " + handle);
        }
        return charge;
    }

    private FrisbiiGateway.Account newAccount() {
        FrisbiiState state = new FrisbiiState(settings.clock, settings.seed, readLag);
        Payments payments = new Payments(state, books, webhooks);
        return new FrisbiiGateway.Account(
                state,
                payments,
                new Orders(state, payments),
                new Lists(state, settings.zone),
                webhooks,
                PRIVATE_KEY,
                WEBHOOK_SECRET,
                checkout.url());
    }

    private SandboxServer server(int port, FrisbiiGateway gateway) {
        SandboxServer started =
                new SandboxServer(port, limits, faults, requests, FrisbiiSandbox::idempotencyKey, gateway);
        started.tellTime(true);
        return started;
    }

    /** A port that is taken must not leave the other server running. */
    private SandboxServer serverOrClose(int port, FrisbiiGateway gateway, SandboxServer other) {
        try {
            return server(port, gateway);
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    private static @Nullable String idempotencyKey(WireRequest request) {
        if (!request.body().startsWith("{")) {
            return null;
        }
        try {
            JsonElement key =
                    JsonParser.parseString(request.body()).getAsJsonObject().get("key");
            return key != null && key.isJsonPrimitive() ? key.getAsString() : null;
        } catch (JsonParseException e) {
            // The gateway answers 400 to such a body; it has no key.
            return null;
        }
    }

    /** How the sandbox is to be; every setting has a default. Not thread-safe. */
    public static final class Builder {
        private int port;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private ZoneId zone = ZoneOffset.UTC;
        private long seed = 1;
        private int readsPerSecond = 25;
        private int writesPerSecond = 10;
        private int concurrent = 10;
        private boolean limited = true;

        private Builder() {}

        /** Of the API; default any free one. The checkout always takes a free one. */
        public Builder port(int apiPort) {
            this.port = apiPort;
            return this;
        }

        /** For everything but rate limits; default the system clock. */
        public Builder clock(Clock wallClock) {
            this.clock = wallClock;
            return this;
        }

        /** Monotonic nanoseconds, for the rate limits; default {@code System::nanoTime}. */
        public Builder nanoTime(LongSupplier monotonic) {
            this.nanoTime = monotonic;
            return this;
        }

        /** The account's time zone, in which lists are filtered; default UTC. */
        public Builder zone(ZoneId accountZone) {
            this.zone = accountZone;
            return this;
        }

        /** Of generated ids; default 1. */
        public Builder seed(long idSeed) {
            this.seed = idSeed;
            return this;
        }

        /** Default 25 reads and 10 writes a second, 10 of each at once; bursts are 2 and 2.5 times the rate. */
        public Builder rateLimits(int reads, int writes, int atOnce) {
            this.readsPerSecond = reads;
            this.writesPerSecond = writes;
            this.concurrent = atOnce;
            this.limited = true;
            return this;
        }

        public Builder withoutRateLimits() {
            this.limited = false;
            return this;
        }

        public FrisbiiSandbox start() {
            return new FrisbiiSandbox(copy());
        }

        private RateLimits limits() {
            int all = 1_000_000_000;
            return limited
                    ? new RateLimits(
                            readsPerSecond,
                            Math.multiplyExact(readsPerSecond, 2),
                            writesPerSecond,
                            Math.max(1, Math.multiplyExact(writesPerSecond, 5) / 2),
                            concurrent,
                            nanoTime)
                    : new RateLimits(all, all, all, all, all, nanoTime);
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.port = port;
            copy.clock = clock;
            copy.nanoTime = nanoTime;
            copy.zone = zone;
            copy.seed = seed;
            copy.readsPerSecond = readsPerSecond;
            copy.writesPerSecond = writesPerSecond;
            copy.concurrent = concurrent;
            copy.limited = limited;
            return copy;
        }
    }
}
