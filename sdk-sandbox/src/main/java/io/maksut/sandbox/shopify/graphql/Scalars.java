package io.maksut.sandbox.shopify.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The scalars of the schema. Inside, a decimal is a BigDecimal, a time an Instant, everything else a text. */
final class Scalars {
    private Scalars() {}

    static List<GraphQLScalarType> all() {
        return List.of(
                scalar("DateTime", Scalars::instant),
                scalar("Decimal", Scalars::decimal),
                scalar("JSON", text -> text),
                scalar("Money", Scalars::decimal),
                scalar("URL", Scalars::url),
                scalar("UnsignedInt64", text -> text));
    }

    private static Object instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time: " + text, e);
        }
    }

    private static Object decimal(String text) {
        // Neither exponents nor signs that stand for nothing.
        if (!text.matches("-?[0-9]{1,15}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException("not a decimal: " + text);
        }
        return new BigDecimal(text);
    }

    private static Object url(String text) {
        return URI.create(text).toString();
    }

    private static GraphQLScalarType scalar(String name, Function<String, Object> parse) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new Text(name, parse))
                .build();
    }

    /** Given as a text or a whole number; a number with a fraction has lost its exactness and is refused. */
    private record Text(String name, Function<String, Object> parse) implements Coercing<Object, Object> {
        @Override
        public Object serialize(Object result, GraphQLContext context, Locale locale) {
            return name.equals("JSON") ? result : result.toString();
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return StringValue.of(input.toString());
        }

        @Override
        public Object parseValue(Object input, GraphQLContext context, Locale locale) {
            boolean whole = input instanceof Integer || input instanceof Long;
            if (!(input instanceof String) && !whole) {
                throw new CoercingParseValueException(name + " must be a string");
            }
            try {
                return parse.apply(input.toString());
            } catch (IllegalArgumentException e) {
                throw new CoercingParseValueException("Invalid " + name, e);
            }
        }

        @Override
        public Object parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            String text = input instanceof StringValue string
                    ? string.getValue()
                    : input instanceof IntValue number ? number.getValue().toString() : null;
            if (text == null) {
                throw new CoercingParseLiteralException(name + " must be a string");
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CoercingParseLiteralException("Invalid " + name, e);
            }
        }
    }
}
