package io.maksut.samples.page.merchant;

import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.index.IndexedPayment;
import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.CallOptions;
import io.maksut.samples.page.live.LiveEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads payments from their gateways; whatever is read is noted in the index, and open pages hear of it. Thread-safe. */
public final class PaymentReader {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentReader.class);
    /** Somebody is waiting for the page. */
    private static final CallOptions PATIENCE = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10));

    private final Map<String, GatewayAccount> accounts;
    private final LiveEvents live;

    PaymentReader(Map<String, GatewayAccount> accounts, LiveEvents live) {
        this.accounts = accounts;
        this.live = live;
    }

    /**
     * The payment as its gateway knows it now.
     *
     * @throws MaksutException if it cannot be read
     * @throws IllegalArgumentException if its account is not connected
     */
    public Payment read(PaymentId id) {
        GatewayAccount account = account(id.account());
        return note(account.portal().payment(id, PATIENCE));
    }

    /** The payment that goes by this name at one of these accounts, if it is not in the index yet. */
    public Optional<Payment> find(String name, List<String> accountNames) {
        for (String accountName : accountNames) {
            try {
                return Optional.of(note(account(accountName).portal().payment(name, PATIENCE)));
            } catch (NotFoundException | IllegalArgumentException e) {
                LOG.debug("{} does not know it; perhaps the next account does", accountName);
            }
        }
        return Optional.empty();
    }

    /** Notes a payment that was read just now, and answers it with its customer. */
    public Payment note(Payment fresh) {
        GatewayAccount account = account(fresh.id().account());
        Optional<IndexedPayment> before = account.index().find(fresh.id());
        Payment payment = withCustomer(account, fresh, before);
        Payment noted = account.index().note(payment);
        if (before.isEmpty()) {
            live.publish(LiveEvents.NEW_PAYMENT);
        } else if (!sameState(before.get().payment(), payment)) {
            live.publish(PaymentKey.of(payment.id()));
        }
        return noted;
    }

    /** A gateway may tell only the customer's reference with the payment, and the rest on a further question. */
    private static Payment withCustomer(GatewayAccount account, Payment payment, Optional<IndexedPayment> before) {
        if (payment.customer().flatMap(Customer::email).isPresent()
                || before.map(IndexedPayment::erased).orElse(false)) {
            return payment;
        }
        Optional<Customer> known = before.flatMap(it -> it.payment().customer())
                .filter(it -> it.email().isPresent());
        Optional<Customer> customer = known.or(() -> account.portal().customer(payment.id(), PATIENCE));
        return customer.map(it -> payment.toBuilder().customer(it).build()).orElse(payment);
    }

    private static boolean sameState(Payment one, Payment other) {
        return one.status() == other.status()
                && one.amounts().equals(other.amounts())
                && one.chargebackOpen() == other.chargebackOpen()
                && one.refunds().size() == other.refunds().size();
    }

    private GatewayAccount account(String name) {
        GatewayAccount account = accounts.get(name);
        if (account == null) {
            throw new IllegalArgumentException("no account of this name is connected");
        }
        return account;
    }
}
