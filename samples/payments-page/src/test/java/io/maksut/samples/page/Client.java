package io.maksut.samples.page;

import io.maksut.samples.page.demo.DemoWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without eyes: keeps cookies, follows nothing. */
final class Client {
    private static final Pattern FIELD = Pattern.compile("name=\"(csrf|ticket)\" value=\"([^\"]+)\"");

    private final URI page;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();

    Client(URI page) {
        this.page = page;
    }

    static Client signedIn(PageUnderTest page, String user) {
        return signedIn(page.address(), user);
    }

    static Client signedIn(URI page, String user) {
        Client client = new Client(page);
        HttpResponse<String> answer = client.post(
                "/login", client.formOf("/login", Map.of("name", user, "password", DemoWorld.PASSWORD, "to", "")));
        if (answer.statusCode() != 303) {
            throw new IllegalStateException("not signed in: " + answer.statusCode());
        }
        return client;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(page.resolve(path)));
    }

    HttpResponse<String> get(String path, String header, String value) {
        return send(HttpRequest.newBuilder(page.resolve(path)).header(header, value));
    }

    HttpResponse<String> send(String method, String path) {
        return send(HttpRequest.newBuilder(page.resolve(path)).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> post(String path, Map<String, String> fields) {
        return send(post(fields, HttpRequest.newBuilder(page.resolve(path))));
    }

    HttpResponse<String> post(String path, Map<String, String> fields, String header, String value) {
        return send(post(fields, HttpRequest.newBuilder(page.resolve(path)).header(header, value)));
    }

    private static HttpRequest.Builder post(Map<String, String> fields, HttpRequest.Builder request) {
        String form = fields.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The hidden fields of the form on a page, and these. */
    Map<String, String> formOf(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        Matcher hidden = FIELD.matcher(get(path).body());
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        return all;
    }

    String sessionCookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(it -> it.getName().equals("maksut_session"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
