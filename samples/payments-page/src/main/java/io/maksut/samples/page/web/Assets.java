package io.maksut.samples.page.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Style, script and icon. Browsers keep them as long as they like, since their addresses change with their content.
 */
final class Assets {
    /** The version is that of the WebJar in the pom. */
    private static final String HTMX = "/webjars/htmx.org/2.0.8/dist/htmx.min.js";

    private static final String FOLDER = "/io/maksut/samples/page/assets";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final String version = hash(List.of("page.css", "page.js", "icon.svg"));

    void serve(JavalinConfig config) {
        config.staticFiles.enableWebjars();
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = FOLDER;
            files.location = Location.CLASSPATH;
            files.headers = Map.of("Cache-Control", FOR_EVER);
        });
    }

    String style() {
        return "/assets/page.css?" + version;
    }

    String script() {
        return "/assets/page.js?" + version;
    }

    String icon() {
        return "/assets/icon.svg?" + version;
    }

    String htmx() {
        return HTMX;
    }

    /** Whether a path is one of these: everybody may have them. */
    static boolean isAsset(String path) {
        return path.startsWith("/assets/") || path.startsWith("/webjars/");
    }

    private static String hash(List<String> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : files) {
                try (InputStream in = Assets.class.getResourceAsStream(FOLDER + "/" + file)) {
                    if (in == null) {
                        throw new IllegalStateException("missing " + file);
                    }
                    digest.update(in.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
