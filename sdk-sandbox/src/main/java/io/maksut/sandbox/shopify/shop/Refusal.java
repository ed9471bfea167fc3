package io.maksut.sandbox.shopify.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that the shop does not do, in its own words. */
public final class Refusal extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> field;

    /** @param field the path of the input that is to blame, or none */
    public Refusal(String message, String... field) {
        super(message);
        this.field = field.length == 0 ? null : List.of(field);
    }

    public @Nullable List<String> field() {
        return field;
    }
}
