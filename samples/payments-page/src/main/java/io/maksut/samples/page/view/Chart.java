package io.maksut.samples.page.view;

import java.util.List;

/**
 * Bars, drawn on the server. Every bar carries its number in words; the same numbers stand in a table beside the picture.
 *
 * @param bars in order
 */
public record Chart(String title, List<Bar> bars) {
    /** What the longest bar measures, in units of the picture. */
    public static final long FULL = 1_000;

    /**
     * One bar.
     *
     * @param label below or before it
     * @param value in words
     * @param length 0 to {@link #FULL}
     * @param href what is looked at by choosing it; may be empty
     */
    public record Bar(String label, String value, long length, String href) {}

    static long length(long value, long greatest) {
        return greatest <= 0 ? 0 : Math.max(value > 0 ? 8 : 0, value * FULL / greatest);
    }
}
