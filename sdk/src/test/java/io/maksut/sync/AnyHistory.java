package io.maksut.sync;

import io.maksut.sync.History.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random histories of one payment: shop refunds that come late, twice and out of order, lost answers, requests that the
 * gateway carries out long after they were sent, workers that die,
 * direct refunds, and changes in the shop and at the gateway behind our back. {@link History} holds each against a model of
 * the seven invariants of the sync.
 */
abstract class AnyHistory {
    private static HistoryWorld world;

    @BeforeContainer
    static void start() {
        world = new HistoryWorld();
    }

    @AfterContainer
    static void stop() {
        world.close();
    }

    static void endsWell(SyncWorld.Gateway gateway, List<Step> steps) {
        new History(world, gateway).run(steps);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(History.What.SHOP_ASKS)),
                                Tuple.of(3, Arbitraries.just(History.What.DELIVERED_AGAIN)),
                                Tuple.of(6, Arbitraries.just(History.What.WORKER_WORKS)),
                                Tuple.of(
                                        9,
                                        Arbitraries.of(
                                                History.What.ANSWER_IS_LOST_AND_RESOLVING_TURNED_AWAY,
                                                History.What.SHOP_ASKS_TWICE_ON_STALE_READS,
                                                History.What.SHOP_ASKS_AND_THE_REQUEST_ARRIVES_LATE,
                                                History.What.SHOP_SHOWS_A_FAILURE,
                                                History.What.DESK_REFUNDS_AND_THE_ANSWER_IS_LOST,
                                                History.What.DESK_REFUNDS_WHILE_THE_SHOP_ASKS)),
                                Tuple.of(12, Arbitraries.of(History.What.values()))),
                        Arbitraries.integers().between(0, 19))
                .as(Step::new);
        return step.list().ofMinSize(3).ofMaxSize(18);
    }
}
