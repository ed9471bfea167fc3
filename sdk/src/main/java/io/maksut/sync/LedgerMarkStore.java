package io.maksut.sync;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps one mark of a ledger, outside the ledger's database and outside its backups: what is restored together with the database
 * shows nothing. Processes may share one store, or have one each. Implementations are thread-safe and never show a mark that is
 * written in part, also after a crash. {@link LedgerMarkFile} keeps it in a file.
 */
public interface LedgerMarkStore {
    /**
     * The mark that was written last; empty if none ever was here.
     *
     * @throws IOException if there is something that cannot be read as a mark, or it cannot be told whether there is
     */
    Optional<LedgerMark> read() throws IOException;

    /**
     * Keeps this mark in place of the one before; it is durable when this returns.
     *
     * @throws IOException if it could not be kept; the one before stands then
     */
    void write(LedgerMark mark) throws IOException;
}
