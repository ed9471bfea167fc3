package io.maksut.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.refund.ShopRefund;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.LateExecution;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderRefund.Payout;
import io.maksut.shop.RefundAnswer.Verdict;
import io.maksut.shop.RefundRequest;
import io.maksut.sync.LedgerOperation.Kind;
import io.maksut.sync.LedgerOperation.State;
import io.maksut.sync.SyncWorld.Gateway;
import io.maksut.testkit.KillPoint;
import io.maksut.testkit.Killer;
import io.maksut.testkit.KillingDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One payment of 20.00 and what happens to it; checks the invariants on the way and at the end. */
final class History {
    /** What may happen. */
    enum What {
        SHOP_ASKS,
        DELIVERED,
        DELIVERED_AGAIN,
        WORKER_WORKS,
        WORKER_DIES,
        ANSWER_IS_LOST,
        REQUEST_IS_LOST,
        GATEWAY_FAILS_AFTER_PAYING,
        READING_FAILS,
        ANSWER_IS_LOST_AND_RESOLVING_TURNED_AWAY,
        CONNECTION_IS_REFUSED,
        PROXY_ANSWERS,
        PROXY_ANSWERS_AFTER_PROCESSING,
        READS_ARE_STALE,
        READS_ARE_FRESH,
        SHOP_ASKS_MEANWHILE,
        SHOP_ASKS_TWICE_ON_STALE_READS,
        REQUEST_ARRIVES_LATE,
        SHOP_ASKS_AND_THE_REQUEST_ARRIVES_LATE,
        SHOP_IS_DOWN_FOR_A_MOMENT,
        SHOPS_ANSWER_IS_LOST,
        A_MOMENT_PASSES,
        MINUTES_PASS,
        HOURS_PASS,
        A_DAY_PASSES,
        DESK_REFUNDS,
        DESK_REFUNDS_WHILE_THE_SHOP_ASKS,
        DESK_REFUNDS_AND_THE_ANSWER_IS_LOST,
        SHOP_SHOWS_A_FAILURE,
        DESK_USES_AN_OLD_PERMIT,
        FAILURE_IS_STATED,
        FAILURE_IS_STATED_TWICE,
        PAYMENT_IS_RELEASED,
        SHOP_RECORDS_BY_HAND,
        SHOP_DELETES_A_REFUND,
        STAFF_REFUNDS_SEVEN_CENTS,
        SCAN
    }

    /** @param number chooses among what there is: a refund, an amount, a point */
    record Step(What what, int number) {}

    private static final int PAID = 2_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<Integer> PROXY = List.of(401, 403, 404, 408, 409, 413, 421, 425, 429, 502, 504);
    private static final List<Integer> TURNED_AWAY = List.of(429, 401, 403);
    private static final Set<DiscrepancyKind> LATE = Set.of(
            DiscrepancyKind.PAID_AGAIN_LATE,
            DiscrepancyKind.PAID_LATE,
            DiscrepancyKind.ONLY_AT_GATEWAY,
            DiscrepancyKind.REFUNDED_OR_NOT_CAPTURED);
    private static final int FAILURE_USED = 5; // the row of the rule that uses a failed refund up

    /** A worker that dies within this process. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final SyncWorld world;
    private final Gateway gateway;
    private final TestShop shop;
    private final PaymentId payment;
    private final String order;
    private final DataSource ledger;
    private final RefundSync sync;
    private final List<RefundRequest> asked = new ArrayList<>();
    private final List<RefundRequest> delivered = new ArrayList<>();
    private final List<RefundPermit> permits = new ArrayList<>();
    private final Set<String> permitsOfFailures = new HashSet<>();
    private final Set<String> failedInShop = new HashSet<>();
    private boolean stale;
    private boolean late;
    private boolean tooLate;
    private @Nullable RefundPermit executing;
    private boolean arrivedBefore;
    private @Nullable KillPoint dying;
    private boolean dead;
    private Runnable whenPrepared = () -> {};

    History(HistoryWorld histories, Gateway gateway) {
        this.world = histories.gateways;
        this.gateway = gateway;
        world.clock.set(SyncWorld.START);
        world.frisbii.reset(); // or scans would walk all payments of all histories before
        world.everypay.reset();
        world.network.clear();
        shop = new TestShop("shop", world.clock);
        shop.prices(payment -> Money.of("EUR", "20.00"));
        payment = world.settled(gateway, "20.00");
        order = shop.order(payment);
        ledger = histories.freshLedger();
        RefundSync.Builder builder = RefundSync.builder(
                        KillingDataSource.of(HistoryWorld.whileAlive(ledger, this::live), Killer.atGateway(this::die)))
                .clock(world.clock)
                .besideWork(task -> {}) // it might be another thread, and there is one connection
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, "flatpay")
                        .withAccounts("flatpay", "everypay")
                        .withBinding(BindingSettings.DEFAULT.withNamingWindow(Duration.ofDays(1))));
        world.gateways()
                .forEach(it -> builder.gateway(new PreparingGateway(it, () -> {
                            Runnable due = whenPrepared;
                            whenPrepared = () -> {};
                            due.run();
                        })
                        .asGateway()));
        sync = builder.build();
    }

    private void die(KillPoint reached) {
        if (reached == dying) {
            dying = null;
            dead = true;
            throw new Death();
        }
    }

    /** Whoever is dead does nothing any more, whatever is caught on the way out. */
    private void live() {
        if (dead) {
            throw new Death();
        }
    }

    void run(List<Step> steps) {
        for (Step step : steps) {
            take(step);
            neverMoreThanWasPaid();
            shop.refundsOf(order).stream()
                    .filter(it -> it.state() == ShopRefund.State.FAILED)
                    .forEach(it -> failedInShop.add(it.id()));
        }
        clearFaults();
        shop.isUp();
        dying = null;
        asked.forEach(this::deliver);
        settle();
        if (late) {
            everythingArrives();
        }
        everythingHasEnded();
        theGatewaysBooksAgree();
        oneFailureIsOneDirectRefund();
    }

    private void take(Step step) {
        int n = step.number();
        switch (step.what()) {
            case SHOP_ASKS -> {
                asked.add(shop.asksToRefund(order, payment, euros(1 + n % 8)));
                deliver(asked.get(asked.size() - 1));
            }
            case DELIVERED -> asked.add(shop.asksToRefund(order, payment, euros(1 + n % 8)));
            case DELIVERED_AGAIN -> one(asked, n).ifPresent(this::deliver);
            case WORKER_WORKS -> work();
            case WORKER_DIES -> {
                List<KillPoint> points = KillPoint.AT_GATEWAY;
                dying = points.get(n % points.size());
                work();
                dying = null;
            }
            case ANSWER_IS_LOST -> world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
            case REQUEST_IS_LOST -> world.onRefund(payment, Fault.RESET_BEFORE_PROCESSING);
            case GATEWAY_FAILS_AFTER_PAYING -> world.onRefund(payment, Fault.SERVER_ERROR_AFTER_PROCESSING);
            case READING_FAILS ->
                world.onRead(payment, Fault.SERVER_ERROR_BEFORE_PROCESSING).afterMatching(n % 4);
            case ANSWER_IS_LOST_AND_RESOLVING_TURNED_AWAY -> {
                world.onRefund(payment, Fault.RESET_AFTER_PROCESSING);
                turnAway(TURNED_AWAY.get(n % TURNED_AWAY.size()), 1 + n % 2);
            }
            case CONNECTION_IS_REFUSED -> world.network.refuses(1 + n % 3);
            case PROXY_ANSWERS ->
                onSomething(n, n % 2 == 0 ? Fault.proxyAnswers(proxy(n)) : Fault.proxyAnswersEmpty(proxy(n)));
            case PROXY_ANSWERS_AFTER_PROCESSING ->
                onSomething(
                        n,
                        n % 2 == 0
                                ? Fault.proxyAnswersAfterProcessing(proxy(n))
                                : Fault.proxyAnswersEmptyAfterProcessing(proxy(n)));
            case READS_ARE_STALE -> {
                stale = true;
                world.readLag(payment).by(Duration.ofSeconds(20 + 10L * n));
            }
            case READS_ARE_FRESH -> {
                stale = false;
                world.readLag(payment).release();
            }
            case SHOP_ASKS_MEANWHILE -> world.network.beforeRead(n % 4, () -> asksMeanwhile(euros(1 + n % 8)));
            case SHOP_ASKS_TWICE_ON_STALE_READS -> {
                world.readLag(payment).by(Duration.ofSeconds(200));
                for (int i = 0; i < 2; i++) {
                    asked.add(shop.asksToRefund(order, payment, euros(1 + n % 5)));
                    deliver(asked.get(asked.size() - 1));
                }
                world.network.beforeRead(1 + n % 5, () -> world.readLag(payment).release());
                work();
                world.readLag(payment).release();
            }
            case REQUEST_ARRIVES_LATE -> arrivesLate(n);
            case SHOP_ASKS_AND_THE_REQUEST_ARRIVES_LATE -> {
                arrivesLate(n);
                asked.add(shop.asksToRefund(order, payment, euros(1 + n % 5)));
                deliver(asked.get(asked.size() - 1));
                for (int i = 0; i < 3; i++) {
                    work();
                    pass(Duration.ofMinutes(9 + n));
                }
            }
            case SHOP_SHOWS_A_FAILURE -> showsAFailure(n);
            case SHOP_IS_DOWN_FOR_A_MOMENT -> shop.failsNext(question(n));
            case SHOPS_ANSWER_IS_LOST ->
                shop.losesNextAnswer(n % 2 == 0 ? TestShop.Question.TELL : TestShop.Question.RECORD);
            case A_MOMENT_PASSES -> pass(Duration.ofSeconds(5 + n));
            case MINUTES_PASS -> pass(Duration.ofMinutes(1 + n));
            case HOURS_PASS -> pass(Duration.ofHours(1 + n % 5));
            case A_DAY_PASSES -> pass(Duration.ofDays(1));
            case DESK_REFUNDS -> decide(euros(1 + n % 8)).ifPresent(this::execute);
            case DESK_REFUNDS_WHILE_THE_SHOP_ASKS ->
                afterAFailure(n).ifPresent(permit -> {
                    Runnable asks = () -> asksMeanwhile(euros(1 + n % 4));
                    if (n % 2 == 0) {
                        whenPrepared = asks;
                    } else {
                        world.network.beforeRead(n % 6, asks);
                    }
                    execute(permit);
                    whenPrepared = () -> {};
                });
            case DESK_REFUNDS_AND_THE_ANSWER_IS_LOST ->
                afterAFailure(n).ifPresent(permit -> {
                    world.onRefund(payment, n % 2 == 0 ? Fault.RESET_AFTER_PROCESSING : Fault.RESET_BEFORE_PROCESSING);
                    turnAway(TURNED_AWAY.get(n % TURNED_AWAY.size()), 1);
                    execute(permit);
                    pass(Duration.ofSeconds(30));
                    world.network.refuses(n % 5 == 0 ? 1 : 0);
                    work();
                });
            case DESK_USES_AN_OLD_PERMIT -> one(permits, n).ifPresent(this::execute);
            case FAILURE_IS_STATED ->
                sync.statements().shopRefundFailed(payment, euros(1 + n % 4), "mari", "the shop said so");
            case FAILURE_IS_STATED_TWICE -> {
                for (String clerk : List.of("mari", "liis")) {
                    sync.statements().shopRefundFailed(payment, euros(1 + n % 4), clerk, "the shop said so");
                }
                pass(Duration.ofMinutes(26));
            }
            case PAYMENT_IS_RELEASED -> sync.statements().release(payment, "the boss", "let it pass");
            case SHOP_RECORDS_BY_HAND -> {
                shop.refund(order, payment, euros(1 + n % 3), ShopRefund.State.SUCCEEDED, Payout.NONE);
            }
            case SHOP_DELETES_A_REFUND ->
                one(shop.refundsOf(order), n)
                        .filter(refund -> refund.state() != ShopRefund.State.PENDING)
                        .ifPresent(refund -> shop.deleteRefund(refund.id()));
            case STAFF_REFUNDS_SEVEN_CENTS -> {
                if (world.refunded(payment) + 7 <= PAID) {
                    world.refundAsStaff(payment, "0.07");
                }
            }
            case SCAN -> survive(() -> sync.worker().scanDue());
        }
    }

    private void showsAFailure(int n) {
        shop.refund(order, payment, euros(1 + n % 4), ShopRefund.State.FAILED, Payout.NOT_TOLD);
        pass(Duration.ofMinutes(26));
    }

    /** Most of what a desk is asked for has failed in the shop. */
    private Optional<RefundPermit> afterAFailure(int n) {
        if (n % 3 > 0) {
            showsAFailure(n);
        }
        return decide(euros(1 + n % 4));
    }

    /** While every gateway's reconciliation still waits for it, or when that has ended. */
    private void arrivesLate(int n) {
        late = true;
        tooLate |= n % 2 == 1;
        Duration after = Duration.ofMinutes(n % 2 == 0 ? 1 + n : 30 + 10L * n);
        world.onRefund(payment, Fault.executedLate(LateExecution.after(after)));
    }

    private static TestShop.Question question(int n) {
        List<TestShop.Question> questions = List.of(TestShop.Question.values());
        return questions.get(n % questions.size());
    }

    private static int proxy(int n) {
        return PROXY.get(n % PROXY.size());
    }

    private void onSomething(int n, Fault fault) {
        if (n % 5 == 0) {
            world.onRead(payment, fault);
        } else {
            world.onRefund(payment, fault);
        }
    }

    /** The gateway's own words, before anything is done: of a request under the same key, or of a look. */
    private void turnAway(int status, int times) {
        if (gateway == Gateway.FLATPAY) {
            int code = status == 429 ? 122 : status == 401 ? 6 : 7;
            world.onRefund(payment, FrisbiiFaults.refused(code)).times(times);
        } else {
            world.onRead(payment, Fault.proxyAnswersEmpty(status)).times(times);
        }
    }

    /** Minute by minute, so that the gateways carry out what waits there when it is due, and not when they are asked next. */
    private void pass(Duration time) {
        Instant until = world.clock.instant().plus(time);
        while (late && world.clock.instant().plus(MINUTE).isBefore(until)) {
            world.clock.advance(MINUTE);
            world.frisbii.tick();
            world.everypay.tick();
        }
        world.clock.set(until);
    }

    /** While somebody else reads the gateway. */
    private void asksMeanwhile(Money amount) {
        asked.add(shop.asksToRefund(order, payment, amount));
        deliver(asked.get(asked.size() - 1));
        arrivedBefore |= executing != null && !used(executing);
    }

    private void deliver(RefundRequest request) {
        survive(() -> sync.request("shop", request));
        delivered.add(request);
    }

    private void work() {
        survive(() -> sync.worker().workOff());
    }

    private Optional<RefundPermit> decide(Money amount) {
        boolean known = sync.ledger().refundsOf(payment).stream()
                .anyMatch(it -> it.state().inFlight()
                        || (it.kind() == Kind.OBSERVED
                                && it.shownAs()
                                        .filter(ShopRefund.State.PENDING::equals)
                                        .isPresent()));
        boolean inShop = shop.refundsOf(order).stream().anyMatch(it -> it.state() == ShopRefund.State.PENDING);
        RefundDecision decision = sync.desk().decide(payment, amount, "mari", "the customer asked");
        if (!(decision instanceof RefundDecision.Allowed allowed)) {
            return Optional.empty();
        }
        // Of what the engine has never seen, an authorised person answers who lets it pass while the shop cannot be
        // read.
        boolean released = allowed.row() == 8;
        assertThat(known || (inShop && !released))
                .as("allowed while a refund is in flight: %s", decision)
                .isFalse();
        if (!stale) {
            assertThat(allowed.permit().amount().minorUnits()).isLessThanOrEqualTo(PAID - world.refunded(payment));
        }
        if (allowed.row() == FAILURE_USED) {
            permitsOfFailures.add(allowed.permit().id());
        }
        permits.add(allowed.permit());
        return Optional.of(allowed.permit());
    }

    private void execute(RefundPermit permit) {
        Instant now = world.clock.instant();
        survive(() -> {
            boolean usedBefore = used(permit);
            executing = permit;
            arrivedBefore = false;
            DirectRefund refund = sync.desk().execute(permit);
            if (refund instanceof DirectRefund.Made && !usedBefore) {
                assertThat(now).as("a permit that had ended").isBeforeOrEqualTo(permit.until());
                assertThat(arrivedBefore)
                        .as("made although a shop's refund had come in before it was stored")
                        .isFalse();
            }
        });
        executing = null;
    }

    private boolean used(RefundPermit permit) {
        return sync.ledger().refundsOf(payment).stream().anyMatch(it -> it.key().equals(permit.id()));
    }

    /** Whoever dies leaves the rest to others; whoever gets an exception was told what it means. */
    private void survive(Runnable action) {
        try {
            action.run();
        } catch (Death | MaksutException e) {
            // the next one goes on
        } finally {
            dead = false;
        }
    }

    private static <T> Optional<T> one(List<T> list, int n) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(n % list.size()));
    }

    /** Moves time to whatever is due next, until nothing is left that ends by itself. */
    private void settle() {
        for (int i = 0; i < 400; i++) {
            work();
            List<LedgerOperation> refunds = sync.ledger().refundsOf(payment);
            boolean quiet = refunds.stream()
                    .noneMatch(it -> (it.state().inFlight() && it.reviewReason().isEmpty() && !waitsBehindHeld(it))
                            || (it.shopWaits() && it.reviewReason().isEmpty()));
            if (quiet) {
                return;
            }
            nextDue().ifPresent(at -> pass(Duration.between(world.clock.instant(), at)));
        }
    }

    /** What is still on its way is carried out, and reconciliations and scans have time to find it. */
    private void everythingArrives() {
        for (int hour = 0; hour < 6; hour++) {
            pass(Duration.ofHours(1));
            world.frisbii.tick();
            world.everypay.tick();
            survive(() -> sync.worker().scanDue());
            settle();
        }
    }

    private Optional<Instant> nextDue() {
        try (Connection connection = ledger.getConnection();
                Statement statement = connection.createStatement();
                ResultSet due = statement.executeQuery("select min(claimable_at) from maksut_payment_claim")) {
            long micros = due.next() ? due.getLong(1) : 0;
            Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            return at.isAfter(world.clock.instant()) ? Optional.of(at) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Behind an earlier one, or behind one that was begun before this one, seen in a scan, was asked for. */
    private boolean waitsBehindHeld(LedgerOperation refund) {
        return sync.ledger().refundsOf(payment).stream()
                .filter(it -> it.state().inFlight() && it.reviewReason().isPresent())
                .anyMatch(it -> it.id() < refund.id() || (it.outcomeUnknown() && !refund.outcomeUnknown()));
    }

    // The invariants

    private void neverMoreThanWasPaid() {
        assertThat(world.refunded(payment)).isLessThanOrEqualTo(PAID);
    }

    private void everythingHasEnded() {
        assertThat(sync.ledger().refundsOf(payment))
                .allSatisfy(refund -> assertThat(!refund.state().inFlight()
                                || refund.reviewReason().isPresent()
                                || waitsBehindHeld(refund))
                        .as("ended, or handed to a person: %s, %s", refund, refund.reason())
                        .isTrue());
        Set<String> ids = delivered.stream().map(RefundRequest::id).collect(Collectors.toSet());
        assertThat(sync.ledger().refundsOf(payment).stream()
                        .filter(it -> it.kind() == Kind.REQUESTED)
                        .map(LedgerOperation::key))
                .as("nothing is lost")
                .containsAll(ids);
        for (String id : ids) {
            LedgerOperation refund = sync.ledger().refund("shop", id).orElseThrow();
            Set<Verdict> told = Set.copyOf(shop.told(id));
            if (late && refund.state() == State.SUCCEEDED && told.contains(Verdict.DECLINED)) {
                assertThat(told.contains(Verdict.DONE) || refund.reviewReason().isPresent())
                        .as("corrected, or handed to a person: %s", refund)
                        .isTrue();
            } else if (refund.state() == State.SUCCEEDED) {
                assertThat(told).as("told of %s", refund).containsExactly(Verdict.DONE);
            } else if (refund.state() == State.DECLINED) {
                assertThat(told).as("told of %s", refund).containsExactly(Verdict.DECLINED);
            } else {
                assertThat(told).as("told of %s", refund).isEmpty();
            }
        }
    }

    /** Each refund that is done has one movement of its amount; one that waits for a person may have one. */
    private void theGatewaysBooksAgree() {
        List<Long> moved = new ArrayList<>(world.books(payment).movements(payment.reference()).stream()
                .filter(it -> it.kind() == Movement.Kind.REFUND && it.by() == Movement.By.API)
                .map(Movement::amountMinor)
                .toList());
        for (LedgerOperation refund : sync.ledger().refundsOf(payment)) {
            if (refund.state() == State.SUCCEEDED) {
                assertThat(moved.remove(refund.amount().minorUnits()))
                        .as("money moved for %s; left %s", refund, moved)
                        .isTrue();
            }
        }
        for (LedgerOperation refund : sync.ledger().refundsOf(payment)) {
            if (refund.outcomeUnknown()) {
                moved.remove(refund.amount().minorUnits());
            }
        }
        assertThat(shop.refundsOf(order).stream()
                        .filter(it -> it.portalKey() != null)
                        .map(OrderRefund::portalKey))
                .as("recorded once")
                .doesNotHaveDuplicates();
        if (tooLate && !moved.isEmpty()) {
            boolean asked = sync.ledger().refundsOf(payment).stream()
                    .anyMatch(it -> it.state().inFlight() && it.reviewReason().isPresent());
            boolean alarmed = sync.ledger()
                    .discrepancies(Discrepancy.State.OPEN)
                    .map(Discrepancy::kind)
                    .anyMatch(LATE::contains);
            assertThat(asked || alarmed)
                    .as("a person knows of %s, which arrived when it was taken for lost:\n%s", moved, story())
                    .isTrue();
        } else {
            assertThat(moved).as("money that nobody answers for").isEmpty();
        }
    }

    /** Proofs of one failure, however many, make one direct refund; failures with ids of their own in the shop make more. */
    private void oneFailureIsOneDirectRefund() {
        if (tooLate) {
            return; // one that was taken for lost is made again, and told when both have moved
        }
        assertThat(sync.ledger().refundsOf(payment).stream()
                        .filter(it -> it.kind() == Kind.DIRECT && permitsOfFailures.contains(it.key()))
                        .filter(it -> it.state() == State.SUCCEEDED || it.outcomeUnknown()))
                .as("direct refunds for %s failures in the shop", failedInShop)
                .hasSizeLessThanOrEqualTo(Math.max(1, failedInShop.size()));
    }

    /** What was done, and what is kept of it. */
    String story() {
        StringBuilder story = new StringBuilder();
        for (LedgerOperation refund : sync.ledger().refundsOf(payment)) {
            story.append(refund).append(' ').append(refund.reviewReason()).append('\n');
            sync.ledger()
                    .history(refund)
                    .forEach(it -> story.append("  %s %s %s%n".formatted(it.at(), it.kind(), it.details())));
        }
        sync.ledger()
                .discrepancies(Discrepancy.State.OPEN)
                .forEach(it -> story.append(it).append('\n'));
        world.books(payment)
                .movements(payment.reference())
                .forEach(it -> story.append(it).append('\n'));
        return story.toString();
    }

    private void clearFaults() {
        stale = false;
        world.network.clear();
        world.readLag(payment).release();
        world.frisbii.faults().clear();
        world.everypay.faults().clear();
    }

    private static Money euros(int amount) {
        return Money.ofMinor("EUR", 100L * amount);
    }

    @Override
    public String toString() {
        return "History[" + gateway + "]";
    }
}
