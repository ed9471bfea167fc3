package io.maksut.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Bytes that nearly are what somebody expects: cut, doubled, shuffled, spliced, with pieces that parsers trip over. */
public final class Mutations {
    private static final List<byte[]> PIECES = List.of(
                    "{",
                    "}",
                    "[[[[[[[[[[",
                    "\"",
                    "\\u0000",
                    "\\ud800",
                    ":null",
                    ":1e999999999",
                    "&",
                    "&&",
                    "=",
                    "%",
                    "%0",
                    "%00",
                    "%ff",
                    "%C3%A4",
                    "+",
                    "&hmac=",
                    "&payment_reference=",
                    "0",
                    "-",
                    "Z",
                    " ",
                    "\n",
                    "\u0000",
                    "ä",
                    "\u2028",
                    "9999999999999999999999",
                    "x".repeat(5_000))
            .stream()
            .map(piece -> piece.getBytes(UTF_8))
            .toList();

    private final RandomGenerator random;
    private final List<byte[]> seeds;

    /** With a seed that is printed, and can be set by {@code -Dmaksut.seed}. */
    public Mutations(String test, List<String> seeds) {
        long seed = Long.getLong("maksut.seed", System.nanoTime());
        System.out.println(test + ": -Dmaksut.seed=" + seed);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.seeds = seeds.stream().map(it -> it.getBytes(UTF_8)).toList();
    }

    public RandomGenerator random() {
        return random;
    }

    /** One of the seeds after up to six changes, or noise. */
    public byte[] next() {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = pick(seeds);
        for (int changes = random.nextInt(7); changes > 0; changes--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(random.nextBoolean() ? 4 : 60));
        byte[] middle = switch (random.nextInt(5)) {
            case 0 -> new byte[0];
            case 1 -> twice(bytes, from, to);
            case 2 -> pick(PIECES);
            case 3 -> flipped(bytes, from, to);
            default -> part(pick(seeds));
        };
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, from);
        changed.writeBytes(middle);
        changed.write(bytes, to, bytes.length - to);
        return changed.toByteArray();
    }

    private static byte[] twice(byte[] bytes, int from, int to) {
        ByteArrayOutputStream doubled = new ByteArrayOutputStream();
        doubled.write(bytes, from, to - from);
        doubled.write(bytes, from, to - from);
        return doubled.toByteArray();
    }

    private byte[] flipped(byte[] bytes, int from, int to) {
        ByteArrayOutputStream flipped = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            flipped.write(bytes[i] ^ 1 << random.nextInt(8));
        }
        return flipped.toByteArray();
    }

    private byte[] part(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.write(bytes, from, random.nextInt(bytes.length - from + 1));
        return part.toByteArray();
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }
}
