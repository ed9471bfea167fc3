package io.maksut.sync;

import io.maksut.sync.History.Step;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Random histories end well. The long run is done in two halves, side by side: {@link MoreHistoriesTest} is the other. */
class HistoriesTest extends AnyHistory {
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void everyHistoryEndsWell(@ForAll SyncWorld.Gateway gateway, @ForAll("histories") List<Step> steps) {
        endsWell(gateway, steps);
    }

    @Tag("nightly")
    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void fiveThousandHistoriesEndWell(@ForAll SyncWorld.Gateway gateway, @ForAll("histories") List<Step> steps) {
        endsWell(gateway, steps);
    }
}
