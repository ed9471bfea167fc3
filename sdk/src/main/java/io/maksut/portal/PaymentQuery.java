package io.maksut.portal;

import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to search for. Every filter that is set must hold; none set means every payment. Newest payments come first;
 * only where several customers of Flatpay have one e-mail address, one customer's come after the other's. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * PaymentQuery.customerEmail("mari@example.test").withStatus(PaymentStatus.SETTLED).withCreated(monday, null)
 * }</pre>
 */
public final class PaymentQuery {
    private static final PaymentQuery ALL = new PaymentQuery(new Filters());

    private final @Nullable String customerEmail;
    private final @Nullable String paymentId;
    private final @Nullable OrderReference orderReference;
    private final Set<PaymentStatus> statuses;
    private final Set<PaymentMethod> methods;
    private final @Nullable Instant createdFrom;
    private final @Nullable Instant createdBefore;
    private final @Nullable Money amountFrom;
    private final @Nullable Money amountTo;
    private final boolean watched;

    private PaymentQuery(Filters filters) {
        this.customerEmail = filters.customerEmail;
        this.paymentId = filters.paymentId;
        this.orderReference = filters.orderReference;
        this.statuses = filters.statuses;
        this.methods = filters.methods;
        this.createdFrom = filters.createdFrom;
        this.createdBefore = filters.createdBefore;
        this.amountFrom = filters.amountFrom;
        this.amountTo = filters.amountTo;
        this.watched = filters.watched;
    }

    private PaymentQuery with(Consumer<Filters> change) {
        Filters filters = new Filters();
        filters.customerEmail = customerEmail;
        filters.paymentId = paymentId;
        filters.orderReference = orderReference;
        filters.statuses = statuses;
        filters.methods = methods;
        filters.createdFrom = createdFrom;
        filters.createdBefore = createdBefore;
        filters.amountFrom = amountFrom;
        filters.amountTo = amountTo;
        filters.watched = watched;
        change.accept(filters);
        return new PaymentQuery(filters);
    }

    /** Every payment of the account. */
    public static PaymentQuery all() {
        return ALL;
    }

    /** Payments of customers with this e-mail address; see {@link #withCustomerEmail}. */
    public static PaymentQuery customerEmail(String email) {
        return ALL.withCustomerEmail(email);
    }

    /** The payment with this id; see {@link #withPaymentId}. */
    public static PaymentQuery paymentId(String id) {
        return ALL.withPaymentId(id);
    }

    /**
     * The whole address, not a part of it, compared as {@link io.maksut.payment.Customer#hasEmail} does.
     *
     * @throws IllegalArgumentException if it is blank or has more than 320 characters
     */
    public PaymentQuery withCustomerEmail(String email) {
        String address = email.strip();
        if (address.isEmpty() || address.length() > 320) {
            throw new IllegalArgumentException("an e-mail address has 1 to 320 characters");
        }
        return with(filters -> filters.customerEmail = address);
    }

    /**
     * One of the payment's names: Flatpay's charge handle, invoice id or transaction id, EveryPay's payment reference.
     * What else the payment is called at EveryPay only an index finds.
     *
     * @throws IllegalArgumentException if it is blank or has more than 255 characters
     */
    public PaymentQuery withPaymentId(String id) {
        String text = id.strip();
        if (text.isEmpty() || text.length() > 255) {
            throw new IllegalArgumentException("a payment id has 1 to 255 characters");
        }
        return with(filters -> filters.paymentId = text);
    }

    /** The shop's own reference of the order, exactly; at Flatpay it is the charge handle. */
    public PaymentQuery withOrderReference(OrderReference reference) {
        return with(filters -> filters.orderReference = Objects.requireNonNull(reference));
    }

    /** One of these statuses; no argument lifts the filter. */
    public PaymentQuery withStatus(PaymentStatus... anyOf) {
        return with(filters -> filters.statuses = setOf(PaymentStatus.class, anyOf));
    }

    /** One of these methods; no argument lifts the filter. */
    public PaymentQuery withMethod(PaymentMethod... anyOf) {
        return with(filters -> filters.methods = setOf(PaymentMethod.class, anyOf));
    }

    /**
     * Created at {@code from} or later, and before {@code before}. Null leaves that side open.
     *
     * @throws IllegalArgumentException if the range is empty
     */
    public PaymentQuery withCreated(@Nullable Instant from, @Nullable Instant before) {
        if (from != null && before != null && !from.isBefore(before)) {
            throw new IllegalArgumentException("the range of creation times is empty");
        }
        return with(filters -> {
            filters.createdFrom = from;
            filters.createdBefore = before;
        });
    }

    /**
     * The amount that the customer was asked for (authorised) lies between the two, both included. Null leaves that
     * side open. Payments in another currency do not match.
     *
     * @throws io.maksut.payment.CurrencyMismatchException if the two have different currencies
     * @throws IllegalArgumentException if the range is empty
     */
    public PaymentQuery withAmount(@Nullable Money from, @Nullable Money to) {
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw new IllegalArgumentException("the range of amounts is empty");
        }
        return with(filters -> {
            filters.amountFrom = from;
            filters.amountTo = to;
        });
    }

    /** Only payments that the merchant should keep an eye on; see {@link io.maksut.payment.AllowedActions#watch}. */
    public PaymentQuery withWatched() {
        return with(filters -> filters.watched = true);
    }

    /** As it was given, without spaces around it; empty: any customer. */
    public Optional<String> customerEmail() {
        return Optional.ofNullable(customerEmail);
    }

    /** As it was given, without spaces around it; empty: any payment. */
    public Optional<String> paymentId() {
        return Optional.ofNullable(paymentId);
    }

    /** Compared exactly; empty: any order, also none. */
    public Optional<OrderReference> orderReference() {
        return Optional.ofNullable(orderReference);
    }

    /** Empty: any status. */
    public Set<PaymentStatus> statuses() {
        return statuses;
    }

    /** Empty: any method. */
    public Set<PaymentMethod> methods() {
        return methods;
    }

    /** Included; empty: no earliest time. */
    public Optional<Instant> createdFrom() {
        return Optional.ofNullable(createdFrom);
    }

    /** Not included; empty: no latest time. */
    public Optional<Instant> createdBefore() {
        return Optional.ofNullable(createdBefore);
    }

    /** Included; empty: no least amount. */
    public Optional<Money> amountFrom() {
        return Optional.ofNullable(amountFrom);
    }

    /** Included; empty: no greatest amount. */
    public Optional<Money> amountTo() {
        return Optional.ofNullable(amountTo);
    }

    /** Whether the query asks only for payments that the merchant should keep an eye on. */
    public boolean watched() {
        return watched;
    }

    /** The filters that are set. */
    public Set<QueryFilter> filters() {
        Set<QueryFilter> set = EnumSet.noneOf(QueryFilter.class);
        mark(set, customerEmail != null, QueryFilter.CUSTOMER_EMAIL);
        mark(set, paymentId != null, QueryFilter.PAYMENT_ID);
        mark(set, orderReference != null, QueryFilter.ORDER_REFERENCE);
        mark(set, !statuses.isEmpty(), QueryFilter.STATUS);
        mark(set, !methods.isEmpty(), QueryFilter.METHOD);
        mark(set, createdFrom != null || createdBefore != null, QueryFilter.CREATED);
        mark(set, amountFrom != null || amountTo != null, QueryFilter.AMOUNT);
        mark(set, watched, QueryFilter.WATCHED);
        return Collections.unmodifiableSet(set);
    }

    /**
     * Whether the payment passes the filters that can be judged from the payment itself: all but the customer's e-mail
     * and the payment id, by which a gateway finds payments in the first place.
     */
    public boolean matches(Payment payment) {
        return (orderReference == null
                        || payment.orderReference()
                                .filter(orderReference::equals)
                                .isPresent())
                && (statuses.isEmpty() || statuses.contains(payment.status()))
                && (methods.isEmpty() || methods.contains(payment.method()))
                && createdInRange(payment)
                && amountInRange(payment.amounts().authorised())
                && (!watched || payment.lifecycle().watch());
    }

    private boolean createdInRange(Payment payment) {
        if (createdFrom == null && createdBefore == null) {
            return true;
        }
        Optional<Instant> created = payment.timestamps().created();
        return created.isPresent()
                && (createdFrom == null || !created.get().isBefore(createdFrom))
                && (createdBefore == null || created.get().isBefore(createdBefore));
    }

    private boolean amountInRange(Money amount) {
        return (amountFrom == null || (amount.sameCurrency(amountFrom) && amount.compareTo(amountFrom) >= 0))
                && (amountTo == null || (amount.sameCurrency(amountTo) && amount.compareTo(amountTo) <= 0));
    }

    private static void mark(Set<QueryFilter> set, boolean isSet, QueryFilter filter) {
        if (isSet) {
            set.add(filter);
        }
    }

    private static <E extends Enum<E>> Set<E> setOf(Class<E> type, E[] values) {
        Set<E> set = EnumSet.noneOf(type);
        Collections.addAll(set, values);
        return Collections.unmodifiableSet(set);
    }

    /** Names the filters without their values, so that no e-mail address gets into a log. */
    @Override
    public String toString() {
        return "PaymentQuery" + filters();
    }

    private static final class Filters {
        @Nullable
        String customerEmail;

        @Nullable
        String paymentId;

        @Nullable
        OrderReference orderReference;

        Set<PaymentStatus> statuses = Set.of();
        Set<PaymentMethod> methods = Set.of();

        @Nullable
        Instant createdFrom;

        @Nullable
        Instant createdBefore;

        @Nullable
        Money amountFrom;

        @Nullable
        Money amountTo;

        boolean watched;
    }
}
