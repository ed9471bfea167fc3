package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Evidence;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Refused;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.RefundQuestion;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of {@code maksut_decision} and {@code maksut_used_fact}: decisions, permits, and what was used up. */
final class DecisionTable {
    private DecisionTable() {}

    static void insert(
            Sql sql,
            String id,
            long claimId,
            Money amount,
            String askedBy,
            String askedBecause,
            Instant now,
            RefundDecision decision) {
        Allowed allowed = decision instanceof Allowed it ? it : null;
        sql.update(
                "insert into maksut_decision (id, claim_id, asked_by, asked_because, decided_at, currency, amount, rule_row,"
                        + " answer, fact, permit_until, evidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                claimId,
                askedBy,
                askedBecause,
                now,
                amount.currency().getCurrencyCode(),
                amount.minorUnits(),
                decision.row(),
                answer(decision),
                allowed == null ? null : allowed.uses(),
                allowed == null ? null : allowed.until(),
                evidence(decision));
    }

    /** The permit of a decision, used or not, ended or not; empty if the decision allowed nothing. */
    static Optional<RefundPermit> permit(Sql sql, String id) {
        List<RefundQuestion> questions = QuestionTable.of(sql, id);
        return sql.one(
                "select d.id, t.account, t.reference, d.currency, d.amount, d.fact, d.permit_until, d.asked_by,"
                        + " d.asked_because from maksut_decision d join maksut_payment_claim t on t.id = d.claim_id"
                        + " where d.id = ? and d.permit_until is not null",
                row -> readPermit(row, questions),
                id);
    }

    /** Whether any direct refund of the payment was ever permitted. */
    static boolean anyPermit(Sql sql, long claimId) {
        return !sql.list(
                        "select id from maksut_decision where claim_id = ? and permit_until is not null limit 1",
                        row -> row.text("id"),
                        claimId)
                .isEmpty();
    }

    /** When the permit was used; empty if it was not. */
    static Optional<Instant> usedAt(Sql sql, RefundPermit permit) {
        return sql
                .list(
                        "select used_at from maksut_decision where id = ?",
                        row -> row.maybeInstant("used_at"),
                        permit.id())
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Uses the permit up; false if it was used before, or is not what the ledger holds. */
    static boolean use(Sql sql, long claimId, RefundPermit permit, Instant now) {
        return sql.update(
                        "update maksut_decision set used_at = ? where id = ? and used_at is null and claim_id = ?"
                                + " and permit_until = ? and currency = ? and amount = ? and asked_by = ?"
                                + " and asked_because = ?",
                        now,
                        permit.id(),
                        claimId,
                        permit.until(),
                        permit.amount().currency().getCurrencyCode(),
                        permit.amount().minorUnits(),
                        permit.askedBy(),
                        permit.because())
                == 1;
    }

    /** Stores which refund was made with the permit. */
    static void madeOf(Sql sql, RefundPermit permit, long refundId) {
        sql.update("update maksut_decision set refund_id = ? where id = ?", refundId, permit.id());
    }

    /** Uses a failure or release up; false if it was used before. */
    static boolean useFact(Sql sql, long claimId, String fact, long refundId) {
        return sql.insertIfAbsent(
                "maksut_used_fact", List.of("claim_id", "fact"), List.of("refund_id"), claimId, fact, refundId);
    }

    /** Frees the fact that a refund had used, as it moved no money. */
    static void giveBack(Sql sql, long claimId, long refundId) {
        sql.update("delete from maksut_used_fact where claim_id = ? and refund_id = ?", claimId, refundId);
    }

    /** Uses the fact again, as the refund's money moved after all; it is kept if a later refund uses it by now. */
    static void takeBack(Sql sql, long claimId, long refundId) {
        sql.one("select fact from maksut_decision where refund_id = ?", row -> row.maybeText("fact"), refundId)
                .flatMap(fact -> fact)
                .ifPresent(fact -> useFact(sql, claimId, fact, refundId));
    }

    /** The used facts, each with the refund that used it. */
    static Map<String, Long> usedFacts(Sql sql, long claimId) {
        return sql
                .list(
                        "select fact, refund_id from maksut_used_fact where claim_id = ?",
                        row -> Map.entry(row.text("fact"), row.number("refund_id")),
                        claimId)
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The decision in short, for the history. */
    static String answer(RefundDecision decision) {
        if (decision instanceof Allowed allowed) {
            return "ALLOWED " + allowed.ground();
        }
        return decision instanceof Refused refused
                ? "REFUSED " + refused.reason()
                : "UNDETERMINED " + ((RefundDecision.Undetermined) decision).cause();
    }

    static String evidence(RefundDecision decision) {
        return decision.evidence().stream().map(Evidence::toString).collect(Collectors.joining("\n"));
    }

    private static RefundPermit readPermit(Row row, List<RefundQuestion> questions) throws SQLException {
        return new RefundPermit(
                row.text("id"),
                new PaymentId(row.text("account"), row.text("reference")),
                Stored.money(row, "currency", "amount"),
                row.instant("permit_until"),
                row.text("asked_by"),
                row.text("asked_because"),
                questions);
    }
}
