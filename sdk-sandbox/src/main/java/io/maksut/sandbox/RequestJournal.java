package io.maksut.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came over the wire, oldest first, written when the answer is known. Keeps the last 10,000 requests unless told
 * otherwise. Thread-safe.
 */
public final class RequestJournal {
    private record Line(String method, String path) {}

    private final Deque<RecordedRequest> kept = new ArrayDeque<>();
    private final Map<Line, Long> counts = new HashMap<>();
    private long total;
    private int limit = 10_000;

    /** The requests that are still kept. */
    public synchronized List<RecordedRequest> all() {
        return List.copyOf(kept);
    }

    /** The kept requests of this method and path; {@code *} in the path is any run of characters in one segment. */
    public synchronized List<RecordedRequest> all(String method, String path) {
        PathPattern pattern = PathPattern.of(method, path);
        List<RecordedRequest> found = new ArrayList<>(kept);
        found.removeIf(request -> !pattern.matches(request.method(), request.path()));
        return List.copyOf(found);
    }

    /** All requests since the last {@link #clear}, also those no longer kept. */
    public synchronized long count() {
        return total;
    }

    /** As {@link #all(String, String)}, also those no longer kept, as long as the number of different paths is within the limit. */
    public synchronized long count(String method, String path) {
        PathPattern pattern = PathPattern.of(method, path);
        return counts.entrySet().stream()
                .filter(entry ->
                        pattern.matches(entry.getKey().method(), entry.getKey().path()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Keeps at most so many requests and different paths from now on; with 0 only the total is counted. */
    public synchronized void keepAtMost(int requests) {
        limit = requests;
        while (kept.size() > limit) {
            kept.removeFirst();
        }
    }

    public synchronized void clear() {
        kept.clear();
        counts.clear();
        total = 0;
    }

    synchronized void add(RecordedRequest request) {
        total++;
        Line line = new Line(request.method(), request.path());
        if (counts.containsKey(line) || counts.size() < limit) {
            counts.merge(line, 1L, Long::sum);
        }
        if (limit > 0) {
            if (kept.size() >= limit) {
                kept.removeFirst();
            }
            kept.addLast(request);
        }
    }
}
