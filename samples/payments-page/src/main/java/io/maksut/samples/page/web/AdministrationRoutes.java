package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.maksut.samples.page.access.AuditEntry;
import io.maksut.samples.page.access.Passwords;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.view.Choice;
import io.maksut.samples.page.web.IdempotentForm.Said;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users and the audit log, for administrators. */
final class AdministrationRoutes {
    private static final int PAGE = 100;

    private final Services services;

    AdministrationRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/audit", this::audit);
        routes.get("/users", this::users);
        routes.post("/users", this::add);
        routes.post("/users/change", this::change);
    }

    private void audit(Context context) {
        RequestContext request = administrator(context);
        String before = request.parameter("before");
        long id = before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
        List<AuditEntry> entries = services.audit().before(id, PAGE);
        List<Map<String, String>> rows = entries.stream()
                .map(it -> Map.of(
                        "at", request.formats().dateTime(it.at()),
                        "iso", it.at().toString(),
                        "author", it.author(),
                        "action", request.text("audit." + it.action()),
                        "subject", it.subject(),
                        "details", it.details(),
                        "outcome", it.outcome() == null ? request.text("audit.open") : it.outcome()))
                .toList();
        String next =
                entries.size() < PAGE ? "" : Long.toString(entries.get(PAGE - 1).id());
        request.show("audit", request.text("menu.audit"), Map.of("rows", rows, "next", next));
    }

    private void users(Context context) {
        RequestContext request = administrator(context);
        List<Map<String, Object>> users = services.users().all().stream()
                .map(it -> Map.<String, Object>of(
                        "name", it.name(),
                        "blocked", it.blocked(),
                        "self", it.name().equals(request.user().name()),
                        "roles", roles(request, it.role())))
                .toList();
        request.show(
                "users",
                request.text("menu.users"),
                Map.of(
                        "users", users,
                        "roles", roles(request, Role.LOOK),
                        "shortest", Integer.toString(Passwords.SHORTEST)));
    }

    private static List<Choice> roles(RequestContext request, Role chosen) {
        return Arrays.stream(Role.values())
                .map(it -> new Choice(it.name(), request.text("role." + it), it == chosen))
                .toList();
    }

    private void add(Context context) {
        RequestContext request = administrator(context);
        String name = request.field("name");
        Optional<Role> role = role(request);
        String password = context.formParam("password");
        IdempotentForm.act(request, "user_add", name, role.map(Role::name).orElse(""), "/users", () -> {
            try {
                boolean added = services.users()
                        .add(name, role.orElseThrow(IllegalArgumentException::new), password == null ? "" : password);
                return added
                        ? new Said(Notice.Kind.GOOD, request.text("users.added", name), "/users")
                        : new Said(Notice.Kind.BAD, request.text("users.exists", name), "/users");
            } catch (IllegalArgumentException e) {
                return new Said(
                        Notice.Kind.BAD, request.text("users.refused", Integer.toString(Passwords.SHORTEST)), "/users");
            }
        });
    }

    private void change(Context context) {
        RequestContext request = administrator(context);
        String name = request.field("name");
        boolean blocked = request.field("blocked").equals("1");
        Optional<Role> role = role(request);
        String details = role.map(Role::name).orElse("") + (blocked ? ", blocked" : "");
        IdempotentForm.act(request, "user_change", name, details, "/users", () -> {
            boolean self = name.equals(request.user().name());
            boolean changed = !self && role.isPresent() && services.users().change(name, role.get(), blocked);
            if (changed) {
                services.sessions().closeAllOf(name);
            }
            return new Said(
                    changed ? Notice.Kind.GOOD : Notice.Kind.BAD,
                    request.text(changed ? "users.changed" : self ? "users.self" : "desk.not_now", name),
                    "/users");
        });
    }

    private static Optional<Role> role(RequestContext request) {
        String role = request.field("role");
        return Arrays.stream(Role.values()).filter(it -> it.name().equals(role)).findFirst();
    }

    private RequestContext administrator(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.require(Role.ADMINISTER);
        return request;
    }
}
