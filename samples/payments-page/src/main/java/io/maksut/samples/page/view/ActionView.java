package io.maksut.samples.page.view;

import io.maksut.payment.AllowedActions;
import io.maksut.payment.DenialReason;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.User;
import java.util.List;

/**
 * Something that can be done to a payment. What is not allowed is shown all the same, with the reason.
 *
 * @param name in addresses
 * @param why the reason; empty if it is allowed
 */
public record ActionView(String name, String label, boolean allowed, String why) {
    public static List<ActionView> of(Payment payment, User user, Texts texts, Formats formats) {
        return List.of(
                action("capture", PaymentAction.CAPTURE, PaymentAction.PARTIAL_CAPTURE, payment, user, texts, formats),
                action("void", PaymentAction.VOID, PaymentAction.VOID, payment, user, texts, formats),
                action("refund", PaymentAction.REFUND, PaymentAction.PARTIAL_REFUND, payment, user, texts, formats));
    }

    private static ActionView action(
            String name,
            PaymentAction whole,
            PaymentAction part,
            Payment payment,
            User user,
            Texts texts,
            Formats formats) {
        AllowedActions actions = payment.lifecycle();
        boolean possible = actions.allows(whole) || actions.allows(part);
        boolean mayAct = user.may(Role.REFUND);
        String why = "";
        if (!possible) {
            why = actions.denial(whole)
                    .map((DenialReason it) -> it.explain(formats.locale()))
                    .orElse("");
        } else if (!mayAct) {
            why = texts.text("action.role", texts.text("role." + user.role()));
        }
        return new ActionView(name, texts.text("action." + name), possible && mayAct, why);
    }
}
