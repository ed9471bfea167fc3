package io.maksut.sync;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Keeps the mark in a small file. A new mark is written to a file beside it, forced to the disk and renamed, so that a
 * crash leaves the old or the new one, whole; a file with the mark's name in front and {@code .new} at the end is left
 * from a crash and may be deleted. Put it on another disk than the database, or at least in a folder that is not backed
 * up and restored with it. Thread-safe; several processes may share one.
 */
public final class LedgerMarkFile implements LedgerMarkStore {
    private static final String FIRST_LINE = "maksut ledger mark 1";
    private static final int LONGEST = 1_000;

    private final Path folder;
    private final Path file;

    private LedgerMarkFile(Path folder, Path file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * Keeps the mark in this file. It need not exist yet, but its folder must.
     *
     * @throws IllegalArgumentException if it is no path of a file
     */
    public static LedgerMarkFile of(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (folder == null || name == null) {
            throw new IllegalArgumentException("no path of a file: " + file);
        }
        return new LedgerMarkFile(folder, folder.resolve(name));
    }

    @Override
    public Optional<LedgerMark> read() throws IOException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IOException("this is no mark of a ledger: " + file);
            }
            return Optional.of(parse(Files.readAllLines(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private LedgerMark parse(List<String> lines) throws IOException {
        boolean whole = lines.size() == 5
                && lines.get(0).equals(FIRST_LINE)
                && lines.get(4).equals("check " + check(String.join("\n", lines.subList(0, 4))));
        if (!whole) {
            throw new IOException("this is no mark of a ledger, or was damaged: " + file);
        }
        try {
            return new LedgerMark(
                    value(lines.get(1), "ledger "),
                    Long.parseLong(value(lines.get(2), "event ")),
                    Instant.parse(value(lines.get(3), "at ")));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IOException("this mark of a ledger holds what no mark holds: " + file, e);
        }
    }

    private static String value(String line, String name) {
        return line.startsWith(name) ? line.substring(name.length()) : "";
    }

    private static String check(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    @Override
    public void write(LedgerMark mark) throws IOException {
        String text =
                String.join("\n", FIRST_LINE, "ledger " + mark.ledger(), "event " + mark.event(), "at " + mark.at());
        Path beside = Files.createTempFile(folder, folder.relativize(file).toString(), ".new");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\ncheck " + check(text) + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        forceFolder();
    }

    /** Forces the rename to the disk, too; not every system lets a folder be opened. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // the mark is whole all the same; after a crash of the machine it may be the old one
        }
    }

    @Override
    public String toString() {
        return "LedgerMarkFile[" + file + "]";
    }
}
