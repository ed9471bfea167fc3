package io.maksut.samples.page.view;

import io.maksut.payment.Payment;
import io.maksut.payment.Refund;
import io.maksut.payment.Timestamps;
import io.maksut.samples.page.access.AuditEntry;
import io.maksut.sync.LedgerEvent;
import io.maksut.sync.LedgerOperation;
import io.maksut.webhook.InboxDelivery;
import io.maksut.webhook.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts in one order what gateway, inbox, ledger and audit know of a payment, the latest first. */
final class Timeline {
    private static final Pattern PERMIT = Pattern.compile("^permit [0-9a-f-]+, ");

    private final Texts texts;
    private final Formats formats;
    private final Map<Long, String> amounts = new HashMap<>();
    private final List<TimelineEntry> entries = new ArrayList<>();

    private Timeline(List<LedgerOperation> refunds, Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
        refunds.forEach(it -> amounts.put(it.id(), formats.money(it.amount())));
    }

    static List<TimelineEntry> of(
            Payment payment,
            Stream<InboxDelivery> deliveries,
            Stream<LedgerEvent> events,
            List<LedgerOperation> refunds,
            List<AuditEntry> audit,
            Texts texts,
            Formats formats) {
        Timeline timeline = new Timeline(refunds, texts, formats);
        timeline.addGateway(payment);
        deliveries.forEach(timeline::add);
        events.forEach(timeline::add);
        audit.forEach(timeline::add);
        return timeline.latestFirst();
    }

    static List<TimelineEntry> of(Stream<LedgerEvent> events, LedgerOperation refund, Texts texts, Formats formats) {
        Timeline timeline = new Timeline(List.of(refund), texts, formats);
        events.forEach(timeline::add);
        return timeline.latestFirst();
    }

    /** Of the same moment, what was told later comes first. */
    private List<TimelineEntry> latestFirst() {
        List<TimelineEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(TimelineEntry::at));
        Collections.reverse(sorted);
        return List.copyOf(sorted);
    }

    private void addGateway(Payment payment) {
        Timestamps times = payment.timestamps();
        add(times.created(), "time.created", "calm");
        add(times.waitingFor3dsSince(), "time.waiting_for_3ds", "waiting");
        add(times.authorised(), "time.authorised", "waiting");
        add(times.settled(), "time.settled", "good");
        add(times.cancelled(), "time.cancelled", "calm");
        for (Refund refund : payment.refunds()) {
            Instant created = refund.created();
            if (created != null) {
                String title = texts.text("time.refund." + refund.state(), formats.money(refund.amount()));
                add(created, title, refund.id(), "", "", "calm");
            }
        }
    }

    private void add(Optional<Instant> at, String key, String tone) {
        at.ifPresent(it -> add(it, texts.text(key), "", "", "", tone));
    }

    private void add(InboxDelivery delivery) {
        String event = notification(delivery)
                .map(it -> texts.text("notification." + it.kind()) + " (" + it.event() + ")")
                .orElse("");
        String state = texts.text("delivery." + delivery.state());
        // The reason is for the log: it may be an exception's.
        String failed =
                delivery.reason().isPresent() ? ". " + texts.text("delivery.failed", Long.toString(delivery.id())) : "";
        add(delivery.receivedAt(), texts.text("time.delivery", event), state + failed, "", "", "calm");
    }

    private static Optional<Notification> notification(InboxDelivery delivery) {
        try {
            return Optional.of(Notification.of(delivery));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of another kind of source
        }
    }

    private void add(LedgerEvent event) {
        String tone = switch (event.kind()) {
            case SUCCEEDED,
                    CAPTURED,
                    VOIDED,
                    DONE_BEFORE,
                    LOWERS_CAPTURE,
                    TOLD,
                    RECORDED,
                    START_MADE,
                    DISCREPANCY_GONE -> "good";
            case DECLINED,
                    CAPTURE_DECLINED,
                    VOID_DECLINED,
                    NOT_MOVED,
                    CAPTURE_CANCELLED,
                    VOID_CANCELLED,
                    START_DECLINED -> "bad";
            case NEEDS_REVIEW,
                    OUTCOME_UNKNOWN,
                    CAPTURE_NEEDS_REVIEW,
                    VOID_NEEDS_REVIEW,
                    START_NEEDS_REVIEW,
                    CAPTURED_LATE,
                    VOIDED_LATE,
                    DISCREPANCY_OPENED,
                    CONTRADICTED,
                    FOLLOW_UP_FAILED -> "alarm";
            case SUBMITTED,
                    PROCESSING,
                    SENT_AGAIN,
                    CAPTURE_SUBMITTED,
                    VOID_SUBMITTED,
                    START_SUBMITTED,
                    RECORD_SUBMITTED -> "waiting";
            default -> "calm";
        };
        String amount = Optional.ofNullable(amounts.get(event.refundId()))
                .map(it -> " · " + it)
                .orElse("");
        String title = texts.text("event." + event.kind()) + amount;
        String by = event.by().orElse("");
        if (event.kind() == LedgerEvent.Kind.DECIDED) {
            // It begins with what was decided; what that rests on follows, one fact a line.
            String[] parts = PERMIT.matcher(event.details()).replaceFirst("").split("\n", 2);
            add(event.at(), title, parts[0], parts.length > 1 ? parts[1] : "", by, tone);
        } else if (!by.isEmpty() || event.kind() == LedgerEvent.Kind.RECORD_BY_MERCHANT) {
            add(event.at(), title, event.details(), "", by, tone);
        } else {
            // What the engine writes down has keys, calls and what they failed of: whoever needs it finds it there, or
            // in the log.
            String request = event.correlationId() == null ? "" : " · " + event.correlationId();
            add(event.at(), title, texts.text("timeline.entry", Long.toString(event.id())) + request, "", by, tone);
        }
    }

    private void add(AuditEntry entry) {
        String outcome = entry.outcome() == null ? texts.text("audit.open") : entry.outcome();
        add(entry.at(), texts.text("audit." + entry.action()), entry.details(), outcome, entry.author(), "calm");
    }

    private void add(Instant at, String title, String text, String evidence, String by, String tone) {
        entries.add(new TimelineEntry(at, formats.dateTime(at), title, text, evidence, by, tone));
    }
}
