package io.maksut.sync;

import io.maksut.error.MaksutException;
import io.maksut.payment.Payment;
import io.maksut.payment.ShopOrderId;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.refund.Cause;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.BindingTable.OrderLink;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.PaymentBinding.Answer;
import io.maksut.sync.PaymentBinding.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks payment and order before an attempt at a shop's refund is stored: that the payment belongs to the order
 * ({@link PaymentBinding}), and that the shop still shows the order's refunds that were paid ({@link LostRecords};
 * domain 4, invariant 1). Reads gateway and shop; moves nothing. Thread-safe.
 */
final class OrderCheck {
    private static final Logger LOG = LoggerFactory.getLogger(OrderCheck.class);

    /** For so long a shop may still wait for our answer, and with a single process cannot answer our question. */
    private static final Duration SHOP_MAY_WAIT = Duration.ofMinutes(1);
    /** The timeout of a question to a shop that may be waiting. */
    private static final Duration SHORT_QUESTION = Duration.ofSeconds(5);

    private final Engine engine;
    private final Ingestion ingestion;

    OrderCheck(Engine engine, Ingestion ingestion) {
        this.engine = engine;
        this.ingestion = ingestion;
    }

    /** The result of the check. */
    sealed interface Result {
        /** It may be paid. */
        record Clear() implements Result {}

        /** It may not be paid, and never will be. */
        record Declined(String answer, String detail) implements Result {}

        /** It may not be paid yet; if that lasts, it needs review. */
        record NotYet(ReviewReason reviewReason, String why) implements Result {}

        /** The ledger has something under another name of this payment: it is judged anew with that ({@link NameCheck}). */
        record NamedOtherwise(Payment payment) implements Result {}
    }

    private static final Result CLEAR = new Result.Clear();

    /**
     * Checks a refund that is about to be begun.
     *
     * @throws MaksutException if the gateway could not be read
     */
    Result check(PaymentClaim claim, LedgerOperation refund, PaymentGateway gateway) {
        ConnectedShop shop = engine.shop(refund.shop).orElse(null);
        if (shop == null) {
            return new Result.NotYet(ReviewReason.ORDER_NOT_BOUND, "the shop is not connected");
        }
        Look look = new Look(claim, refund, shop, gateway);
        Result binding = shop.vouchesForRequests() ? CLEAR : look.binding();
        boolean looksForRecords = binding instanceof Result.Clear && shop.showsRequests();
        return looksForRecords ? look.records() : binding;
    }

    /** Reads the order of a refund and notes it in the ledger; returns whether it could be read. */
    boolean readOrder(PaymentClaim claim, LedgerOperation refund) {
        ConnectedShop shop = engine.shop(refund.shop).orElse(null);
        PaymentGateway gateway = engine.gateway(refund.payment.account()).orElse(null);
        return shop != null
                && gateway != null
                && refund.orderId != null
                && new Look(claim, refund, shop, gateway).read();
    }

    /** One check of one refund; reads the shop at most once. */
    private final class Look {
        private final PaymentClaim claim;
        private final LedgerOperation refund;
        private final ConnectedShop shop;
        private final PaymentGateway gateway;
        private final long known;
        private @Nullable ShopOrder order;
        private @Nullable String unread;

        Look(PaymentClaim claim, LedgerOperation refund, ConnectedShop shop, PaymentGateway gateway) {
            this.claim = claim;
            this.refund = refund;
            this.shop = shop;
            this.gateway = gateway;
            this.known = claim.knownNames();
        }

        Result binding() {
            if (refund.orderId == null) {
                return open("the request names no order");
            }
            ShopOrderId wanted = new ShopOrderId(shop.name(), refund.orderId);
            PaymentBinding.Facts facts = facts(claim.links());
            if (facts.link(wanted).map(OrderLink::bound).isPresent()) {
                return CLEAR;
            }
            claim.holdFor(engine.settings().callTimeout());
            boolean named = facts.link(wanted).map(OrderLink::namedAt).isPresent();
            Payment payment = payment(named);
            Answer answer = PaymentBinding.judge(payment, wanted, facts);
            if (!(answer instanceof Answer.Bound) && !NameCheck.areKnown(engine, payment)) {
                return new Result.NamedOtherwise(payment);
            }
            if (answer instanceof Answer.Open open && open.shopMayTell()) {
                answer = askShop(payment, wanted);
            } else if (answer instanceof Answer.Bound && !named && !read()) {
                // The gateway's word needs an order that exists: so far only the request says so.
                return open(String.valueOf(unread));
            }
            return resultOf(answer, wanted, JudgedNames.of(payment, known));
        }

        private Payment payment(boolean named) {
            try {
                Payment read = Plugins.ask("the plugin of " + refund.payment.account(), () -> {
                    GatewayCall call = gateway.begin(
                            CallOptions.DEFAULT.withTimeout(engine.settings().callTimeout()));
                    return call.await(call.outline(refund.payment.reference()));
                });
                return NamedOtherwiseException.require(refund.payment, read);
            } catch (MaksutException e) {
                if (!named) {
                    // When the order is seen to name the payment counts, also while the gateway is down.
                    boolean unused = read();
                }
                throw e;
            }
        }

        private Answer askShop(Payment payment, ShopOrderId wanted) {
            if (!read()) {
                return new Answer.Open(true, String.valueOf(unread));
            }
            PaymentBinding.Facts facts = facts(engine.database().read(sql -> BindingTable.ofPayment(sql, claim.id())));
            Answer answer = PaymentBinding.judge(payment, wanted, facts);
            boolean trusted = answer instanceof Answer.Open
                    && PaymentBinding.mayTrust(payment, shop.binding())
                    && isOnlyOrder(payment, wanted, facts);
            return trusted ? new Answer.Bound(Way.ORDERS_WORD) : answer;
        }

        /** Whether the order's word agrees with the payment, and no other order, permit, release or refund names it. */
        private boolean isOnlyOrder(Payment payment, ShopOrderId wanted, PaymentBinding.Facts facts) {
            ShopOrder shown = order;
            boolean says = shown != null
                    && shown.payments().contains(payment.id())
                    && PaymentBinding.agrees(payment, shown.total().orElse(null));
            boolean others = facts.links().stream().anyMatch(it -> !it.order().equals(wanted) && it.namedAt() != null);
            return says && !others && !knownOutside(payment) && onlyHere(payment, wanted);
        }

        private boolean knownOutside(Payment payment) {
            boolean direct = claim.refunds().stream()
                    .anyMatch(it -> it.kind == Kind.DIRECT
                            && !String.valueOf(refund.orderId).equals(it.orderId));
            return direct
                    || engine.database()
                            .read(sql -> DecisionTable.anyPermit(sql, claim.id())
                                    || StatementTable.standing(sql, payment.id()).stream()
                                            .anyMatch(it -> it.kind() == StatementTable.Kind.RELEASE));
        }

        private boolean onlyHere(Payment payment, ShopOrderId wanted) {
            for (ConnectedShop any : engine.shopsOf(payment.id().account())) {
                claim.holdFor(engine.settings().callTimeout());
                OrderSearch found = Plugins.askOr(
                        new OrderSearch.Unclear(Cause.LOOKUP_FAILED),
                        "the bridge of " + any.name(),
                        () -> any.platform().findOrder(payment));
                boolean none =
                        found instanceof OrderSearch.Absent absent && absent.authorised() && absent.completeHistory();
                boolean this_ = any.name().equals(wanted.shop())
                        && found instanceof OrderSearch.Found it
                        && it.order().id().equals(wanted.orderId());
                if (!none && !this_) {
                    return false;
                }
            }
            return true;
        }

        private Result resultOf(Answer answer, ShopOrderId wanted, JudgedNames judged) {
            if (answer instanceof Answer.Bound bound) {
                // A crash before the next commit loses this; the next check finds it again.
                claim.bindWithNextCommit(
                        sql -> BindingTable.bind(sql, claim.id(), wanted, bound.way(), judged, engine.now()));
                return CLEAR;
            }
            if (answer instanceof Answer.Contradicted contradicted) {
                claim.discrepancy(new Mismatch(
                        DiscrepancyKind.OTHER_ORDERS_PAYMENT, shop.name(), refund.key, refund.amount, refund.orderId));
                return new Result.Declined(
                        Texts.text(refund.language, "declined.other_order", refund.amount.toString()),
                        contradicted.why());
            }
            return open(((Answer.Open) answer).why());
        }

        private Result open(String why) {
            return new Result.NotYet(ReviewReason.ORDER_NOT_BOUND, why);
        }

        Result records() {
            List<LedgerOperation> paid = claim.refunds().stream()
                    .filter(it -> it.kind == Kind.REQUESTED && it.id != refund.id && it.state == State.SUCCEEDED)
                    .filter(it -> it.shop.equals(shop.name())
                            && String.valueOf(refund.orderId).equals(it.orderId))
                    .toList();
            if (paid.isEmpty()) {
                return CLEAR;
            }
            if (!read()) {
                return new Result.NotYet(ReviewReason.RECORD_UNREAD, String.valueOf(unread));
            }
            ShopOrder shown = order;
            if (shown == null || shown.test()) {
                return new Result.NotYet(ReviewReason.RECORD_UNREAD, "what the shop shows is no order of real money");
            }
            Optional<LedgerOperation> lost =
                    engine.database().read(sql -> LostRecords.first(sql, claim.id(), paid, shown, engine.now()));
            return lost.map(this::lost).orElse(CLEAR);
        }

        private Result lost(LedgerOperation gone) {
            Instant now = engine.now();
            if (LostRecords.mayStillAppear(gone, now)) {
                return new Result.NotYet(
                        ReviewReason.RECORD_UNREAD, "the shop does not show refund " + gone.key + " yet");
            }
            claim.withNextCommit(sql -> LostRecords.note(sql, gone, now));
            return new Result.Declined(
                    Texts.text(
                            refund.language,
                            "declined.lost_record",
                            gone.amount.toString(),
                            LostRecords.ago(refund.language, gone, now),
                            gone.key),
                    "the shop does not show refund " + gone.key + " of " + gone.amount + ", which was paid");
        }

        private PaymentBinding.Facts facts(List<OrderLink> links) {
            return PaymentBinding.facts(engine, shop, refund.payment, links);
        }

        /** Whether the order could be read; it is noted in the ledger then. */
        private boolean read() {
            if (order != null || unread != null) {
                return order != null;
            }
            String id = String.valueOf(refund.orderId);
            boolean shopMayWait = refund.createdAt.plus(SHOP_MAY_WAIT).isAfter(engine.now());
            claim.holdFor(engine.settings().callTimeout());
            try {
                order = Plugins.ask(
                                "the bridge of " + shop.name(),
                                () -> shopMayWait
                                        ? shop.platform().order(id, SHORT_QUESTION)
                                        : shop.platform().order(id))
                        .filter(it -> it.id().equals(id))
                        .orElse(null);
            } catch (MaksutException e) {
                LOG.warn("Order {} of {} could not be read: {}", id, shop, e.call());
                unread = "the shop could not be read";
                return false;
            }
            if (order == null) {
                unread = "the shop has no such order";
                return false;
            }
            boolean unused = ingestion.note(shop, order);
            order = OtherNames.inOrder(engine, claim.payment(), null, order);
            return true;
        }
    }
}
