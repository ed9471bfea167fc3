package io.maksut.sync;

/** What was noticed of the ledger itself, and is for a person to know; it stops nothing by itself. */
public enum LedgerNotice {
    /**
     * Marks of this ledger were kept outside its database, and here is none: the file is gone, or this is another place. A copy of
     * a ledger that works elsewhere must not move money. Said for a day; a new mark is kept from now on.
     */
    MARK_MISSING,
    /** What is kept as its mark cannot be read: it is not known whether the ledger was set back, and no new mark is kept. */
    MARK_UNREADABLE,
    /** Its mark cannot be kept: a ledger that is set back now is not noticed. */
    MARK_NOT_KEPT,
    /** Its database has another address than before: it was moved, or is a copy. Said for a day. */
    ANOTHER_ADDRESS
}
