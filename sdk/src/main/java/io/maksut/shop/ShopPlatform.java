package io.maksut.shop;

import io.maksut.error.CallReport;
import io.maksut.error.NotSupportedByGatewayException;
import io.maksut.payment.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One shop. Implementations are thread-safe, block while they ask, and keep no answer: each call reads the shop afresh.
 *
 * <p>Methods throw a {@link io.maksut.error.MaksutException} when the shop did not answer as it should, and nothing else;
 * that is never the same as "there is none".
 */
public interface ShopPlatform extends AutoCloseable {
    /** Names the shop in ledger and inbox: an identifier of at most 120 characters, unique, never changed. */
    String name();

    /** What this shop can be told and asked. */
    ShopAbilities abilities();

    /**
     * Looks for the order that this payment paid, and compares what it finds exactly. Does not throw: a lookup that broke
     * off is {@link OrderSearch.Unclear}.
     *
     * @param payment with what tells its order: names, origin, amounts, times. Its refunds and disputes may be missing.
     */
    OrderSearch findOrder(Payment payment);

    /**
     * The order as it is now, with all its refunds.
     *
     * @return empty only if the shop says itself that it has no such order (any more)
     * @throws io.maksut.error.NotSupportedByGatewayException if the shop hides orders from us, and this may be one of them
     */
    Optional<ShopOrder> order(String orderId);

    /**
     * As {@link #order(String)}, giving up after {@code most}: asked while the shop may be waiting for us, and have nothing
     * left to answer with. A platform that cannot be slow need not implement it.
     */
    default Optional<ShopOrder> order(String orderId, Duration most) {
        return order(orderId);
    }

    /**
     * Orders that changed at or after {@code since}, page by page, the earliest change first where the platform can. An
     * order may come several times; one that changes meanwhile may come later.
     *
     * @param since {@link Instant#EPOCH} for all
     * @param cursor {@link OrderPage#next} of the page before; null for the first
     */
    OrderPage changedSince(Instant since, @Nullable String cursor);

    /**
     * Writes refunds that were made at the gateway into the shop, without moving money again. Implementations never write
     * blindly a second time: they look first whether it is there, or know its key ({@link ShopChannel#keyed}).
     */
    ShopChannel records();

    /**
     * Refunds that a caller starts in the shop ({@code RefundSync.start}).
     *
     * @throws NotSupportedByGatewayException if the platform cannot be asked to make one, which is the default
     */
    default ShopChannel starts() {
        throw new NotSupportedByGatewayException(
                "no refund can be started in this shop from outside",
                CallReport.notSent("start a refund in a shop", null));
    }

    /**
     * Tells the shop how a refund that it asked for has ended. Called again until it returns; told twice is told.
     *
     * @throws io.maksut.error.GatewayRefusedException if the shop does not take this answer: after some twenty minutes, in which it
     *     is told again, a person is asked
     */
    void tell(RefundAnswer answer);

    /**
     * As {@link #tell(RefundAnswer)}, of a capture or a release. Only a platform that asks for them is told.
     *
     * @throws io.maksut.error.GatewayRefusedException as {@link #tell(RefundAnswer)}
     */
    default void tell(AuthorisationAnswer answer) {
        throw new NotSupportedByGatewayException(
                "this shop asks for no captures and releases", CallReport.notSent("tell a shop", null));
    }

    /** Gives up connections and threads. */
    @Override
    void close();
}
