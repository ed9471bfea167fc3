package io.maksut.monitor;

import io.maksut.text.LocalisedTexts;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it should be. Immutable and thread-safe.
 *
 * @param about the account, scan or shop that it concerns; empty if none
 * @param count how many; 0 if it cannot be counted
 * @param age since when, or how old the oldest is; null if that does not matter
 */
public record Trouble(
        Kind kind, String about, long count, @Nullable Duration age) {
    private static final LocalisedTexts TEXTS = LocalisedTexts.beside(Trouble.class);

    /** What can be wrong. */
    public enum Kind {
        /** The database does not answer: nothing can be taken in, nothing is worked on. */
        DATABASE_DOWN(Health.Status.DOWN),
        /** A gateway or shop did not accept our credentials when it was last asked: nothing goes there until a person acts. */
        CREDENTIALS_REFUSED(Health.Status.DOWN),
        /** A gateway or shop did not answer properly of late, and is not asked for a while. */
        BREAKER_OPEN(Health.Status.TROUBLED),
        /** All refunds and captures are stopped. */
        MONEY_STOPPED(Health.Status.TROUBLED),
        /** Refunds and captures of an account or a shop are stopped. */
        MONEY_STOPPED_IN_PART(Health.Status.TROUBLED),
        /** The ledger was set back, or is another one than before: all refunds and captures are stopped. */
        LEDGER_SET_BACK(Health.Status.TROUBLED),
        /** The mark of the ledger cannot be read or kept: one that is set back is not noticed. */
        LEDGER_MARK_BROKEN(Health.Status.TROUBLED),
        /** The mark of the ledger is missing, or its database has another address: it may be a copy. */
        LEDGER_MAYBE_COPY(Health.Status.ATTENTION),
        /** Payments are due, and no worker takes them. */
        NOBODY_WORKS(Health.Status.TROUBLED),
        /** No payment is due, and no worker looks whether one is: none was started, or it has stopped. */
        NO_WORKER(Health.Status.TROUBLED),
        /** Deliveries are due, and no worker takes them. */
        DELIVERIES_LIE(Health.Status.TROUBLED),
        /** Unfinished payments are due to be read again, and no worker reads them, or not fast enough. */
        UNFINISHED_LIE(Health.Status.TROUBLED),
        /** A scan has not ended for three of its periods, or never since it was expected. */
        SCAN_LATE(Health.Status.TROUBLED),
        /** A scan met a fault: what no delivery tells of is not found there. */
        SCAN_FAILED(Health.Status.TROUBLED),
        /** Records of the ledger were written by a newer version of the SDK: their payments wait for one that can read them. */
        RECORDS_SET_ASIDE(Health.Status.TROUBLED),
        /** Deliveries were written by a newer version of the SDK, and wait for one that can read them. */
        DELIVERIES_SET_ASIDE(Health.Status.TROUBLED),
        /** Deliveries could not be worked on. */
        DEAD_LETTERS(Health.Status.ATTENTION),
        /** Of some refunds nobody knows whether their money moved. */
        OUTCOMES_UNKNOWN(Health.Status.ATTENTION),
        /** Refunds or captures wait for a person. */
        WAITING_FOR_PERSON(Health.Status.ATTENTION),
        /** Shop and gateway differ. */
        DISCREPANCIES_OPEN(Health.Status.ATTENTION);

        private final Health.Status status;

        Kind(Health.Status status) {
            this.status = status;
        }

        /** How bad it is. */
        public Health.Status status() {
            return status;
        }
    }

    /** What is wrong and what to do, in English, Finnish or Latvian; any other language reads English. */
    public String explain(Locale locale) {
        return TEXTS.text(locale, "trouble." + kind, about, "" + count, age == null ? "" : age(age));
    }

    /** In the largest unit that fits, as ISO 8601 has it without its letters in front. */
    private static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        return age.toHours() > 0 ? age.toHours() + " h" : Math.max(1, age.toMinutes()) + " min";
    }

    static Map<String, String> texts(Locale language) {
        return TEXTS.all(language);
    }
}
