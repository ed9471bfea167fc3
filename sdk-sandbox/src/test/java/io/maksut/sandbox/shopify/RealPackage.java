package io.maksut.sandbox.shopify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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
 * A package of npm that tells how the real Shopify looks. It is packed into target when a test needs it; nothing of it is
 * ours. Where npm is not installed the test is skipped; where npm does not deliver, it fails.
 */
final class RealPackage {
    private static final Path FOLDER = Path.of("target", "npm");
    private static final int BLOCK = 512;

    private final Map<String, byte[]> files = new HashMap<>();

    /** @param wanted which files, by their paths within the package */
    RealPackage(String name, String version, Predicate<String> wanted) throws IOException, InterruptedException {
        String file = name.replace("@", "").replace('/', '-') + "-" + version + ".tgz";
        Path archive = FOLDER.resolve(file);
        if (!Files.exists(archive)) {
            Files.createDirectories(FOLDER);
            Path unfinished = Files.createTempDirectory(FOLDER, "pack");
            pack(name + "@" + version, unfinished);
            Files.move(unfinished.resolve(file), archive, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(unfinished);
        }
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            read(in, wanted);
        }
    }

    JsonObject json(String path) throws IOException {
        byte[] content = files.get("package/" + path);
        if (content == null) {
            throw new IOException("no file " + path);
        }
        InputStream in = new ByteArrayInputStream(content);
        byte[] text = path.endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : content;
        return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static void pack(String coordinates, Path folder) throws IOException, InterruptedException {
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "pack", "--silent", coordinates)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "npm is not installed");
            return;
        }
        if (!npm.waitFor(120, TimeUnit.SECONDS) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm does not deliver " + coordinates);
        }
    }

    private void read(DataInputStream tar, Predicate<String> wanted) throws IOException {
        byte[] header = new byte[BLOCK];
        while (true) {
            try {
                tar.readFully(header);
            } catch (EOFException e) {
                return;
            }
            String name = text(header, 0, 100);
            if (name.isEmpty()) {
                return;
            }
            long size = Long.parseLong(text(header, 124, 12).trim(), 8);
            long padding = Math.floorMod(-size, BLOCK);
            if (name.startsWith("package/") && wanted.test(name.substring("package/".length()))) {
                byte[] content = new byte[Math.toIntExact(size)];
                tar.readFully(content);
                files.put(name, content);
                tar.skipNBytes(padding);
            } else {
                tar.skipNBytes(size + padding);
            }
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
