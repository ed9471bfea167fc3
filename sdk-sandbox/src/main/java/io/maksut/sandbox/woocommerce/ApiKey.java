package io.maksut.sandbox.woocommerce;

/** A key to the REST API with what it may do. Immutable. */
public record ApiKey(String consumerKey, String consumerSecret, Permission permission) {
    /** What the key was made for; the user behind it may be allowed less. */
    public enum Permission {
        READ,
        WRITE,
        READ_WRITE
    }

    boolean reads() {
        return permission != Permission.WRITE;
    }

    boolean writes() {
        return permission != Permission.READ;
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "API key, " + permission;
    }
}
