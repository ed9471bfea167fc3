package io.maksut.shopify;

/** An app's id and secret. {@link #toString()} shows neither. */
record ClientSecret(String id, String secret) {
    /** @throws IllegalArgumentException if id or secret is blank */
    ClientSecret {
        if (id.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("an app has a client id and a client secret");
        }
    }

    @Override
    public String toString() {
        return "ClientSecret[]";
    }
}
