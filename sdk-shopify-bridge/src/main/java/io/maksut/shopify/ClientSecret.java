package io.maksut.shopify;

/** An app's id and secret. Shows no secret. */
record ClientSecret(String id, String secret) {
    /**
     * @throws IllegalArgumentException if one is blank
     */
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
