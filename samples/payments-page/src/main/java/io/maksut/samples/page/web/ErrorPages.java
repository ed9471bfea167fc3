package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people read when something went wrong: what it is, and what to do. Details are in the log, under a number. */
final class ErrorPages {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<Integer> KNOWN = Set.of(400, 401, 403, 404, 413, 421, 502, 503);

    private final Services services;

    ErrorPages(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.exception(HttpResponseException.class, (e, context) -> show(context, e.getStatus(), ""));
        routes.exception(MaksutException.class, (e, context) -> log(context, 502, e));
        routes.exception(DatabaseException.class, (e, context) -> log(context, 503, e));
        routes.exception(Exception.class, (e, context) -> log(context, 500, e));
        routes.error(404, context -> {
            if (!Assets.isAsset(context.path())) {
                show(context, 404, "");
            }
        });
    }

    private void log(Context context, int status, Exception e) {
        String number = LogReference.of(context);
        LOG.error("{} {} failed ({})", context.method(), context.path(), number, e);
        show(context, status, number);
    }

    private void show(Context context, int status, String number) {
        RequestContext request = new RequestContext(context, services);
        String key = KNOWN.contains(status) ? Integer.toString(status) : "500";
        context.status(status);
        request.show(
                "error",
                request.text("error." + key + ".title"),
                Map.of("text", request.text("error." + key), "number", number));
    }
}
