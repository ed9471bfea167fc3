package io.maksut.sandbox.shopify.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a search into terms and marks. Quotes are single or double; a backslash escapes. */
final class SearchLexer {
    /**
     * A term, or one of AND, OR, NOT and the brackets.
     *
     * @param mark empty for a term
     */
    record Token(String mark, @Nullable Term term) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean quoted;

    private SearchLexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        SearchLexer lexer = new SearchLexer(text);
        while (lexer.next()) {
            // One token after the other.
        }
        return lexer.tokens;
    }

    private boolean next() {
        spaces();
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        if (c == '(' || c == ')') {
            at++;
            mark(String.valueOf(c));
        } else if (c == '-') {
            at++;
            mark("NOT");
        } else {
            word();
        }
        return true;
    }

    private void word() {
        String first = piece(true);
        if (!quoted && at < text.length() && text.charAt(at) == ':') {
            at++;
            spaces();
            Term.Operator operator = operator();
            spaces();
            add(first, operator, piece(false));
        } else if (!quoted && (first.equals("AND") || first.equals("OR") || first.equals("NOT"))) {
            mark(first);
        } else {
            add("", Term.Operator.EQUAL, first);
        }
    }

    private void add(String field, Term.Operator operator, String value) {
        boolean prefix = !quoted && value.endsWith("*");
        String wanted = prefix ? value.substring(0, value.length() - 1) : value;
        tokens.add(new Token("", new Term(field, operator, wanted, prefix)));
    }

    private void mark(String mark) {
        tokens.add(new Token(mark, null));
    }

    private Term.Operator operator() {
        if (text.startsWith(">=", at)) {
            at += 2;
            return Term.Operator.AT_LEAST;
        }
        if (text.startsWith("<=", at)) {
            at += 2;
            return Term.Operator.AT_MOST;
        }
        if (text.startsWith(">", at)) {
            at++;
            return Term.Operator.ABOVE;
        }
        if (text.startsWith("<", at)) {
            at++;
            return Term.Operator.BELOW;
        }
        return Term.Operator.EQUAL;
    }

    /** A quoted text, or all up to a space, a bracket or, in the name of a field, a colon. */
    private String piece(boolean name) {
        StringBuilder piece = new StringBuilder();
        quoted = at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
        char end = quoted ? text.charAt(at++) : ' ';
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quoted ? c == end : Character.isWhitespace(c) || c == '(' || c == ')' || (name && c == ':')) {
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            piece.append(c);
            at++;
        }
        if (quoted && at < text.length()) {
            at++;
        }
        return piece.toString();
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
