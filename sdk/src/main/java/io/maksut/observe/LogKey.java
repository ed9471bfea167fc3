package io.maksut.observe;

/** What log lines say of the work they tell about: {@link #key} is the name in SLF4J's MDC. These names stay as they are. */
public enum LogKey {
    /** {@link CorrelationId}: of the request that the work comes of. */
    CORRELATION_ID("maksut.correlation_id"),
    /** The operation that is worked on, by its id in the ledger. */
    OPERATION("maksut.operation"),
    /** The payment, by the gateway's reference. */
    PAYMENT("maksut.payment"),
    /** The gateway account. */
    ACCOUNT("maksut.account"),
    /** The shop, by its name here. */
    SHOP("maksut.shop");

    private final String key;

    LogKey(String key) {
        this.key = key;
    }

    /** The name in SLF4J's MDC, such as {@code maksut.payment}. */
    public String key() {
        return key;
    }
}
