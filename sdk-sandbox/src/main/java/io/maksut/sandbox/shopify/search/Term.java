package io.maksut.sandbox.shopify.search;

import java.util.Locale;

/**
 * One condition of a search. Immutable.
 *
 * @param field empty for a bare word, which searches in several
 * @param value without quotes and escapes, and without the star of a prefix
 * @param prefix whether the value ended in an unquoted star
 */
public record Term(String field, Operator operator, String value, boolean prefix) {
    /** How field and value are compared. */
    public enum Operator {
        EQUAL,
        ABOVE,
        AT_LEAST,
        BELOW,
        AT_MOST
    }

    /** As a search does it: regardless of case, and by the beginning when the value ended in a star. */
    public boolean like(String text) {
        String found = text.toLowerCase(Locale.ROOT);
        String wanted = value.toLowerCase(Locale.ROOT);
        return operator == Operator.EQUAL && (prefix ? found.startsWith(wanted) : found.equals(wanted));
    }

    /** Whether a number stands to the interval from {@code from} to before {@code end} as the operator says. */
    public boolean holds(long number, long from, long end) {
        return switch (operator) {
            case EQUAL -> number >= from && number < end;
            case ABOVE -> number >= end;
            case AT_LEAST -> number >= from;
            case BELOW -> number < from;
            case AT_MOST -> number < end;
        };
    }
}
