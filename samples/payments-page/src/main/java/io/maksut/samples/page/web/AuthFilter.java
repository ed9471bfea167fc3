package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.UnauthorizedResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Stands before every route: what browsers may do with a page, under which name it may be called, who is signed in, and
 * whether a form is one of ours.
 */
final class AuthFilter {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    private final Services services;

    AuthFilter(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::headers);
        routes.before(this::name);
        routes.beforeMatched(this::access);
    }

    private void headers(Context context) {
        HEADERS.forEach(context::header);
        if (services.settings().https()) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
        if (!Assets.isAsset(context.path())) {
            context.header("Cache-Control", "no-store");
        }
    }

    /** Another site whose name was pointed at this address would otherwise be taken for this one by the browser. */
    private void name(Context context) {
        String host = context.host();
        String name = host == null ? "" : host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        if (!isCallback(context) && !services.settings().hosts().contains(name)) {
            throw new HttpResponseException(421, "this page has another name", Map.of());
        }
    }

    private void access(Context context) {
        if (Assets.isAsset(context.path()) || isCallback(context)) {
            return;
        }
        if (!READING.contains(context.method())) {
            requireOwnForm(context);
        }
        if (isForEverybody(context.path())) {
            return;
        }
        RequestContext request = new RequestContext(context, services);
        if (request.isSignedIn()) {
            return;
        }
        if (context.header("HX-Request") != null || !READING.contains(context.method())) {
            throw new UnauthorizedResponse("not signed in");
        }
        request.goToSignIn();
        context.skipRemainingHandlers();
    }

    private void requireOwnForm(Context context) {
        String site = context.header("Sec-Fetch-Site");
        boolean sameSite = site == null || site.equals("same-origin") || site.equals("none");
        if (!sameSite
                || !services.sessions()
                        .isOwn(context.cookie(RequestContext.SESSION_COOKIE), context.formParam("csrf"))) {
            throw new ForbiddenResponse("the form was not made here, or too long ago");
        }
    }

    private static boolean isForEverybody(String path) {
        return path.equals("/login") || path.startsWith("/language/");
    }

    /** Gateways have no session: their deliveries are verified by the SDK. */
    private static boolean isCallback(Context context) {
        return context.path().startsWith("/callbacks/");
    }
}
