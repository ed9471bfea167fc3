package io.maksut.samples.page.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who did what. What is about to be done stands here before it is done, under the ticket of the form that asked for it: so a
 * form that is sent twice is acted on once, also when the page was restarted in between. Thread-safe.
 */
public final class Audit {
    private static final String SELECT =
            "select id, at_millis, author, action, subject, details, outcome from page_audit ";
    private static final int LONGEST = 2_000;

    private final PageDatabase database;
    private final Clock clock;

    public Audit(PageDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Writes down what is about to be done; false if a form with this ticket was acted on before. */
    public boolean begin(String ticket, String author, String action, String subject, String details) {
        return database.update(
                        "insert into page_audit (ticket, at_millis, author, action, subject, details)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                        ticket,
                        clock.instant(),
                        author,
                        action,
                        subject,
                        shortened(details))
                == 1;
    }

    /** Writes down what came of it. */
    public void end(String ticket, String outcome) {
        database.update(
                "update page_audit set outcome = ?, ended_millis = ? where ticket = ?",
                shortened(outcome),
                clock.instant(),
                ticket);
    }

    /** Something that is over already: somebody signed in, or could not. */
    public void note(String author, String action, String subject, String outcome) {
        Instant now = clock.instant();
        database.update(
                "insert into page_audit (at_millis, author, action, subject, details, outcome, ended_millis)"
                        + " values (?, ?, ?, ?, '', ?, ?)",
                now,
                shortened(author, 100),
                action,
                shortened(subject, 600),
                shortened(outcome),
                now);
    }

    /** What was done with this ticket. */
    public Optional<AuditEntry> byTicket(String ticket) {
        return database.list(SELECT + "where ticket = ?", Audit::read, ticket).stream()
                .findFirst();
    }

    /** What was done to one thing, the oldest first. */
    public List<AuditEntry> of(String subject) {
        return database.list(SELECT + "where subject = ? order by id limit 200", Audit::read, subject);
    }

    /** What was done, the latest first, before the entry of this id. */
    public List<AuditEntry> before(long id, int limit) {
        return database.list(SELECT + "where id < ? order by id desc limit ?", Audit::read, id, limit);
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getString("author"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("details"),
                row.getString("outcome"));
    }

    private static String shortened(String text) {
        return shortened(text, LONGEST);
    }

    private static String shortened(String text, int most) {
        int end = Math.min(text.length(), most);
        boolean inPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, inPair ? end - 1 : end).replace("\0", "\uFFFD");
    }
}
