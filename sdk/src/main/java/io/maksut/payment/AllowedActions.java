package io.maksut.payment;

import io.maksut.payment.DenialReason.Code;
import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import io.maksut.payment.PaymentLifecycle.Row;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one payment's state means and allows: its row of the {@link PaymentLifecycle} table, narrowed to what its gateway
 * can do and to the amounts that are left.
 *
 * <p>For every action: it is allowed, or there is a denial, never both; it is allowed exactly when {@link #limit} is
 * positive; and then {@link #check} lets the limit pass. Immutable and thread-safe.
 */
public final class AllowedActions {
    private final Payment payment;
    private final GatewayCapabilities capabilities;
    private final @Nullable Row row;
    private final Map<PaymentAction, DenialReason> denials = new EnumMap<>(PaymentAction.class);
    private final Set<PaymentAction> allowed = EnumSet.noneOf(PaymentAction.class);
    private final ReservedWording wording;

    AllowedActions(Payment payment, GatewayCapabilities capabilities) {
        this.payment = payment;
        this.capabilities = capabilities;
        this.wording = new ReservedWording(payment);
        this.row = PaymentLifecycle.row(payment.status(), payment.method()).orElse(null);
        for (PaymentAction action : PaymentAction.values()) {
            whyNot(action).ifPresentOrElse(code -> denials.put(action, deny(code, action)), () -> allowed.add(action));
        }
    }

    /** What may be done now, in the order of the enum. */
    public Set<PaymentAction> allowedActions() {
        return Collections.unmodifiableSet(allowed);
    }

    /** Whether the action may be done with some amount; {@link #check} judges a given one. */
    public boolean allows(PaymentAction action) {
        return allowed.contains(action);
    }

    /** Why the action may not be done with any amount; empty exactly when it is allowed. */
    public Optional<DenialReason> denial(PaymentAction action) {
        return Optional.ofNullable(denials.get(action));
    }

    /**
     * The most that the action may be done with; zero when it is denied. Full actions take exactly this; partial ones take
     * less than everything, so theirs is one minor unit below what is left.
     */
    public Money limit(PaymentAction action) {
        if (!allows(action)) {
            return Money.zero(payment.amounts().currency());
        }
        return action.isPartial() ? whole(action).minus(smallestUnit()) : whole(action);
    }

    /** Why the action may not be done with this amount; empty when it may. */
    public Optional<DenialReason> check(PaymentAction action, Money amount) {
        if (!allows(action)) {
            return denial(action);
        }
        return wrongAmount(action, amount).map(code -> deny(code, action));
    }

    /** Why this amount may not be captured, in full or in part as the amount asks; empty when it may. */
    public Optional<DenialReason> checkCapture(Money amount) {
        boolean full = amount.equals(whole(PaymentAction.CAPTURE));
        return check(full ? PaymentAction.CAPTURE : PaymentAction.PARTIAL_CAPTURE, amount);
    }

    /** Why this amount may not be refunded, in full or in part as the amount asks; empty when it may. */
    public Optional<DenialReason> checkRefund(Money amount) {
        boolean full = amount.equals(whole(PaymentAction.REFUND));
        return check(full ? PaymentAction.REFUND : PaymentAction.PARTIAL_REFUND, amount);
    }

    /**
     * Whether no further change is expected; false where nothing is documented, and for a failed payment at a gateway that
     * may go on with it. A fresh read still wins.
     */
    public boolean isFinal() {
        return row != null
                && row.isFinal()
                && !(payment.status() == PaymentStatus.FAILED && capabilities.failedMayRecover());
    }

    /** Who has to act next; the merchant, who has to look, where nothing is documented. */
    public NextActor nextActor() {
        return row == null ? NextActor.MERCHANT : row.nextActor();
    }

    /** Whether the merchant should keep an eye on the payment; so where nothing is documented, or a dispute is open. */
    public boolean watch() {
        return row == null || row.watch() || payment.chargebackOpen();
    }

    /** Whether the table has this status for this method. */
    public boolean documented() {
        return row != null;
    }

    /** What the status means, in English, Finnish or Latvian; any other language reads English. */
    public String meaning(Locale locale) {
        if (reservationRanOut()) {
            return Texts.text(locale, "meaning.reservation_ran_out", wording.of(locale));
        }
        if (captureDeclined()) {
            return Texts.text(locale, "meaning.capture_declined");
        }
        if (partOfMoneyTaken()) {
            boolean refunded = payment.amounts().refunded().isPositive();
            return Texts.text(
                    locale,
                    refunded ? "meaning.partly_captured.refunded" : "meaning.partly_captured",
                    wording.of(locale));
        }
        return Texts.text(
                locale,
                "meaning." + texts(),
                payment.status().label(locale),
                payment.method().label(locale));
    }

    /** What to do, and how to help the customer, in the same languages. */
    public String guidance(Locale locale) {
        if (reservationRanOut()) {
            return Texts.text(locale, "guidance.reservation_ran_out", wording.of(locale));
        }
        if (captureDeclined()) {
            return Texts.text(locale, "guidance.capture_declined");
        }
        return partOfMoneyTaken() ? wording.guidanceOfPart(locale, texts()) : Texts.text(locale, "guidance." + texts());
    }

    /**
     * Whether, when the payment was read, the reserved money was usually held no longer
     * ({@link Timestamps#reservedUntil}): a capture may still succeed, and is no longer certain to.
     */
    public boolean reservationRanOut() {
        return payment.status() == PaymentStatus.AUTHORISED
                && ReservedWording.reservedUntil(payment)
                        .filter(until -> !until.isAfter(payment.timestamps().readAt()))
                        .isPresent();
    }

    private boolean captureDeclined() {
        return payment.status() == PaymentStatus.AUTHORISED && payment.captureDeclined();
    }

    /** Whether the status speaks of money that was taken, and only a part of what was approved was. */
    private boolean partOfMoneyTaken() {
        return row != null
                && payment.amounts().isPartlyCaptured()
                && switch (payment.status()) {
                    case SETTLED, PARTIALLY_REFUNDED, REFUNDED -> true;
                    default -> false;
                };
    }

    /**
     * When a payment that waits for 3DS will be abandoned (EveryPay table, row Nepabeigts, cards); empty in any other
     * status, or where the start of the wait is not known: then see {@link #abandonedNotBefore}.
     */
    public Optional<Instant> abandonedAt() {
        return threeDsLimitAfter(payment.timestamps().waitingFor3dsSince());
    }

    /**
     * Before when a payment that waits for 3DS will not be abandoned: {@link #abandonedAt} where that is known, else the
     * limit counted from the payment's creation, which is before the wait began. Empty in any other status, or where neither
     * is known.
     */
    public Optional<Instant> abandonedNotBefore() {
        return abandonedAt().or(() -> threeDsLimitAfter(payment.timestamps().created()));
    }

    private Optional<Instant> threeDsLimitAfter(Optional<Instant> start) {
        if (payment.status() != PaymentStatus.WAITING_FOR_3DS) {
            return Optional.empty();
        }
        return start.filter(since -> since.isBefore(Instant.MAX.minus(PaymentLifecycle.THREE_DS_LIMIT)))
                .map(since -> since.plus(PaymentLifecycle.THREE_DS_LIMIT));
    }

    /**
     * When a payment that is not over should be read again if nothing is heard of it until then: after the deadline of its
     * status where there is one, then in steps that grow with its age. So a lost callback leaves no payment as it was for
     * ever, and an old one costs next to nothing. Empty where nobody has to act any more.
     *
     * @param after when it was read, or was tried to be read, last
     */
    public Optional<Instant> readAgainAt(Instant after) {
        return Unfinished.readAgainAt(payment, capabilities, after);
    }

    @Override
    public String toString() {
        return "AllowedActions[" + payment.status() + ", " + payment.method() + ", allowed " + allowed + "]";
    }

    private Optional<Code> whyNot(PaymentAction action) {
        if (payment.status() == PaymentStatus.UNKNOWN) {
            return Optional.of(Code.STATUS_UNKNOWN);
        }
        if (row == null) {
            return Optional.of(Code.NOT_DOCUMENTED);
        }
        boolean disputed = payment.chargebackOpen() || payment.status() == PaymentStatus.CHARGED_BACK;
        if (action.isRefund() && disputed) {
            return Optional.of(Code.CHARGEBACK_OPEN);
        }
        if (!PaymentLifecycle.someMethodAllows(payment.status(), action)) {
            return Optional.of(Code.STATUS_DOES_NOT_ALLOW);
        }
        // Before the ways round the gateway: nobody shall refund by hand or in PayPal what has been refunded.
        if (action.isRefund() && whole(action).isZero()) {
            return Optional.of(Code.NOTHING_LEFT);
        }
        if (!row.actions().contains(action)) {
            return Optional.of(whyNotThisMethod(action));
        }
        return whyNotThisGateway(action).or(() -> whyNotTheseAmounts(action));
    }

    private Code whyNotThisMethod(PaymentAction action) {
        if (payment.method() != PaymentMethod.PAYPAL) {
            return Code.METHOD_DOES_NOT_ALLOW;
        }
        if (payment.status() == PaymentStatus.AUTHORISED) {
            return Code.REVIEW_IN_PAYPAL;
        }
        return action.isRefund() ? Code.REFUND_IN_PAYPAL : Code.METHOD_DOES_NOT_ALLOW;
    }

    private Optional<Code> whyNotThisGateway(PaymentAction action) {
        boolean bankRefund = action.isRefund() && payment.method() == PaymentMethod.OPEN_BANKING;
        if (bankRefund && capabilities.openBankingRefund() == OpenBankingRefund.STATUS_ONLY) {
            return Optional.of(Code.REFUND_BY_HAND);
        }
        if (bankRefund && capabilities.openBankingRefund() == OpenBankingRefund.REFUSED) {
            return Optional.of(Code.GATEWAY_CANNOT);
        }
        Set<PaymentAction> can =
                capabilities.actions(payment.method(), payment.methodName().orElse(null));
        return can.contains(action) ? Optional.empty() : Optional.of(Code.GATEWAY_CANNOT);
    }

    private Optional<Code> whyNotTheseAmounts(PaymentAction action) {
        boolean moneyTaken = payment.status() != PaymentStatus.AUTHORISED;
        if (action == PaymentAction.VOID && !(moneyTaken ? knownUncaptured() : nothingCaptured())) {
            boolean restReserved = payment.amounts().isPartlyCaptured()
                    && payment.amounts().capturable().isPositive();
            return Optional.of(restReserved ? Code.REST_RESERVED : Code.ALREADY_CAPTURED);
        }
        if (!action.isRefund() && action != PaymentAction.VOID && moneyTaken) {
            if (whole(action).isZero() && !payment.uncapturedKnown()) {
                return Optional.of(Code.ALREADY_CAPTURED);
            }
            if (!capabilities.capturesRestOfSettled()) {
                return Optional.of(Code.GATEWAY_CANNOT);
            }
        }
        if (whole(action).isZero()) {
            return Optional.of(Code.NOTHING_LEFT);
        }
        return action.isPartial() && whole(action).equals(smallestUnit())
                ? Optional.of(Code.NOT_PARTIAL)
                : Optional.empty();
    }

    /** Money that went back was taken before, whatever a gateway's flags say. */
    private boolean knownUncaptured() {
        return capabilities.voidsWhileUncaptured()
                && payment.uncapturedKnown()
                && payment.amounts().refunded().isZero();
    }

    private boolean nothingCaptured() {
        return payment.amounts().captured().isZero();
    }

    private Optional<Code> wrongAmount(PaymentAction action, Money amount) {
        Money whole = whole(action);
        if (!amount.sameCurrency(whole)) {
            return Optional.of(Code.CURRENCY_MISMATCH);
        }
        if (!amount.isPositive()) {
            return Optional.of(Code.NOT_POSITIVE);
        }
        if (amount.compareTo(whole) > 0) {
            return Optional.of(Code.ABOVE_LIMIT);
        }
        if (action.isPartial()) {
            return amount.equals(whole) ? Optional.of(Code.NOT_PARTIAL) : Optional.empty();
        }
        return amount.equals(whole) ? Optional.empty() : Optional.of(Code.NOT_FULL);
    }

    /** Everything that the action could take; a void takes the whole authorisation. */
    private Money whole(PaymentAction action) {
        return switch (action) {
            case CAPTURE, PARTIAL_CAPTURE -> payment.amounts().capturable();
            case VOID -> payment.amounts().authorised();
            case REFUND, PARTIAL_REFUND -> payment.amounts().refundable();
        };
    }

    private Money smallestUnit() {
        return Money.ofMinor(payment.amounts().currency(), 1);
    }

    private DenialReason deny(Code code, PaymentAction action) {
        Money limit = code == Code.REST_RESERVED ? payment.amounts().capturable() : whole(action);
        return new DenialReason(code, action, payment, capabilities.gateway(), texts(), limit);
    }

    private String texts() {
        if (row != null) {
            return row.texts();
        }
        return payment.status() == PaymentStatus.UNKNOWN ? "unknown" : "undocumented";
    }
}
