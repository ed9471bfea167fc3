package io.maksut.shopify;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.portal.PaymentGateway;
import io.maksut.sandbox.ManualClock;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.RefundSync;
import io.maksut.sync.SyncMode;
import io.maksut.testkit.TestDatabases;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A shop that gives to each document the answer that a test wrote for it, whatever it is. */
final class ScriptedShop implements AutoCloseable {
    static final String DOMAIN = "corner.myshopify.com";

    /** What to answer. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer json(String body) {
            return of(200, body);
        }

        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        }

        static Answer data(String data) {
            return json("{\"data\":" + data + "}");
        }
    }

    /** What was asked. */
    record Asked(Operation operation, JsonObject variables, String path, Map<String, List<String>> headers) {}

    private final Map<Operation, Answer> answers = new EnumMap<>(Operation.class);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    final SkippingTime time = new SkippingTime();
    final ManualClock clock = ManualClock.at(ShopifyWorld.START);
    final List<ShopifyEvent> news = new CopyOnWriteArrayList<>();

    ScriptedShop() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "scripted-shop");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    ScriptedShop answers(Operation operation, Answer answer) {
        answers.put(operation, answer);
        return this;
    }

    ScriptedShop answers(Operation operation, String data) {
        return answers(operation, Answer.data(data));
    }

    List<Asked> asked() {
        return asked;
    }

    List<Asked> asked(Operation operation) {
        return asked.stream().filter(it -> it.operation() == operation).toList();
    }

    ShopifyShop shop() {
        return shop(settings -> settings);
    }

    ShopifyShop shop(UnaryOperator<ShopifyShopBuilder> more) {
        return more.apply(ShopifyShop.builder(DOMAIN)
                        .adminApp(ShopifyTokens.fixed("a-token"))
                        .paymentsApp("flatpay", ShopifyTokens.fixed("b-token"))
                        .gateway("flatpay", PaymentMatching.reference("flatpay"))
                        .name("shop")
                        .address(url())
                        .clock(clock)
                        .time(time)
                        .limits(2_000, 2_000, 20, 20)
                        .listener(news::add))
                .build();
    }

    /** An engine over the shop, in a new database; there is no gateway behind its account. */
    RefundSync sync(ShopifyShop shop) {
        PaymentGateway gateway = FlatpayPortal.builder()
                .apiKey("priv_none")
                .api(url())
                .checkoutApi(url())
                .clock(clock)
                .buildGateway();
        return RefundSync.builder(TestDatabases.SQLITE.fresh())
                .gateway(gateway)
                .shop(ConnectedShop.of(shop, SyncMode.PORTAL_PAYS, gateway.account()))
                .clock(clock)
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonObject request = JsonParser.parseString(text).getAsJsonObject();
            String document = request.get("query").getAsString();
            Operation operation = List.of(Operation.values()).stream()
                    .filter(it -> it.document().equals(document))
                    .findFirst()
                    .orElseThrow();
            asked.add(new Asked(
                    operation,
                    request.getAsJsonObject("variables"),
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders())));
            Answer answer = answers.getOrDefault(operation, Answer.of(404, "{\"errors\":\"Not Found\"}"));
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer.body());
                }
            }
        }
    }

    /** A text of our own resources. */
    static String resource(String file) {
        try (var in = ScriptedShop.class.getResourceAsStream("answers/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        time.close();
    }
}
