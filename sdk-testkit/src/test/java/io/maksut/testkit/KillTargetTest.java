package io.maksut.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KillTargetTest {
    private static final KillTarget VOID = new KillTarget(KillPoint.AFTER_INTENT_IS_STORED, Set.of(KilledWork.VOID));

    @Test
    void everyTargetIsReadBack() {
        List<KillTarget> all = new ArrayList<>(KillTarget.atGateway());
        all.addAll(KillTarget.ofVoids());
        all.addAll(KillTarget.ofWrites(KilledWork.RECORD));

        assertThat(all)
                .doesNotHaveDuplicates()
                .allSatisfy(it -> assertThat(KillTarget.parse(it.toString())).isEqualTo(it));
    }

    @Test
    void theSamePointOfOtherWorkIsNotTheTarget() {
        assertThat(VOID.isReached(KillPoint.AFTER_INTENT_IS_STORED, Set.of(KilledWork.REFUND)))
                .isFalse();
        assertThat(VOID.isReached(KillPoint.BEFORE_INTENT_IS_STORED, Set.of(KilledWork.VOID)))
                .isFalse();
        assertThat(VOID.isReached(KillPoint.AFTER_INTENT_IS_STORED, Set.of(KilledWork.VOID, KilledWork.REFUND)))
                .isTrue();
    }

    @Test
    void whatBelongsToNoWorkBelongsToAll() {
        assertThat(KillTarget.atGateway().get(0).isReached(KillPoint.AFTER_CLAIM, Set.of()))
                .isTrue();
    }

    @Test
    void whoWatchesTheGatewaysHearsNothingOfWritesIntoShops() {
        List<KillPoint> heard = new ArrayList<>();
        Killer killer = Killer.atGateway(heard::add);

        killer.at(KillPoint.AFTER_WRITE_IS_WANTED, Set.of(KilledWork.RECORD));
        killer.at(KillPoint.AFTER_INTENT_IS_STORED, Set.of(KilledWork.START));
        killer.at(KillPoint.AFTER_OUTCOME_IS_STORED, Set.of(KilledWork.RECORD, KilledWork.VOID));
        killer.at(KillPoint.AFTER_CLAIM);

        assertThat(heard).containsExactly(KillPoint.AFTER_OUTCOME_IS_STORED, KillPoint.AFTER_CLAIM);
    }
}
