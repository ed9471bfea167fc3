package io.maksut.samples.spring.admin;

import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.OrderFinding;
import io.maksut.refund.RefundDecision;
import io.maksut.refund.RefundPermit;
import io.maksut.samples.spring.gateway.Portals;
import io.maksut.sync.DirectRefund;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundDesk;
import java.security.Principal;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Refunds past the shop, where the rule allows them: asked for in one request, confirmed in the next. The confirmation carries
 * a permit, which is good once: clicked twice, reloaded or sent by two people, it pays once.
 */
@Controller
class RefundDeskController {
    private final RefundDesk desk;
    private final Portals portals;

    RefundDeskController(RefundDesk desk, Portals portals) {
        this.desk = desk;
        this.portals = portals;
    }

    /** Moves nothing. */
    @PostMapping("/admin/refunds")
    String decide(
            @RequestParam String account,
            @RequestParam String reference,
            @RequestParam String amount,
            @RequestParam String reason,
            Principal person,
            Locale language,
            Model model) {
        if (!portals.accounts().contains(account) || reason.isBlank()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        Payment payment = portals.of(account).payment(new PaymentId(account, reference));
        Money asked = Amounts.positive(amount, payment.amounts().currency());
        RefundDecision decision = desk.decide(payment.id(), asked, person.getName(), reason);
        model.addAttribute("payment", payment.id());
        model.addAttribute("asked", asked);
        model.addAttribute("words", decision.explain(language));
        model.addAttribute("permit", decision instanceof RefundDecision.Allowed allowed ? allowed.permit() : null);
        model.addAttribute(
                "questions",
                decision instanceof RefundDecision.Allowed allowed ? questions(allowed.permit(), language) : Map.of());
        model.addAttribute("undetermined", decision instanceof RefundDecision.Undetermined);
        model.addAttribute(
                "orderLink",
                decision instanceof RefundDecision.Refused refused && refused.order() != null
                        ? link(refused.order())
                        : null);
        model.addAttribute("amount", amount);
        model.addAttribute("reason", reason);
        return "decision";
    }

    /** What is asked with the permit, by the ids of the questions. */
    private static Map<String, String> questions(RefundPermit permit, Locale language) {
        Map<String, String> questions = new LinkedHashMap<>();
        permit.questions().forEach(it -> questions.put(it.id(), it.ask(language, ZoneId.systemDefault())));
        return questions;
    }

    private static String link(OrderFinding.Found order) {
        return order.link() == null ? "" : order.link().toString();
    }

    @PostMapping("/admin/refunds/{permit}")
    String execute(
            @PathVariable String permit,
            @RequestParam(required = false, defaultValue = "") List<String> yes,
            Principal person,
            Locale language,
            RedirectAttributes shown) {
        RefundPermit known = desk.permit(permit).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        known.questions().stream()
                .filter(it -> yes.contains(it.id()))
                .forEach(it -> desk.answer(known, it, person.getName()));
        DirectRefund refund = desk.execute(known);
        shown.addFlashAttribute("outcome", outcome(refund, language));
        shown.addAttribute("account", known.payment().account());
        shown.addAttribute("id", known.payment().reference());
        return "redirect:/admin/payments";
    }

    private static String outcome(DirectRefund refund, Locale language) {
        if (refund instanceof DirectRefund.Made made) {
            return outcome(made.refund());
        }
        if (refund instanceof DirectRefund.MadeBefore before) {
            return "Nothing was sent now: this was confirmed before. " + outcome(before.refund());
        }
        if (refund instanceof DirectRefund.NotAllowed no) {
            return "Nothing was sent. " + no.decision().explain(language);
        }
        if (refund instanceof DirectRefund.Unanswered) {
            return "Nothing was sent: something has to be answered first. Ask again.";
        }
        if (refund instanceof DirectRefund.Stopped stopped) {
            return "Nothing was sent. " + stopped.stop().explain(language);
        }
        if (refund instanceof DirectRefund.WatchesOnly) {
            return "Nothing was sent: this program only watches.";
        }
        return refund instanceof DirectRefund.Busy
                ? "Nothing was sent: somebody else is at this payment. Confirm again in a moment."
                : "Nothing was sent: the permission has ended. Ask again.";
    }

    private static String outcome(LedgerOperation refund) {
        if (refund.state() == LedgerOperation.State.SUCCEEDED) {
            return refund.amount() + " goes back to the customer.";
        }
        return refund.state() == LedgerOperation.State.DECLINED
                ? "Nothing was paid. " + refund.answer().or(refund::reason).orElse("")
                : "It is not certain yet whether " + refund.amount()
                        + " moved. A worker finds out; do not refund again.";
    }
}
