package io.maksut.sandbox.everypay;

import java.util.Currency;
import java.util.List;

/**
 * What a payment is made under. Immutable.
 *
 * @param name such as {@code EUR3D1}
 * @param currency ISO 4217, with two decimals; how the gateway writes others is not documented
 * @param preAuthorisation whether card payments wait in {@code authorised} for a capture; if not they read
 *     {@code settled} at once and are captured by the gateway at the end of a day
 * @param captureDelayDays how many days after the next midnight (UTC+2) an account without pre-authorisation captures
 * @param methods sources as on the wire: {@code card}, {@code paypal}, or a bank such as {@code lhv_ob_ee}
 */
public record ProcessingAccount(
        String name,
        String currency,
        boolean preAuthorisation,
        int captureDelayDays,
        OpenBankingRefunds openBankingRefunds,
        List<String> methods) {
    public ProcessingAccount {
        if (Currency.getInstance(currency).getDefaultFractionDigits() != 2) {
            throw new IllegalArgumentException("the gateway's amounts have two decimals, unlike " + currency);
        }
        if (captureDelayDays < 0 || captureDelayDays > 7) {
            throw new IllegalArgumentException("capture delay is 0 to 7 days");
        }
        methods = List.copyOf(methods);
    }

    /** Final authorisation, captured at the next day's end, cards, one bank and PayPal, bank refunds executed. */
    public static ProcessingAccount of(String name, String currency) {
        return new ProcessingAccount(
                name, currency, false, 0, OpenBankingRefunds.EXECUTED, List.of("card", "lhv_ob_ee", "paypal"));
    }

    public ProcessingAccount withPreAuthorisation() {
        return new ProcessingAccount(name, currency, true, captureDelayDays, openBankingRefunds, methods);
    }

    public ProcessingAccount withCaptureDelayDays(int days) {
        return new ProcessingAccount(name, currency, preAuthorisation, days, openBankingRefunds, methods);
    }

    public ProcessingAccount withOpenBankingRefunds(OpenBankingRefunds mode) {
        return new ProcessingAccount(name, currency, preAuthorisation, captureDelayDays, mode, methods);
    }

    public ProcessingAccount withMethods(String... sources) {
        return new ProcessingAccount(
                name, currency, preAuthorisation, captureDelayDays, openBankingRefunds, List.of(sources));
    }
}
