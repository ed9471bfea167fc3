package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.Timestamps;
import io.maksut.refund.Evidence.Code;
import io.maksut.refund.OrderFinding.Found;
import io.maksut.refund.OrderFinding.NotFound;
import io.maksut.refund.OrderFinding.Unknown;
import io.maksut.refund.PaymentReading.Read;
import io.maksut.refund.PaymentReading.Unread;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The facts in words, for the ledger. Whoever wrote a statement, and what it says, stays in the statement's record. */
final class EvidenceText {
    private EvidenceText() {}

    static Stream<Evidence> about(Code code, RefundCase refund) {
        RefundFacts facts = refund.facts();
        Stream<String> texts = switch (code) {
            case REQUEST ->
                Stream.of(facts.requested().map(Object::toString).orElse("no amount") + " asked at "
                        + facts.now() + ", settle delay " + facts.settleDelay() + ", permit life "
                        + facts.permitLife());
            case PAYMENT ->
                Stream.of(
                                payment(facts),
                                facts.paidDirectly().stream().map(EvidenceText::direct),
                                facts.watched().stream().map(EvidenceText::watched))
                        .flatMap(it -> it);
            case IN_FLIGHT -> facts.inFlight().stream().map(EvidenceText::inFlight);
            case SHOP_REFUND -> facts.shopRefunds().stream().map(EvidenceText::shopRefund);
            case ORDER ->
                Stream.concat(
                        Stream.of(order(facts.order())),
                        facts.handRecord().stream().map(EvidenceText::byHand));
            case ORIGIN -> Stream.of(refund.origin().name());
            case NO_SHOP -> facts.noShop().stream().map(stated -> "no shop exists, " + statement(stated));
            case RELEASE ->
                facts.release().stream()
                        .map(release -> (release.used() ? "used, " : "unused, ") + statement(release.statement()));
        };
        return texts.map(text -> new Evidence(code, text));
    }

    private static Stream<String> payment(RefundFacts facts) {
        PaymentReading reading = facts.payment();
        if (reading instanceof Unread unread) {
            return Stream.of("not read: " + unread.why());
        }
        Payment payment = ((Read) reading).payment();
        Timestamps times = payment.timestamps();
        String state = payment.id() + " " + payment.status() + " " + payment.method() + ", refundable "
                + payment.amounts().refundable()
                + (facts.captureNotShown() ? ", not all captures shown" : "") + ", refunded "
                + facts.refunded().orElse(payment.amounts().refunded()) + " of which "
                + facts.explained().map(Money::toString).orElse("nothing") + " is explained, chargeback open "
                + payment.chargebackOpen() + ", created "
                + told(times.created()) + ", authorised " + told(times.authorised()) + ", settled "
                + told(times.settled()) + ", read at " + times.readAt();
        Stream<String> refunds = payment.refunds().stream()
                .filter(RefundCase::unfinished)
                .map(refund -> "refund " + refund.id() + " of " + refund.amount() + " is " + refund.state());
        return Stream.concat(Stream.of(state), refunds);
    }

    private static String inFlight(RefundInFlight refund) {
        return refund.id() + " of " + refund.amount() + ", asked for by " + refund.initiator() + ", not finished: "
                + refund.place();
    }

    private static String shopRefund(ShopRefund refund) {
        return refund.id() + " of " + refund.amount() + " " + refund.state() + " at " + refund.at()
                + (refund.failed() ? ", money " + refund.attribution() + (refund.used() ? ", used" : ", unused") : "")
                + (refund.byHand() ? ", recorded by hand" : "")
                + (refund.statement() == null ? "" : ", " + statement(refund.statement()))
                + (refund.anotherThan().isEmpty() ? "" : ", another than " + new TreeSet<>(refund.anotherThan()));
    }

    private static String direct(PaidDirectly refund) {
        return "direct refund " + refund.id() + " of " + refund.amount() + " at " + refund.at()
                + (refund.uses() == null ? "" : ", used " + refund.uses());
    }

    private static String watched(WatchedRefund refund) {
        return "refund " + refund.id() + " of " + refund.amount() + " sent at " + refund.at() + " may arrive until "
                + refund.until();
    }

    private static String byHand(HandRecord record) {
        return "refunded by hand without money: " + record.id() + " of " + record.amount()
                + (record.portalPays() ? ", portal pays" : ", shop pays");
    }

    private static String order(OrderFinding finding) {
        if (finding instanceof Found found) {
            return "found " + found.orderId();
        }
        if (finding instanceof NotFound nothing) {
            return "not found, authorised " + nothing.authorised() + ", complete history "
                    + nothing.completeHistory() + ", looked up first " + nothing.firstLookup() + ", last "
                    + nothing.lastLookup() + (nothing.alike().isEmpty() ? "" : ", alike " + ids(nothing.alike()));
        }
        Unknown unknown = (Unknown) finding;
        return "not known: " + unknown.cause() + (unknown.orders().isEmpty() ? "" : ", " + ids(unknown.orders()));
    }

    private static List<String> ids(List<Found> orders) {
        return orders.stream().map(Found::orderId).toList();
    }

    private static String statement(Statement statement) {
        return "stated on record " + statement.id() + " at " + statement.at();
    }

    private static String told(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("not told");
    }
}
