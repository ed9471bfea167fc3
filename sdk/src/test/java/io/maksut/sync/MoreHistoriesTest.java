package io.maksut.sync;

import io.maksut.sync.History.Step;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** The second half of the ten thousand of a long run; {@link HistoriesTest} is the first. */
class MoreHistoriesTest extends AnyHistory {
    @Tag("nightly")
    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void fiveThousandMoreEndWell(@ForAll SyncWorld.Gateway gateway, @ForAll("histories") List<Step> steps) {
        endsWell(gateway, steps);
    }
}
