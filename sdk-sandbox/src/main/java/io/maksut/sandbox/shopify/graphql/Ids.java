package io.maksut.sandbox.shopify.graphql;

import io.maksut.sandbox.shopify.order.Gid;

/** Ids in arguments. */
final class Ids {
    private Ids() {}

    /** The number in a gid of this type; anything else is an error of the request. */
    static long number(String type, String gid) {
        try {
            return Gid.number(type, gid);
        } catch (IllegalArgumentException e) {
            throw (ApiError) ApiError.invalidId(gid).initCause(e);
        }
    }
}
