package io.maksut.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.refund.Ruling.Allowed;
import io.maksut.refund.Ruling.Ground;
import io.maksut.refund.Ruling.Reason;
import io.maksut.refund.Ruling.Refused;
import io.maksut.refund.Ruling.Undetermined;
import java.util.List;

/** Rulings, and what a test says of them. */
final class Rulings {
    private Rulings() {}

    static RefundFacts.Builder facts(World world) {
        return world.facts().toBuilder();
    }

    static Ruling judge(World world, List<ShopRefund> refunds) {
        return RefundRules.judge(facts(world).shopRefunds(refunds).build());
    }

    static Allowed allowed(World world, int row, Ground ground) {
        return allowed(world.ruling(), row, ground);
    }

    static Allowed allowed(Ruling ruling, int row, Ground ground) {
        assertThat(ruling).isInstanceOf(Allowed.class);
        Allowed allowed = (Allowed) ruling;
        assertThat(allowed.row()).isEqualTo(row);
        assertThat(allowed.ground()).isEqualTo(ground);
        return allowed;
    }

    static Refused refused(World world, int row, Reason reason) {
        return refused(world.ruling(), row, reason);
    }

    static Refused refused(Ruling ruling, int row, Reason reason) {
        assertThat(ruling).isInstanceOf(Refused.class);
        Refused refused = (Refused) ruling;
        assertThat(refused.row()).isEqualTo(row);
        assertThat(refused.reason()).isEqualTo(reason);
        return refused;
    }

    static Undetermined undetermined(World world, int row, Cause cause) {
        return undetermined(world.ruling(), row, cause);
    }

    static Undetermined undetermined(Ruling ruling, int row, Cause cause) {
        assertThat(ruling).isInstanceOf(Undetermined.class);
        Undetermined undetermined = (Undetermined) ruling;
        assertThat(undetermined.row()).isEqualTo(row);
        assertThat(undetermined.cause()).isEqualTo(cause);
        return undetermined;
    }
}
