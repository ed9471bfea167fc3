package io.maksut.samples.page.web;

import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Session;
import io.maksut.samples.page.access.User;
import io.maksut.samples.page.view.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is around every page, for the template. */
public final class Layout {
    /**
     * An entry of the menu.
     *
     * @param icon its name among the symbols of the template
     */
    public record MenuItem(String href, String label, String icon, boolean current) {}

    private final Language language;
    private final String title;
    private final String path;
    private final String here;
    private final String userName;
    private final String role;
    private final Map<String, Boolean> may;
    private final String csrf;
    private final String ticket;
    private final List<Session.Notice> notices;
    private final List<MenuItem> menu;
    private final long lastEvent;
    private final Assets assets;

    Layout(
            Language language,
            String title,
            String path,
            String here,
            String userName,
            String role,
            Map<String, Boolean> may,
            String csrf,
            String ticket,
            List<Session.Notice> notices,
            List<MenuItem> menu,
            long lastEvent,
            Assets assets) {
        this.language = language;
        this.title = title;
        this.path = path;
        this.here = here;
        this.userName = userName;
        this.role = role;
        this.may = may;
        this.csrf = csrf;
        this.ticket = ticket;
        this.notices = notices;
        this.menu = menu;
        this.lastEvent = lastEvent;
        this.assets = assets;
    }

    static Map<String, Boolean> rights(User user) {
        return Map.of("refund", user.may(Role.REFUND), "administer", user.may(Role.ADMINISTER));
    }

    static List<MenuItem> menu(@Nullable User user, String path, UnaryOperator<String> text) {
        List<MenuItem> menu = new ArrayList<>();
        if (user == null) {
            return menu;
        }
        menu.add(item("/payments", "payments", path, text));
        menu.add(item("/analysis", "analysis", path, text));
        menu.add(item("/desk", "desk", path, text));
        if (user.may(Role.ADMINISTER)) {
            menu.add(item("/audit", "audit", path, text));
            menu.add(item("/users", "users", path, text));
        }
        return menu;
    }

    private static MenuItem item(String href, String name, String path, UnaryOperator<String> text) {
        return new MenuItem(href, text.apply("menu." + name), name, path.startsWith(href));
    }

    public String language() {
        return language.code();
    }

    public List<Language> languages() {
        return List.of(Language.values());
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    /** The address of this page. */
    public String here() {
        return here;
    }

    /** Empty when nobody is signed in. */
    public String userName() {
        return userName;
    }

    public String role() {
        return role;
    }

    public Map<String, Boolean> may() {
        return may;
    }

    /** Goes into every form: no other site knows it. */
    public String csrf() {
        return csrf;
    }

    /** Goes into every form that does something: it is done once. */
    public String ticket() {
        return ticket;
    }

    public List<Session.Notice> notices() {
        return notices;
    }

    public List<MenuItem> menu() {
        return menu;
    }

    /** What the page shows is not older than this live event. */
    public long lastEvent() {
        return lastEvent;
    }

    public String style() {
        return assets.style();
    }

    public String script() {
        return assets.script();
    }

    public String icon() {
        return assets.icon();
    }

    public String htmx() {
        return assets.htmx();
    }
}
