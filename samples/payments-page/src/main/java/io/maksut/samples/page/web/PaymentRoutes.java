package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.error.MaksutException;
import io.maksut.error.NotFoundException;
import io.maksut.index.AccountGroup;
import io.maksut.index.IndexedPage;
import io.maksut.index.IndexedPayment;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.portal.PaymentQuery;
import io.maksut.samples.page.merchant.GatewayAccount;
import io.maksut.samples.page.search.Search;
import io.maksut.samples.page.view.ActionView;
import io.maksut.samples.page.view.PaymentRow;
import io.maksut.samples.page.view.PaymentStory;
import io.maksut.samples.page.view.PaymentView;
import io.maksut.samples.page.view.SearchView;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.ShopOrder;
import io.maksut.sync.ConnectedShop;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of payments, and one payment. */
final class PaymentRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentRoutes.class);
    private static final int PAGE = 50;
    private static final int OTHERS = 8;

    private final Services services;

    PaymentRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", context -> new RequestContext(context, services).goTo("/payments"));
        routes.get("/payments", this::list);
        routes.get("/payments/{key}/row", this::row);
        routes.get("/payments/{key}/order", this::order);
        routes.get("/payments/{key}", this::details);
    }

    static Search search(Context context, Services services) {
        return Search.of(context.queryParamMap(), accountNames(services));
    }

    static Set<String> accountNames(Services services) {
        Set<String> names = new TreeSet<>();
        services.merchant().accounts().forEach(account -> names.add(account.name()));
        return names;
    }

    private void list(Context context) {
        RequestContext request = new RequestContext(context, services);
        Search search = search(context, services);
        if (search.problems().isEmpty() && hasEmptyFields(context)) {
            request.goTo("/payments?" + search.asQuery());
            return;
        }
        IndexedPage page = page(search, request.parameter("after"));
        Map<String, Object> model = new HashMap<>();
        model.put("search", SearchView.of(search, accountNames(services), request.texts(), request.formats()));
        model.put(
                "rows",
                page.payments().stream()
                        .map(it -> PaymentRow.of(it.payment(), request.formats()))
                        .toList());
        model.put("next", page.next().map(it -> after(search, it)).orElse(""));
        model.put("later", !request.parameter("after").isEmpty());
        request.show("payments", request.text("menu.payments"), model);
    }

    /** A form sends its empty fields too; the address of a search is to be short enough to be passed on. */
    private static boolean hasEmptyFields(Context context) {
        return context.queryParamMap().values().stream()
                .anyMatch(values -> values.stream().allMatch(String::isBlank));
    }

    private static String after(Search search, String cursor) {
        String query = search.asQuery();
        return (query.isEmpty() ? "" : query + "&") + "after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    /** By what was typed: an e-mail address, else a payment id, else the shop's order, else a payment nobody has seen yet. */
    private IndexedPage page(Search search, String after) {
        ZoneId zone = services.settings().zone();
        AccountGroup payments = services.merchant().payments(search.accounts());
        IndexedPage page = page(payments, search.query(zone), after);
        if (!page.payments().isEmpty() || search.text().isEmpty()) {
            return page;
        }
        Optional<PaymentQuery> byOrder = search.byOrder(zone);
        if (byOrder.isEmpty()) {
            return page;
        }
        IndexedPage ofOrder = page(payments, byOrder.get(), after);
        if (!ofOrder.payments().isEmpty() || !after.isEmpty() || !askGateways(search)) {
            return ofOrder;
        }
        return page(payments, search.query(zone), after);
    }

    private static IndexedPage page(AccountGroup payments, PaymentQuery query, String after) {
        try {
            return payments.page(query, after.isEmpty() ? null : after, PAGE);
        } catch (IllegalArgumentException e) {
            throw new NotFoundResponse("there is no such place in the list");
        }
    }

    private boolean askGateways(Search search) {
        Set<String> accounts = search.accounts().isEmpty() ? accountNames(services) : search.accounts();
        try {
            return services.merchant()
                    .reader()
                    .find(search.text(), List.copyOf(accounts))
                    .isPresent();
        } catch (MaksutException e) {
            LOG.info("A payment that is not in the index could not be looked for: {}", e.getMessage());
            return false;
        }
    }

    private void row(Context context) {
        RequestContext request = new RequestContext(context, services);
        Payment payment = indexed(request.payment()).orElseThrow(() -> new NotFoundResponse("no payment"));
        request.showPart("row", Map.of("row", PaymentRow.of(payment, request.formats()), "changed", true));
    }

    private Optional<Payment> indexed(PaymentId id) {
        return services.merchant()
                .account(id.account())
                .map(GatewayAccount::index)
                .flatMap(index -> index.find(id))
                .map(IndexedPayment::payment);
    }

    private void details(Context context) {
        RequestContext request = new RequestContext(context, services);
        PaymentId id = request.payment();
        Map<String, Object> model = new HashMap<>();
        Payment payment = read(id, model);
        model.put("payment", PaymentView.of(payment, request.texts(), request.formats()));
        model.put("actions", ActionView.of(payment, request.user(), request.texts(), request.formats()));
        model.put(
                "story",
                PaymentStory.of(payment, services.merchant(), services.audit(), request.texts(), request.formats()));
        model.put("others", others(payment, request));
        model.put("shops", !services.merchant().shopsOf(id.account()).isEmpty());
        if (context.header("HX-Request") != null) {
            request.showPart("payment_live", model);
        } else {
            request.show("payment", request.text("payment.title"), model);
        }
    }

    /** Afresh from the gateway; if that does not answer, as it was last seen, and the page says so. */
    private Payment read(PaymentId id, Map<String, Object> model) {
        try {
            model.put("stale", false);
            return services.merchant().reader().read(id);
        } catch (NotFoundException e) {
            throw new NotFoundResponse("the gateway does not know this payment");
        } catch (MaksutException e) {
            LOG.warn("{} is shown as it was last seen: {}", id, e.getMessage());
            model.put("stale", true);
            return indexed(id).orElseThrow(() -> e);
        }
    }

    private List<PaymentRow> others(Payment payment, RequestContext request) {
        return payment.customer()
                .flatMap(it -> it.email())
                .map(
                        email -> services
                                .merchant()
                                .payments(Set.of())
                                .page(PaymentQuery.customerEmail(email), null, OTHERS)
                                .payments()
                                .stream()
                                .map(IndexedPayment::payment)
                                .filter(it -> !it.id().equals(payment.id()))
                                .map(it -> PaymentRow.of(it, request.formats()))
                                .toList())
                .orElse(List.of());
    }

    /** Shops are slow: what they say comes after the page. */
    private void order(Context context) {
        RequestContext request = new RequestContext(context, services);
        PaymentId id = request.payment();
        Payment payment = indexed(id).orElseThrow(() -> new NotFoundResponse("no payment"));
        List<Map<String, String>> answers = new ArrayList<>();
        for (ConnectedShop shop : services.merchant().shopsOf(id.account())) {
            answers.add(answer(shop, payment, request));
        }
        request.showPart("order", Map.of("answers", answers));
    }

    private static Map<String, String> answer(ConnectedShop shop, Payment payment, RequestContext request) {
        String name = shop.platform().name();
        OrderSearch search = shop.platform().findOrder(payment);
        if (search instanceof OrderSearch.Found found) {
            String link = found.order().link().map(Object::toString).orElse("");
            return Map.of(
                    "shop",
                    name,
                    "text",
                    request.text("order.found", found.order().number()),
                    "link",
                    link);
        }
        if (search instanceof OrderSearch.Several several) {
            String numbers = several.orders().stream().map(ShopOrder::number).collect(Collectors.joining(", "));
            return Map.of("shop", name, "text", request.text("order.several", numbers), "link", "");
        }
        String key = search instanceof OrderSearch.Absent ? "order.absent" : "order.unclear";
        return Map.of("shop", name, "text", request.text(key), "link", "");
    }
}
