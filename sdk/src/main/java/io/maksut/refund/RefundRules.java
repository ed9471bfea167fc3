package io.maksut.refund;

import static io.maksut.refund.Evidence.Code.IN_FLIGHT;
import static io.maksut.refund.Evidence.Code.NO_SHOP;
import static io.maksut.refund.Evidence.Code.ORDER;
import static io.maksut.refund.Evidence.Code.ORIGIN;
import static io.maksut.refund.Evidence.Code.PAYMENT;
import static io.maksut.refund.Evidence.Code.RELEASE;
import static io.maksut.refund.Evidence.Code.REQUEST;
import static io.maksut.refund.Evidence.Code.SHOP_REFUND;

import io.maksut.refund.Evidence.Code;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where a refund may be made: the direct-refund rule of Flatpay's Maksut page, with our decisions where the page is
 * silent, written as a table.
 *
 * <p>The page recommends to refund in the shop, always, and permits a refund in the portal when (a) the refund did not
 * succeed through the shop, or (b) the payment was made with a payment link and no related order is found in the shop.
 * There is no other case. What cannot be established is never taken for a yes.
 *
 * <p>Pure functions: nothing is read, no clock is asked, no permit is made. This class is thread-safe.
 */
public final class RefundRules {
    @SuppressWarnings("UnnecessaryLambda") // a cell of the table, as the two below
    private static final Predicate<RefundCase> STANDS = refund -> false;

    private static final Predicate<RefundCase> RELEASABLE = RefundCase::mayBeReleased;
    private static final Predicate<RefundCase> BY_HAND_ONLY = RefundCase::handRecordMayBeReleased;

    // Rows 3 to 6 speak of all failed shop refunds; a failure stands until the shop has refunded after it.
    // Where the gateway cannot be read, an order that was found is named all the same (row 7), and no release counts.
    // @formatter:off
    static final List<Row> TABLE = List.of(
            //       case                                                                        fits                              answer                    way out          decided by
            new Row( 1, "status, method, amount, currency or chargeback allow no such refund",   RefundCase::notRefundable,        Decisions::notRefundable,   STANDS,          on(REQUEST, PAYMENT)),
            new Row( 2, "a refund, from the shop or direct, is not finished somewhere",          RefundCase::refundInFlight,       Decisions::refundInFlight,  STANDS,          on(REQUEST, PAYMENT, SHOP_REFUND, IN_FLIGHT)),
            new Row( 3, "shop refund failed, but its money moved, also if it was made again",    RefundCase::failureMoved,         Decisions::moneyMoved,      STANDS,          on(REQUEST, PAYMENT, SHOP_REFUND)),
            new Row( 4, "shop refund failed, moved no money, later succeeded in the shop",       RefundCase::shopRefundedSince,    Decisions::refundedSince,   STANDS,          on(REQUEST, PAYMENT, SHOP_REFUND)),
            new Row( 5, "shop refund failed, settled, surely unpaid, not used, large enough",    RefundCase::failureUsable,        Decisions::failureAllows,   STANDS,          on(REQUEST, PAYMENT, SHOP_REFUND)),
            new Row( 6, "as 5, but gateway not read, money not attributable, too soon, known",   RefundCase::failureDoubtful,      Decisions::failureDoubtful, STANDS,          on(REQUEST, PAYMENT, SHOP_REFUND, ORDER)),
            new Row( 7, "exactly one order found, whatever the origin, gateway read or not",     RefundCase::orderFound,           Decisions::orderInShop,     BY_HAND_ONLY,    on(REQUEST, PAYMENT, SHOP_REFUND, ORDER)),
            new Row( 8, "lookup failed or incomplete, several orders, deleted, or too early",    RefundCase::orderDoubtful,        Decisions::orderDoubtful,   RELEASABLE,      on(REQUEST, PAYMENT, SHOP_REFUND, ORDER, NO_SHOP)),
            new Row( 9, "payment link, absence of an order proved",                              RefundCase::linkWithoutOrder,     Decisions::linkAllows,      STANDS,          on(REQUEST, PAYMENT, ORIGIN, ORDER)),
            new Row(10, "payment link, no shop exists, declared on record",                      RefundCase::linkWithoutShop,      Decisions::linkAllows,      STANDS,          on(REQUEST, PAYMENT, ORIGIN, ORDER, NO_SHOP)),
            new Row(11, "origin unknown, no order",                                              RefundCase::originUnknown,        Decisions::originUnknown,   RELEASABLE,      on(REQUEST, PAYMENT, ORIGIN, ORDER, NO_SHOP)),
            new Row(12, "ordinary checkout, no order found, no failed shop refund",              RefundCase::checkoutWithoutOrder, Decisions::neitherCase,     RELEASABLE,      on(REQUEST, PAYMENT, ORIGIN, ORDER, NO_SHOP)));
    // @formatter:on

    private RefundRules() {}

    /**
     * Whether the refund may be made directly: the answer of the first row that fits (Flatpay's Maksut page, "Näin
     * käsittelet palautukset"; domain rule rows 1 to 12).
     *
     * <p>Whatever row or release would allow it: while the gateway shows refunded money that nothing explains, or less than is
     * explained, the answer is undetermined.
     *
     * <p>The way out: a payment in row 8, 11 or 12, or in row 7 where it was refunded by hand without money and the shop
     * pays, is allowed by an unused {@link Release}, if the gateway was read; the rows above still hold.
     */
    public static RefundDecision judge(RefundFacts facts) {
        RefundCase refund = new RefundCase(facts);
        return TABLE.stream()
                .filter(row -> row.fits.test(refund))
                .findFirst()
                .map(row -> row.answer(refund))
                .orElseThrow(() -> new IllegalStateException("The table of refund rules has a hole"));
    }

    /** What a row says of a case that it fits. */
    @FunctionalInterface
    interface Answer {
        RefundDecision give(RefundCase refund, Row row);
    }

    /**
     * One row of the rule.
     *
     * @param wayOut where an unused release overrides the answer
     * @param decidedBy the kinds of facts that the row, with those above it, looks at
     */
    record Row(
            int number,
            String title,
            Predicate<RefundCase> fits,
            Answer answer,
            Predicate<RefundCase> wayOut,
            List<Code> decidedBy) {
        boolean releasable(RefundCase refund) {
            return wayOut.test(refund);
        }

        RefundDecision answer(RefundCase refund) {
            boolean released = releasable(refund) && refund.unusedRelease().isPresent();
            RefundDecision decision = released ? Decisions.releaseAllows(refund, this) : answer.give(refund, this);
            return decision instanceof RefundDecision.Allowed
                            && refund.moneyDoubt().isPresent()
                    ? Decisions.moneyDoubtful(refund, this)
                    : decision;
        }

        List<Evidence> evidence(RefundCase refund) {
            Stream<Code> release = wayOut != STANDS ? Stream.of(RELEASE) : Stream.of();
            return Stream.concat(decidedBy.stream(), release)
                    .flatMap(code -> EvidenceText.about(code, refund))
                    .toList();
        }
    }

    private static List<Code> on(Code... codes) {
        return List.of(codes);
    }
}
