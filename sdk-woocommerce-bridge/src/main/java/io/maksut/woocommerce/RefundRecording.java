package io.maksut.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.observe.LogContext;
import io.maksut.payment.Money;
import io.maksut.portal.Attempt;
import io.maksut.portal.CallOptions;
import io.maksut.portal.Outcome;
import io.maksut.portal.OutcomeReason;
import io.maksut.portal.Resolution;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.ShopChannel;
import io.maksut.transport.CallContext;
import io.maksut.woocommerce.ShopRelease.Feature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in an order a refund that was made at the gateway, without a second payment: {@code api_refund} is always
 * sent as false, as WooCommerce pays if it is missing. Reads the order first and sends once; after an unclear answer it
 * only reads. A record that does not appear, or one of the same amount without our key, is left to a person.
 * Thread-safe.
 */
final class RefundRecording implements ShopChannel {
    private static final Logger LOG = LoggerFactory.getLogger(RefundRecording.class);

    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");
    /** A request whose answer was lost may still be carried out for this long. */
    static final Duration MAY_STILL_ARRIVE = Duration.ofMinutes(10);
    /** The most that the clocks of gateway and shop may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Pattern ORDER_ID = Pattern.compile("[1-9][0-9]{0,17}");
    /** What the shop's release supports, as it was when the attempt was prepared. */
    private static final String RESTOCK = "restock";

    private static final String TELLS_PAYMENT = "tellsPayment";

    private final ShopClient client;
    private final OrderReader reader;
    private final ShopProfiles profiles;
    private final Duration timeout;
    private final Clock clock;

    RefundRecording(ShopClient client, OrderReader reader, ShopProfiles profiles, Duration timeout, Clock clock) {
        this.client = client;
        this.reader = reader;
        this.profiles = profiles;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Preparation prepare(PortalRefund made, CallOptions options) {
        CallContext context = client.begin(timeout);
        WireOrder order = order(made, context).orElse(null);
        if (order == null) {
            return new Preparation.Settled(byMerchant("record.order_gone", made));
        }
        List<WireRefund> refunds = reader.refundsOf(order.id(), context);
        Outcome there = lookedFor(made, order.currency(), refunds);
        if (there != null) {
            return new Preparation.Settled(there);
        }
        ShopRelease release = profiles.current(context).release();
        Outcome impossible = impossible(made, order, refunds, release);
        if (impossible != null) {
            return new Preparation.Settled(impossible);
        }
        return new Preparation.Ready(made.attempt(
                options.idempotencyKey().orElse(made.key()),
                clock.instant(),
                Map.of(
                        RESTOCK,
                        "" + release.has(Feature.CHOICE_OF_RESTOCK),
                        TELLS_PAYMENT,
                        "" + release.has(Feature.PAYMENT_FLAG_WHEN_CREATED))));
    }

    private Optional<WireOrder> order(PortalRefund made, CallContext context) {
        return ORDER_ID.matcher(made.orderId()).matches()
                ? reader.read(Long.parseLong(made.orderId()), context).map(OrderReader.Reading::order)
                : Optional.empty();
    }

    @Override
    public Outcome submit(Attempt attempt, CallOptions options) {
        PortalRefund made = PortalRefund.of(attempt);
        CallContext context = client.begin(timeout);
        ShopClient.Single answer;
        WireRefund created;
        try {
            answer = client.write(
                    "POST",
                    "record refund",
                    RestQuery.of("/orders/" + made.orderId() + "/refunds")
                            .with("_fields", WireRefund.FIELDS)
                            .with("dp", WireOrder.DECIMALS),
                    body(made, attempt),
                    context);
            created = answer.as(WireRefund::of);
        } catch (OutcomeUnknownException | MalformedAnswerException e) {
            return lookedAgain(made, e, context);
        } catch (MaksutException notTakenOn) {
            return new Outcome.NotMoved(reason(notTakenOn), true, notTakenOn.call());
        }
        return checked(attempt, created, answer.report(), context);
    }

    /** {@inheritDoc} Only reads: a second request would make a second record. */
    @Override
    public Resolution resolve(Attempt attempt, CallOptions options) {
        PortalRefund made = PortalRefund.of(attempt);
        CallContext context = client.begin(timeout);
        WireOrder order = order(made, context).orElse(null);
        if (order == null) {
            return Resolution.of(byMerchant("record.order_gone", made));
        }
        Outcome there = lookedFor(made, order.currency(), reader.refundsOf(order.id(), context));
        if (there != null) {
            return Resolution.of(there);
        }
        return attempt.preparedAt().plus(MAY_STILL_ARRIVE).isAfter(clock.instant())
                ? Resolution.of(unclear("the request of " + attempt.preparedAt() + " may still be carried out"))
                : Resolution.of(byMerchant("record.not_answered", made));
    }

    @Override
    public boolean resolvesByReading() {
        return true;
    }

    /** The outcome that the order already shows; null if it shows none. */
    private static @Nullable Outcome lookedFor(PortalRefund made, String currency, List<WireRefund> refunds) {
        for (WireRefund refund : refunds) {
            if (made.key().equals(refund.portalKey())) {
                return hasAmount(refund, made, currency)
                        ? new Outcome.Done(Long.toString(refund.id()), made.amount(), looked())
                        : unclear("refund " + refund.id() + " is ours and has another amount");
            }
        }
        Instant earliest = made.at().minus(CLOCKS_DIFFER);
        return refunds.stream()
                .filter(refund -> refund.portalKey() == null && refund.unpaid())
                .filter(refund -> refund.created() == null || !refund.created().isBefore(earliest))
                .filter(refund -> hasAmount(refund, made, currency))
                .findFirst()
                .map(refund -> unclear(
                        "refund " + refund.id() + " has the amount, and not our key: it may be this one or another"))
                .orElse(null);
    }

    private static boolean hasAmount(WireRefund refund, PortalRefund made, String currency) {
        return WireAmount.of(currency, refund.amount())
                .filter(made.amount()::equals)
                .isPresent();
    }

    /** Why the shop would not accept the record; null if it would. */
    private static @Nullable Outcome impossible(
            PortalRefund made, WireOrder order, List<WireRefund> refunds, ShopRelease release) {
        if (!release.equals(ShopRelease.UNKNOWN) && !release.has(Feature.KNOWN_REFUND_FORM)) {
            return byMerchant("record.by_hand", made);
        }
        if (order.trashed()) {
            return byMerchant("record.order_trashed", made);
        }
        Optional<Money> left = left(order, refunds);
        if (left.isEmpty() || !left.get().sameCurrency(made.amount())) {
            return byMerchant("record.by_hand", made);
        }
        return made.amount().compareTo(left.get()) > 0 ? byMerchant("record.too_much", made) : null;
    }

    /** What WooCommerce still lets refund; empty if an amount does not fit the currency. */
    private static Optional<Money> left(WireOrder order, List<WireRefund> refunds) {
        Money left = WireAmount.of(order.currency(), order.total()).orElse(null);
        for (WireRefund refund : refunds) {
            Money amount = refund.amount().isEmpty()
                    ? WireAmount.zero(order.currency()).orElse(null)
                    : WireAmount.of(order.currency(), refund.amount()).orElse(null);
            if (left == null || amount == null) {
                return Optional.empty();
            }
            left = left.minus(amount);
        }
        return Optional.ofNullable(left);
    }

    /** Reads again after a request that may have been carried out. */
    private Outcome lookedAgain(PortalRefund made, MaksutException failure, CallContext context) {
        LOG.warn("Recording a refund in order {} may have been carried out or not: {}", made.orderId(), failure.call());
        try {
            Outcome there = lookedFor(made, currency(made), reader.refundsOf(Long.parseLong(made.orderId()), context));
            if (there != null) {
                return there;
            }
        } catch (MaksutException e) {
            LOG.warn("Nor could the order be looked at: {}", e.call());
        }
        return new Outcome.Unknown(unclearReason("not there yet after " + failure.call()), failure.call());
    }

    private Outcome checked(Attempt attempt, WireRefund created, CallReport call, CallContext context) {
        PortalRefund made = PortalRefund.of(attempt);
        if (!hasAmount(created, made, currency(made))) {
            return unclear("the shop recorded refund " + created.id() + " with another amount");
        }
        boolean told = Boolean.parseBoolean(attempt.protocol().get(TELLS_PAYMENT)) || created.refundedPayment() != null;
        boolean unpaid = told
                ? created.unpaid()
                : reader.refundsOf(Long.parseLong(made.orderId()), context).stream()
                        .anyMatch(refund -> refund.id() == created.id() && refund.unpaid());
        if (!unpaid) {
            LOG.error(
                    "The shop says that it paid refund {} of order {}, which it was told not to",
                    created.id(),
                    made.orderId());
            return unclear("the shop says that it paid refund " + created.id() + " again: look at once");
        }
        return new Outcome.Done(Long.toString(created.id()), made.amount(), call);
    }

    /** The refund's currency, and the order's: nothing is sent if they differ. */
    private static String currency(PortalRefund made) {
        return made.amount().currency().getCurrencyCode();
    }

    private static String body(PortalRefund made, Attempt attempt) {
        JsonArray metaData = new JsonArray();
        metaData.add(meta(WireRefund.PORTAL_KEY, made.key()));
        LogContext.current().correlationId().ifPresent(id -> metaData.add(meta(WireRefund.CORRELATION_ID, id.value())));
        JsonObject body = new JsonObject();
        body.addProperty("amount", made.amount().toDecimalString());
        body.addProperty("reason", made.reason());
        body.addProperty("api_refund", false);
        if (Boolean.parseBoolean(attempt.protocol().get(RESTOCK))) {
            body.addProperty("api_restock", false);
        }
        body.add("meta_data", metaData);
        return body.toString();
    }

    private static JsonObject meta(String key, String value) {
        JsonObject meta = new JsonObject();
        meta.addProperty("key", key);
        meta.addProperty("value", value);
        return meta;
    }

    private static Outcome byMerchant(String text, PortalRefund made) {
        String amount = made.amount().toString();
        return new Outcome.ByHand(
                OutcomeReason.of(
                        "by_merchant",
                        Texts.text(Locale.ENGLISH, text, amount, made.orderId()),
                        Texts.text(FINNISH, text, amount, made.orderId()),
                        Texts.text(LATVIAN, text, amount, made.orderId())),
                looked());
    }

    private static Outcome unclear(String why) {
        return new Outcome.Unknown(unclearReason(why), looked());
    }

    /** Words for people who examine the case; merchants read that the shop gave no clear answer. */
    private static OutcomeReason unclearReason(String why) {
        return OutcomeReason.of("unclear", why, why, why);
    }

    private static OutcomeReason reason(MaksutException failure) {
        ShopFailure kind = ShopFailure.of(failure).orElse(ShopFailure.HOST_ERROR);
        return OutcomeReason.of(
                kind.name().toLowerCase(Locale.ROOT),
                kind.advice(Locale.ENGLISH),
                kind.advice(FINNISH),
                kind.advice(LATVIAN));
    }

    /** The report of reading the order's refunds. */
    private static CallReport looked() {
        return CallReport.of("list refunds", 1, null, null, 200, null);
    }
}
