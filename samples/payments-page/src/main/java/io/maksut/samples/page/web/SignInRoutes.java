package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.samples.page.access.User;
import io.maksut.samples.page.view.Language;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Signing in and out, and the choice of language. */
final class SignInRoutes {
    private final Services services;

    SignInRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/login", this::form);
        routes.post("/login", this::signIn);
        routes.post("/logout", this::signOut);
        routes.get("/language/{code}", this::language);
    }

    private void form(Context context) {
        RequestContext request = new RequestContext(context, services);
        if (request.isSignedIn()) {
            request.goTo("/payments");
            return;
        }
        show(request, request.parameter("to"), "", "");
    }

    private void signIn(Context context) {
        RequestContext request = new RequestContext(context, services);
        String name = request.field("name");
        String to = request.field("to");
        String address = context.ip();
        Duration wait = services.throttle().wait(name, address);
        if (!wait.isZero()) {
            services.audit().note(name, "sign_in", address, "throttled");
            context.status(429).header("Retry-After", Long.toString(wait.toSeconds() + 1));
            show(request, to, name, request.text("login.wait", request.formats().number(wait.toSeconds() + 1)));
            return;
        }
        String password = context.formParam("password");
        Optional<User> user = services.users().authenticate(name, password == null ? "" : password);
        if (user.isEmpty()) {
            services.throttle().failed(name, address);
            services.audit().note(name, "sign_in", address, "refused");
            context.status(401);
            show(request, to, name, request.text("login.refused"));
            return;
        }
        services.throttle().succeeded(name);
        services.audit().note(name, "sign_in", address, "signed in");
        request.give(services.sessions().open(user.get()));
        request.goTo(to.isEmpty() ? "/payments" : to);
    }

    private static void show(RequestContext request, String to, String name, String problem) {
        request.show("login", request.text("login.title"), Map.of("to", to, "name", name, "problem", problem));
    }

    private void signOut(Context context) {
        RequestContext request = new RequestContext(context, services);
        services.audit().note(request.user().name(), "sign_out", "", "signed out");
        String token = context.cookie(RequestContext.SESSION_COOKIE);
        if (token != null) {
            services.sessions().close(token);
        }
        request.give(services.sessions().newToken());
        request.goTo("/login");
    }

    private void language(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.remember(
                Language.of(context.pathParam("code")).orElseThrow(() -> new NotFoundResponse("no such language")));
        String to = request.parameter("to");
        request.goTo(to.isEmpty() ? "/payments" : to);
    }
}
