package io.maksut.payment;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;

/** What is said of a payment of which only a part was taken, and of money that is reserved. */
final class ReservedWording {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Payment payment;

    ReservedWording(Payment payment) {
        this.payment = payment;
    }

    /** The placeholders: 0 captured, 1 authorised, 2 refunded, 3 what may still be captured, 4 the day it is reserved until. */
    String[] of(Locale locale) {
        Locale language = Texts.languageOf(locale);
        Amounts amounts = payment.amounts();
        return new String[] {
            amounts.captured().format(language),
            amounts.authorised().format(language),
            amounts.refunded().format(language),
            amounts.capturable().format(language),
            reservedUntil(payment, language).orElse("")
        };
    }

    /** What to do where a part was taken: deliver no more than that, and what becomes of the rest. */
    String guidanceOfPart(Locale locale, String texts) {
        String rest = rest(locale);
        if (payment.status() == PaymentStatus.SETTLED) {
            return Texts.text(locale, "guidance.partly_captured", of(locale)) + " " + rest;
        }
        String refund = Texts.text(locale, "guidance." + texts);
        return payment.amounts().capturable().isPositive() ? refund + " " + rest : refund;
    }

    private String rest(Locale locale) {
        if (payment.amounts().capturable().isZero()) {
            return Texts.text(locale, "guidance.partly_captured.not_taken", of(locale));
        }
        boolean known = reservedUntil(payment).isPresent();
        return Texts.text(
                locale,
                known ? "guidance.partly_captured.reserved_until" : "guidance.partly_captured.reserved",
                of(locale));
    }

    /** Until when the amount is usually held; a time that is no date of people's says nothing. */
    static Optional<Instant> reservedUntil(Payment payment) {
        return payment.timestamps().reservedUntil().filter(it -> it.isAfter(FIRST) && it.isBefore(LAST));
    }

    /** The day, in UTC: the time is an estimate of days, and the reader's time zone is not known here. */
    static Optional<String> reservedUntil(Payment payment, Locale language) {
        return reservedUntil(payment).map(it -> day(it, language));
    }

    private static String day(Instant instant, Locale language) {
        // The usual Latvian form would have to be inflected.
        DateTimeFormatter format = language.getLanguage().equals("lv")
                ? DateTimeFormatter.ofPattern("dd.MM.uuuu.", language)
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(language);
        return format.format(instant.atOffset(ZoneOffset.UTC));
    }
}
