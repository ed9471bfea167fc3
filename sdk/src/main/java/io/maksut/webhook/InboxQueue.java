package io.maksut.webhook;

import io.maksut.storage.Database;
import io.maksut.storage.Lease;
import io.maksut.storage.Leases;
import io.maksut.storage.Sql;
import io.maksut.storage.UnreadableRowException;
import io.maksut.text.StorableText;
import io.maksut.webhook.InboxDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out deliveries to the threads of one worker, one per subject at a time, and records what became of them. */
final class InboxQueue {
    private static final Logger LOG = LoggerFactory.getLogger(InboxQueue.class);

    private static final int LONGEST_REASON = 500;
    /** How long a delivery waits while another with its subject is processed. */
    private static final Duration BUSY = Duration.ofSeconds(1);
    /** How long a delivery waits if this worker has no processor for its source. */
    private static final Duration NOT_OURS = Duration.ofMinutes(1);
    /** How long a delivery waits if this version cannot read it. */
    private static final Duration SET_ASIDE = Duration.ofHours(1);
    /** How many rows are tried in one transaction to find one that can be processed. */
    private static final int LOOKS = 20;

    private final Database database;
    private final Clock clock;
    private final Leases leases;
    private final Set<String> sources;
    private final int mostAttempts;

    InboxQueue(Inbox inbox, Set<String> sources, Duration lease, int mostAttempts) {
        this.database = inbox.database();
        this.clock = inbox.clock();
        this.leases = new Leases("maksut_inbox", UUID.randomUUID().toString(), lease, clock);
        this.sources = Set.copyOf(sources);
        this.mostAttempts = mostAttempts;
    }

    /** A delivery that is claimed until its lease runs out. */
    record Claim(InboxDelivery delivery, Lease lease) {}

    /** Claims the delivery that was due first among those that can be processed; its attempt counts from now. */
    Optional<Claim> claim() {
        return database.inTransaction(sql -> {
            for (int look = 0; look < LOOKS; look++) {
                List<Lease> due = leases.claim(sql, 1);
                if (due.isEmpty()) {
                    break;
                }
                Optional<Claim> claim = begin(sql, due.get(0));
                if (claim.isPresent()) {
                    return claim;
                }
            }
            return Optional.empty();
        });
    }

    private Optional<Claim> begin(Sql sql, Lease lease) {
        InboxDelivery waiting;
        try {
            waiting = Inbox.byId(sql, lease.id());
        } catch (UnreadableRowException e) {
            setAside(sql, lease, e.why());
            return Optional.empty();
        }
        if (waiting.state() == State.UNKNOWN) {
            setAside(sql, lease, "it is in a state that this version does not know");
            return Optional.empty();
        }
        if (!sources.contains(waiting.source())) {
            leases.release(sql, lease, clock.instant().plus(NOT_OURS));
            return Optional.empty();
        }
        if (waiting.attempts() >= mostAttempts) {
            // A failed attempt ends the delivery itself; the worker of this last attempt died before that.
            end(sql, lease, State.DEAD_LETTER, "the worker did not survive the last of " + mostAttempts + " attempts");
            return Optional.empty();
        }
        if (!occupy(sql, waiting, lease)) {
            leases.release(sql, lease, clock.instant().plus(BUSY));
            return Optional.empty();
        }
        sql.update("update maksut_inbox set attempts = attempts + 1, set_aside_at = null where id = ?", lease.id());
        sql.update(
                "update maksut_inbox set collapses = 0, delivery_key = ? where id = ? and collapses = 1",
                "~" + lease.id(),
                lease.id());
        return Optional.of(new Claim(Inbox.byId(sql, lease.id()), lease));
    }

    /** A newer version wrote it: it is left unchanged for a worker that knows it, and the others go on. */
    private void setAside(Sql sql, Lease lease, String why) {
        leases.release(sql, lease, clock.instant().plus(SET_ASIDE));
        int first = sql.update(
                "update maksut_inbox set set_aside_at = ? where id = ? and set_aside_at is null",
                clock.instant(),
                lease.id());
        if (first == 1) {
            LOG.error("Delivery {} is set aside, another version of the SDK has to work on it: {}", lease.id(), why);
        }
    }

    /** Marks the subject as busy; one worker at most succeeds. An expired mark was left by a worker that died. */
    private boolean occupy(Sql sql, InboxDelivery delivery, Lease lease) {
        if (delivery.subject().isEmpty()) {
            return true;
        }
        String subject = delivery.subject().get();
        return sql.insertIfAbsent(
                        "maksut_inbox_busy",
                        List.of("source", "subject"),
                        List.of("until_at", "inbox_id", "lease_token"),
                        delivery.source(),
                        subject,
                        lease.until(),
                        lease.id(),
                        lease.token())
                || sql.update(
                                "update maksut_inbox_busy set until_at = ?, inbox_id = ?, lease_token = ?"
                                        + " where source = ? and subject = ? and until_at <= ?",
                                lease.until(),
                                lease.id(),
                                lease.token(),
                                delivery.source(),
                                subject,
                                clock.instant())
                        == 1;
    }

    /**
     * Records that nothing is left to do.
     *
     * @throws io.maksut.storage.LeaseLostException if another worker has it by now
     */
    void done(Claim claim) {
        close(claim, State.DONE, null);
    }

    /**
     * Records that a person has to look.
     *
     * @throws io.maksut.storage.LeaseLostException if another worker has it by now
     */
    void deadLetter(Claim claim, String reason) {
        close(claim, State.DEAD_LETTER, reason);
    }

    /**
     * Records that it is tried again from {@code due} on.
     *
     * @throws io.maksut.storage.LeaseLostException if another worker has it by now
     */
    void retry(Claim claim, Instant due, String reason) {
        database.inTransaction(sql -> {
            leases.release(sql, claim.lease(), due);
            sql.update(
                    "update maksut_inbox set reason = ? where id = ?",
                    StorableText.cut(reason, LONGEST_REASON),
                    claim.lease().id());
            return vacate(sql, claim);
        });
    }

    private void close(Claim claim, State state, @Nullable String reason) {
        database.inTransaction(sql -> {
            end(sql, claim.lease(), state, reason);
            return vacate(sql, claim);
        });
    }

    private void end(Sql sql, Lease lease, State state, @Nullable String reason) {
        leases.finish(sql, lease);
        sql.update(
                "update maksut_inbox set state = ?, reason = ?, ended_at = ? where id = ?",
                state.stored(),
                reason == null ? null : StorableText.cut(reason, LONGEST_REASON),
                clock.instant(),
                lease.id());
    }

    private static int vacate(Sql sql, Claim claim) {
        InboxDelivery delivery = claim.delivery();
        return sql.update(
                "delete from maksut_inbox_busy where source = ? and subject = ? and inbox_id = ? and lease_token = ?",
                delivery.source(),
                delivery.subject().orElse(""),
                claim.lease().id(),
                claim.lease().token());
    }
}
