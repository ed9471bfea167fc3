package io.maksut.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.maksut.sandbox.woocommerce.RawClient.Answer;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, the answer is one that WordPress could give. */
@Timeout(60)
class HostileInputTest {
    @RegisterExtension
    static final WooCommerceSandboxExtension SHOP = new WooCommerceSandboxExtension();

    private final WooCommerceSandbox shop = SHOP.sandbox();
    private final RawClient client = new RawClient(shop);

    private static void assertAnswered(Answer answer, String what) {
        assertThat(answer.header("Content-Type")).as(what).startsWith("application/json");
        assertThat(answer.text()).as(what).matches("(?s)[\\[{].*[\\]}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "5",
                "'text'",
                "{",
                "{}{}",
                "{'line_items':5,'meta_data':5}",
                "{'line_items':'x','meta_data':'x'}",
                "{'line_items':[null,1,[],{}],'meta_data':[null,1,[],{},{'key':{}},{'key':5,'value':[1]}]}",
                "{'line_items':[{'id':'x'}]}",
                "{'line_items':[{'id':{}}]}",
                "{'line_items':{'x':1,'5':{'qty':'many','refund_total':[],'refund_tax':5}}}",
                "{'line_items':[{'id':11,'refund_total':1e999999999,'refund_tax':[{'id':1,'refund_total':'x'}]}]}",
                "{'line_items':[{'id':11,'quantity':1e300,'refund_total':1e-400}],'api_refund':false}",
                "{'amount':'\\u0000'}",
                "{'amount':'\\u0661'}",
                "{'amount':'1.00','reason':'\\ud83d'}",
                "{'amount':'1.00','meta_data':[{'id':'x','key':'k','value':{'a':{'b':[null]}}}]}",
                "{'amount':null,'api_refund':null}"
            })
    void everyBodyOfARefundIsAnswered(String body) throws Exception {
        long order = shop.order().add();

        assertAnswered(client.refund(order, body), body);
        assertAnswered(client.get("/orders/" + order), body);
        assertAnswered(client.get("/orders/" + order + "/refunds"), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'billing':{'email':null,'x':{},'phone':5}}",
                "{'line_items':[{'product_id':'x'},{'sku':{}}]}",
                "{'line_items':[{'product_id':999999999999999999999,'quantity':'x','total':'-1e400'}]}",
                "{'line_items':[{'sku':'teapot','name':null,'total':{}}]}",
                "{'fee_lines':[{'name':'x','total':'1,2.3'}]}",
                "{'shipping_lines':[{'method_id':'x','total':[]}]}",
                "{'parent_id':'99999999999999999999','customer_id':1.5}",
                "{'customer_id':-1,'set_paid':1,'status':''}",
                "{'currency':'???','meta_data':[{'key':'_x','value':1e999}]}"
            })
    void everyBodyOfAnOrderIsAnswered(String body) throws Exception {
        Answer created = client.post("/orders", body);

        assertAnswered(created, body);
        assertAnswered(client.put("/orders/" + shop.order().add(), body), body);
        assertAnswered(client.get("/orders"), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=2&&a&b=",
                "page=999999999&per_page=100",
                "page=-1",
                "page[]=1",
                "dp=-3",
                "dp=999999999",
                "offset=999999999",
                "offset=-5",
                "include=a,b,,-1,99999999999999999999999",
                "include[x][y]=1",
                "search=%00%ff",
                "status[]=",
                "customer=x",
                "after=9999-99-99T99:99:99Z",
                "after=2026-02-31T00:00:00",
                "after[]=2026-01-01T00:00:00",
                "before=2026-01-01t00:00:00z",
                "after=2026-01-01T00:00:00%2B99",
                "_fields=,,.",
                "_fields[]=id&_fields[]=billing."
            })
    void everyQueryIsAnswered(String query) throws Exception {
        long order = shop.order().refunded("1.00", "", false).add();

        for (String path : List.of("/orders", "/refunds", "/orders/" + order + "/refunds", "/webhooks")) {
            Answer answer = client.get(path + "?" + query.replace("[", "%5B").replace("]", "%5D"));
            assertAnswered(answer, path + "?" + query);
            assertThat(answer.status()).as(path + "?" + query).isIn(200, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http://127.0.0.1:99999/",
                "http://a b/",
                "https://[::1",
                "http://user@:0/",
                "javascript:x",
                "//host/x"
            })
    void whatIsNoUrlIsRefused(String url) throws Exception {
        Answer answer = client.post("/webhooks", "{'topic':'order.updated','delivery_url':'" + url + "'}");

        assertThat(answer.text("code")).isEqualTo("woocommerce_rest_shop_webhook_invalid_delivery_url");
    }

    @Test
    void aTopicThatCouldNotStandInAHeaderIsRefused() throws Exception {
        assertThat(client.post(
                                "/webhooks",
                                "{'topic':'action.woocommerce_\\nX-Y: z','delivery_url':'http://127.0.0.1:9/'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFormIsAsGoodAsJsonAndOtherBodiesAreNothing() throws Exception {
        long order = shop.order().add();

        Answer form = client.send(client.request("/orders/" + order + "/refunds")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("amount=5.00&api_refund=false"))
                .build());
        Answer other = client.send(client.request("/orders/" + order + "/refunds?amount=1.00&api_refund=false")
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofString("\u0000\u0001"))
                .build());

        assertThat(form.text("amount")).isEqualTo("5.00");
        assertThat(other.text("amount")).as("parameters may stand in the URL").isEqualTo("1.00");
        assertThat(shop.books().refunded(Long.toString(order))).isZero();
    }
}
