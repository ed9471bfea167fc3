package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.maksut.sandbox.Books;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.Reply;
import io.maksut.sandbox.WireRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The shop's payment plugin: it makes the refunds that are to be paid out. Unless told otherwise it pays each one and all that
 * can be seen of it is in the books. Thread-safe.
 */
public final class PaymentPlugin {
    private static final long LONGEST_MEETING_SECONDS = 30;

    /** How it ended, as WooCommerce sees it. */
    enum Ending {
        SUCCESS,
        /** The record is deleted, the message shown. */
        ERROR,
        /** As above, after all was done. */
        ERROR_IN_HOOK,
        FATAL,
        KILLED
    }

    record Result(Ending ending, String message) {
        static Result error(String message) {
            return new Result(Ending.ERROR, message);
        }
    }

    static final String NOT_SUPPORTED = "The payment gateway for this order does not support automatic refunds.";
    static final String NOT_THERE = "The payment gateway for this order does not exist.";
    private static final String RETURNED_FALSE =
            "An error occurred while attempting to create the refund using the payment gateway API.";
    private static final String REFUSED = "The refund service refused the refund.";
    private static final BigDecimal HIGHEST = new BigDecimal(1_000_000_000);
    private static final Result SUCCESS = new Result(Ending.SUCCESS, "");

    private final String id;
    private final Clock clock;
    private final Books books;
    private final List<Payout> payouts = new ArrayList<>();
    private final Deque<PluginBehaviour> next = new ArrayDeque<>();
    private PluginBehaviour usual = PluginBehaviour.OK;
    private PayoutGateway gateway = request -> PayoutOutcome.PAID;
    private @Nullable RefundHandOff handOff;
    private @Nullable CountDownLatch meeting;

    PaymentPlugin(String id, Clock clock, Books books) {
        this.id = id;
        this.clock = clock;
        this.books = books;
    }

    /** The {@code payment_method} of orders that it can refund. */
    public String id() {
        return id;
    }

    /** What it does with every refund from now on. */
    public synchronized void behaves(PluginBehaviour behaviour) {
        usual = behaviour;
    }

    /** What it does with the next refund only; several are used up in order. */
    public synchronized void next(PluginBehaviour behaviour) {
        next.add(behaviour);
    }

    /** Who pays out. */
    public synchronized void paysThrough(PayoutGateway payoutGateway) {
        gateway = payoutGateway;
        handOff = null;
    }

    /** From now on it pays nothing by itself and leaves every refund to this endpoint; the books stay empty. */
    public synchronized void handsOffTo(RefundHandOff endpoint) {
        handOff = endpoint;
    }

    /**
     * The next so many refunds wait for each other after each has checked its amount and before any is saved, as requests that
     * come at the same moment do by chance: all of them pass the check. They wait half a minute at most.
     */
    public synchronized void refundsMeetAfterCheck(int parties) {
        meeting = new CountDownLatch(parties);
    }

    /** Every refund that it was asked for, oldest first. */
    public synchronized List<Payout> payouts() {
        return List.copyOf(payouts);
    }

    synchronized void clear() {
        payouts.clear();
        next.clear();
        usual = PluginBehaviour.OK;
        gateway = request -> PayoutOutcome.PAID;
        handOff = null;
        meeting = null;
    }

    /** Whether the plugin is there and can refund. */
    synchronized boolean active() {
        return usual.kind != PluginBehaviour.Kind.IS_GONE;
    }

    synchronized boolean supportsRefunds() {
        return usual.kind != PluginBehaviour.Kind.HAS_NO_REFUNDS;
    }

    void meetAfterCheck() {
        CountDownLatch place;
        synchronized (this) {
            place = meeting;
            if (place == null) {
                return;
            }
            place.countDown();
            if (place.getCount() == 0) {
                meeting = null;
            }
        }
        try {
            place.await(LONGEST_MEETING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code process_refund}, with what may happen around it. Takes as long as the gateway takes, without any lock. */
    Result refund(PayoutRequest request, Movement.By by) {
        PluginBehaviour behaviour;
        PayoutGateway payer;
        RefundHandOff endpoint;
        synchronized (this) {
            behaviour = next.isEmpty() ? usual : next.remove();
            payer = gateway;
            endpoint = handOff;
        }
        if (!behaviour.pays()) {
            return unpaid(behaviour, request);
        }
        Result paid = endpoint == null ? pay(payer, request, by) : handOff(endpoint, request);
        if (paid.ending != Ending.SUCCESS) {
            return paid;
        }
        return switch (behaviour.kind) {
            case TIMES_OUT_AFTER -> Result.error(behaviour.message());
            case ANOTHER_THROWS_AFTER -> new Result(Ending.ERROR_IN_HOOK, behaviour.message());
            case DIES_AFTER -> new Result(Ending.FATAL, "");
            case IS_KILLED_AFTER -> new Result(Ending.KILLED, "");
            default -> SUCCESS;
        };
    }

    private Result unpaid(PluginBehaviour behaviour, PayoutRequest request) {
        switch (behaviour.kind) {
            case HAS_NO_REFUNDS -> {
                return Result.error(NOT_SUPPORTED);
            }
            case IS_GONE -> {
                return Result.error(NOT_THERE);
            }
            case ACCEPTS -> keep(request, PayoutOutcome.ACCEPTED);
            case DECLINES -> keep(request, PayoutOutcome.declined(behaviour.message()));
            case THROWS -> keep(request, PayoutOutcome.timedOut(behaviour.message(), false));
            default -> keep(request, PayoutOutcome.FAILED);
        }
        return switch (behaviour.kind) {
            case ACCEPTS -> SUCCESS;
            case RETURNS_FALSE -> Result.error(RETURNED_FALSE);
            case DIES_FIRST -> new Result(Ending.FATAL, "");
            case IS_KILLED_FIRST -> new Result(Ending.KILLED, "");
            default -> Result.error(behaviour.message());
        };
    }

    private Result pay(PayoutGateway payer, PayoutRequest request, Movement.By by) {
        PayoutOutcome outcome = asked(payer, request);
        keep(request, outcome);
        if (outcome.moved()) {
            books.add(new Movement(
                    Movement.Kind.REFUND,
                    Long.toString(request.orderId()),
                    request.amountMinor(),
                    request.currency(),
                    null,
                    clock.instant(),
                    by));
        }
        return switch (outcome.kind()) {
            case PAID, ACCEPTED -> SUCCESS;
            case FAILED -> Result.error(RETURNED_FALSE);
            case DECLINED, TIMED_OUT_UNPAID, TIMED_OUT_PAID -> Result.error(outcome.message());
        };
    }

    private static PayoutOutcome asked(PayoutGateway payer, PayoutRequest request) {
        if (request.amount().signum() == 0) {
            // Of nothing nothing is paid, and the plugin is content.
            return PayoutOutcome.ACCEPTED;
        }
        if (request.amount().compareTo(HIGHEST) > 0) {
            return PayoutOutcome.declined("The amount is too high.");
        }
        try {
            return payer.payOut(request);
        } catch (RuntimeException e) {
            return PayoutOutcome.timedOut(String.valueOf(e.getMessage()), false);
        }
    }

    private Result handOff(RefundHandOff endpoint, PayoutRequest request) {
        try {
            Reply reply = endpoint.send(posted(request));
            int kind = reply.status() / 100;
            keep(request, kind == 2 ? PayoutOutcome.ACCEPTED : PayoutOutcome.FAILED);
            if (kind == 2) {
                return SUCCESS;
            }
            return Result.error(
                    kind == 4 ? refusal(reply) : "The refund service answered with status " + reply.status() + ".");
        } catch (IOException e) {
            keep(request, PayoutOutcome.timedOut("no answer", false));
            return Result.error("The refund service did not answer.");
        }
    }

    private static WireRequest posted(PayoutRequest request) {
        JsonObject json = new JsonObject();
        json.addProperty("order_id", request.orderId());
        json.addProperty("order_number", request.orderNumber());
        json.addProperty("refund_id", request.refundId());
        json.addProperty("transaction_id", request.transactionId());
        json.addProperty("payment_method", request.paymentMethod());
        json.addProperty("amount", request.amountText());
        json.addProperty("currency", request.currency());
        json.addProperty("reason", request.reason());
        JsonObject meta = new JsonObject();
        request.orderMeta().forEach(meta::addProperty);
        json.add("meta", meta);
        return new WireRequest(
                "POST", "/", "", Map.of("content-type", "application/json"), JsonEncoding.text(json), true);
    }

    private static String refusal(Reply reply) {
        try {
            JsonElement body = JsonParser.parseString(new String(reply.body(), StandardCharsets.UTF_8));
            JsonElement message = body.isJsonObject() ? body.getAsJsonObject().get("message") : null;
            return message != null && message.isJsonPrimitive() ? message.getAsString() : REFUSED;
        } catch (JsonParseException e) {
            return REFUSED;
        }
    }

    private synchronized void keep(PayoutRequest request, PayoutOutcome outcome) {
        payouts.add(new Payout(request, clock.instant(), outcome));
    }
}
