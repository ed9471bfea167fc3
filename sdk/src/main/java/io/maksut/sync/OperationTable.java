package io.maksut.sync;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.observe.CorrelationId;
import io.maksut.payment.PaymentId;
import io.maksut.portal.Attempt;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.OrderRefund;
import io.maksut.storage.Reading;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import io.maksut.sync.BindingTable.OrderLink;
import io.maksut.sync.LedgerOperation.Action;
import io.maksut.sync.LedgerOperation.AttemptState;
import io.maksut.sync.LedgerOperation.Closing;
import io.maksut.sync.LedgerOperation.FollowUp;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.Late;
import io.maksut.sync.LedgerOperation.Seen;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.PaymentClaimTable.PaymentClaimRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_operation}, and the further ids of refunds. */
final class OperationTable {
    private static final String COLUMNS =
            "select r.id, r.claim_id, t.account, t.reference, r.shop, r.operation_key, r.action, r.kind, r.correlation_id,"
                    + " r.state, r.currency, r.amount, r.language, r.created_at, r.changed_at, r.ended_at, r.due_at, r.failures,"
                    + " r.attempts, r.attempt, r.attempt_state, r.attempt_at, r.unanswered_at, r.gateway_refund, r.review_reason, r.closed_by, r.closed_because, r.reason, r.answer, r.follow_up,"
                    + " r.follow_at, r.follow_failures, r.recorded_as, r.watched_until, r.late_seen_at, r.said_another_at, r.sum_at_review, r.answered_code, r.not_moved_code, r.late, r.order_id, r.shop_state, r.shop_currency, r.shop_amount,"
                    + " r.shop_payout, r.shop_seen_at, r.shop_gone, r.record_of, r.another_refund, r.paid_beside, r.reservation_gone, r.note";

    private static final String FROM = " from maksut_operation r join maksut_payment_claim t on t.id = r.claim_id ";
    private static final String SELECT = COLUMNS + FROM;

    private OperationTable() {}

    static Optional<LedgerOperation> byId(Sql sql, long id) {
        return sql.one(SELECT + "where r.id = ?", OperationTable::read, id);
    }

    /** The refund with this id or further id in the shop; if there are two, the one whose own id it is. */
    static Optional<LedgerOperation> byName(Sql sql, String shop, String name) {
        List<LedgerOperation> found = sql.list(
                SELECT + "where r.action = 'refund' and r.shop = ? and r.operation_key = ? union all " + SELECT
                        + "join maksut_operation_name n on n.refund_id = r.id where n.shop = ? and n.name = ?",
                OperationTable::read,
                shop,
                name,
                shop,
                name);
        return found.stream()
                .filter(it -> it.shop.equals(shop) && it.key.equals(name))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /** The refund that was made with this permit. */
    static Optional<LedgerOperation> directOf(Sql sql, String permit) {
        return sql.one(
                SELECT + "join maksut_decision d on d.refund_id = r.id where d.id = ?", OperationTable::read, permit);
    }

    /** All refunds of a payment, oldest first. Fails if one cannot be read: callers that act must know all. */
    static List<LedgerOperation> ofPayment(Sql sql, long claimId) {
        return sql.list(
                SELECT + "where r.claim_id = ? and r.action = 'refund' order by r.id", OperationTable::read, claimId);
    }

    /**
     * All that the ledger has of a payment when a claim begins.
     *
     * @param operations oldest first
     */
    record OfPayment(PaymentClaimRow row, List<LedgerOperation> operations, List<OrderLink> links) {}

    /** Reads with one query, of operations times orders rows: a payment has one or two of each. */
    static OfPayment load(Sql sql, long claimId) {
        List<PaymentClaimRow> claim = new ArrayList<>();
        Map<Long, LedgerOperation> operations = new LinkedHashMap<>();
        Set<OrderLink> links = new LinkedHashSet<>();
        int rows = sql.list(
                        COLUMNS + ", " + PaymentClaimTable.COLUMNS + ", " + BindingTable.COLUMNS + FROM
                                + "left join maksut_payment_order o on o.claim_id = t.id where t.id = ?"
                                + " order by r.id, o.shop, o.order_id",
                        row -> {
                            if (claim.isEmpty()) {
                                claim.add(PaymentClaimTable.read(row));
                            }
                            if (!operations.containsKey(row.number("id"))) {
                                operations.put(row.number("id"), read(row));
                            }
                            return BindingTable.maybe(row).map(links::add).orElse(false);
                        },
                        claimId)
                .size();
        return rows == 0
                ? new OfPayment(PaymentClaimTable.get(sql, claimId), List.of(), BindingTable.ofPayment(sql, claimId))
                : new OfPayment(claim.get(0), List.copyOf(operations.values()), List.copyOf(links));
    }

    /** All operations of a payment but its refunds, oldest first, for callers that only show them. */
    static List<Reading<LedgerOperation>> eachOtherOfPayment(Sql sql, long claimId) {
        return sql.readings(
                SELECT + "where r.claim_id = ? and r.action <> 'refund' order by r.id", OperationTable::read, claimId);
    }

    /** The capture or void that the shop asked for under this id. */
    static Optional<LedgerOperation> captureOrVoid(Sql sql, String shop, String id) {
        return sql.one(
                SELECT + "where r.action in ('capture', 'void') and r.shop = ? and r.operation_key = ?",
                OperationTable::read,
                shop,
                id);
    }

    /** All operations of a payment, oldest first. Fails if one cannot be read: callers that judge must know all. */
    static List<LedgerOperation> allOfPayment(Sql sql, long claimId) {
        return sql.list(SELECT + "where r.claim_id = ? order by r.id", OperationTable::read, claimId);
    }

    /** The refund that a caller started in the shop under this id. */
    static Optional<LedgerOperation> started(Sql sql, String shop, String wish) {
        return sql.one(
                SELECT + "where r.action = 'start_refund' and r.shop = ? and r.operation_key = ?",
                OperationTable::read,
                shop,
                wish);
    }

    /** As {@link #ofPayment}, for callers that only show or link them. */
    static List<Reading<LedgerOperation>> eachOfPayment(Sql sql, long claimId) {
        return sql.readings(
                SELECT + "where r.claim_id = ? and r.action = 'refund' order by r.id", OperationTable::read, claimId);
    }

    static List<Reading<LedgerOperation>> inState(Sql sql, Action action, State state, long afterId, int limit) {
        return sql.readings(
                SELECT + "where r.action = ? and r.state = ? and r.id > ? order by r.id limit ?",
                OperationTable::read,
                action.stored(),
                state.stored(),
                afterId,
                limit);
    }

    static List<Reading<LedgerOperation>> inReview(Sql sql, long afterId, int limit) {
        return sql.readings(
                SELECT
                        + "where r.kind <> 'shipped' and r.action <> 'record' and r.review_reason is not null and r.id > ? order by r.id limit ?",
                OperationTable::read,
                afterId,
                limit);
    }

    /** A refund that has ended, without the columns that this version may not be able to read. */
    record Ended(long id, long claimId, boolean unpaid, Instant at) {}

    /** Refunds that ended after {@code since}, or at that time with a higher id; ordered by time. */
    static List<Ended> endedSince(Sql sql, Instant since, long afterId, int limit) {
        return sql.list(
                "select id, claim_id, state, ended_at from maksut_operation"
                        + " where action = 'refund' and (ended_at > ? or (ended_at = ? and id > ?)) order by ended_at, id limit ?",
                row -> new Ended(
                        row.number("id"),
                        row.number("claim_id"),
                        row.text("state").equals(State.DECLINED.stored()),
                        row.instant("ended_at")),
                since,
                since,
                afterId,
                limit);
    }

    /** Inserts an operation unless one of its action, shop and key exists; returns its id in the ledger. */
    static Optional<Long> insert(Sql sql, LedgerOperation refund) {
        Seen seen = refund.seen;
        return sql.idIfAbsent(
                "maksut_operation",
                List.of("action", "shop", "operation_key"),
                List.of(
                        "claim_id",
                        "kind",
                        "correlation_id",
                        "state",
                        "currency",
                        "amount",
                        "language",
                        "created_at",
                        "changed_at",
                        "ended_at",
                        "due_at",
                        "failures",
                        "attempts",
                        "attempt",
                        "attempt_state",
                        "attempt_at",
                        "unanswered_at",
                        "follow_up",
                        "follow_failures",
                        "order_id",
                        "shop_state",
                        "shop_currency",
                        "shop_amount",
                        "shop_payout",
                        "shop_seen_at",
                        "shop_gone",
                        "another_refund",
                        "reservation_gone",
                        "record_of",
                        "note"),
                refund.action.stored(),
                refund.shop,
                refund.key,
                refund.claimId,
                refund.kind.name().toLowerCase(Locale.ROOT),
                refund.correlationId.value(),
                refund.state.stored(),
                refund.amount.currency().getCurrencyCode(),
                refund.amount.minorUnits(),
                refund.language.toLanguageTag(),
                refund.createdAt,
                refund.changedAt,
                refund.endedAt,
                refund.dueAt,
                refund.failures,
                refund.attempts,
                refund.attempt == null ? null : json(refund.attempt),
                refund.attemptState == null ? null : refund.attemptState.stored(),
                refund.attemptAt,
                refund.unansweredAt,
                refund.followUp.stored(),
                refund.followFailures,
                refund.orderId,
                seen == null ? null : seen.state().name(),
                seen == null ? null : seen.amount().currency().getCurrencyCode(),
                seen == null ? null : seen.amount().minorUnits(),
                seen == null ? null : seen.payout().name(),
                seen == null ? null : seen.at(),
                seen != null && seen.gone(),
                refund.anotherRefund,
                refund.reservationGone,
                refund.recordOf,
                refund.note);
    }

    /** Turns an observed refund into a request with this id, of the payment of this claim; false if it is a request already. */
    static boolean adopt(Sql sql, long claim, LedgerOperation seen, String requestId, Locale language) {
        sql.update("delete from maksut_operation_name where shop = ? and name = ?", seen.shop, requestId);
        return sql.update(
                        "update maksut_operation set claim_id = ?, kind = ?, operation_key = ?, language = ?, correlation_id = ?"
                                + " where id = ? and kind = ?",
                        claim,
                        Kind.REQUESTED.name().toLowerCase(Locale.ROOT),
                        requestId,
                        language.toLanguageTag(),
                        OperationDraft.ofRequest().value(),
                        seen.id,
                        Kind.OBSERVED.name().toLowerCase(Locale.ROOT))
                == 1;
    }

    /** Adds further ids; an id that another refund of the shop has is left to that one. */
    static void addNames(Sql sql, LedgerOperation refund, Set<String> names) {
        for (String name : names) {
            if (!name.equals(refund.key) && byName(sql, refund.shop, name).isEmpty()) {
                sql.insertIfAbsent(
                        "maksut_operation_name",
                        List.of("shop", "name"),
                        List.of("refund_id"),
                        refund.shop,
                        name,
                        refund.id);
            }
        }
    }

    /** The further ids of a refund. */
    static List<String> names(Sql sql, long refundId) {
        return sql.list(
                "select name from maksut_operation_name where refund_id = ? order by name",
                row -> row.text("name"),
                refundId);
    }

    /**
     * Updates the columns that only the holder of the payment's lease or row lock writes. Nothing is written where the row is of
     * another kind by now: a request may have adopted an observed refund, which needs no lease.
     *
     * @return the operation as it is stored, changed now
     */
    static LedgerOperation update(Sql sql, OperationDraft draft, Instant now) {
        draft.changedAt = now;
        LedgerOperation refund = draft.done();
        sql.update(
                "update maksut_operation set state = ?, currency = ?, amount = ?, changed_at = ?, ended_at = ?, due_at = ?, failures = ?,"
                        + " attempts = ?, attempt = ?, attempt_state = ?, attempt_at = ?, unanswered_at = ?, gateway_refund = ?, review_reason = ?, closed_by = ?, closed_because = ?,"
                        + " reason = ?, answer = ?, follow_up = ?, follow_at = ?, follow_failures = ?, recorded_as = ?,"
                        + " record_of = ?, another_refund = ?, watched_until = ?, late_seen_at = ?, said_another_at = ?, sum_at_review = ?, answered_code = ?, not_moved_code = ?, late = ?, reservation_gone = ? where id = ? and kind = ?",
                refund.state.stored(),
                refund.amount.currency().getCurrencyCode(),
                refund.amount.minorUnits(),
                now,
                refund.endedAt,
                refund.dueAt,
                refund.failures,
                refund.attempts,
                refund.attempt == null ? null : json(refund.attempt),
                refund.attemptState == null ? null : refund.attemptState.stored(),
                refund.attemptAt,
                refund.unansweredAt,
                refund.gatewayRefund,
                refund.reviewReason == null ? null : refund.reviewReason.stored(),
                refund.closing == null ? null : refund.closing.by(),
                refund.closing == null ? null : refund.closing.because(),
                refund.reason,
                refund.answer,
                refund.followUp.stored(),
                refund.followAt,
                refund.followFailures,
                refund.recordedAs,
                refund.recordOf,
                refund.anotherRefund,
                refund.watchedUntil,
                refund.lateSeenAt,
                refund.saidAnotherAt,
                refund.sumAtReview == null ? null : refund.sumAtReview.minorUnits(),
                refund.answeredCode,
                refund.notMovedCode,
                refund.late == null ? null : refund.late.stored(),
                refund.reservationGone,
                refund.id,
                refund.kind.name().toLowerCase(Locale.ROOT));
        return refund;
    }

    /** Sets when the shop is told next, if it waits for that still. A worker that is telling it writes these columns later. */
    static void tellAt(Sql sql, long id, Instant next, int failures) {
        sql.update(
                "update maksut_operation set follow_at = ?, follow_failures = ? where id = ? and follow_up = ?",
                next,
                failures,
                id,
                FollowUp.TELL.stored());
    }

    /** Turns an observed refund into a request under its own id; false if it is a request already. */
    static boolean order(Sql sql, long id) {
        return sql.update(
                        "update maksut_operation set kind = ? where id = ? and kind = ?",
                        Kind.REQUESTED.name().toLowerCase(Locale.ROOT),
                        id,
                        Kind.OBSERVED.name().toLowerCase(Locale.ROOT))
                == 1;
    }

    /** Ends an observed refund that lowers a capture; false if a request has adopted it, or it has ended already. */
    static boolean lower(Sql sql, long id, Instant now) {
        return sql.update(
                        "update maksut_operation set state = ?, changed_at = ? where id = ? and kind = ? and state = ?",
                        State.CANCELLED.stored(),
                        now,
                        id,
                        Kind.OBSERVED.name().toLowerCase(Locale.ROOT),
                        State.OBSERVED.stored())
                == 1;
    }

    /** Updates the columns that a reader of the shop writes. */
    static void seen(Sql sql, long id, String orderId, Seen seen) {
        sql.update(
                "update maksut_operation set order_id = ?, shop_state = ?, shop_currency = ?, shop_amount = ?, shop_payout = ?,"
                        + " shop_seen_at = ?, shop_gone = ? where id = ?",
                orderId,
                seen.state().name(),
                seen.amount().currency().getCurrencyCode(),
                seen.amount().minorUnits(),
                seen.payout().name(),
                seen.at(),
                seen.gone(),
                id);
    }

    /** As {@link #seen}: the shop has moved money for this refund beside the direct refund of this key. */
    static void paidBeside(Sql sql, long id, String portalKey) {
        sql.update("update maksut_operation set paid_beside = ? where id = ?", portalKey, id);
    }

    private static String json(Attempt attempt) {
        JsonObject json = new JsonObject();
        attempt.toFields().forEach(json::addProperty);
        return json.toString();
    }

    private static Attempt attempt(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        JsonParser.parseString(json)
                .getAsJsonObject()
                .entrySet()
                .forEach(field -> fields.put(field.getKey(), field.getValue().getAsString()));
        return Attempt.fromFields(fields);
    }

    static LedgerOperation read(Row row) throws SQLException {
        OperationDraft draft = new OperationDraft(
                row.number("claim_id"),
                new PaymentId(row.text("account"), row.text("reference")),
                row.text("shop"),
                row.text("operation_key"),
                row.parsed("action", it -> Action.valueOf(it.toUpperCase(Locale.ROOT))),
                row.parsed("kind", it -> Kind.valueOf(it.toUpperCase(Locale.ROOT))),
                row.parsed("state", it -> State.valueOf(it.toUpperCase(Locale.ROOT))),
                Stored.money(row, "currency", "amount"),
                row.instant("created_at"),
                // An unreadable label must not set the payment aside.
                CorrelationId.orRandom(row.text("correlation_id")));
        draft.id = row.number("id");
        draft.language = row.maybeText("language").map(Locale::forLanguageTag).orElse(Locale.ENGLISH);
        draft.changedAt = row.instant("changed_at");
        draft.endedAt = row.maybeInstant("ended_at").orElse(null);
        draft.dueAt = row.maybeInstant("due_at").orElse(null);
        draft.failures = (int) row.number("failures");
        draft.attempts = (int) row.number("attempts");
        draft.attempt = row.maybeParsed("attempt", OperationTable::attempt).orElse(null);
        draft.attemptState = row.maybeParsed("attempt_state", it -> AttemptState.valueOf(it.toUpperCase(Locale.ROOT)))
                .orElse(null);
        draft.attemptAt = row.maybeInstant("attempt_at").orElse(null);
        draft.unansweredAt = row.maybeInstant("unanswered_at").orElse(null);
        draft.gatewayRefund = row.maybeText("gateway_refund").orElse(null);
        draft.reviewReason = row.maybeParsed("review_reason", ReviewReason::of).orElse(null);
        String closedBy = row.maybeText("closed_by").orElse(null);
        draft.closing = closedBy == null ? null : new Closing(closedBy, row.text("closed_because"));
        draft.reason = row.maybeText("reason").orElse(null);
        draft.answer = row.maybeText("answer").orElse(null);
        draft.followUp = row.parsed("follow_up", it -> FollowUp.valueOf(it.toUpperCase(Locale.ROOT)));
        draft.followAt = row.maybeInstant("follow_at").orElse(null);
        draft.followFailures = (int) row.number("follow_failures");
        draft.recordedAs = row.maybeText("recorded_as").orElse(null);
        draft.watchedUntil = row.maybeInstant("watched_until").orElse(null);
        draft.lateSeenAt = row.maybeInstant("late_seen_at").orElse(null);
        draft.saidAnotherAt = row.maybeInstant("said_another_at").orElse(null);
        draft.sumAtReview = Stored.maybeMoney(row, "currency", "sum_at_review");
        draft.answeredCode = row.maybeText("answered_code").orElse(null);
        draft.notMovedCode = row.maybeText("not_moved_code").orElse(null);
        draft.late = row.maybeParsed("late", stored -> Late.valueOf(stored.toUpperCase(Locale.ROOT)))
                .orElse(null);
        draft.orderId = row.maybeText("order_id").orElse(null);
        draft.seen = seen(row);
        draft.recordOf = row.maybeNumber("record_of").orElse(null);
        draft.anotherRefund = row.flag("another_refund");
        draft.paidBeside = row.maybeText("paid_beside").orElse(null);
        draft.reservationGone = row.flag("reservation_gone");
        draft.note = row.maybeText("note").orElse(null);
        return draft.done();
    }

    private static @Nullable Seen seen(Row row) throws SQLException {
        ShopRefund.State state =
                row.maybeParsed("shop_state", ShopRefund.State::valueOf).orElse(null);
        if (state == null) {
            return null;
        }
        return new Seen(
                state,
                Stored.money(row, "shop_currency", "shop_amount"),
                row.parsed("shop_payout", OrderRefund.Payout::valueOf),
                row.instant("shop_seen_at"),
                row.flag("shop_gone"));
    }
}
