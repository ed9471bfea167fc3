package io.maksut.index;

import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.portal.PaymentQuery;
import io.maksut.storage.Dialect;
import io.maksut.storage.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk along one index, newest payments first, that stops after as many rows as are asked for.
 *
 * <p>A search is one walk or a few whose results are merged. A single walk cannot serve several statuses: in an index
 * that begins with the status the rows of two statuses are not in order of time, and in one that begins with the time a
 * rare status would have to be looked for among all payments. So each status is walked by itself, each for no more rows
 * than the page has; likewise methods, and the payments that one id names. The most selective filter chooses the index
 * (from the top in {@link #of}), the others are compared on the way.
 */
final class Walk {
    private static final String INDEX = "maksut_payment_by_";

    /**
     * PostgreSQL takes no hints, and for few rows prefers reading them in any order and sorting. Left with walks in order, it
     * has to choose the best of them. Ends with the transaction.
     */
    private static final String WALK_IN_ORDER = "select set_config('enable_seqscan', 'off', true) as s,"
            + " set_config('enable_bitmapscan', 'off', true) as b, set_config('enable_sort', 'off', true) as o";

    private final String index;
    private final StringBuilder condition = new StringBuilder("account = ?");
    private final List<@Nullable Object> parameters = new ArrayList<>();

    private Walk(String index, String account) {
        this.index = index;
        parameters.add(account);
    }

    /**
     * The walks that together find all that the query asks for, after a place or from the newest on.
     *
     * @param references of the payments with the id that the query asks for, if it does
     */
    static List<Walk> of(PaymentQuery query, String account, List<String> references, @Nullable Position after) {
        List<Walk> walks = new ArrayList<>();
        if (query.paymentId().isPresent()) {
            for (String reference : references) {
                walks.add(new Walk("reference", account)
                        .and("reference = ?", reference)
                        .andRest(query, Set.of()));
            }
        } else if (query.orderReference().isPresent()) {
            walks.add(new Walk("order", account).andRest(query, Set.of()));
        } else if (query.customerEmail().isPresent()) {
            walks.add(new Walk("email", account).andRest(query, Set.of()));
        } else if (query.watched()) {
            Watched.in(query)
                    .forEach((status, methods) ->
                            walks.add(new Walk("status", account).andRest(query.withMethod(methods), Set.of(status))));
            walks.add(new Walk("dispute", account)
                    .and("chargeback_open = ?", true)
                    .andRest(query, Set.of()));
        } else if (!query.statuses().isEmpty()) {
            for (PaymentStatus status : query.statuses()) {
                walks.add(new Walk("status", account).andRest(query, Set.of(status)));
            }
        } else if (!query.methods().isEmpty()) {
            for (PaymentMethod method : query.methods()) {
                walks.add(new Walk("method", account).andRest(query, Set.of(method)));
            }
        } else {
            walks.add(new Walk("created", account).andRest(query, Set.of()));
        }
        walks.forEach(it -> it.andTo(query, after));
        return walks;
    }

    /** All that the query asks for of an account, in no order: for what is counted and not listed. */
    static Walk inNoOrder(PaymentQuery query, String account) {
        Walk walk = new Walk("", account);
        query.paymentId()
                .map(StoredText::storable)
                .ifPresent(id -> walk.and(
                        "(reference = ? or reference in (select n.reference from maksut_payment_name n"
                                + " where n.account = ? and n.name = ?))",
                        id,
                        account,
                        id));
        walk.andRest(query, Set.of()).andTo(query, null);
        return walk;
    }

    /** To be called once in a transaction, before the walks. */
    static void prepare(Sql sql) {
        if (sql.dialect() == Dialect.POSTGRESQL) {
            sql.list(WALK_IN_ORDER, row -> true);
        }
    }

    /** The statement; its parameters are {@link #parameters}. */
    String select(Dialect dialect) {
        String hint = switch (dialect) {
            case SQLITE -> " indexed by " + INDEX + index; // an error, if that is not possible
            case MARIADB -> " force index (" + INDEX + index + ")";
            case POSTGRESQL -> "";
        };
        // A reference is unique. PostgreSQL does not see that one row needs no sorting, and would walk all payments.
        String order = index.equals("reference") ? "" : " order by created desc, id desc";
        return "select " + PaymentColumns.ALL + " from maksut_payment" + hint + " where " + condition + order
                + " limit ?";
    }

    /** What holds for its rows; its parameters are {@link #conditionParameters}. */
    String condition() {
        return condition.toString();
    }

    @Nullable
    Object[] conditionParameters() {
        return parameters.toArray();
    }

    @Nullable
    Object[] parameters(int limit) {
        List<@Nullable Object> all = new ArrayList<>(parameters);
        all.add(limit);
        return all.toArray();
    }

    private Walk and(String more, Object... values) {
        condition.append(" and ").append(more);
        Collections.addAll(parameters, values);
        return this;
    }

    /** All filters but the payment id; {@code only}: a status or a method that this walk is for. */
    private Walk andRest(PaymentQuery query, Set<? extends Enum<?>> only) {
        query.orderReference().ifPresent(it -> and("order_reference = ?", it.value()));
        query.customerEmail().ifPresent(it -> and("email_folded = ?", email(it)));
        andOneOf("status", index.equals("status") ? only : query.statuses());
        andOneOf("method", index.equals("method") ? only : query.methods());
        query.createdFrom().ifPresent(it -> and("created >= ?", StoredTime.limit(it)));
        if (query.watched() && !index.equals("status") && !index.equals("dispute")) {
            and(Watched.CONDITION, Watched.PARAMETERS);
        }
        query.amountFrom()
                .ifPresent(it ->
                        and("currency = ? and authorised >= ?", it.currency().getCurrencyCode(), it.minorUnits()));
        query.amountTo()
                .ifPresent(it ->
                        and("currency = ? and authorised <= ?", it.currency().getCurrencyCode(), it.minorUnits()));
        return this;
    }

    /** One that cannot be stored is nobody's. */
    private static String email(String email) {
        String folded = StoredText.foldedEmail(email);
        return folded == null ? "" : folded;
    }

    private void andOneOf(String column, Collection<? extends Enum<?>> constants) {
        if (constants.size() == 1) {
            constants.forEach(it -> and(column + " = ?", it.name()));
        } else if (!constants.isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(constants.size(), "?"));
            and(
                    column + " in (" + marks + ")",
                    constants.stream().map(Enum::name).toArray());
        }
    }

    /**
     * One range of the index, with one end: of two, SQLite may take the wrong one and sort. Not {@code (created, id) < (?,
     * ?)}, for which MariaDB would walk from the newest on each time, and not {@code created < ? or id < ?}, for which SQLite
     * may use the index twice and sort.
     */
    private void andTo(PaymentQuery query, @Nullable Position after) {
        long before = query.createdBefore().map(StoredTime::limit).orElse(Long.MAX_VALUE);
        if (after != null && after.created() < before) {
            and("created <= ? and not (created = ? and id >= ?)", after.created(), after.created(), after.id());
        } else if (before != Long.MAX_VALUE) {
            and("created < ?", before);
        }
    }
}
