package io.maksut.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a stand-in is to show, in order: the first rule that matches a request and is not used up fires, and
 * rules after it do not see that request. {@code faults.next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/refund")}.
 * Thread-safe; complete a rule before sending the request that is to meet it.
 */
public final class FaultPlan {
    private final List<Rule> rules = new ArrayList<>();

    /** Plans this fault for the next request, unless the rule is narrowed down. */
    public Rule next(Fault fault) {
        Rule rule = new Rule(fault);
        synchronized (rules) {
            rules.add(rule);
        }
        return rule;
    }

    public void clear() {
        synchronized (rules) {
            rules.clear();
        }
    }

    /** True when every planned fault has been shown as often as planned. */
    public boolean used() {
        synchronized (rules) {
            return rules.stream().noneMatch(Rule::live);
        }
    }

    @Nullable
    Fault take(WireRequest request) {
        synchronized (rules) {
            for (Rule rule : rules) {
                if (rule.takes(request)) {
                    return rule.fault;
                }
            }
            return null;
        }
    }

    /** When and how often one fault shows. */
    public final class Rule {
        private final Fault fault;
        private Predicate<WireRequest> condition = request -> true;
        private long skip;
        private long left = 1;
        private long fired;

        private Rule(Fault fault) {
            this.fault = fault;
        }

        /** Only for this method and path; {@code *} in the path is any run of characters within one segment. */
        public Rule on(String method, String path) {
            PathPattern pattern = PathPattern.of(method, path);
            return matching(request -> pattern.matches(request.method(), request.path()));
        }

        /** Only for requests of which this holds; several conditions must all hold. */
        public Rule matching(Predicate<WireRequest> predicate) {
            synchronized (rules) {
                condition = condition.and(predicate);
                return this;
            }
        }

        /** Shows on so many matching requests in a row. */
        public Rule times(long count) {
            synchronized (rules) {
                left = count;
                return this;
            }
        }

        /** Shows until it is {@link #remove removed} or the plan is cleared. */
        public Rule always() {
            return times(Long.MAX_VALUE);
        }

        /** Lets so many matching requests pass unharmed first. */
        public Rule afterMatching(long count) {
            synchronized (rules) {
                skip = count;
                return this;
            }
        }

        /** Takes the fault away; requests after this do not meet it. */
        public void remove() {
            times(0);
        }

        /** How often it has shown; counts from the moment the request has come in. */
        public long fired() {
            synchronized (rules) {
                return fired;
            }
        }

        private boolean live() {
            return left > 0;
        }

        private boolean takes(WireRequest request) {
            if (!live() || !condition.test(request)) {
                return false;
            }
            if (skip > 0) {
                skip--;
                return false;
            }
            left--;
            fired++;
            return true;
        }
    }
}
