package io.maksut.shopify;

import io.maksut.transport.CallContext;

/** Where the token of an app comes from. Thread-safe; blocks while a token is being got. */
interface TokenSource {
    /**
     * A token that should be good.
     *
     * @throws io.maksut.error.MaksutException if none is to be had now
     */
    String current(CallContext context);

    /**
     * The shop does not take this token.
     *
     * @return whether {@link #current} gives another one now
     * @throws io.maksut.error.MaksutException if none is to be had now
     */
    boolean replace(String dead, CallContext context);
}
