package io.maksut.shopify;

import io.maksut.error.CallReport;
import io.maksut.error.MalformedAnswerException;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.CallOptions;
import io.maksut.portal.GatewayCall;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentPage;
import io.maksut.portal.PaymentQuery;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shopify's payment id is the order's reference at the gateway. Several attempts to pay may share it. */
final class MatchingByOrderReference implements PaymentMatching {
    private static final Set<PaymentStatus> NO_MONEY =
            EnumSet.of(PaymentStatus.INITIATED, PaymentStatus.FAILED, PaymentStatus.ABANDONED);
    private static final int MOST_PAGES = 10;

    private final PaymentGateway gateway;

    MatchingByOrderReference(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public String account() {
        return gateway.account();
    }

    @Override
    public Optional<PaymentId> payment(String shopifyPaymentId) {
        OrderReference reference;
        try {
            reference = new OrderReference(shopifyPaymentId);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the gateway cannot have this reference
        }
        List<Payment> found = search(reference);
        List<Payment> withMoney = found.stream()
                .filter(payment -> !NO_MONEY.contains(payment.status()))
                .toList();
        List<Payment> candidates = withMoney.isEmpty() ? found : withMoney;
        if (candidates.size() > 1) {
            throw new MalformedAnswerException(
                    "several payments have the order reference of one payment id",
                    CallReport.notSent("match payment id", null));
        }
        return candidates.stream().map(Payment::id).findFirst();
    }

    private List<Payment> search(OrderReference reference) {
        GatewayCall call = gateway.begin(CallOptions.DEFAULT);
        PaymentQuery query = PaymentQuery.all().withOrderReference(reference);
        List<Payment> found = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            PaymentPage read = call.await(call.page(query, cursor));
            read.payments().stream().filter(query::matches).forEach(found::add);
            cursor = read.next().orElse(null);
            if (cursor == null) {
                return found;
            }
        }
        throw new MalformedAnswerException(
                "the search for an order reference does not end", CallReport.notSent("match payment id", null));
    }

    @Override
    public Optional<String> shopifyPaymentId(Payment payment) {
        return payment.id().account().equals(account())
                ? payment.orderReference().map(OrderReference::value)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "MatchingByOrderReference[" + account() + "]";
    }
}
