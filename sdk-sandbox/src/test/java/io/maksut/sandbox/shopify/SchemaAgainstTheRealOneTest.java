package io.maksut.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import io.maksut.sandbox.shopify.graphql.SchemaText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that our schemas say, the real ones say too; and what the real ones require, ours require. */
class SchemaAgainstTheRealOneTest {
    private static RealPackage real;

    private static synchronized JsonObject schema(String file) throws IOException, InterruptedException {
        if (real == null) {
            real = new RealPackage(
                    "@shopify/dev-mcp",
                    "1.16.0",
                    path -> path.startsWith("dist/data/admin_") || path.startsWith("dist/data/payments-apps_"));
        }
        return real.json("dist/data/" + file + ".json.gz")
                .getAsJsonObject("data")
                .getAsJsonObject("__schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01", "2026-04", "2026-07", "2026-10"})
    void theAdminSchemaIsAPartOfTheRealOne(String version) throws Exception {
        JsonObject theirs = schema("admin_" + version);

        assertThat(differences(SchemaText.admin(version), theirs)).isEmpty();
        assertThat(theirs.getAsJsonObject("queryType").get("name").getAsString())
                .isEqualTo("QueryRoot");
        assertThat(theirs.getAsJsonObject("mutationType").get("name").getAsString())
                .isEqualTo("Mutation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-04", "2026-07", "2026-10"})
    void thePaymentsAppsSchemaIsAPartOfTheRealOne(String version) throws Exception {
        JsonObject theirs = schema("payments-apps_" + version);

        assertThat(differences(SchemaText.paymentsApps(), theirs)).isEmpty();
        assertThat(theirs.getAsJsonObject("mutationType").get("name").getAsString())
                .isEqualTo("MutationRoot");
    }

    @Test
    void theComparisonFindsWhatIsDifferent() throws Exception {
        String wrong = """
                type QueryRoot {
                  order(id: ID): Order
                  orders(first: Int!): OrderConnection
                  invented: String
                }
                type Order implements Invented { id: ID }
                type OrderConnection { nodes: [Order] }
                interface Invented { id: ID }
                enum OrderTransactionStatus { SUCCESS GONE }
                input RefundInput { note: String! }
                input StoreCreditRefundInput { expiresAt: DateTime }
                scalar DateTime
                """;

        assertThat(differences(wrong, schema("admin_2026-10")))
                .contains(
                        "QueryRoot.order(id) is ID, really ID!",
                        "QueryRoot.orders is OrderConnection, really OrderConnection!",
                        "QueryRoot.orders(first) is Int!, really Int",
                        "QueryRoot.invented does not exist",
                        "Order.id is ID, really ID!",
                        "Order does not implement Invented",
                        "Invented does not exist",
                        "OrderTransactionStatus.GONE does not exist",
                        "RefundInput.note is String!, really String",
                        "RefundInput.orderId is required and missing",
                        "StoreCreditRefundInput.amount is required and missing");
    }

    private static List<String> differences(String ours, JsonObject theirs) {
        Map<String, JsonObject> real = byName(theirs, "types");
        TypeDefinitionRegistry registry = new SchemaParser().parse(ours);
        List<String> found = new ArrayList<>();
        for (TypeDefinition<?> type : registry.types().values()) {
            JsonObject other = real.get(type.getName());
            if (other == null) {
                found.add(type.getName() + " does not exist");
            } else {
                compare(type, other, found);
            }
        }
        registry.scalars().keySet().stream()
                .filter(name -> !ScalarInfo.isGraphqlSpecifiedScalar(name) && !real.containsKey(name))
                .forEach(name -> found.add(name + " does not exist"));
        Map<String, JsonObject> directives = byName(theirs, "directives");
        registry.getDirectiveDefinitions().values().forEach(directive -> {
            JsonObject other = directives.get(directive.getName());
            if (other == null) {
                found.add("@" + directive.getName() + " does not exist");
            } else {
                inputs("@" + directive.getName(), directive.getInputValueDefinitions(), other, "args", found);
            }
        });
        return found;
    }

    private static void compare(TypeDefinition<?> type, JsonObject other, List<String> found) {
        String name = type.getName();
        String kind = other.get("kind").getAsString();
        if (type instanceof EnumTypeDefinition values) {
            assertThat(kind).isEqualTo("ENUM");
            Map<String, JsonObject> real = byName(other, "enumValues");
            values.getEnumValueDefinitions().stream()
                    .filter(value -> !real.containsKey(value.getName()))
                    .forEach(value -> found.add(name + "." + value.getName() + " does not exist"));
        } else if (type instanceof InputObjectTypeDefinition input) {
            assertThat(kind).isEqualTo("INPUT_OBJECT");
            inputs(name, input.getInputValueDefinitions(), other, "inputFields", found);
            boolean oneOf = other.has("isOneOf") && other.get("isOneOf").getAsBoolean();
            if (oneOf != input.hasDirective("oneOf")) {
                found.add(name + " differs in @oneOf");
            }
        } else if (type instanceof UnionTypeDefinition union) {
            assertThat(kind).isEqualTo("UNION");
            Map<String, JsonObject> real = byName(other, "possibleTypes");
            union.getMemberTypes().stream()
                    .map(AstPrinter::printAst)
                    .filter(member -> !real.containsKey(member))
                    .forEach(member -> found.add(name + " has no member " + member));
        } else if (type instanceof ImplementingTypeDefinition<?> fields) {
            assertThat(kind).isIn("OBJECT", "INTERFACE");
            fields(name, fields, other, found);
        }
    }

    private static void fields(String name, ImplementingTypeDefinition<?> type, JsonObject other, List<String> found) {
        Map<String, JsonObject> interfaces = byName(other, "interfaces");
        type.getImplements().stream()
                .map(AstPrinter::printAst)
                .filter(one -> !interfaces.containsKey(one))
                .forEach(one -> found.add(name + " does not implement " + one));
        Map<String, JsonObject> real = byName(other, "fields");
        for (FieldDefinition field : type.getFieldDefinitions()) {
            JsonObject same = real.get(field.getName());
            String path = name + "." + field.getName();
            if (same == null) {
                found.add(path + " does not exist");
            } else {
                types(path, field.getType(), same, found);
                inputs(path, field.getInputValueDefinitions(), same, "args", found);
            }
        }
    }

    /** Arguments and input fields: ours exist equally, and none that is required is missing. */
    private static void inputs(
            String path, List<InputValueDefinition> ours, JsonObject other, String list, List<String> found) {
        Map<String, JsonObject> real = byName(other, list);
        boolean arguments = list.equals("args");
        for (InputValueDefinition input : ours) {
            String name = arguments ? path + "(" + input.getName() + ")" : path + "." + input.getName();
            JsonObject same = real.remove(input.getName());
            if (same == null) {
                found.add(name + " does not exist");
                continue;
            }
            types(name, input.getType(), same, found);
            String byDefault = input.getDefaultValue() == null ? "null" : AstPrinter.printAst(input.getDefaultValue());
            JsonElement theirs = same.get("defaultValue");
            String reallyByDefault = theirs == null || theirs.isJsonNull() ? "null" : theirs.getAsString();
            if (!byDefault.equals(reallyByDefault)) {
                found.add(name + " is " + byDefault + " by default, really " + reallyByDefault);
            }
        }
        real.forEach((left, input) -> {
            JsonElement theirs = input.get("defaultValue");
            boolean required =
                    print(input.getAsJsonObject("type")).endsWith("!") && (theirs == null || theirs.isJsonNull());
            if (required) {
                found.add((arguments ? path + "(" + left + ")" : path + "." + left) + " is required and missing");
            }
        });
    }

    private static void types(String path, Type<?> ours, JsonObject other, List<String> found) {
        String is = AstPrinter.printAst(ours);
        String really = print(other.getAsJsonObject("type"));
        if (!is.equals(really)) {
            found.add(path + " is " + is + ", really " + really);
        }
    }

    private static String print(JsonObject type) {
        return switch (type.get("kind").getAsString()) {
            case "NON_NULL" -> print(type.getAsJsonObject("ofType")) + "!";
            case "LIST" -> "[" + print(type.getAsJsonObject("ofType")) + "]";
            default -> type.get("name").getAsString();
        };
    }

    private static Map<String, JsonObject> byName(JsonObject owner, String list) {
        Map<String, JsonObject> map = new HashMap<>();
        JsonElement named = owner.get(list);
        if (named != null && named.isJsonArray()) {
            named.getAsJsonArray()
                    .forEach(one -> map.put(one.getAsJsonObject().get("name").getAsString(), one.getAsJsonObject()));
        }
        return map;
    }
}
