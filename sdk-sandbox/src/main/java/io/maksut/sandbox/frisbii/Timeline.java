package io.maksut.sandbox.frisbii;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Things in order of time, read backwards from any place in O(log n). Thread-safe. */
final class Timeline<T> {
    record Entry<T>(Position position, T value) {}

    private final ConcurrentSkipListMap<Position, T> entries = new ConcurrentSkipListMap<>();

    void add(Position position, T value) {
        entries.put(position, value);
    }

    /** Newest first, all strictly before the place. */
    Iterator<Entry<T>> before(Position place) {
        Iterator<Map.Entry<Position, T>> down =
                entries.headMap(place, false).descendingMap().entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return down.hasNext();
            }

            @Override
            public Entry<T> next() {
                Map.Entry<Position, T> next = down.next();
                return new Entry<>(next.getKey(), next.getValue());
            }
        };
    }

    /** Both, newest first; of two entries in the same place the first iterator's is taken. */
    static <T> Iterator<Entry<T>> merged(Iterator<Entry<T>> first, Iterator<Entry<T>> second) {
        return new Iterator<>() {
            private @Nullable Entry<T> a = step(first);
            private @Nullable Entry<T> b = step(second);

            @Override
            public boolean hasNext() {
                return a != null || b != null;
            }

            @Override
            public Entry<T> next() {
                Entry<T> left = a;
                Entry<T> right = b;
                if (left != null && (right == null || left.position().compareTo(right.position()) >= 0)) {
                    if (right != null && left.position().equals(right.position())) {
                        b = step(second);
                    }
                    a = step(first);
                    return left;
                }
                if (right == null) {
                    throw new NoSuchElementException();
                }
                b = step(second);
                return right;
            }
        };
    }

    /** Each as another reads it, without those that it does not see. */
    static <T> Iterator<Entry<T>> seen(Iterator<Entry<T>> entries, Function<T, Optional<T>> view) {
        return new Iterator<>() {
            private @Nullable Entry<T> next = find();

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Entry<T> next() {
                Entry<T> found = next;
                if (found == null) {
                    throw new NoSuchElementException();
                }
                next = find();
                return found;
            }

            private @Nullable Entry<T> find() {
                while (entries.hasNext()) {
                    Entry<T> entry = entries.next();
                    Optional<T> seen = view.apply(entry.value());
                    if (seen.isPresent()) {
                        return new Entry<>(entry.position(), seen.get());
                    }
                }
                return null;
            }
        };
    }

    private static <T> @Nullable Entry<T> step(Iterator<Entry<T>> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }
}
