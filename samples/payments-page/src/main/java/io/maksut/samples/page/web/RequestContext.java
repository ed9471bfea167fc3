package io.maksut.samples.page.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.SameSite;
import io.maksut.payment.PaymentId;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session;
import io.maksut.samples.page.access.User;
import io.maksut.samples.page.merchant.PaymentKey;
import io.maksut.samples.page.view.Formats;
import io.maksut.samples.page.view.Language;
import io.maksut.samples.page.view.Texts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request: who asks, in which language, and how to answer. */
final class RequestContext {
    static final String SESSION_COOKIE = "maksut_session";
    private static final String LANGUAGE_COOKIE = "maksut_language";
    private static final int A_YEAR = 365 * 24 * 3600;

    private final Context context;
    private final Services services;
    private final @Nullable Session session;
    private final @Nullable User user;
    private final Language language;

    RequestContext(Context context, Services services) {
        this.context = context;
        this.services = services;
        boolean inBackground = context.header("HX-Request") != null;
        this.session = services.sessions()
                .find(context.cookie(SESSION_COOKIE), inBackground)
                .orElse(null);
        // Asked for each time, so that who is blocked, or has another role, is so at once.
        this.user = session == null
                ? null
                : services.users()
                        .find(session.userName())
                        .filter(it -> !it.blocked())
                        .orElse(null);
        this.language = Language.of(context.cookie(LANGUAGE_COOKIE))
                .orElseGet(() -> Language.accepted(context.header("Accept-Language")));
    }

    Context context() {
        return context;
    }

    Services services() {
        return services;
    }

    boolean isSignedIn() {
        return user != null;
    }

    /** Who is signed in; to be called behind the {@link AuthFilter}. */
    User user() {
        if (user == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        return user;
    }

    Session session() {
        if (session == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        return session;
    }

    /** Answers 403 unless the user has the right. */
    void require(Role right) {
        if (!user().may(right)) {
            throw new ForbiddenResponse("this takes the role " + right);
        }
    }

    Formats formats() {
        return new Formats(language, services.settings().zone());
    }

    Texts texts() {
        return Texts.in(language);
    }

    String text(String key, String... arguments) {
        return texts().text(key, arguments);
    }

    /** A field of a form, without space around it; empty if it is missing. */
    String field(String name) {
        String value = context.formParam(name);
        return value == null ? "" : value.strip();
    }

    /** All values of a form's field that may come several times; none if it is missing. */
    List<String> fields(String name) {
        return context.formParams(name);
    }

    /** A parameter of the address, without space around it; empty if it is missing. */
    String parameter(String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    /** The payment in the path; answers 404 if there can be none. */
    PaymentId payment() {
        return PaymentKey.parse(context.pathParam("key"))
                .filter(id -> services.merchant().account(id.account()).isPresent())
                .orElseThrow(() -> new NotFoundResponse("no payment"));
    }

    /** The number in the path; answers 404 if it is none. */
    long id() {
        String id = context.pathParam("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw new NotFoundResponse("no such thing");
        }
        return Long.parseLong(id);
    }

    /** Says something on the next page. */
    void say(Session.Notice.Kind kind, String text) {
        session().say(kind, text);
    }

    /** Shows a page. */
    void show(String template, String title, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("layout", layout(title, session == null ? List.of() : session.takeNotices()));
        context.html(services.templates().render(template, all, texts()));
    }

    /** Shows a part of a page. */
    void showPart(String template, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("layout", layout("", List.of()));
        context.html(services.templates().render(template, all, texts()));
    }

    private Layout layout(String title, List<Session.Notice> notices) {
        Optional<User> who = Optional.ofNullable(user);
        return new Layout(
                language,
                title,
                context.path(),
                here(),
                who.map(User::name).orElse(""),
                who.map(it -> text("role." + it.role())).orElse(""),
                who.map(Layout::rights).orElse(Map.of()),
                services.sessions().csrf(browserToken()),
                UUID.randomUUID().toString(),
                notices,
                Layout.menu(who.orElse(null), context.path(), this::text),
                services.merchant().live().last(),
                services.assets());
    }

    /** The address of this page, for coming back to it: only what was asked for by GET can be asked for again. */
    private String here() {
        String query = context.queryString();
        boolean again = context.method().equals(HandlerType.GET);
        return again ? context.path() + (query == null ? "" : "?" + query) : context.path();
    }

    /** The token in the browser's cookie; a browser without one gets one, with which nobody is signed in. */
    private String browserToken() {
        String made = context.attribute("token");
        if (made != null) {
            return made;
        }
        String sent = context.cookie(SESSION_COOKIE);
        String token = sent == null || sent.isEmpty() ? services.sessions().newToken() : sent;
        if (!token.equals(sent)) {
            give(token);
        }
        context.attribute("token", token);
        return token;
    }

    /** Puts a token into the browser's cookie. */
    void give(String token) {
        boolean https = services.settings().https();
        context.cookie(new Cookie(SESSION_COOKIE, token, "/", -1, https, true, null, SameSite.LAX));
    }

    void remember(Language chosen) {
        boolean https = services.settings().https();
        context.cookie(new Cookie(LANGUAGE_COOKIE, chosen.code(), "/", A_YEAR, https, true, null, SameSite.LAX));
    }

    /** Sends the browser to a page of ours, to be fetched by GET. */
    void goTo(String path) {
        context.redirect(isOurs(path) ? path : "/payments", HttpStatus.SEE_OTHER);
    }

    /** Sends the browser to the sign-in page, and from there back. */
    void goToSignIn() {
        context.redirect("/login?to=" + URLEncoder.encode(here(), StandardCharsets.UTF_8), HttpStatus.SEE_OTHER);
    }

    /** Whether an address that came from outside leads to a page of ours. */
    private static boolean isOurs(String path) {
        return path.startsWith("/")
                && !path.startsWith("//")
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(it -> it < 0x20);
    }
}
