package io.maksut.sync;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps one mark of a ledger outside the ledger's database and its backups: a mark that is restored with the database
 * shows nothing. Processes may share one store, or have one each. Implementations are thread-safe and never show a mark
 * that is written in part, even after a crash. {@link LedgerMarkFile} keeps it in a file.
 */
public interface LedgerMarkStore {
    /**
     * The latest mark; empty if none was ever written here.
     *
     * @throws IOException if what is here cannot be read as a mark, or it is not known whether there is one
     */
    Optional<LedgerMark> read() throws IOException;

    /**
     * Replaces the mark; the new one is durable when this returns.
     *
     * @throws IOException if it could not be kept; the old one stands then
     */
    void write(LedgerMark mark) throws IOException;
}
