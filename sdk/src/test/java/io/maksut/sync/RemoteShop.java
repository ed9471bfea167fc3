package io.maksut.sync;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.maksut.error.CallReport;
import io.maksut.error.GatewayUnavailableException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Money;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.refund.Cause;
import io.maksut.refund.ShopRefund;
import io.maksut.shop.AuthorisationAnswer;
import io.maksut.shop.Fulfilment;
import io.maksut.shop.OrderPage;
import io.maksut.shop.OrderRefund;
import io.maksut.shop.OrderSearch;
import io.maksut.shop.PortalRefund;
import io.maksut.shop.Recording;
import io.maksut.shop.RefundAnswer;
import io.maksut.shop.ShopAbilities;
import io.maksut.shop.ShopChannel;
import io.maksut.shop.ShopOrder;
import io.maksut.shop.ShopPlatform;
import io.maksut.testkit.KillPoint;
import io.maksut.testkit.KilledWork;
import io.maksut.testkit.Killer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform of a {@link TestShopServer} in another process: what a worker that is killed needs of a shop. */
final class RemoteShop implements ShopPlatform {
    private final String name;
    private final URI url;
    private final boolean vouches;
    private final Clock clock;
    private final Killer killer;

    /** @param vouches for its requests, as Shopify's client certificate does */
    RemoteShop(String name, URI url, boolean vouches, Clock clock, Killer killer) {
        this.name = name;
        this.url = url;
        this.vouches = vouches;
        this.clock = clock;
        this.killer = killer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ShopAbilities abilities() {
        return new ShopAbilities(true, true, false).withShownRequests().withVouchedRequests(vouches);
    }

    @Override
    public OrderSearch findOrder(Payment payment) {
        try {
            return read("/find/" + payment.id())
                    .<OrderSearch>map(OrderSearch.Found::new)
                    .orElseGet(() -> new OrderSearch.Absent(true, true));
        } catch (GatewayUnavailableException e) {
            return new OrderSearch.Unclear(Cause.LOOKUP_FAILED);
        }
    }

    @Override
    public Optional<ShopOrder> order(String orderId) {
        return read("/order/" + orderId);
    }

    private Optional<ShopOrder> read(String path) {
        try {
            HttpURLConnection connection = connect(path);
            if (connection.getResponseCode() == 404) {
                return Optional.empty();
            }
            return Optional.of(read(JsonParser.parseString(
                            new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject()));
        } catch (IOException e) {
            throw unavailable();
        }
    }

    private ShopOrder read(JsonObject json) {
        List<PaymentId> payments = new ArrayList<>();
        json.getAsJsonArray("payments").forEach(it -> payments.add(PaymentId.parse(it.getAsString())));
        List<OrderRefund> refunds = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("refunds")) {
            JsonObject one = element.getAsJsonObject();
            refunds.add(new OrderRefund(
                    one.get("id").getAsString(),
                    Set.of(),
                    PaymentId.parse(one.get("payment").getAsString()),
                    Money.ofMinor("EUR", one.get("amount").getAsLong()),
                    ShopRefund.State.valueOf(one.get("state").getAsString()),
                    Instant.parse(one.get("at").getAsString()),
                    OrderRefund.Payout.valueOf(one.get("money").getAsString()),
                    one.has("key") ? one.get("key").getAsString() : null));
        }
        String id = json.get("id").getAsString();
        Money total = json.has("total") ? Money.ofMinor("EUR", json.get("total").getAsLong()) : null;
        return ShopOrder.builder(id, id)
                .payments(payments)
                .refunds(refunds)
                .total(total)
                .fulfilment(json.get("shipped").getAsBoolean() ? Fulfilment.COMPLETE : Fulfilment.NONE)
                .build();
    }

    @Override
    public OrderPage changedSince(Instant since, @Nullable String cursor) {
        return new OrderPage(List.of(), null, clock.instant());
    }

    /** The shop knows no keys: what was written into it is looked for. */
    @Override
    public ShopChannel records() {
        return new LookingRecords(this::order, refund -> write("/enter", refund, KilledWork.RECORD), clock);
    }

    @Override
    public ShopChannel starts() {
        return ShopChannel.keyed(refund -> new Recording.Recorded(write("/start", refund, KilledWork.START)));
    }

    private String write(String path, PortalRefund refund, KilledWork work) {
        JsonObject json = new JsonObject();
        json.addProperty("key", refund.key());
        json.addProperty("order", refund.orderId());
        json.addProperty("payment", refund.payment().toString());
        json.addProperty("amount", refund.amount().minorUnits());
        json.addProperty("at", refund.at().toString());
        json.addProperty("reason", refund.reason());
        String id = JsonParser.parseString(post(path, json))
                .getAsJsonObject()
                .get("id")
                .getAsString();
        killer.at(KillPoint.AFTER_THE_ANSWER, Set.of(work));
        return id;
    }

    @Override
    public void tell(RefundAnswer answer) {
        JsonObject json = new JsonObject();
        json.addProperty("request", answer.requestId());
        json.addProperty("payment", answer.payment().toString());
        json.addProperty("amount", answer.amount().minorUnits());
        json.addProperty("verdict", answer.verdict().name());
        json.addProperty("message", answer.message());
        tell("/tell", json);
    }

    @Override
    public void tell(AuthorisationAnswer answer) {
        JsonObject json = new JsonObject();
        json.addProperty("request", answer.requestId());
        json.addProperty("kind", answer.kind().name());
        json.addProperty("payment", answer.payment().toString());
        json.addProperty("verdict", answer.verdict().name());
        json.addProperty("message", answer.message());
        tell("/answer", json);
    }

    private void tell(String path, JsonObject json) {
        killer.at(KillPoint.BEFORE_TELLING);
        String unused = post(path, json);
        killer.at(KillPoint.AFTER_TELLING);
    }

    private String post(String path, JsonObject json) {
        try {
            HttpURLConnection connection = connect(path);
            connection.setDoOutput(true);
            connection.getOutputStream().write(json.toString().getBytes(StandardCharsets.UTF_8));
            if (connection.getResponseCode() == 429) {
                throw new RateLimitedException("too many", CallReport.of("ask shop", 1, null, null, 429, "busy"));
            }
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unavailable();
        }
    }

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) url.resolve(path).toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(5_000);
        return connection;
    }

    private static GatewayUnavailableException unavailable() {
        return new GatewayUnavailableException("no answer", CallReport.of("ask shop", 1, null, null, 0, null));
    }

    @Override
    public void close() {}
}
