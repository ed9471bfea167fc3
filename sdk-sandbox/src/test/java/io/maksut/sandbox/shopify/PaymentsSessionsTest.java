package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.shopify.session.PaymentsSession;
import io.maksut.sandbox.shopify.session.PaymentsSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PaymentsSessionsTest {
    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    @RegisterExtension
    static final ShopifySandboxExtension SHOP =
            new ShopifySandboxExtension(ShopifySandbox.builder().clock(CLOCK));

    private final ShopifySandbox sandbox = SHOP.sandbox();
    private final Merchant merchant = sandbox.merchant();
    private final PaymentsSessions sessions = sandbox.sessions();
    private final RawClient client = new RawClient(sandbox);
    private Listener app;

    @BeforeEach
    void aPaymentsAppListens() throws Exception {
        CLOCK.set(Instant.parse("2026-11-20T08:00:00Z"));
        app = new Listener(201);
        sessions.connect(
                sandbox.gateway("flatpay"),
                new PaymentsSessions.Addresses(app.uri("/refund"), app.uri("/capture"), app.uri("/void")));
        sandbox.webhooks().subscribe(app.uri("/hook"), "order_transactions/create", "refunds/create");
    }

    @AfterEach
    void theAppCloses() {
        app.close();
    }

    private String refundOf(String amount) {
        String order =
                merchant.order().total("49.90").sale("flatpay", "rPayment1").place();
        return merchant.refund(order).amount(amount).make().transactionIds().get(0);
    }

    private String status(String transaction) throws Exception {
        return client.admin(
                        "query($id: ID!) { node(id: $id) { ... on OrderTransaction { status } } }",
                        Map.of("id", transaction))
                .text("data.node.status");
    }

    private RawClient.Answer resolve(String kind, String gid) throws Exception {
        return client.payments(
                "mutation($id: ID!) { " + kind + "SessionResolve(id: $id) { " + kind
                        + "Session { id state { __typename ... on " + up(kind) + "SessionStateResolved { code } } }"
                        + " userErrors { code field message } } }",
                Map.of("id", gid));
    }

    private RawClient.Answer reject(String kind, String gid, String code, String message) throws Exception {
        return client.payments(
                "mutation($id: ID!, $m: String) { " + kind + "SessionReject(id: $id, reason: { code: " + code
                        + ", merchantMessage: $m }) { " + kind + "Session { id state { __typename ... on " + up(kind)
                        + "SessionStateRejected { code reason merchantMessage } } } userErrors { code message } } }",
                Map.of("id", gid, "m", message));
    }

    private static String up(String kind) {
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    }

    @Test
    void aRefundIsPostedAsASession() {
        String transaction = refundOf("10.00");

        assertThat(sessions.deliverPending()).containsExactly(201);

        Listener.Received request = app.received("/refund").get(0);
        JsonObject body = JsonParser.parseString(request.text()).getAsJsonObject();
        PaymentsSession session = sessions.ofTransaction(transaction);
        assertThat(body.keySet())
                .containsExactly(
                        "id", "gid", "payment_id", "amount", "currency", "test", "merchant_locale", "proposed_at");
        assertThat(body.get("id").getAsString()).isEqualTo(session.id()).hasSize(24);
        assertThat(body.get("gid").getAsString()).isEqualTo("gid://shopify/RefundSession/" + session.id());
        assertThat(body.get("payment_id").getAsString()).isEqualTo("rPayment1");
        assertThat(body.get("amount").getAsString()).isEqualTo("10.00");
        assertThat(body.get("currency").getAsString()).isEqualTo("EUR");
        assertThat(body.get("test").getAsBoolean()).isFalse();
        assertThat(body.get("proposed_at").getAsString()).isEqualTo("2026-11-20T08:00:00Z");
        assertThat(request.header("Shopify-Shop-Domain")).isEqualTo("maksut-sandbox.myshopify.com");
        assertThat(UUID.fromString(request.header("Shopify-Request-Id")).version())
                .isEqualTo(4);
        assertThat(request.header("Shopify-Api-Version")).isEqualTo("2026-10");
        assertThat(sessions.deliverPending()).isEmpty();
    }

    @Test
    void aSessionStaysPendingUntilTheAppResolvesIt() throws Exception {
        String transaction = refundOf("10.00");
        sessions.deliverPending();
        CLOCK.advance(Duration.ofDays(10));
        assertThat(status(transaction)).isEqualTo("PENDING");
        sandbox.webhooks().deliverPending();
        assertThat(app.received("/hook"))
                .extracting(hook -> hook.header("X-Shopify-Topic"))
                .containsExactly("order_transactions/create", "refunds/create");

        RawClient.Answer answer =
                resolve("refund", sessions.ofTransaction(transaction).gid());

        assertThat(answer.text("data.refundSessionResolve.refundSession.state.code"))
                .isEqualTo("RESOLVED");
        assertThat(answer.list("data.refundSessionResolve.userErrors")).isEmpty();
        assertThat(status(transaction)).isEqualTo("SUCCESS");
        sandbox.webhooks().deliverPending();
        assertThat(app.received("/hook").get(2).text()).contains("\"kind\":\"refund\"", "\"status\":\"success\"");
    }

    @Test
    void aRejectedSessionFailsWithTheAppsMessage() throws Exception {
        String transaction = refundOf("10.00");
        sessions.deliverPending();

        RawClient.Answer answer =
                reject("refund", sessions.ofTransaction(transaction).gid(), "PROCESSING_ERROR", "Balance too low");

        assertThat(answer.at("data.refundSessionReject.refundSession.state").toString())
                .isEqualTo(
                        "{\"__typename\":\"RefundSessionStateRejected\",\"code\":\"REJECTED\",\"reason\":\"PROCESSING_ERROR\",\"merchantMessage\":\"Balance too low\"}");
        assertThat(status(transaction)).isEqualTo("FAILURE");
        assertThat(sandbox.webhooks().all("order_transactions/create").get(1).body())
                .contains("\"message\":\"Balance too low\"", "\"error_code\":\"processing_error\"");
    }

    @Test
    void theFirstAnswerHoldsAndRepeatingItIsIgnored() throws Exception {
        String resolved = sessions.ofTransaction(refundOf("10.00")).gid();
        String rejected = sessions.ofTransaction(refundOf("11.00")).gid();
        sessions.deliverPending();

        resolve("refund", resolved);
        assertThat(resolve("refund", resolved).list("data.refundSessionResolve.userErrors"))
                .isEmpty();
        RawClient.Answer tooLate = reject("refund", resolved, "PROCESSING_ERROR", "no");
        assertThat(tooLate.text("data.refundSessionReject.userErrors.0.code"))
                .isEqualTo("REFUND_SESSION_INVALID_STATE");
        assertThat(tooLate.at("data.refundSessionReject.refundSession").isJsonNull())
                .isTrue();

        reject("refund", rejected, "PROCESSING_ERROR", "first");
        assertThat(reject("refund", rejected, "PROCESSING_ERROR", "second")
                        .text("data.refundSessionReject.refundSession.state.merchantMessage"))
                .isEqualTo("first");
        assertThat(resolve("refund", rejected).text("data.refundSessionResolve.userErrors.0.code"))
                .isEqualTo("REFUND_SESSION_INVALID_STATE");
        assertThat(sandbox.webhooks().all("order_transactions/create")).hasSize(4);
    }

    @Test
    void aSessionThatDoesNotExistIsNotFound() throws Exception {
        String refund = sessions.ofTransaction(refundOf("10.00")).gid();

        assertThat(resolve("refund", "gid://shopify/RefundSession/none")
                        .text("data.refundSessionResolve.userErrors.0.code"))
                .isEqualTo("REFUND_SESSION_NOT_FOUND");
        assertThat(resolve("void", refund).text("data.voidSessionResolve.userErrors.0.code"))
                .isEqualTo("VOID_SESSION_NOT_FOUND");
        assertThat(resolve("capture", refund.replace("Refund", "Capture"))
                        .text("data.captureSessionResolve.userErrors.0.code"))
                .isEqualTo("CAPTURE_SESSION_NOT_FOUND");
        assertThat(client.payments(
                                "mutation { refundSessionReject(id: \"x\", reason: { code: CARD_DECLINED }) { userErrors { code } } }",
                                Map.of())
                        .json()
                        .has("data"))
                .isFalse();
    }

    @Test
    void anAnswerOtherThan201IsTriedAgainInTimeAndThenGivenUp() throws Exception {
        String transaction = refundOf("10.00");
        app.answer(200, 500, 302, 404, 503);

        assertThat(sessions.deliverDue()).containsExactly(200);
        assertThat(sessions.deliverDue()).isEmpty();
        CLOCK.advance(Duration.ofSeconds(5));
        assertThat(sessions.deliverDue()).containsExactly(500);
        CLOCK.advance(Duration.ofSeconds(30));
        assertThat(sessions.deliverDue()).containsExactly(302);
        assertThat(sessions.deliverPending()).containsExactly(404);
        assertThat(status(transaction)).isEqualTo("PENDING");
        assertThat(sessions.deliverPending()).containsExactly(503);

        assertThat(sessions.ofTransaction(transaction).state()).isEqualTo(PaymentsSession.State.GIVEN_UP);
        assertThat(status(transaction)).isEqualTo("ERROR");
        assertThat(resolve("refund", sessions.ofTransaction(transaction).gid())
                        .text("data.refundSessionResolve.userErrors.0.code"))
                .isEqualTo("REFUND_SESSION_INVALID_STATE");
        assertThat(app.received("/refund"))
                .extracting(Listener.Received::text)
                .containsOnly(app.received("/refund").get(0).text());
        assertThat(app.received("/refund"))
                .extracting(request -> request.header("Shopify-Request-Id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void noAnswerIsTakenBeforeTheAppHasAcknowledgedTheSession() throws Exception {
        String resolved = refundOf("10.00");
        String rejected = refundOf("11.00");
        app.answer(500, 200);
        assertThat(sessions.deliverPending()).containsExactly(500, 200);

        assertThat(resolve("refund", sessions.ofTransaction(resolved).gid())
                        .text("data.refundSessionResolve.userErrors.0.code"))
                .isEqualTo("REFUND_SESSION_INVALID_STATE");
        assertThat(reject("refund", sessions.ofTransaction(rejected).gid(), "PROCESSING_ERROR", "no")
                        .text("data.refundSessionReject.userErrors.0.code"))
                .isEqualTo("REFUND_SESSION_INVALID_STATE");
        assertThat(status(resolved)).isEqualTo("PENDING");
        assertThat(status(rejected)).isEqualTo("PENDING");

        assertThat(sessions.deliverPending()).containsExactly(201, 201);
        resolve("refund", sessions.ofTransaction(resolved).gid());
        reject("refund", sessions.ofTransaction(rejected).gid(), "PROCESSING_ERROR", "no");
        assertThat(status(resolved)).isEqualTo("SUCCESS");
        assertThat(status(rejected)).isEqualTo("FAILURE");
    }

    @Test
    void aSessionThatWasHandedOverPastThePostIsAcknowledgedAsIfItWerePosted() throws Exception {
        String transaction = refundOf("10.00");

        sessions.acknowledged(sessions.ofTransaction(transaction).id());

        assertThat(sessions.deliverPending()).isEmpty();
        resolve("refund", sessions.ofTransaction(transaction).gid());
        assertThat(status(transaction)).isEqualTo("SUCCESS");
    }

    @Test
    void theSameSessionComesSeveralTimesAtTheSameInstant() {
        String transaction = refundOf("10.00");
        app.holdUntil(3);

        List<Integer> answers =
                sessions.deliverTogether(sessions.ofTransaction(transaction).id(), 3);

        assertThat(answers).containsExactly(201, 201, 201);
        assertThat(app.mostAtOnce()).isEqualTo(3);
        assertThat(app.received("/refund"))
                .extracting(Listener.Received::text)
                .containsOnly(app.received("/refund").get(0).text());
        assertThat(sessions.redeliver(sessions.ofTransaction(transaction).id())).isEqualTo(201);
    }

    @Test
    void threadsDeliverByThemselves() throws Exception {
        sessions.automatic(2);

        String transaction = refundOf("10.00");

        app.await("/refund", 1);
        assertThat(app.received("/refund").get(0).text())
                .contains(sessions.ofTransaction(transaction).id());
    }

    @Test
    void capturesAndVoidsAreSessionsToo() throws Exception {
        String order = merchant.order().authorization("flatpay", "rPayment1").place();
        String authorization = "gid://shopify/OrderTransaction/"
                + sandbox.order(order).transactions().get(0).id();
        String capture = merchant.capture(authorization, "49.90");
        assertThat(sessions.deliverPending()).containsExactly(201);
        JsonObject body =
                JsonParser.parseString(app.received("/capture").get(0).text()).getAsJsonObject();
        assertThat(body.get("gid").getAsString())
                .isEqualTo("gid://shopify/CaptureSession/" + body.get("id").getAsString());
        assertThat(body.get("payment_id").getAsString()).isEqualTo("rPayment1");
        reject("capture", body.get("gid").getAsString(), "AUTHORIZATION_EXPIRED", "too old");
        assertThat(status(capture)).isEqualTo("FAILURE");

        String release = merchant.release(authorization);
        sessions.deliverPending();
        JsonObject voiding =
                JsonParser.parseString(app.received("/void").get(0).text()).getAsJsonObject();
        assertThat(voiding.keySet())
                .containsExactly("id", "gid", "payment_id", "test", "merchant_locale", "proposed_at");
        assertThat(resolve("void", voiding.get("gid").getAsString())
                        .text("data.voidSessionResolve.voidSession.state.code"))
                .isEqualTo("RESOLVED");
        assertThat(status(release)).isEqualTo("SUCCESS");
    }

    @Test
    void theRefundOfACaptureNamesTheAuthorizationsPayment() throws Exception {
        String order = merchant.order().authorization("flatpay", "rPayment1").place();
        String authorization = "gid://shopify/OrderTransaction/"
                + sandbox.order(order).transactions().get(0).id();
        String capture = merchant.capture(authorization, "49.90");
        sessions.deliverPending();
        resolve("capture", sessions.ofTransaction(capture).gid());
        merchant.refund(order).make();
        sessions.deliverPending();

        assertThat(app.received("/refund").get(0).text()).contains("\"payment_id\":\"rPayment1\"");
    }

    @Test
    void amountsAreInTheCustomersCurrency() {
        String order = merchant.order()
                .currency("SEK", "0.087")
                .total("500.00")
                .sale("flatpay", "r2")
                .place();
        merchant.refund(order).amount("100.00").make();
        sessions.deliverPending();

        assertThat(app.received("/refund").get(0).text()).contains("\"amount\":\"100.00\",\"currency\":\"SEK\"");
    }

    @Test
    void onlyAPaymentsAppMayAnswer() throws Exception {
        String gid = sessions.ofTransaction(refundOf("10.00")).gid();

        RawClient.Answer admin = client.graphql(
                "/payments_apps/api/2026-10/graphql.json",
                sandbox.adminToken(),
                "mutation($id: ID!) { refundSessionResolve(id: $id) { userErrors { code } } }",
                Map.of("id", gid));
        RawClient.Answer nobody = client.graphql(
                "/payments_apps/api/2026-10/graphql.json", "shpat_none", "{ publicApiVersions { handle } }", Map.of());

        assertThat(admin.errorCode()).isEqualTo("ACCESS_DENIED");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(client.payments("{ publicApiVersions { handle } }", Map.of()).list("data.publicApiVersions"))
                .isNotEmpty();
        assertThat(client.payments(
                                "mutation { paymentsAppConfigure(ready: true, externalHandle: \"m\") { paymentsAppConfiguration { ready externalHandle } userErrors { message } } }",
                                Map.of())
                        .at("data.paymentsAppConfigure.paymentsAppConfiguration.ready")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void aRefundThroughTheApiIsASessionToo() throws Exception {
        String order =
                merchant.order().total("49.90").sale("flatpay", "rPayment1").place();
        long payment = sandbox.order(order).transactions().get(0).id();
        RawClient.Answer answer = client.admin(
                "mutation { refundCreate(input: { orderId: \"" + order
                        + "\", transactions: [{ amount: \"5.00\", gateway: \"flatpay\", kind: REFUND, orderId: \""
                        + order + "\", parentId: \"gid://shopify/OrderTransaction/" + payment
                        + "\" }] }) @idempotent(key: \"k\") { refund { transactions(first: 1) { nodes { id status } } } userErrors { message } } }");

        assertThat(answer.text("data.refundCreate.refund.transactions.nodes.0.status"))
                .isEqualTo("PENDING");
        assertThat(sessions.deliverPending()).containsExactly(201);
        String id = answer.text("data.refundCreate.refund.transactions.nodes.0.id");
        resolve("refund", sessions.ofTransaction(id).gid());
        assertThat(status(id)).isEqualTo("SUCCESS");
    }
}
