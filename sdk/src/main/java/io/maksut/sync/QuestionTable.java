package io.maksut.sync;

import io.maksut.payment.Money;
import io.maksut.refund.OrderFinding.Found;
import io.maksut.refund.RefundQuestion;
import io.maksut.refund.RefundQuestion.AnotherFailure;
import io.maksut.refund.RefundQuestion.AnotherOrder;
import io.maksut.refund.RefundQuestion.AnotherRefund;
import io.maksut.refund.RefundQuestion.AnotherThanWatched;
import io.maksut.storage.Row;
import io.maksut.storage.Sql;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of {@code maksut_question}: the questions of a permit, and who answered yes and when. */
final class QuestionTable {
    private enum Kind {
        REFUND,
        WATCHED,
        ORDER
    }

    private QuestionTable() {}

    /** Stores the questions that the permit does not have yet. */
    static void ask(Sql sql, String permitId, List<RefundQuestion> questions, Instant now) {
        for (RefundQuestion question : questions) {
            if (question instanceof AnotherRefund refund) {
                insert(
                        sql,
                        permitId,
                        question,
                        Kind.REFUND,
                        refund.refund(),
                        null,
                        null,
                        refund.amount(),
                        refund.at(),
                        null,
                        now);
            } else if (question instanceof AnotherThanWatched refund) {
                insert(
                        sql,
                        permitId,
                        question,
                        Kind.WATCHED,
                        refund.refund(),
                        null,
                        null,
                        refund.amount(),
                        refund.at(),
                        refund.until(),
                        now);
            } else if (question instanceof AnotherOrder other) {
                Found order = other.order();
                String link = order.link() == null ? null : order.link().toString();
                insert(
                        sql,
                        permitId,
                        question,
                        Kind.ORDER,
                        order.orderId(),
                        order.number(),
                        link,
                        null,
                        null,
                        null,
                        now);
            } else {
                throw new IllegalArgumentException("is not asked with a permit: " + ((AnotherFailure) question).id());
            }
        }
    }

    private static void insert(
            Sql sql,
            String permitId,
            RefundQuestion question,
            Kind kind,
            String subject,
            @Nullable String number,
            @Nullable String link,
            @Nullable Money amount,
            @Nullable Instant at,
            @Nullable Instant until,
            Instant now) {
        sql.insertIfAbsent(
                "maksut_question",
                List.of("decision_id", "question"),
                List.of(
                        "kind",
                        "subject",
                        "number",
                        "link",
                        "currency",
                        "amount",
                        "subject_at",
                        "subject_until",
                        "asked_at"),
                permitId,
                question.id(),
                kind.name(),
                subject,
                number,
                link,
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                at,
                until,
                now);
    }

    /** All questions of a permit, answered or not. */
    static List<RefundQuestion> of(Sql sql, String permitId) {
        return sql.list(
                "select kind, subject, number, link, currency, amount, subject_at, subject_until from maksut_question"
                        + " where decision_id = ? order by question",
                QuestionTable::read,
                permitId);
    }

    /** Those of the questions that are not answered. */
    static List<RefundQuestion> open(Sql sql, String permitId, List<RefundQuestion> questions) {
        Set<String> answered = sql
                .list(
                        "select question from maksut_question where decision_id = ? and answered_at is not null",
                        row -> row.text("question"),
                        permitId)
                .stream()
                .collect(Collectors.toSet());
        return questions.stream().filter(it -> !answered.contains(it.id())).toList();
    }

    /** Stores a yes; false if it was answered before. */
    static boolean answer(Sql sql, String permitId, RefundQuestion question, String author, Instant now) {
        return sql.update(
                        "update maksut_question set answered_by = ?, answered_at = ?"
                                + " where decision_id = ? and question = ? and answered_at is null",
                        author,
                        now,
                        permitId,
                        question.id())
                == 1;
    }

    private static RefundQuestion read(Row row) throws SQLException {
        Kind kind = row.parsed("kind", Kind::valueOf);
        if (kind == Kind.REFUND) {
            return new AnotherRefund(
                    row.text("subject"), Stored.money(row, "currency", "amount"), row.instant("subject_at"));
        }
        if (kind == Kind.WATCHED) {
            return new AnotherThanWatched(
                    row.text("subject"),
                    Stored.money(row, "currency", "amount"),
                    row.instant("subject_at"),
                    row.instant("subject_until"));
        }
        return new AnotherOrder(new Found(
                row.text("subject"),
                row.text("number"),
                row.maybeParsed("link", URI::create).orElse(null)));
    }
}
