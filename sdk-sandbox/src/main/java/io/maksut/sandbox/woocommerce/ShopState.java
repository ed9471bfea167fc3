package io.maksut.sandbox.woocommerce;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The shop's database. Its monitor stands for one statement or a few that belong together; a refund holds it several times
 * and not in between, as WooCommerce has neither locks nor transactions there. All methods need the monitor unless they say
 * otherwise.
 */
final class ShopState {
    /** The user who owns the keys and makes the refunds. */
    static final long USER = 1;

    /** What became of that user. */
    enum User {
        MANAGER,
        DEMOTED,
        DELETED
    }

    final ShopSettings settings;
    final Catalogue catalogue = new Catalogue();
    private final SplittableRandom random;
    private final Map<Long, Order> orders = new HashMap<>();
    private final Map<Long, Refund> refunds = new HashMap<>();
    private final NavigableSet<Order> ordersByCreation = new TreeSet<>(Post.BY_CREATION);
    private final NavigableSet<Refund> refundsByCreation = new TreeSet<>(Post.BY_CREATION);
    private final Map<String, String> translations = new HashMap<>();
    private long lastPost = 10;
    private long lastItem;
    private long lastMeta;
    private long lastItemMeta;
    private long lastNote;
    User user = User.MANAGER;

    ShopState(ShopSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
    }

    /** In whole seconds. Needs no monitor. */
    Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    // Sequences

    long nextPost() {
        return ++lastPost;
    }

    /** The next order or refund gets this id, or a later one where later ones have been given out. */
    void goOnAt(long id) {
        lastPost = Math.max(lastPost, id - 1);
    }

    long nextItem() {
        return ++lastItem;
    }

    long nextMeta() {
        return ++lastMeta;
    }

    long nextItemMeta() {
        return ++lastItemMeta;
    }

    long nextNote() {
        return ++lastNote;
    }

    /** Any number below the bound. */
    int chance(int bound) {
        return random.nextInt(bound);
    }

    String token(int length) {
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return random.ints(length, 0, digits.length())
                .collect(StringBuilder::new, (text, digit) -> text.append(digits.charAt(digit)), StringBuilder::append)
                .toString();
    }

    // Orders

    Order newOrder(Instant created) {
        return new Order(
                nextPost(),
                "wc_order_" + token(13),
                created,
                settings.currency(),
                settings.version().toString());
    }

    void add(Order order) {
        orders.put(order.id, order);
        ordersByCreation.add(order);
    }

    @Nullable
    Order order(long id) {
        return orders.get(id);
    }

    /** Oldest first. */
    NavigableSet<Order> orders() {
        return ordersByCreation;
    }

    /** The refunds go with it. */
    void delete(Order order) {
        orders.remove(order.id);
        ordersByCreation.remove(order);
        for (Refund refund : order.refunds) {
            refunds.remove(refund.id);
            refundsByCreation.remove(refund);
        }
        order.refunds.clear();
    }

    // Refunds

    void add(Refund refund) {
        refunds.put(refund.id, refund);
        refundsByCreation.add(refund);
        refund.order.refunds.add(refund);
    }

    @Nullable
    Refund refund(long id) {
        return refunds.get(id);
    }

    /** Oldest first. */
    NavigableSet<Refund> refunds() {
        return refundsByCreation;
    }

    void delete(Refund refund) {
        refunds.remove(refund.id);
        refundsByCreation.remove(refund);
        refund.order.refunds.remove(refund);
    }

    /**
     * What is left to refund. The tables of orders sum up the refunds' totals, the posts their amounts, which differ for
     * amounts such as {@code "1,50"}.
     */
    BigDecimal remaining(Order order) {
        BigDecimal refunded = order.refunds.stream()
                .map(refund -> settings.orderTables() ? refund.counted : LooseNumber.value(refund.amount))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return order.total().subtract(refunded);
    }

    // The site's language

    void translate(String english, String translated) {
        translations.put(english, translated);
    }

    String translated(String english) {
        return translations.getOrDefault(english, english);
    }
}
