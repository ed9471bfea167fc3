package io.maksut.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in the READMEs compiles; the commands of the first one are run by somebody. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    /** Each with what only its blocks may use without having made it. */
    private static final Map<Path, List<String>> READMES = Map.of(
            README,
            List.of(),
            ROOT.resolve("sdk-shopify-bridge/README.md"),
            List.of("ShopifyShop shop"),
            ROOT.resolve("sdk-woocommerce-bridge/README.md"),
            List.of("WooCommerceShop shop"));

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final List<String> PACKAGES = List.of(
            "com.sun.net.httpserver",
            "io.maksut.error",
            "io.maksut.everypay",
            "io.maksut.flatpay",
            "io.maksut.index",
            "io.maksut.observe",
            "io.maksut.payment",
            "io.maksut.portal",
            "io.maksut.refund",
            "io.maksut.shop",
            "io.maksut.sync",
            "io.maksut.sandbox",
            "io.maksut.webhook",
            "io.maksut.sandbox.frisbii",
            "io.maksut.shopify",
            "io.maksut.woocommerce",
            "java.net",
            "java.time",
            "java.util",
            "java.util.concurrent");
    /** What every block may use without having made it. */
    private static final List<String> GIVEN = List.of(
            "Portal portal",
            "PaymentGateway gateway",
            "RefundSync sync",
            "ShopPlatform platform",
            "PaymentId id",
            "javax.sql.DataSource dataSource",
            "HttpServer server",
            "byte[] key");

    @TempDir
    Path output;

    @TestFactory
    List<DynamicTest> everyJavaBlockCompiles() {
        List<DynamicTest> tests = new ArrayList<>();
        READMES.forEach((readme, given) -> {
            List<String> blocks = blocks(readme, "java");
            assertThat(blocks).as(readme.toString()).isNotEmpty();
            for (String block : blocks) {
                String name = block.lines().findFirst().orElse("");
                tests.add(DynamicTest.dynamicTest(name, () -> assertCompiles(block, given)));
            }
        });
        return tests;
    }

    @Test
    void everyCommandIsRun() {
        List<String> commands = blocks(README, "sh").stream().map(String::strip).toList();

        // What QuickstartTest tells, what the tests of the page look at, and what .ci/run runs.
        assertThat(commands)
                .containsExactly("samples/run quickstart", "samples/run payments-page", "mvn -B -ntp verify");
        assertThat(ROOT.resolve("samples/run")).isExecutable().content().contains("quickstart)", "payments-page)");
        assertThat(ROOT.resolve(".ci/run")).isExecutable();
    }

    @Test
    void thereAreNoOtherBlocks() {
        assertThat(BLOCK.matcher(text(README)).results().map(it -> it.group(1))).containsOnly("java", "sh");
    }

    private void assertCompiles(String block, List<String> more) {
        String imports = String.join(
                "", PACKAGES.stream().map(it -> "import " + it + ".*;\n").toList());
        String given = Stream.concat(GIVEN.stream(), more.stream())
                .filter(it -> !block.contains(it.substring(it.lastIndexOf(' ')) + " ="))
                .collect(Collectors.joining(", "));
        String source = imports + "class Block { void block(" + given + ") {\n" + block + "} }\n";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(source)))
                .call();
        assertThat(compiled).as(messages + "\n" + source).isTrue();
    }

    private static List<String> blocks(Path readme, String language) {
        return BLOCK.matcher(text(readme))
                .results()
                .filter(it -> it.group(1).equals(language))
                .map((MatchResult it) -> it.group(2))
                .toList();
    }

    private static String text(Path readme) {
        try {
            return Files.readString(readme);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Block.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
