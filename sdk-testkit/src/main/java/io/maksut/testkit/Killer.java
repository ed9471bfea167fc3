package io.maksut.testkit;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Ends whoever comes to a point, when it is time. */
@FunctionalInterface
public interface Killer {
    /** @param of what is being done there; empty where it is nothing in particular */
    void at(KillPoint reached, Set<KilledWork> of);

    default void at(KillPoint reached) {
        at(reached, Set.of());
    }

    /** One that is told only of what is done at a gateway. */
    static Killer atGateway(Consumer<KillPoint> killer) {
        Set<KilledWork> writes = EnumSet.of(KilledWork.RECORD, KilledWork.START);
        return (reached, of) -> {
            boolean ofWritesOnly = !of.isEmpty() && writes.containsAll(of);
            if (!ofWritesOnly && reached != KillPoint.AFTER_WRITE_IS_WANTED) {
                killer.accept(reached);
            }
        };
    }
}
