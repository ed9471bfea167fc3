package io.maksut.samples.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody in front of the pages: keeps cookies, fills in forms, follows no redirect unless told. */
final class Browser {
    private static final Pattern FORM =
            Pattern.compile("<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("(name|value)=\"([^\"]*)\"");

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();

    Browser(URI address) {
        this.address = address;
    }

    /** A form with what is hidden in it, token included. */
    record Form(String action, Map<String, String> fields) {
        Form with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(fields);
            more.put(name, value);
            return new Form(action, more);
        }

        Form without(String name) {
            Map<String, String> fewer = new LinkedHashMap<>(fields);
            fewer.remove(name);
            return new Form(action, fewer);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).build());
    }

    HttpResponse<String> get(String path, String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Basic " + credentials)
                .build());
    }

    /** The form on a page whose action begins so. */
    static Form form(HttpResponse<String> page, String action) {
        Matcher forms = FORM.matcher(page.body());
        while (forms.find()) {
            if (forms.group(1).startsWith(action)) {
                return new Form(forms.group(1), hidden(forms.group(2)));
            }
        }
        throw new NoSuchElementException("no form " + action + " in " + page.statusCode() + "\n" + page.body());
    }

    private static Map<String, String> hidden(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = HIDDEN.matcher(form);
        while (inputs.find()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(inputs.group());
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            fields.put(attributes.get("name"), attributes.getOrDefault("value", ""));
        }
        return fields;
    }

    HttpResponse<String> submit(Form form) {
        return send(submission(form));
    }

    HttpRequest submission(Form form) {
        return HttpRequest.newBuilder(address.resolve(form.action()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.fields().entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"))))
                .build();
    }

    HttpClient client() {
        return client;
    }

    /** Submits, and opens the page it leads to. */
    HttpResponse<String> follow(Form form) {
        HttpResponse<String> answer = submit(form);
        return get(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new NoSuchElementException(answer.statusCode() + "\n" + answer.body())));
    }

    void signIn(String person, String password) {
        Form form = form(get("/login"), "/login").with("username", person).with("password", password);
        HttpResponse<String> page = follow(form);
        if (page.statusCode() != 200) {
            throw new IllegalStateException(person + " is not let in: " + page.statusCode());
        }
    }

    HttpResponse<String> post(String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
