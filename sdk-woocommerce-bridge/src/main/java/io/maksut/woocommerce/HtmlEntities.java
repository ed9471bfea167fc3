package io.maksut.woocommerce;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * WordPress stores a webhook's secret with HTML entities but signs with the decoded text, so that an ampersand counts
 * as one character. It decodes these five characters, each once, and nothing else.
 */
final class HtmlEntities {
    private static final Pattern ENTITY =
            Pattern.compile("&(?:(amp|lt|gt|quot)|#0*(38|60|62|34|39)|#[xX]0*(26|3[cC]|3[eE]|22|27));");
    private static final Map<String, String> NAMED = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"");

    private HtmlEntities() {}

    static String decode(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
    }

    private static String character(MatchResult entity) {
        if (entity.group(1) != null) {
            return NAMED.getOrDefault(entity.group(1), entity.group());
        }
        int code = entity.group(2) != null ? Integer.parseInt(entity.group(2)) : Integer.parseInt(entity.group(3), 16);
        return Character.toString(code);
    }
}
