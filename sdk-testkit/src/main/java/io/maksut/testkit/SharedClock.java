package io.maksut.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's time and an offset that several processes share, so that a test moves time for all of them. */
public final class SharedClock extends Clock {
    private final MappedByteBuffer offset;

    public SharedClock(Path file) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            offset = opened.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    public void advance(Duration by) {
        offset.putLong(0, offset.getLong(0) + by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.now().plusMillis(offset.getLong(0));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
