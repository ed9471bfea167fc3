package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.maksut.index.AccountGroup;
import io.maksut.index.PaymentTotals;
import io.maksut.samples.page.search.Search;
import io.maksut.samples.page.view.AnalysisView;
import io.maksut.samples.page.view.SearchView;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What payments come to, day by day. */
final class AnalysisRoutes {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final Services services;

    AnalysisRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/analysis", this::analysis);
    }

    private void analysis(Context context) {
        RequestContext request = new RequestContext(context, services);
        Search search = PaymentRoutes.search(context, services);
        ZoneId zone = services.settings().zone();
        LocalDate today = LocalDate.ofInstant(services.clock().instant(), zone);
        LocalDate to = search.to().orElse(today);
        LocalDate from = search.from().orElse(to.minusDays(USUAL_DAYS - 1));
        boolean tooLong = ChronoUnit.DAYS.between(from, to) >= MOST_DAYS || from.isAfter(to);
        LocalDate begin = tooLong ? to.minusDays(USUAL_DAYS - 1) : from;

        Map<String, Object> model = new HashMap<>();
        model.put(
                "search",
                SearchView.of(search, PaymentRoutes.accountNames(services), request.texts(), request.formats()));
        model.put("from", begin.toString());
        model.put("to", to.toString());
        model.put("tooLong", tooLong);
        model.put(
                "period",
                request.formats().date(begin) + " – " + request.formats().date(to));
        model.put("zone", zone.getId());
        model.put(
                "analysis",
                AnalysisView.of(days(search, begin, to, zone), search.currency(), request.texts(), request.formats()));
        request.show("analysis", request.text("menu.analysis"), model);
    }

    /** Days are the merchant's, also where clocks change: each is asked for from midnight to midnight. */
    private SortedMap<LocalDate, List<PaymentTotals>> days(Search search, LocalDate from, LocalDate to, ZoneId zone) {
        AccountGroup payments = services.merchant().payments(search.accounts());
        SortedMap<LocalDate, List<PaymentTotals>> days = new TreeMap<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            days.put(
                    day,
                    payments.totals(search.query(zone)
                            .withCreated(
                                    day.atStartOfDay(zone).toInstant(),
                                    day.plusDays(1).atStartOfDay(zone).toInstant())));
        }
        return days;
    }
}
