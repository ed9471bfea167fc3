package io.maksut.refund;

import io.maksut.payment.Amounts;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.payment.Timestamps;
import io.maksut.refund.RefundInFlight.Initiator;
import io.maksut.refund.RefundInFlight.Place;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.ShopRefund.State;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value for each fact, from small domains, and in plain words what it means. The words are given by hand here and
 * know nothing of the rules' code.
 */
// What the enums hold is never changed, but the check knows neither our own types nor copied collections.
@SuppressWarnings("ImmutableEnumChecker")
record World(
        Reading reading,
        PaymentOrigin origin,
        Ask ask,
        Shop shop,
        Flight flight,
        Order order,
        boolean noShopDeclared,
        Way wayOut) {
    static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    static final Instant PAID = ago(180);

    /** What is said of a world, as direct-refund-rule.txt says it. */
    enum Word {
        AMOUNT_MISSING,
        PAYMENT_REFUSES,
        REFUND_IN_FLIGHT,
        FAILURE_MOVED,
        FAILURE_SUPERSEDED,
        GATEWAY_READ,
        GATEWAY_NOT_READ,
        FAILURE_USABLE,
        FAILURE_DOUBTFUL,
        FAILURE_MAY_BE_KNOWN,
        SHOP_REFUND_FAILED,
        ORDER_FOUND,
        REFUNDED_BY_HAND_WHERE_THE_SHOP_PAYS,
        ORDER_UNKNOWN,
        SHOP_REFUND_KNOWN,
        PAYMENT_TOO_YOUNG,
        ABSENCE_PROVED,
        NO_SHOP_DECLARED,
        PAYMENT_LINK,
        ORIGIN_UNKNOWN,
        ORDINARY_CHECKOUT
    }

    /** The payment, and the cents that may be refunded of it; none where status, method, gateway or dispute forbid. */
    enum Reading {
        CARD_SETTLED(payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0), 1000),
        CARD_PARTLY_REFUNDED(payment(PaymentStatus.PARTIALLY_REFUNDED, PaymentMethod.CARD, 400), 600),
        CARD_WITH_FAILED_REFUND(withRefund(RefundState.FAILED), 1000),
        CARD_WITH_DONE_REFUND(withRefund(RefundState.REFUNDED), 1000),
        BANK_THAT_REFUNDS(payment(PaymentStatus.SETTLED, PaymentMethod.OPEN_BANKING, 0), 1000),
        JUST_PAID(paidAt(ago(9)), 1000),
        PAID_AT_NO_KNOWN_TIME(paidAt(null), 1000),
        CARD_WITH_REFUND_PROCESSING(withRefund(RefundState.PROCESSING), 1000),
        CARD_WITH_REFUND_UNKNOWN(withRefund(RefundState.UNKNOWN), 1000),
        CARD_AUTHORISED(payment(PaymentStatus.AUTHORISED, PaymentMethod.CARD, 0), 0),
        CARD_REFUNDED(payment(PaymentStatus.REFUNDED, PaymentMethod.CARD, 1000), 0),
        CARD_DISPUTED(payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0).chargebackOpen(true), 0),
        PAYPAL_SETTLED(payment(PaymentStatus.SETTLED, PaymentMethod.PAYPAL, 0), 0),
        BANK_THAT_ONLY_CHANGES_THE_STATUS(bank(OpenBankingRefund.STATUS_ONLY), 0),
        STATUS_UNKNOWN(payment(PaymentStatus.UNKNOWN, PaymentMethod.CARD, 0), 0),
        STALE(readAt(ago(5).minusMillis(1)), 0),
        UNREAD(null, 0);

        private final Map<PaymentOrigin, PaymentReading> readings = new EnumMap<>(PaymentOrigin.class);
        final long refundable;

        Reading(Payment.@Nullable Builder payment, long refundable) {
            for (PaymentOrigin origin : PaymentOrigin.values()) {
                readings.put(
                        origin,
                        payment == null
                                ? new PaymentReading.Unread("the gateway did not answer")
                                : new PaymentReading.Read(payment.origin(origin).build()));
            }
            this.refundable = refundable;
        }

        boolean read() {
            return this != UNREAD && this != STALE;
        }
    }

    /** The amount asked for. */
    enum Ask {
        NOTHING(null),
        ZERO(cents(0)),
        TWO(cents(200)),
        FIVE(cents(500)),
        WHOLE(cents(1000)),
        ONE_CENT_ABOVE(cents(1001)),
        TWO_KRONA(Money.ofMinor("SEK", 200));

        final @Nullable Money amount;

        Ask(@Nullable Money amount) {
            this.amount = amount;
        }

        boolean missing() {
            return amount == null || amount.minorUnits() <= 0;
        }
    }

    /** Refunds in the shop, and the cents that the best of its failures is good for under (a). */
    enum Shop {
        NO_REFUND(0, Set.of()),
        SUCCEEDED(0, Set.of(), refund("s1", 500, State.SUCCEEDED, 60)),
        PENDING(0, Set.of(Word.REFUND_IN_FLIGHT), refund("s1", 500, State.PENDING, 60)),
        OF_UNKNOWN_STATE(0, Set.of(Word.REFUND_IN_FLIGHT), refund("s1", 500, State.UNKNOWN, 60)),
        FAILED(500, Set.of(), failed("s1", 500, 60)),
        FAILED_EXACTLY_A_DELAY_AGO(500, Set.of(), failed("s1", 500, 10)),
        FAILED_JUST_NOW(0, Set.of(Word.FAILURE_DOUBTFUL), failed("s1", 500, 9)),
        FAILED_UNCERTAIN(0, Set.of(Word.FAILURE_DOUBTFUL), failed("s1", 500, 60).attributed(Attribution.UNCERTAIN)),
        FAILED_BUT_MOVED(0, Set.of(Word.FAILURE_MOVED), failed("s1", 500, 60).attributed(Attribution.MOVED)),
        FAILED_AND_USED(0, Set.of(), failed("s1", 500, 60).usedUp()),
        FAILED_IN_KRONA(0, Set.of(Word.FAILURE_DOUBTFUL), failedInKrona()),
        NOT_SUPPORTED(500, Set.of(), refund("s1", 500, State.NOT_SUPPORTED, 60).attributed(Attribution.NONE_CERTAIN)),
        STATED_FAILED(500, Set.of(), failed("s1", 500, 60).statedIn(statement(50))),
        STATED_FAILED_JUST_NOW(
                0, Set.of(Word.FAILURE_DOUBTFUL), failed("s1", 500, 60).statedIn(statement(1))),
        FAILED_THEN_SUCCEEDED(
                0, Set.of(Word.FAILURE_SUPERSEDED), failed("s1", 500, 60), refund("s2", 500, State.SUCCEEDED, 50)),
        SUCCEEDED_THEN_FAILED(500, Set.of(), refund("s1", 500, State.SUCCEEDED, 60), failed("s2", 500, 50)),
        FAILED_TWICE_EQUALLY_ONE_USED(500, Set.of(), failed("s1", 500, 60).usedUp(), failed("s2", 500, 50)),
        FAILED_SMALL_AND_LARGE(500, Set.of(), failed("s1", 500, 60), failed("s2", 200, 50)),
        FAILED_SMALL_AND_LARGE_USED(200, Set.of(), failed("s1", 500, 60).usedUp(), failed("s2", 200, 50)),
        FAILED_AND_ANOTHER_MOVED(
                0,
                Set.of(Word.FAILURE_MOVED),
                failed("s1", 500, 60),
                failed("s2", 200, 50).attributed(Attribution.MOVED)),
        FAILED_AND_ANOTHER_UNCERTAIN(
                0,
                Set.of(Word.FAILURE_DOUBTFUL),
                failed("s1", 500, 60),
                failed("s2", 200, 50).attributed(Attribution.UNCERTAIN)),
        FAILED_AND_ANOTHER_PENDING(
                500, Set.of(Word.REFUND_IN_FLIGHT), failed("s1", 500, 60), refund("s2", 200, State.PENDING, 50)),
        FAILED_BUT_MOVED_AND_MADE_AGAIN(
                0,
                Set.of(Word.FAILURE_MOVED),
                failed("s1", 500, 60).attributed(Attribution.MOVED),
                refund("s2", 500, State.SUCCEEDED, 50)),
        FAILED_BUT_MOVED_AND_REPAIRED_BY_HAND(
                0,
                Set.of(Word.FAILURE_SUPERSEDED),
                failed("s1", 500, 60).attributed(Attribution.MOVED),
                refund("s2", 500, State.SUCCEEDED, 50).recordedByHand()),
        FAILED_UNCERTAIN_THEN_SUCCEEDED(
                0,
                Set.of(Word.FAILURE_DOUBTFUL),
                failed("s1", 500, 60).attributed(Attribution.UNCERTAIN),
                refund("s2", 500, State.SUCCEEDED, 50)),
        FAILED_AND_STATED(500, true, failed("s1", 500, 60), stated("s2", 500, 50)),
        FAILED_AND_USED_AND_STATED(0, true, failed("s1", 500, 60).usedUp(), stated("s2", 200, 50)),
        STATED_AND_USED_AND_FAILED(0, true, stated("s1", 200, 60).usedUp(), failed("s2", 500, 50)),
        SUCCEEDED_AND_STATED(0, true, refund("s1", 500, State.SUCCEEDED, 60), stated("s2", 500, 50)),
        FAILED_AND_USED_AND_ANOTHER_STATED(
                500,
                false,
                failed("s1", 500, 60).usedUp(),
                stated("s2", 500, 50).anotherThan(Set.of("s1")));

        final long usable;
        /** Whether one of its failures may be the same as another. */
        final boolean perhapsKnown;

        final Set<Word> words;
        final List<ShopRefund> refunds;

        Shop(long usable, Set<Word> words, ShopRefund... refunds) {
            this.usable = usable;
            this.perhapsKnown = false;
            this.words = words;
            this.refunds = List.of(refunds);
        }

        Shop(long usable, boolean perhapsKnown, ShopRefund... refunds) {
            this.usable = usable;
            this.perhapsKnown = perhapsKnown;
            this.words = Set.of();
            this.refunds = List.of(refunds);
        }
    }

    /** Refunds that are not finished. */
    enum Flight {
        NONE,
        IN_LEDGER(new RefundInFlight("f1", cents(1), Place.LEDGER, Initiator.DIRECT));

        final List<RefundInFlight> refunds;

        Flight(RefundInFlight... refunds) {
            this.refunds = List.of(refunds);
        }
    }

    /** What is known of the order. */
    enum Order {
        FOUND(found()),
        FOUND_AND_REFUNDED_BY_HAND_PORTAL_PAYS(found(), new HandRecord("s9", cents(1000), true)),
        FOUND_AND_REFUNDED_BY_HAND_SHOP_PAYS(found(), new HandRecord("s9", cents(1000), false)),
        SEVERAL(new OrderFinding.Unknown(
                Cause.ORDER_AMBIGUOUS, List.of(found(), new OrderFinding.Found("gid-1043", "#1043", null)))),
        ABSENCE_PROVED(notFound(true, true, 20, 5)),
        NOT_FOUND_BUT_NOT_AUTHORISED(notFound(false, true, 20, 1)),
        NOT_FOUND_IN_PART_OF_HISTORY(notFound(true, false, 20, 1)),
        NOT_FOUND_TWICE_TOO_SOON(notFound(true, true, 10, 1)),
        NOT_FOUND_BEFORE_THE_PAYMENT(notFound(true, true, 181, 1)),
        NOT_FOUND_LONG_AGO(notFound(true, true, 60, 6)),
        NOT_FOUND_IN_THE_FUTURE(notFound(true, true, 5, -60)),
        LOOKUP_FAILED(new OrderFinding.Unknown(Cause.LOOKUP_FAILED)),
        SHOP_DISCONNECTED(new OrderFinding.Unknown(Cause.SHOP_DISCONNECTED)),
        NO_SHOP_CONNECTED(new OrderFinding.Unknown(Cause.NO_SHOP_CONNECTED));

        final OrderFinding discrepancy;
        final @Nullable HandRecord handRecord;

        Order(OrderFinding discrepancy) {
            this(discrepancy, null);
        }

        Order(OrderFinding discrepancy, @Nullable HandRecord handRecord) {
            this.discrepancy = discrepancy;
            this.handRecord = handRecord;
        }

        boolean isFound() {
            return discrepancy instanceof OrderFinding.Found;
        }
    }

    /** Whether an authorised person has released the payment. */
    enum Way {
        NOT_RELEASED(null),
        RELEASED(new Release(statement(30), false)),
        RELEASE_USED(new Release(statement(30), true));

        final @Nullable Release release;

        Way(@Nullable Release release) {
            this.release = release;
        }
    }

    /** A card payment of 10 euros, made three hours ago in the ordinary checkout; the order was found, nothing failed. */
    static World ordinary() {
        return new World(
                Reading.CARD_SETTLED,
                PaymentOrigin.CHECKOUT,
                Ask.FIVE,
                Shop.NO_REFUND,
                Flight.NONE,
                Order.FOUND,
                false,
                Way.NOT_RELEASED);
    }

    /** The same by payment link, with no order in the shop. */
    static World paymentLink() {
        return ordinary().with(PaymentOrigin.PAYMENT_LINK).with(Order.ABSENCE_PROVED);
    }

    World with(Reading other) {
        return new World(other, origin, ask, shop, flight, order, noShopDeclared, wayOut);
    }

    World with(PaymentOrigin other) {
        return new World(reading, other, ask, shop, flight, order, noShopDeclared, wayOut);
    }

    World with(Ask other) {
        return new World(reading, origin, other, shop, flight, order, noShopDeclared, wayOut);
    }

    World with(Shop other) {
        return new World(reading, origin, ask, other, flight, order, noShopDeclared, wayOut);
    }

    World with(Flight other) {
        return new World(reading, origin, ask, shop, other, order, noShopDeclared, wayOut);
    }

    World with(Order other) {
        return new World(reading, origin, ask, shop, flight, other, noShopDeclared, wayOut);
    }

    World with(Way other) {
        return new World(reading, origin, ask, shop, flight, order, noShopDeclared, other);
    }

    World withNoShopDeclared() {
        return new World(reading, origin, ask, shop, flight, order, true, wayOut);
    }

    RefundFacts facts() {
        PaymentReading read = reading.readings.get(origin);
        return RefundFacts.builder(NOW, read, ask.amount)
                .explained(explained(read))
                .order(order.discrepancy)
                .handRecord(order.handRecord)
                .shopRefunds(shop.refunds)
                .inFlight(flight.refunds)
                .noShop(noShopDeclared ? statement(1000) : null)
                .release(wayOut.release)
                .build();
    }

    /** All of it: what is not explained is a story of its own. */
    static @Nullable Money explained(PaymentReading reading) {
        return reading instanceof PaymentReading.Read read
                ? read.payment().amounts().refunded()
                : null;
    }

    RefundDecision decision() {
        return RefundRules.judge(facts());
    }

    /** What this world is, in the words of the rule. */
    Set<Word> words() {
        Set<Word> words = EnumSet.noneOf(Word.class);
        words.addAll(shop.words);
        words.add(reading.read() ? Word.GATEWAY_READ : Word.GATEWAY_NOT_READ);
        words.add(
                !reading.read() || origin == PaymentOrigin.UNKNOWN
                        ? Word.ORIGIN_UNKNOWN
                        : origin == PaymentOrigin.PAYMENT_LINK ? Word.PAYMENT_LINK : Word.ORDINARY_CHECKOUT);
        boolean noShop = noShopDeclared && order == Order.NO_SHOP_CONNECTED;
        boolean orderClear = noShop || order == Order.ABSENCE_PROVED || order.isFound();
        add(words, ask.missing(), Word.AMOUNT_MISSING);
        add(words, reading.read() && !payable(reading.refundable), Word.PAYMENT_REFUSES);
        add(words, payable(shop.usable), Word.FAILURE_USABLE);
        add(words, flight != Flight.NONE, Word.REFUND_IN_FLIGHT);
        add(words, reading == Reading.CARD_WITH_REFUND_PROCESSING, Word.REFUND_IN_FLIGHT);
        add(words, reading == Reading.CARD_WITH_REFUND_UNKNOWN, Word.REFUND_IN_FLIGHT);
        add(words, reading == Reading.JUST_PAID, Word.PAYMENT_TOO_YOUNG);
        add(words, reading == Reading.PAID_AT_NO_KNOWN_TIME, Word.PAYMENT_TOO_YOUNG);
        add(words, shop.perhapsKnown && !payable(shop.usable), Word.FAILURE_MAY_BE_KNOWN);
        add(words, shop.refunds.stream().anyMatch(ShopRefund::failed), Word.SHOP_REFUND_FAILED);
        add(words, order.isFound(), Word.ORDER_FOUND);
        boolean shopPays = order == Order.FOUND_AND_REFUNDED_BY_HAND_SHOP_PAYS;
        add(words, shopPays, Word.REFUNDED_BY_HAND_WHERE_THE_SHOP_PAYS);
        add(words, order == Order.ABSENCE_PROVED, Word.ABSENCE_PROVED);
        add(words, noShop, Word.NO_SHOP_DECLARED);
        add(words, !orderClear, Word.ORDER_UNKNOWN);
        add(words, shop != Shop.NO_REFUND, Word.SHOP_REFUND_KNOWN);
        return words;
    }

    private boolean payable(long limit) {
        return ask.amount != null
                && ask.amount.currency().getCurrencyCode().equals("EUR")
                && ask.amount.minorUnits() <= limit;
    }

    static Money cents(long cents) {
        return Money.ofMinor("EUR", cents);
    }

    static Instant ago(long minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    static Statement statement(long minutesAgo) {
        return new Statement("st-" + minutesAgo, "maija@example.test", ago(minutesAgo), "Mari called");
    }

    static ShopRefund refund(String id, long cents, State state, long minutesAgo) {
        return ShopRefund.of(id, cents(cents), state, ago(minutesAgo));
    }

    static ShopRefund failed(String id, long cents, long minutesAgo) {
        return refund(id, cents, State.FAILED, minutesAgo).attributed(Attribution.NONE_CERTAIN);
    }

    static ShopRefund stated(String id, long cents, long minutesAgo) {
        return failed(id, cents, minutesAgo).statedIn(statement(minutesAgo));
    }

    static OrderFinding.Found found() {
        return new OrderFinding.Found("gid-1042", "#1042", URI.create("https://shop.example.test/orders/1042"));
    }

    static ShopRefund failedInKrona() {
        return ShopRefund.of("s1", Money.ofMinor("SEK", 500), State.FAILED, ago(60))
                .attributed(Attribution.NONE_CERTAIN);
    }

    static OrderFinding notFound(boolean authorised, boolean complete, long firstMinutesAgo, long lastMinutesAgo) {
        return new OrderFinding.NotFound(authorised, complete, ago(firstMinutesAgo), ago(lastMinutesAgo));
    }

    static Payment.Builder payment(PaymentStatus status, PaymentMethod method, long refundedCents) {
        Amounts amounts = Amounts.of(cents(1000), cents(1000), cents(refundedCents));
        return Payment.builder(
                        new PaymentId("shop", "p-1"), status, method, amounts, gateway(OpenBankingRefund.EXECUTED))
                .timestamps(Timestamps.builder(NOW)
                        .created(ago(5000))
                        .authorised(ago(200))
                        .settled(PAID)
                        .build());
    }

    static GatewayCapabilities gateway(OpenBankingRefund bankRefund) {
        GatewayCapabilities.Builder gateway =
                GatewayCapabilities.builder("gateway").openBankingRefund(bankRefund);
        for (PaymentMethod method : PaymentMethod.values()) {
            gateway.method(method, EnumSet.allOf(PaymentAction.class));
        }
        return gateway.build();
    }

    private static Payment.Builder bank(OpenBankingRefund bankRefund) {
        Amounts amounts = Amounts.of(cents(1000), cents(1000), cents(0));
        return Payment.builder(
                        new PaymentId("shop", "p-1"),
                        PaymentStatus.SETTLED,
                        PaymentMethod.OPEN_BANKING,
                        amounts,
                        gateway(bankRefund))
                .timestamps(Timestamps.builder(NOW).settled(PAID).build());
    }

    private static Payment.Builder paidAt(@Nullable Instant settled) {
        return payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                .timestamps(Timestamps.builder(NOW)
                        .created(settled == null ? null : PAID)
                        .settled(settled)
                        .build());
    }

    private static Payment.Builder readAt(Instant readAt) {
        return payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                .timestamps(Timestamps.builder(readAt).settled(PAID).build());
    }

    private static Payment.Builder withRefund(RefundState state) {
        return payment(PaymentStatus.SETTLED, PaymentMethod.CARD, 0)
                .refunds(List.of(new Refund("g1", cents(100), state, PAID, "odd-state")));
    }

    private static void add(Set<Word> words, boolean holds, Word word) {
        if (holds) {
            words.add(word);
        }
    }
}
