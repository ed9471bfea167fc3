package io.maksut.flatpay;

import io.maksut.json.JsonDocument;
import io.maksut.json.JsonFormatException;
import io.maksut.payment.Amounts;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.GatewayReference.Kind;
import io.maksut.payment.Money;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.payment.RawState;
import io.maksut.payment.Refund;
import io.maksut.payment.RefundState;
import io.maksut.payment.Timestamps;
import io.maksut.text.Identifiers;
import io.maksut.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates the gateway's JSON into our model. Throws {@link JsonFormatException} on what cannot be understood. */
final class FrisbiiCharges {
    private static final Logger LOG = LoggerFactory.getLogger(FrisbiiCharges.class);
    /** How much text of an unreadable charge is kept, in characters. */
    private static final int LONGEST_RAW = 20_000;

    private final String account;
    private final GatewayCapabilities capabilities;
    private final Supplier<Instant> clock;

    FrisbiiCharges(String account, GatewayCapabilities capabilities, Supplier<Instant> clock) {
        this.account = account;
        this.capabilities = capabilities;
        this.clock = clock;
    }

    Payment payment(JsonDocument charge) {
        String handle = charge.requiredText("handle");
        String told = charge.requiredText("state");
        boolean captureDeclined = isReserved(charge, told);
        String state = captureDeclined ? FrisbiiStates.AUTHORIZED : told;
        Optional<JsonDocument> source = charge.object("source");
        Optional<String> type = source.flatMap(it -> it.text("type"));
        PaymentMethod method = FrisbiiMethods.method(type);
        Amounts amounts = amounts(charge, state);
        PaymentStatus status = FrisbiiStates.status(state, amounts.captured(), amounts.refunded());

        Payment.Builder payment = Payment.builder(id(handle), status, method, amounts, capabilities)
                .orderReference(new OrderReference(handle))
                .timestamps(timestamps(charge))
                .captureDeclined(captureDeclined)
                .raw(RawState.of(told, type.orElse(null), charge.json()));
        type.ifPresent(payment::methodName);
        charge.text("transaction").ifPresent(payment::transactionId);
        charge.text("customer")
                .ifPresent(customer ->
                        payment.customer(Customer.builder().reference(customer).build()));
        if (method == PaymentMethod.CARD) {
            source.ifPresent(it -> payment.card(card(it)));
        }
        source.flatMap(it -> it.text("iban")).ifPresent(iban -> payment.bank(BankDetails.of(type.orElse(null), iban)));
        return payment.build();
    }

    /**
     * Whether it reads failed although the money is still reserved: a settle was declined that may be tried again. A
     * hard decline ends the authorisation.
     */
    private static boolean isReserved(JsonDocument charge, String state) {
        return state.equals(FrisbiiStates.FAILED)
                && charge.time("authorized").isPresent()
                && charge.time("cancelled").isEmpty()
                && charge.text("error_state").filter("soft_declined"::equals).isPresent();
    }

    /**
     * A charge as an entry of a list. One that cannot be understood becomes a payment of unknown status, which allows
     * nothing, with the gateway's own text and without amounts; the other entries are not affected.
     */
    Listed listed(JsonDocument charge) {
        try {
            return new Listed(payment(charge), true);
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            LOG.warn(
                    "a charge in a list cannot be read: {}",
                    e instanceof JsonFormatException ? e.getMessage() : "a value that does not fit");
            return new Listed(unreadable(charge), false);
        }
    }

    /** An entry of a list; {@code readable}: whether it could be understood. */
    record Listed(Payment payment, boolean readable) {}

    private Payment unreadable(JsonDocument charge) {
        String json = charge.json();
        Money none =
                charge.plainText("currency").flatMap(FrisbiiCharges::noneOf).orElseGet(() -> Money.ofMinor("EUR", 0));
        return Payment.builder(
                        nameOf(charge, json),
                        PaymentStatus.UNKNOWN,
                        PaymentMethod.OTHER,
                        Amounts.of(none, none, none),
                        capabilities)
                .timestamps(Timestamps.builder(clock.get()).build())
                .raw(RawState.of(
                        StorableText.cut(charge.plainText("state").orElse(""), 100),
                        null,
                        StorableText.cut(json, LONGEST_RAW)))
                .build();
    }

    /** Its handle; if that is unusable, a name made of the text, so that the same text always has the same name. */
    private PaymentId nameOf(JsonDocument charge, String json) {
        try {
            return id(charge.requiredText("handle"));
        } catch (JsonFormatException | IllegalArgumentException e) {
            return id("unreadable-" + UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Optional<Money> noneOf(String currency) {
        try {
            return Optional.of(Money.ofMinor(currency, 0));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The refunds of an invoice, oldest first. One that cannot be read has an unknown state and no amount. */
    List<Refund> refunds(JsonDocument invoice) {
        String currency = invoice.requiredText("currency");
        return invoice.elements("transactions").stream()
                .filter(it -> it.plainText("type").map("refund"::equals).orElse(true))
                .map(it -> refund(it, currency))
                .toList();
    }

    private static Refund refund(JsonDocument transaction, String currency) {
        try {
            String state = transaction.requiredText("state");
            transaction.requiredText("type");
            return new Refund(
                    transaction.requiredText("id"),
                    money(currency, transaction.requiredInteger("amount")),
                    FrisbiiStates.refund(state),
                    transaction.time("created").orElse(null),
                    state);
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            LOG.warn("a refund in a list cannot be read");
            UUID name = UUID.nameUUIDFromBytes(transaction.json().getBytes(StandardCharsets.UTF_8));
            return new Refund("unreadable-" + name, money(currency, 0), RefundState.UNKNOWN, null, "");
        }
    }

    /** Zero, in the invoice's currency. */
    Money none(JsonDocument invoice) {
        return money(invoice.requiredText("currency"), 0);
    }

    /** The refunded sum that the invoice states. */
    Optional<Money> refundedSum(JsonDocument invoice) {
        String currency = invoice.requiredText("currency");
        return invoice.integer("refunded_amount").map(it -> money(currency, it));
    }

    /** The settled sum that the invoice states or, without one, the sum of its settled transactions. */
    Money settledSum(JsonDocument invoice) {
        String currency = invoice.requiredText("currency");
        return invoice.integer("settled_amount")
                .map(it -> money(currency, it))
                .orElseGet(() -> invoice.elements("transactions").stream()
                        .filter(it ->
                                it.plainText("type").filter("settle"::equals).isPresent()
                                        && it.plainText("state")
                                                .filter("settled"::equals)
                                                .isPresent())
                        .map(it -> money(currency, it.requiredInteger("amount")))
                        .reduce(money(currency, 0), Money::plus));
    }

    /** Whether an invoice has the state and the sums of the charge: nothing has happened since the charge was read. */
    boolean confirms(JsonDocument invoice, Payment charge) {
        return invoice.has("state")
                && invoice.has("settled_amount")
                && invoice.has("refunded_amount")
                && !contradicts(invoice, charge);
    }

    /** Whether an invoice has another state or other sums than the charge. */
    boolean contradicts(JsonDocument invoice, Payment charge) {
        Amounts amounts = charge.amounts();
        String state = charge.raw().map(RawState::state).orElse("");
        String currency = amounts.currency().getCurrencyCode();
        return invoice.plainText("state").filter(it -> !it.equals(state)).isPresent()
                || invoice.plainText("currency")
                        .filter(it -> !it.equals(currency))
                        .isPresent()
                || differs(invoice.integer("settled_amount"), amounts.captured())
                || differs(invoice.integer("refunded_amount"), amounts.refunded())
                || contradictsReserve(invoice, charge);
    }

    /** Compares the reserve, too: releasing the rest changes neither state nor captured sum. */
    private static boolean contradictsReserve(JsonDocument invoice, Payment charge) {
        Amounts amounts = charge.amounts();
        boolean approved = charge.status() == PaymentStatus.AUTHORISED
                || amounts.captured().isPositive();
        long captured = amounts.captured().minorUnits();
        return approved
                && differs(
                        invoice.integer("authorized_amount").map(it -> Math.max(it, captured)), amounts.authorised());
    }

    private static boolean differs(Optional<Long> told, Money known) {
        return told.filter(it -> it != known.minorUnits()).isPresent();
    }

    /** The ids of an invoice and its transactions, oldest first. */
    List<GatewayReference> references(JsonDocument invoice) {
        List<GatewayReference> references = new ArrayList<>();
        invoice.plainText("id").ifPresent(it -> add(references, Kind.INVOICE, it));
        for (JsonDocument transaction : invoice.elements("transactions")) {
            Kind kind = switch (transaction.plainText("type").orElse("")) {
                case "authorization" -> Kind.AUTHORISATION;
                case "settle" -> Kind.SETTLE;
                case "refund" -> Kind.REFUND;
                default -> Kind.TRANSACTION;
            };
            transaction.plainText("id").ifPresent(it -> add(references, kind, it));
        }
        return List.copyOf(references);
    }

    /** Leaves out a text that is no identifier. */
    private static void add(List<GatewayReference> references, Kind kind, String value) {
        if (Identifiers.isIdentifier(value)) {
            references.add(new GatewayReference(kind, value));
        }
    }

    /** The answer to a refund. */
    Refund refund(JsonDocument refund) {
        String state = refund.requiredText("state");
        return new Refund(
                refund.requiredText("id"),
                money(refund.requiredText("currency"), refund.requiredInteger("amount")),
                FrisbiiStates.refund(state),
                refund.time("created").orElse(null),
                state);
    }

    Customer customer(JsonDocument customer) {
        Customer.Builder builder = Customer.builder().reference(customer.requiredText("handle"));
        customer.text("email").ifPresent(builder::email);
        customer.text("first_name").ifPresent(builder::firstName);
        customer.text("last_name").ifPresent(builder::lastName);
        customer.text("phone").ifPresent(builder::phone);
        return builder.build();
    }

    PaymentId id(String handle) {
        return new PaymentId(account, handle);
    }

    /**
     * {@code amount} is the requested amount until something is settled; from then on it is the settled sum, and {@code
     * authorized_amount} is the most that can be settled.
     */
    private static Amounts amounts(JsonDocument charge, String state) {
        String currency = charge.requiredText("currency");
        Money amount = money(currency, charge.requiredInteger("amount"));
        Money authorised = charge.integer("authorized_amount")
                .map(it -> money(currency, it))
                .orElse(amount);
        Money refunded = money(currency, charge.integer("refunded_amount").orElse(0L));
        Money none = Money.zero(amount.currency());
        return switch (state) {
            case FrisbiiStates.AUTHORIZED -> Amounts.of(authorised, none, none);
            case FrisbiiStates.SETTLED -> settled(amount, authorised, refunded);
            default -> new Amounts(amount, none, refunded, none, none);
        };
    }

    private static Amounts settled(Money amount, Money authorised, Money refunded) {
        Money most = authorised.compareTo(amount) >= 0 ? authorised : amount;
        Money left = amount.compareTo(refunded) >= 0 ? amount.minus(refunded) : Money.zero(amount.currency());
        return new Amounts(most, amount, refunded, most.minus(amount), left);
    }

    private static Money money(String currency, long minorUnits) {
        if (minorUnits < 0) {
            throw new JsonFormatException("a negative amount");
        }
        try {
            return Money.ofMinor(currency, minorUnits);
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException("a currency that is not known");
        }
    }

    private Timestamps timestamps(JsonDocument charge) {
        Timestamps.Builder times = Timestamps.builder(clock.get());
        charge.time("created").ifPresent(times::created);
        Optional<Instant> authorised = charge.time("authorized");
        authorised.ifPresent(times::authorised);
        authorised
                .flatMap(it -> FrisbiiMethods.reservedUntil(
                        it, charge.object("source").flatMap(source -> source.text("type"))))
                .ifPresent(times::reservedUntil);
        charge.time("settled").ifPresent(times::settled);
        charge.time("cancelled").ifPresent(times::cancelled);
        return times.build();
    }

    private static CardDetails card(JsonDocument source) {
        return CardDetails.of(
                source.text("card_type").orElse(null),
                source.text("masked_card").orElse(null),
                source.text("exp_date").flatMap(FrisbiiCharges::expiry).orElse(null),
                source.text("card_country").orElse(null));
    }

    /** MM-YY. */
    private static Optional<YearMonth> expiry(String text) {
        if (!text.matches("(0[1-9]|1[0-2])-[0-9]{2}")) {
            return Optional.empty();
        }
        return Optional.of(
                YearMonth.of(2000 + Integer.parseInt(text.substring(3)), Integer.parseInt(text.substring(0, 2))));
    }
}
