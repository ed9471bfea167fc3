package io.maksut.samples.page.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.maksut.samples.page.access.Audit;
import io.maksut.samples.page.access.LoginThrottle;
import io.maksut.samples.page.access.PageDatabase;
import io.maksut.samples.page.access.Sessions;
import io.maksut.samples.page.access.Users;
import io.maksut.samples.page.export.Exports;
import io.maksut.samples.page.merchant.Merchant;
import io.maksut.samples.page.view.Templates;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * The Payments page as a web application. It belongs on loopback, behind a proxy that speaks HTTPS; a gateway reaches it at
 * {@code /callbacks/ACCOUNT}.
 */
public final class PaymentsPage implements AutoCloseable {
    private static final long LARGEST_FORM = 64 << 10;
    private static final int PING_SECONDS = 15;

    private final Javalin server;
    private final Exports exports;
    private final PageSettings settings;
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "page-ping");
        thread.setDaemon(true);
        return thread;
    });

    private PaymentsPage(Services services) {
        this.exports = services.exports();
        this.settings = services.settings();
        this.server = Javalin.create(config -> configure(config, services));
        var unused = pings.scheduleAtFixedRate(
                services.merchant().live()::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    /** Starts the page; the merchant is closed by the caller, after the page. */
    public static PaymentsPage start(
            Merchant merchant, Users users, PageDatabase database, PageSettings settings, Clock clock) {
        Services services = new Services(
                merchant,
                users,
                new Audit(database, clock),
                new Sessions(clock),
                new LoginThrottle(clock),
                new Exports(clock, settings.zone()),
                new Templates(),
                new Assets(),
                settings,
                clock);
        PaymentsPage page = new PaymentsPage(services);
        page.server.start(settings.address(), settings.port());
        return page;
    }

    private static void configure(JavalinConfig config, Services services) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = LARGEST_FORM;
        services.assets().serve(config);
        config.jetty.modifyServletContextHandler(
                handler -> handler.addServlet(new ServletHolder(new EventsServlet(services)), "/events"));
        RoutesConfig routes = config.routes;
        new AuthFilter(services).addTo(routes);
        new ErrorPages(services).addTo(routes);
        new SignInRoutes(services).addTo(routes);
        new PaymentRoutes(services).addTo(routes);
        new ActionRoutes(services).addTo(routes);
        new RefundRoutes(services).addTo(routes);
        new DeskRoutes(services).addTo(routes);
        new StopRoutes(services).addTo(routes);
        new StatementRoutes(services).addTo(routes);
        new AnalysisRoutes(services).addTo(routes);
        new ExportRoutes(services).addTo(routes);
        new AdministrationRoutes(services).addTo(routes);
        new CallbackRoutes(services).addTo(routes);
    }

    /** Where it is. */
    public URI address() {
        String host = settings.hosts().contains("localhost") ? "localhost" : settings.address();
        return URI.create("http://" + host + ":" + server.port());
    }

    @Override
    public void close() {
        pings.shutdownNow();
        server.stop();
        exports.close();
    }
}
