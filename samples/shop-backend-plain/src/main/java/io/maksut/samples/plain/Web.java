package io.maksut.samples.plain;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.maksut.error.DatabaseException;
import io.maksut.error.MaksutException;
import io.maksut.webhook.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pages and forms on the JDK's server, which knows of neither. Thread-safe. */
record Web(HttpServer server, String address, String password) {
    private static final ResourceBundle PAGES = ResourceBundle.getBundle("io.maksut.samples.plain.pages");
    private static final System.Logger LOG = System.getLogger(Web.class.getName());
    private static final int LONGEST_FORM = 1 << 16;

    /** With the text of a page, or where the browser is to go if the status is 303. */
    record Answer(int status, String text) {
        static Answer page(String name, Object... parts) {
            return new Answer(200, Html.of(name, parts).text());
        }
    }

    /** HTML from {@code pages.properties}. Texts in it may come from anywhere; pieces of HTML go in as they are. */
    record Html(String text) {
        static Html of(String name, Object... parts) {
            Object[] safe = Arrays.stream(parts)
                    .map(part -> part instanceof Html html ? html.text() : escaped(part.toString()))
                    .toArray();
            return new Html(MessageFormat.format(PAGES.getString(name), safe));
        }

        static Html choices(Map<String, ?> from) {
            return new Html(from.keySet().stream()
                    .sorted()
                    .map(it -> of("choice", it).text())
                    .collect(Collectors.joining()));
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        }
    }

    /** A page that is looked at. */
    HttpContext shows(String path, Function<Map<String, String>, Answer> page) {
        return server.createContext(path, exchange -> answer(exchange, path, "GET", page));
    }

    /** What a form does. Browsers say from where it comes, and only our own pages may send it. */
    HttpContext acts(String path, Function<Map<String, String>, Answer> action) {
        return server.createContext(path, exchange -> {
            boolean ours = address.equals(exchange.getRequestHeaders().getFirst("Origin"));
            answer(exchange, path, "POST", ours ? action : fields -> new Answer(403, "Not from a page of this shop."));
        });
    }

    /** Only for those who know the password of staff. */
    void staff(HttpContext context) {
        context.setAuthenticator(new BasicAuthenticator("shop") {
            @Override
            public boolean checkCredentials(String name, String given) {
                return name.equals("staff") && MessageDigest.isEqual(bytes(given), bytes(password));
            }
        });
    }

    /** What has this name in a map, a form say; without it the request cannot be understood. */
    static <T> T known(Map<String, T> map, String name) {
        return Optional.ofNullable(map.get(name)).orElseThrow(() -> new NoSuchElementException(name));
    }

    private static void answer(
            HttpExchange exchange, String path, String method, Function<Map<String, String>, Answer> page)
            throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestMethod().equals(method)
                    && exchange.getRequestURI().getPath().equals(path);
            Answer answer = known ? answer(exchange, page) : new Answer(404, "There is no such page.");
            byte[] text = bytes(answer.text());
            boolean elsewhere = answer.status() == 303;
            exchange.getResponseHeaders()
                    .set(
                            elsewhere ? "Location" : "Content-Type",
                            elsewhere ? answer.text() : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private static Answer answer(HttpExchange exchange, Function<Map<String, String>, Answer> page) throws IOException {
        try {
            return page.apply(fields(exchange));
        } catch (MaksutException e) {
            String reference = UUID.randomUUID().toString().substring(0, 8);
            LOG.log(System.Logger.Level.WARNING, "({0}) {1}", reference, e.getMessage());
            return new Answer(
                    502,
                    Html.of("said", e.advice() + " In the log under " + reference + ".")
                            .text());
        } catch (DatabaseException e) {
            return new Answer(503, "The database does not answer. Try again: nothing is carried out twice.");
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return new Answer(400, "This cannot be understood.");
        }
    }

    /** None if they cannot be told for certain, or are too many. */
    private static Map<String, String> fields(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_FORM + 1);
        String target = exchange.getRequestURI().toString();
        WebhookRequest request =
                new WebhookRequest(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), body);
        return body.length > LONGEST_FORM ? Map.of() : request.parameters().orElse(Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "Web[" + address + "]";
    }
}
