package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.ShopRefund;
import io.maksut.refund.Statement;
import io.maksut.storage.Sql;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.StatementTable.Kind;
import io.maksut.sync.StatementTable.Stated;
import io.maksut.text.Identifiers;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people state on record, as facts for the refund rule: with author, time and words, never deleted. The caller
 * checks who may state what. Thread-safe.
 *
 * <p>Authors are not blank, at most 255 characters, without control characters; texts are not blank, at most 2,000
 * characters. Methods throw {@link IllegalArgumentException} otherwise, and {@link io.maksut.error.DatabaseException}
 * if nothing could be stored.
 */
public final class Statements {
    private final Engine engine;

    Statements(Engine engine) {
        this.engine = engine;
    }

    /**
     * States that a refund of this amount failed in the shop, which keeps no record of it (WooCommerce deletes the
     * record of a failed refund; domain 3, row 5 then needs this statement).
     *
     * @param text the shop's message
     */
    public Statement shopRefundFailed(PaymentId payment, Money amount, String author, String text) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("A failed refund has a positive amount");
        }
        return state(payment.account(), payment.reference(), Kind.SHOP_REFUND_FAILED, amount, author, text);
    }

    /** States that no shop exists for the payments of this gateway account (domain 3, row 10). */
    public Statement noShop(String account, String author, String text) {
        return state(account, "", Kind.NO_SHOP, null, author, text);
    }

    /** Lets one direct refund of a stuck payment pass (domain 3, way out of rows 7, 8, 11 and 12). */
    public Statement release(PaymentId payment, String author, String text) {
        return state(payment.account(), payment.reference(), Kind.RELEASE, null, author, text);
    }

    /** States whether the failure that a statement proves is another one than a failure or refund that is known. */
    Statement answer(
            PaymentId payment, RefundQuestion.AnotherFailure question, boolean another, String author, String text) {
        boolean known = engine.database().read(sql -> StatementTable.all(sql, OtherNames.own(sql, payment))).stream()
                .filter(it -> it.kind() == Kind.SHOP_REFUND_FAILED)
                .anyMatch(it -> it.statement().id().equals(question.statement()));
        if (!known) {
            throw new IllegalArgumentException("There is no such statement of this payment");
        }
        return state(
                payment.account(),
                payment.reference(),
                author,
                text,
                statement -> new Stated(
                        another ? Kind.ANOTHER_FAILURE : Kind.SAME_FAILURE,
                        statement,
                        null,
                        question.statement(),
                        question.known(),
                        false));
    }

    /**
     * States that this amount of the money that the gateway shows as refunded was refunded outside, at the gateway or
     * by another program, and for nothing that is asked for here (domain 3, "Unexplained money"). Several add up; while
     * one stands, accepted discrepancies explain nothing beside it.
     *
     * @param text who refunded it, and for what
     */
    public Statement refundedElsewhere(PaymentId payment, Money amount, String author, String text) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("Refunded money has a positive amount");
        }
        return state(payment.account(), payment.reference(), Kind.REFUNDED_ELSEWHERE, amount, author, text);
    }

    /**
     * States that the money of a failed refund is part of what the gateway shows as refunded: the refund counts as
     * paid, and no direct refund takes its place (domain 3, row 3; the way out of row 6). It explains its amount as
     * {@link #refundedElsewhere} does.
     *
     * @param failedRefund the shop's id of the failed refund, or the id of the statement that proves the failure
     * @param text how it is known
     * @throws IllegalArgumentException also if this payment has no such refund or statement
     */
    public Statement failedRefundPaid(PaymentId payment, String failedRefund, String author, String text) {
        if (!engine.database().read(sql -> knowsFailure(sql, payment, failedRefund))) {
            throw new IllegalArgumentException("This payment has no such failed refund");
        }
        return state(
                payment.account(),
                payment.reference(),
                author,
                text,
                statement -> new Stated(Kind.FAILURE_PAID, statement, null, failedRefund, null, false));
    }

    private static boolean knowsFailure(Sql sql, PaymentId payment, String id) {
        boolean stated = StatementTable.all(sql, OtherNames.own(sql, payment)).stream()
                .anyMatch(it -> it.kind() == Kind.SHOP_REFUND_FAILED
                        && it.statement().id().equals(id));
        return stated
                || PaymentClaimTable.find(sql, payment)
                        .map(claim -> OperationTable.ofPayment(sql, claim.id()))
                        .orElse(List.of())
                        .stream()
                        .filter(Statements::failed)
                        .anyMatch(it -> it.key.equals(id)
                                || OperationTable.names(sql, it.id).contains(id));
    }

    private static boolean failed(LedgerOperation refund) {
        LedgerOperation.Seen seen = refund.seen;
        boolean inShop = seen != null
                && (seen.state() == ShopRefund.State.FAILED || seen.state() == ShopRefund.State.NOT_SUPPORTED);
        return refund.kind != LedgerOperation.Kind.DIRECT && (inShop || refund.state == State.DECLINED);
    }

    /** Withdraws a statement: it counts no more. False if no statement of this id stands. */
    public boolean withdraw(String statementId, String author, String reason) {
        Identifiers.require("Author", author);
        RefundDesk.requireReason(reason);
        return engine.database().inTransaction(sql -> {
            StatementTable.paymentOf(sql, statementId).ifPresent(payment -> {
                long unused = PaymentClaimTable.locked(sql, payment);
            });
            boolean withdrawn = StatementTable.withdraw(sql, statementId, engine.now(), author, reason);
            if (withdrawn) {
                EventTable.add(
                        sql, 0, 0, engine.now(), LedgerEvent.Kind.WITHDRAWN, author, statementId + ": " + reason);
            }
            return withdrawn;
        });
    }

    /** The statements that stand for this payment and its account, oldest first. */
    public List<Statement> of(PaymentId payment) {
        return engine
                .records()
                .readable(engine.database().read(sql -> StatementTable.each(sql, OtherNames.own(sql, payment))))
                .stream()
                .map(Stated::statement)
                .toList();
    }

    private Statement state(
            String account, String reference, Kind kind, @Nullable Money amount, String author, String text) {
        return state(account, reference, author, text, statement -> new Stated(kind, statement, amount));
    }

    private Statement state(
            String account, String reference, String author, String text, Function<Statement, Stated> what) {
        Identifiers.require("Author", author);
        RefundDesk.requireReason(text);
        Statement statement = new Statement(UUID.randomUUID().toString(), author, engine.now(), text);
        Stated stated = what.apply(statement);
        engine.database().inTransaction(sql -> {
            long claim = reference.isEmpty() ? 0 : PaymentClaimTable.locked(sql, new PaymentId(account, reference));
            String own = claim == 0
                    ? ""
                    : PaymentClaimTable.get(sql, claim).payment().reference();
            StatementTable.insert(sql, account, own, stated);
            EventTable.add(sql, claim, 0, statement.at(), LedgerEvent.Kind.STATED, author, describe(stated));
            return true;
        });
        return statement;
    }

    private static String describe(Stated stated) {
        return stated.kind() + " " + stated.statement().id()
                + (stated.amount() == null ? "" : ", " + stated.amount())
                + (stated.subject() == null ? "" : ", " + stated.subject())
                + (stated.other() == null ? "" : " and " + stated.other())
                + ": " + stated.statement().text();
    }

    @Override
    public String toString() {
        return "Statements[]";
    }
}
