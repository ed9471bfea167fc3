package io.maksut.shopify;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How an app gets its access token. Immutable and thread-safe; shows no secret.
 *
 * <p>Which one fits: a merchant's own app made in the Dev Dashboard uses {@link #clientCredentials}; a public app uses
 * {@link #offline}, which Shopify requires of all of them from 1 January 2027; an app that was made in the shop's admin before
 * 2026 has a token that does not expire, {@link #fixed}.
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
     * @throws IllegalArgumentException if it is no token: visible ASCII, at most 512 characters
     */
    public static ShopifyTokens fixed(String token) {
        require(token);
        return new ShopifyTokens((oauth, domain) -> new SuppliedToken(() -> token));
    }

    /**
     * Tokens for a day by client id and secret, for apps of the organisation that owns the shop.
     *
     * @throws IllegalArgumentException if one is blank
     */
    public static ShopifyTokens clientCredentials(String clientId, String clientSecret) {
        ClientSecret app = new ClientSecret(clientId, clientSecret);
        return new ShopifyTokens((oauth, domain) -> new ClientCredentialTokens(oauth, app));
    }

    /**
     * Tokens for an hour, each replaced before it expires by the refresh token beside it, which is new each time.
     *
     * @param tokens where they are kept; the first pair of a shop is saved there when the app is installed
     * @throws IllegalArgumentException if id or secret is blank
     */
    public static ShopifyTokens offline(OfflineTokens tokens, String clientId, String clientSecret) {
        ClientSecret app = new ClientSecret(clientId, clientSecret);
        return new ShopifyTokens((oauth, domain) -> new RotatingTokens(oauth, app, tokens.table(), domain));
    }

    /**
     * Tokens that the caller gets by ways of its own; asked for each call, must not block for long.
     *
     * <p>What it throws, other than a {@link io.maksut.error.MaksutException}, counts as: nothing was sent.
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
