package io.maksut.testkit;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes of many child JVMs, loaded and verified by the first of them: the others start in a fraction of the time.
 * What a JVM cannot share it loads by itself.
 */
public final class ClassArchive {
    private final Path file;
    private final String classPath;

    private ClassArchive(Path file, String classPath) {
        this.file = file;
        this.classPath = classPath;
    }

    /** To be filled by the first child, in this folder. A JVM shares the classes of jars only, so folders become one. */
    public static ClassArchive in(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : new LinkedHashSet<>(List.of(ChildJvm.classPath().split(File.pathSeparator)))) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!entry.isEmpty() && Files.isDirectory(path)) {
                jars.add(jar(path, folder.resolve("classes" + jars.size() + ".jar"))
                        .toString());
            } else if (Files.exists(path)) {
                jars.add(path.toString());
            }
        }
        return new ClassArchive(folder.resolve("classes.jsa"), String.join(File.pathSeparator, jars));
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (JarOutputStream written = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)));
                Stream<Path> files = Files.walk(classes)) {
            written.setLevel(0);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                written.putNextEntry(new JarEntry(name));
                Files.copy(file, written);
                written.closeEntry();
            }
        }
        return jar;
    }

    String classPath() {
        return classPath;
    }

    /** Whether a first child has filled it. */
    public boolean isFull() {
        return Files.exists(file);
    }

    /** Fills it at the end of the first child, and is used by those after it. */
    String option() {
        return (isFull() ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + file;
    }
}
