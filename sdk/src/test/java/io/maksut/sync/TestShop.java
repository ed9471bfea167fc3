package io.maksut.sync;

import io.maksut.error.CallReport;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Customer;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.OrderFinding;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.RefundRequest;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shop.ShopPlatform;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A third platform: a shop with a merchant in it, as plain as a shop can be. Keeps its own record of what it was told and of
 * what was written into it. Thread-safe.
 */
final class TestShop implements ShopPlatform {
    private static final int PAGE = 3;

    private final String name;
    private final Clock clock;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Map<String, List<RefundAnswer.Verdict>> told = new HashMap<>();
    private final Map<String, List<AuthorisationAnswer>> answers = new HashMap<>();
    private final Map<String, RefundRequest> started = new LinkedHashMap<>();
    private final List<RefundRequest> unasked = new ArrayList<>();
    private final Map<String, Duration> behind = new HashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private ShopAbilities abilities = new ShopAbilities(true, true, false).withShownRequests();
    private @Nullable Cause blind;
    private boolean completeHistory = true;
    private boolean forgetsFailures;
    private boolean findsNothing;
    private volatile boolean takesCorrections;
    private volatile boolean takesAnswers = true;
    private Runnable meanwhile = () -> {};
    private Runnable looked = () -> {};
    private final Map<Question, Runnable> bugs = new EnumMap<>(Question.class);
    private Function<PaymentId, @Nullable Money> prices = payment -> null;
    private final List<String> notes = new ArrayList<>();
    private int number;
    private int reads;
    private int writes;

    TestShop(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** What the engine may ask of the shop. */
    enum Question {
        FIND,
        READ,
        CHANGES,
        RECORD,
        START,
        TELL,
        ABILITIES
    }

    private record Failure(Question question, boolean afterwards, boolean forEver, boolean busy) {
        Failure(Question question, boolean afterwards, boolean forEver) {
            this(question, afterwards, forEver, false);
        }
    }

    private @Nullable Question answeredOnce;

    private static final class Order {
        final String id;
        List<PaymentId> payments;
        final List<OrderRefund> refunds = new ArrayList<>();
        Fulfilment fulfilment = Fulfilment.NONE;

        @Nullable
        Money total;

        boolean paidOtherwiseSaid;

        @Nullable
        Money paidOtherwise;

        boolean trashed;
        boolean cancelled;
        boolean unmapped;

        @Nullable
        String email;

        Instant changedAt;

        Order(String id, List<PaymentId> payments, Instant now) {
            this.id = id;
            this.payments = payments;
            this.changedAt = now;
        }
    }

    // What people do in the shop

    synchronized String order(PaymentId... payments) {
        String id = "order-" + ++number;
        orders.put(id, new Order(id, List.of(payments), clock.instant()));
        return id;
    }

    /** An order that names no payment of ours. */
    synchronized String orderOf(String email, Money total) {
        String id = order();
        orders.get(id).email = email;
        orders.get(id).total = total;
        return id;
    }

    /** The merchant presses Refund: the shop waits for whoever pays. */
    synchronized RefundRequest asksToRefund(String orderId, PaymentId payment, Money amount) {
        String id = refund(orderId, payment, amount, ShopRefund.State.PENDING, OrderRefund.Payout.NOT_TOLD);
        return RefundRequest.builder(id, payment, amount).orderId(orderId).build();
    }

    /** A refund appears in the order. */
    synchronized String refund(
            String orderId,
            @Nullable PaymentId payment,
            Money amount,
            ShopRefund.State state,
            OrderRefund.Payout payout) {
        Order order = orders.get(orderId);
        String id = orderId + "-refund-" + ++number;
        order.refunds.add(new OrderRefund(id, Set.of(), payment, amount, state, clock.instant(), payout, null));
        order.changedAt = clock.instant();
        return id;
    }

    /** The order shows this refund, true or not. */
    synchronized void shows(String orderId, OrderRefund refund) {
        orders.get(orderId).refunds.add(refund);
        orders.get(orderId).changedAt = clock.instant();
    }

    /** From now on a refund may be told done that was told declined. */
    void takesCorrections() {
        takesCorrections = true;
    }

    void takesNoCorrections() {
        takesCorrections = false;
    }

    /** Whether it takes answers, or refuses all: it has not seen yet that its request was acknowledged. */
    void takesAnswers(boolean takes) {
        takesAnswers = takes;
    }

    private void requireOpen(boolean open) {
        if (!open || !takesAnswers) {
            throw new GatewayRefusedException("invalid state", CallReport.of("tell shop", 1, null, null, 422, null));
        }
    }

    synchronized void setState(String refundId, ShopRefund.State state) {
        orders.values()
                .forEach(order -> order.refunds.replaceAll(refund -> {
                    if (!refund.id().equals(refundId)) {
                        return refund;
                    }
                    order.changedAt = clock.instant();
                    return new OrderRefund(
                            refund.id(),
                            refund.names(),
                            refund.payment(),
                            refund.amount(),
                            state,
                            clock.instant(),
                            refund.money(),
                            refund.portalKey());
                }));
    }

    synchronized void deleteRefund(String refundId) {
        orders.values()
                .forEach(order -> order.refunds.removeIf(refund -> refund.id().equals(refundId)));
    }

    synchronized void deleteOrder(String orderId) {
        orders.remove(orderId);
    }

    synchronized void trash(String orderId) {
        orders.get(orderId).trashed = true;
    }

    synchronized void cancel(String orderId, boolean cancelled) {
        orders.get(orderId).cancelled = cancelled;
        orders.get(orderId).changedAt = clock.instant();
    }

    /** The payment method of the order is none of ours by the settings: only who looks for its payment finds the order. */
    synchronized void unmapped(String orderId) {
        orders.get(orderId).unmapped = true;
    }

    synchronized void ships(String orderId, Fulfilment fulfilment) {
        orders.get(orderId).fulfilment = fulfilment;
        orders.get(orderId).changedAt = clock.instant();
    }

    /** What the order comes to now, gross; an order that was never told one does not tell it either. */
    synchronized void totals(String orderId, Money total) {
        orders.get(orderId).total = total;
        orders.get(orderId).changedAt = clock.instant();
    }

    /** From now on the order says that these paid it. */
    synchronized void names(String orderId, PaymentId... payments) {
        orders.get(orderId).payments = List.of(payments);
        orders.get(orderId).changedAt = clock.instant();
    }

    /** What gift cards and the like paid of it, less what they got back; null if that cannot be told. */
    synchronized void paidOtherwise(String orderId, @Nullable Money amount) {
        Order order = orders.get(orderId);
        order.paidOtherwise = amount;
        order.paidOtherwiseSaid = true;
        order.changedAt = clock.instant();
    }

    // How the shop behaves

    /** What was paid by each payment, so that orders have totals; null if not known. */
    synchronized void prices(Function<PaymentId, @Nullable Money> others) {
        prices = others;
    }

    synchronized void abilities(ShopAbilities others) {
        abilities = others;
    }

    /** From now on it cannot tell whether it has an order, for this reason; null: it can. */
    synchronized void blindTo(@Nullable Cause cause) {
        blind = cause;
    }

    synchronized void completeHistory(boolean complete) {
        completeHistory = complete;
    }

    /** As WooCommerce does: the record of a refund that failed is deleted. */
    synchronized void forgetsFailures() {
        forgetsFailures = true;
    }

    /** Its search is behind: it finds no order, and still has them. */
    synchronized void findsNothing() {
        findsNothing = true;
    }

    synchronized void failsNext(Question question) {
        failures.add(new Failure(question, false, false));
    }

    /** It does what it is asked, and its answer is lost. */
    synchronized void losesNextAnswer(Question question) {
        failures.add(new Failure(question, true, false));
    }

    /** It is asked too much, and does nothing. */
    synchronized void turnsNextAway(Question question) {
        failures.add(new Failure(question, false, false, true));
    }

    /** For so long whoever reads the order does not see what was recorded in it. */
    synchronized void isBehind(String orderId, Duration by) {
        behind.put(orderId, by);
    }

    synchronized void isDown(Question question) {
        failures.add(new Failure(question, false, true));
    }

    /** It answers this once more, and is down then. */
    synchronized void answersOnlyOnce(Question question) {
        answeredOnce = question;
    }

    /** From now on its bridge fails on this in a way of its own; null: it is mended. */
    synchronized void bug(Question question, @Nullable Supplier<? extends Throwable> failure) {
        if (failure == null) {
            bugs.remove(question);
        } else {
            bugs.put(question, () -> TestShop.<RuntimeException>sneak(failure.get()));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    /** Whenever it is asked this from now on, this happens before it answers. */
    synchronized void before(Question question, Runnable elsewhere) {
        bugs.put(question, elsewhere);
    }

    private void stumble(Question question) {
        bugs.getOrDefault(question, () -> {}).run();
    }

    synchronized void isUp() {
        answeredOnce = null;
        failures.clear();
        behind.clear();
    }

    /** While it is told the next time, this happens elsewhere. */
    synchronized void duringNextAnswer(Runnable elsewhere) {
        meanwhile = elsewhere;
    }

    /** Whenever it is asked for an order from now on, this happens before it answers. */
    synchronized void beforeEachLook(Runnable elsewhere) {
        looked = elsewhere;
    }

    // What the shop knows

    synchronized List<RefundAnswer.Verdict> told(String requestId) {
        return List.copyOf(told.getOrDefault(requestId, List.of()));
    }

    /** What it was told of a capture or release. */
    synchronized List<AuthorisationAnswer> answersTo(String requestId) {
        return List.copyOf(answers.getOrDefault(requestId, List.of()));
    }

    synchronized List<OrderRefund> refundsOf(String orderId) {
        return List.copyOf(orders.get(orderId).refunds);
    }

    synchronized int reads() {
        return reads;
    }

    /** What the merchant reads of the refunds that were written into orders. */
    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** How often something was written into an order. */
    synchronized int writes() {
        return writes;
    }

    // The platform

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized ShopAbilities abilities() {
        stumble(Question.ABILITIES);
        return abilities;
    }

    @Override
    public synchronized OrderSearch findOrder(Payment payment) {
        looked.run();
        reads++;
        stumble(Question.FIND);
        if (blind != null) {
            return new OrderSearch.Unclear(blind);
        }
        Failure failure = take(Question.FIND);
        if (failure != null) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
        List<ShopOrder> found = new ArrayList<>(findsNothing ? List.of() : ordersOf(payment.id()));
        if (found.isEmpty() && !findsNothing) {
            // As WooCommerce's bridge does: an order may name the transaction.
            payment.transactionId()
                    .ifPresent(it ->
                            found.addAll(ordersOf(new PaymentId(payment.id().account(), it))));
        }
        return switch (found.size()) {
            case 0 -> new OrderSearch.Absent(true, completeHistory, alike(payment));
            case 1 -> new OrderSearch.Found(found.get(0));
            default -> new OrderSearch.Several(found);
        };
    }

    /** Those that name it. */
    synchronized List<ShopOrder> ordersOf(PaymentId payment) {
        return orders.values().stream()
                .filter(order -> order.payments.contains(payment))
                .map(this::read)
                .toList();
    }

    private List<OrderFinding.Found> alike(Payment payment) {
        Optional<String> email = payment.customer().flatMap(Customer::email);
        return orders.values().stream()
                .filter(order -> order.payments.isEmpty() && order.email != null)
                .filter(order -> email.filter(order.email::equals).isPresent()
                        && payment.amounts().captured().equals(order.total))
                .map(order -> read(order).finding())
                .toList();
    }

    @Override
    public synchronized Optional<ShopOrder> order(String orderId) {
        reads++;
        stumble(Question.READ);
        fail(take(Question.READ));
        return Optional.ofNullable(orders.get(orderId)).map(this::listed);
    }

    @Override
    public synchronized OrderPage changedSince(Instant since, @Nullable String cursor) {
        reads++;
        stumble(Question.CHANGES);
        fail(take(Question.CHANGES));
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        List<ShopOrder> changed = orders.values().stream()
                .filter(order -> !order.changedAt.isBefore(since))
                .sorted(Comparator.comparing(order -> order.changedAt))
                .map(this::listed)
                .toList();
        int to = Math.min(from + PAGE, changed.size());
        return new OrderPage(
                changed.subList(Math.min(from, to), to), to < changed.size() ? "" + to : null, clock.instant());
    }

    @Override
    public ShopChannel records() {
        return ShopChannel.keyed(this::record);
    }

    synchronized Recording record(PortalRefund made) {
        stumble(Question.RECORD);
        Failure failure = take(Question.RECORD);
        if (failure != null && !failure.afterwards()) {
            fail(failure);
        }
        if (!abilities.recordsPortalRefunds()) {
            return new Recording.ByMerchant(Map.of("en", "Enter the refund of " + made.amount() + " by hand"));
        }
        String id = orders.get(made.orderId()).refunds.stream()
                .filter(refund -> made.key().equals(refund.portalKey()))
                .findFirst()
                .map(OrderRefund::id)
                .orElseGet(() -> write(made));
        fail(failure);
        return new Recording.Recorded(id);
    }

    /** As {@link #record} in a shop that knows no keys: asked twice it writes it twice. */
    synchronized String enter(PortalRefund made) {
        Failure failure = take(Question.RECORD);
        if (failure != null && !failure.afterwards()) {
            fail(failure);
        }
        String id = write(made);
        fail(failure);
        return id;
    }

    private String write(PortalRefund made) {
        writes++;
        notes.add(made.reason());
        Order order = orders.get(made.orderId());
        String id = order.id + "-recorded-" + ++number;
        order.refunds.add(new OrderRefund(
                id,
                Set.of(),
                made.payment(),
                made.amount(),
                ShopRefund.State.SUCCEEDED,
                clock.instant(),
                OrderRefund.Payout.NONE,
                made.key()));
        order.changedAt = clock.instant();
        return id;
    }

    /** Makes a refund as staff would, once for each key, and will ask for its money. */
    synchronized Recording start(PortalRefund wanted) {
        Failure failure = take(Question.START);
        if (failure != null && !failure.afterwards()) {
            fail(failure);
        }
        RefundRequest made = started.computeIfAbsent(wanted.key(), key -> {
            RefundRequest asks = asksToRefund(wanted.orderId(), wanted.payment(), wanted.amount());
            unasked.add(asks);
            return asks;
        });
        fail(failure);
        return new Recording.Recorded(made.id());
    }

    /** The requests for refunds that were started and for which it has not asked yet. */
    synchronized List<RefundRequest> asksForStarted() {
        List<RefundRequest> asks = List.copyOf(unasked);
        unasked.clear();
        return asks;
    }

    /** The refunds of an order that were started. */
    synchronized List<RefundRequest> startedOf(String orderId) {
        return started.values().stream()
                .filter(it -> it.orderId().filter(orderId::equals).isPresent())
                .toList();
    }

    @Override
    public synchronized void tell(RefundAnswer answer) {
        stumble(Question.TELL);
        meanwhile.run();
        Failure failure = take(Question.TELL);
        if (failure != null && !failure.afterwards()) {
            fail(failure);
        }
        List<RefundAnswer.Verdict> before = told.computeIfAbsent(answer.requestId(), id -> new ArrayList<>());
        requireOpen(takesCorrections || before.isEmpty() || before.get(0) == answer.verdict());
        before.add(answer.verdict());
        if (answer.verdict() == RefundAnswer.Verdict.DONE) {
            setState(answer.requestId(), ShopRefund.State.SUCCEEDED);
        } else if (forgetsFailures) {
            deleteRefund(answer.requestId());
        } else {
            setState(answer.requestId(), ShopRefund.State.FAILED);
        }
        fail(failure);
    }

    @Override
    public synchronized void tell(AuthorisationAnswer answer) {
        stumble(Question.TELL);
        meanwhile.run();
        Failure failure = take(Question.TELL);
        if (failure != null && !failure.afterwards()) {
            fail(failure);
        }
        List<AuthorisationAnswer> before = answers.computeIfAbsent(answer.requestId(), id -> new ArrayList<>());
        requireOpen(takesCorrections || before.isEmpty() || before.get(0).verdict() == answer.verdict());
        before.add(answer);
        fail(failure);
    }

    @Override
    public void close() {}

    /** As whoever does not look for a certain payment reads it. */
    private ShopOrder listed(Order order) {
        if (!order.unmapped) {
            return read(order);
        }
        Order nameless = new Order(order.id, List.of(), order.changedAt);
        nameless.trashed = order.trashed;
        order.refunds.forEach(it -> nameless.refunds.add(new OrderRefund(
                it.id(), it.names(), null, it.amount(), it.state(), it.at(), it.money(), it.portalKey())));
        return read(nameless);
    }

    private ShopOrder read(Order order) {
        ShopOrder.Builder read = ShopOrder.builder(order.id, "#" + order.id)
                .link(URI.create("https://shop.example.test/orders/" + order.id))
                .payments(order.payments)
                .refunds(shown(order))
                .total(total(order))
                .fulfilment(order.fulfilment)
                .trashed(order.trashed)
                .cancelled(order.cancelled)
                .changedAt(order.changedAt);
        if (order.total != null) {
            read.total(order.total);
        }
        if (order.paidOtherwiseSaid) {
            read.paidOtherwise(order.paidOtherwise);
        }
        return read.build();
    }

    private List<OrderRefund> shown(Order order) {
        Duration by = behind.getOrDefault(order.id, Duration.ZERO);
        return order.refunds.stream()
                .filter(it -> it.portalKey() == null || !it.at().plus(by).isAfter(clock.instant()))
                .toList();
    }

    private @Nullable Money total(Order order) {
        Money total = null;
        for (PaymentId payment : order.payments) {
            Money price = prices.apply(payment);
            if (price == null) {
                return null;
            }
            total = total == null ? price : total.plus(price);
        }
        return total;
    }

    private @Nullable Failure take(Question question) {
        if (question == answeredOnce) {
            answeredOnce = null;
            failures.add(new Failure(question, false, true));
            return null;
        }
        Failure found = failures.stream()
                .filter(failure -> failure.question() == question)
                .findFirst()
                .orElse(null);
        if (found != null && !found.forEver()) {
            failures.remove(found);
        }
        return found;
    }

    private static void fail(@Nullable Failure failure) {
        if (failure != null && failure.busy()) {
            throw new RateLimitedException("too many", CallReport.of("ask shop", 1, null, null, 429, null));
        }
        if (failure != null) {
            throw new GatewayUnavailableException("no answer", CallReport.of("ask shop", 1, null, null, 0, null));
        }
    }
}
