package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.view.Choice;
import io.maksut.samples.page.view.StopItem;
import io.maksut.samples.page.web.IdempotentForm.Said;
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
    static List<StopItem> standing(RequestContext request) {
        return request.services().merchant().sync().ledger().stops().stream()
                .map(it -> StopItem.of(it, request.texts(), request.formats()))
                .toList();
    }

    /** What may be stopped. */
    static List<Choice> choices(RequestContext request) {
        return scopes(request.services()).entrySet().stream()
                .map(it -> new Choice(
                        it.getKey(),
                        switch (it.getValue().kind()) {
                            case ALL -> request.text("stop.of.all");
                            case ACCOUNT ->
                                request.text("stop.of.account", it.getValue().name());
                            case SHOP ->
                                request.text("stop.of.shop", it.getValue().name());
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
        RequestContext request = new RequestContext(context, services);
        StopItem stop = standing(request).stream()
                .filter(it -> it.id() == request.id())
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("no such stop"));
        request.show("desk_stop", stop.label(), Map.of("stop", stop));
    }

    private void stop(Context context) {
        RequestContext request = administrator(context);
        Scope scope = scopes(services).get(request.field("scope"));
        if (scope == null) {
            throw new NotFoundResponse("nothing of this name is to be stopped");
        }
        act(request, "desk_stop", scope.toString(), () -> {
            MoneyStop stop = sync().syncDesk().stop(scope, request.user().name(), request.field("note"));
            return new Said(Notice.Kind.GOOD, stop.explain(request.formats().locale()), DESK);
        });
    }

    private void start(Context context) {
        RequestContext request = administrator(context);
        long id = request.id();
        act(request, "desk_start", "stop " + id, () -> {
            try {
                MoneyStop unused = sync().syncDesk().start(id, request.user().name(), request.field("note"));
                boolean another = !sync().ledger().stops().isEmpty();
                return new Said(
                        another ? Notice.Kind.UNCLEAR : Notice.Kind.GOOD,
                        request.text(another ? "stop.ended.others" : "stop.ended"),
                        DESK);
            } catch (IllegalStateException e) {
                return new Said(Notice.Kind.BAD, request.text("desk.not_now"), DESK);
            } catch (IllegalArgumentException e) {
                throw new NotFoundResponse("no such stop");
            }
        });
    }

    private void act(RequestContext request, String action, String subject, Supplier<Said> work) {
        String note = request.field("note");
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            request.say(Notice.Kind.BAD, request.text("note.missing"));
            request.goTo(DESK);
            return;
        }
        IdempotentForm.act(request, action, subject, note, DESK, work);
    }

    private RefundSync sync() {
        return services.merchant().sync();
    }

    private RequestContext administrator(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.require(Role.ADMINISTER);
        return request;
    }
}
