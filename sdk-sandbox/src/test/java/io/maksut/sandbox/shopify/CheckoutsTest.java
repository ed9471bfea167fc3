package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CheckoutsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);

    private RawClient.Answer payment(String mutation) throws Exception {
        return client.payments(
                "mutation { " + mutation
                        + " { paymentSession { id state { __typename ... on PaymentSessionStateRejected { reason } } } userErrors { message } } }",
                Map.of());
    }

    @Test
    void anOrderComesIntoBeingWhenItsPaymentIsResolved() throws Exception {
        String session = merchant.checkout(merchant.order().total("49.90"), "flatpay", "AUTHORIZATION");
        assertThat(sandbox.checkouts().orderOf(session)).isEmpty();

        RawClient.Answer answer = payment(
                "paymentSessionResolve(authorizationExpiresAt: \"2026-11-27T00:00:00Z\", id: \"" + session + "\")");
        payment("paymentSessionResolve(id: \"" + session + "\")");

        assertThat(answer.text("data.paymentSessionResolve.paymentSession.state.__typename"))
                .isEqualTo("PaymentSessionStateResolved");
        String order = sandbox.checkouts().orderOf(session).orElseThrow();
        assertThat(sandbox.order(order).transactions().get(0).paymentId())
                .isEqualTo(session.substring(session.lastIndexOf('/') + 1));
        assertThat(sandbox.order(order).totals().financialStatus()).isEqualTo("AUTHORIZED");
        assertThat(sandbox.order(order).transactions().get(0).authorizationExpiresAt())
                .isEqualTo(Instant.parse("2026-11-27T00:00:00Z"));
        assertThat(payment("paymentSessionReject(id: \"" + session + "\", reason: { code: CARD_DECLINED })")
                        .list("data.paymentSessionReject.userErrors"))
                .hasSize(1);
    }

    @Test
    void aPaymentMayBeDoneWithoutAnOrder() throws Exception {
        String session = merchant.checkout(merchant.order().total("49.90"), "flatpay", "SALE");
        sandbox.checkouts().abandon(session);

        RawClient.Answer answer = payment("paymentSessionResolve(id: \"" + session + "\")");

        assertThat(answer.list("data.paymentSessionResolve.userErrors")).isEmpty();
        assertThat(sandbox.checkouts().orderOf(session)).isEmpty();
        assertThat(client.admin("{ ordersCount { count } }")
                        .at("data.ordersCount.count")
                        .getAsInt())
                .isZero();
    }

    @Test
    void aPendingPaymentMakesAPendingOrder() throws Exception {
        String done = merchant.checkout(merchant.order(), "flatpay", "SALE");
        String declined = merchant.checkout(merchant.order(), "flatpay", "SALE");
        String pending =
                "paymentSessionPending(reason: BUYER_ACTION_REQUIRED, pendingExpiresAt: \"2026-11-27T00:00:00Z\", id: \"";
        String document = "mutation { " + pending + done
                + "\") { paymentSession { pendingExpiresAt state { ... on PaymentSessionStatePending { code reason } } } userErrors { code } } }";

        assertThat(client.payments(document, Map.of())
                        .at("data.paymentSessionPending.paymentSession")
                        .toString())
                .isEqualTo(
                        "{\"pendingExpiresAt\":\"2026-11-27T00:00:00Z\",\"state\":{\"code\":\"PENDING\",\"reason\":\"BUYER_ACTION_REQUIRED\"}}");
        client.payments(document.replace(done, declined), Map.of());
        assertThat(client.payments(document.replace("2026-11-27", "2026-11-01"), Map.of())
                        .text("data.paymentSessionPending.userErrors.0.code"))
                .isEqualTo("EXPIRED_PENDING_EXPIRES_AT");
        String order = sandbox.checkouts().orderOf(done).orElseThrow();
        assertThat(sandbox.order(order).totals().financialStatus()).isEqualTo("PENDING");
        payment("paymentSessionResolve(id: \"" + done + "\")");
        assertThat(sandbox.order(order).totals().financialStatus()).isEqualTo("PAID");
        payment("paymentSessionReject(id: \"" + declined + "\", reason: { code: CARD_DECLINED })");
        assertThat(sandbox.order(sandbox.checkouts().orderOf(declined).orElseThrow())
                        .transactions()
                        .get(0)
                        .status())
                .isEqualTo("FAILURE");
    }
}
