package io.maksut.sandbox.shopify.shop;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of everything. Numbers of one type rise by two and every type starts at the same one, so that an order and a refund
 * share a number; odd ones above 2^53, as by default, do not survive a double. Thread-safe.
 */
public final class Identifiers {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final long first;
    private final long seed;
    private SplittableRandom random;
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();

    public Identifiers(long first, long seed) {
        this.first = first;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    public long next(String type) {
        return sequences.computeIfAbsent(type, name -> new AtomicLong(first)).getAndAdd(2);
    }

    /** Begins anew. */
    public synchronized void reset() {
        sequences.clear();
        random = new SplittableRandom(seed);
    }

    /** Letters and digits, as payment ids and session ids are. */
    public synchronized String token(int length) {
        StringBuilder token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }

    public synchronized String uuid() {
        // Version 4, variant 2.
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
