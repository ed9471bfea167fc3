package io.maksut.index;

import java.util.EnumSet;

/** Enum constants by name, so that constants may be added and moved, and rows of a newer SDK can be read. */
final class StoredWord {
    private StoredWord() {}

    static <E extends Enum<E>> E of(Class<E> type, String name, E unknown) {
        return EnumSet.allOf(type).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElse(unknown);
    }
}
