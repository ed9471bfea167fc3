package io.maksut.sync;

/** Ends whoever comes to a point, when it is time. */
@FunctionalInterface
interface Killer {
    void at(KillPoint reached);
}
