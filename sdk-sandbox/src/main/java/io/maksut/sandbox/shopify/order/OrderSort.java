package io.maksut.sandbox.shopify.order;

/** By what a list of orders is sorted, as a number; orders that are equal in it go by id. */
public enum OrderSort {
    CREATED_AT("created_at", true),
    PROCESSED_AT("processed_at", true),
    UPDATED_AT("updated_at", true),
    ID("", true),
    ORDER_NUMBER("", true),
    TOTAL_PRICE("", false),
    CURRENT_TOTAL_PRICE("", false),
    TOTAL_ITEMS_QUANTITY("", false);

    private final String timeField;
    private final boolean indexed;

    OrderSort(String timeField, boolean indexed) {
        this.timeField = timeField;
        this.indexed = indexed;
    }

    /** The search field whose times, in seconds, are the keys; an empty text when there is none. */
    String timeField() {
        return timeField;
    }

    boolean indexed() {
        return indexed;
    }

    long key(Order order) {
        return switch (this) {
            case CREATED_AT -> order.placement().createdAt().getEpochSecond();
            case PROCESSED_AT -> order.placement().processedAt().getEpochSecond();
            case UPDATED_AT -> order.updatedAt().getEpochSecond();
            case ID -> order.id();
            case ORDER_NUMBER -> order.placement().number();
            case TOTAL_PRICE -> order.totals().total().shop().minor();
            case CURRENT_TOTAL_PRICE -> order.totals().currentTotal().shop().minor();
            case TOTAL_ITEMS_QUANTITY ->
                order.lines().stream().mapToLong(LineItem::quantity).sum();
        };
    }

    Place place(Order order) {
        return new Place(key(order), order.id());
    }

    /** Where an order stands in a list. */
    public record Place(long key, long id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return key == other.key ? Long.compare(id, other.id) : Long.compare(key, other.key);
        }
    }
}
