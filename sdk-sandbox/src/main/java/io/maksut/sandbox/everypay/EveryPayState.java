package io.maksut.sandbox.everypay;

import io.maksut.sandbox.EarlierStates;
import io.maksut.sandbox.ReadLag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything the gateway holds for one merchant. Thread-safe; a payment is guarded by its own monitor. */
final class EveryPayState {
    private final Clock clock;
    private final SplittableRandom random;
    private final Map<String, ProcessingAccount> accounts = new LinkedHashMap<>();
    private final Map<String, Payment> byReference = new ConcurrentHashMap<>();
    private final Map<String, Payment> byLinkPath = new ConcurrentHashMap<>();
    private final Queue<String> inOrder = new ConcurrentLinkedQueue<>();
    private final Map<String, String> paidOrders = new ConcurrentHashMap<>();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final EarlierStates<Payment> earlier;
    private volatile @Nullable BulkPayments bulk;

    final Map<String, String> spelling = new ConcurrentHashMap<>();
    volatile boolean uniqueOrderReferences = true;
    volatile boolean amountsAsStrings;
    volatile boolean withoutCurrency;

    EveryPayState(Clock clock, long seed, Collection<ProcessingAccount> accounts, ReadLag lag) {
        this.clock = clock;
        this.earlier = new EarlierStates<>(
                lag,
                new EarlierStates.Kind<>(
                        payment -> payment.reference, payment -> payment.created, Payment::copy, Payment::content),
                this::now);
        this.random = new SplittableRandom(seed);
        accounts.forEach(this::account);
    }

    /** In milliseconds, as the gateway shows times. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** 64 hex digits, never those of a bulk payment. */
    String newReference() {
        synchronized (random) {
            return String.format(
                    "%016x%016x%016x%016x",
                    random.nextLong() & Long.MAX_VALUE, random.nextLong(), random.nextLong(), random.nextLong());
        }
    }

    String newToken(int length) {
        synchronized (random) {
            return random.ints(length, 0, 36)
                    .collect(
                            StringBuilder::new,
                            (text, digit) -> text.append(Character.forDigit(digit, 36)),
                            StringBuilder::append)
                    .toString();
        }
    }

    /** False when it was used before; it is never forgotten, as after its window the timestamp is refused. */
    boolean useNonce(String nonce) {
        return nonces.add(nonce);
    }

    // Accounts

    void account(ProcessingAccount account) {
        synchronized (accounts) {
            accounts.put(account.name(), account);
        }
    }

    @Nullable
    ProcessingAccount account(String name) {
        synchronized (accounts) {
            return accounts.get(name);
        }
    }

    ProcessingAccount accountOf(Payment payment) {
        ProcessingAccount account = account(payment.account);
        if (account == null) {
            throw new IllegalStateException("no account " + payment.account);
        }
        return account;
    }

    List<ProcessingAccount> accounts() {
        synchronized (accounts) {
            return List.copyOf(accounts.values());
        }
    }

    // Payments

    Payment newPayment(ProcessingAccount account, String orderReference, long amount, Instant created) {
        return new Payment(newReference(), newToken(6) + "/" + newToken(6), account, orderReference, amount, created);
    }

    void add(Payment payment) {
        byReference.put(payment.reference, payment);
        byLinkPath.put(payment.linkPath, payment);
        inOrder.add(payment.reference);
    }

    void startBulk(int count, Instant first, Duration step, ProcessingAccount account) {
        synchronized (this) {
            if (bulk != null) {
                throw new IllegalStateException("there is a bulk already");
            }
            bulk = new BulkPayments(count, first.truncatedTo(ChronoUnit.MILLIS), step, account);
        }
    }

    /** For reading: a bulk payment is a copy, so changes to it are lost. */
    @Nullable
    Payment find(String reference) {
        Payment payment = byReference.get(reference);
        BulkPayments all = bulk;
        return payment != null || all == null ? payment : all.payment(reference);
    }

    /** What a read shows of this payment; empty when it does not show it yet. */
    Optional<Payment> shown(Payment payment) {
        return earlier.shown(payment);
    }

    /** To be called before time changes it. */
    void beforeChange(Payment payment) {
        earlier.beforeChange(payment);
    }

    /** For changing. */
    @Nullable
    Payment own(String reference) {
        Payment payment = owned(reference);
        if (payment != null) {
            earlier.beforeChange(payment);
        }
        return payment;
    }

    private @Nullable Payment owned(String reference) {
        Payment payment = byReference.get(reference);
        BulkPayments all = bulk;
        if (payment != null || all == null) {
            return payment;
        }
        return byReference.computeIfAbsent(reference, all::payment);
    }

    @Nullable
    Payment byLinkPath(String linkPath) {
        return byLinkPath.get(linkPath);
    }

    /** Bulk payments first. */
    Stream<String> references() {
        BulkPayments all = bulk;
        Stream<String> others = new ArrayList<>(inOrder).stream();
        return all == null ? others : Stream.concat(all.references(), others);
    }

    // Orders

    boolean paid(String orderReference) {
        return uniqueOrderReferences && paidOrders.containsKey(orderReference);
    }

    /** False when another payment of the order has succeeded and order references are unique. */
    boolean claimOrder(Payment payment) {
        String first = paidOrders.putIfAbsent(payment.orderReference, payment.reference);
        return first == null || first.equals(payment.reference) || !uniqueOrderReferences;
    }
}
