package io.maksut.samples.quickstart;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentAction;
import io.maksut.payment.PaymentId;
import io.maksut.payment.Refund;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.Portal;
import io.maksut.sandbox.Fault;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The main job in a minute: find a customer's payments, understand them, act on them, on a sandbox of the gateway. */
public final class Quickstart {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");

    private final FrisbiiSandbox gateway;
    private final Portal portal;
    private final PrintStream out;

    private Quickstart(FrisbiiSandbox gateway, Portal portal, PrintStream out) {
        this.gateway = gateway;
        this.portal = portal;
        this.out = out;
    }

    public static void main(String[] args) {
        tell(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void tell(PrintStream out) {
        try (FrisbiiSandbox gateway = FrisbiiSandbox.start();
                Portal portal = portalOf(gateway)) {
            new Quickstart(gateway, portal, out).run();
        }
    }

    /** A shop would write {@code FlatpayPortal.builder().apiKey(key).build()}; here the gateway is a sandbox. */
    private static Portal portalOf(FrisbiiSandbox gateway) {
        return FlatpayPortal.builder()
                .apiKey(gateway.privateKey())
                .api(gateway.apiUrl())
                .checkoutApi(gateway.checkoutUrl())
                .build();
    }

    private void run() {
        DemoPayments.fill(gateway);

        heading("Mari's payments, found by her e-mail address");
        PaymentTable.print(out, portal.payments(PaymentQuery.customerEmail("mari@example.test")));

        heading("What one status means");
        explain(portal.payment("order-1005"));

        heading("What is not allowed is refused before a byte of it is sent, with the reason");
        captureNotAllowed("order-1003");

        heading("The parcel is shipped: capture what was authorised");
        ActionReceipt receipt = portal.capture(id("order-1001"));
        out.println("captured " + receipt.amount() + ", now "
                + receipt.payment().status().label(Locale.ENGLISH));

        heading("Staff refund a part of order-1002 in the portal; the gateway still calls it \"settled\"");
        gateway.refundAsStaff("order-1002", 1_000);
        Payment refunded = portal.payment("order-1002");
        out.println("status " + refunded.status().label(Locale.ENGLISH) + ", "
                + refunded.amounts().refunded() + " of "
                + refunded.amounts().captured() + " refunded, "
                + refunded.amounts().refundable() + " left");
        for (Refund refund : refunded.refunds()) {
            out.println("refund " + refund.id() + ": " + refund.amount() + ", " + refund.rawState());
        }

        heading("The answer of a capture is lost on its way");
        loseTheAnswer("order-1004");
    }

    private void explain(Payment payment) {
        out.println(payment.id().reference() + ": " + payment.status().label(Locale.ENGLISH));
        for (Locale language : new Locale[] {Locale.ENGLISH, FINNISH, LATVIAN}) {
            out.println("  " + language.getLanguage() + "  "
                    + payment.lifecycle().meaning(language) + " "
                    + payment.lifecycle().guidance(language));
        }
        out.println("  next: " + payment.lifecycle().nextActor().label(Locale.ENGLISH)
                + (payment.lifecycle().watch() ? "; worth watching" : ""));
    }

    private void captureNotAllowed(String handle) {
        try {
            portal.capture(id(handle));
        } catch (ActionNotAllowedException e) {
            out.println("en  " + e.refusal().explain(Locale.ENGLISH));
            out.println("fi  " + e.refusal().explain(FINNISH));
            out.println("lv  " + e.refusal().explain(LATVIAN));
            out.println("money: " + e.money() + ", requests that asked for it: "
                    + gateway.requests().count("POST", "/v1/charge/*/settle"));
        }
    }

    private void loseTheAnswer(String handle) {
        gateway.faults().next(Fault.RESET_AFTER_PROCESSING).on("POST", "/v1/charge/*/settle");
        ActionReceipt receipt = portal.capture(id(handle), Money.of("EUR", "30.00"));
        out.println("the SDK asked again under the same key "
                + receipt.call().idempotencyKey().orElse("-"));
        out.println(receipt.call().attempts() + " requests, "
                + gateway.books().movements(handle).stream()
                        .filter(it -> it.amountMinor() == 3_000)
                        .count()
                + " movement of money in the gateway's books: " + receipt.amount() + " captured once");
        out.println("still allowed: "
                + PaymentTable.actions(receipt.payment().allowedActions()) + "; most that may still be captured: "
                + receipt.payment().lifecycle().limit(PaymentAction.CAPTURE));
    }

    private static PaymentId id(String handle) {
        return new PaymentId("flatpay", handle);
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text);
    }
}
