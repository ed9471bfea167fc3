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
        Visit visit = new Visit(context, services);
        if (visit.isSignedIn()) {
            visit.goTo("/payments");
            return;
        }
        show(visit, visit.parameter("to"), "", "");
    }

    private void signIn(Context context) {
        Visit visit = new Visit(context, services);
        String name = visit.field("name");
        String to = visit.field("to");
        String address = context.ip();
        Duration wait = services.throttle().wait(name, address);
        if (!wait.isZero()) {
            services.audit().note(name, "sign_in", address, "throttled");
            context.status(429).header("Retry-After", Long.toString(wait.toSeconds() + 1));
            show(visit, to, name, visit.text("login.wait", visit.formats().number(wait.toSeconds() + 1)));
            return;
        }
        String password = context.formParam("password");
        Optional<User> user = services.users().authenticate(name, password == null ? "" : password);
        if (user.isEmpty()) {
            services.throttle().failed(name, address);
            services.audit().note(name, "sign_in", address, "refused");
            context.status(401);
            show(visit, to, name, visit.text("login.refused"));
            return;
        }
        services.throttle().succeeded(name);
        services.audit().note(name, "sign_in", address, "signed in");
        visit.give(services.sessions().open(user.get()));
        visit.goTo(to.isEmpty() ? "/payments" : to);
    }

    private static void show(Visit visit, String to, String name, String problem) {
        visit.show("login", visit.text("login.title"), Map.of("to", to, "name", name, "problem", problem));
    }

    private void signOut(Context context) {
        Visit visit = new Visit(context, services);
        services.audit().note(visit.user().name(), "sign_out", "", "signed out");
        String token = context.cookie(Visit.SESSION_COOKIE);
        if (token != null) {
            services.sessions().close(token);
        }
        visit.give(services.sessions().newToken());
        visit.goTo("/login");
    }

    private void language(Context context) {
        Visit visit = new Visit(context, services);
        visit.remember(
                Language.of(context.pathParam("code")).orElseThrow(() -> new NotFoundResponse("no such language")));
        String to = visit.parameter("to");
        visit.goTo(to.isEmpty() ? "/payments" : to);
    }
}
