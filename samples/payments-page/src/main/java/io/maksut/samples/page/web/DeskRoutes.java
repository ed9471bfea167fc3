package io.maksut.samples.page.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session.Notice;
import io.maksut.samples.page.view.CaptureItem;
import io.maksut.samples.page.view.FindingItem;
import io.maksut.samples.page.view.RefundItem;
import io.maksut.samples.page.view.SetAsideItem;
import io.maksut.samples.page.view.TimelineEntry;
import io.maksut.samples.page.web.Once.Said;
import io.maksut.sync.Finding;
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
        routes.get("/desk/findings/{id}", this::finding);
        routes.post("/desk/findings/{id}/accept", this::acceptFinding);
        routes.post("/desk/captures/{id}/retry", context -> onCapture(context, "retry"));
        routes.post("/desk/captures/{id}/drop", context -> onCapture(context, "drop"));
        routes.post("/desk/deliveries/{id}/reopen", this::reopen);
    }

    private void desk(Context context) {
        Visit visit = new Visit(context, services);
        RefundLedger ledger = services.merchant().sync().ledger();
        Map<String, Object> model = new HashMap<>();
        model.put("waiting", refunds(ledger.waitingForPerson(), visit));
        model.put("inFlight", refunds(ledger.inFlight().filter(it -> it.hold().isEmpty()), visit));
        try (Stream<Finding> open = ledger.findings(Finding.State.OPEN)) {
            model.put(
                    "findings",
                    open.limit(MOST)
                            .map(it -> FindingItem.of(it, visit.texts(), visit.formats()))
                            .toList());
        }
        try (Stream<Finding> suspected = ledger.findings(Finding.State.SUSPECTED)) {
            model.put("suspected", visit.formats().number(suspected.limit(MOST).count()));
        }
        model.put(
                "captures",
                ledger.openCaptures()
                        .limit(MOST)
                        .map(it -> CaptureItem.of(it, visit.formats()))
                        .toList());
        model.put("stops", StopRoutes.standing(visit));
        model.put("watchesOnly", services.merchant().sync().watchesOnly());
        model.put("parked", parked(visit));
        model.put("aside", aside(visit));
        if (context.header("HX-Request") != null) {
            visit.showPart("desk_live", model);
        } else {
            model.put("scopes", StopRoutes.choices(visit));
            visit.show("desk", visit.text("menu.desk"), model);
        }
    }

    private static List<RefundItem> refunds(Stream<LedgerOperation> refunds, Visit visit) {
        try (refunds) {
            return refunds.limit(MOST)
                    .map(it -> RefundItem.of(it, visit.texts(), visit.formats()))
                    .toList();
        }
    }

    private List<Map<String, String>> parked(Visit visit) {
        try (Stream<InboxDelivery> parked = services.merchant().inbox().parked()) {
            return parked.limit(MOST)
                    .map(it -> Map.of(
                            "id", Long.toString(it.id()),
                            "source", it.source(),
                            "subject", it.subject().orElse(""),
                            "reason", visit.text("delivery.failed", Long.toString(it.id())),
                            "since", visit.formats().dateTime(it.receivedAt())))
                    .toList();
        }
    }

    /** What this version cannot read. Why not is technical, and in the log; what it is, and whose, is not. */
    private List<SetAsideItem> aside(Visit visit) {
        try (Stream<SetAside> records = services.merchant().sync().ledger().setAside();
                Stream<InboxDelivery> deliveries = services.merchant().inbox().setAside()) {
            return Stream.concat(
                            records.limit(MOST).map(it -> SetAsideItem.of(it, visit.texts(), visit.formats())),
                            deliveries.limit(MOST).map(it -> SetAsideItem.of(it, visit.texts(), visit.formats())))
                    .toList();
        }
    }

    private void refund(Context context) {
        Visit visit = new Visit(context, services);
        if (isSetAside(visit.id())) {
            visit.say(Notice.Kind.UNCLEAR, visit.text("desk.aside.this"));
            visit.goTo("/desk");
            return;
        }
        LedgerOperation refund = find(visit);
        visit.show(
                "desk_refund",
                visit.text("desk.refund"),
                Map.of(
                        "refund", RefundItem.of(refund, visit.texts(), visit.formats()),
                        "unrecorded", unrecorded(refund, visit),
                        "history", history(refund, visit)));
    }

    private boolean isSetAside(long refund) {
        try (Stream<SetAside> records = services.merchant().sync().ledger().setAside()) {
            return records.anyMatch(
                    it -> it.table().equals("maksut_operation") && it.rowId().equals(Long.toString(refund)));
        }
    }

    /** The direct refunds of the payment of which this may be the record. */
    private List<RefundItem> unrecorded(LedgerOperation refund, Visit visit) {
        return services.merchant().sync().ledger().refundsOf(refund.payment()).stream()
                .filter(LedgerOperation::unrecorded)
                .map(it -> RefundItem.of(it, visit.texts(), visit.formats()))
                .toList();
    }

    private List<TimelineEntry> history(LedgerOperation refund, Visit visit) {
        try (Stream<LedgerEvent> events = services.merchant().sync().ledger().history(refund)) {
            return TimelineEntry.of(events, refund, visit.texts(), visit.formats());
        }
    }

    private LedgerOperation find(Visit visit) {
        return services.merchant()
                .sync()
                .ledger()
                .operation(visit.id())
                .filter(it -> it.kind() != LedgerOperation.Kind.SHIPPED)
                .orElseThrow(DeskRoutes::nothing);
    }

    private void finding(Context context) {
        Visit visit = new Visit(context, services);
        RefundLedger ledger = services.merchant().sync().ledger();
        Finding finding = ledger.finding(visit.id()).orElseThrow(DeskRoutes::nothing);
        visit.show(
                "desk_finding",
                visit.text("desk.finding"),
                Map.of(
                        "finding", FindingItem.of(finding, visit.texts(), visit.formats()),
                        "open", finding.state() == Finding.State.OPEN,
                        "refunds",
                                ledger.refundsOf(finding.payment()).stream()
                                        .map(it -> RefundItem.of(it, visit.texts(), visit.formats()))
                                        .toList()));
    }

    private void onRefund(Context context, String what) {
        Visit visit = administrator(context);
        LedgerOperation refund = find(visit);
        SyncDesk desk = services.merchant().sync().syncDesk();
        String author = visit.user().name();
        act(
                visit,
                "desk_" + what.replace('-', '_'),
                "refund " + refund.id(),
                "/desk/refunds/" + refund.id(),
                note -> switch (what) {
                    case "retry" -> desk.retry(refund.id(), author, note);
                    case "paid" -> desk.close(refund.id(), SyncDesk.Verdict.PAID, author, note);
                    case "not-paid" -> desk.close(refund.id(), SyncDesk.Verdict.NOT_PAID, author, note);
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

    private void acceptFinding(Context context) {
        Visit visit = administrator(context);
        long id = visit.id();
        SyncDesk desk = services.merchant().sync().syncDesk();
        act(
                visit,
                "desk_accept_finding",
                "finding " + id,
                "/desk/findings/" + id,
                note -> desk.acceptFinding(id, visit.user().name(), note));
    }

    private void onCapture(Context context, String what) {
        Visit visit = administrator(context);
        long id = visit.id();
        SyncDesk desk = services.merchant().sync().syncDesk();
        String author = visit.user().name();
        act(
                visit,
                "desk_capture_" + what,
                "capture " + id,
                "/desk",
                note -> what.equals("retry") ? desk.retry(id, author, note) : desk.dropCapture(id, author, note));
    }

    private void reopen(Context context) {
        Visit visit = administrator(context);
        long id = visit.id();
        Once.act(visit, "desk_reopen", "delivery " + id, "", "/desk", () -> {
            boolean reopened = services.merchant().inbox().reopen(id);
            return new Said(
                    reopened ? Notice.Kind.GOOD : Notice.Kind.BAD,
                    visit.text(reopened ? "desk.reopened" : "desk.not_now"),
                    "/desk");
        });
    }

    private static void act(
            Visit visit, String action, String subject, String then, Function<String, Optional<?>> work) {
        String note = visit.field("note");
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            visit.say(Notice.Kind.BAD, visit.text("note.missing"));
            visit.goTo(then);
            return;
        }
        Once.act(visit, action, subject, note, then, () -> {
            try {
                boolean done = work.apply(note).isPresent();
                return new Said(
                        done ? Notice.Kind.GOOD : Notice.Kind.UNCLEAR,
                        visit.text(done ? "desk.done" : "desk.busy"),
                        then);
            } catch (IllegalStateException e) {
                return new Said(Notice.Kind.BAD, visit.text("desk.not_now"), then);
            } catch (IllegalArgumentException e) {
                throw nothing();
            }
        });
    }

    private Visit administrator(Context context) {
        Visit visit = new Visit(context, services);
        visit.require(Role.ADMINISTER);
        return visit;
    }

    private static NotFoundResponse nothing() {
        return new NotFoundResponse("no such thing at the desk");
    }
}
