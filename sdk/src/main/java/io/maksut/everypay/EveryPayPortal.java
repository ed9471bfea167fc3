package io.maksut.everypay;

import io.maksut.observe.CallListener;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.CallOptions;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentLookup;
import io.maksut.portal.Portal;
import io.maksut.transport.ClientSettings;
import io.maksut.transport.TransportTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes portals for merchants of EveryPay, and of SEB and LHV, who use its gateway.
 *
 * <pre>{@code
 * Portal portal = EveryPayPortal.builder()
 *         .apiUsername(username)
 *         .apiSecret(secret)
 *         .accountName("EUR3D1")
 *         .build();
 * }</pre>
 *
 * <p>This gateway differs from others:
 *
 * <ul>
 *   <li>It cannot search. A payment is found by its payment reference; for every other filter give the portal an {@link
 *       Builder#index index}, or it answers with {@link io.maksut.error.NotSupportedByGatewayException}.
 *   <li>It knows no idempotency keys: captures, voids and refunds are sent once. Where the answer is lost, a read may
 *       prove that the money moved; that it did not move is certain only minutes later.
 *   <li>The account's settings decide whether money is taken at once or reserved, and where customers go who give up:
 *       {@code settleAtOnce} and {@code cancelTo} of a new payment have no effect.
 *   <li>A payment link has no payment until a customer opens it. Its id names the link, and cannot be read; the
 *       gateway's callback tells the payment reference.
 * </ul>
 */
public final class EveryPayPortal {
    /** EveryPay, for real payments. */
    public static final URI PRODUCTION = URI.create("https://pay.every-pay.eu/api/v4");
    /** EveryPay, for tests. */
    public static final URI DEMO = URI.create("https://igw-demo.every-pay.com/api/v4");
    /** SEB, for real payments. */
    public static final URI SEB_PRODUCTION = URI.create("https://payment.ecommerce.sebgroup.com/api/v4");
    /** SEB, for tests. */
    public static final URI SEB_DEMO = URI.create("https://igw-seb-demo.every-pay.com/api/v4");
    /** LHV, for real payments. */
    public static final URI LHV_PRODUCTION = URI.create("https://payment.lhv.ee/api/v4");
    /** LHV, for tests. */
    public static final URI LHV_DEMO = URI.create("https://payment.sandbox.lhv.ee/api/v4");

    private EveryPayPortal() {}

    /** API user, API secret and account name are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A processing account as the gateway describes it.
     *
     * @param name such as {@code EUR3D1}
     * @param currency the only one in which it takes payments
     * @param finalAuthorisation whether card payments read settled as soon as they are authorised, and are captured
     *     without a request; otherwise they are reserved until captured
     * @param methods the gateway's names of the methods that customers may choose
     */
    public record Account(String name, Currency currency, boolean finalAuthorisation, Set<String> methods) {
        public Account {
            Objects.requireNonNull(name);
            Objects.requireNonNull(currency);
            methods = Set.copyOf(methods);
        }
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private @Nullable String apiUsername;
        private @Nullable String apiSecret;
        private @Nullable String accountName;
        private String account = "everypay";
        private URI api = PRODUCTION;
        private @Nullable URI customerUrl;
        private @Nullable String linkPayToken;
        private GatewayCapabilities.OpenBankingRefund openBankingRefund = GatewayCapabilities.OpenBankingRefund.REFUSED;
        private Function<PaymentId, PaymentOrigin> origin = id -> PaymentOrigin.UNKNOWN;
        private PaymentLookup.@Nullable Source index;
        private Duration requestWindow = EveryPayWindow.DEFAULT.accepts();
        private Duration lateArrivalMargin = EveryPayWindow.DEFAULT.margin();
        private RandomGenerator random = new SecureRandom();

        private final ClientSettings client = new ClientSettings();

        private Builder() {}

        /** The user of the API, from the e-shop settings in the merchant portal. */
        public Builder apiUsername(String username) {
            this.apiUsername = given("API user", username);
            return this;
        }

        /** The secret of the user. It signs payment links, is sent to the API address only and shown nowhere. */
        public Builder apiSecret(String secret) {
            this.apiSecret = given("API secret", secret);
            return this;
        }

        /** The processing account in which payments are created, such as {@code EUR3D1}. */
        public Builder accountName(String processingAccount) {
            this.accountName = given("processing account", processingAccount);
            return this;
        }

        /** Names the account in payment ids, for programs with several. Default: {@code everypay}. */
        public Builder account(String name) {
            this.account = Objects.requireNonNull(name);
            return this;
        }

        /** Address of the API, with its version. Default: {@link #PRODUCTION}. */
        public Builder api(URI address) {
            this.api = Objects.requireNonNull(address);
            return this;
        }

        /** Where customers return to from a payment that names no address. Default: none; each has to name one. */
        public Builder customerUrl(URI page) {
            this.customerUrl = Objects.requireNonNull(page);
            return this;
        }

        /** The token of the LinkPay page in the merchant portal. Default: none; then no payment links can be made. */
        public Builder linkPayToken(String token) {
            this.linkPayToken = given("LinkPay token", token);
            return this;
        }

        /** How the account treats refunds of bank payments. Default: it refuses them. */
        public Builder openBankingRefund(GatewayCapabilities.OpenBankingRefund what) {
            this.openBankingRefund = Objects.requireNonNull(what);
            return this;
        }

        /**
         * The origin of a payment, which this gateway does not keep but a shop usually knows. Called on the thread that
         * reads the answer: must not block. Default: unknown.
         */
        public Builder origin(Function<PaymentId, PaymentOrigin> knownToCaller) {
            this.origin = Objects.requireNonNull(knownToCaller);
            return this;
        }

        /**
         * The index that searches payments, such as {@code paymentIndex::lookup}; it is shown every payment that is
         * read or created. Default: none; searches are then refused.
         */
        public Builder index(PaymentLookup.Source lookups) {
            this.index = Objects.requireNonNull(lookups);
            return this;
        }

        /** The time limit of one whole call, unless the call sets its own. Default: 60 seconds. */
        public Builder timeout(Duration wholeCall) {
            client.timeout(wholeCall);
            return this;
        }

        /**
         * How far the timestamp of a request may be from the gateway's clock to be accepted, as far as known for this
         * account. A lost refund counts as not made only after this time and {@link #lateArrivalMargin}. 1 minute to 12
         * hours; default: 5 minutes.
         */
        public Builder requestWindow(Duration accepted) {
            this.requestWindow = Objects.requireNonNull(accepted);
            return this;
        }

        /**
         * How long after {@link #requestWindow} a lost refund may still be carried out. A longer margin is safer, but a
         * shop whose refund was lost waits that much longer. 1 minute to 12 hours; default: 20 minutes.
         */
        public Builder lateArrivalMargin(Duration margin) {
            this.lateArrivalMargin = Objects.requireNonNull(margin);
            return this;
        }

        /**
         * The account's request limits. The gateway documents none; default: 25 reads and 10 writes a second, 10 of
         * each at a time.
         *
         * <p>These are the limits of this object or, where a {@link io.maksut.sync.RefundSync} has this gateway, of all
         * processes of its ledger together: while n processes ask, each uses the n-th part. Set the same limits in all
         * of them.
         */
        public Builder limits(int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
            client.limits(readsPerSecond, writesPerSecond, concurrentReads, concurrentWrites);
            return this;
        }

        /** The most attempts of a call that is safe to repeat. Default: 4. */
        public Builder attempts(int most) {
            client.attempts(most);
            return this;
        }

        /** A client of the caller's, which is not closed with the portal. Default: a client of the portal's own. */
        public Builder httpClient(HttpClient own) {
            client.httpClient(own);
            return this;
        }

        /** The wall clock, for the timestamps of requests. Default: the system's. */
        public Builder clock(Clock wallClock) {
            client.clock(wallClock);
            return this;
        }

        /** Receives the events of calls and of the circuit breaker, for metrics. Default: none. */
        public Builder listener(CallListener told) {
            client.listener(told);
            return this;
        }

        Builder time(TransportTime virtual) {
            client.time(virtual);
            return this;
        }

        Builder random(RandomGenerator source) {
            this.random = source;
            return this;
        }

        /**
         * Builds the portal. Sends nothing.
         *
         * @throws IllegalStateException if user, secret or account name is missing, or a duration is out of its bounds
         */
        public Portal build() {
            return Portal.over(buildGateway());
        }

        /** Builds the gateway alone, for the refund desk and the sync engine. */
        public PaymentGateway buildGateway() {
            return gateway();
        }

        /**
         * Reads the processing account from the gateway: the cheapest check of user, secret, account name and address.
         *
         * @throws io.maksut.error.AuthenticationException if the gateway does not accept user and secret
         * @throws io.maksut.error.GatewayRefusedException if it does not know the processing account
         * @throws io.maksut.error.GatewayUnavailableException if it does not answer
         * @throws IllegalStateException if user, secret or account name is missing
         */
        public Account checkCredentials() {
            try (EveryPayGateway gateway = gateway()) {
                EveryPayCall call = gateway.begin(CallOptions.DEFAULT);
                ProcessingAccount own = call.await(call.ownAccount());
                return new Account(own.name(), own.currency(), own.finalAuthorisation(), own.methods());
            }
        }

        private EveryPayGateway gateway() {
            if (apiUsername == null || apiSecret == null || accountName == null) {
                throw new IllegalStateException("an EveryPay portal needs API user, API secret and processing account");
            }
            GatewayCapabilities capabilities = EveryPayMethods.capabilities(openBankingRefund);
            Supplier<Instant> now = client.now();
            Set<String> secrets = Set.copyOf(
                    List.of(apiUsername, apiSecret, EveryPayRequests.basicCredentials(apiUsername, apiSecret)));
            EveryPayRequests requests = new EveryPayRequests(api, apiUsername, apiSecret, now, random);
            return new EveryPayGateway(
                    account,
                    capabilities,
                    client.transport(account, secrets),
                    requests,
                    new EveryPayPayments(account, capabilities, now, origin),
                    new EveryPayAccounts(requests, accountName),
                    new EveryPayPages(new EveryPayLinks(api, apiSecret), linkPayToken, customerUrl),
                    now,
                    new EveryPayWindow(requestWindow, lateArrivalMargin),
                    index == null ? null : index.of(account, capabilities));
        }

        private static String given(String what, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("the " + what + " is blank");
            }
            return value;
        }

        @Override
        public String toString() {
            return "EveryPayPortal.Builder[" + account + "]";
        }
    }
}
