package io.maksut.storage;

import io.maksut.internal.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of one component, as SQL scripts that ship with the SDK: {@code V001.sql} creates them, {@code V002.sql}
 * changes them, and so on. A released script is never edited.
 *
 * <p>In a script a statement ends with a semicolon at the end of a line; a comment is a line of its own that starts
 * with {@code --}. Types are placeholders, such as {@code {id}} or {@code {text(40)}}: see {@link Dialect#expand}.
 * Tables are named {@code maksut_...}.
 *
 * @param component names the schema in table {@code maksut_schema}
 * @param scripts version 1, 2, ... in order
 */
public record Schema(String component, List<String> scripts) {

    /** Copies the list. */
    public Schema {
        scripts = scripts.stream().map(script -> script.replace("\r\n", "\n")).toList();
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("no scripts for " + component);
        }
    }

    /** Reads {@code schema/component/V001.sql} and so on from the package of {@code owner}, a class of this module. */
    public static Schema ofResources(Class<?> owner, String component, int latest) {
        List<String> scripts = new ArrayList<>();
        for (int version = 1; version <= latest; version++) {
            scripts.add(read(owner, "schema/%s/V%03d.sql".formatted(component, version)));
        }
        return new Schema(component, scripts);
    }

    private static String read(Class<?> owner, String name) {
        try (InputStream script = owner.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalArgumentException("no resource " + name + " beside " + owner.getName());
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int latest() {
        return scripts.size();
    }

    /** Made of the script as written, so that it is the same in every dialect. */
    String checksum(int version) {
        return Sha256.hex(scripts.get(version - 1));
    }

    /** The statements of a version, ready to run. */
    List<String> statements(int version, Dialect dialect) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : dialect.expand(scripts.get(version - 1)).lines().toList()) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("--")) {
                continue;
            }
            boolean ends = text.endsWith(";");
            statement.append(ends ? text.substring(0, text.length() - 1) : text).append('\n');
            if (ends) {
                statements.add(statement.toString().strip());
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException(component + " V" + version + " does not end with a semicolon");
        }
        return statements;
    }
}
