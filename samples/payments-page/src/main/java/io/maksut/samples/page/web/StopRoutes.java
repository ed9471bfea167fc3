package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.view.Choice;
import io.maksut.samples.page.view.StopItem;
import io.maksut.samples.page.web.Once.Said;
import io.maksut.sync.MoneyStop;
import io.maksut.sync.MoneyStop.Scope;
import io.maksut.sync.RefundSync;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The stop switch: which money operations are stopped, and for administrators, stopping them and letting them go on. */
final class StopRoutes {
    private static final int LONGEST_NOTE = 1_000;
    private static final String DESK = "/desk";

    private final Services services;

    StopRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/desk/stops/{id}", this::show);
        routes.post("/desk/stops", this::stop);
        routes.post("/desk/stops/{id}/end", this::start);
    }

    /** What is stopped now, the oldest first. */
    static List<StopItem> standing(Visit visit) {
        return visit.services().merchant().sync().ledger().stops().stream()
                .map(it -> StopItem.of(it, visit.texts(), visit.formats()))
                .toList();
    }

    /** What may be stopped. */
    static List<Choice> choices(Visit visit) {
        return scopes(visit.services()).entrySet().stream()
                .map(it -> new Choice(
                        it.getKey(),
                        switch (it.getValue().kind()) {
                            case ALL -> visit.text("stop.of.all");
                            case ACCOUNT ->
                                visit.text("stop.of.account", it.getValue().name());
                            case SHOP ->
                                visit.text("stop.of.shop", it.getValue().name());
                        },
                        false))
                .toList();
    }

    private static Map<String, Scope> scopes(Services services) {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        scopes.put("all", Scope.all());
        services.merchant().accounts().forEach(it -> scopes.put("account/" + it.name(), Scope.account(it.name())));
        services.merchant()
                .shops()
                .forEach(it -> scopes.put(
                        "shop/" + it.platform().name(), Scope.shop(it.platform().name())));
        return scopes;
    }

    private void show(Context context) {
        Visit visit = new Visit(context, services);
        StopItem stop = standing(visit).stream()
                .filter(it -> it.id() == visit.id())
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("no such stop"));
        visit.show("desk_stop", stop.label(), Map.of("stop", stop));
    }

    private void stop(Context context) {
        Visit visit = administrator(context);
        Scope scope = scopes(services).get(visit.field("scope"));
        if (scope == null) {
            throw new NotFoundResponse("nothing of this name is to be stopped");
        }
        act(visit, "desk_stop", scope.toString(), () -> {
            MoneyStop stop = sync().syncDesk().stop(scope, visit.user().name(), visit.field("note"));
            return new Said(Notice.Kind.GOOD, stop.explain(visit.formats().locale()), DESK);
        });
    }

    private void start(Context context) {
        Visit visit = administrator(context);
        long id = visit.id();
        act(visit, "desk_start", "stop " + id, () -> {
            try {
                MoneyStop unused = sync().syncDesk().start(id, visit.user().name(), visit.field("note"));
                boolean another = !sync().ledger().stops().isEmpty();
                return new Said(
                        another ? Notice.Kind.UNCLEAR : Notice.Kind.GOOD,
                        visit.text(another ? "stop.ended.others" : "stop.ended"),
                        DESK);
            } catch (IllegalStateException e) {
                return new Said(Notice.Kind.BAD, visit.text("desk.not_now"), DESK);
            } catch (IllegalArgumentException e) {
                throw new NotFoundResponse("no such stop");
            }
        });
    }

    private void act(Visit visit, String action, String subject, Supplier<Said> work) {
        String note = visit.field("note");
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            visit.say(Notice.Kind.BAD, visit.text("note.missing"));
            visit.goTo(DESK);
            return;
        }
        Once.act(visit, action, subject, note, DESK, work);
    }

    private RefundSync sync() {
        return services.merchant().sync();
    }

    private Visit administrator(Context context) {
        Visit visit = new Visit(context, services);
        visit.require(Role.ADMINISTER);
        return visit;
    }
}
