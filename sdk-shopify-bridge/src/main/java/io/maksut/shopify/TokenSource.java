package io.maksut.shopify;

import io.maksut.transport.CallContext;

/** The source of an app's tokens. Thread-safe; blocks while a token is requested. */
interface TokenSource {
    /**
     * A token that should be valid.
     *
     * @throws io.maksut.error.MaksutException if none can be had now
     */
    String current(CallContext context);

    /**
     * Replaces a token that the shop refused.
     *
     * @return whether {@link #current} returns another one now
     * @throws io.maksut.error.MaksutException if none can be had now
     */
    boolean replace(String dead, CallContext context);
}
