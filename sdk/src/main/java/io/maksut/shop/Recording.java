package io.maksut.shop;

import java.util.Map;

/** What came of writing a refund into a shop that knows our keys ({@link ShopChannel#keyed}). Implementations are immutable and thread-safe. */
public sealed interface Recording {
    /** The shop shows the refund now, under this id, and moved no money for it. */
    record Recorded(String refundId) implements Recording {}

    /**
     * The platform has no call for it, or will not take it: the merchant has to do this by hand.
     *
     * @param instructions by language ({@code en}, {@code fi}, {@code lv}); English is always there; no personal data
     */
    record ByMerchant(Map<String, String> instructions) implements Recording {
        /**
         * @throws IllegalArgumentException without English
         */
        public ByMerchant {
            instructions = Map.copyOf(instructions);
            if (!instructions.containsKey("en")) {
                throw new IllegalArgumentException("Instructions are given in English at least");
            }
        }
    }

    /** It cannot be told whether the shop shows it. A later call looks again. */
    record Unclear(String why) implements Recording {}
}
