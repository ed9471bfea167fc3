package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.maksut.samples.page.access.AuditEntry;
import io.maksut.samples.page.access.Passwords;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.view.Choice;
import io.maksut.samples.page.web.Once.Said;
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
        Visit visit = administrator(context);
        String before = visit.parameter("before");
        long id = before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
        List<AuditEntry> entries = services.audit().before(id, PAGE);
        List<Map<String, String>> rows = entries.stream()
                .map(it -> Map.of(
                        "at", visit.formats().dateTime(it.at()),
                        "iso", it.at().toString(),
                        "author", it.author(),
                        "action", visit.text("audit." + it.action()),
                        "subject", it.subject(),
                        "details", it.details(),
                        "outcome", it.outcome() == null ? visit.text("audit.open") : it.outcome()))
                .toList();
        String next =
                entries.size() < PAGE ? "" : Long.toString(entries.get(PAGE - 1).id());
        visit.show("audit", visit.text("menu.audit"), Map.of("rows", rows, "next", next));
    }

    private void users(Context context) {
        Visit visit = administrator(context);
        List<Map<String, Object>> users = services.users().all().stream()
                .map(it -> Map.<String, Object>of(
                        "name", it.name(),
                        "blocked", it.blocked(),
                        "self", it.name().equals(visit.user().name()),
                        "roles", roles(visit, it.role())))
                .toList();
        visit.show(
                "users",
                visit.text("menu.users"),
                Map.of(
                        "users", users,
                        "roles", roles(visit, Role.LOOK),
                        "shortest", Integer.toString(Passwords.SHORTEST)));
    }

    private static List<Choice> roles(Visit visit, Role chosen) {
        return Arrays.stream(Role.values())
                .map(it -> new Choice(it.name(), visit.text("role." + it), it == chosen))
                .toList();
    }

    private void add(Context context) {
        Visit visit = administrator(context);
        String name = visit.field("name");
        Optional<Role> role = role(visit);
        String password = context.formParam("password");
        Once.act(visit, "user_add", name, role.map(Role::name).orElse(""), "/users", () -> {
            try {
                boolean added = services.users()
                        .add(name, role.orElseThrow(IllegalArgumentException::new), password == null ? "" : password);
                return added
                        ? new Said(Notice.Kind.GOOD, visit.text("users.added", name), "/users")
                        : new Said(Notice.Kind.BAD, visit.text("users.exists", name), "/users");
            } catch (IllegalArgumentException e) {
                return new Said(
                        Notice.Kind.BAD, visit.text("users.refused", Integer.toString(Passwords.SHORTEST)), "/users");
            }
        });
    }

    private void change(Context context) {
        Visit visit = administrator(context);
        String name = visit.field("name");
        boolean blocked = visit.field("blocked").equals("1");
        Optional<Role> role = role(visit);
        String details = role.map(Role::name).orElse("") + (blocked ? ", blocked" : "");
        Once.act(visit, "user_change", name, details, "/users", () -> {
            boolean self = name.equals(visit.user().name());
            boolean changed = !self && role.isPresent() && services.users().change(name, role.get(), blocked);
            if (changed) {
                services.sessions().closeAllOf(name);
            }
            return new Said(
                    changed ? Notice.Kind.GOOD : Notice.Kind.BAD,
                    visit.text(changed ? "users.changed" : self ? "users.self" : "desk.not_now", name),
                    "/users");
        });
    }

    private static Optional<Role> role(Visit visit) {
        String role = visit.field("role");
        return Arrays.stream(Role.values()).filter(it -> it.name().equals(role)).findFirst();
    }

    private Visit administrator(Context context) {
        Visit visit = new Visit(context, services);
        visit.require(Role.ADMINISTER);
        return visit;
    }
}
