package io.maksut.sync;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.maksut.error.MaksutException;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentId;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.ShopOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
        server.createContext("/tell", this::tell);
        server.createContext("/record", this::record);
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
        JsonObject told = JsonParser.parseString(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonObject();
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

    private void record(HttpExchange exchange) throws IOException {
        JsonObject made = JsonParser.parseString(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        JsonObject recorded = new JsonObject();
        try {
            Recording recording = shop.record(new PortalRefund(
                    made.get("key").getAsString(),
                    made.get("order").getAsString(),
                    PaymentId.parse(made.get("payment").getAsString()),
                    Money.ofMinor("EUR", made.get("amount").getAsLong()),
                    Instant.parse(made.get("at").getAsString()),
                    made.get("reason").getAsString()));
            recorded.addProperty("id", ((Recording.Recorded) recording).refundId());
            answer(exchange, 200, recorded);
        } catch (MaksutException e) {
            answer(exchange, 500, recorded);
        }
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
