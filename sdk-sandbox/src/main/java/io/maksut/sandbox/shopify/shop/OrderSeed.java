package io.maksut.sandbox.shopify.shop;

import io.maksut.sandbox.shopify.order.LineItem;
import io.maksut.sandbox.shopify.order.Money;
import io.maksut.sandbox.shopify.order.Order;
import io.maksut.sandbox.shopify.order.Placement;
import io.maksut.sandbox.shopify.order.ShippingLine;
import io.maksut.sandbox.shopify.order.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An order in the making; {@link #place} places it. Amounts are in the customer's currency. Without lines it has one that
 * costs 49.90, or 50 where the currency is not divided into hundredths; without a payment it is unpaid. Not thread-safe.
 */
public final class OrderSeed {
    private final Shop shop;
    private final List<LineItem> lines = new ArrayList<>();
    private final List<Tender> tenders = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private String currency;
    private BigDecimal rate = BigDecimal.ONE;
    private @Nullable String name;
    private @Nullable String shipping;
    private @Nullable String note;
    private @Nullable String email;
    private @Nullable Instant createdAt;
    private @Nullable String checkoutToken;
    private @Nullable String cartToken;
    private String sourceName = "web";
    private boolean test;
    private boolean quiet;
    private boolean placed;

    public OrderSeed(Shop shop) {
        this.shop = shop;
        this.currency = shop.profile().currency();
    }

    /** What the customer pays in, and how much of the shop's currency one of it is worth; to be said before amounts. */
    public OrderSeed currency(String presentment, String shopPerPresentment) {
        if (!lines.isEmpty()) {
            throw new IllegalStateException("say the currency before the lines");
        }
        currency = presentment;
        rate = new BigDecimal(shopPerPresentment);
        return this;
    }

    public OrderSeed line(String title, int quantity, String unitPrice) {
        return line(title, quantity, unitPrice, "0");
    }

    public OrderSeed line(String title, int quantity, String unitPrice, String unitTax) {
        lines.add(new LineItem(
                shop.ids().next("LineItem"),
                title,
                title.toUpperCase(Locale.ROOT).replace(' ', '-'),
                quantity,
                Money.of(unitPrice, currency),
                Money.of(unitTax, currency),
                0,
                0,
                false,
                null));
        return this;
    }

    /** One line that costs so much. */
    public OrderSeed total(String amount) {
        return line("Cap", 1, amount);
    }

    public OrderSeed shipping(String price) {
        shipping = price;
        return this;
    }

    /** With or without the sharp; default the next number. */
    public OrderSeed name(String orderName) {
        name = orderName;
        return this;
    }

    public OrderSeed email(String address) {
        email = address;
        return this;
    }

    public OrderSeed note(String text) {
        note = text;
        return this;
    }

    public OrderSeed tag(String tag) {
        tags.add(tag);
        return this;
    }

    public OrderSeed sourceName(String source) {
        sourceName = source;
        return this;
    }

    public OrderSeed tokens(String checkout, String cart) {
        checkoutToken = checkout;
        cartToken = cart;
        return this;
    }

    /** A test order: the gateway is in test mode. */
    public OrderSeed test() {
        test = true;
        return this;
    }

    /** Default now. */
    public OrderSeed createdAt(Instant instant) {
        createdAt = instant;
        return this;
    }

    /** It is there when the test begins; no webhooks tell of it. */
    public OrderSeed quietly() {
        quiet = true;
        return this;
    }

    // Payments

    /** Paid at once, all that is left. */
    public OrderSeed sale(String gateway, String paymentId) {
        return tender(Transaction.SALE, Transaction.SUCCESS, gateway, paymentId, null);
    }

    public OrderSeed sale(String gateway, String paymentId, String amount) {
        return tender(Transaction.SALE, Transaction.SUCCESS, gateway, paymentId, amount);
    }

    /** Reserved on the card, all that is left. */
    public OrderSeed authorization(String gateway, String paymentId) {
        return tender(Transaction.AUTHORIZATION, Transaction.SUCCESS, gateway, paymentId, null);
    }

    public OrderSeed authorization(String gateway, String paymentId, String amount) {
        return tender(Transaction.AUTHORIZATION, Transaction.SUCCESS, gateway, paymentId, amount);
    }

    /** Until when the authorisations named before this hold, as the provider says. */
    public OrderSeed authorizedUntil(Instant instant) {
        tenders.replaceAll(tender -> tender.until(instant));
        return this;
    }

    /** The provider has not said yet whether the customer paid. */
    public OrderSeed pendingSale(String gateway, String paymentId) {
        return tender(Transaction.SALE, Transaction.PENDING, gateway, paymentId, null);
    }

    /** An attempt that was declined, for all that is left. */
    public OrderSeed declinedSale(String gateway, String paymentId) {
        tenders.add(new Tender(Transaction.SALE, Transaction.FAILURE, gateway, paymentId, null, "CARD_DECLINED", null));
        return this;
    }

    public OrderSeed giftCard(String amount) {
        return tender(Transaction.SALE, Transaction.SUCCESS, "gift_card", null, amount);
    }

    public OrderSeed storeCredit(String amount) {
        return tender(Transaction.SALE, Transaction.SUCCESS, "shopify_store_credit", null, amount);
    }

    /** Recorded by hand, all that is left. */
    public OrderSeed manual() {
        return tender(Transaction.SALE, Transaction.SUCCESS, "manual", null, null);
    }

    /**
     * Any other payment.
     *
     * @param kind of the GraphQL enum OrderTransactionKind
     * @param status of the GraphQL enum OrderTransactionStatus
     * @param amount null for all that is left
     */
    public OrderSeed tender(
            String kind, String status, String gateway, @Nullable String paymentId, @Nullable String amount) {
        tenders.add(new Tender(kind, status, gateway, paymentId, amount, null, null));
        return this;
    }

    /** Places the order and returns its gid. */
    public String place() {
        if (placed) {
            throw new IllegalStateException("it is placed");
        }
        placed = true;
        Order order = order();
        order.transactions().forEach(shop.vocabulary()::learn);
        shop.orders().add(order);
        if (!quiet) {
            Action action = new Action(shop);
            action.changed("orders/create", order);
            order.transactions().forEach(transaction -> action.ended(order, transaction));
            if (order.totals().paid()) {
                action.changed("orders/paid", order);
            }
            action.changed("orders/updated", order);
            action.publish();
        }
        return order.gid();
    }

    /** What is to be paid. */
    public Money due() {
        if (lines.isEmpty()) {
            total(Money.digits(currency) == 2 ? "49.90" : "50");
        }
        Money sum = shipping == null ? Money.zero(currency) : Money.of(shipping, currency);
        for (LineItem line : lines) {
            sum = sum.plus(line.total(line.quantity()));
        }
        return sum;
    }

    private Order order() {
        Money total = due();
        Instant at = createdAt == null ? shop.now() : createdAt;
        long number = shop.nextOrderNumber();
        String shown = name == null ? String.valueOf(number) : name;
        Placement placement = new Placement(
                shop.ids().next("Order"),
                number,
                shown.startsWith("#") ? shown : "#" + shown,
                at,
                at,
                new Placement.Customer(shop.ids().next("Customer"), email, null, "Test", "Customer"),
                shop.profile().currency(),
                currency,
                rate,
                test,
                sourceName,
                shop.ids().token(9).toUpperCase(Locale.ROOT),
                checkoutToken,
                cartToken);
        return new Order(
                placement,
                at,
                note,
                tags,
                null,
                null,
                false,
                total,
                lines,
                shipping == null
                        ? null
                        : new ShippingLine(shop.ids().next("ShippingLine"), "Standard", Money.of(shipping, currency)),
                transactions(placement, total, at),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private List<Transaction> transactions(Placement placement, Money total, Instant at) {
        Money rest = total;
        for (Tender tender : tenders) {
            String amount = tender.amount();
            rest = amount == null ? rest : rest.minus(Money.of(amount, currency));
        }
        List<Transaction> transactions = new ArrayList<>();
        for (Tender tender : tenders) {
            Gateway gateway = shop.gateway(tender.gateway());
            String amount = tender.amount();
            String paymentId = tender.paymentId();
            if (paymentId == null && gateway.hasChildPaymentIds() && !isCredit(tender.gateway())) {
                paymentId = placement.name() + "." + (transactions.size() + 1);
            }
            transactions.add(new Transaction(
                    shop.ids().next("OrderTransaction"),
                    tender.kind(),
                    tender.status(),
                    tender.gateway(),
                    amount == null ? rest : Money.of(amount, currency),
                    null,
                    paymentId,
                    tender.errorCode(),
                    tender.status().equals(Transaction.PENDING) ? "Transaction pending" : null,
                    null,
                    test,
                    at,
                    at,
                    tender.authorizationExpiresAt(),
                    gateway.isMultiCapturable()));
        }
        return transactions;
    }

    private static boolean isCredit(String gateway) {
        return gateway.equals("gift_card") || gateway.equals("shopify_store_credit");
    }
}
