package io.maksut.sandbox.everypay;

import com.google.gson.JsonObject;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for EveryPay on loopback: one merchant with its processing accounts, payments, payment links and callbacks.
 * Besides API v4 it offers what happens outside the client's sight: customers pay or leave, banks confirm or refuse, staff
 * act in the portal, time passes. All amounts are in minor units; all payments are named by their 64-digit reference.
 * Steps that cannot follow from a payment's state throw {@link IllegalStateException}. Thread-safe.
 *
 * <pre>{@code
 * try (EveryPaySandbox gateway = EveryPaySandbox.start()) {
 *     String payment = gateway.payment().amount(5_000).state("authorised").add();
 *     gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/api/v4/payments/capture");
 *     // let the client under test capture it through gateway.apiUrl(), gateway.apiUsername(), gateway.apiSecret()
 *     assert gateway.books().captured(payment) == 5_000;
 * }
 * }</pre>
 */
public final class EveryPaySandbox implements AutoCloseable {
    static final String DEFAULT_ACCOUNT = "EUR3D1";

    private static final String USERNAME = "sandbox1234567890";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String LINKPAY_TOKEN = "sbx123";

    private final Builder settings;
    private final FaultPlan faults = new FaultPlan();
    private final Books books = new Books();
    private final RequestJournal requests = new RequestJournal();
    private final ReadLag readLag;
    private final EveryPayCallbacks callbacks;
    private final SandboxServer server;
    private final AtomicReference<EveryPayGateway.@Nullable Account> current;

    private EveryPaySandbox(Builder settings) {
        this.settings = settings;
        this.readLag = new ReadLag(settings.clock::instant);
        this.callbacks = new EveryPayCallbacks(settings.clock);
        AtomicReference<EveryPayGateway.@Nullable Account> account = new AtomicReference<>();
        this.current = account;
        this.server = new SandboxServer(
                settings.port,
                unlimited(),
                faults,
                requests,
                EveryPaySandbox::nonce,
                new EveryPayGateway(() -> Objects.requireNonNull(account.get()), USERNAME, SECRET));
        account.set(newAccount());
        server.tellTime(true);
    }

    /** On a free port, with the system clock and the default accounts. */
    public static EveryPaySandbox start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Stands for {@code https://pay.every-pay.eu/api/v4}; no slash at the end. */
    public URI apiUrl() {
        return URI.create(server.url() + EveryPayGateway.API);
    }

    /** The host of payment pages; a payment link is {@code <linkUrl>/lp?...&hmac=}. No slash at the end. */
    public URI linkUrl() {
        return server.url();
    }

    public String apiUsername() {
        return USERNAME;
    }

    /** Also the key of the signatures of payment links and their callbacks. */
    public String apiSecret() {
        return SECRET;
    }

    /** The {@code linkpay_token} under which links make payments, on account EUR3D1. */
    public String linkPayToken() {
        return LINKPAY_TOKEN;
    }

    public FaultPlan faults() {
        return faults;
    }

    /** Under the payment's reference; a movement's idempotency key is the nonce of its request. */
    public Books books() {
        return books;
    }

    /** Whether answers have a {@code Date} header, of the sandbox's clock: from the start, and again after a reset. */
    public void tellTime(boolean told) {
        server.tellTime(told);
    }

    /** How far behind reads of payments are; a payment is named by its reference. */
    public ReadLag readLag() {
        return readLag;
    }

    public RequestJournal requests() {
        return requests;
    }

    public EveryPayCallbacks callbacks() {
        return callbacks;
    }

    /** Makes everything as new but the address; requests still in flight end in the old state. */
    public void reset() {
        faults.clear();
        readLag.release();
        server.forgetLate();
        server.tellTime(true);
        callbacks.clear();
        current.set(newAccount());
        books.clear();
        requests.clear();
    }

    @Override
    public void close() {
        server.close();
    }

    // How the gateway is set up, until reset

    /** Adds a processing account or replaces the one of this name. */
    public void account(ProcessingAccount account) {
        state().account(account);
    }

    /** Whether an order that is paid refuses further payments; default true. Several attempts are legal until then. */
    public void uniqueOrderReferences(boolean on) {
        state().uniqueOrderReferences = on;
    }

    /** Whether amounts, numbers and booleans are strings, as in parts of the vendor's document; default false. */
    public void amountsAsStrings(boolean on) {
        state().amountsAsStrings = on;
    }

    /** Whether payments are shown without {@code currency}, as in the oldest recordings; default false. */
    public void withoutCurrency(boolean on) {
        state().withoutCurrency = on;
    }

    /** How a state is written, such as confirmed_3ds as 3ds_confirmed, chargebacked as charged_back. */
    public void spelling(String paymentState, String written) {
        state().spelling.put(paymentState, written);
    }

    // Payments that exist

    /** A payment that is there when the test begins. */
    public PaymentSeed payment() {
        return new PaymentSeed(state(), books, account().deadlines(), LINKPAY_TOKEN);
    }

    /** Payments spread over the 30 days before now, see {@link #bulk(int, Instant, Duration)}. */
    public void bulk(int count) {
        Duration month = Duration.ofDays(30);
        bulk(count, state().now().minus(month), month.dividedBy(Math.max(1, count)));
    }

    /**
     * Any number of card payments on EUR3D1 that take no memory, oldest first, with order references {@code bulk-000000000}
     * and so on and the addresses of 10,000 customers. Of 20 payments 16 are settled, 2 authorised, 1 voided and 1 failed.
     * They are not in the books until something happens to them.
     *
     * @param step between two payments; may be zero
     */
    public void bulk(int count, Instant first, Duration step) {
        state().startBulk(count, first, step, Objects.requireNonNull(state().account(DEFAULT_ACCOUNT)));
    }

    /** Of all payments, bulk payments first, each part oldest first. */
    public Stream<String> references() {
        return state().references();
    }

    /** The state now, whatever its spelling on the wire. */
    public String stateOf(String reference) {
        Payment payment = found(state().find(reference), reference);
        synchronized (payment) {
            account().deadlines().catchUp(payment);
            return payment.state;
        }
    }

    /** What remains of the amount, in minor units. */
    public long standing(String reference) {
        Payment payment = found(state().find(reference), reference);
        synchronized (payment) {
            return payment.standing;
        }
    }

    /** Where the customer's browser returns to. */
    public URI returnUrl(String reference) {
        Payment payment = found(state().find(reference), reference);
        String url = payment.customerUrl;
        if (url == null) {
            throw new IllegalStateException(reference + " has no customer_url");
        }
        return URI.create(url + (url.contains("?") ? "&" : "?") + "payment_reference=" + reference + "&order_reference="
                + URLEncoder.encode(payment.orderReference, StandardCharsets.UTF_8));
    }

    // The customer

    /**
     * The customer opens a payment link, as by GET; returns the reference of the new payment.
     *
     * @throws IllegalStateException when the link is refused
     */
    public String openLink(URI link) {
        return account().linkPages().open(Objects.requireNonNullElse(link.getRawQuery(), "")).reference;
    }

    /** Chooses a method; the payment stays initial. */
    public void choose(String reference, String method) {
        change(reference, (account, payment) -> account.checkout().choose(payment, method));
    }

    /**
     * Does all that remains for success, by card when no method was chosen. A card ends authorised or settled by the account;
     * banks and PayPal end settled. Fails if another payment of the order succeeded and order references are unique.
     */
    public void pay(String reference) {
        change(reference, (account, payment) -> account.checkout().pay(payment));
    }

    /** 3DS is shown; after 15 minutes the payment is abandoned. */
    public void start3ds(String reference) {
        change(reference, (account, payment) -> account.checkout().start3ds(payment));
    }

    /** The customer closes the window; the gateway goes on waiting. */
    public void closes3ds(String reference) {
        change(reference, (account, payment) -> account.checkout().closes3ds(payment));
    }

    /** 3DS is done and nothing follows, until {@link #pay} or {@link #declined}. */
    public void confirm3ds(String reference) {
        change(reference, (account, payment) -> account.checkout().confirm3ds(payment));
    }

    /** Failed, with processing error 4018. */
    public void cancels3ds(String reference) {
        change(reference, (account, payment) -> account.checkout().cancels3ds(payment));
    }

    /** The issuer declines: failed. */
    public void declined(String reference) {
        failed(reference, ErrorCode.ISSUER_DECLINED.number, ErrorCode.ISSUER_DECLINED.message);
    }

    /** Failed, with this processing error, such as 4028 for technical errors of 3DS. */
    public void failed(String reference, int code, String message) {
        change(reference, (account, payment) -> account.checkout().fail(payment, code, message));
    }

    /** On to the chosen bank or PayPal: waiting_for_sca. */
    public void startSca(String reference) {
        change(reference, (account, payment) -> account.checkout().startSca(payment));
    }

    /** The customer confirms at the bank, which takes its time: sent_for_processing. */
    public void confirmSca(String reference) {
        change(reference, (account, payment) -> account.checkout().confirmSca(payment));
    }

    /** From sent_for_processing to settled. */
    public void bankConfirms(String reference) {
        change(reference, (account, payment) -> account.checkout().bankConfirms(payment));
    }

    /** From waiting_for_sca or sent_for_processing to failed. */
    public void bankRefuses(String reference) {
        change(reference, (account, payment) -> account.checkout().bankRefuses(payment));
    }

    /** From waiting_for_sca to abandoned; no time limit is documented. */
    public void neverConfirms(String reference) {
        change(reference, (account, payment) -> account.checkout().neverConfirms(payment));
    }

    /** PayPal wants a review by the merchant: authorised, until {@link #pay}. */
    public void payPalReview(String reference) {
        change(reference, (account, payment) -> account.checkout().payPalReview(payment));
    }

    // Time

    /**
     * Applies what time has done by now, and carries out what is due of {@link io.maksut.sandbox.LateExecution}; payments that
     * are read or changed are up to date without it.
     */
    public void tick() {
        server.carryOutDue();
        account().deadlines().tick();
    }

    /** Captures all final authorisations now, whatever the capture delay; they can no longer be voided. */
    public void dayEnd() {
        account().deadlines().dayEnd();
    }

    // Banks, schemes, staff

    /** The customer's bank sends the latest refund back, days later. */
    public void refundFails(String reference) {
        change(reference, (account, payment) -> account.settlement().refundFails(payment));
    }

    /** The cardholder disputes the payment. */
    public void chargeback(String reference) {
        change(reference, (account, payment) -> account.settlement().chargeback(payment));
    }

    /** Back to the state before the chargeback. */
    public void disputeReversed(String reference) {
        change(reference, (account, payment) -> account.settlement().disputeReversed(payment));
    }

    /** The money is on the merchant's account: {@code acquiring_completed_at} and callback {@code status_update}. */
    public void fundsReceived(String reference) {
        change(reference, (account, payment) -> {
            payment.fundsReceived = account.state().now();
            account.events().plain(payment, "status_update");
        });
    }

    /** Staff refund in the portal. */
    public void refundAsStaff(String reference, long amountMinor) {
        change(reference, (account, payment) -> account.settlement().refund(payment, amountMinor, null));
    }

    /** Staff capture in the portal. */
    public void captureAsStaff(String reference, long amountMinor) {
        change(reference, (account, payment) -> account.settlement().capture(payment, amountMinor, null));
    }

    /** Staff void in the portal. */
    public void voidAsStaff(String reference) {
        change(reference, (account, payment) -> account.settlement().voidPayment(payment, null));
    }

    /** Puts the payment into a state that no client knows. */
    public void unknownState(String reference, String paymentState) {
        change(reference, (account, payment) -> {
            account.deadlines().forget(payment);
            payment.state = paymentState;
        });
    }

    /** Queues a callback of any event, such as card_art_updated, without any change of the payment. */
    public void event(String reference, String eventName) {
        change(reference, (account, payment) -> account.events().plain(payment, eventName));
    }

    private void change(String reference, BiConsumer<EveryPayGateway.Account, Payment> step) {
        EveryPayGateway.Account account = account();
        Payment payment = found(state().own(reference), reference);
        synchronized (payment) {
            account.deadlines().catchUp(payment);
            step.accept(account, payment);
        }
    }

    private static Payment found(@Nullable Payment payment, String reference) {
        if (payment == null) {
            throw new IllegalArgumentException("no payment " + reference);
        }
        return payment;
    }

    private EveryPayGateway.Account account() {
        return Objects.requireNonNull(current.get());
    }

    private EveryPayState state() {
        return account().state();
    }

    private EveryPayGateway.Account newAccount() {
        EveryPayState state = new EveryPayState(settings.clock, settings.seed, settings.accounts.values(), readLag);
        LinkSignature signature = new LinkSignature(SECRET);
        Events events = new Events(state, callbacks, USERNAME, signature);
        Deadlines deadlines = new Deadlines(state, books, events);
        return new EveryPayGateway.Account(
                state,
                new Checkout(state, books, events, deadlines),
                new Settlement(state, books, events, deadlines),
                deadlines,
                events,
                new Rendering(state, USERNAME, server.url()),
                new LinkPages(state, signature, server.url(), LINKPAY_TOKEN, DEFAULT_ACCOUNT));
    }

    private static RateLimits unlimited() {
        int all = 1_000_000_000;
        return new RateLimits(all, all, all, all, all, System::nanoTime);
    }

    private static @Nullable String nonce(WireRequest request) {
        if (!request.body().startsWith("{")) {
            return null;
        }
        try {
            JsonObject body = JsonParser.parseString(request.body()).getAsJsonObject();
            return Fields.textOrNull(body, "nonce");
        } catch (JsonParseException e) {
            // The gateway answers 400 to such a body; it has no nonce.
            return null;
        }
    }

    /** How the sandbox is to be; every setting has a default. Not thread-safe. */
    public static final class Builder {
        private final Map<String, ProcessingAccount> accounts = new LinkedHashMap<>();
        private int port;
        private Clock clock = Clock.systemUTC();
        private long seed = 1;

        private Builder() {
            List.of(
                            ProcessingAccount.of(DEFAULT_ACCOUNT, "EUR").withPreAuthorisation(),
                            ProcessingAccount.of("EUR1", "EUR"),
                            ProcessingAccount.of("SEK3D1", "SEK")
                                    .withPreAuthorisation()
                                    .withMethods("card"),
                            ProcessingAccount.of("PLN3D1", "PLN")
                                    .withPreAuthorisation()
                                    .withMethods("card"))
                    .forEach(this::account);
        }

        /** Default any free one. */
        public Builder port(int freePort) {
            this.port = freePort;
            return this;
        }

        /** Default the system clock. */
        public Builder clock(Clock wallClock) {
            this.clock = wallClock;
            return this;
        }

        /** Of generated references; default 1. */
        public Builder seed(long referenceSeed) {
            this.seed = referenceSeed;
            return this;
        }

        /**
         * Adds a processing account or replaces the one of this name. There are EUR3D1 (pre-authorisation) and EUR1 (final
         * authorisation), both with cards, one bank and PayPal, and SEK3D1 and PLN3D1 (pre-authorisation, cards).
         */
        public Builder account(ProcessingAccount account) {
            accounts.put(account.name(), account);
            return this;
        }

        public EveryPaySandbox start() {
            Builder copy = new Builder();
            copy.accounts.putAll(accounts);
            copy.port = port;
            copy.clock = clock;
            copy.seed = seed;
            return new EveryPaySandbox(copy);
        }
    }
}
