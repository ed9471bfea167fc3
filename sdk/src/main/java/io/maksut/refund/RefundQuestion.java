package io.maksut.refund;

import io.maksut.payment.Money;
import io.maksut.refund.OrderFinding.Found;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * What only a person can tell before a direct refund is made, or before a stated failure counts as one of its own. A
 * likeness stops and asks; it never pays and never excuses. Implementations are immutable and thread-safe.
 */
public sealed interface RefundQuestion {
    /** The same for the same question; at most 600 characters. */
    String id();

    /** The question in English, Finnish or Latvian, to be answered with yes; any other language reads English. */
    String ask(Locale locale, ZoneId zone);

    /**
     * Whether the refund that is wished for is another one than this direct refund: people press twice.
     *
     * @param refund the direct refund's id in the ledger
     * @param at when it was begun
     */
    record AnotherRefund(String refund, Money amount, Instant at) implements RefundQuestion {
        @Override
        public String id() {
            return "refund:" + refund;
        }

        @Override
        public String ask(Locale locale, ZoneId zone) {
            return Texts.text(
                    locale, "question.ANOTHER_REFUND", amount.format(Texts.languageOf(locale)), day(locale, zone, at));
        }
    }

    /**
     * Whether the refund that is wished for is another one than this, which counts as unpaid and may still be carried out by
     * the gateway: then the customer has both.
     *
     * @param refund the refund's id in the ledger
     * @param at when it was sent
     * @param until until when it may arrive
     */
    record AnotherThanWatched(String refund, Money amount, Instant at, Instant until) implements RefundQuestion {
        @Override
        public String id() {
            return "watched:" + refund;
        }

        @Override
        public String ask(Locale locale, ZoneId zone) {
            return Texts.text(
                    locale,
                    "question.ANOTHER_THAN_WATCHED",
                    amount.format(Texts.languageOf(locale)),
                    minute(locale, zone, at),
                    minute(locale, zone, until));
        }
    }

    /**
     * Whether the failure of this statement is another one than the one that is known already.
     *
     * @param statement the statement's id
     * @param known the id of the failed shop refund, of the earlier statement, or of the refund
     * @param amount of what is known
     * @param at when that came to be known
     */
    record AnotherFailure(String statement, String known, Money amount, Instant at) implements RefundQuestion {
        @Override
        public String id() {
            return "failure:" + statement + ":" + known;
        }

        @Override
        public String ask(Locale locale, ZoneId zone) {
            return Texts.text(
                    locale, "question.ANOTHER_FAILURE", amount.format(Texts.languageOf(locale)), day(locale, zone, at));
        }
    }

    /** Whether this order, which has the customer's e-mail address and the amount, is none of this payment's. */
    record AnotherOrder(Found order) implements RefundQuestion {
        @Override
        public String id() {
            return "order:" + order.orderId() + ":" + order.number();
        }

        @Override
        public String ask(Locale locale, ZoneId zone) {
            return Texts.text(locale, "question.ANOTHER_ORDER", order.number()) + Texts.link(locale, order);
        }
    }

    private static String minute(Locale locale, ZoneId zone, Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(Texts.languageOf(locale))
                .format(at.atZone(zone));
    }

    private static String day(Locale locale, ZoneId zone, Instant at) {
        boolean plausible = at.isAfter(Instant.EPOCH) && at.isBefore(Instant.EPOCH.plusSeconds(1L << 40));
        return plausible
                ? DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(Texts.languageOf(locale))
                        .format(at.atZone(zone))
                : at.atOffset(ZoneOffset.UTC).toString();
    }
}
