package io.maksut.payment;

/** Cuts card numbers and IBANs down to what may be kept and shown. */
final class Masks {
    /** The shortest card number there is; six and four digits of anything shorter would show nearly all of it. */
    private static final int SHORTEST_CARD_NUMBER = 13;

    private static final int SHORTEST_ACCOUNT_NUMBER = 8;

    private Masks() {}

    static String cardNumber(String number) {
        String compact = withoutSeparators(number);
        int length = compact.length();
        if (length < 4 || compact.chars().allMatch(it -> it == '*')) {
            return "******";
        }
        String first = length < SHORTEST_CARD_NUMBER ? "" : digitsOf(compact.substring(0, 6));
        return first + "******" + digitsOf(compact.substring(length - 4));
    }

    static String iban(String iban) {
        String compact = withoutSeparators(iban);
        int length = compact.length();
        if (length < SHORTEST_ACCOUNT_NUMBER) {
            return "****";
        }
        String country = compact.substring(0, 2);
        boolean hasCountry = isCapital(country.charAt(0)) && isCapital(country.charAt(1));
        return (hasCountry ? country : "") + "****" + digitsOf(compact.substring(length - 4));
    }

    private static String withoutSeparators(String text) {
        return text.replaceAll("[\\s-]", "");
    }

    /** Anything but an ASCII digit becomes a star: what a gateway put into the wrong field stays hidden. */
    private static String digitsOf(String text) {
        return text.replaceAll("[^0-9]", "*");
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
