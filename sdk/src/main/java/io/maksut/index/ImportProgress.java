package io.maksut.index;

/**
 * How far an import has come. Immutable and thread-safe.
 *
 * @param read references that were read from the gateway and noted
 * @param known references whose payments had been seen before
 * @param failed references that were told to {@link ImportListener#failed}
 */
public record ImportProgress(long read, long known, long failed) {
    static final ImportProgress NONE = new ImportProgress(0, 0, 0);

    /** References that are done with. */
    public long total() {
        return read + known + failed;
    }

    ImportProgress plus(long moreRead, long moreKnown, long moreFailed) {
        return new ImportProgress(read + moreRead, known + moreKnown, failed + moreFailed);
    }
}
