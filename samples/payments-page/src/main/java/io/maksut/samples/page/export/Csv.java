package io.maksut.samples.page.export;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of a CSV file (RFC 4180) that a spreadsheet reads as text, whatever somebody wrote into their own name. */
final class Csv {
    /** By this a spreadsheet knows that it is UTF-8. */
    static final String BYTE_ORDER_MARK = "\ufeff";

    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n|%";

    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String harmless = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted =
                harmless.chars().anyMatch(it -> it == ',' || it == ';' || it == '"' || it == '\n' || it == '\r');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
