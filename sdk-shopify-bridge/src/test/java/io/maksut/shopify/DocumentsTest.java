package io.maksut.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import graphql.introspection.IntrospectionResultToSchema;
import graphql.language.Document;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge says to Shopify is held against Shopify's own schemas. */
class DocumentsTest {
    private static final int BUDGET = 500;

    private static RealPackage real;

    private static synchronized GraphQLSchema schema(String file) throws IOException, InterruptedException {
        if (real == null) {
            real = RealPackage.of(
                    "@shopify/dev-mcp",
                    "1.16.0",
                    path -> path.matches("dist/data/(admin|payments-apps)_2026-[0-9]+\\.json\\.gz"));
        }
        JsonObject introspection = JsonParser.parseString(real.unzipped("dist/data/" + file + ".json.gz"))
                .getAsJsonObject()
                .getAsJsonObject("data");
        Document sdl = new IntrospectionResultToSchema().createSchemaDefinition(map(introspection));
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().buildRegistry(sdl));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01", "2026-04", "2026-07", "2026-10"})
    void everyDocumentForTheAdminApiIsValidAndWithinTheBudget(String version) throws Exception {
        GraphQLSchema schema = schema("admin_" + version);

        check(schema, List.of(Operation.Access.READ, Operation.Access.WRITE));

        assertThat(schema.getDirective("idempotent").getArgument("key")).isNotNull();
        for (WebhookTopic topic : WebhookTopic.subscribed(true)) {
            assertThat(((graphql.schema.GraphQLEnumType) schema.getType("WebhookSubscriptionTopic"))
                            .getValue(topic.name()))
                    .as(topic.name())
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01", "2026-04", "2026-07", "2026-10"})
    void everyDocumentForThePaymentsAppsApiIsValidAndWithinTheBudget(String version) throws Exception {
        check(schema("payments-apps_" + version), List.of(Operation.Access.PAYMENTS_APP));
    }

    private static void check(GraphQLSchema schema, List<Operation.Access> accesses) {
        Map<Operation, Integer> costs = new TreeMap<>();
        for (Operation operation : Operation.values()) {
            if (accesses.contains(operation.access())) {
                Document document = Parser.parse(operation.document());
                List<ValidationError> errors = new Validator().validateDocument(schema, document, Locale.ENGLISH);
                assertThat(errors).as(operation.toString()).isEmpty();
                costs.put(operation, new PublishedCost(schema, document).points());
            }
        }
        System.out.println("points by the published rules: " + costs);
        assertThat(costs.values())
                .isNotEmpty()
                .allSatisfy(cost -> assertThat(cost).isBetween(1, BUDGET));
    }

    @Test
    void aMistakeInADocumentAndADearOneWouldBeFound() throws Exception {
        GraphQLSchema schema = schema("admin_2026-10");
        Document wrong = Parser.parse("query Q($id: ID) { order(id: $id) { nothing } }");
        Document dear = Parser.parse(
                "{ orders(first: 100) { nodes { id refunds(first: 10) { id transactions(first: 5) { nodes { id } } } } } }");

        assertThat(new Validator().validateDocument(schema, wrong, Locale.ENGLISH))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(new PublishedCost(schema, dear).points()).isEqualTo(100 * (1 + 10 * (1 + 5)));
    }

    private static Map<String, Object> map(JsonObject json) {
        Map<String, Object> map = new LinkedHashMap<>();
        json.entrySet().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
        return map;
    }

    private static Object value(JsonElement element) {
        if (element instanceof JsonObject object) {
            return map(object);
        }
        if (element instanceof JsonArray array) {
            List<Object> list = new ArrayList<>();
            array.forEach(item -> list.add(value(item)));
            return list;
        }
        if (element instanceof JsonPrimitive primitive) {
            return primitive.isBoolean() ? (Object) primitive.getAsBoolean() : primitive.getAsString();
        }
        return null;
    }
}
