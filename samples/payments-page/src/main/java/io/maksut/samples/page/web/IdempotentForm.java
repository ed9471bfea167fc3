package io.maksut.samples.page.web;

import io.javalin.http.BadRequestResponse;
import io.maksut.samples.page.access.Audit;
import io.maksut.samples.page.access.AuditEntry;
import io.maksut.samples.page.access.Session.Notice;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a form asks for, once: a form that comes twice, by a double click or a reload, is not acted on again. What is
 * about to be done is in the audit before it is done.
 */
final class IdempotentForm {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotentForm.class);

    /**
     * What came of it.
     *
     * @param then the page to go to
     */
    record Said(Notice.Kind kind, String text, String then) {}

    private IdempotentForm() {}

    /**
     * Does it, says what came of it on the next page, and goes there.
     *
     * @param action names it in the audit
     * @param subject what it is done to
     * @param details in the words of the user, for the audit
     * @param otherwise the page to go to when it was done before
     */
    static void act(
            RequestContext request,
            String action,
            String subject,
            String details,
            String otherwise,
            Supplier<Said> work) {
        Audit audit = request.services().audit();
        String ticket = ticket(request);
        if (!audit.begin(ticket, request.user().name(), action, subject, details)) {
            String outcome = audit.byTicket(ticket).map(AuditEntry::outcome).orElse("");
            request.say(
                    Notice.Kind.UNCLEAR,
                    outcome.isEmpty() ? request.text("once.under_way") : request.text("once.done_before", outcome));
            request.goTo(otherwise);
            return;
        }
        Said said;
        try {
            said = LogReference.context(request.context()).call(work);
        } catch (RuntimeException e) {
            String number = LogReference.of(request.context());
            LOG.warn("{} of {} was not carried out ({}): {}", action, subject, number, e.toString());
            audit.end(ticket, request.text("audit.failed", number));
            throw e;
        }
        audit.end(ticket, said.text());
        request.say(said.kind(), said.text());
        request.goTo(said.then());
    }

    /** The ticket of the form. */
    static String ticket(RequestContext request) {
        String ticket = request.field("ticket");
        if (!ticket.matches("[0-9a-f-]{36}")) {
            throw new BadRequestResponse("a form without ticket");
        }
        return ticket;
    }
}
