package io.maksut.sync;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.maksut.error.MaksutException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording.Recorded;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.ShopOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A {@link TestShop} that other processes ask over HTTP, through {@link RemoteShop}. */
final class TestShopServer implements AutoCloseable {
    private final TestShop shop;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TestShopServer(TestShop shop) throws IOException {
        this.shop = shop;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/order/", this::order);
        server.createContext("/find/", this::find);
        server.createContext("/tell", this::tell);
        server.createContext("/answer", this::authorisation);
        server.createContext("/enter", exchange -> write(exchange, shop::enter));
        server.createContext("/start", exchange -> write(exchange, it -> ((Recorded) shop.start(it)).refundId()));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void order(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/order/".length());
        Optional<ShopOrder> order = shop.order(id);
        answer(
                exchange,
                order.isPresent() ? 200 : 404,
                order.map(TestShopServer::json).orElseGet(JsonObject::new));
    }

    private void tell(HttpExchange exchange) throws IOException {
        JsonObject told = body(exchange);
        try {
            shop.tell(new RefundAnswer(
                    told.get("request").getAsString(),
                    null,
                    PaymentId.parse(told.get("payment").getAsString()),
                    Money.ofMinor("EUR", told.get("amount").getAsLong()),
                    RefundAnswer.Verdict.valueOf(told.get("verdict").getAsString()),
                    told.get("message").getAsString()));
            answer(exchange, 200, new JsonObject());
        } catch (MaksutException e) {
            answer(exchange, 500, new JsonObject());
        }
    }

    private void find(HttpExchange exchange) throws IOException {
        PaymentId payment = PaymentId.parse(exchange.getRequestURI().getPath().substring("/find/".length()));
        List<ShopOrder> found = shop.ordersOf(payment);
        answer(exchange, found.isEmpty() ? 404 : 200, found.isEmpty() ? new JsonObject() : json(found.get(0)));
    }

    private void authorisation(HttpExchange exchange) throws IOException {
        JsonObject told = body(exchange);
        try {
            shop.tell(new AuthorisationAnswer(
                    told.get("request").getAsString(),
                    AuthorisationAnswer.Kind.valueOf(told.get("kind").getAsString()),
                    PaymentId.parse(told.get("payment").getAsString()),
                    AuthorisationAnswer.Verdict.valueOf(told.get("verdict").getAsString()),
                    told.get("message").getAsString()));
            answer(exchange, 200, new JsonObject());
        } catch (MaksutException e) {
            answer(exchange, 500, new JsonObject());
        }
    }

    /** Writes into the shop; the answer is the id there. */
    private static void write(HttpExchange exchange, Function<PortalRefund, String> shop) throws IOException {
        JsonObject made = body(exchange);
        JsonObject written = new JsonObject();
        try {
            written.addProperty(
                    "id",
                    shop.apply(new PortalRefund(
                            made.get("key").getAsString(),
                            made.get("order").getAsString(),
                            PaymentId.parse(made.get("payment").getAsString()),
                            Money.ofMinor("EUR", made.get("amount").getAsLong()),
                            Instant.parse(made.get("at").getAsString()),
                            made.get("reason").getAsString())));
            answer(exchange, 200, written);
        } catch (RateLimitedException e) {
            answer(exchange, 429, written);
        } catch (MaksutException e) {
            answer(exchange, 500, written);
        }
    }

    private static JsonObject body(HttpExchange exchange) throws IOException {
        return JsonParser.parseString(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static JsonObject json(ShopOrder order) {
        JsonObject json = new JsonObject();
        json.addProperty("id", order.id());
        order.total().ifPresent(total -> json.addProperty("total", total.minorUnits()));
        json.addProperty("shipped", order.fulfilment().complete());
        JsonArray payments = new JsonArray();
        order.payments().forEach(payment -> payments.add(payment.toString()));
        json.add("payments", payments);
        JsonArray refunds = new JsonArray();
        for (OrderRefund refund : order.refunds()) {
            JsonObject one = new JsonObject();
            one.addProperty("id", refund.id());
            one.addProperty("payment", String.valueOf(refund.payment()));
            one.addProperty("amount", refund.amount().minorUnits());
            one.addProperty("state", refund.state().name());
            one.addProperty("at", refund.at().toString());
            one.addProperty("money", refund.money().name());
            if (refund.portalKey() != null) {
                one.addProperty("key", refund.portalKey());
            }
            refunds.add(one);
        }
        json.add("refunds", refunds);
        return json;
    }

    private static void answer(HttpExchange exchange, int status, JsonElement body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
