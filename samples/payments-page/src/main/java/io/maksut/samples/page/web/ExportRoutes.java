package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.index.AccountGroup;
import io.maksut.index.IndexedPayment;
import io.maksut.index.PaymentTotals;
import io.maksut.portal.PaymentQuery;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.export.Export;
import io.maksut.samples.page.search.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The current search as a CSV file, written in the background. */
final class ExportRoutes {
    private static final List<String> COLUMNS = List.of(
            "created",
            "account",
            "reference",
            "order",
            "transaction",
            "status",
            "method",
            "method_name",
            "currency",
            "authorised",
            "captured",
            "refunded",
            "refundable",
            "customer",
            "email",
            "disputed",
            "partly_captured");

    private final Services services;

    ExportRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/exports", this::begin);
        routes.get("/exports/{export}", this::progress);
        routes.get("/exports/{export}/file", this::file);
    }

    private void begin(Context context) {
        RequestContext request = new RequestContext(context, services);
        Search search = PaymentRoutes.search(context, services);
        AccountGroup payments = services.merchant().payments(search.accounts());
        PaymentQuery query = search.query(services.settings().zone());
        long expected = payments.totals(query).stream()
                .mapToLong(PaymentTotals::payments)
                .sum();
        Optional<Export> export = services.exports()
                .begin(
                        request.user().name(),
                        request.formats().locale(),
                        COLUMNS.stream().map(it -> request.text("csv." + it)).toList(),
                        expected,
                        () -> payments.search(query).map(IndexedPayment::payment));
        if (export.isEmpty()) {
            request.say(Notice.Kind.BAD, request.text("export.too_many"));
            request.goTo("/payments?" + search.asQuery());
            return;
        }
        services.audit().note(request.user().name(), "export", search.asQuery(), expected + " payments");
        request.goTo("/exports/" + export.get().id());
    }

    private void progress(Context context) {
        RequestContext request = new RequestContext(context, services);
        Export export = export(request);
        Map<String, Object> model = Map.of(
                "id", export.id(),
                "state", export.state().name(),
                "percent", export.percent(),
                "written", request.formats().number(export.written()),
                "expected", request.formats().number(export.expected()));
        if (context.header("HX-Request") != null) {
            request.showPart("export_live", model);
        } else {
            request.show("export", request.text("export.title"), model);
        }
    }

    private void file(Context context) throws IOException {
        RequestContext request = new RequestContext(context, services);
        Export export = export(request);
        if (export.state() != Export.State.READY) {
            throw new NotFoundResponse("not ready");
        }
        LocalDate day =
                LocalDate.ofInstant(export.startedAt(), services.settings().zone());
        context.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"payments-" + day + ".csv\"")
                .result(Files.newInputStream(export.file()));
    }

    private Export export(RequestContext request) {
        return services.exports()
                .find(request.context().pathParam("export"), request.user().name())
                .orElseThrow(() -> new NotFoundResponse("no such export"));
    }
}
