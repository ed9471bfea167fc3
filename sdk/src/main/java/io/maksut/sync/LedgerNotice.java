package io.maksut.sync;

/** What was noticed of the ledger itself. A person should know it; it stops nothing. */
public enum LedgerNotice {
    /**
     * Marks of this ledger were kept outside its database, and none is here: it is gone, or this is another place. A
     * copy of a ledger that works elsewhere must not move money. Reported for a day; a new mark is kept.
     */
    MARK_MISSING,
    /** The kept mark cannot be read: whether the ledger was set back is not known, and no new mark is kept. */
    MARK_UNREADABLE,
    /** The mark cannot be kept: setting the ledger back now would not be noticed. */
    MARK_NOT_KEPT,
    /** The ledger's database has another address than before: it was moved, or is a copy. Reported for a day. */
    ANOTHER_ADDRESS
}
