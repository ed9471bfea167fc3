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
 * <p>What is different at this gateway:
 *
 * <ul>
 *   <li>It cannot search. A payment is found by its payment reference; for every other filter give the portal an {@link
 *       Builder#index index}, or it answers with {@link io.maksut.error.NotSupportedByGatewayException}.
 *   <li>It knows no idempotency keys: captures, voids and refunds are sent once. Where the answer is lost, a read may prove
 *       that the money moved; that it did not is certain only minutes later.
 *   <li>Whether money is taken at once or reserved is a setting of the account, as is the page for customers who give up: of
 *       a new payment, {@code settleAtOnce} and {@code cancelTo} have no effect.
 *   <li>A payment link has no payment until a customer opens it. Its id names the link, and cannot be read; the gateway's
 *       callback tells the payment reference.
 * </ul>
 */
public final class EveryPayPortal {
    /** EveryPay, for real payments. */
    public static final URI PRODUCTION = URI.create("https://pay.every-pay.eu/api/v4");
    /** EveryPay, for trying. */
    public static final URI DEMO = URI.create("https://igw-demo.every-pay.com/api/v4");
    /** SEB, for real payments. */
    public static final URI SEB_PRODUCTION = URI.create("https://payment.ecommerce.sebgroup.com/api/v4");
    /** SEB, for trying. */
    public static final URI SEB_DEMO = URI.create("https://igw-seb-demo.every-pay.com/api/v4");
    /** LHV, for real payments. */
    public static final URI LHV_PRODUCTION = URI.create("https://payment.lhv.ee/api/v4");
    /** LHV, for trying. */
    public static final URI LHV_DEMO = URI.create("https://payment.sandbox.lhv.ee/api/v4");

    private EveryPayPortal() {}

    /** User, secret and account name are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A processing account as the gateway describes it.
     *
     * @param name such as {@code EUR3D1}
     * @param currency the only one in which it takes payments
     * @param finalAuthorisation whether card payments read settled as soon as they are authorised, and are captured without
     *     being asked for; otherwise they are reserved until captured
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

        /** The secret that goes with the user. It signs payment links, is sent to the API address and shown nowhere. */
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

        /** Where the API is, with its version. Default: {@link #PRODUCTION}. */
        public Builder api(URI address) {
            this.api = Objects.requireNonNull(address);
            return this;
        }

        /** Where customers return to from a payment that names no address of its own. Default: each has to name one. */
        public Builder customerUrl(URI page) {
            this.customerUrl = Objects.requireNonNull(page);
            return this;
        }

        /** The token of the LinkPay page in the merchant portal. Default: none, and so no payment links. */
        public Builder linkPayToken(String token) {
            this.linkPayToken = given("LinkPay token", token);
            return this;
        }

        /** What the account does with refunds of bank payments. Default: it refuses them. */
        public Builder openBankingRefund(GatewayCapabilities.OpenBankingRefund what) {
            this.openBankingRefund = Objects.requireNonNull(what);
            return this;
        }

        /**
         * How a payment came about: this gateway keeps no note of it, but a shop usually knows its own. Called on threads of
         * the HTTP client: it must not block. Default: unknown.
         */
        public Builder origin(Function<PaymentId, PaymentOrigin> knownToCaller) {
            this.origin = Objects.requireNonNull(knownToCaller);
            return this;
        }

        /**
         * Where payments are searched, such as {@code paymentIndex::lookup}; it is shown every payment that is read or created.
         * Default: nowhere, and searches are refused.
         */
        public Builder index(PaymentLookup.Source lookups) {
            this.index = Objects.requireNonNull(lookups);
            return this;
        }

        /** The time that one whole call may take, unless it has its own. Default: 60 seconds. */
        public Builder timeout(Duration wholeCall) {
            client.timeout(wholeCall);
            return this;
        }

        /**
         * How far the timestamp of a request may be from the gateway's clock for it to be accepted, as far as is known of this
         * account: a lost refund counts as not made only after that, and {@link #lateArrivalMargin} more. 1 minute to 12 hours;
         * default: 5 minutes.
         */
        public Builder requestWindow(Duration accepted) {
            this.requestWindow = Objects.requireNonNull(accepted);
            return this;
        }

        /**
         * How long after {@link #requestWindow} a refund that was lost on the way may still be carried out. Longer is safer, and
         * keeps a shop whose refund was lost waiting for so long. 1 minute to 12 hours; default: 20 minutes.
         */
        public Builder lateArrivalMargin(Duration margin) {
            this.lateArrivalMargin = Objects.requireNonNull(margin);
            return this;
        }

        /**
         * How fast the account may be asked. The gateway documents no limits; default: 25 reads and 10 writes a second, 10 of each
         * at a time.
         *
         * <p>It is this object's limit, or, where a {@link io.maksut.sync.RefundSync} has this gateway, that of all processes of its
         * ledger together: each has the n-th part of what it is set to here, while n of them ask. All are set to the same.
         */
        public Builder limits(int readsPerSecond, int writesPerSecond, int concurrentReads, int concurrentWrites) {
            client.limits(readsPerSecond, writesPerSecond, concurrentReads, concurrentWrites);
            return this;
        }

        /** The most requests for one call that may safely be repeated. Default: 4. */
        public Builder attempts(int most) {
            client.attempts(most);
            return this;
        }

        /** The caller's HTTP client, which is not closed with the portal. Default: one of the portal's own. */
        public Builder httpClient(HttpClient own) {
            client.httpClient(own);
            return this;
        }

        /** Our time of day, for the timestamps of requests. Default: the system's. */
        public Builder clock(Clock wallClock) {
            client.clock(wallClock);
            return this;
        }

        /** Is told of every call, for metrics. Default: nobody. */
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
         * The portal. Sends nothing.
         *
         * @throws IllegalStateException if user, secret or account name is missing, or a duration is out of its bounds
         */
        public Portal build() {
            return Portal.over(buildGateway());
        }

        /** The gateway alone, for what stands on it beside a portal: the refund desk and the sync engine. */
        public PaymentGateway buildGateway() {
            return gateway();
        }

        /**
         * Asks the gateway for the processing account: the cheapest check of user, secret, account name and address.
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
