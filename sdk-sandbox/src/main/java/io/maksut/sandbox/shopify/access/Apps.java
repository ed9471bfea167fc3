package io.maksut.sandbox.shopify.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The apps of the shop: one for the Admin API and one for payments, as payments apps may have no other scopes. */
public final class Apps {
    /** What became of an installation. */
    public enum Change {
        UNINSTALLED,
        INSTALLED,
        SCOPES
    }

    private final App admin;
    private final App payments;
    private final BiConsumer<Change, List<String>> listener;

    /** @param listener gets every change of the Admin app with the scopes before it */
    public Apps(App admin, App payments, BiConsumer<Change, List<String>> listener) {
        this.admin = admin;
        this.payments = payments;
        this.listener = listener;
    }

    /** Both as new; nobody is told. */
    public void reset() {
        admin.reset();
        payments.reset();
    }

    public App admin() {
        return admin;
    }

    public App payments() {
        return payments;
    }

    /** The app that has this client id. */
    Optional<App> byClientId(String clientId) {
        return List.of(admin, payments).stream()
                .filter(app -> app.clientId().equals(clientId))
                .findFirst();
    }

    /** The app that this token belongs to, dead or not accepted ones left out. */
    public Optional<App> byToken(String token) {
        return List.of(admin, payments).stream()
                .filter(app -> app.judge(token) != App.Verdict.UNKNOWN)
                .findFirst();
    }

    /** The merchant removes the Admin app: all of its tokens are dead. */
    public void uninstall() {
        List<String> before = admin.scopes();
        admin.installed(false);
        listener.accept(Change.UNINSTALLED, before);
    }

    /** The merchant installs it again; tokens have to be got anew. */
    public void reinstall() {
        admin.installed(true);
        listener.accept(Change.INSTALLED, admin.scopes());
    }

    /** The Admin app has these scopes from now on, its tokens too. */
    public void grant(Collection<String> scopes) {
        List<String> before = admin.scopes();
        admin.grant(scopes);
        listener.accept(Change.SCOPES, before);
    }
}
