package io.maksut.text;

import java.net.IDN;

/**
 * Which spellings are one name. Only A to Z have capitals here: every other rule for capitals (dotless i, the Kelvin sign,
 * long s) makes one of two names that belong to two people.
 */
public final class Folding {
    /** The longest address that is compared by its domain's encoded form; also the longest result of that. */
    private static final int LONGEST_EMAIL = 320;

    private static final int LONGEST_DOMAIN = 255;
    private static final String ENCODED = "xn--";

    private Folding() {}

    /** The text with a to z for A to Z, and nothing else changed. */
    public static String ascii(String text) {
        StringBuilder folded = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded = folded == null ? new StringBuilder(text) : folded;
                folded.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return folded == null ? text : folded.toString();
    }

    /**
     * One spelling of all that are the same mailbox: without space around it, A to Z folded, the domain in its encoded form
     * ({@code xn--...}). What is no address, or has no encoded form, stands as it is but for A to Z. Two addresses with equal
     * results are the same mailbox; of two with different results that cannot be said.
     */
    public static String email(String address) {
        String stripped = address.strip();
        int at = stripped.lastIndexOf('@');
        if (at < 0 || stripped.length() > LONGEST_EMAIL) {
            return ascii(stripped);
        }
        String folded = ascii(stripped.substring(0, at + 1) + encoded(stripped.substring(at + 1)));
        return folded.length() > LONGEST_EMAIL ? ascii(stripped) : folded;
    }

    private static String encoded(String domain) {
        if (isAscii(domain) || domain.length() > LONGEST_DOMAIN || hasLetterOfTwoStandards(domain)) {
            return domain;
        }
        String encoded;
        try {
            encoded = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return domain; // no name of a domain
        }
        return isSpelledOut(domain.split("\\.", -1), encoded.split("\\.", -1)) ? encoded : domain;
    }

    /** Sharp s, final sigma and two joiners: IDNA 2003, which Java has, maps them away; for IDNA 2008 it is another domain. */
    private static boolean hasLetterOfTwoStandards(String domain) {
        return domain.chars().anyMatch(it -> it == 0xDF || it == 0x3C2 || it == 0x200C || it == 0x200D);
    }

    /** A part with other letters that became one of A to Z (the Kelvin sign, a ligature) only looks like that. */
    private static boolean isSpelledOut(String[] labels, String[] encoded) {
        if (labels.length != encoded.length) {
            return false;
        }
        for (int i = 0; i < labels.length; i++) {
            if (!isAscii(labels[i]) && !encoded[i].startsWith(ENCODED)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(it -> it < 0x80);
    }
}
