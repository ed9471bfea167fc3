package io.maksut.samples.quickstart;

import io.maksut.error.ActionNotAllowedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.payment.Refund;
import io.maksut.portal.ActionReceipt;
import io.maksut.portal.PaymentQuery;
import io.maksut.portal.PaymentSearch;
import io.maksut.portal.Portal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The main job in a minute: find a customer's payments, understand them, act on them. The same code on both gateways, each
 * a sandbox in this process; then a payment whose status changes by a callback.
 */
public final class Quickstart {
    private static final Locale FINNISH = Locale.forLanguageTag("fi");
    private static final Locale LATVIAN = Locale.forLanguageTag("lv");

    private final PrintStream out;

    private Quickstart(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        tell(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void tell(PrintStream out) throws IOException {
        Quickstart quickstart = new Quickstart(out);
        try (FlatpayMerchant flatpay = FlatpayMerchant.open();
                EveryPayMerchant everypay = EveryPayMerchant.open()) {
            quickstart.lookAndAct(flatpay);
            quickstart.lookAndAct(everypay);
            quickstart.followACallback(everypay);
        }
    }

    /** Nothing in here knows which gateway it is. */
    private void lookAndAct(Merchant merchant) {
        Portal portal = merchant.portal();
        out.println();
        out.println("#### " + merchant.gateway());

        heading("Mari's payments, found by her e-mail address");
        PaymentSearch search = portal.payments(PaymentQuery.customerEmail("mari@example.test"));
        PaymentTable.print(out, search);
        out.println("filtered at the gateway or in the index: " + search.plan().byGateway());

        heading("What one status means");
        explain(portal.payment(merchant.waiting()));

        heading("What is not allowed is refused before a byte of it is sent, with the reason");
        captureNotAllowed(portal, merchant);

        heading("The parcel is shipped: capture what was authorised");
        ActionReceipt shipped = portal.capture(merchant.toShip());
        out.println("captured " + shipped.amount() + ", now "
                + shipped.payment().status().label(Locale.ENGLISH));

        heading("Staff refund a part in the gateway's own portal");
        merchant.staffRefund(merchant.settled(), Money.of("EUR", "10.00"));
        refunded(portal.payment(merchant.settled()));

        heading("The answer of a capture is lost on its way");
        merchant.loseNextCaptureAnswer();
        ActionReceipt receipt = portal.capture(merchant.toLose(), Money.of("EUR", "30.00"));
        out.println((portal.capabilities().idempotencyKeys()
                        ? "The SDK asked again under the same key: "
                        : "This gateway knows no keys, so nothing was sent again; the SDK read the payment: ")
                + receipt.amount() + " captured.");
        out.println("In the gateway's books: " + merchant.captures(merchant.toLose()) + " movement of money.");
        out.println("Now allowed: " + PaymentTable.actions(receipt.payment().allowedActions()));
    }

    private void explain(Payment payment) {
        out.println(payment.status().label(Locale.ENGLISH) + ", paid by "
                + payment.method().label(Locale.ENGLISH));
        for (Locale language : new Locale[] {Locale.ENGLISH, FINNISH, LATVIAN}) {
            out.println("  " + language.getLanguage() + "  "
                    + payment.lifecycle().meaning(language) + " "
                    + payment.lifecycle().guidance(language));
        }
        out.println("  next: " + payment.lifecycle().nextActor().label(Locale.ENGLISH)
                + (payment.lifecycle().watch() ? "; worth watching" : ""));
    }

    private void captureNotAllowed(Portal portal, Merchant merchant) {
        try {
            portal.capture(merchant.failed());
        } catch (ActionNotAllowedException e) {
            out.println("en  " + e.denial().explain(Locale.ENGLISH));
            out.println("fi  " + e.denial().explain(FINNISH));
            out.println("lv  " + e.denial().explain(LATVIAN));
            out.println("money: " + e.money() + ", requests that asked for it: " + merchant.captureRequests());
        }
    }

    private void refunded(Payment payment) {
        out.println("The gateway calls it \""
                + payment.raw().map(it -> it.state()).orElse("") + "\", which is "
                + payment.status().label(Locale.ENGLISH) + ": "
                + payment.amounts().refundable() + " of "
                + payment.amounts().authorised() + " left");
        for (Refund refund : payment.refunds()) {
            out.println("refund " + refund.id() + ": " + refund.amount() + ", " + refund.rawState());
        }
    }

    private void followACallback(EveryPayMerchant merchant) throws IOException {
        out.println();
        out.println("#### A payment changes, and the gateway calls back");
        try (CallbackListener listener = CallbackListener.start(merchant, out)) {
            PaymentId id = merchant.customerStartsToPay(listener.address());
            listener.workOff();
            merchant.customerPays(id);
            listener.workOff();
            merchant.repeatLastCallback();
            listener.workOff();
        }
    }

    private void heading(String text) {
        out.println();
        out.println("== " + text);
    }
}
