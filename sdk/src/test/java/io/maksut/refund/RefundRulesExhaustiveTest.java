package io.maksut.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.Amounts;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Timestamps;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.RefundDecision.Refused;
import io.maksut.refund.RefundDecision.Undetermined;
import io.maksut.refund.World.Ask;
import io.maksut.refund.World.Flight;
import io.maksut.refund.World.Order;
import io.maksut.refund.World.Reading;
import io.maksut.refund.World.Shop;
import io.maksut.refund.World.Way;
import io.maksut.refund.World.Word;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every combination of the facts in {@link World}, held against the rule as a data file says it. */
class RefundRulesExhaustiveTest {
    private static final int COMBINATIONS = 17 * 3 * 7 * 30 * 2 * 14 * 2 * 3;
    private static final List<Line> RULE = readRule();
    private static final List<Locale> LANGUAGES =
            List.of(Locale.ENGLISH, Locale.forLanguageTag("fi"), Locale.forLanguageTag("lv"));

    @Test
    void everyCombinationOfFactsGetsTheAnswerOfTheFirstRowThatFitsAndMoneyIsSafe() {
        List<String> wrong = new ArrayList<>();
        Set<RefundDecision> distinct = new HashSet<>();
        Set<Integer> rows = new TreeSet<>();
        int[] seen = new int[1];

        everyWorld(world -> {
            seen[0]++;
            RefundFacts facts = world.facts();
            RefundDecision decision = RefundRules.judge(facts);
            String expected = expected(world);
            List<String> breaches = Safety.breaches(facts, decision);
            boolean right = expected.equals(decision.row() + " " + kind(decision));
            if ((!right || !breaches.isEmpty() || decision.evidence().isEmpty()) && wrong.size() < 10) {
                wrong.add(world + ": expected " + expected + ", got " + decision + " " + breaches);
            }
            rows.add(decision.row());
            distinct.add(withoutEvidence(decision));
        });

        assertThat(wrong).isEmpty();
        assertThat(seen[0]).isEqualTo(COMBINATIONS);
        assertThat(rows).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(distinct).hasSizeGreaterThan(50).allSatisfy(RefundRulesExhaustiveTest::explainsItself);
    }

    @Test
    void theRowsOfTheCodeAreTheRowsOfTheRuleInItsOrder() {
        assertThat(RefundRules.TABLE.stream().map(RefundRules.Row::number))
                .isEqualTo(RULE.stream().map(Line::row).distinct().toList())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(RefundRules.TABLE)
                .allSatisfy(row -> assertThat(RULE)
                        .filteredOn(line -> line.row == row.number())
                        .isNotEmpty()
                        .anySatisfy(line -> assertThat(line.releasable).isEqualTo(everReleasable(row))));
    }

    private static boolean everReleasable(RefundRules.Row row) {
        World byHand = World.ordinary().with(Order.FOUND_AND_REFUNDED_BY_HAND_SHOP_PAYS);
        return row.releasable(new RefundCase(byHand.facts()));
    }

    @Test
    void noStatusAndMethodThatTheLifecycleRefusesIsEverAllowed() {
        int allowed = 0;
        for (PaymentStatus status : PaymentStatus.values()) {
            for (PaymentMethod method : PaymentMethod.values()) {
                for (OpenBankingRefund bank : OpenBankingRefund.values()) {
                    for (World ideal : idealWorlds()) {
                        Payment payment = payment(status, method, bank, ideal.origin());
                        RefundFacts facts = with(ideal.facts(), payment);
                        RefundDecision decision = RefundRules.judge(facts);
                        boolean lifecycleAllows = payment.lifecycle()
                                .checkRefund(World.cents(500))
                                .isEmpty();
                        assertThat(decision instanceof Allowed)
                                .as("%s %s %s", status, method, bank)
                                .isEqualTo(lifecycleAllows);
                        allowed += lifecycleAllows ? 1 : 0;
                    }
                }
            }
        }
        // 2 statuses, each on cards and other methods at 3 banks, on open banking at the one that pays; 4 worlds.
        assertThat(allowed).isEqualTo(2 * (3 + 3 + 1) * 4);
    }

    private static List<World> idealWorlds() {
        return List.of(
                World.ordinary().with(Shop.FAILED),
                World.paymentLink(),
                World.paymentLink().with(Order.NO_SHOP_CONNECTED).withNoShopDeclared(),
                World.ordinary().with(Order.LOOKUP_FAILED).with(Way.RELEASED));
    }

    private static Payment payment(
            PaymentStatus status, PaymentMethod method, OpenBankingRefund bank, PaymentOrigin origin) {
        return Payment.builder(
                        new PaymentId("shop", "p-1"),
                        status,
                        method,
                        Amounts.of(World.cents(1000), World.cents(1000), World.cents(0)),
                        World.gateway(bank))
                .timestamps(Timestamps.builder(World.NOW).settled(World.PAID).build())
                .origin(origin)
                .build();
    }

    private static RefundFacts with(RefundFacts facts, Payment payment) {
        return RefundFacts.builder(facts.now(), new PaymentReading.Read(payment), World.cents(500))
                .explained(payment.amounts().refunded())
                .order(facts.order())
                .shopRefunds(facts.shopRefunds())
                .noShop(facts.noShop().orElse(null))
                .release(facts.release().orElse(null))
                .build();
    }

    private static void everyWorld(Consumer<World> use) {
        for (Reading reading : Reading.values()) {
            for (PaymentOrigin origin : PaymentOrigin.values()) {
                for (Ask ask : Ask.values()) {
                    for (Shop shop : Shop.values()) {
                        for (Flight flight : Flight.values()) {
                            for (Order order : Order.values()) {
                                for (Way wayOut : Way.values()) {
                                    use.accept(new World(reading, origin, ask, shop, flight, order, false, wayOut));
                                    use.accept(new World(reading, origin, ask, shop, flight, order, true, wayOut));
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static void explainsItself(RefundDecision decision) {
        List<String> texts = LANGUAGES.stream().map(decision::explain).toList();
        assertThat(texts)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "}", "  "));
    }

    private static String expected(World world) {
        Set<Word> words = world.words();
        for (Line line : RULE) {
            if (words.containsAll(line.when)) {
                boolean released = line.releasable && world.wayOut() == Way.RELEASED;
                return line.row + " " + (released ? "ALLOWED" : line.answer);
            }
        }
        throw new AssertionError("The rule has a hole: " + world);
    }

    private static String kind(RefundDecision decision) {
        if (decision instanceof Allowed) {
            return "ALLOWED";
        }
        return decision instanceof Refused ? "REFUSED" : "UNDETERMINED";
    }

    private static RefundDecision withoutEvidence(RefundDecision decision) {
        if (decision instanceof Allowed it) {
            return new Allowed(
                    it.row(),
                    it.ground(),
                    it.payment(),
                    it.amount(),
                    it.atMost(),
                    it.until(),
                    it.uses(),
                    it.questions(),
                    List.of());
        }
        if (decision instanceof Refused it) {
            return new Refused(
                    it.row(),
                    it.reason(),
                    it.denial(),
                    it.order(),
                    it.failedRefund(),
                    it.atMost(),
                    it.releasable(),
                    List.of());
        }
        Undetermined it = (Undetermined) decision;
        return new Undetermined(
                it.row(), it.cause(), it.askAgainAt(), it.releasable(), it.orders(), it.questions(), List.of());
    }

    /** One line of the data file. */
    private record Line(int row, String answer, boolean releasable, Set<Word> when) {}

    private static List<Line> readRule() {
        try (InputStream in = RefundRulesExhaustiveTest.class.getResourceAsStream("direct-refund-rule.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(cells -> new Line(
                            Integer.parseInt(cells[0].strip()),
                            cells[1].strip(),
                            cells[2].strip().equals("release"),
                            Stream.of(cells[3].strip().split(" "))
                                    .map(Word::valueOf)
                                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Word.class)))))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
