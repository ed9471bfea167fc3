package io.maksut.payment;

import static io.maksut.payment.NextActor.BANK;
import static io.maksut.payment.NextActor.CUSTOMER;
import static io.maksut.payment.NextActor.MERCHANT;
import static io.maksut.payment.NextActor.NOBODY;
import static io.maksut.payment.PaymentAction.CAPTURE;
import static io.maksut.payment.PaymentAction.PARTIAL_CAPTURE;
import static io.maksut.payment.PaymentAction.PARTIAL_REFUND;
import static io.maksut.payment.PaymentAction.REFUND;
import static io.maksut.payment.PaymentAction.VOID;
import static io.maksut.payment.PaymentMethod.CARD;
import static io.maksut.payment.PaymentMethod.NOT_CHOSEN;
import static io.maksut.payment.PaymentMethod.OPEN_BANKING;
import static io.maksut.payment.PaymentMethod.OTHER;
import static io.maksut.payment.PaymentMethod.PAYPAL;
import static io.maksut.payment.PaymentStatus.ABANDONED;
import static io.maksut.payment.PaymentStatus.AUTHORISED;
import static io.maksut.payment.PaymentStatus.CHARGED_BACK;
import static io.maksut.payment.PaymentStatus.CONFIRMED_3DS;
import static io.maksut.payment.PaymentStatus.FAILED;
import static io.maksut.payment.PaymentStatus.INITIATED;
import static io.maksut.payment.PaymentStatus.PARTIALLY_REFUNDED;
import static io.maksut.payment.PaymentStatus.REFUNDED;
import static io.maksut.payment.PaymentStatus.SENT_FOR_PROCESSING;
import static io.maksut.payment.PaymentStatus.SETTLED;
import static io.maksut.payment.PaymentStatus.VOIDED;
import static io.maksut.payment.PaymentStatus.WAITING_FOR_3DS;
import static io.maksut.payment.PaymentStatus.WAITING_FOR_SCA;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each status of a payment means for each method, and what a merchant may then do: the status table of EveryPay
 * (Latvian) with the four statuses of the Flatpay page (Finnish), written as a table.
 *
 * <p>"Final" is what the EveryPay table calls final; where it is silent the answer is no. Final still yields to a fresh
 * read from the gateway (refund, chargeback, late refusal by the bank). Neither document lists actions, though EveryPay's
 * promises them: they follow from the meanings and the gateways' rules. This class is thread-safe.
 */
public final class PaymentLifecycle {
    /** How long the customer has for 3DS (EveryPay table, row Nepabeigts, cards). */
    public static final Duration THREE_DS_LIMIT = Duration.ofMinutes(15);

    private static final boolean FINAL = true;
    private static final boolean OPEN = false;
    private static final boolean WATCH = true;
    private static final boolean CALM = false;

    private static final Set<PaymentAction> NONE = setOf();
    private static final Set<PaymentAction> CAPTURE_OR_VOID = setOf(CAPTURE, PARTIAL_CAPTURE, VOID);
    private static final Set<PaymentAction> REFUNDS = setOf(REFUND, PARTIAL_REFUND);
    private static final Set<PaymentAction> REFUNDS_AND_REST = setOf(REFUND, PARTIAL_REFUND, CAPTURE, PARTIAL_CAPTURE);
    private static final Set<PaymentAction> EVERYTHING = setOf(PaymentAction.values());

    private static final Source EVERYPAY = Source.EVERYPAY;
    private static final Source BOTH = Source.EVERYPAY_AND_FLATPAY;
    private static final Source OURS = Source.OURS;

    // "Most allowed" is what some gateway can do in that status. AllowedActions narrows it to the payment's gateway and
    // amounts:
    // the rest of a settled authorisation is Frisbii's, the void of a settled, not yet captured payment EveryPay's.
    // WATCH: the merchant has something to do, or must not deliver or close the books before something happens.
    // A disputed card has a date to answer by, so there the merchant is next although the bank has begun to act.
    // @formatter:off
    private static final Map<PaymentStatus, Map<PaymentMethod, Row>> TABLE = table(List.of(
            //       status               methods                          final   next actor  watch   most allowed      texts                         source
            new Line(INITIATED,           on(CARD, OPEN_BANKING, PAYPAL),  OPEN,   CUSTOMER,   CALM,   NONE,             "initiated",                  EVERYPAY),
            new Line(INITIATED,           on(NOT_CHOSEN, OTHER),           OPEN,   CUSTOMER,   CALM,   NONE,             "initiated",                  OURS),
            new Line(AUTHORISED,          on(PAYPAL),                      FINAL,  MERCHANT,   WATCH,  NONE,             "authorised.paypal",          EVERYPAY),
            new Line(AUTHORISED,          on(CARD),                        OPEN,   MERCHANT,   WATCH,  CAPTURE_OR_VOID,  "authorised.card",            BOTH),
            new Line(AUTHORISED,          on(OTHER),                       OPEN,   MERCHANT,   WATCH,  CAPTURE_OR_VOID,  "authorised.other",           OURS),
            new Line(WAITING_FOR_3DS,     on(CARD),                        OPEN,   CUSTOMER,   CALM,   NONE,             "waiting_for_3ds",            EVERYPAY),
            new Line(WAITING_FOR_SCA,     on(OPEN_BANKING, PAYPAL),        OPEN,   CUSTOMER,   CALM,   NONE,             "waiting_for_sca",            EVERYPAY),
            new Line(CONFIRMED_3DS,       on(CARD),                        OPEN,   MERCHANT,   WATCH,  NONE,             "confirmed_3ds",              EVERYPAY),
            new Line(SETTLED,             on(CARD),                        OPEN,   NOBODY,     CALM,   EVERYTHING,       "settled.card",               BOTH),
            new Line(SETTLED,             on(OPEN_BANKING),                FINAL,  NOBODY,     CALM,   REFUNDS,          "settled.open_banking",       EVERYPAY),
            new Line(SETTLED,             on(PAYPAL),                      FINAL,  NOBODY,     CALM,   NONE,             "settled.paypal",             EVERYPAY),
            new Line(SETTLED,             on(OTHER),                       OPEN,   NOBODY,     CALM,   REFUNDS_AND_REST, "settled.other",              OURS),
            new Line(PARTIALLY_REFUNDED,  on(CARD),                        OPEN,   NOBODY,     CALM,   EVERYTHING,       "partially_refunded.card",    OURS),
            new Line(PARTIALLY_REFUNDED,  on(OPEN_BANKING),                OPEN,   BANK,       WATCH,  REFUNDS,          "partially_refunded.account", OURS),
            new Line(PARTIALLY_REFUNDED,  on(PAYPAL),                      OPEN,   NOBODY,     CALM,   NONE,             "partially_refunded.paypal",  OURS),
            new Line(PARTIALLY_REFUNDED,  on(OTHER),                       OPEN,   BANK,       WATCH,  REFUNDS_AND_REST, "partially_refunded.account", OURS),
            new Line(FAILED,              on(CARD),                        FINAL,  NOBODY,     CALM,   NONE,             "failed.card",                BOTH),
            new Line(FAILED,              on(OPEN_BANKING, PAYPAL),        FINAL,  NOBODY,     CALM,   NONE,             "failed.account",             EVERYPAY),
            new Line(FAILED,              on(OTHER),                       FINAL,  NOBODY,     CALM,   NONE,             "failed.account",             OURS),
            new Line(ABANDONED,           on(CARD),                        FINAL,  NOBODY,     CALM,   NONE,             "abandoned.card",             EVERYPAY),
            new Line(ABANDONED,           on(OPEN_BANKING),                FINAL,  NOBODY,     CALM,   NONE,             "abandoned.open_banking",     EVERYPAY),
            new Line(SENT_FOR_PROCESSING, on(OPEN_BANKING),                OPEN,   BANK,       WATCH,  NONE,             "sent_for_processing",        EVERYPAY),
            new Line(SENT_FOR_PROCESSING, on(CARD, OTHER),                 OPEN,   BANK,       WATCH,  NONE,             "sent_for_processing",        OURS),
            new Line(VOIDED,              on(CARD),                        FINAL,  NOBODY,     CALM,   NONE,             "voided",                     BOTH),
            new Line(VOIDED,              on(OTHER),                       FINAL,  NOBODY,     CALM,   NONE,             "voided",                     OURS),
            new Line(REFUNDED,            on(CARD),                        FINAL,  NOBODY,     CALM,   NONE,             "refunded.card",              EVERYPAY),
            new Line(REFUNDED,            on(OPEN_BANKING, PAYPAL, OTHER), OPEN,   BANK,       WATCH,  NONE,             "refunded.account",           OURS),
            new Line(CHARGED_BACK,        on(CARD),                        OPEN,   MERCHANT,   WATCH,  NONE,             "charged_back",               EVERYPAY),
            new Line(CHARGED_BACK,        on(OTHER),                       OPEN,   MERCHANT,   WATCH,  NONE,             "charged_back",               OURS)));
    // @formatter:on

    private PaymentLifecycle() {}

    /** What this payment's state means, and what may be done to it through the gateway that it was read from. */
    public static AllowedActions judge(Payment payment) {
        return judge(payment, payment.capabilities());
    }

    /** What this payment's state means, and what may be done to it with these capabilities. */
    public static AllowedActions judge(Payment payment, GatewayCapabilities capabilities) {
        return new AllowedActions(payment, capabilities);
    }

    /** The row of the table for a pair; empty where the status is not documented for the method. */
    public static Optional<Row> row(PaymentStatus status, PaymentMethod method) {
        return Optional.ofNullable(rowsOf(status).get(method));
    }

    /** Whether the action is allowed in this status for some method at least. */
    static boolean someMethodAllows(PaymentStatus status, PaymentAction action) {
        return rowsOf(status).values().stream().anyMatch(row -> row.actions().contains(action));
    }

    /** Who says so. */
    public enum Source {
        /** The EveryPay table of payment statuses. */
        EVERYPAY,
        /** The EveryPay table, and the Flatpay page, which names no methods but means card payments. */
        EVERYPAY_AND_FLATPAY,
        /** Neither document: our decision, for methods and states that the gateways have and the documents leave out. */
        OURS
    }

    /** One row of the table for one method. Immutable and thread-safe. */
    public static final class Row {
        private final PaymentMethod method;
        private final Line line;

        private Row(PaymentMethod method, Line line) {
            this.method = method;
            this.line = line;
        }

        /** One half of the pair by which {@link PaymentLifecycle#row} finds it. */
        public PaymentStatus status() {
            return line.status;
        }

        /** The other half of the pair; a status has a row for each method that it is documented for. */
        public PaymentMethod method() {
            return method;
        }

        /** Whether no further change is expected. */
        public boolean isFinal() {
            return line.isFinal;
        }

        /** Who has to act for the payment to go on. */
        public NextActor nextActor() {
            return line.nextActor;
        }

        /** Whether the merchant should keep an eye on such a payment. */
        public boolean watch() {
            return line.watch;
        }

        /** The most that may be done; {@link AllowedActions} says what of it holds for a payment. */
        public Set<PaymentAction> actions() {
            return line.actions;
        }

        /** Which document the row is from; {@link Source#OURS} if from none. */
        public Source source() {
            return line.source;
        }

        /** What the status means, in English, Finnish or Latvian; any other language reads English. */
        public String meaning(Locale locale) {
            return Texts.text(locale, "meaning." + line.texts);
        }

        /** What to do, and how to help the customer, in the same languages. */
        public String guidance(Locale locale) {
            return Texts.text(locale, "guidance." + line.texts);
        }

        String texts() {
            return line.texts;
        }

        @Override
        public String toString() {
            return "Row[" + line.status + ", " + method + "]";
        }
    }

    private record Line(
            PaymentStatus status,
            Set<PaymentMethod> methods,
            boolean isFinal,
            NextActor nextActor,
            boolean watch,
            Set<PaymentAction> actions,
            String texts,
            Source source) {}

    private static Map<PaymentMethod, Row> rowsOf(PaymentStatus status) {
        return TABLE.getOrDefault(status, Map.of());
    }

    private static Map<PaymentStatus, Map<PaymentMethod, Row>> table(List<Line> lines) {
        Map<PaymentStatus, Map<PaymentMethod, Row>> table = new EnumMap<>(PaymentStatus.class);
        for (Line line : lines) {
            Map<PaymentMethod, Row> rows =
                    table.computeIfAbsent(line.status, status -> new EnumMap<>(PaymentMethod.class));
            for (PaymentMethod method : line.methods) {
                if (rows.put(method, new Row(method, line)) != null) {
                    throw new IllegalStateException("Two rows for " + line.status + " and " + method);
                }
            }
        }
        return table;
    }

    private static Set<PaymentMethod> on(PaymentMethod... methods) {
        return EnumSet.copyOf(List.of(methods));
    }

    private static Set<PaymentAction> setOf(PaymentAction... actions) {
        Set<PaymentAction> set = EnumSet.noneOf(PaymentAction.class);
        Collections.addAll(set, actions);
        return Collections.unmodifiableSet(set);
    }
}
