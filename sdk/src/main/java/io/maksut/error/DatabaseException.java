package io.maksut.error;

/**
 * The caller's database did not do what the index or the inbox asked of it. Nothing of what was asked is stored, unless
 * {@link #isOutcomeUnknown()}. No money is concerned: this stands apart from {@link MaksutException}.
 *
 * <p>The message holds the statement's text, SQLState and vendor code, never a stored or given value.
 */
public abstract class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isTransient;
    private final boolean isOutcomeUnknown;

    /** For the storage layer, which alone knows what a driver's error means. */
    protected DatabaseException(String message, boolean isTransient, boolean isOutcomeUnknown) {
        super(message);
        this.isTransient = isTransient;
        this.isOutcomeUnknown = isOutcomeUnknown;
    }

    /** The same may succeed later without anyone changing anything: contention, a lost connection, a full pool. */
    public final boolean isTransient() {
        return isTransient;
    }

    /** The answer to the commit was lost: everything of the transaction is stored, or nothing. Read before going on. */
    public final boolean isOutcomeUnknown() {
        return isOutcomeUnknown;
    }
}
