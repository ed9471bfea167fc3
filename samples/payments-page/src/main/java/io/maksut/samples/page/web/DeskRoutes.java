package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.view.CaptureItem;
import io.maksut.samples.page.view.DiscrepancyItem;
import io.maksut.samples.page.view.RefundItem;
import io.maksut.samples.page.view.SetAsideItem;
import io.maksut.samples.page.view.TimelineEntry;
import io.maksut.samples.page.web.IdempotentForm.Said;
import io.maksut.sync.Discrepancy;
import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundLedger;
import io.maksut.sync.SetAside;
import io.maksut.sync.SyncDesk;
import io.maksut.webhook.InboxDelivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The sync desk: what is under way, what waits for a person and why, and what that person may do about it. */
final class DeskRoutes {
    private static final int MOST = 100;
    private static final int LONGEST_NOTE = 1_000;

    private final Services services;

    DeskRoutes(Services services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/desk", this::desk);
        routes.get("/desk/refunds/{id}", this::refund);
        routes.post("/desk/refunds/{id}/retry", context -> onRefund(context, "retry"));
        routes.post("/desk/refunds/{id}/paid", context -> onRefund(context, "paid"));
        routes.post("/desk/refunds/{id}/not-paid", context -> onRefund(context, "not-paid"));
        routes.post("/desk/refunds/{id}/accept", context -> onRefund(context, "accept"));
        routes.post("/desk/refunds/{id}/pay", context -> onRefund(context, "pay"));
        routes.post("/desk/refunds/{id}/record/{direct}", context -> onRefund(context, "record"));
        routes.post("/desk/refunds/{id}/another", context -> onRefund(context, "another"));
        routes.post("/desk/refunds/{id}/confirm-order", context -> onRefund(context, "confirm-order"));
        routes.get("/desk/discrepancies/{id}", this::discrepancy);
        routes.post("/desk/discrepancies/{id}/accept", this::acceptDiscrepancy);
        routes.post("/desk/captures/{id}/retry", context -> onCapture(context, "retry"));
        routes.post("/desk/captures/{id}/drop", context -> onCapture(context, "drop"));
        routes.post("/desk/deliveries/{id}/reopen", this::reopen);
    }

    private void desk(Context context) {
        RequestContext request = new RequestContext(context, services);
        RefundLedger ledger = services.merchant().sync().ledger();
        Map<String, Object> model = new HashMap<>();
        model.put("waiting", refunds(ledger.waitingForPerson(), request));
        model.put(
                "inFlight",
                refunds(ledger.inFlight().filter(it -> it.reviewReason().isEmpty()), request));
        try (Stream<Discrepancy> open = ledger.discrepancies(Discrepancy.State.OPEN)) {
            model.put(
                    "discrepancies",
                    open.limit(MOST)
                            .map(it -> DiscrepancyItem.of(it, request.texts(), request.formats()))
                            .toList());
        }
        try (Stream<Discrepancy> suspected = ledger.discrepancies(Discrepancy.State.SUSPECTED)) {
            model.put(
                    "suspected", request.formats().number(suspected.limit(MOST).count()));
        }
        model.put(
                "captures",
                ledger.openCaptures()
                        .limit(MOST)
                        .map(it -> CaptureItem.of(it, request.formats()))
                        .toList());
        model.put("stops", StopRoutes.standing(request));
        model.put("watchesOnly", services.merchant().sync().watchesOnly());
        model.put("deadLetters", deadLetters(request));
        model.put("aside", aside(request));
        if (context.header("HX-Request") != null) {
            request.showPart("desk_live", model);
        } else {
            model.put("scopes", StopRoutes.choices(request));
            request.show("desk", request.text("menu.desk"), model);
        }
    }

    private List<RefundItem> refunds(Stream<LedgerOperation> refunds, RequestContext request) {
        try (refunds) {
            return refunds.limit(MOST).map(it -> item(it, request)).toList();
        }
    }

    private RefundItem item(LedgerOperation refund, RequestContext request) {
        return RefundItem.of(refund, services.merchant().sync(), request.texts(), request.formats());
    }

    private List<Map<String, String>> deadLetters(RequestContext request) {
        try (Stream<InboxDelivery> deadLetters = services.merchant().inbox().deadLetters()) {
            return deadLetters
                    .limit(MOST)
                    .map(it -> Map.of(
                            "id", Long.toString(it.id()),
                            "source", it.source(),
                            "subject", it.subject().orElse(""),
                            "reason", request.text("delivery.failed", Long.toString(it.id())),
                            "since", request.formats().dateTime(it.receivedAt())))
                    .toList();
        }
    }

    /** What this version cannot read. Why not is technical, and in the log; what it is, and whose, is not. */
    private List<SetAsideItem> aside(RequestContext request) {
        try (Stream<SetAside> records = services.merchant().sync().ledger().setAside();
                Stream<InboxDelivery> deliveries = services.merchant().inbox().setAside()) {
            return Stream.concat(
                            records.limit(MOST).map(it -> SetAsideItem.of(it, request.texts(), request.formats())),
                            deliveries.limit(MOST).map(it -> SetAsideItem.of(it, request.texts(), request.formats())))
                    .toList();
        }
    }

    private void refund(Context context) {
        RequestContext request = new RequestContext(context, services);
        if (isSetAside(request.id())) {
            request.say(Notice.Kind.UNCLEAR, request.text("desk.aside.this"));
            request.goTo("/desk");
            return;
        }
        LedgerOperation refund = find(request);
        request.show(
                "desk_refund",
                request.text("desk.refund"),
                Map.of(
                        "refund", item(refund, request),
                        "unrecorded", unrecorded(refund, request),
                        "history", history(refund, request)));
    }

    private boolean isSetAside(long refund) {
        try (Stream<SetAside> records = services.merchant().sync().ledger().setAside()) {
            return records.anyMatch(
                    it -> it.table().equals("maksut_operation") && it.rowId().equals(Long.toString(refund)));
        }
    }

    /** The direct refunds of the payment of which this may be the record. */
    private List<RefundItem> unrecorded(LedgerOperation refund, RequestContext request) {
        return services.merchant().sync().ledger().refundsOf(refund.payment()).stream()
                .filter(LedgerOperation::unrecorded)
                .map(it -> item(it, request))
                .toList();
    }

    private List<TimelineEntry> history(LedgerOperation refund, RequestContext request) {
        try (Stream<LedgerEvent> events = services.merchant().sync().ledger().history(refund)) {
            return TimelineEntry.of(events, refund, request.texts(), request.formats());
        }
    }

    private LedgerOperation find(RequestContext request) {
        return services.merchant()
                .sync()
                .ledger()
                .operation(request.id())
                .filter(it -> it.kind() != LedgerOperation.Kind.SHIPPED)
                .orElseThrow(DeskRoutes::nothing);
    }

    private void discrepancy(Context context) {
        RequestContext request = new RequestContext(context, services);
        RefundLedger ledger = services.merchant().sync().ledger();
        Discrepancy discrepancy = ledger.discrepancy(request.id()).orElseThrow(DeskRoutes::nothing);
        request.show(
                "desk_discrepancy",
                request.text("desk.discrepancy"),
                Map.of(
                        "discrepancy", DiscrepancyItem.of(discrepancy, request.texts(), request.formats()),
                        "open", discrepancy.state() == Discrepancy.State.OPEN,
                        "refunds",
                                ledger.refundsOf(discrepancy.payment()).stream()
                                        .map(it -> item(it, request))
                                        .toList()));
    }

    private void onRefund(Context context, String what) {
        RequestContext request = administrator(context);
        LedgerOperation refund = find(request);
        SyncDesk desk = services.merchant().sync().syncDesk();
        String author = request.user().name();
        act(
                request,
                "desk_" + what.replace('-', '_'),
                "refund " + refund.id(),
                "/desk/refunds/" + refund.id(),
                note -> switch (what) {
                    case "retry" -> desk.retry(refund.id(), author, note);
                    case "paid" -> desk.close(refund.id(), SyncDesk.Ending.SUCCEEDED, author, note);
                    case "not-paid" -> desk.close(refund.id(), SyncDesk.Ending.DECLINED, author, note);
                    case "accept" -> desk.acceptShop(refund.id(), author, note);
                    case "record" -> desk.isRecord(refund.id(), direct(context), author, note);
                    case "confirm-order" -> desk.confirmOrder(refund.id(), author, note);
                    case "another" -> desk.isAnotherRefund(refund.id(), author, note);
                    default -> desk.pay(refund.id(), author, note);
                });
    }

    private static long direct(Context context) {
        try {
            return Long.parseLong(context.pathParam("direct"));
        } catch (NumberFormatException e) {
            throw nothing();
        }
    }

    private void acceptDiscrepancy(Context context) {
        RequestContext request = administrator(context);
        long id = request.id();
        SyncDesk desk = services.merchant().sync().syncDesk();
        act(
                request,
                "desk_accept_discrepancy",
                "discrepancy " + id,
                "/desk/discrepancies/" + id,
                note -> desk.acceptDiscrepancy(id, request.user().name(), note));
    }

    private void onCapture(Context context, String what) {
        RequestContext request = administrator(context);
        long id = request.id();
        SyncDesk desk = services.merchant().sync().syncDesk();
        String author = request.user().name();
        act(
                request,
                "desk_capture_" + what,
                "capture " + id,
                "/desk",
                note -> what.equals("retry") ? desk.retry(id, author, note) : desk.dropCapture(id, author, note));
    }

    private void reopen(Context context) {
        RequestContext request = administrator(context);
        long id = request.id();
        IdempotentForm.act(request, "desk_reopen", "delivery " + id, "", "/desk", () -> {
            boolean reopened = services.merchant().inbox().reopen(id);
            return new Said(
                    reopened ? Notice.Kind.GOOD : Notice.Kind.BAD,
                    request.text(reopened ? "desk.reopened" : "desk.not_now"),
                    "/desk");
        });
    }

    private static void act(
            RequestContext request, String action, String subject, String then, Function<String, Optional<?>> work) {
        String note = request.field("note");
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            request.say(Notice.Kind.BAD, request.text("note.missing"));
            request.goTo(then);
            return;
        }
        IdempotentForm.act(request, action, subject, note, then, () -> {
            try {
                boolean done = work.apply(note).isPresent();
                return new Said(
                        done ? Notice.Kind.GOOD : Notice.Kind.UNCLEAR,
                        request.text(done ? "desk.done" : "desk.busy"),
                        then);
            } catch (IllegalStateException e) {
                return new Said(Notice.Kind.BAD, request.text("desk.not_now"), then);
            } catch (IllegalArgumentException e) {
                throw nothing();
            }
        });
    }

    private RequestContext administrator(Context context) {
        RequestContext request = new RequestContext(context, services);
        request.require(Role.ADMINISTER);
        return request;
    }

    private static NotFoundResponse nothing() {
        return new NotFoundResponse("no such thing at the desk");
    }
}
