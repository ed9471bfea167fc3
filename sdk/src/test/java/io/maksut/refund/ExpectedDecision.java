package io.maksut.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Ground;
import io.maksut.refund.RefundDecision.Reason;
import io.maksut.refund.RefundDecision.Refused;
import io.maksut.refund.RefundDecision.Undetermined;
import java.util.List;

/** ExpectedDecision, and what a test says of them. */
final class ExpectedDecision {
    private ExpectedDecision() {}

    static RefundFacts.Builder facts(World world) {
        return world.facts().toBuilder();
    }

    static RefundDecision judge(World world, List<ShopRefund> refunds) {
        return RefundRules.judge(facts(world).shopRefunds(refunds).build());
    }

    static Allowed allowed(World world, int row, Ground ground) {
        return allowed(world.decision(), row, ground);
    }

    static Allowed allowed(RefundDecision decision, int row, Ground ground) {
        assertThat(decision).isInstanceOf(Allowed.class);
        Allowed allowed = (Allowed) decision;
        assertThat(allowed.row()).isEqualTo(row);
        assertThat(allowed.ground()).isEqualTo(ground);
        return allowed;
    }

    static Refused refused(World world, int row, Reason reason) {
        return refused(world.decision(), row, reason);
    }

    static Refused refused(RefundDecision decision, int row, Reason reason) {
        assertThat(decision).isInstanceOf(Refused.class);
        Refused refused = (Refused) decision;
        assertThat(refused.row()).isEqualTo(row);
        assertThat(refused.reason()).isEqualTo(reason);
        return refused;
    }

    static Undetermined undetermined(World world, int row, Cause cause) {
        return undetermined(world.decision(), row, cause);
    }

    static Undetermined undetermined(RefundDecision decision, int row, Cause cause) {
        assertThat(decision).isInstanceOf(Undetermined.class);
        Undetermined undetermined = (Undetermined) decision;
        assertThat(undetermined.row()).isEqualTo(row);
        assertThat(undetermined.cause()).isEqualTo(cause);
        return undetermined;
    }
}
