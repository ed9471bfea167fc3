package io.maksut.shopify;

import io.maksut.error.CallReport;
import io.maksut.error.MaksutException;
import io.maksut.error.NotSentException;
import io.maksut.transport.CallContext;
import java.util.function.Supplier;

/** A token that the caller's supplier provides. */
final class SuppliedToken implements TokenSource {
    private final Supplier<String> supplier;

    SuppliedToken(Supplier<String> supplier) {
        this.supplier = supplier;
    }

    @Override
    public String current(CallContext context) {
        String token;
        try {
            token = supplier.get();
        } catch (MaksutException e) {
            throw e;
        } catch (RuntimeException e) {
            // Without message and cause, which may hold the token.
            throw unavailable("getting a token failed with " + e.getClass().getName());
        }
        if (token == null || !ShopifyTokens.isToken(token)) {
            throw unavailable("there is no token");
        }
        return token;
    }

    /** True only if the supplier has another token by now. */
    @Override
    public boolean replace(String dead, CallContext context) {
        return !current(context).equals(dead);
    }

    private static NotSentException unavailable(String why) {
        return new NotSentException(why, CallReport.notSent("Shopify token", null));
    }
}
