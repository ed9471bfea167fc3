package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.RefundState;
import io.maksut.refund.RefundDecision.Allowed;
import io.maksut.refund.ShopRefund.Attribution;
import io.maksut.refund.ShopRefund.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What must hold for money to be let out, said once more from the bare facts and not by way of the rules' code. */
final class Safety {
    private final RefundFacts facts;
    private final Allowed allowed;
    private final List<String> breaches = new ArrayList<>();

    private Safety(RefundFacts facts, Allowed allowed) {
        this.facts = facts;
        this.allowed = allowed;
    }

    /** What a permission breaks; nothing for any other decision. */
    static List<String> breaches(RefundFacts facts, RefundDecision decision) {
        if (!(decision instanceof Allowed allowed)) {
            return List.of();
        }
        Safety safety = new Safety(facts, allowed);
        if (!(facts.payment() instanceof PaymentReading.Read read)) {
            return List.of("the gateway was not read");
        }
        safety.payment(read.payment());
        safety.nothingInFlight(read.payment());
        switch (allowed.ground()) {
            case SHOP_REFUND_FAILED -> safety.failure(read.payment());
            case PAYMENT_LINK_WITHOUT_ORDER -> safety.noOrder(read.payment());
            case RELEASE -> safety.release();
        }
        return safety.breaches;
    }

    private void payment(Payment payment) {
        Money left = payment.amounts().refundable();
        must(facts.requested().filter(allowed.amount()::equals).isPresent(), "the amount is the one asked for");
        must(allowed.amount().isPositive(), "the amount is above zero");
        must(allowed.amount().compareTo(allowed.atMost()) <= 0, "the amount is within the limit");
        must(allowed.atMost().compareTo(left) <= 0, "the limit is within what is refundable");
        must(payment.lifecycle().checkRefund(allowed.amount()).isEmpty(), "the lifecycle allows it");
        must(
                facts.explained()
                        .orElse(Money.zero(left.currency()))
                        .equals(payment.amounts().refunded()),
                "all refunded money is explained");
        must(allowed.payment().equals(payment.id()), "it is bound to the payment");
        must(
                apart(payment.timestamps().readAt(), facts.now()).compareTo(facts.permitLife()) <= 0,
                "the reading is fresh");
        must(allowed.until().equals(facts.now().plus(facts.permitLife())), "it ends in time");
    }

    private void nothingInFlight(Payment payment) {
        must(facts.inFlight().isEmpty(), "no refund is in flight");
        must(
                facts.shopRefunds().stream().allMatch(it -> settledStates().contains(it.state())),
                "no shop refund is in flight");
        must(
                payment.refunds().stream()
                        .allMatch(it -> it.state() == RefundState.REFUNDED || it.state() == RefundState.FAILED),
                "no gateway refund is in flight");
    }

    private void failure(Payment payment) {
        List<ShopRefund> named = facts.shopRefunds().stream()
                .filter(it -> it.id().equals(allowed.uses()) && !it.used())
                .filter(it -> it.state() == State.FAILED || it.state() == State.NOT_SUPPORTED)
                .filter(it -> it.attribution() == Attribution.NONE_CERTAIN)
                .filter(it -> it.amount().compareTo(allowed.atMost()) >= 0)
                .filter(it -> old(it.at(), payment.timestamps().readAt()))
                .filter(it -> it.statement() == null
                        || old(it.statement().at(), payment.timestamps().readAt()))
                .filter(it -> facts.shopRefunds().stream()
                        .noneMatch(other ->
                                other.state() == State.SUCCEEDED && other.at().compareTo(it.at()) >= 0))
                .toList();
        must(!named.isEmpty(), "an unused, settled, surely unpaid failure of that amount is named");
        named.forEach(this::ofItsOwn);
        must(
                facts.shopRefunds().stream()
                        .filter(it -> it.attribution() == Attribution.MOVED && !settledInShop(it))
                        .noneMatch(ShopRefund::failed),
                "no failed refund has moved its money");
    }

    /** A statement counts beside other proofs only where a person said that it is of another failure. */
    private void ofItsOwn(ShopRefund named) {
        for (ShopRefund other : facts.shopRefunds()) {
            boolean saidToBeTwo = named.anotherThan().contains(other.id())
                    || other.anotherThan().contains(named.id());
            boolean statedOne = named.statement() != null || other.statement() != null;
            boolean usedOrRecorded = other.used() || (named.statement() != null && other.statement() == null);
            boolean mayBeTheSame = !other.id().equals(named.id())
                    && (other.state() == State.FAILED || other.state() == State.NOT_SUPPORTED)
                    && statedOne
                    && usedOrRecorded;
            must(!mayBeTheSame || saidToBeTwo, "the failure is surely none that is known otherwise");
        }
        for (PaidDirectly made : facts.paidDirectly()) {
            boolean asked = allowed.questions().stream()
                    .anyMatch(it -> it instanceof RefundQuestion.AnotherRefund refund
                            && refund.refund().equals(made.id()));
            boolean said = named.anotherThan().contains(made.id())
                    || named.anotherThan().contains(String.valueOf(made.uses()));
            must(asked || said, "it is asked whether it is another than the direct refund before");
        }
    }

    /** Its record was put right by hand, and nobody paid again. */
    private boolean settledInShop(ShopRefund moved) {
        List<ShopRefund> since = facts.shopRefunds().stream()
                .filter(it -> it.state() == State.SUCCEEDED && it.at().compareTo(moved.at()) >= 0)
                .toList();
        return !since.isEmpty() && since.stream().allMatch(ShopRefund::byHand);
    }

    private void noOrder(Payment payment) {
        must(payment.origin() == PaymentOrigin.PAYMENT_LINK, "it was paid by payment link");
        must(allowed.uses() == null, "it uses nothing up");
        must(facts.shopRefunds().isEmpty(), "the shop knows no refund");
        if (facts.order() instanceof OrderFinding.NotFound nothing) {
            must(nothing.authorised() && nothing.completeHistory(), "the shop showed everything");
            must(old(nothing.firstLookup(), nothing.lastLookup()), "it was looked up twice, a delay apart");
            must(old(nothing.firstLookup(), facts.now()), "it was first looked up a delay ago");
            must(apart(nothing.lastLookup(), facts.now()).compareTo(facts.permitLife()) <= 0, "the lookup is fresh");
            payment.timestamps()
                    .settled()
                    .ifPresent(paid -> must(!nothing.firstLookup().isBefore(paid), "it was looked up after payment"));
        } else {
            boolean noShop = facts.order().equals(new OrderFinding.Unknown(Cause.NO_SHOP_CONNECTED));
            must(noShop && facts.noShop().isPresent(), "no shop exists");
        }
    }

    private void release() {
        boolean byHand = facts.handRecord().filter(it -> !it.portalPays()).isPresent();
        must(Set.of(7, 8, 11, 12).contains(allowed.row()), "the row may be released");
        must(
                !(facts.order() instanceof OrderFinding.Found) || (allowed.row() == 7 && byHand),
                "no order was found, or it was refunded by hand and the shop pays");
        must(
                facts.release()
                        .filter(it -> !it.used() && it.statement().id().equals(allowed.uses()))
                        .isPresent(),
                "an unused release is named");
    }

    private boolean old(Instant since, Instant seen) {
        return apart(since, seen).compareTo(facts.settleDelay()) >= 0;
    }

    private void must(boolean holds, String what) {
        if (!holds) {
            breaches.add("not true that " + what + " (" + allowed.ground() + ")");
        }
    }

    private static Set<State> settledStates() {
        return Set.of(State.SUCCEEDED, State.FAILED, State.NOT_SUPPORTED);
    }

    private static Duration apart(Instant since, Instant seen) {
        return Duration.between(since, seen);
    }
}
