package io.maksut.refund;

import io.maksut.payment.DenialReason;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.refund.OrderFinding.Found;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a wished direct refund: from the facts alone ({@link RefundRules}), or stored, and with a permit where it
 * is allowed ({@link io.maksut.sync.RefundDesk#decide}). Implementations are immutable and thread-safe.
 */
public sealed interface RefundDecision {
    /** The row of the domain rule that decided, 1 to 12. */
    int row();

    /** The facts that decided, for the ledger. */
    List<Evidence> evidence();

    /** Why, and what to do now, in English, Finnish or Latvian; any other language reads English. */
    String explain(Locale locale);

    /** Why a direct refund is allowed. */
    enum Ground {
        /** (a) The refund did not succeed through the shop (Flatpay's Maksut page, first case; domain rule row 5). */
        SHOP_REFUND_FAILED("a"),
        /** (b) A payment link, and no order in the shop (Flatpay's Maksut page, second case; domain rule rows 9, 10). */
        PAYMENT_LINK_WITHOUT_ORDER("b"),
        /** An authorised person released the payment (our decision; domain rule, way out of rows 7, 8, 11 and 12). */
        RELEASE("release");

        private final String code;

        Ground(String code) {
            this.code = code;
        }

        /** Its name in the rule: "a", "b" or "release". */
        public String code() {
            return code;
        }
    }

    /** Why a direct refund is refused, and thereby what to do instead. */
    enum Reason {
        /** Row 1: no amount was given, or none above zero. */
        NO_AMOUNT,
        /** Row 1: {@link Refused#denial} says why the payment itself allows no such refund. */
        PAYMENT_DOES_NOT_ALLOW,
        /** Row 2: another refund is not finished, so this one could pay twice. */
        REFUND_IN_FLIGHT,
        /** Row 3: the shop says failed, the money moved all the same. */
        MONEY_MOVED,
        /** Row 3, and the shop has paid since: the customer probably has it twice. */
        MONEY_MOVED_TWICE,
        /** Row 4: the shop has refunded after its failure, which moved no money. */
        SHOP_REFUNDED_SINCE,
        /** Row 7: refund it in the shop. */
        ORDER_IN_SHOP,
        /** Row 7, but a smaller amount, {@link Refused#atMost}, failed in the shop and may be refunded directly. */
        ABOVE_FAILED_AMOUNT,
        /** Row 7, but the order was refunded by hand without money: have that refund, of {@link Refused#atMost}, paid. */
        BY_HAND_PORTAL_PAYS,
        /** The same where the shop pays: delete that record and refund there, or a release. */
        BY_HAND_SHOP_PAYS,
        /** Row 12: neither (a) nor (b). */
        NEITHER_CASE
    }

    /**
     * The refund may be made directly, once.
     *
     * @param amount what was asked for; positive, at most {@code atMost}
     * @param atMost the most that could be asked for on this ground; at most what is refundable
     * @param until when the permission ends
     * @param uses what a refund on this ground uses up: the id of the failed shop refund, or of the release's statement;
     *     null for {@link Ground#PAYMENT_LINK_WITHOUT_ORDER}
     * @param questions what a person has to say yes to before the refund is made; mostly none
     * @param permit with which the desk makes the refund; null where the rules alone judged
     */
    record Allowed(
            int row,
            Ground ground,
            PaymentId payment,
            Money amount,
            Money atMost,
            Instant until,
            @Nullable String uses,
            List<RefundQuestion> questions,
            List<Evidence> evidence,
            @Nullable RefundPermit permit)
            implements RefundDecision {
        public Allowed {
            questions = List.copyOf(questions);
            evidence = List.copyOf(evidence);
        }

        /** As the rules judge: without a permit. */
        public Allowed(
                int row,
                Ground ground,
                PaymentId payment,
                Money amount,
                Money atMost,
                Instant until,
                @Nullable String uses,
                List<RefundQuestion> questions,
                List<Evidence> evidence) {
            this(row, ground, payment, amount, atMost, until, uses, questions, evidence, null);
        }

        /** The same with the permit that the ledger holds. */
        public Allowed with(RefundPermit permit) {
            return new Allowed(row, ground, payment, amount, atMost, until, uses, questions, evidence, permit);
        }

        /**
         * With which the desk makes the refund.
         *
         * @throws IllegalStateException if the rules alone judged: only {@link io.maksut.sync.RefundDesk} gives permits
         */
        @Override
        public RefundPermit permit() {
            if (permit == null) {
                throw new IllegalStateException("judged by the rules alone: only a refund desk gives permits");
            }
            return permit;
        }

        /** With the questions in it; their days are those of UTC. */
        @Override
        public String explain(Locale locale) {
            StringBuilder text =
                    new StringBuilder(Texts.text(locale, "allowed." + ground, atMost.format(Texts.languageOf(locale))));
            for (RefundQuestion question : questions) {
                text.append(' ').append(question.ask(locale, ZoneOffset.UTC));
            }
            return text.toString();
        }
    }

    /**
     * The refund may not be made directly.
     *
     * @param denial why the payment itself allows none; null for other reasons
     * @param order the order in the shop; null where none was found or it does not matter
     * @param failedRefund the shop's id of the refund that the reason speaks of; null where it speaks of none
     * @param atMost what may be refunded directly, for {@link Reason#ABOVE_FAILED_AMOUNT}; what was recorded by hand, for
     *     the reasons that speak of that; else null
     * @param releasable whether an authorised person may release the payment
     */
    record Refused(
            int row,
            Reason reason,
            @Nullable DenialReason denial,
            @Nullable Found order,
            @Nullable String failedRefund,
            @Nullable Money atMost,
            boolean releasable,
            List<Evidence> evidence)
            implements RefundDecision {
        public Refused {
            evidence = List.copyOf(evidence);
        }

        @Override
        public String explain(Locale locale) {
            if (denial != null) {
                return denial.explain(locale);
            }
            String why = Texts.text(
                    locale,
                    "refused." + reason,
                    order == null ? "" : order.number(),
                    failedRefund == null ? "" : failedRefund,
                    atMost == null ? "" : atMost.format(Texts.languageOf(locale)));
            return why + repair(locale) + Texts.link(locale, order) + Texts.wayOut(locale, releasable);
        }

        /** How the shop's record is put right without moving money. */
        private String repair(Locale locale) {
            if (reason != Reason.MONEY_MOVED && reason != Reason.MONEY_MOVED_TWICE) {
                return "";
            }
            boolean byHand = order != null && order.recordsByHand() && reason == Reason.MONEY_MOVED;
            return " " + Texts.text(locale, byHand ? "repair.RECORD" : "repair.NOTE");
        }
    }

    /**
     * The facts could not be established: nothing is allowed.
     *
     * @param askAgainAt from when waiting alone may have removed the cause; null if it will not
     * @param releasable whether an authorised person may release the payment
     * @param orders the payment's order, or those that may be it; empty where none is known
     * @param questions what a person may say on record, so that asking again may allow; mostly none
     */
    record Undetermined(
            int row,
            Cause cause,
            @Nullable Instant askAgainAt,
            boolean releasable,
            List<Found> orders,
            List<RefundQuestion> questions,
            List<Evidence> evidence)
            implements RefundDecision {
        public Undetermined {
            orders = List.copyOf(orders);
            questions = List.copyOf(questions);
            evidence = List.copyOf(evidence);
        }

        /** No order is named and nothing is asked. */
        public Undetermined(
                int row, Cause cause, @Nullable Instant askAgainAt, boolean releasable, List<Evidence> evidence) {
            this(row, cause, askAgainAt, releasable, List.of(), List.of(), evidence);
        }

        @Override
        public String explain(Locale locale) {
            String numbers = orders.stream().map(Found::number).collect(Collectors.joining(", "));
            String why = Texts.text(locale, "undetermined." + cause, numbers);
            String named = orders.isEmpty() || why.contains(numbers) ? "" : " " + Texts.text(locale, "orders", numbers);
            String links =
                    orders.stream().map(order -> Texts.link(locale, order)).collect(Collectors.joining());
            return why + named + links + Texts.wayOut(locale, releasable);
        }
    }
}
