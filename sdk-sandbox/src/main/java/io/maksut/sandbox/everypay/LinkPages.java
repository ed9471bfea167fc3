package io.maksut.sandbox.everypay;

import io.maksut.sandbox.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** The pages customers see: payment links of the merchant's own making, and the payment page behind each payment. */
final class LinkPages {
    /** What the link's callback repeats. */
    static final List<String> REPEATED_FIELDS = List.of(
            "customer_name",
            "customer_email",
            "invoice_number",
            "custom_field_1",
            "custom_field_2",
            "custom_field_3",
            "custom_field_4");

    private static final String HMAC = "&hmac=";

    private final EveryPayState state;
    private final LinkSignature signature;
    private final URI host;
    private final String linkPayToken;
    private final String account;

    LinkPages(EveryPayState state, LinkSignature signature, URI host, String linkPayToken, String account) {
        this.state = state;
        this.signature = signature;
        this.host = host;
        this.linkPayToken = linkPayToken;
        this.account = account;
    }

    /** Opens a payment link: makes a payment and shows the browser to its page. */
    Reply answer(String rawQuery) {
        try {
            return page(302, "Go on").with("Location", host + "/lp/" + open(rawQuery).linkPath);
        } catch (Refusal refusal) {
            return page(refusal.reply.status(), "This link is not valid");
        }
    }

    /** The page of one payment. */
    Reply paymentPage(String linkPath) {
        Payment payment = state.byLinkPath(linkPath);
        if (payment == null) {
            return page(404, "Not found");
        }
        return page(200, "Pay " + Decimal.text(payment.initial) + " " + payment.currency);
    }

    /** The payment that a customer who opens a link gets; the link may be opened again and makes another. */
    Payment open(String rawQuery) {
        int mark = rawQuery.lastIndexOf(HMAC);
        if (mark < 0
                || !sameText(signature.of(rawQuery.substring(0, mark)), rawQuery.substring(mark + HMAC.length()))) {
            throw new Refusal(page(403, ""));
        }
        Map<String, String> fields = Fields.query(rawQuery.substring(0, mark));
        if (!linkPayToken.equals(fields.get("linkpay_token"))) {
            throw ErrorCode.notFound();
        }
        Long amount = Decimal.minor(fields.getOrDefault("transaction_amount", ""));
        if (amount == null || amount == 0) {
            throw Fields.invalid("transaction_amount", "must be a positive amount");
        }
        String given = fields.getOrDefault("order_reference", "");
        String orderReference = given.isEmpty() ? state.newToken(12) : Fields.orderReference(given);
        if (state.paid(orderReference)) {
            throw ErrorCode.ORDER_PAID.refusal();
        }
        ProcessingAccount of = state.account(account);
        if (of == null) {
            throw ErrorCode.UNKNOWN_ACCOUNT.refusal();
        }
        Payment payment = state.newPayment(of, orderReference, amount, state.now());
        payment.link = fields;
        payment.email = fields.get("customer_email");
        state.add(payment);
        return payment;
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply page(int status, String text) {
        return Reply.of(
                status, "text/html; charset=utf-8", "<!DOCTYPE html><html><body><h1>" + text + "</h1></body></html>");
    }
}
