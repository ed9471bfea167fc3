package io.maksut.index;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;

/**
 * A place in the order of results, newest first; payments of the same microsecond in the order in which they were first
 * seen, the last first. As text it is the cursor of a page.
 *
 * @param created microseconds since 1970-01-01T00:00Z
 */
record Position(long created, long id) implements Comparable<Position> {
    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + Long.BYTES + Long.BYTES;
    private static final Comparator<Position> NEWEST_FIRST = Comparator.comparingLong(Position::created)
            .thenComparingLong(Position::id)
            .reversed();

    @Override
    public int compareTo(Position other) {
        return NEWEST_FIRST.compare(this, other);
    }

    String encode() {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .putLong(created)
                .putLong(id)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads back what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it did not write this
     */
    static Position decode(String cursor) {
        if (cursor.length() > 2 * LENGTH) {
            throw notOurs();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
        if (bytes.length != LENGTH || bytes[0] != VERSION) {
            throw notOurs();
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        Position position = new Position(numbers.getLong(), numbers.getLong());
        if (position.id < 1
                || !StoredTime.isPlausible(position.created)
                || !position.encode().equals(cursor)) {
            throw notOurs();
        }
        return position;
    }

    private static IllegalArgumentException notOurs() {
        return new IllegalArgumentException("this is no cursor of the payment index");
    }
}
