package io.maksut.index;

import io.maksut.error.DatabaseException;
import io.maksut.payment.GatewayCapabilities;
import io.maksut.portal.PaymentGateway;
import io.maksut.portal.PaymentLookup;
import io.maksut.storage.Database;
import io.maksut.storage.Migrations;
import io.maksut.storage.Schema;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * Payments that were seen, kept in a database where they can be searched. Make one for a database and keep it; it serves
 * any number of gateway accounts, each apart from the others.
 *
 * <pre>{@code
 * PaymentIndex index = PaymentIndex.open(dataSource, Clock.systemUTC());
 * AccountIndex payments = index.account("everypay", portal.capabilities());
 * for (IndexedPayment found : payments.page(PaymentQuery.customerEmail("mari@example.test"), null).payments()) {
 *     System.out.println(found.payment().id() + " as of " + found.seenAt());
 * }
 * }</pre>
 *
 * <p>SQLite serves one process, PostgreSQL and MariaDB any number. The tables are made and changed by the index itself.
 *
 * <p>All calls here and in {@link AccountIndex} throw a {@link DatabaseException} when the database fails; then nothing
 * of that call is stored. Its message holds no stored value. Thread-safe.
 */
public final class PaymentIndex {
    private static final Schema SCHEMA = Schema.ofResources(PaymentIndex.class, "payment_index", 2);

    private final Database database;
    private final Clock clock;

    private PaymentIndex(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Makes or updates the tables where that is needed. {@code clock} says how old what was seen is. */
    public static PaymentIndex open(DataSource dataSource, Clock clock) {
        Database database = Database.open(dataSource);
        new Migrations(database, clock).apply(SCHEMA);
        return new PaymentIndex(database, clock);
    }

    /**
     * The payments of one gateway account.
     *
     * @param account the name in their {@link io.maksut.payment.PaymentId}
     * @param capabilities of the account now; payments that are found carry them, since they are not stored
     */
    public AccountIndex account(String account, GatewayCapabilities capabilities) {
        return new AccountIndex(database, clock, account, capabilities);
    }

    /** The payments of a gateway's account. */
    public AccountIndex account(PaymentGateway gateway) {
        return account(gateway.account(), gateway.capabilities());
    }

    /** The payments of several of this index's accounts as one list. */
    public AccountGroup group(AccountIndex... accounts) {
        return new AccountGroup(database, List.of(accounts));
    }

    /**
     * What a gateway without a search of its own is given: it is shown payments as they are read, and answers queries. What
     * it is shown is stored by a thread of its own, soon after; every page has all that was shown before it was asked for.
     * The thread ends when there is nothing to store.
     */
    public PaymentLookup lookup(String account, GatewayCapabilities capabilities) {
        return new QueuedLookup(account(account, capabilities));
    }

    @Override
    public String toString() {
        return "PaymentIndex[" + database.dialect() + "]";
    }
}
