package io.maksut.sandbox.shopify.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A parsed search. Anything parses: what makes no sense is left out, as the shop does it. Immutable. */
public final class SearchQuery {
    /** A condition or a combination of them. */
    public sealed interface Node {}

    private record Leaf(Term term) implements Node {}

    private record Not(Node inner) implements Node {}

    private record All(List<Node> inner) implements Node {}

    private record Any(List<Node> inner) implements Node {}

    private static final Node EVERYTHING = new All(List.of());

    private final Node root;

    private SearchQuery(Node root) {
        this.root = root;
    }

    public static SearchQuery parse(String text) {
        return new SearchQuery(new Parser(SearchLexer.tokens(text)).any());
    }

    public boolean matches(Predicate<Term> holds) {
        return matches(root, holds);
    }

    public List<Term> terms() {
        return terms(root).toList();
    }

    /** Those that every match fulfils. */
    public List<Term> required() {
        return required(root).toList();
    }

    /** Without the terms of which this holds; what is left of nothing matches everything. */
    public SearchQuery without(Predicate<Term> dropped) {
        List<Node> kept = without(root, dropped);
        return new SearchQuery(kept.isEmpty() ? EVERYTHING : kept.get(0));
    }

    private static boolean matches(Node node, Predicate<Term> holds) {
        if (node instanceof Leaf leaf) {
            return holds.test(leaf.term());
        }
        if (node instanceof Not not) {
            return !matches(not.inner(), holds);
        }
        if (node instanceof All all) {
            return all.inner().stream().allMatch(inner -> matches(inner, holds));
        }
        return ((Any) node).inner().stream().anyMatch(inner -> matches(inner, holds));
    }

    private static Stream<Term> terms(Node node) {
        if (node instanceof Leaf leaf) {
            return Stream.of(leaf.term());
        }
        if (node instanceof Not not) {
            return terms(not.inner());
        }
        return inner(node).stream().flatMap(SearchQuery::terms);
    }

    private static Stream<Term> required(Node node) {
        if (node instanceof Leaf leaf) {
            return Stream.of(leaf.term());
        }
        return node instanceof All all ? all.inner().stream().flatMap(SearchQuery::required) : Stream.of();
    }

    private static List<Node> without(Node node, Predicate<Term> dropped) {
        if (node instanceof Leaf leaf) {
            return dropped.test(leaf.term()) ? List.of() : List.of(node);
        }
        if (node instanceof Not not) {
            return without(not.inner(), dropped).stream().<Node>map(Not::new).toList();
        }
        List<Node> kept = inner(node).stream()
                .flatMap(inner -> without(inner, dropped).stream())
                .toList();
        if (kept.isEmpty()) {
            return List.of();
        }
        return List.of(node instanceof All ? new All(kept) : new Any(kept));
    }

    private static List<Node> inner(Node node) {
        return node instanceof All all ? all.inner() : node instanceof Any any ? any.inner() : List.of();
    }

    /** OR binds least, then AND, which may be left out, then NOT. */
    private static final class Parser {
        private final List<SearchLexer.Token> tokens;
        private int next;

        Parser(List<SearchLexer.Token> tokens) {
            this.tokens = tokens;
        }

        Node any() {
            List<Node> nodes = new ArrayList<>();
            nodes.add(all());
            while (takes("OR")) {
                nodes.add(all());
            }
            return nodes.size() == 1 ? nodes.get(0) : new Any(nodes);
        }

        private Node all() {
            List<Node> nodes = new ArrayList<>();
            while (next < tokens.size() && !sees("OR") && !sees(")")) {
                if (takes("AND")) {
                    continue;
                }
                single(nodes);
            }
            return nodes.size() == 1 ? nodes.get(0) : new All(nodes);
        }

        private void single(List<Node> nodes) {
            if (takes("NOT")) {
                List<Node> negated = new ArrayList<>();
                if (next < tokens.size() && !sees("OR") && !sees(")")) {
                    single(negated);
                }
                negated.forEach(node -> nodes.add(new Not(node)));
            } else if (takes("(")) {
                nodes.add(any());
                takes(")");
            } else {
                SearchLexer.Token token = tokens.get(next++);
                if (token.term() != null) {
                    nodes.add(new Leaf(token.term()));
                }
            }
        }

        private boolean sees(String mark) {
            return next < tokens.size() && tokens.get(next).mark().equals(mark);
        }

        private boolean takes(String mark) {
            if (sees(mark)) {
                next++;
                return true;
            }
            return false;
        }
    }
}
