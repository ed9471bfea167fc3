package io.maksut.woocommerce;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.maksut.error.MaksutException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.OutcomeUnknownException;
import io.maksut.payment.Money;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.storage.Lease;
import io.maksut.storage.LeaseLostException;
import io.maksut.transport.CallContext;
import io.maksut.woocommerce.OrderReader.Reading;
import io.maksut.woocommerce.RecordingTable.Posted;
import io.maksut.woocommerce.ShopRelease.Feature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a refund that was made at the gateway into its order, without asking anybody to pay it again: {@code api_refund} is
 * always there and false, for WooCommerce pays where it is missing. Looks first, and asks once: after an answer that tells
 * nothing it only looks again. What does not appear, and what looks like ours and does not carry our key, is left to a person.
 * Thread-safe.
 */
final class RefundRecording {
    private static final Logger LOG = LoggerFactory.getLogger(RefundRecording.class);

    /** A request whose answer was lost may still be worked on for so long. */
    static final Duration MAY_STILL_ARRIVE = Duration.ofMinutes(10);
    /** Between the clocks of gateway and shop. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final ShopClient client;
    private final OrderReader reader;
    private final RecordingTable table;
    private final Clock clock;

    RefundRecording(ShopClient client, OrderReader reader, RecordingTable table, Clock clock) {
        this.client = client;
        this.reader = reader;
        this.table = table;
        this.clock = clock;
    }

    Recording record(PortalRefund made, ShopProfile profile, CallContext context) {
        if (!made.orderId().matches("[1-9][0-9]{0,17}")) {
            return byMerchant("record.order_gone", made);
        }
        long orderId = Long.parseLong(made.orderId());
        Lease lease = table.claimOrder(orderId).orElse(null);
        if (lease == null) {
            return new Recording.Unclear("somebody else writes into the order at this moment");
        }
        try {
            return record(made, orderId, lease, profile, context);
        } finally {
            release(lease, orderId);
        }
    }

    private void release(Lease lease, long orderId) {
        try {
            table.release(lease);
        } catch (LeaseLostException e) {
            LOG.warn("Writing into order {} took longer than its lease", orderId);
        }
    }

    private Recording record(PortalRefund made, long orderId, Lease lease, ShopProfile profile, CallContext context) {
        Reading reading = reader.read(orderId, context).orElse(null);
        if (reading == null) {
            return byMerchant("record.order_gone", made);
        }
        List<WireRefund> refunds = reader.refundsOf(orderId, context);
        Recording there = lookedFor(made, reading.order(), refunds);
        if (there != null) {
            return there;
        }
        Posted posted = table.find(made.key()).orElse(null);
        if (posted != null && posted.refundId() != null) {
            return new Recording.Unclear("it was recorded as refund " + posted.refundId() + ", which is gone");
        }
        if (posted != null) {
            return posted.postedAt().plus(MAY_STILL_ARRIVE).isAfter(clock.instant())
                    ? new Recording.Unclear("the request of " + posted.postedAt() + " may still be carried out")
                    : byMerchant("record.not_answered", made);
        }
        Recording impossible = impossible(made, reading.order(), refunds, profile);
        if (impossible != null) {
            return impossible;
        }
        table.posting(lease, made.key(), orderId);
        return post(made, reading.order(), profile, context);
    }

    /** What the order shows of it already; null if nothing. */
    private @Nullable Recording lookedFor(PortalRefund made, WireOrder order, List<WireRefund> refunds) {
        for (WireRefund refund : refunds) {
            if (made.key().equals(refund.portalKey())) {
                Money shown = WireAmount.of(order.currency(), refund.amount()).orElse(null);
                return made.amount().equals(shown)
                        ? recorded(made, refund.id())
                        : new Recording.Unclear("refund " + refund.id() + " is ours and has another amount");
            }
        }
        Instant earliest = made.at().minus(CLOCKS_DIFFER);
        return refunds.stream()
                .filter(refund -> refund.portalKey() == null && refund.unpaid())
                .filter(refund -> refund.created() == null || !refund.created().isBefore(earliest))
                .filter(refund -> WireAmount.of(order.currency(), refund.amount())
                        .filter(made.amount()::equals)
                        .isPresent())
                .findFirst()
                .map(refund -> (Recording) new Recording.Unclear(
                        "refund " + refund.id() + " has the amount, and not our key: it may be this one or another"))
                .orElse(null);
    }

    private Recording recorded(PortalRefund made, long refundId) {
        table.recorded(made.key(), refundId);
        return new Recording.Recorded(Long.toString(refundId));
    }

    /** Why the shop would not take it; null if it would. */
    private static @Nullable Recording impossible(
            PortalRefund made, WireOrder order, List<WireRefund> refunds, ShopProfile profile) {
        ShopRelease release = profile.release();
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

    /** What WooCommerce would still refund; empty if an amount is none of the currency. */
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

    private Recording post(PortalRefund made, WireOrder order, ShopProfile profile, CallContext context) {
        try {
            WireRefund created = client.write(
                            "POST",
                            "record refund",
                            RestQuery.of("/orders/" + order.id() + "/refunds")
                                    .with("_fields", WireRefund.FIELDS)
                                    .with("dp", WireOrder.DECIMALS),
                            body(made, profile),
                            context)
                    .as(WireRefund::of);
            return checked(made, order, created, profile, context);
        } catch (OutcomeUnknownException | MalformedAnswerException e) {
            return lookAgain(made, order, e, context);
        } catch (MaksutException notTakenOn) {
            table.notPosted(made.key());
            throw notTakenOn;
        }
    }

    /** The request may have been carried out. */
    private Recording lookAgain(PortalRefund made, WireOrder order, MaksutException failure, CallContext context) {
        LOG.warn("Recording a refund in order {} may have been carried out or not: {}", order.id(), failure.call());
        Recording there = lookedFor(made, order, reader.refundsOf(order.id(), context));
        return there == null ? new Recording.Unclear("not there yet after " + failure.call()) : there;
    }

    private Recording checked(
            PortalRefund made, WireOrder order, WireRefund created, ShopProfile profile, CallContext context) {
        table.recorded(made.key(), created.id());
        Money amount = WireAmount.of(order.currency(), created.amount()).orElse(null);
        if (!made.amount().equals(amount)) {
            return new Recording.Unclear("the shop recorded refund " + created.id() + " with another amount");
        }
        boolean told = profile.release().has(Feature.PAYMENT_FLAG_WHEN_CREATED) || created.refundedPayment() != null;
        boolean unpaid = told
                ? created.unpaid()
                : reader.refundsOf(order.id(), context).stream()
                        .anyMatch(refund -> refund.id() == created.id() && refund.unpaid());
        if (!unpaid) {
            LOG.error(
                    "The shop says that it paid refund {} of order {}, which it was told not to",
                    created.id(),
                    order.id());
            return new Recording.Unclear("the shop says that it paid refund " + created.id() + " again: look at once");
        }
        return new Recording.Recorded(Long.toString(created.id()));
    }

    private static String body(PortalRefund made, ShopProfile profile) {
        JsonObject meta = new JsonObject();
        meta.addProperty("key", WireRefund.PORTAL_KEY);
        meta.addProperty("value", made.key());
        JsonArray metaData = new JsonArray();
        metaData.add(meta);
        JsonObject body = new JsonObject();
        body.addProperty("amount", made.amount().toDecimalString());
        body.addProperty("reason", made.reason());
        body.addProperty("api_refund", false);
        if (profile.release().has(Feature.CHOICE_OF_RESTOCK)) {
            body.addProperty("api_restock", false);
        }
        body.add("meta_data", metaData);
        return body.toString();
    }

    private static Recording byMerchant(String text, PortalRefund made) {
        return new Recording.ByMerchant(Texts.inEachLanguage(text, made.amount().toString(), made.orderId()));
    }
}
