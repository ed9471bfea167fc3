package io.maksut.everypay;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Amounts;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentOrigin;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.Timestamps;
import io.maksut.text.Identifiers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Translates the gateway's JSON into our model. Throws {@link JsonFormatException} on what cannot be understood. */
final class EveryPayPayments {
    /** The day's card payments are captured after midnight in Estonia: UTC+2, in summer UTC+3. */
    private static final List<ZoneOffset> ESTONIA = List.of(ZoneOffset.ofHours(2), ZoneOffset.ofHours(3));

    /** Allows for an inexact clock of ours, and for the time that a void takes. */
    private static final Duration BEFORE_MIDNIGHT = Duration.ofMinutes(10);

    private final String name;
    private final GatewayCapabilities capabilities;
    private final Supplier<Instant> clock;
    private final Function<PaymentId, PaymentOrigin> originKnownToCaller;

    EveryPayPayments(
            String name,
            GatewayCapabilities capabilities,
            Supplier<Instant> clock,
            Function<PaymentId, PaymentOrigin> originKnownToCaller) {
        this.name = name;
        this.capabilities = capabilities;
        this.clock = clock;
        this.originKnownToCaller = originKnownToCaller;
    }

    PaymentId id(String reference) {
        return new PaymentId(name, reference);
    }

    /**
     * The payment of an answer.
     *
     * @param account the processing account through which it was made; null if not known
     */
    Payment payment(JsonDocument payment, @Nullable ProcessingAccount account) {
        Currency currency = currency(payment)
                .or(() -> Optional.ofNullable(account).map(ProcessingAccount::currency))
                .orElseThrow(() -> new JsonFormatException("no field currency"));
        return payment(payment, currency, account != null && account.finalAuthorisation());
    }

    /**
     * The payment after an action: what was read before, updated by the action's answer.
     *
     * @throws JsonFormatException also if the answer is about another payment
     */
    Payment after(Payment fresh, JsonDocument answer) {
        requireReference(answer, fresh.id().reference());
        String before = fresh.raw().map(RawState::json).orElse("{}");
        return payment(JsonDocument.parse(before).with(answer), fresh.amounts().currency(), false);
    }

    static void requireReference(JsonDocument payment, String reference) {
        if (!payment.requiredText("payment_reference").equals(reference)) {
            throw new JsonFormatException("the answer is about another payment");
        }
    }

    /** Empty where the payment names no currency: then that of its processing account holds. */
    static Optional<Currency> currency(JsonDocument payment) {
        return payment.text("currency").map(EveryPayPayments::currency);
    }

    static Currency currency(String code) {
        try {
            return Money.ofMinor(code, 0).currency();
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException("a currency that is not known");
        }
    }

    private Payment payment(JsonDocument payment, Currency currency, boolean finalAuthorisation) {
        PaymentId id = id(payment.requiredText("payment_reference"));
        String state = payment.requiredText("payment_state");
        Money initial = money(currency, payment.decimal("initial_amount"));
        Money standing =
                money(currency, payment.decimal("standing_amount").or(() -> payment.decimal("initial_amount")));
        if (standing.compareTo(initial) > 0) {
            throw new JsonFormatException("more stands than was there at first");
        }
        PaymentStatus status = EveryPayStates.status(state, initial, standing);
        if (payment.decimal("standing_amount").isEmpty() && movesMoney(status)) {
            throw new JsonFormatException("no field standing_amount");
        }
        String methodName = named(payment, "payment_method");
        PaymentMethod method = EveryPayMethods.method(methodName, status);
        Instant now = clock.get();

        Payment.Builder builder = Payment.builder(id, status, method, amounts(status, initial, standing), capabilities)
                .methodName(methodName)
                .timestamps(timestamps(payment, status, now))
                .uncapturedKnown(finalAuthorisation
                        && method == PaymentMethod.CARD
                        && status == PaymentStatus.SETTLED
                        && standing.equals(initial)
                        && beforeCapture(payment.time("payment_created_at"), now))
                .chargebackOpen(status == PaymentStatus.CHARGED_BACK)
                .origin(originKnownToCaller.apply(id))
                .raw(RawState.of(state, methodName, payment.json()));
        String orderReference = named(payment, "order_reference");
        if (orderReference != null) {
            EveryPayOrder written = EveryPayOrder.read(orderReference);
            builder.orderReference(new OrderReference(written.reference())).order(written.order());
        }
        String email = named(payment, "email");
        if (email != null) {
            builder.customer(Customer.builder().email(email).build());
        }
        payment.object("cc_details").ifPresent(it -> builder.card(card(it)));
        payment.object("ob_details").ifPresent(it -> {
            String bankReference = named(it, "ob_payment_reference");
            builder.bank(BankDetails.of(methodName, it.text("debtor_iban").orElse(null)))
                    .transactionId(bankReference);
            if (bankReference != null && Identifiers.isIdentifier(bankReference)) {
                builder.references(List.of(new GatewayReference(GatewayReference.Kind.BANK, bankReference)));
            }
        });
        return builder.build();
    }

    /** Whether only the processing account can tell if the payment is captured. */
    static boolean mayBeUncaptured(JsonDocument payment) {
        return payment.text("payment_state").filter("settled"::equals).isPresent()
                && payment.text("payment_method").filter("card"::equals).isPresent();
    }

    /**
     * On a final-authorisation account a payment reads settled before it is captured, and nothing tells when it is.
     * Only the day of the payment is certain: nothing is captured before the midnight that ends it. A capture delay of
     * some days is not counted on, since the merchant may capture earlier in the portal.
     */
    private static boolean beforeCapture(Optional<Instant> created, Instant now) {
        return created.filter(it -> !it.isAfter(now) && it.isAfter(now.minus(Duration.ofDays(1))))
                .filter(it -> ESTONIA.stream()
                        .map(offset -> it.atOffset(offset)
                                .toLocalDate()
                                .plusDays(1)
                                .atStartOfDay()
                                .toInstant(offset))
                        .allMatch(now.plus(BEFORE_MIDNIGHT)::isBefore))
                .isPresent();
    }

    private static boolean movesMoney(PaymentStatus status) {
        return switch (status) {
            case AUTHORISED, SETTLED, REFUNDED, PARTIALLY_REFUNDED, CHARGED_BACK -> true;
            default -> false;
        };
    }

    /**
     * {@code standing} is what is left after a short capture and after refunds, and the gateway does not say which. In
     * {@code settled} nothing was refunded, so it is what was captured. In {@code refunded} the difference counts as
     * refunded, which is too much if the capture was short; what may still be refunded is exact in either case.
     */
    private static Amounts amounts(PaymentStatus status, Money initial, Money standing) {
        Money none = Money.zero(initial.currency());
        return switch (status) {
            case AUTHORISED -> new Amounts(initial, none, none, standing, none);
            case SETTLED -> new Amounts(initial, standing, none, none, standing);
            case REFUNDED, PARTIALLY_REFUNDED -> new Amounts(initial, initial, initial.minus(standing), none, standing);
            case CHARGED_BACK -> new Amounts(initial, standing, none, none, none);
            default -> new Amounts(initial, none, none, none, none);
        };
    }

    private static Money money(Currency currency, Optional<BigDecimal> amount) {
        if (amount.isEmpty()) {
            throw new JsonFormatException("no field initial_amount");
        }
        if (amount.get().signum() < 0) {
            throw new JsonFormatException("a negative amount");
        }
        try {
            return Money.of(currency, amount.get());
        } catch (ArithmeticException e) {
            throw new JsonFormatException("an amount that does not fit its currency");
        }
    }

    /** {@code acquiring_completed_at} has no time zone, so it is not used. */
    private static Timestamps timestamps(JsonDocument payment, PaymentStatus status, Instant now) {
        Timestamps.Builder times = Timestamps.builder(now);
        times.created(payment.time("payment_created_at").orElse(null));
        Instant transaction = payment.time("transaction_time").orElse(null);
        return switch (status) {
            case AUTHORISED -> times.authorised(transaction).build();
            case SETTLED -> times.settled(transaction).build();
            case VOIDED -> times.cancelled(transaction).build();
            default -> times.build();
        };
    }

    private static CardDetails card(JsonDocument card) {
        String bin = card.text("bin").filter(it -> it.length() >= 6).orElse(null);
        String lastFour = card.text("last_four_digits").orElse(null);
        String number = bin == null || lastFour == null ? lastFour : bin.substring(0, 6) + "******" + lastFour;
        return CardDetails.of(named(card, "type"), number, expiry(card).orElse(null), named(card, "issuer_country"));
    }

    private static Optional<YearMonth> expiry(JsonDocument card) {
        String month = card.text("month").orElse("");
        String year = card.text("year").orElse("");
        if (!month.matches("0?[1-9]|1[0-2]") || !year.matches("[0-9]{4}")) {
            return Optional.empty();
        }
        return Optional.of(YearMonth.of(Integer.parseInt(year), Integer.parseInt(month)));
    }

    /** Null also where the text is blank or the word "null", which recorded answers contain. */
    private static @Nullable String named(JsonDocument json, String field) {
        return json.text(field)
                .filter(it -> !it.isBlank() && !it.equals("null"))
                .orElse(null);
    }
}
