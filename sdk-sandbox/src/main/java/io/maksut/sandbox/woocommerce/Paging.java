package io.maksut.sandbox.woocommerce;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The headers of a page: how many there are, and links to the pages before and after. */
final class Paging {
    private Paging() {}

    /**
     * An answer with these items.
     *
     * @param collection the URL of the list
     * @param parameters of the request, in the order in which links have them
     */
    static RestAnswer answer(
            JsonArray items, long total, long pages, int page, String collection, Map<String, Object> parameters) {
        RestAnswer answer = RestAnswer.ok(items)
                .with("X-WP-Total", Long.toString(total))
                .with("X-WP-TotalPages", Long.toString(pages));
        List<String> links = new ArrayList<>();
        if (page > 1) {
            links.add(link(Math.min(page - 1L, pages), "prev", collection, parameters));
        }
        if (pages > page) {
            links.add(link(page + 1L, "next", collection, parameters));
        }
        return links.isEmpty() ? answer : answer.with("Link", String.join(", ", links));
    }

    private static String link(long page, String relation, String collection, Map<String, Object> parameters) {
        Map<String, Object> all = new LinkedHashMap<>(reread(parameters));
        all.put("page", Long.toString(page));
        String query = all.entrySet().stream().map(Paging::encoded).collect(Collectors.joining("&"));
        return "<" + collection + "?" + query + ">; rel=\"" + relation + "\"";
    }

    /**
     * WordPress writes the values unencoded first and reads them back to add the page: a plus, as in {@code +02:00}, comes back
     * as a blank, and the rest of a value after an ampersand as a parameter of its own.
     */
    private static Map<String, Object> reread(Map<String, Object> parameters) {
        String raw = parameters.entrySet().stream().map(Paging::raw).collect(Collectors.joining("&"));
        return QueryString.parse(raw).values();
    }

    private static String raw(Map.Entry<String, Object> parameter) {
        if (parameter.getValue() instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                parts.add(parameter.getKey() + "[" + i + "]=" + list.get(i));
            }
            return String.join("&", parts);
        }
        return parameter.getKey() + "=" + parameter.getValue();
    }

    private static String encoded(Map.Entry<String, Object> parameter) {
        if (parameter.getValue() instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                parts.add(parameter.getKey() + "%5B" + i + "%5D="
                        + QueryString.encoded(list.get(i).toString()));
            }
            return String.join("&", parts);
        }
        return parameter.getKey() + "="
                + QueryString.encoded(parameter.getValue().toString());
    }
}
