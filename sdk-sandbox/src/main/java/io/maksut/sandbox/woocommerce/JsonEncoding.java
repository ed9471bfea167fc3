package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;

/** JSON as PHP writes it: slashes and all that is not ASCII are escaped. Signatures depend on every byte. */
final class JsonEncoding {
    private JsonEncoding() {}

    static String text(JsonElement element) {
        StringBuilder out = new StringBuilder();
        write(element, out);
        return out.toString();
    }

    private static void write(JsonElement element, StringBuilder out) {
        if (element.isJsonArray()) {
            out.append('[');
            String separator = "";
            for (JsonElement item : element.getAsJsonArray()) {
                out.append(separator);
                write(item, out);
                separator = ",";
            }
            out.append(']');
        } else if (element.isJsonObject()) {
            out.append('{');
            String separator = "";
            for (Map.Entry<String, JsonElement> member :
                    element.getAsJsonObject().entrySet()) {
                out.append(separator);
                quote(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                separator = ",";
            }
            out.append('}');
        } else if (element.isJsonPrimitive()) {
            write(element.getAsJsonPrimitive(), out);
        } else {
            out.append("null");
        }
    }

    private static void write(JsonPrimitive primitive, StringBuilder out) {
        if (primitive.isString()) {
            quote(primitive.getAsString(), out);
        } else if (primitive.isNumber() && primitive.getAsNumber() instanceof BigDecimal decimal) {
            out.append(decimal.toPlainString());
        } else {
            out.append(primitive.getAsString());
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\', '/' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= ' ' && c <= 0x7f) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    }
                }
            }
        }
        out.append('"');
    }
}
