package io.maksut.samples.spring;

import io.maksut.samples.world.ShopWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The program as it runs for a merchant, told of the world by environment variables, with a clock that tests move. */
final class RunningBackend implements AutoCloseable {
    private final URI address;
    private final ConfigurableApplicationContext context;

    private RunningBackend(URI address, ConfigurableApplicationContext context) {
        this.address = address;
        this.context = context;
    }

    static URI freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RunningBackend start(ShopWorld world, Clock clock, URI address, String database) {
        RunningBackend backend = start(world.environment(address, database), clock, address);
        world.connect(address);
        return backend;
    }

    static RunningBackend start(Map<String, String> told, Clock clock, URI address) {
        Map<String, Object> variables = new HashMap<>(told);
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        SpringApplication program = new SpringApplicationBuilder(ShopBackend.class)
                .environment(environment)
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean("clock", Clock.class, () -> clock))
                .registerShutdownHook(false)
                .build();
        ConfigurableApplicationContext context = program.run();
        return new RunningBackend(address, context);
    }

    URI address() {
        return address;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A browser without cookies. */
    Browser browser() {
        return new Browser(address);
    }

    Browser signedIn(ShopWorld world, String person) {
        Browser browser = browser();
        browser.signIn(person, world.password(person));
        return browser;
    }

    /** As when the program is told to end. */
    @Override
    public void close() {
        context.close();
    }
}
