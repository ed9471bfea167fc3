package io.maksut.samples.page.merchant;

import io.maksut.payment.Customer;
import io.maksut.payment.Payment;
import io.maksut.portal.PaymentQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills the index with what a gateway that can search has: once at the beginning, and after a time in which no callbacks came
 * in. Gateways that cannot search are imported by the references in the shop's records: {@link
 * io.maksut.index.AccountIndex#importReferences}.
 */
public final class Import {
    private static final int BATCH = 200;

    private final GatewayAccount account;
    private final Map<String, Optional<Customer>> customers = new HashMap<>();

    public Import(GatewayAccount account) {
        this.account = account;
    }

    /** Reads everything that matches, and answers how many payments that were. */
    public int run(PaymentQuery query) {
        int count = 0;
        List<Payment> batch = new ArrayList<>();
        for (Payment payment : account.portal().payments(query)) {
            batch.add(withCustomer(withDispute(payment)));
            count++;
            if (batch.size() == BATCH) {
                account.index().seenAll(batch);
                batch.clear();
            }
        }
        account.index().seenAll(batch);
        return count;
    }

    /** A search says nothing of disputes: a payment that had one is asked for by itself. */
    private Payment withDispute(Payment payment) {
        boolean disputed = account.index()
                .find(payment.id())
                .filter(it -> it.payment().chargebackOpen())
                .isPresent();
        return disputed ? account.portal().payment(payment.id()) : payment;
    }

    /** A search names customers by reference: each is asked for once. */
    private Payment withCustomer(Payment payment) {
        Optional<String> reference = payment.customer().flatMap(Customer::reference);
        if (reference.isEmpty()) {
            return payment;
        }
        return customers
                .computeIfAbsent(reference.get(), name -> account.portal().customer(payment.id()))
                .map(customer -> payment.toBuilder().customer(customer).build())
                .orElse(payment);
    }
}
