package io.maksut.index;

/** Watches an import. Called on the thread that imports; what it throws ends the import. */
public interface ImportListener {
    /** Some more references are done with, and what was read of them is stored. Does nothing by default. */
    default void progress(ImportProgress progress) {}

    /**
     * A reference could not be imported: not a reference at all ({@link IllegalArgumentException}), or a {@link
     * io.maksut.error.MaksutException} of the gateway. An import that is started again tries it again.
     */
    void failed(String reference, RuntimeException why);
}
