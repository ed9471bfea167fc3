package io.maksut.flatpay;

import io.maksut.observe.CallListener;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.Portal;
import io.maksut.transport.ClientSettings;
import io.maksut.transport.TransportTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes portals for Flatpay merchants.
 *
 * <pre>{@code
 * Portal portal = FlatpayPortal.builder().apiKey(System.getenv("FLATPAY_KEY")).build();
 * }</pre>
 */
public final class FlatpayPortal {
    /** Address of the API. */
    public static final URI API = URI.create("https://api.frisbii.com");
    /** Address of the API of hosted payment pages. */
    public static final URI CHECKOUT_API = URI.create("https://checkout-api.frisbii.com");
    /** Address of the API under the gateway's former name. */
    public static final URI FORMER_API = URI.create("https://api.reepay.com");
    /** Address of the API of hosted payment pages under the gateway's former name. */
    public static final URI FORMER_CHECKOUT_API = URI.create("https://checkout-api.reepay.com");

    private FlatpayPortal() {}

    /** Only {@link Builder#apiKey} is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private @Nullable String apiKey;
        private String account = "flatpay";
        private URI api = API;
        private URI checkoutApi = CHECKOUT_API;
        private GatewayCapabilities.OpenBankingRefund openBankingRefund = GatewayCapabilities.OpenBankingRefund.REFUSED;
        private Function<PaymentId, PaymentOrigin> origin = id -> PaymentOrigin.UNKNOWN;
        private Duration refundRepeatedFor = Duration.ofHours(3);

        private final ClientSettings client = new ClientSettings();

        private Builder() {}

        /** The private key of the account ({@code priv_...}). It is sent to the two API addresses and shown nowhere. */
        public Builder apiKey(String privateKey) {
            if (privateKey.isBlank()) {
                throw new IllegalArgumentException("the API key is blank");
            }
            this.apiKey = privateKey;
            return this;
        }

        /** Names the account in payment ids, for programs with several. Default: {@code flatpay}. */
        public Builder account(String name) {
            this.account = Objects.requireNonNull(name);
            return this;
        }

        /** Address of the API. Default: {@link #API}. */
        public Builder api(URI address) {
            this.api = Objects.requireNonNull(address);
            return this;
        }

        /** Address of the API of hosted payment pages. Default: {@link #CHECKOUT_API}. */
        public Builder checkoutApi(URI address) {
            this.checkoutApi = Objects.requireNonNull(address);
            return this;
        }

        /** How the account treats refunds of bank payments. Default: it refuses them. */
        public Builder openBankingRefund(GatewayCapabilities.OpenBankingRefund what) {
            this.openBankingRefund = Objects.requireNonNull(what);
            return this;
        }

        /**
         * The origin of payments that this SDK did not create, so that the gateway does not keep it; a shop usually
         * knows its own. Called on the thread that reads the answer: must not block. Default: unknown.
         */
        public Builder origin(Function<PaymentId, PaymentOrigin> knownToCaller) {
            this.origin = Objects.requireNonNull(knownToCaller);
            return this;
        }

        /** The time limit of one whole call, unless the call sets its own. Default: 60 seconds. */
        public Builder timeout(Duration wholeCall) {
            client.timeout(wholeCall);
            return this;
        }

        /**
         * The account's request limits. Default: the gateway's own, 25 reads and 10 writes a second, 10 of each at a
         * time.
         *
         * <p>These are the limits of this object or, where a {@link io.maksut.sync.RefundSync} has this gateway, of all
         * processes of its ledger: while n processes ask, each uses the n-th part. Set the same limits in all of them.
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

        /**
         * How long after it was prepared a refund or capture of unknown outcome may be sent again under its idempotency
         * key. How long the gateway keeps a key is not documented, and a forgotten key would pay a second time. After
         * this time a person decides. Default: 3 hours.
         *
         * @throws IllegalArgumentException if it is not positive, or more than a day
         */
        public Builder repeatRefundsFor(Duration atMost) {
            if (atMost.isNegative() || atMost.isZero() || atMost.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "repeatRefundsFor is more than nothing and at most a day: " + atMost);
            }
            this.refundRepeatedFor = atMost;
            return this;
        }

        /** A client of the caller's, which is not closed with the portal. Default: a client of the portal's own. */
        public Builder httpClient(HttpClient own) {
            client.httpClient(own);
            return this;
        }

        /** The wall clock, for when a payment was read. Default: the system's. */
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

        /**
         * Builds the portal. Sends nothing.
         *
         * @throws IllegalStateException if there is no API key
         */
        public Portal build() {
            return Portal.over(buildGateway());
        }

        /** Builds the gateway alone, for the refund desk and the sync engine. */
        public PaymentGateway buildGateway() {
            if (apiKey == null) {
                throw new IllegalStateException("a Flatpay portal needs an API key");
            }
            GatewayCapabilities capabilities = FrisbiiMethods.capabilities(openBankingRefund);
            Supplier<Instant> now = client.now();
            return new FrisbiiGateway(
                    account,
                    capabilities,
                    client.transport(account, Set.of(apiKey)),
                    new FrisbiiRequests(api, checkoutApi, apiKey),
                    new FrisbiiCharges(account, capabilities, now),
                    origin,
                    now,
                    refundRepeatedFor);
        }

        @Override
        public String toString() {
            return "FlatpayPortal.Builder[" + account + "]";
        }
    }
}
