package io.maksut.samples.page.demo;

import io.maksut.everypay.EveryPayCallbacks;
import io.maksut.everypay.EveryPayPortal;
import io.maksut.flatpay.FlatpayPortal;
import io.maksut.flatpay.FlatpayWebhooks;
import io.maksut.payment.PaymentId;
import io.maksut.payment.PaymentOrigin;
import io.maksut.portal.PaymentGateway;
import io.maksut.samples.page.access.PageDatabase;
import io.maksut.samples.page.access.Passwords;
import io.maksut.samples.page.access.Role;
import io.maksut.samples.page.access.Users;
import io.maksut.samples.page.merchant.Merchant;
import io.maksut.sandbox.everypay.EveryPaySandbox;
import io.maksut.sandbox.frisbii.FrisbiiSandbox;
import io.maksut.sync.BindingSettings;
import io.maksut.sync.ConnectedShop;
import io.maksut.sync.SyncMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A merchant to look at: two gateways as sandboxes, a shop on each, payments, and cases that need a person. Everything lives
 * as long as this does.
 */
public final class DemoWorld implements AutoCloseable {
    public static final String FLATPAY = "flatpay";
    public static final String EVERYPAY = "everypay";
    /** Of all three users of the demo. */
    public static final String PASSWORD = "demo demo demo";

    /** How long before now the stories begin. */
    private static final Duration BEFORE = Duration.ofHours(5);
    /** The sandboxes are in this process: nobody has to be spared. */
    private static final int NO_LIMIT = 10_000;

    private static final int AT_ONCE = 50;

    private final DemoClock clock;
    private final Path folder;
    private final FrisbiiSandbox flatpay;
    private final EveryPaySandbox everypay;
    private final DemoShop kotikauppa;
    private final DemoShop liepa;
    private final PageDatabase database;
    private final Users users;
    private final Merchant merchant;

    private DemoWorld(int passwordRounds, Clock time) {
        clock = new DemoClock(time, BEFORE);
        try {
            folder = Files.createTempDirectory("maksut-page");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        flatpay = FrisbiiSandbox.builder().clock(clock).withoutRateLimits().start();
        everypay = EveryPaySandbox.builder().clock(clock).start();
        kotikauppa = new DemoShop("Kotikauppa", URI.create("https://kotikauppa.example.test/orders/"), true, clock);
        liepa = new DemoShop("Veikals Liepa", URI.create("https://liepa.example.test/orders/"), false, clock);
        DataSource dataSource = dataSource(folder.resolve("page.db"));
        database = new PageDatabase(dataSource);
        users = new Users(database, new Passwords(passwordRounds));
        merchant = Merchant.builder(dataSource, clock)
                .account(
                        flatpayGateway(),
                        FlatpayWebhooks.builder()
                                .secret(flatpay.webhookSecret())
                                .clock(clock)
                                .build())
                .account(everypayGateway(), EveryPayCallbacks.builder().build())
                .shop(ConnectedShop.of(kotikauppa, SyncMode.PORTAL_PAYS, FLATPAY)
                        .withBinding(BindingSettings.DEFAULT.withReference(FLATPAY, "order-{id}")))
                .shop(ConnectedShop.of(liepa, SyncMode.PORTAL_PAYS, EVERYPAY)
                        .withBinding(BindingSettings.DEFAULT.withReference(EVERYPAY, "L-{id}")))
                .build();
    }

    /**
     * Makes the world: about so many payments, the stories among them.
     *
     * @param passwordRounds {@link Passwords#ROUNDS}, unless it is a test
     * @param time what time it is in it
     */
    public static DemoWorld open(int payments, int passwordRounds, Clock time) {
        DemoWorld world = new DemoWorld(passwordRounds, time);
        world.users.add("katri", Role.LOOK, PASSWORD);
        world.users.add("mari", Role.REFUND, PASSWORD);
        world.users.add("aino", Role.ADMINISTER, PASSWORD);
        new DemoStories(world).tell();
        world.clock.catchUp();
        new DemoPayments(world).add(payments);
        return world;
    }

    private PaymentGateway flatpayGateway() {
        return FlatpayPortal.builder()
                .account(FLATPAY)
                .apiKey(flatpay.privateKey())
                .api(flatpay.apiUrl())
                .checkoutApi(flatpay.checkoutUrl())
                .limits(NO_LIMIT, NO_LIMIT, AT_ONCE, AT_ONCE)
                .clock(clock)
                .origin(DemoWorld::origin)
                .buildGateway();
    }

    private PaymentGateway everypayGateway() {
        return EveryPayPortal.builder()
                .account(EVERYPAY)
                .apiUsername(everypay.apiUsername())
                .apiSecret(everypay.apiSecret())
                .accountName("EUR3D1")
                .api(everypay.apiUrl())
                .customerUrl(URI.create("https://liepa.example.test/thanks"))
                .limits(NO_LIMIT, NO_LIMIT, AT_ONCE, AT_ONCE)
                .clock(clock)
                .origin(id -> PaymentOrigin.CHECKOUT)
                .buildGateway();
    }

    /** The shop knows its own: what was sold by telephone nobody has written down. */
    private static PaymentOrigin origin(PaymentId id) {
        if (id.reference().startsWith("link-")) {
            return PaymentOrigin.PAYMENT_LINK;
        }
        return id.reference().startsWith("phone-") ? PaymentOrigin.UNKNOWN : PaymentOrigin.CHECKOUT;
    }

    private static DataSource dataSource(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    /** Lets both gateways send their callbacks to this page. */
    public void sendCallbacksTo(URI page) {
        flatpay.webhooks().deliverTo(page.resolve("/callbacks/" + FLATPAY));
        everypay.callbacks().deliverTo(page.resolve("/callbacks/" + EVERYPAY));
    }

    /** Sends the callbacks that are due. */
    public void deliver() {
        flatpay.webhooks().deliverPending();
        everypay.callbacks().deliverPending();
    }

    public DemoClock clock() {
        return clock;
    }

    public FrisbiiSandbox flatpay() {
        return flatpay;
    }

    public EveryPaySandbox everypay() {
        return everypay;
    }

    /** The shop whose payments are at Flatpay. */
    public DemoShop kotikauppa() {
        return kotikauppa;
    }

    /** The shop whose payments are at EveryPay. */
    public DemoShop liepa() {
        return liepa;
    }

    public Merchant merchant() {
        return merchant;
    }

    public Users users() {
        return users;
    }

    public PageDatabase database() {
        return database;
    }

    @Override
    public void close() {
        merchant.close();
        flatpay.close();
        everypay.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
