package io.maksut.samples.page.view;

import io.maksut.payment.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Dates, numbers and money as a reader writes them, in the merchant's time zone. Immutable and thread-safe. */
public final class Formats {
    private final Locale locale;
    private final ZoneId zone;
    private final DateTimeFormatter date;
    private final DateTimeFormatter time;
    private final DateTimeFormatter dateTime;

    public Formats(Language language, ZoneId zone) {
        this.locale = language.locale();
        this.zone = zone;
        this.date = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale);
        this.time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale);
        this.dateTime = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale);
    }

    public Locale locale() {
        return locale;
    }

    public ZoneId zone() {
        return zone;
    }

    public String date(LocalDate day) {
        return date.format(day);
    }

    public String time(Instant instant) {
        return time.format(instant.atZone(zone));
    }

    public String dateTime(Instant instant) {
        return dateTime.format(instant.atZone(zone));
    }

    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    public String money(Money money) {
        return money.format(locale);
    }

    /** The share with two decimals; a dash where there is nothing to share. */
    public String percent(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(2);
        return format.format(BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP));
    }
}
