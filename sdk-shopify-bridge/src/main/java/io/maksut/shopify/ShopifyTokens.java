package io.maksut.shopify;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How an app gets its access token. Immutable and thread-safe; {@link #toString()} shows no secret.
 *
 * <p>A merchant's own app made in the Dev Dashboard uses {@link #clientCredentials}. A public app uses {@link
 * #offline}, which Shopify requires of all public apps from 1 January 2027. An app that was made in the shop's admin
 * before 2026 has a token that does not expire, {@link #fixed}.
 */
public final class ShopifyTokens {
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,512}");

    private final Kind kind;

    private ShopifyTokens(Kind kind) {
        this.kind = kind;
    }

    private interface Kind {
        TokenSource open(OAuth oauth, String domain);
    }

    /**
     * A token that does not expire.
     *
     * @throws IllegalArgumentException if it is no visible ASCII text of at most 512 characters
     */
    public static ShopifyTokens fixed(String token) {
        require(token);
        return new ShopifyTokens((oauth, domain) -> new SuppliedToken(() -> token));
    }

    /**
     * Tokens that live for a day, by client id and secret, for apps of the organisation that owns the shop.
     *
     * @throws IllegalArgumentException if id or secret is blank
     */
    public static ShopifyTokens clientCredentials(String clientId, String clientSecret) {
        ClientSecret app = new ClientSecret(clientId, clientSecret);
        return new ShopifyTokens((oauth, domain) -> new ClientCredentialTokens(oauth, app));
    }

    /**
     * Tokens that live for an hour, each replaced before it expires with its refresh token, which is new each time.
     *
     * @param tokens where they are kept; the first pair of a shop is saved there when the app is installed
     * @throws IllegalArgumentException if id or secret is blank
     */
    public static ShopifyTokens offline(OfflineTokens tokens, String clientId, String clientSecret) {
        ClientSecret app = new ClientSecret(clientId, clientSecret);
        return new ShopifyTokens((oauth, domain) -> new RotatingTokens(oauth, app, tokens.table(), domain));
    }

    /**
     * Tokens that the caller supplies; requested for each call, so it must not block for long.
     *
     * <p>If it throws anything but a {@link io.maksut.error.MaksutException}, nothing is sent.
     */
    public static ShopifyTokens supplied(Supplier<String> token) {
        return new ShopifyTokens((oauth, domain) -> new SuppliedToken(token));
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    private static void require(String token) {
        if (!isToken(token)) {
            throw new IllegalArgumentException("an access token is visible ASCII text of at most 512 characters");
        }
    }

    TokenSource open(OAuth oauth, String domain) {
        return kind.open(oauth, domain);
    }

    @Override
    public String toString() {
        return "ShopifyTokens[]";
    }
}
