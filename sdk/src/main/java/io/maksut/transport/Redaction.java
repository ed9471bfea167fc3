package io.maksut.transport;

import io.maksut.text.StorableText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes from a text what may not reach a log or an exception: e-mail addresses, card numbers, IBANs, credentials, and
 * the given secrets. Every text that comes from outside passes it. Immutable and thread-safe.
 *
 * <p>Takes linear time on any text: only the first 2,000 characters are read, and each pattern passes them once.
 */
public final class Redaction {
    /** No redacted text is longer. */
    public static final int MAX_LENGTH = 500;

    private static final int WINDOW = 4 * MAX_LENGTH;
    private static final int SHORTEST_SECRET = 4;
    private static final int MAX_DEPTH = 10;
    private static final String GONE = "[redacted]";
    private static final String AROUND_AT = "[^\\s@%<>\"',;:()\\[\\]{}=&?/]";

    private record Rule(Pattern pattern, String replacement) {
        Rule(String regex, String replacement) {
            this(Pattern.compile(regex), replacement);
        }
    }

    // Quantifiers are possessive or bounded, and no match starts inside a run already seen: no quadratic time.
    // @formatter:off
    private static final List<Rule> RULES = List.of(
            new Rule("(?i)\\b(basic|bearer)(\\s++|%20|\\+)[A-Za-z0-9+/=._~%-]++", "$1 " + GONE),
            new Rule("(?i)(?<![A-Za-z0-9])((?:proxy-)?authorization|api[_-]?(?:username|secret|key)|[a-z]{1,12}[_-]token|token"
                    + "|client[_-]secret|consumer[_-](?:key|secret)|x-shopify-access-token|secret|password|passwd|hmac"
                    + "|signature|cc_number|cvc|cvv|email|phone)"
                    + "([\"']?\\s*+(?:[:=]|%3D)\\s*+)(?!basic |bearer )(?:\"[^\"]*+\"?|'[^']*+'?|[^&\\s\"',;}]++)", "$1$2" + GONE),
            new Rule("(?<![A-Za-z0-9])shp[a-z]{2,4}_[A-Za-z0-9]++", GONE),
            new Rule("(?<!" + AROUND_AT + ")" + AROUND_AT + "++(?:@|%40)" + AROUND_AT + "++", GONE),
            new Rule("(?i)(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])", GONE),
            new Rule("(?<![0-9])[0-9](?:[ .-]?[0-9]){12,}+", GONE));
    // @formatter:on

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Uses the patterns only. */
    public static Redaction standard() {
        return new Redaction(List.of());
    }

    /** Uses the patterns, and removes these secrets, also URL-encoded. Secrets below 4 characters are ignored. */
    public static Redaction of(Collection<String> secrets) {
        return new Redaction(secrets.stream()
                .filter(secret -> secret.strip().length() >= SHORTEST_SECRET)
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The redacted text as one line of at most {@link #MAX_LENGTH} characters. */
    public String redact(String text) {
        String seen = beginning(text);
        for (String secret : secrets) {
            seen = seen.replace(secret, GONE);
        }
        for (Rule rule : RULES) {
            seen = rule.pattern().matcher(seen).replaceAll(rule.replacement());
        }
        if (seen.length() > MAX_LENGTH || text.length() > WINDOW) {
            return StorableText.cut(seen, MAX_LENGTH - 3) + "...";
        }
        return StorableText.repaired(seen);
    }

    /** The beginning of the text, cut before the last blank and the digits in front of it: no secret is cut in two. */
    private static String beginning(String text) {
        String window = text;
        if (text.length() > WINDOW) {
            int end = WINDOW;
            while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            while (end > 0 && " -.0123456789".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            window = text.substring(0, end);
        }
        StringBuilder line = new StringBuilder(window.length());
        window.chars().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> line.append((char) c));
        return line.toString();
    }

    /**
     * The failure as a cause that may be kept: itself if its chain is known to hold nothing to redact, otherwise a
     * redacted copy of the chain.
     */
    Throwable cause(Throwable failure) {
        return clean(failure, 0) ? failure : redacted(failure, 0);
    }

    private RedactedFailure redacted(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new RedactedFailure(
                redact(failure.toString()),
                cause == null || depth >= MAX_DEPTH ? null : redacted(cause, depth + 1),
                failure.getStackTrace());
    }

    private boolean clean(Throwable failure, int depth) {
        String text = failure.toString();
        Throwable cause = failure.getCause();
        return depth < MAX_DEPTH
                && failure.getSuppressed().length == 0
                && text.equals(redact(text))
                && (cause == null || clean(cause, depth + 1));
    }

    @Override
    public String toString() {
        return "redaction with " + secrets.size() + " secrets";
    }
}
