package io.maksut.samples.spring;

import static io.maksut.samples.spring.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.payment.PaymentId;
import io.maksut.samples.spring.Browser.Form;
import io.maksut.samples.spring.order.Order;
import io.maksut.samples.spring.order.Orders;
import io.maksut.samples.world.ShopWorld;
import io.maksut.sandbox.ManualClock;
import io.maksut.sandbox.Movement;
import io.maksut.sandbox.frisbii.FrisbiiFaults;
import io.maksut.sandbox.frisbii.Operation;
import io.maksut.sandbox.shopify.webhook.SignedDelivery;
import io.maksut.sync.LedgerOperation;
import io.maksut.sync.RefundLedger;
import io.maksut.sync.RefundSync;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A merchant's day, against sandboxes of both gateways and both shops, and PostgreSQL. */
class ShopBackendTest {
    /** The gateway's code for it. */
    private static final int NOT_AUTHENTICATED = 6;

    private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T08:00:00Z"));

    private static ShopWorld world;
    private static RunningBackend backend;

    @BeforeAll
    static void start() {
        world = ShopWorld.start(CLOCK);
        backend = RunningBackend.start(world, CLOCK, RunningBackend.freeAddress(), world.newDatabase());
    }

    @AfterAll
    static void stop() {
        backend.close();
        world.close();
    }

    private static Browser mari() {
        return backend.signedIn(world, "mari");
    }

    private static Form checkout(Browser customer, String article, String account) {
        return Browser.form(customer.get("/"), "/checkout")
                .with("article", article)
                .with("email", "anna@example.test")
                .with("account", account);
    }

    private static Order order(String id) {
        return backend.bean(Orders.class).order(id).orElseThrow();
    }

    private static void customerPays(HttpResponse<String> checkout, String orderId) {
        URI page = URI.create(checkout.headers().firstValue("Location").orElseThrow());
        if (page.toString().startsWith(world.flatpay().checkoutUrl().toString())) {
            world.flatpay().payCheckout(page.getFragment().substring(1));
        } else {
            world.everypay().pay(order(orderId).payments().get(0).id().reference());
        }
    }

    /** An order that a customer has paid by card, and of whose payment the shop knows. */
    private static Order paidOrder(String article, String account) {
        Browser customer = backend.browser();
        Form form = checkout(customer, article, account);
        String id = form.fields().get("order");
        customerPays(customer.submit(form), id);
        customer.get("/orders/" + id);
        assertThat(order(id).isPaid()).isTrue();
        return order(id);
    }

    // Checkout

    @Test
    void aCheckoutAtFlatpayIsPaidAndShownOnceTheGatewayHasCalledBack() {
        Browser customer = backend.browser();
        Form form = checkout(customer, "teapot", "flatpay");

        HttpResponse<String> way = customer.submit(form);
        assertThat(way.statusCode()).isEqualTo(303);
        assertThat(customer.submit(form).statusCode()).as("the same form again").isEqualTo(303);
        customerPays(way, form.fields().get("order"));
        assertThat(mari().get("/admin/orders/" + form.fields().get("order")).body())
                .contains("INITIATED");

        assertThat(world.flatpay().webhooks().deliverPending()).isNotEmpty().containsOnly(200);
        until("paid", () -> order(form.fields().get("order")).isPaid());
        assertThat(customer.get("/orders/" + form.fields().get("order")).body()).contains("EUR 49.90</span> is paid");
        assertThat(order(form.fields().get("order")).payments()).hasSize(1);
        assertThat(customer.submit(form).headers().firstValue("Location"))
                .as("what is paid is not paid again")
                .hasValueSatisfying(page ->
                        assertThat(page).endsWith("/orders/" + form.fields().get("order")));
    }

    @Test
    void aCheckoutAtEveryPayIsPaidAndShownOnceTheGatewayHasCalledBack() {
        Browser customer = backend.browser();
        Form form = checkout(customer, "sencha", "everypay");
        String id = form.fields().get("order");

        customerPays(customer.submit(form), id);
        assertThat(order(id).isPaid()).isFalse();
        world.everypay().callbacks().byPost(true); // as a form, whose body nobody may have read before
        assertThat(world.everypay().callbacks().deliverPending()).isNotEmpty().containsOnly(200);

        until("paid", () -> order(id).isPaid());
        assertThat(mari().get("/admin/orders/" + id).body()).contains("AUTHORISED");
    }

    @Test
    void aCustomerWhoIsBackBeforeTheCallbackSeesWhatTheGatewaySaysNow() {
        Browser customer = backend.browser();
        Form form = checkout(customer, "oolong", "flatpay");
        String id = form.fields().get("order");
        HttpResponse<String> way = customer.submit(form);

        assertThat(customer.get("/orders/" + id).body()).contains("We have not heard yet");
        customerPays(way, id);
        assertThat(customer.get("/orders/" + id + "?state=whatever").body()).contains("EUR 14.50</span> is paid");
    }

    @Test
    void whatACheckoutIsWorthIsNotForTheCustomerToSay() {
        Browser customer = backend.browser();

        assertThat(customer.submit(checkout(customer, "gold", "flatpay")).statusCode())
                .isEqualTo(400);
        assertThat(customer.submit(checkout(customer, "teapot", "nobank")).statusCode())
                .isEqualTo(400);
        assertThat(customer.submit(checkout(customer, "teapot", "flatpay").with("order", "../1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(customer.submit(checkout(customer, "teapot", "flatpay").with("email", "no address"))
                        .body())
                .contains("the e-mail address is right");
        Form cheap = checkout(customer, "teapot", "flatpay").with("amount", "1").with("price", "1");
        customer.submit(cheap);
        assertThat(order(cheap.fields().get("order")).total()).hasToString("EUR 49.90");
    }

    @Test
    void whatIsShippedIsCapturedOnce() {
        Order order = paidOrder("teapot", "flatpay");
        Browser mari = mari();
        Form shipped =
                Browser.form(mari.get("/admin/orders/" + order.id()), "/admin/orders/" + order.id() + "/shipped");
        assertThat(world.flatpay().books().captured(order.id())).isZero();

        mari.submit(shipped);
        mari.submit(shipped);

        until("captured", () -> world.flatpay().books().captured(order.id()) == 4_990);
        assertThat(world.flatpay().books().count(Movement.Kind.CAPTURE, order.id()))
                .isEqualTo(1);
    }

    @Test
    void anOrderPaidAtEveryPayIsCapturedWhenItIsShippedAndRefundedOnce() {
        Order order = paidOrder("teapot", "everypay");
        String payment = order.payments().get(0).id().reference();
        Browser mari = mari();
        HttpResponse<String> page = mari.get("/admin/orders/" + order.id());
        mari.submit(Browser.form(page, "/admin/orders/" + order.id() + "/shipped"));
        until("captured", () -> world.everypay().books().captured(payment) == 4_990);
        CLOCK.advance(Duration.ofHours(1));

        Form refund =
                Browser.form(page, "/admin/orders/" + order.id() + "/refunds").with("amount", "49.90");
        mari.submit(refund);
        mari.submit(refund);

        until(
                "the shop is told",
                () -> mari.get("/admin/orders/" + order.id()).body().contains("SUCCEEDED"));
        assertThat(world.everypay().books().refunded(payment)).isEqualTo(4_990);
        assertThat(world.everypay().books().count(Movement.Kind.REFUND, payment))
                .isEqualTo(1);
    }

    // Deliveries

    @Test
    void whatIsNotSignedAsItShouldBeIsRefusedBeforeItIsRead() {
        Browser sender = backend.browser();
        byte[] forged = "{\"id\":\"a\",\"timestamp\":\"2026-11-20T08:00:00Z\",\"signature\":\"00\",\"invoice\":\"x\"}"
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> shopify = Map.of(
                "X-Shopify-Hmac-Sha256", "AAAA",
                "X-Shopify-Topic", "refunds/create",
                "X-Shopify-Shop-Domain", world.shopify().domain());

        assertThat(sender.post("/hooks/flatpay", Map.of(), forged).statusCode()).isEqualTo(401);
        assertThat(sender.post("/hooks/shopify", shopify, forged).statusCode()).isEqualTo(401);
        assertThat(sender.post("/hooks/woocommerce", Map.of("X-WC-Webhook-Signature", "AAAA"), forged)
                        .statusCode())
                .isEqualTo(401);
        assertThat(sender.post("/hooks/woocommerce/refunds", Map.of(), forged).statusCode())
                .isEqualTo(401);
        assertThat(sender.post("/hooks/everypay", Map.of(), forged).statusCode())
                .as("the address is not to be guessed")
                .isEqualTo(404);
        assertThat(sender.post("/hooks/flatpay", Map.of(), new byte[(1 << 20) + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(sender.get("/hooks/flatpay").statusCode()).isEqualTo(405);
    }

    @Test
    void aRefundThatWooCommerceHandsOffThreeTimesIsPaidOnce() {
        String payment = world.flatpay()
                .charge("woo-charge")
                .amount(2_980)
                .state("settled")
                .created(CLOCK.instant())
                .add();
        long order = world.woocommerce()
                .order()
                .total("29.80")
                .transactionId(payment)
                .add();
        String body =
                ("{\"order_id\":%d,\"refund_id\":771,\"amount\":\"5.00\",\"currency\":\"EUR\",\"payment_method\":\"%s\","
                                + "\"transaction_id\":\"%s\",\"meta\":{}}")
                        .formatted(order, world.woocommerce().plugin().id(), payment);
        HandOffSigner plugin = new HandOffSigner(world.handOffSecret(), CLOCK);
        HandOffSigner stranger = new HandOffSigner("guessed", CLOCK);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Browser sender = backend.browser();

        HttpResponse<String> first = sender.post("/hooks/woocommerce/refunds", plugin.headers(body), bytes);
        HttpResponse<String> forged = sender.post("/hooks/woocommerce/refunds", stranger.headers(body), bytes);
        HttpResponse<String> again = sender.post("/hooks/woocommerce/refunds", plugin.headers(body), bytes);

        assertThat(List.of(first.statusCode(), forged.statusCode(), again.statusCode()))
                .containsExactly(200, 401, 200);
        assertThat(first.body()).contains("done").isEqualTo(again.body());
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(500);
        assertThat(world.flatpay().books().count(Movement.Kind.REFUND, payment)).isEqualTo(1);
    }

    @Test
    void theWebhooksOfWooCommerceAreRegisteredAndTaken() {
        until("WooCommerce knows where to send", () -> {
            world.woocommerce().order().total("10.00").place();
            return !world.woocommerce().webhooks().pending().isEmpty();
        });

        assertThat(world.woocommerce().webhooks().deliver()).isNotEmpty().containsOnly(200);
    }

    @Test
    void aRefundThatShopifyTellsThreeTimesIsSeenOnceAndNotPaidByUs() {
        String payment = world.everypay()
                .payment()
                .orderReference("shopify-payment-1")
                .amount(4_990)
                .created(CLOCK.instant())
                .add();
        world.everypay().event(payment, "status_updated");
        assertThat(world.everypay().callbacks().deliverPending()).containsOnly(200);
        String order = world.shopify()
                .merchant()
                .order()
                .total("49.90")
                .sale("everypay", "shopify-payment-1")
                .place();
        world.everypay().refundAsStaff(payment, 4_990); // by Shopify's payment provider
        until(
                "Shopify knows where to send",
                () -> world.shopify().webhooks().subscriptions().all().stream()
                        .anyMatch(it -> it.topic().equals("refunds/create")));
        world.shopify().merchant().refund(order).make();
        SignedDelivery delivery = world.shopify().webhooks().takeSigned().stream()
                .filter(it -> it.topic().equals("refunds/create"))
                .findFirst()
                .orElseThrow();
        Map<String, String> forged = new HashMap<>(delivery.headers());
        forged.replaceAll((name, value) -> name.equalsIgnoreCase("X-Shopify-Hmac-Sha256") ? "AAAA" : value);
        Browser sender = backend.browser();

        assertThat(List.of(
                        sender.post("/hooks/shopify", delivery.headers(), delivery.body())
                                .statusCode(),
                        sender.post("/hooks/shopify", forged, delivery.body()).statusCode(),
                        sender.post("/hooks/shopify", delivery.headers(), delivery.body())
                                .statusCode()))
                .containsExactly(200, 401, 200);

        RefundLedger ledger = backend.bean(RefundSync.class).ledger();
        PaymentId id = new PaymentId("everypay", payment);
        until("the engine has seen it", () -> !ledger.refundsOf(id).isEmpty());
        assertThat(ledger.refundsOf(id))
                .singleElement()
                .satisfies(seen -> assertThat(seen.state()).isEqualTo(LedgerOperation.State.OBSERVED));
        assertThat(world.everypay().books().refunded(payment)).isEqualTo(4_990);
        assertThat(world.everypay().books().movements(payment))
                .filteredOn(it -> it.kind() == Movement.Kind.REFUND)
                .extracting(Movement::by)
                .containsExactly(Movement.By.STAFF);
    }

    // Staff

    @Test
    void aRefundInTheShopThatIsSubmittedTwicePaysOnceAndTheShopIsTold() {
        Order order = paidOrder("oolong", "flatpay");
        world.flatpay().settleAsStaff(order.id(), 1_450);
        Browser mari = mari();
        Form refund = Browser.form(mari.get("/admin/orders/" + order.id()), "/admin/orders/" + order.id() + "/refunds")
                .with("amount", "4,50");

        mari.submit(refund);
        mari.submit(refund);

        until(
                "the shop is told",
                () -> mari.get("/admin/orders/" + order.id()).body().contains("SUCCEEDED"));
        assertThat(world.flatpay().books().refunded(order.id())).isEqualTo(450);
        assertThat(world.flatpay().books().count(Movement.Kind.REFUND, order.id()))
                .isEqualTo(1);
        assertThat(mari.submit(refund.with("amount", "5.00")).statusCode())
                .as("the same form with another amount")
                .isEqualTo(409);
        assertThat(world.flatpay().books().refunded(order.id())).isEqualTo(450);
    }

    @Test
    void whatTheGatewayDeclinesIsShownInTheOrder() {
        Order order = paidOrder("sencha", "flatpay");
        world.flatpay().settleAsStaff(order.id(), 990);
        world.flatpay().declineNext(Operation.REFUND, "declined_by_acquirer", "hard_declined");
        Browser mari = mari();

        mari.submit(Browser.form(mari.get("/admin/orders/" + order.id()), "/admin/orders/" + order.id() + "/refunds")
                .with("amount", "9.90"));

        until(
                "the shop is told",
                () -> mari.get("/admin/orders/" + order.id()).body().contains("FAILED"));
        assertThat(world.flatpay().books().refunded(order.id())).isZero();
    }

    @Test
    void aDirectRefundOfWhatHasAnOrderIsRefusedWithTheWayToTheOrder() {
        Order order = paidOrder("teapot", "flatpay");
        world.flatpay().settleAsStaff(order.id(), 4_990);
        CLOCK.advance(Duration.ofHours(1));
        Browser mari = mari();

        HttpResponse<String> answer = mari.submit(refundForm(mari, order.id(), "10.00"));

        assertThat(answer.body())
                .contains("role=\"alert\"")
                .contains("#" + order.number())
                .contains("href=\"" + world.pages(backend.address()) + "/admin/orders/" + order.id() + "\"")
                .doesNotContain("may be confirmed");
        assertThat(world.flatpay().books().refunded(order.id())).isZero();
    }

    @Test
    void aPaymentLinkWithoutAnOrderIsRefundedOnceHoweverOftenItIsConfirmed() {
        Browser mari = mari();
        HttpResponse<String> made = mari.submit(Browser.form(mari.get("/admin"), "/admin/links")
                .with("amount", "15.00")
                .with("email", "anna@example.test"));
        String session = made.body().replaceAll("(?s).*/#/(cs_[0-9a-z]+).*", "$1");
        String payment = made.body().replaceAll("(?s).*id=(link-[0-9a-f-]+).*", "$1");
        world.flatpay().payCheckout(session);

        CLOCK.advance(Duration.ofHours(1));
        assertThat(mari.submit(refundForm(mari, payment, "15.00")).body())
                .as("asked for the first time, it is not proved that there is no order")
                .contains("Try again")
                .doesNotContain("may be confirmed");
        CLOCK.advance(Duration.ofMinutes(11));
        HttpResponse<String> allowed = mari.submit(refundForm(mari, payment, "15.00"));
        assertThat(allowed.body()).contains("may be confirmed").contains("EUR 15.00");
        Form confirm = Browser.form(allowed, "/admin/refunds/");

        List<CompletableFuture<HttpResponse<String>>> clicks = IntStream.range(0, 4)
                .mapToObj(click ->
                        mari.client().sendAsync(mari.submission(confirm), HttpResponse.BodyHandlers.ofString()))
                .toList();
        clicks.forEach(CompletableFuture::join);

        until(
                "it says so, as soon as no worker is at this payment",
                () -> mari.follow(confirm).body().contains("EUR 15.00 goes back to the customer"));
        assertThat(world.flatpay().books().refunded(payment)).isEqualTo(1_500);
        assertThat(world.flatpay().books().count(Movement.Kind.REFUND, payment)).isEqualTo(1);
    }

    private static Form refundForm(Browser browser, String payment, String amount) {
        return Browser.form(browser.get("/admin/payments?account=flatpay&id=" + payment), "/admin/refunds")
                .with("amount", amount)
                .with("reason", "broken on the way");
    }

    @Test
    void whoMayOnlyLookIsForbiddenToAct() {
        Order order = paidOrder("sencha", "flatpay");
        Browser peeter = backend.signedIn(world, "peeter");
        HttpResponse<String> page = peeter.get("/admin/orders/" + order.id());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(peeter.submit(Browser.form(page, "/admin/orders/" + order.id() + "/refunds")
                                .with("amount", "9.90"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(peeter.submit(refundForm(peeter, order.id(), "9.90")).statusCode())
                .isEqualTo(403);
        assertThat(order(order.id()).refunds()).isEmpty();
    }

    @Test
    void aForgedFormWithoutItsTokenIsForbidden() {
        Order order = paidOrder("sencha", "flatpay");
        Browser mari = mari();
        Form form = Browser.form(mari.get("/admin/orders/" + order.id()), "/admin/orders/" + order.id() + "/refunds")
                .with("amount", "9.90");

        assertThat(mari.submit(form.without("_csrf")).statusCode()).isEqualTo(403);
        assertThat(mari.submit(form.with("_csrf", "guessed")).statusCode()).isEqualTo(403);
        assertThat(order(order.id()).refunds()).isEmpty();
    }

    @Test
    void strangersAreSentToTheSignInPage() {
        HttpResponse<String> answer = backend.browser().get("/admin");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(it -> assertThat(it).endsWith("/login"));
        assertThat(backend.browser().get("/actuator/prometheus").statusCode()).isEqualTo(401);
    }

    // Health and metrics

    @Test
    void aKeyThatWasRevokedIsSaidInWords() {
        Order order = paidOrder("sencha", "flatpay");
        Browser mari = mari();
        world.flatpay().faults().next(FrisbiiFaults.refused(NOT_AUTHENTICATED)).always();
        try {
            assertThat(mari.get("/admin/payments?account=flatpay&id=" + order.id())
                            .statusCode())
                    .isEqualTo(502);
            until(
                    "it is noticed",
                    () -> backend.browser().get("/actuator/health").statusCode() == 503);

            assertThat(backend.browser().get("/actuator/health").body())
                    .contains("DOWN")
                    .doesNotContain("flatpay");
            assertThat(backend.browser()
                            .get("/actuator/health", "mari", world.password("mari"))
                            .body())
                    .contains("flatpay does not accept our credentials")
                    .doesNotContain(world.flatpay().privateKey());
            assertThat(backend.browser().get("/actuator/health/readiness").statusCode())
                    .as("webhooks are still taken in")
                    .isEqualTo(200);
        } finally {
            world.flatpay().faults().clear();
        }
        assertThat(mari.get("/admin/payments?account=flatpay&id=" + order.id()).statusCode())
                .isEqualTo(200);
        until(
                "all is well again",
                () -> backend.browser().get("/actuator/health").statusCode() == 200);
    }

    @Test
    void whatHappensIsMeasured() {
        paidOrder("sencha", "everypay");

        String metrics = backend.browser()
                .get("/actuator/prometheus", "mari", world.password("mari"))
                .body();

        assertThat(metrics)
                .contains("maksut_calls_seconds_count{client=\"everypay\"")
                .contains("maksut_refunds_in_flight{state=\"pending\"}")
                .contains("maksut_inbox_waiting")
                .contains("maksut_waiting_for_person")
                .contains("hikaricp_connections_active");
    }
}
