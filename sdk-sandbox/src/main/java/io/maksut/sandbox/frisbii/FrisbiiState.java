package io.maksut.sandbox.frisbii;

import io.maksut.sandbox.EarlierStates;
import io.maksut.sandbox.ReadLag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Everything one merchant account holds. Thread-safe; a charge is guarded by its own monitor. */
final class FrisbiiState {
    /** Sequence numbers of bulk charges are their indices, so those of all others start above. */
    private static final long FIRST_SEQUENCE = 1L << 40;

    private static final int BULK_CUSTOMERS = 10_000;

    private final Clock clock;
    private final SplittableRandom random;
    private final AtomicLong sequence = new AtomicLong(FIRST_SEQUENCE);
    private final Map<String, Charge> byHandle = new ConcurrentHashMap<>();
    private final Map<String, Charge> byId = new ConcurrentHashMap<>();
    private final Timeline<Charge> byCreation = new Timeline<>();
    private final Timeline<Charge> bySettling = new Timeline<>();
    private final Map<String, Timeline<Charge>> byCustomer = new ConcurrentHashMap<>();
    private final Timeline<TransactionOfCharge> transactions = new Timeline<>();
    private final Map<String, TransactionOfCharge> transactionById = new ConcurrentHashMap<>();
    private final Map<String, Customer> customers = new ConcurrentHashMap<>();
    private final Timeline<Customer> customersByCreation = new Timeline<>();
    private final ConcurrentSkipListMap<String, Customer> customersByEmail = new ConcurrentSkipListMap<>();
    private final Map<Operation, Queue<Decline>> declines = new EnumMap<>(Operation.class);
    private volatile @Nullable BulkCharges bulk;

    final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Timeline<Dispute> disputes = new Timeline<>();
    private final Map<String, Timeline.Entry<Dispute>> disputeById = new ConcurrentHashMap<>();
    final IdempotencyKeys keys = new IdempotencyKeys(this::now);
    volatile boolean asyncRefunds;
    volatile long maxSettles = Long.MAX_VALUE;
    volatile @Nullable Duration longestQuery;
    private final Map<String, MethodSupport> supports = new ConcurrentHashMap<>();

    private final EarlierStates<Charge> earlier;

    FrisbiiState(Clock clock, long seed, ReadLag lag) {
        this.clock = clock;
        this.earlier = new EarlierStates<>(
                lag,
                new EarlierStates.Kind<>(
                        charge -> charge.handle,
                        charge -> charge.created,
                        Charge::copy,
                        charge -> Rendering.invoice(charge) + " " + charge.metadata),
                this::now);
        this.random = new SplittableRandom(seed);
        for (Operation operation : Operation.values()) {
            declines.put(operation, new ConcurrentLinkedQueue<>());
        }
    }

    /** In milliseconds, as the gateway shows times. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    String newId() {
        synchronized (random) {
            // Never begins with the digits that mark a bulk id.
            return String.format("%016x%016x", random.nextLong() & 0x7fffffffffffffffL, random.nextLong());
        }
    }

    void declineNext(Operation operation, Decline decline) {
        queue(operation).add(decline);
    }

    @Nullable
    Decline takeDecline(Operation operation) {
        return queue(operation).poll();
    }

    private Queue<Decline> queue(Operation operation) {
        Queue<Decline> queue = declines.get(operation);
        if (queue == null) {
            throw new IllegalStateException("no queue for " + operation);
        }
        return queue;
    }

    // Charges

    void startBulk(int count, Instant first, Duration step) {
        synchronized (this) {
            if (bulk != null) {
                throw new IllegalStateException("there is a bulk already");
            }
            bulk = new BulkCharges(count, first.truncatedTo(ChronoUnit.MILLIS), step, BULK_CUSTOMERS);
        }
        for (int i = 0; i < Math.min(count, BULK_CUSTOMERS); i++) {
            String handle = BulkCharges.CUSTOMER_PREFIX + i;
            addCustomer(new Customer(handle, handle + "@example.com", "Bulk", "Customer " + i, null, first));
        }
    }

    /** For reading, as late as reads are: what is returned may be a copy. By handle or invoice id. */
    @Nullable
    Charge find(String handleOrId) {
        Charge charge = current(handleOrId);
        return charge == null ? null : shown(charge).orElse(null);
    }

    /** What a read shows of this charge; empty when it does not show it yet. */
    Optional<Charge> shown(Charge charge) {
        return earlier.shown(charge);
    }

    private @Nullable Charge current(String handleOrId) {
        Charge charge = kept(handleOrId);
        BulkCharges all = bulk;
        if (charge != null || all == null) {
            return charge;
        }
        int index = all.indexOf(handleOrId);
        return index < 0 ? kept(handleOrId) : all.charge(index);
    }

    /** For changing. By handle or invoice id. */
    @Nullable
    Charge own(String handleOrId) {
        Charge charge = owned(handleOrId, bulk);
        if (charge != null) {
            earlier.beforeChange(charge);
        }
        return charge;
    }

    private @Nullable Charge owned(String handleOrId, @Nullable BulkCharges all) {
        Charge charge = kept(handleOrId);
        if (charge != null || all == null) {
            return charge;
        }
        int index = all.indexOf(handleOrId);
        if (index < 0) {
            return kept(handleOrId);
        }
        Charge copy = all.charge(index);
        synchronized (all) {
            Charge first = byHandle.get(copy.handle);
            if (first != null) {
                return first;
            }
            index(copy);
            if (copy.settled != null) {
                indexSettled(copy);
            }
            copy.transactions.forEach(transaction -> indexTransaction(
                    copy, transaction, new Position(copy.created.toEpochMilli(), copy.position.sequence())));
            all.hide(index);
            return copy;
        }
    }

    private @Nullable Charge kept(String handleOrId) {
        Charge charge = byHandle.get(handleOrId);
        return charge == null ? byId.get(handleOrId) : charge;
    }

    Charge newCharge(String handle, String customer, long amount, String currency, Instant created) {
        return new Charge(newId(), handle, customer, amount, currency, created, sequence.getAndIncrement());
    }

    /** Adds the charge, or returns the one that has this handle already. */
    Charge addIfAbsent(Charge charge) {
        Charge first = own(charge.handle);
        if (first != null) {
            return first;
        }
        Charge other = byHandle.putIfAbsent(charge.handle, charge);
        if (other != null) {
            return other;
        }
        index(charge);
        return charge;
    }

    private void index(Charge charge) {
        byHandle.put(charge.handle, charge);
        byId.put(charge.id, charge);
        byCreation.add(charge.position, charge);
        byCustomer.computeIfAbsent(charge.customer, c -> new Timeline<>()).add(charge.position, charge);
    }

    /** To be called once, when the charge is settled for the first time. */
    void indexSettled(Charge charge) {
        Instant settled = charge.settled;
        if (settled != null) {
            bySettling.add(new Position(settled.toEpochMilli(), charge.position.sequence()), charge);
        }
    }

    Iterator<Timeline.Entry<Charge>> chargesByCreation(Position before, @Nullable String customer) {
        Timeline<Charge> own = customer == null ? byCreation : byCustomer.getOrDefault(customer, new Timeline<>());
        BulkCharges all = bulk;
        return all == null ? own.before(before) : Timeline.merged(own.before(before), all.created(before, customer));
    }

    /** Not narrowed down to a customer, except for bulk charges. */
    Iterator<Timeline.Entry<Charge>> chargesBySettling(Position before, @Nullable String customer) {
        BulkCharges all = bulk;
        Iterator<Timeline.Entry<Charge>> own = bySettling.before(before);
        return all == null ? own : Timeline.merged(own, all.settled(before, customer));
    }

    // Transactions

    Transaction addTransaction(Charge charge, String type, String state, long amount) {
        return addTransaction(charge, new Transaction(newId(), type, state, amount, now(), charge.source.type()));
    }

    Transaction addManualRefund(Charge charge, long amount) {
        return addTransaction(charge, new Transaction(newId(), "refund", "processing", amount, now(), "manual"));
    }

    Transaction addTransaction(Charge charge, Transaction transaction) {
        charge.transactions.add(transaction);
        indexTransaction(
                charge, transaction, new Position(transaction.created.toEpochMilli(), sequence.getAndIncrement()));
        return transaction;
    }

    private void indexTransaction(Charge charge, Transaction transaction, Position position) {
        TransactionOfCharge entry = new TransactionOfCharge(charge, transaction);
        transactionById.put(transaction.id, entry);
        transactions.add(position, entry);
    }

    @Nullable
    TransactionOfCharge transaction(String id) {
        return transactionById.get(id);
    }

    /** What a read shows of this transaction; empty when it does not show it yet. */
    Optional<TransactionOfCharge> shown(TransactionOfCharge entry) {
        return shown(entry.charge())
                .flatMap(charge -> Optional.ofNullable(transactionOf(charge, entry.transaction().id))
                        .map(transaction -> new TransactionOfCharge(charge, transaction)));
    }

    private static @Nullable Transaction transactionOf(Charge charge, String id) {
        synchronized (charge) {
            return charge.transaction(id);
        }
    }

    Iterator<Timeline.Entry<TransactionOfCharge>> transactions(Position before) {
        BulkCharges all = bulk;
        Iterator<Timeline.Entry<TransactionOfCharge>> own = transactions.before(before);
        return all == null ? own : Timeline.merged(own, all.transactions(before));
    }

    // Methods

    void support(String sourceType, MethodSupport support) {
        supports.put(sourceType, support);
    }

    /** The charge's own rule, else the account's for its method, else what is documented for the method. */
    MethodSupport supportOf(Charge charge) {
        MethodSupport own = charge.support;
        return own != null ? own : supports.getOrDefault(charge.source.type(), charge.source.support());
    }

    // Disputes

    void add(Dispute dispute) {
        put(new Timeline.Entry<>(newPosition(), dispute));
    }

    /** Puts this in the place of the dispute with its id. */
    void replace(Dispute dispute) {
        put(new Timeline.Entry<>(entry(dispute.id()).position(), dispute));
    }

    @Nullable
    Dispute dispute(String id) {
        Timeline.Entry<Dispute> entry = disputeById.get(id);
        return entry == null ? null : entry.value();
    }

    Iterator<Timeline.Entry<Dispute>> disputes(Position before) {
        return disputes.before(before);
    }

    private void put(Timeline.Entry<Dispute> entry) {
        disputeById.put(entry.value().id(), entry);
        disputes.add(entry.position(), entry.value());
    }

    private Timeline.Entry<Dispute> entry(String id) {
        Timeline.Entry<Dispute> entry = disputeById.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("no dispute " + id);
        }
        return entry;
    }

    // Customers

    /** False when there is one with this handle already. */
    boolean addCustomer(Customer customer) {
        if (customers.putIfAbsent(customer.handle(), customer) != null) {
            return false;
        }
        customersByCreation.add(new Position(customer.created().toEpochMilli(), sequence.getAndIncrement()), customer);
        String email = customer.email();
        if (email != null) {
            customersByEmail.put(emailKey(email) + '\0' + customer.handle(), customer);
        }
        return true;
    }

    @Nullable
    Customer customer(String handle) {
        return customers.get(handle);
    }

    Iterator<Timeline.Entry<Customer>> customers(Position before) {
        return customersByCreation.before(before);
    }

    /** All whose address begins so, whatever the case; {@code exact} ones only if asked. */
    Collection<Customer> customersByEmail(String email, boolean exact) {
        String key = emailKey(email);
        return exact
                ? customersByEmail.subMap(key + '\0', key + '\1').values()
                : customersByEmail.subMap(key, key + '\uffff').values();
    }

    private static String emailKey(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    /** Where a further thing that happens now stands in a list. */
    Position newPosition() {
        return new Position(now().toEpochMilli(), sequence.getAndIncrement());
    }
}
