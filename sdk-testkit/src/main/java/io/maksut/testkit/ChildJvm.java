package io.maksut.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the same classes, for what must not share memory with the test. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@code main} with these options of the JVM. Its errors go where the test's go. */
    public static ChildJvm start(List<String> options, Class<?> main, String... arguments) throws IOException {
        return start(options, classPath(), main, arguments);
    }

    /** The same, with the archive's classes. */
    public static ChildJvm start(List<String> options, ClassArchive archive, Class<?> main, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("-Xshare:auto");
        all.add(archive.option());
        return start(all, archive.classPath(), main, arguments);
    }

    private static ChildJvm start(List<String> options, String classPath, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The tests run on the module path, the child on the class path: it needs what is on either. */
    static String classPath() {
        List<String> entries = new ArrayList<>(List.of("target/classes", "target/test-classes"));
        for (String property : List.of("jdk.module.path", "java.class.path", "surefire.test.class.path")) {
            String value = System.getProperty(property);
            if (value != null) {
                entries.add(value);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** The next line that begins with this word, without the word. */
    public String line(String word) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new IOException("the process ended without a line " + word);
    }

    /** All that it prints until it ends. */
    public String output() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /** A line of its input. */
    public void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Ends its input, by which it knows that it is no longer needed. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Until the system shows it as stopped by a signal. */
    public void awaitStopped() throws IOException {
        Path state = Path.of("/proc", "" + process.pid(), "stat");
        while (!Files.readString(state).replaceAll(".*\\) ", "").startsWith("T")) {
            Thread.onSpinWait();
        }
    }

    /** Wakes one that was stopped by a signal. */
    public void goOn() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-CONT", "" + process.pid()).start().waitFor();
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
