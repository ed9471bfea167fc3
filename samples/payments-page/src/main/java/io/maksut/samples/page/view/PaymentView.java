package io.maksut.samples.page.view;

import io.maksut.payment.AllowedActions;
import io.maksut.payment.Amounts;
import io.maksut.payment.BankDetails;
import io.maksut.payment.CardDetails;
import io.maksut.payment.Customer;
import io.maksut.payment.GatewayReference;
import io.maksut.payment.OrderReference;
import io.maksut.payment.Payment;
import io.maksut.payment.RawState;
import io.maksut.samples.page.merchant.PaymentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All of a payment that does not depend on what else is known.
 *
 * @param abandonedAt when a wait for 3DS will be over; empty where that is not known, or nobody waits
 * @param abandonedNotBefore before when it will not be over, where {@code abandonedAt} is not known
 * @param facts names and references
 * @param instrument the card or bank account
 * @param customer name, e-mail, telephone, as far as known
 * @param email by which the customer's other payments are found; may be empty
 * @param raw the gateway's answer without secrets; empty where it was not read afresh
 * @param readAt when all this was the truth
 */
public record PaymentView(
        String key,
        String title,
        String amount,
        Badge status,
        boolean disputed,
        String meaning,
        String guidance,
        String actor,
        boolean isFinal,
        boolean watched,
        String abandonedAt,
        String abandonedNotBefore,
        List<Fact> amounts,
        List<Fact> facts,
        List<Fact> instrument,
        List<Fact> customer,
        String email,
        String raw,
        String readAt) {
    public static PaymentView of(Payment payment, Texts texts, Formats formats) {
        Locale locale = formats.locale();
        AllowedActions actions = payment.lifecycle();
        return new PaymentView(
                PaymentKey.of(payment.id()),
                payment.orderReference()
                        .map(OrderReference::value)
                        .orElse(payment.id().reference()),
                payment.amounts().paid(locale),
                Badge.of(payment, locale),
                payment.chargebackOpen(),
                actions.meaning(locale),
                actions.guidance(locale),
                actions.nextActor().label(locale),
                actions.isFinal(),
                actions.watch(),
                actions.abandonedAt().map(formats::dateTime).orElse(""),
                actions.abandonedAt().isPresent()
                        ? ""
                        : actions.abandonedNotBefore().map(formats::dateTime).orElse(""),
                amounts(payment.amounts(), texts, formats),
                facts(payment, texts, locale),
                instrument(payment, texts, formats),
                customer(payment, texts),
                payment.customer().flatMap(Customer::email).orElse(""),
                payment.raw().map(RawState::json).map(RawJson::readable).orElse(""),
                formats.dateTime(payment.timestamps().readAt()));
    }

    private static List<Fact> amounts(Amounts amounts, Texts texts, Formats formats) {
        return List.of(
                new Fact(texts.text("amount.authorised"), formats.money(amounts.authorised())),
                new Fact(texts.text("amount.captured"), formats.money(amounts.captured())),
                new Fact(texts.text("amount.refunded"), formats.money(amounts.refunded())),
                new Fact(texts.text("amount.capturable"), formats.money(amounts.capturable())),
                new Fact(texts.text("amount.refundable"), formats.money(amounts.refundable())));
    }

    private static List<Fact> facts(Payment payment, Texts texts, Locale locale) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(texts.text("fact.reference"), payment.id().reference()));
        add(facts, texts.text("fact.order"), payment.orderReference().map(OrderReference::value));
        if (payment.references().isEmpty()) {
            add(facts, texts.text("fact.transaction"), payment.transactionId());
        }
        for (GatewayReference reference : payment.references()) {
            facts.add(new Fact(texts.text("fact.name", reference.kind().label(locale)), reference.value()));
        }
        facts.add(new Fact(texts.text("fact.account"), payment.id().account()));
        facts.add(new Fact(texts.text("fact.origin"), texts.text("origin." + payment.origin())));
        return facts;
    }

    private static List<Fact> instrument(Payment payment, Texts texts, Formats formats) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(texts.text("fact.method"), PaymentRow.method(payment, formats)));
        add(facts, texts.text("fact.method_name"), payment.methodName());
        add(facts, texts.text("fact.card"), payment.card().flatMap(CardDetails::maskedNumber));
        add(
                facts,
                texts.text("fact.expiry"),
                payment.card().flatMap(CardDetails::expiry).map(Object::toString));
        add(
                facts,
                texts.text("fact.issuer_country"),
                payment.card()
                        .flatMap(CardDetails::issuerCountry)
                        .map(it -> new Locale.Builder()
                                .setRegion(it.matches("[A-Za-z]{2}") ? it : "")
                                .build()
                                .getDisplayCountry(formats.locale()))
                        .filter(it -> !it.isEmpty()));
        add(facts, texts.text("fact.bank"), payment.bank().flatMap(BankDetails::bankName));
        add(facts, texts.text("fact.iban"), payment.bank().flatMap(BankDetails::maskedIban));
        return facts;
    }

    private static List<Fact> customer(Payment payment, Texts texts) {
        List<Fact> facts = new ArrayList<>();
        String name = payment.customer().stream()
                .flatMap(it -> Stream.of(it.firstName(), it.lastName()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        add(facts, texts.text("customer.name"), Optional.of(name).filter(it -> !it.isEmpty()));
        add(facts, texts.text("customer.email"), payment.customer().flatMap(Customer::email));
        add(facts, texts.text("customer.phone"), payment.customer().flatMap(Customer::phone));
        add(facts, texts.text("customer.reference"), payment.customer().flatMap(Customer::reference));
        return facts;
    }

    private static void add(List<Fact> facts, String label, Optional<String> value) {
        value.ifPresent(it -> facts.add(new Fact(label, it)));
    }
}
