package io.maksut.sandbox.shopify.graphql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Our schemas as they are written in the resources of this package. */
public final class SchemaText {
    private static final Pattern SINCE = Pattern.compile("# since ([0-9]{4}-[0-9]{2})\\s*$");

    private SchemaText() {}

    /** The Admin API of this version. */
    public static String admin(String version) {
        return resource("admin.graphqls")
                .lines()
                .filter(line -> {
                    Matcher since = SINCE.matcher(line);
                    return !since.find() || since.group(1).compareTo(version) <= 0;
                })
                .collect(Collectors.joining("\n"));
    }

    /** The Payments Apps API, the same in every version. */
    public static String paymentsApps() {
        return resource("payments-apps.graphqls");
    }

    private static String resource(String name) {
        try (InputStream in = SchemaText.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
