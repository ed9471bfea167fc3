package io.maksut.refund;

import static io.maksut.refund.World.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Amounts;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.payment.Timestamps;
import io.maksut.refund.OrderFinding.Found;
import io.maksut.refund.OrderFinding.NotFound;
import io.maksut.refund.OrderFinding.Unknown;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.ShopRefund.State;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Flight;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RefundRulesPropertiesTest {
    /** What can get worse, or become less well known. */
    enum Worsening {
        THE_GATEWAY_CANNOT_BE_READ(facts -> paid(facts, new PaymentReading.Unread("down"))),
        THE_READING_GROWS_STALE(facts -> payment(
                facts,
                payment -> payment.timestamps(
                        Timestamps.builder(NOW.minus(Duration.ofHours(1))).build()))),
        THE_READING_SHOWS_LESS_THAN_WAS_CAPTURED(
                facts -> facts.toBuilder().captureNotShown(true).build()),
        THE_PAYMENT_IS_DISPUTED(facts -> payment(facts, payment -> payment.chargebackOpen(true))),
        A_REFUND_AT_THE_GATEWAY_IS_PROCESSING(facts -> payment(
                facts,
                payment -> payment.refunds(
                        List.of(new Refund("g9", World.cents(1), RefundState.PROCESSING, null, "processing"))))),
        ITS_AGE_IS_NOT_KNOWN(facts -> payment(
                facts,
                payment -> payment.timestamps(
                        Timestamps.builder(payment.build().timestamps().readAt())
                                .build()))),
        ITS_ORIGIN_IS_NOT_KNOWN(facts -> payment(facts, payment -> payment.origin(PaymentOrigin.UNKNOWN))),
        IT_CAME_FROM_THE_CHECKOUT(facts -> payment(facts, payment -> payment.origin(PaymentOrigin.CHECKOUT))),
        A_REFUND_IS_IN_FLIGHT(facts -> facts.toBuilder()
                .inFlight(List.of(new RefundInFlight("f9", World.cents(1), Place.LEDGER, Initiator.DIRECT)))
                .build()),
        FAILURES_ARE_UNCERTAIN(facts -> failures(facts, failure -> failure.attributed(Attribution.UNCERTAIN))),
        FAILURES_MOVED(facts -> failures(facts, failure -> failure.attributed(Attribution.MOVED))),
        NOBODY_SAID_THAT_FAILURES_ARE_TWO(facts -> failures(facts, failure -> failure.anotherThan(Set.of()))),
        A_DIRECT_REFUND_WAS_MADE(facts -> {
            List<PaidDirectly> more = new ArrayList<>(facts.paidDirectly());
            more.add(new PaidDirectly("d9", World.cents(1), NOW, null));
            return facts.toBuilder().paidDirectly(more).build();
        }),
        THE_RECORD_BY_HAND_IS_DELETED(
                facts -> facts.toBuilder().handRecord(null).build()),
        FAILURES_ARE_USED(facts -> failures(facts, ShopRefund::usedUp)),
        FAILURES_ARE_NEW(facts -> failures(facts, it -> changed(it, it.amount(), NOW))),
        FAILURES_ARE_SMALL(facts ->
                failures(facts, it -> changed(it, Money.zero(it.amount().currency()), it.at()))),
        FAILURES_ARE_PENDING(
                facts -> failures(facts, it -> ShopRefund.of(it.id(), it.amount(), State.PENDING, it.at()))),
        THE_SHOP_REFUNDS(facts -> {
            List<ShopRefund> more = new ArrayList<>(facts.shopRefunds());
            more.add(ShopRefund.of("s9", World.cents(1), State.SUCCEEDED, NOW));
            return facts.toBuilder().shopRefunds(more).build();
        }),
        THE_ORDER_IS_FOUND(
                facts -> facts.toBuilder().order(Order.FOUND.discrepancy).build()),
        THE_LOOKUP_FAILS(facts -> unlessFound(facts, new Unknown(Cause.LOOKUP_FAILED))),
        THE_ORDER_IS_LOOKED_UP_ONCE(facts -> unlessFound(facts, new NotFound(true, true, NOW, NOW))),
        THE_HISTORY_IS_LIMITED(facts -> unlessFound(facts, Order.NOT_FOUND_IN_PART_OF_HISTORY.discrepancy)),
        THE_DECLARATION_IS_WITHDRAWN(facts -> facts.toBuilder().noShop(null).build()),
        THE_RELEASE_IS_USED(
                facts -> facts.toBuilder().release(Way.RELEASE_USED.release).build()),
        THE_RELEASE_IS_WITHDRAWN(facts -> facts.toBuilder().release(null).build()),
        THE_SETTLE_DELAY_IS_LONGER(
                facts -> facts.toBuilder().settleDelay(Duration.ofHours(2)).build()),
        FACTS_MUST_BE_FRESHER(
                facts -> facts.toBuilder().permitLife(Duration.ofSeconds(1)).build());

        @SuppressWarnings("ImmutableEnumChecker") // a function without state
        private final UnaryOperator<RefundFacts> change;

        Worsening(UnaryOperator<RefundFacts> change) {
            this.change = change;
        }

        private static RefundFacts payment(RefundFacts facts, UnaryOperator<Payment.Builder> change) {
            return facts.payment() instanceof PaymentReading.Read read
                    ? paid(
                            facts,
                            new PaymentReading.Read(
                                    change.apply(read.payment().toBuilder()).build()))
                    : facts;
        }

        private static RefundFacts paid(RefundFacts facts, PaymentReading reading) {
            return RefundFacts.builder(facts.now(), reading, facts.requested().orElse(null))
                    .explained(facts.explained().orElse(null))
                    .order(facts.order())
                    .shopRefunds(facts.shopRefunds())
                    .inFlight(facts.inFlight())
                    .paidDirectly(facts.paidDirectly())
                    .handRecord(facts.handRecord().orElse(null))
                    .noShop(facts.noShop().orElse(null))
                    .release(facts.release().orElse(null))
                    .settleDelay(facts.settleDelay())
                    .permitLife(facts.permitLife())
                    .build();
        }

        private static RefundFacts failures(RefundFacts facts, UnaryOperator<ShopRefund> change) {
            return facts.toBuilder()
                    .shopRefunds(facts.shopRefunds().stream()
                            .map(refund -> refund.failed() ? change.apply(refund) : refund)
                            .toList())
                    .build();
        }

        private static ShopRefund changed(ShopRefund it, Money amount, Instant at) {
            return new ShopRefund(
                    it.id(),
                    amount,
                    it.state(),
                    at,
                    it.attribution(),
                    it.used(),
                    it.statement(),
                    it.byHand(),
                    it.anotherThan());
        }

        private static RefundFacts unlessFound(RefundFacts facts, OrderFinding discrepancy) {
            return facts.order() instanceof Found
                    ? facts
                    : facts.toBuilder().order(discrepancy).build();
        }
    }

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    void aWorseFactNeverTurnsAnAnswerIntoAllowed(@ForAll("worlds") World world, @ForAll Worsening worsening) {
        RefundFacts facts = world.facts();
        RefundDecision before = RefundRules.judge(facts);
        RefundDecision after = RefundRules.judge(worsening.change.apply(facts));

        if (!(before instanceof Allowed)) {
            assertThat(after).isNotInstanceOf(Allowed.class);
        }
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void askingForMoreNeverTurnsAnAnswerIntoAllowed(@ForAll("worlds") World world) {
        for (Ask more : Ask.values()) {
            boolean comparable = !world.ask().missing()
                    && more.amount != null
                    && more.amount.sameCurrency(world.ask().amount)
                    && more.amount.compareTo(world.ask().amount) > 0;
            if (comparable && !(world.decision() instanceof Allowed)) {
                assertThat(world.with(more).decision()).isNotInstanceOf(Allowed.class);
            }
        }
    }

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void whateverTheTimesAndAmountsAreThereIsOneSafeRuling(@ForAll("hostileFacts") RefundFacts facts) {
        RefundDecision decision = RefundRules.judge(facts);

        assertThat(Safety.breaches(facts, decision)).isEmpty();
        assertThat(decision.evidence()).isNotEmpty();
        assertThat(decision.explain(Locale.forLanguageTag("lv"))).isNotBlank();
        assertThat(RefundRules.judge(facts)).isEqualTo(decision);
    }

    /** Mostly good values, so that one bad fact stands alone often enough. */
    @Provide
    Arbitrary<World> worlds() {
        return Combinators.combine(
                        mostly(Reading.CARD_SETTLED, Reading.values()),
                        mostly(PaymentOrigin.PAYMENT_LINK, PaymentOrigin.values()),
                        mostly(Ask.TWO, Ask.values()),
                        Arbitraries.of(Shop.class),
                        mostly(Flight.NONE, Flight.values()),
                        Arbitraries.of(Order.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Way.class))
                .as(World::new);
    }

    @Provide
    Arbitrary<RefundFacts> hostileFacts() {
        Arbitrary<PaymentReading> readings = Combinators.combine(instants(), instants(), instants(), cents(), cents())
                .as(RefundRulesPropertiesTest::reading);
        Arbitrary<OrderFinding> discrepancies = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false), instants(), instants())
                        .as(NotFound::new),
                Arbitraries.of(Order.class).map(order -> order.discrepancy));
        Arbitrary<ShopRefund> refunds = Combinators.combine(
                        Arbitraries.of("s1", "s2", "s3"),
                        Combinators.combine(Arbitraries.of("EUR", "EUR", "EUR", "JPY"), cents())
                                .as(Money::ofMinor),
                        mostly(State.FAILED, State.values()),
                        instants(),
                        mostly(Attribution.NONE_CERTAIN, Attribution.values()),
                        Arbitraries.of(false, false, true),
                        Combinators.combine(
                                        mostly(false, new Boolean[] {true, false}),
                                        Arbitraries.integers().between(-1, 30),
                                        Arbitraries.of("s1", "s2", "s3", "d1")
                                                .set()
                                                .ofMaxSize(3))
                                .as(Proof::new))
                .as((id, amount, state, at, attribution, used, proof) -> {
                    ShopRefund refund = new ShopRefund(id, amount, state, at, attribution, used, null)
                            .anotherThan(proof.anotherThan());
                    boolean byStatement = proof.stated() && state == State.FAILED;
                    return byStatement ? refund.statedIn(World.statement(proof.minutesAgo())) : refund;
                });
        return Combinators.combine(
                        readings,
                        cents().map(World::cents),
                        discrepancies,
                        refunds.list().ofMaxSize(3).uniqueElements(ShopRefund::id),
                        Arbitraries.of(Flight.NONE, Flight.NONE, Flight.IN_LEDGER),
                        Arbitraries.of(Way.class),
                        Arbitraries.of(NO_DIRECT, NO_DIRECT, List.of(DIRECT)),
                        Arbitraries.of(true, true, true, false))
                .as((reading, amount, discrepancy, shopRefunds, flight, way, direct, explained) -> RefundFacts.builder(
                                NOW, reading, amount)
                        .explained(explained ? World.explained(reading) : null)
                        .order(discrepancy)
                        .shopRefunds(shopRefunds)
                        .inFlight(flight.refunds)
                        .paidDirectly(direct)
                        .release(way.release)
                        .build());
    }

    private static final List<PaidDirectly> NO_DIRECT = List.of();
    private static final PaidDirectly DIRECT = new PaidDirectly("d1", World.cents(200), World.ago(40), "s2");

    private record Proof(boolean stated, int minutesAgo, Set<String> anotherThan) {}

    private static Arbitrary<Instant> instants() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.integers().between(-1, 30).map(World::ago)),
                Tuple.of(1, Arbitraries.of(Instant.MIN, Instant.EPOCH, NOW, Instant.MAX)));
    }

    private static Arbitrary<Long> cents() {
        return Arbitraries.of(0L, 1L, 199L, 200L, 500L, 1000L, 1001L, Long.MAX_VALUE);
    }

    private static PaymentReading reading(
            Instant readAt, Instant created, Instant settled, long captured, long refunded) {
        Amounts amounts =
                Amounts.of(World.cents(captured), World.cents(captured), World.cents(Math.min(captured, refunded)));
        return new PaymentReading.Read(Payment.builder(
                        new PaymentId("shop", "p-1"),
                        PaymentStatus.SETTLED,
                        PaymentMethod.CARD,
                        amounts,
                        World.gateway(OpenBankingRefund.EXECUTED))
                .timestamps(Timestamps.builder(readAt)
                        .created(created)
                        .settled(settled)
                        .build())
                .origin(PaymentOrigin.PAYMENT_LINK)
                .build());
    }

    private static <T> Arbitrary<T> mostly(T usual, T[] all) {
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(usual)), Tuple.of(1, Arbitraries.of(all)));
    }
}
