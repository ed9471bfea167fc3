package io.maksut.payment;

import static io.maksut.payment.Payments.amounts;
import static io.maksut.payment.Payments.everypay;
import static io.maksut.payment.Payments.everything;
import static io.maksut.payment.Payments.flatpay;
import static io.maksut.payment.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.maksut.payment.GatewayCapabilities.OpenBankingRefund;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every status with every method, gateway, state of the amounts and flag: tens of thousands of payments. */
class AllowedActionsExhaustiveTest {
    private static final List<GatewayCapabilities> GATEWAYS = List.of(
            GatewayCapabilities.builder("nothing").build(),
            everything(),
            flatpay(),
            everypay(OpenBankingRefund.EXECUTED),
            everypay(OpenBankingRefund.STATUS_ONLY),
            everypay(OpenBankingRefund.REFUSED));

    private static final List<Amounts> AMOUNTS = List.of(
            amounts("0", "0", "0"),
            amounts("10", "0", "0"),
            amounts("10", "4", "0"),
            amounts("10", "10", "0"),
            amounts("10", "10", "4"),
            amounts("10", "10", "10"),
            amounts("10", "9.99", "9.98"),
            amounts("0", "10", "0"));

    private static final Money CENT = Payments.euro("0.01");

    private static final Set<PaymentStatus> MONEY_TAKEN =
            Set.of(PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_REFUNDED);

    @Test
    void anActionIsAllowedExactlyWhenTableGatewayAndAmountsAllowIt() {
        forEveryPayment(payment -> {
            AllowedActions actions = payment.lifecycle();
            Set<PaymentAction> expected = EnumSet.noneOf(PaymentAction.class);
            for (PaymentAction action : PaymentAction.values()) {
                if (expected(payment, action)) {
                    expected.add(action);
                }
            }
            assertThat(actions.allowedActions())
                    .as(() -> payment + " at " + payment.capabilities())
                    .isEqualTo(expected);
        });
    }

    @Test
    void aDenialIsThereExactlyWhenAnActionIsNotAllowed() {
        forEveryPayment(payment -> {
            AllowedActions actions = payment.lifecycle();
            for (PaymentAction action : PaymentAction.values()) {
                boolean allowed = actions.allowedActions().contains(action);
                Money limit = actions.limit(action);
                boolean consistent = actions.allows(action) == allowed
                        && actions.denial(action).isEmpty() == allowed
                        && actions.check(action, limit).isEmpty() == allowed
                        && limit.isPositive() == allowed
                        && actions.check(action, limit.plus(CENT)).isPresent();
                if (!consistent) {
                    fail(action + " of " + payment + " at " + payment.capabilities());
                }
            }
        });
    }

    @Test
    void onlyAuthorisedAndSettledPaymentsAllowAnything() {
        Set<PaymentStatus> allowing = new HashSet<>();
        forEveryPayment(payment -> {
            if (!payment.allowedActions().isEmpty()) {
                allowing.add(payment.status());
            }
        });

        assertThat(allowing)
                .containsExactlyInAnyOrder(
                        PaymentStatus.AUTHORISED, PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_REFUNDED);
    }

    @Test
    void whatIsNotDocumentedAllowsNothingAndSaysSo() {
        forEveryPayment(payment -> {
            AllowedActions actions = payment.lifecycle();
            boolean inTable =
                    PaymentLifecycle.row(payment.status(), payment.method()).isPresent();
            assertThat(actions.documented()).isEqualTo(inTable);
            if (!inTable) {
                DenialReason.Code why = payment.status() == PaymentStatus.UNKNOWN
                        ? DenialReason.Code.STATUS_UNKNOWN
                        : DenialReason.Code.NOT_DOCUMENTED;
                assertThat(Stream.of(PaymentAction.values())
                                .map(actions::denial)
                                .map(denial -> denial.orElseThrow().code()))
                        .containsOnly(why);
                assertThat(actions.isFinal()).isFalse();
                assertThat(actions.watch()).isTrue();
                assertThat(actions.nextActor()).isEqualTo(NextActor.MERCHANT);
            }
        });
    }

    @Test
    void everyDenialExplainsItselfInThreeLanguages() {
        Map<List<Object>, DenialReason> denials = new HashMap<>();
        forEveryPayment(payment -> Stream.of(PaymentAction.values())
                .flatMap(action -> payment.lifecycle().denial(action).stream())
                .forEach(denial -> denials.put(
                        List.of(denial.code(), denial.action(), payment.status(), payment.method()), denial)));

        assertThat(denials.values()).isNotEmpty().allSatisfy(denial -> {
            List<String> texts = Stream.of("en", "fi", "lv")
                    .map(Locale::forLanguageTag)
                    .map(denial::explain)
                    .toList();
            assertThat(texts).doesNotHaveDuplicates();
            assertThat(texts)
                    .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(20).doesNotContain("{", "}", "  "));
            assertThat(denial).hasToString(texts.get(0));
        });
    }

    /** The allowed-actions table of the domain, told once more in other words than the code. */
    private static boolean expected(Payment payment, PaymentAction action) {
        GatewayCapabilities gateway = payment.capabilities();
        PaymentMethod method = payment.method();
        Amounts amounts = payment.amounts();
        if (!gateway.actions(method, payment.methodName().orElse(null)).contains(action)) {
            return false;
        }
        long rest = amounts.authorised().minorUnits() - amounts.captured().minorUnits();
        long left = amounts.captured().minorUnits() - amounts.refunded().minorUnits();
        boolean authorised = payment.status() == PaymentStatus.AUTHORISED;
        boolean taken = MONEY_TAKEN.contains(payment.status());
        boolean card = method == PaymentMethod.CARD;
        boolean cardOrOther = card || method == PaymentMethod.OTHER;
        boolean bankPays =
                method == PaymentMethod.OPEN_BANKING && gateway.openBankingRefund() == OpenBankingRefund.EXECUTED;
        boolean maySettleMore = cardOrOther && (authorised || (taken && gateway.capturesRestOfSettled()));
        boolean mayPayBack = taken && (cardOrOther || bankPays) && !payment.chargebackOpen();
        return switch (action) {
            case CAPTURE -> maySettleMore && rest > 0;
            case PARTIAL_CAPTURE -> maySettleMore && rest > 1;
            case REFUND -> mayPayBack && left > 0;
            case PARTIAL_REFUND -> mayPayBack && left > 1;
            case VOID ->
                amounts.authorised().isPositive()
                        && ((authorised && cardOrOther && amounts.captured().isZero())
                                || (taken
                                        && card
                                        && gateway.voidsWhileUncaptured()
                                        && payment.uncapturedKnown()
                                        && amounts.refunded().isZero()));
        };
    }

    private static void forEveryPayment(Consumer<Payment> judge) {
        for (PaymentStatus status : PaymentStatus.values()) {
            for (PaymentMethod method : PaymentMethod.values()) {
                for (GatewayCapabilities gateway : GATEWAYS) {
                    for (Amounts amounts : AMOUNTS) {
                        for (int flags = 0; flags < 8; flags++) {
                            judge.accept(payment(status, method, amounts, gateway)
                                    .uncapturedKnown((flags & 1) != 0)
                                    .chargebackOpen((flags & 2) != 0)
                                    .methodName((flags & 4) != 0 ? "invoice" : null)
                                    .build());
                        }
                    }
                }
            }
        }
    }
}
