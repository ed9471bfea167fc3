package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.shop.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MutationsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final RawClient client = new RawClient(sandbox);

    private String transaction(String order, int index) {
        return "gid://shopify/OrderTransaction/"
                + sandbox.order(order).transactions().get(index).id();
    }

    private RawClient.Answer capture(String order, String amount, String more) throws Exception {
        return client.admin(
                "mutation($input: OrderCaptureInput!) { orderCapture(input: $input) { transaction { id kind status parentTransaction { id } amountSet { presentmentMoney { amount } } } userErrors { field message } } }",
                Map.of(
                        "input",
                        RawClient.json("{\"id\":\"" + order + "\",\"parentTransactionId\":\"" + transaction(order, 0)
                                + "\",\"amount\":\"" + amount + "\"" + more + "}")));
    }

    private RawClient.Answer release(String transaction) throws Exception {
        return client.admin(
                "mutation($id: ID!) { transactionVoid(parentTransactionId: $id) { transaction { kind status } userErrors { code field message } } }",
                Map.of("id", transaction));
    }

    @Test
    void anAuthorizationIsCaptured() throws Exception {
        String order = merchant.order().authorization("flatpay", "r1").place();

        RawClient.Answer answer = capture(order, "49.90", "");

        assertThat(answer.text("data.orderCapture.transaction.kind")).isEqualTo("CAPTURE");
        assertThat(answer.text("data.orderCapture.transaction.status")).isEqualTo("PENDING");
        assertThat(answer.text("data.orderCapture.transaction.parentTransaction.id"))
                .isEqualTo(transaction(order, 0));
        assertThat(capture(order, "0.01", "").text("data.orderCapture.userErrors.0.message"))
                .contains("cannot be captured");
        merchant.succeed(answer.text("data.orderCapture.transaction.id"));
        assertThat(sandbox.order(order).totals().financialStatus()).isEqualTo("PAID");
    }

    @Test
    void theLastOfSeveralCapturesReleasesTheRest() throws Exception {
        sandbox.gateway("bogus").multiCapturable(true);
        String order = merchant.order().authorization("bogus", null).place();

        capture(order, "10.00", "");
        assertThat(sandbox.order(order).totals().capturable().presentment().text())
                .isEqualTo("39.90");
        capture(order, "10.00", ",\"finalCapture\":true");

        assertThat(sandbox.order(order).totals().capturable().presentment().text())
                .isEqualTo("0.00");
        assertThat(capture(order, "10.00", "").list("data.orderCapture.userErrors"))
                .hasSize(1);
    }

    @Test
    void aCaptureInTwoCurrenciesNamesTheCustomers() throws Exception {
        String order = merchant.order()
                .currency("SEK", "0.087")
                .total("500.00")
                .authorization("flatpay", "r1")
                .place();

        assertThat(capture(order, "500.00", "").list("data.orderCapture.userErrors"))
                .hasSize(1);
        assertThat(capture(order, "500.00", ",\"currency\":\"SEK\"").list("data.orderCapture.userErrors"))
                .isEmpty();
    }

    @Test
    void aRefusedCaptureIsAnErrorAndATransaction() throws Exception {
        sandbox.gateway("flatpay").provider(payout -> Outcome.failure("AUTHORIZATION_EXPIRED", "Too old"));
        String order = merchant.order().authorization("flatpay", "r1").place();

        RawClient.Answer answer = capture(order, "49.90", "");

        assertThat(answer.text("data.orderCapture.userErrors.0.message")).isEqualTo("Too old");
        assertThat(sandbox.order(order).transactions().get(1).status()).isEqualTo("FAILURE");
    }

    @Test
    void anAuthorizationIsVoidedAndNothingElseIs() throws Exception {
        String order = merchant.order().authorization("bogus", null).place();
        String sale = merchant.order().sale("bogus", null).place();

        assertThat(release(transaction(order, 0))
                        .at("data.transactionVoid.transaction")
                        .toString())
                .isEqualTo("{\"kind\":\"VOID\",\"status\":\"SUCCESS\"}");
        assertThat(release(transaction(order, 0)).text("data.transactionVoid.userErrors.0.code"))
                .isEqualTo("AUTH_NOT_VOIDABLE");
        assertThat(release(transaction(sale, 0)).text("data.transactionVoid.userErrors.0.code"))
                .isEqualTo("AUTH_NOT_VOIDABLE");
        assertThat(release("gid://shopify/OrderTransaction/5").text("data.transactionVoid.userErrors.0.code"))
                .isEqualTo("TRANSACTION_NOT_FOUND");
        String declined = merchant.order().declinedSale("flatpay", "r").place();
        assertThat(release(transaction(declined, 0)).text("data.transactionVoid.userErrors.0.code"))
                .isEqualTo("AUTH_NOT_SUCCESSFUL");
    }

    private RawClient.Answer cancel(String order, String more) throws Exception {
        return client.admin(
                "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true" + more
                        + ") { job { id done } orderCancelUserErrors { code message } userErrors { message } } }",
                Map.of("id", order));
    }

    @Test
    void cancellingIsAJobThatIsDoneALittleLater() throws Exception {
        sandbox.jobs().delay(Duration.ofSeconds(10));
        String order = merchant.order().sale("bogus", null).place();

        RawClient.Answer answer = cancel(order, ", refundMethod: { originalPaymentMethodsRefund: true }");

        String job = answer.text("data.orderCancel.job.id");
        assertThat(answer.at("data.orderCancel.job.done").getAsBoolean()).isFalse();
        sandbox.tick();
        assertThat(sandbox.order(order).cancellation()).isNull();
        CLOCK.advance(Duration.ofSeconds(10));
        assertThat(client.admin("query($id: ID!) { job(id: $id) { done } }", Map.of("id", job))
                        .at("data.job.done")
                        .getAsBoolean())
                .isTrue();
        assertThat(sandbox.order(order).cancellation()).isNotNull();
        assertThat(sandbox.order(order).totals().financialStatus()).isEqualTo("REFUNDED");
        assertThat(cancel(order, "").text("data.orderCancel.orderCancelUserErrors.0.code"))
                .isEqualTo("INVALID");
        assertThat(cancel("gid://shopify/Order/5", "").text("data.orderCancel.orderCancelUserErrors.0.code"))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void cancellingReleasesWhatIsAuthorizedWhateverIsSaidOfRefunds() throws Exception {
        String authorized = merchant.order().authorization("bogus", null).place();
        String credited = merchant.order().sale("bogus", null).place();

        cancel(authorized, "");
        cancel(credited, ", refundMethod: { storeCreditRefund: {} }");
        sandbox.tick();

        assertThat(sandbox.order(authorized).totals().financialStatus()).isEqualTo("VOIDED");
        assertThat(sandbox.order(credited).transactions().get(1).gateway()).isEqualTo("shopify_store_credit");
        assertThat(cancel(credited, ", refundMethod: { originalPaymentMethodsRefund: true, storeCreditRefund: {} }")
                        .json()
                        .has("data"))
                .isFalse();
    }

    @Test
    void tagsAndNotesAreChanged() throws Exception {
        String order = merchant.order().tag("vip").place();
        CLOCK.advance(Duration.ofMinutes(1));

        client.admin(
                "mutation($id: ID!) { tagsAdd(id: $id, tags: [\"refund failed\", \"vip\"]) { node { id } userErrors { message } } }",
                Map.of("id", order));
        assertThat(sandbox.order(order).tags()).containsExactly("vip", "refund failed");
        assertThat(sandbox.order(order).updatedAt()).isEqualTo(CLOCK.instant());
        client.admin(
                "mutation($id: ID!) { tagsRemove(id: $id, tags: [\"vip\"]) { node { id } userErrors { message } } }",
                Map.of("id", order));
        assertThat(sandbox.order(order).tags()).containsExactly("refund failed");
        RawClient.Answer answer = client.admin(
                "mutation($id: ID!) { orderUpdate(input: { id: $id, note: \"see portal\", tags: [\"a\"] }) { order { note tags } userErrors { message } } }",
                Map.of("id", order));
        assertThat(answer.at("data.orderUpdate.order").toString())
                .isEqualTo("{\"note\":\"see portal\",\"tags\":[\"a\"]}");
        client.admin(
                "mutation($id: ID!) { orderUpdate(input: { id: $id, note: null }) { order { note } userErrors { message } } }",
                Map.of("id", order));
        assertThat(sandbox.order(order).note()).isNull();
        assertThat(sandbox.order(order).tags()).containsExactly("a");
        assertThat(client.admin(
                                "mutation { tagsAdd(id: \"gid://shopify/Order/5\", tags: [\"x\"]) { node { id } userErrors { message } } }")
                        .list("data.tagsAdd.userErrors"))
                .hasSize(1);
    }

    @Test
    void metafieldsOfOrdersAreKept() throws Exception {
        String order = merchant.order().place();
        String set =
                "mutation($id: ID!) { metafieldsSet(metafields: [{ ownerId: $id, namespace: \"maksut\", key: \"refund\", type: \"json\", value: \"{\\\"state\\\":1}\" }]) { metafields { id key } userErrors { code message } } }";

        String id = client.admin(set, Map.of("id", order)).text("data.metafieldsSet.metafields.0.id");
        client.admin(set.replace("1}", "2}"), Map.of("id", order));

        RawClient.Answer answer = client.admin(
                "query($id: ID!) { order(id: $id) { metafield(namespace: \"maksut\", key: \"refund\") { id value jsonValue } metafields(first: 5) { nodes { key } } } }",
                Map.of("id", order));
        assertThat(answer.at("data.order").toString())
                .isEqualTo(
                        "{\"metafield\":{\"id\":\"" + id
                                + "\",\"value\":\"{\\\"state\\\":2}\",\"jsonValue\":{\"state\":2}},\"metafields\":{\"nodes\":[{\"key\":\"refund\"}]}}");
        assertThat(client.admin(set, Map.of("id", "gid://shopify/Shop/1")).text("data.metafieldsSet.userErrors.0.code"))
                .isEqualTo("INVALID");
    }
}
